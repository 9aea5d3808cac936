package baseline

import (
	"slices"
	"strconv"
)

// Form is the kind of a model.
type Form string

// The forms of METHOD §18. A model with a fixed load is a regression on the
// output with an intercept.
const (
	Ratio      Form = "ratio"      // E = s·P with s = ΣE/ΣP, one driver
	Regression Form = "regression" // least squares, with intercept or without
)

// Intercept is the name of the constant term among the coefficients.
const Intercept = "intercept"

// Spec names a model: its form and what it depends on.
type Spec struct {
	Form      Form
	Drivers   []string // IDs; for the ratio exactly one, the output
	Intercept bool     // a constant term a; never with the ratio
}

// Equal reports whether two are the same, the drivers in the same order.
func (s Spec) Equal(other Spec) bool {
	return s.Form == other.Form && s.Intercept == other.Intercept && slices.Equal(s.Drivers, other.Drivers)
}

// Size is p, the number of coefficients including the constant.
func (s Spec) Size() int {
	if s.Intercept {
		return len(s.Drivers) + 1
	}
	return len(s.Drivers)
}

// name is the name of coefficient j.
func (s Spec) name(j int) string {
	switch {
	case !s.Intercept:
		return s.Drivers[j]
	case j == 0:
		return Intercept
	}
	return s.Drivers[j-1]
}

// design lists the columns of the design matrix, the constant first.
func (s Spec) design(o Observations) ([][]float64, error) {
	drivers, err := o.columns(s.Drivers)
	if err != nil || !s.Intercept {
		return drivers, err
	}
	ones := make([]float64, o.Len())
	for i := range ones {
		ones[i] = 1
	}
	return append([][]float64{ones}, drivers...), nil
}

func ordinal(i int) string { return strconv.Itoa(i + 1) }
