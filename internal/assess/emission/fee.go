package emission

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// Discharge is a plant's wastewater over some days.
type Discharge struct {
	M3        float64
	Days      int
	MgPerL    map[string]float64 // concentrations at the outlet, by parameter
	Monitored *bool              // whether the plant must or does monitor its effluent; nil: not stated
}

// years is how many yearly fixed parts are due: one for about a year, so that a
// leap year costs no more than another.
func (d Discharge) years() float64 {
	if d.Days >= yearFrom && d.Days <= yearTo {
		return 1
	}
	return float64(d.Days) / 365
}

// A discharge of so many days is taken for a year.
const yearFrom, yearTo = 350, 380

// Charge is one line of a fee.
type Charge struct {
	Rate   benchmark.Fee
	Amount float64 // VND over the discharge's days
}

// WastewaterFee applies the rates in force to a discharge: a fixed part by the
// class of daily flow, by the year, a variable part per kg of each parameter
// (C = Σ V·c/1000·rate; below 20 m³/day there is none), or a formula per m³.
// The message says why a fee could not be computed; missing lists parameters
// with a rate but no measured concentration.
//
// Source: Nghị định 53/2020/NĐ-CP Điều 6; Nghị định 346/2025/NĐ-CP Điều 7, as
// far as fees.toml has them.
func WastewaterFee(rates []benchmark.Fee, d Discharge) (lines []Charge, missing []string, why text.Message) {
	if len(rates) == 0 {
		return nil, nil, text.M("fee.none-in-force")
	}
	if d.Days <= 0 {
		return nil, nil, text.M("fee.no-days")
	}
	perDay := d.M3 / float64(d.Days)
	years := d.years()
	fixed := false
	for _, r := range rates {
		switch r.Kind {
		case "formula":
			if d.Monitored == nil {
				return nil, nil, text.M("fee.monitored-not-stated", "document", r.Document)
			}
			if *d.Monitored {
				return nil, nil, text.M("fee.rates-not-known", "document", r.Document)
			}
			return []Charge{{Rate: r, Amount: d.M3 * r.Amount}}, nil, text.Message{}
		case "fixed":
			if !fixed && r.Covers(perDay) {
				fixed = true
				lines = append(lines, Charge{Rate: r, Amount: r.Amount * years})
			}
		}
	}
	if !fixed {
		return nil, nil, text.M("fee.no-class", "document", rates[0].Document)
	}
	if perDay < variableFrom {
		return lines, nil, text.Message{}
	}
	measured := false
	for _, r := range rates {
		if r.Kind != "variable" {
			continue
		}
		c, ok := d.MgPerL[r.Parameter]
		if !ok {
			missing = append(missing, r.Parameter)
			continue
		}
		measured = true
		lines = append(lines, Charge{Rate: r, Amount: d.M3 * c / 1000 * r.Amount})
	}
	if !measured {
		return nil, missing, text.M("fee.no-concentration", "document", rates[0].Document, "parameters", missing)
	}
	return lines, missing, text.Message{}
}

// variableFrom is the daily flow, in m³, from which the variable part is due
// (Nghị định 53/2020/NĐ-CP Điều 6).
const variableFrom = 20
