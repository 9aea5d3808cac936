package baseline

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// turning counts over many tracks of 24 months at a scatter of 4 %: in how many
// a turn was found, and in how many within two months of the step.
func turning(t *testing.T, step float64, at int, rho float64) (found, right, alone float64) {
	r := rand.New(rand.NewPCG(6, uint64(at)))
	const draws, n = 2000, 24
	for range draws {
		u := r.NormFloat64()
		o := Observations{Y: make([]float64, n)}
		expected := make([]float64, n)
		for i := range n {
			if i > 0 {
				u = rho*u + math.Sqrt(1-rho*rho)*r.NormFloat64()
			}
			expected[i], o.Y[i] = 1000, 1000+40*u
			if i >= at {
				o.Y[i] -= 1000 * step
			}
		}
		track, err := NewTrack(expected, o, 40)
		if err != nil {
			t.Fatal(err)
		}
		if len(track.Turns) > 0 {
			found++
		}
		if len(track.Turns) == 1 {
			alone++
		}
		if slices.ContainsFunc(track.Turns, func(k Turn) bool { return k.Index >= at-2 && k.Index <= at+2 && k.After > k.Before }) {
			right++
		}
	}
	return found / draws, right / draws, alone / draws
}

// A step of 8 % in 24 months at a scatter of 4 % is found, where it was; pure
// scatter shows a turn in at most one track of twenty. Scatter that follows the
// month before imitates slopes: with an autocorrelation of 0.2 in one of seven.
func TestTurns(t *testing.T) {
	for _, at := range []int{6, 12, 18} {
		found, right, alone := turning(t, 0.08, at, 0)
		t.Logf("step at %d: found %.3f, within two months %.3f, no other %.3f", at, found, right, alone)
		if found < 0.9 || right < 0.8 || alone < 0.8 {
			t.Errorf("step at %d: found in %.3f, right in %.3f, alone in %.3f", at, found, right, alone)
		}
	}
	noise, _, _ := turning(t, 0, 12, 0)
	t.Logf("pure scatter: %.3f", noise)
	if noise > 0.055 {
		t.Errorf("pure scatter shows a turn in %.3f of the tracks", noise)
	}
	follow, _, _ := turning(t, 0, 12, 0.2)
	t.Logf("scatter with autocorrelation 0.2: %.3f", follow)
	if follow > 0.15 {
		t.Errorf("mildly correlated scatter shows a turn in %.3f of the tracks", follow)
	}
}

// Exact data turn where they turn, and nowhere else.
func TestTurnsOfExactData(t *testing.T) {
	o := Observations{Labels: make([]string, 24), Y: make([]float64, 24)}
	expected := make([]float64, 24)
	for i := range expected {
		o.Labels[i] = ordinal(i)
		expected[i], o.Y[i] = 100, 100
		if i >= 8 {
			o.Y[i] = 93
		}
		if i >= 15 {
			o.Y[i] = 97
		}
	}
	track, err := NewTrack(expected, o, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(track.Turns) != 2 || track.Turns[0].Index != 8 || track.Turns[1].Index != 15 || track.Turns[0].Label != "9" {
		t.Fatalf("turns %+v, want at 8 and 15", track.Turns)
	}
	near(t, "before the first", track.Turns[0].Before, 0, 1e-12)
	near(t, "after the first", track.Turns[0].After, 7, 1e-12)
	near(t, "after the second", track.Turns[1].After, 3, 1e-12)
	near(t, "CUSUM", track.Cusum[23], 7*7+9*3, 1e-12)
	// Nothing changes: nothing turns.
	copy(o.Y, expected)
	if track, err = NewTrack(expected, o, 1); err != nil || len(track.Turns) != 0 || len(track.Alarms) != 0 {
		t.Errorf("%+v %v", track, err)
	}
}

// Two months running beyond 2·RMSE on one side are an alarm; one month, or one
// on each side, are not.
func TestAlarms(t *testing.T) {
	expected := make([]float64, 12)
	o := Observations{Y: []float64{0, 2.1, 0, 2.1, 2.5, 3, 1.9, -2.1, 2.2, -2.5, -2.5, 0}}
	track, err := NewTrack(expected, o, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(track.Alarms) != 2 {
		t.Fatalf("%+v", track.Alarms)
	}
	more, less := track.Alarms[0], track.Alarms[1]
	if more.From != 3 || more.To != 5 || more.Direction != 1 || less.From != 9 || less.To != 10 || less.Direction != -1 || less.Labels != [2]string{"10", "11"} {
		t.Errorf("%+v", track.Alarms)
	}
	near(t, "used more", more.Difference, 7.6, 1e-12)
	if _, err := NewTrack(expected[:3], o, 1); err == nil {
		t.Error("expected amounts for 3 of 12 months, and no error")
	}
}
