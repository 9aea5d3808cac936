package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Counts are how many values a plan adds and how many it changes.
func (p *Plan) Counts() (added, changed int) {
	for _, c := range p.Changes {
		if c.Kind == Added {
			added++
		} else {
			changed++
		}
	}
	return added, changed
}

// Doubts are how many of the listed faults are doubts.
func (p *Plan) Doubts() int {
	n := 0
	for _, f := range p.Faults {
		if f.Severity == problem.Doubt {
			n++
		}
	}
	return n
}

// MonthRuns are the months that the plan adds, those that follow one another as
// one range: 1/2024 – 6/2025, 9/2025.
func (p *Plan) MonthRuns() (runs []any) {
	for i := 0; i < len(p.Months); {
		last := i
		for last+1 < len(p.Months) && p.Months[last+1] == p.Months[last].Next() {
			last++
		}
		switch last - i {
		case 0, 1:
			for _, m := range p.Months[i : last+1] {
				runs = append(runs, m)
			}
		default:
			runs = append(runs, text.M("exchange.months-run", "first", p.Months[i], "last", p.Months[last]))
		}
		i = last + 1
	}
	return runs
}

// Group is changes that a preview shows together.
type Group struct {
	Changes []Change
	Sum     *float64 // of several numbers that add up; nil: one alone, or ratios
}

// Groups puts the added numbers of a series together; everything else stands
// alone: what changes a figure that is there is looked at one by one.
func (p *Plan) Groups() []Group {
	var groups []Group
	at := map[string]int{}
	for _, c := range p.Changes {
		key := c.Series.Error() + " " + c.Unit
		_, isNumber := c.New.(float64)
		i, met := at[key]
		switch {
		case c.Kind != Added || !isNumber || c.When.Empty():
			groups = append(groups, Group{Changes: []Change{c}})
		case met:
			groups[i].Changes = append(groups[i].Changes, c)
		default:
			at[key] = len(groups)
			groups = append(groups, Group{Changes: []Change{c}})
		}
	}
	for i := range groups {
		// A file may begin with its last month.
		slices.SortStableFunc(groups[i].Changes, func(a, b Change) int { return cmp.Compare(a.Key, b.Key) })
		groups[i].Sum = sumOf(groups[i].Changes)
	}
	return groups
}

// sumOf adds several numbers up; ratios do not.
func sumOf(changes []Change) *float64 {
	unit := changes[0].Unit
	if len(changes) < 2 || unit == "" || strings.ContainsAny(unit, "%/‰°") {
		return nil
	}
	total := 0.0
	for _, c := range changes {
		v, _ := c.New.(float64)
		total += v
	}
	total = withoutNoise(total)
	return &total
}

// withoutNoise cuts the digits that adding floating-point numbers leaves behind.
func withoutNoise(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}
