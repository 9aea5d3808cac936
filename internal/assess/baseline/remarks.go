package baseline

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// The limits of METHOD §12 and 18 and the usual ones for single months.
const (
	fewMonths      = 12   // a baseline is normally a year
	minR2          = 0.75 // acceptance: R² at least, or
	maxCV          = 0.25 // CV(RMSE) at most
	maxDriverP     = 0.10
	maxStudentised = 2.5
	maxRho         = 0.5
	wrongSign      = "baseline.wrong-sign"
)

// remark says whether a saving may be computed from the fit, and what to doubt.
func (f *Fit) remark(o Observations) {
	f.Usable = f.N > f.P+2
	if !f.Usable {
		f.Reason = text.M("baseline.too-few", "n", f.N, "p", f.P, "needed", f.P+3)
	}
	warn := func(m text.Message) { f.Warnings = append(f.Warnings, m) }
	if f.N < fewMonths {
		warn(text.M("baseline.short", "n", f.N, "usual", fewMonths))
	}
	if !explains(f.CentredR2, f.CVRMSE) {
		warn(looseness(f.CentredR2, f.CVRMSE))
	}
	for _, m := range doubts(o, f.Coefficients) {
		warn(m)
	}
	if f.Rho != nil && *f.Rho > maxRho {
		warn(text.M("baseline.follow", "rho", *f.Rho, "count", float64(f.N)*f.Kappa()))
	}
	for i := range f.N {
		if high := 2 * float64(f.P) / float64(f.N); f.Leverage[i] > high {
			warn(text.M("baseline.leverage", "month", o.label(i), "leverage", f.Leverage[i], "limit", high))
		}
	}
	for i := range f.N {
		if math.Abs(f.Studentised[i]) > maxStudentised {
			warn(text.M("baseline.outlier", "month", o.label(i), "times", math.Abs(f.Studentised[i])))
		}
	}
}

// explains is the acceptance of METHOD §12: R² ≥ 0.75 or CV ≤ 25 %. R² is the
// centred one for every form, because Σ(E − Ê)² against ΣE² is small for any
// model that meets the mean.
func explains(r2, cv *float64) bool {
	return r2 != nil && *r2 >= minR2 || cv != nil && *cv <= maxCV
}

func looseness(r2, cv *float64) text.Message {
	percent := func(share *float64) any {
		if share == nil {
			return ""
		}
		return 100 * *share
	}
	return text.M("baseline.loose", "r2", shownFigure(r2), "cv", percent(cv), "min", minR2, "max", 100*maxCV)
}

func shownFigure(v *float64) any {
	if v == nil {
		return ""
	}
	return *v
}

// doubts are the drivers that are not significant or whose coefficient has the
// sign that physics forbids.
func doubts(o Observations, coefficients []Coefficient) (found []text.Message) {
	for _, c := range coefficients {
		if c.Name == Intercept {
			continue
		}
		d, err := o.driver(c.Name)
		if err != nil {
			continue
		}
		if c.P >= maxDriverP {
			found = append(found, text.M("baseline.weak-driver", "driver", d.shown(), "p", SayP(c.P), "limit", maxDriverP))
		}
		if float64(d.Sign)*c.Value < 0 {
			found = append(found, text.M(wrongSign, "driver", d.shown(), "value", c.Value))
		}
	}
	return found
}

// SayP puts a p-value into words: "= 0,032", "< 0,0001". More digits say nothing.
func SayP(p float64) text.Message {
	if p < 0.0001 {
		return text.M("baseline.p-tiny")
	}
	return text.M("baseline.p-value", "p", math.Round(1e4*p)/1e4)
}
