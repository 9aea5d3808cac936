package assess_test

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/quantity"
)

// A load per unit of product is over the months that state wastewater and output
// both: 10,000 m³ at 5,000 mg/l of 1,000 t are 50 kg/t, whatever was made in the
// month whose wastewater nobody measured.
func TestLoadPerUnitOverMonthsWithBoth(t *testing.T) {
	a := starch()
	a.Periods = a.Periods[:3]
	for i := range a.Periods {
		p := &a.Periods[i]
		p.Month = quantity.Month{Year: 2022, Month: i + 1}
		p.Output["starch"] = 1000
		if i < 2 {
			p.Flows["wastewater"], p.Flows["cod-concentration"] = 10_000, 5000
		}
	}
	l := load(t, assessed(t, a), "COD", false)
	if l.PerUnit == nil {
		t.Fatal("no load per unit")
	}
	near(t, "load per unit", l.PerUnit.Value, 50)
	near(t, "load", l.Load.Value, 100_000)
}
