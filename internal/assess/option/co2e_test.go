package option_test

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
)

// By hand: a saves 20 % of 1,000 kWh at 0.7 t each, 140 t, and 10 t of the acid
// that has no factor: at least 140 t, without the acid. b uses 5 t more of it, which
// may emit anything: 140 t is then no lower bound for b, which saves 10 % of the
// electricity, 70 t; for a and b together it is, for 10 − 5 t of acid are saved:
// 0.28·1000·0.7 = 196 t. c saves nothing but acid: nothing is known of it.
func TestCO2eInPart(t *testing.T) {
	s := mill(opt("a", 1, share("electricity", 0.2), much("acid", 10)), opt("b", 1, share("electricity", 0.1), much("acid", -5)),
		opt("c", 1, much("acid", 1)), opt("d", 1, share("electricity", 0.1), much("steam", 3)), opt("e", 1, share("electricity", 0.1)))
	s.Flows = append(s.Flows, option.Flow{ID: "acid", Name: text.Both("axit"), Unit: "t", Amount: ptr(100.0), Price: exactly(1)},
		option.Flow{ID: "steam", Name: text.Both("hơi"), Unit: "t", Price: exactly(1), CO2e: ptr(1.0)})
	m := model(t, s)
	for _, x := range []struct {
		set     []string
		value   float64
		least   bool
		without []string
	}{
		{[]string{"a"}, 140, true, []string{"economics.without-factor"}},
		{[]string{"b"}, 70, false, []string{"economics.without-factor"}},
		{[]string{"a", "b"}, 196, true, []string{"economics.without-factor"}},
		{[]string{"a", "d"}, 196, true, []string{"economics.without-factor", "economics.without-amount"}},
	} {
		c := m.Combine(x.set)
		if c.CO2e.OK() || c.CO2ePart == nil {
			t.Fatalf("%v: %+v", x.set, c.CO2e)
		}
		near(t, "known", c.CO2ePart.Value, x.value, 1e-9)
		if c.CO2ePart.Least != x.least || len(c.CO2ePart.Without) != len(x.without) {
			t.Errorf("%v: %+v", x.set, c.CO2ePart)
			continue
		}
		for i, key := range x.without {
			if c.CO2ePart.Without[i].Key != key {
				t.Errorf("%v: left out %v", x.set, c.CO2ePart.Without)
			}
		}
	}
	if c := m.Combine([]string{"c"}); c.CO2e.OK() || c.CO2ePart != nil {
		t.Errorf("c: %+v, %+v", c.CO2e, c.CO2ePart)
	}
	if c := m.Combine([]string{"e"}); !c.CO2e.OK() || c.CO2ePart != nil {
		t.Errorf("e: %+v, %+v", c.CO2e, c.CO2ePart)
	}
	e, _ := m.Economics("b")
	if e.CO2ePart == nil || e.CO2ePart.Message().Key != "economics.co2e-part" {
		t.Errorf("b alone: %+v", e.CO2ePart)
	}
}
