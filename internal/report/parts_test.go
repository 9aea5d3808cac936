package report

import (
	"strings"
	"testing"
)

// A percent sign begins no line.
func TestWrapKeepsPercents(t *testing.T) {
	for width := 10; width < 40; width++ {
		for _, l := range wrap("giảm 7,4 % (khoảng tin cậy 90 %: 7,1 % đến 7,8 %)", width) {
			if strings.HasPrefix(l, "%") {
				t.Fatalf("in %d a line begins with %q", width, l)
			}
		}
	}
}

// A sum of which nothing is known is not 0.
func TestPlus(t *testing.T) {
	five, three := 5.0, 3.0
	if got := plus(nil, nil); got != nil {
		t.Errorf("nothing known adds up to %g", *got)
	}
	sum := plus(plus(plus(nil, &five), nil), &three)
	if sum == nil || *sum != 8 || five != 5 {
		t.Errorf("5, unknown, 3 adds up to %v", sum)
	}
	if got := money(plus(nil, nil), "VND"); got.Kind != Absent {
		t.Errorf("shown as %v", got)
	}
}
