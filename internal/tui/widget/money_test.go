package widget

import (
	"math"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
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

// What is typed into a number that stands there replaces it; after an arrow or a
// backspace it is edited.
func TestTypingReplacesANumber(t *testing.T) {
	for _, x := range []struct {
		keys []tea.KeyPressMsg
		want float64
	}{
		{[]tea.KeyPressMsg{{Text: "2", Code: '2'}, {Text: "1", Code: '1'}}, 21},
		{[]tea.KeyPressMsg{{Code: tea.KeyBackspace}, {Text: "5", Code: '5'}}, 205},
		{[]tea.KeyPressMsg{{Code: tea.KeyHome}, {Text: "1", Code: '1'}}, 1200},
	} {
		v := 200.0
		n := &Number{Get: func() *float64 { return &v }, Set: func(p *float64) error { v = *p; return nil }}
		c := context(t, text.VI)
		n.Load(c)
		for _, k := range x.keys {
			n.Update(k, c)
		}
		if err := n.Leave(c); err != nil || v != x.want {
			t.Errorf("%v: %v, %v", x.want, v, err)
		}
	}
}
