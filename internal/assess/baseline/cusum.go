package baseline

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Track is how the difference between the model and the meter grew, month by
// month (METHOD §14).
type Track struct {
	Difference []float64 // Ê − E of each month: positive is a saving
	Cusum      []float64 // Σ(Ê − E) up to each month: rising is a saving
	Turns      []Turn
	Alarms     []Alarm
}

// Turn is a month from which on the CUSUM runs at another slope: something was
// changed, repaired or broke.
type Turn struct {
	Index         int // the first month of the new slope
	Label         string
	Before, After float64 // the mean monthly difference before and after, up to the next turns
	P             float64 // bound on how often pure scatter looks so, the search over all months counted
}

// Alarm is a run of two or more months whose residuals lie beyond 2·RMSE on one
// side.
type Alarm struct {
	From, To   int // first and last month
	Labels     [2]string
	Direction  int     // +1 used more than the model says, −1 less
	Difference float64 // Σ(E − Ê) over the run
}

// NewTrack follows the months against the amounts that a model expects, with
// the RMSE of that model; 0: no alarms. Errors: those of Observations.Check;
// baseline.length.
func NewTrack(expected []float64, o Observations, rmse float64) (*Track, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if len(expected) != o.Len() {
		return nil, text.M("baseline.length", "driver", "", "found", len(expected), "wanted", o.Len())
	}
	t := &Track{Difference: make([]float64, o.Len()), Cusum: make([]float64, o.Len())}
	var running double
	for i, e := range expected {
		t.Difference[i] = e - o.Y[i]
		running.add(e, 1)
		running.add(o.Y[i], -1)
		t.Cusum[i] = running.value()
	}
	t.Turns = turns(t.Difference, o)
	t.Alarms = alarms(t.Difference, o, rmse)
	return t, nil
}

// alarms finds the runs; a month within 2·RMSE or on the other side ends one.
func alarms(difference []float64, o Observations, rmse float64) (found []Alarm) {
	if !(rmse > 0) {
		return nil
	}
	side := func(i int) int {
		switch {
		case difference[i] < -2*rmse:
			return +1
		case difference[i] > 2*rmse:
			return -1
		}
		return 0
	}
	for from := 0; from < len(difference); {
		direction, to := side(from), from
		for to+1 < len(difference) && side(to+1) == direction {
			to++
		}
		if direction != 0 && to > from {
			a := Alarm{From: from, To: to, Labels: [2]string{o.label(from), o.label(to)}, Direction: direction}
			a.Difference = -sum(difference[from : to+1])
			found = append(found, a)
		}
		from = to + 1
	}
	return found
}

const (
	turnMonths = 3 // a slope is made of at least three months: one odd month is an outlier, not a turn
	// turnLevel bounds the corrected p-value. The places tried overlap, so the
	// correction is too strong by about half: pure scatter of 24 months shows a
	// turn in 4–5 % of tracks (TestTurns).
	turnLevel = 0.10
)

// turns divides the months into runs of constant mean difference, which are
// straight pieces of the CUSUM. A run is cut where Student's t between the two
// sides (pooled variance) is largest, if its two-sided p-value times the number
// of places tried (Bonferroni) is at most turnLevel; both sides are then searched in
// the same way. When all cuts are found, each is moved to the best place between
// its neighbours and given up if it is not significant there. The yardstick is
// the scatter within the runs and not the model's RMSE, so an offset that the
// model carries into all months makes no turn.
func turns(difference []float64, o Observations) []Turn {
	cuts := split(difference, 0, len(difference))
	bounds := append(append([]int{0}, cuts...), len(difference))
	for k := 1; k < len(bounds)-1; k++ {
		at, p := bestCut(difference[bounds[k-1]:bounds[k+1]])
		if p > turnLevel {
			bounds = append(bounds[:k], bounds[k+1:]...)
			k--
			continue
		}
		bounds[k] = bounds[k-1] + at
	}
	var found []Turn
	for k := 1; k < len(bounds)-1; k++ {
		_, p := bestCut(difference[bounds[k-1]:bounds[k+1]])
		found = append(found, Turn{Index: bounds[k], Label: o.label(bounds[k]), P: p,
			Before: mean(difference[bounds[k-1]:bounds[k]]), After: mean(difference[bounds[k]:bounds[k+1]])})
	}
	return found
}

// split gives the cuts between from and to, in order.
func split(difference []float64, from, to int) []int {
	at, p := bestCut(difference[from:to])
	if p > turnLevel {
		return nil
	}
	at += from
	return append(append(split(difference, from, at), at), split(difference, at, to)...)
}

// bestCut is the place at which the means of the two sides differ most for
// their scatter, and the corrected p-value; 1 where there is no place.
func bestCut(d []float64) (at int, p float64) {
	n := len(d)
	if n < 2*turnMonths {
		return 0, 1
	}
	size := length(d) / math.Sqrt(float64(n))
	left, right := stretches(d, false), stretches(d, true)
	best := -1.0
	for k := turnMonths; k <= n-turnMonths; k++ {
		a, b := left[k], right[k]
		if math.Abs(a.mean-b.mean) <= 1e-9*size {
			continue
		}
		// Scatter below rounding counts as rounding, so exact data have turns too.
		scatter := max((a.squares+b.squares)/float64(n-2), 1e-18*size*size)
		t := math.Abs(a.mean-b.mean) / math.Sqrt(scatter*(1/float64(k)+1/float64(n-k)))
		if t > best {
			best, at = t, k
		}
	}
	if best < 0 {
		return 0, 1
	}
	return at, min(1, float64(n-2*turnMonths+1)*studentTails(best, float64(n-2)))
}

// stretch is the mean of some months in a row and the sum of squares about it.
type stretch struct{ mean, squares float64 }

// stretches gives the stretch of the first k months for every k, or of those from k on,
// in one pass (Welford 1962).
func stretches(d []float64, fromEnd bool) []stretch {
	all := make([]stretch, len(d)+1)
	var r stretch
	for i := range d {
		k, v := i+1, d[i]
		if fromEnd {
			v = d[len(d)-1-i]
		}
		off := v - r.mean
		r.mean += off / float64(k)
		r.squares += off * (v - r.mean)
		if fromEnd {
			k = len(d) - k
		}
		all[k] = r
	}
	return all
}
