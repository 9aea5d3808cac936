package widget

import (
	"math"
	"testing"

	"github.com/sxsh-audit/audit/internal/quantity"
)

// Sums as a Vietnamese accountant and an English one write them.
func TestSumsOfMoney(t *testing.T) {
	for _, x := range []struct {
		typed string
		n     quantity.Notation
		want  float64
	}{
		{"450000000", quantity.Vietnamese, 450e6},
		{"450.000.000", quantity.Vietnamese, 450e6},
		{"450tr", quantity.Vietnamese, 450e6},
		{"450 triệu đ", quantity.Vietnamese, 450e6},
		{"450 TRIỆU ĐỒNG", quantity.Vietnamese, 450e6},
		{"1,5 tỷ", quantity.Vietnamese, 1.5e9},
		{"1,5 tỉ", quantity.Vietnamese, 1.5e9},
		{"-20 nghìn", quantity.Vietnamese, -20e3},
		{"450k", quantity.Vietnamese, 450e3},
		{"1.500 đ", quantity.Vietnamese, 1500},
		{"1.5 bn", quantity.English, 1.5e9},
		{"450 million VND", quantity.English, 450e6},
		{"1,500", quantity.English, 1500},
	} {
		got, err := parseMoney(x.typed, x.n)
		if err != nil || math.Abs(got.Value-x.want) > 1e-6 {
			t.Errorf("%q: %v, %v, want %v", x.typed, got.Value, err, x.want)
		}
	}
	for _, bad := range []string{"450 kWh", "450 tr kWh", "450 %", "tr", "1e3 xe"} {
		if v, err := parseMoney(bad, quantity.Vietnamese); err == nil {
			t.Errorf("%q is understood as %v", bad, v.Value)
		}
	}
}
