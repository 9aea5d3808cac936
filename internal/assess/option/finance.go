package option

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Cash is the money of an option by year, positive where it comes in. Index 0
// is the moment of investing and is not discounted; index t is the end of year
// t (METHOD §10).
type Cash []float64

// Status says whether a figure is there.
type Status string

// The states of a figure.
const (
	Known   Status = "known"
	Missing Status = "missing" // something that it needs was not stated: Why says what
)

// Figure is a number that may be missing. A missing figure is never zero.
type Figure struct {
	Status Status
	Value  float64      // meaningless unless Known
	Why    text.Message // empty when Known
}

func known(v float64) Figure          { return Figure{Status: Known, Value: v} }
func missing(why text.Message) Figure { return Figure{Status: Missing, Why: why} }

// OK reports whether the figure is known.
func (f Figure) OK() bool { return f.Status == Known }

// NPV is the net present value at a discount rate (0.1 for 10 %), rate > −1:
//
//	NPV = Σ CF_t/(1+d)^t, t = 0 … n
//
// Source: METHOD §10.
func NPV(rate float64, cash Cash) float64 {
	v := 1 / (1 + rate)
	sum := 0.0
	for t := len(cash) - 1; t >= 0; t-- {
		sum = sum*v + cash[t]
	}
	return sum
}

// Annuity is the present value of 1 a year, paid at the end of each of n years:
//
//	Σ_{t=1..⌊n⌋} (1+d)^−t + (n−⌊n⌋)·(1+d)^−⌈n⌉
//
// A life that is no whole number of years ends with a part of a year's money.
func Annuity(rate, years float64) float64 {
	whole := math.Floor(years)
	sum, v := 0.0, 1.0
	for range int(whole) {
		v /= 1 + rate
		sum += v
	}
	return sum + (years-whole)*v/(1+rate)
}

// Steady is the cash of an investment with the same net saving every year and a
// salvage value at the end of its life. The last part of a year, if any, brings
// its part of the saving.
func Steady(investment, annual, years, salvage float64) Cash {
	n := int(math.Ceil(years))
	cash := make(Cash, n+1)
	cash[0] = -investment
	for t := 1; t <= n; t++ {
		cash[t] = annual * min(1, years-float64(t-1))
	}
	cash[n] += salvage
	return cash
}

// PaybackStatus says how a payback time came about.
type PaybackStatus string

// The outcomes of a payback time.
const (
	PaidBack    PaybackStatus = "paid"      // within the life
	PaidAfter   PaybackStatus = "after"     // I/A is longer than the life: the option does not pay
	Immediately PaybackStatus = "immediate" // nothing is invested and something is saved
	NeverPaid   PaybackStatus = "never"     // nothing is saved, or not enough within the years
	PaybackGap  PaybackStatus = "missing"   // a figure is missing
)

// Payback is a payback time.
type Payback struct {
	Status PaybackStatus
	Years  float64      // with PaidBack, PaidAfter and Immediately
	Why    text.Message // with PaybackGap
}

// OK reports whether there is a number of years.
func (p Payback) OK() bool {
	return p.Status == PaidBack || p.Status == PaidAfter || p.Status == Immediately
}

// SimplePayback is I/A (METHOD §10) of a constant net saving a year. A payback
// beyond the life (0: not known) is given with PaidAfter.
func SimplePayback(investment, annual, life float64) Payback {
	switch {
	case annual <= 0:
		return Payback{Status: NeverPaid}
	case investment <= 0:
		return Payback{Status: Immediately}
	}
	years := investment / annual
	if life > 0 && years > life*(1+1e-12) {
		return Payback{Status: PaidAfter, Years: years}
	}
	return Payback{Status: PaidBack, Years: years}
}

// DiscountedPayback is the time at which the discounted cash, added up from year
// 0, is positive for good, interpolated inside the year in which it crosses zero.
// At rate 0 it is the simple payback of cash that differs between years. A
// salvage value does not belong in it: it would pay back at the end only.
func DiscountedPayback(rate float64, cash Cash) Payback {
	if len(cash) == 0 {
		return Payback{Status: NeverPaid}
	}
	size := 0.0
	for _, c := range cash {
		size += math.Abs(c)
	}
	zero := -1e-14 * size // what rounding leaves of an exact zero
	sum, v, at := cash[0], 1.0, 0.0
	paid := sum >= zero
	for t := 1; t < len(cash); t++ {
		v /= 1 + rate
		next := sum + cash[t]*v
		if next < zero {
			paid = false
		} else if !paid {
			paid, at = true, float64(t-1)+min(1, -sum/(next-sum))
		}
		sum = next
	}
	switch {
	case !paid, size == 0, sum <= 0 && at == 0:
		return Payback{Status: NeverPaid}
	case at == 0:
		return Payback{Status: Immediately}
	}
	return Payback{Status: PaidBack, Years: at}
}

// ROI is the return on investment A/I (METHOD §10); missing where nothing is
// invested.
func ROI(investment, annual float64) Figure {
	if investment <= 0 {
		return missing(text.M("economics.roi-without-investment"))
	}
	return known(annual / investment)
}

// Band is a class of payback or of investment.
type Band string

// The bands.
const (
	BandNone   Band = "none"   // nothing to invest
	BandLow    Band = "low"    // payback up to 1 year
	BandMedium Band = "medium" // 1–3 years
	BandHigh   Band = "high"   // more than 3 years, or never
	BandGap    Band = ""       // not known
)

// PaybackBand is the cost class of an option by its simple payback: none, up to
// 1 year, 1–3, more than 3 (METHOD §10, the program's own rule).
func PaybackBand(p Payback) Band {
	switch {
	case p.Status == PaybackGap:
		return BandGap
	case p.Status == Immediately:
		return BandNone
	case p.Status == NeverPaid, p.Years > 3:
		return BandHigh
	case p.Years > 1:
		return BandMedium
	}
	return BandLow
}
