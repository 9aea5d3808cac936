package baseline

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Observations are the periods that a model is fitted on or a saving is
// counted in, in the order of time, one value of every column per period.
type Observations struct {
	Labels  []string  // what the periods are called: "2018-01"; empty: numbered from 1
	Y       []float64 // the flow's amount in each period, in its unit; a net flow may be negative
	Drivers []Driver  // what the amount is thought to depend on
}

// Driver is one explaining series, in any unit of its own.
type Driver struct {
	ID     string
	Name   text.Name // for remarks; empty: the ID is shown
	Values []float64
	// Sign is what physics expects of its coefficient: +1 more means more (may
	// not be negative), -1 more means less, 0 no expectation.
	Sign int
}

// shown is the driver's name in a remark.
func (d Driver) shown() any {
	if d.Name.Empty() {
		return d.ID
	}
	return d.Name
}

// Len is the number of periods.
func (o Observations) Len() int { return len(o.Y) }

// Equal reports whether two are the same in every value and name.
func (o Observations) Equal(other Observations) bool {
	return slices.Equal(o.Y, other.Y) && slices.Equal(o.Labels, other.Labels) &&
		slices.EqualFunc(o.Drivers, other.Drivers, func(a, b Driver) bool {
			return a.ID == b.ID && a.Name == b.Name && a.Sign == b.Sign && slices.Equal(a.Values, b.Values)
		})
}

// Check reports the first reason why the columns cannot be used: no period
// (baseline.no-months), a column of another length (baseline.length), a value
// that is no number (baseline.not-a-number with the driver, or none for the
// flow itself, the period's label and its index from 0), two drivers of one ID
// (baseline.twice).
func (o Observations) Check() error {
	if o.Len() == 0 {
		return text.M("baseline.no-months")
	}
	if len(o.Labels) != 0 && len(o.Labels) != o.Len() {
		return text.M("baseline.labels", "found", len(o.Labels), "wanted", o.Len())
	}
	if i := notANumber(o.Y); i >= 0 {
		return text.M("baseline.not-a-number", "driver", "", "month", o.label(i), "index", i)
	}
	for k, d := range o.Drivers {
		if slices.ContainsFunc(o.Drivers[:k], func(e Driver) bool { return e.ID == d.ID }) {
			return text.M("baseline.twice", "driver", d.shown())
		}
		if len(d.Values) != o.Len() {
			return text.M("baseline.length", "driver", d.shown(), "found", len(d.Values), "wanted", o.Len())
		}
		if i := notANumber(d.Values); i >= 0 {
			return text.M("baseline.not-a-number", "driver", d.shown(), "month", o.label(i), "index", i)
		}
	}
	return nil
}

// notANumber is the index of the first value that is NaN or infinite, or -1.
func notANumber(values []float64) int {
	return slices.IndexFunc(values, func(v float64) bool { return !finite(v) })
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// label is what period i is called.
func (o Observations) label(i int) string {
	if i < len(o.Labels) {
		return o.Labels[i]
	}
	return ordinal(i)
}

// driver finds a driver by its ID; baseline.unknown-driver if there is none.
func (o Observations) driver(id string) (Driver, error) {
	i := slices.IndexFunc(o.Drivers, func(d Driver) bool { return d.ID == id })
	if i < 0 {
		return Driver{}, text.M("baseline.unknown-driver", "driver", id)
	}
	return o.Drivers[i], nil
}

// columns are the values of the named drivers, in that order.
func (o Observations) columns(ids []string) ([][]float64, error) {
	cols := make([][]float64, len(ids))
	for k, id := range ids {
		d, err := o.driver(id)
		if err != nil {
			return nil, err
		}
		cols[k] = d.Values
	}
	return cols, nil
}
