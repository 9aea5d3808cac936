package baseline

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write docs/accuracy.md anew")

// draws is how many plants each line of the first table stands for, fewer those
// of the second.
const draws, fewer = 2000, 1000

var simulatedTarget = Target{Low: 0.05, High: 0.08}

// tally is what became of the plants of one line.
type tally struct {
	plants, modelled int
	covered          int // the interval that the program shows holds the truth
	exactly          int // the interval of METHOD §19 without the allowance does
	verdicts         map[Verdict]int
	width            float64 // Σ of the half-widths, fractions
}

func (a *tally) add(b tally) {
	a.plants += b.plants
	a.modelled += b.modelled
	a.covered += b.covered
	a.exactly += b.exactly
	a.width += b.width
	for v, n := range b.verdicts {
		a.verdicts[v] += n
	}
}

// mixture gives the kind of plant of draw i.
type mixture func(i int) scenario

// mixed plants: every second records a second driver, every fourth has mildly
// autocorrelated scatter.
func mixed(n int, cv float64) mixture {
	return func(i int) scenario {
		s := scenario{n: n, m: 12, cv: cv, second: i%2 == 1}
		if i%8 == 2 || i%8 == 3 {
			s.rho = 0.2
		}
		return s
	}
}

// run draws plants and treats them as the program does, each with every one of
// the savings: candidates, the proposal, its saving with the allowance, the
// verdict. The plants are shared by the savings.
func run(t testing.TB, seed uint64, count int, kind mixture, savings []float64) []tally {
	const parts = 8 // fixed, so that the draws do not depend on the machine
	results := make([][]tally, parts)
	var wait sync.WaitGroup
	for part := range parts {
		results[part] = tallies(savings)
		wait.Go(func() {
			r := rand.New(rand.NewPCG(20261121, seed*parts+uint64(part)))
			for i := part * count / parts; i < (part+1)*count/parts; i++ {
				if err := treat(simulate(r, kind(i)), savings, results[part]); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	whole := tallies(savings)
	for _, result := range results {
		for k := range whole {
			whole[k].add(result[k])
		}
	}
	return whole
}

func tallies(savings []float64) []tally {
	t := make([]tally, len(savings))
	for k := range t {
		t[k].verdicts = map[Verdict]int{}
	}
	return t
}

func treat(plant simulated, savings []float64, into []tally) error {
	before, _, _ := plant.saving(0)
	choice, err := Candidates(before, "output")
	if err != nil {
		return err
	}
	for k, share := range savings {
		_, report, truth := plant.saving(share)
		if err := into[k].count(choice, report, truth); err != nil {
			return err
		}
	}
	return nil
}

func (a *tally) count(choice *Choice, report Observations, truth float64) error {
	a.plants++
	if !choice.Accepted {
		return nil
	}
	saving, err := NewSaving(choice.Fit, report, Terms{Confidence: 0.9, Target: &simulatedTarget, Choice: choice})
	if err != nil {
		return err
	}
	a.modelled++
	if saving.Saved.Low <= truth && truth <= saving.Saved.High {
		a.covered++
	}
	if saving.Exact.Low <= truth && truth <= saving.Exact.High {
		a.exactly++
	}
	a.verdicts[saving.Verdict]++
	a.width += saving.Saved.T * saving.Fraction.SE
	return nil
}

func (a tally) percent(count int) float64 { return 100 * float64(count) / float64(a.modelled) }

const accuracyHead = `# How far the savings can be believed

Made by ` + "`go test ./internal/assess/baseline -run TestAccuracyTable -update`" + `; ` + "`make test`" + ` fails when it no longer tells what the program
does. The data are simulated plants, not real ones: only there is the true saving known.

**The plants.** Every line of the first table stands for 2,000 plants drawn at random (fixed seed; the lines of one scatter share their
plants, which save differently), 12 or 24 months before and 12 after. A month's use is a fixed load (15–60 % of the mean) plus a part in
proportion to the output, with normal scatter of the stated CV around it, in proportion to the month's use. The output has a season of ±5–25
% at a time of year of its own, 8 % of irregular variation, and grows by −5 to +10 % a year, so the months after are not like the months
before. Every second plant also records a second driver with a yearly season; for half of these it matters (up to a tenth of the use and
more in its season), for the others it is a red herring. In a quarter of the plants each month's scatter follows the month before
(autocorrelation 0.2). A saving takes its share of the true use of every month after; in half of the plants the scatter shrinks by the same
share, in the others it stays. For comparison: the three plants of a published example with four years of bills show a scatter of 2–5 % on
most meters, output that varies by 22 % within the year and grows by 3–4 % a year, and residuals over 24 months with an autocorrelation
between −0.2 and 0.2.

**What is done with them** is what the program does: all candidate models are tried, the proposal by AICc among those that pass is taken,
the saving, its 90 % interval and the verdict on a target of 5–8 % follow. "Covers" is the share of plants whose true amount saved lies in
the interval: 90 % would be exact. "Without allowance" is the same for the interval of METHOD §19 alone, which would be exact if the model
had been known and not picked (see below). "Proved" in the lines with less than 5 % of true saving is wrong, and must stay at or below 5 %.
"No model" are plants in which no candidate passes; they get no interval. Half-width in percentage points of the baseline.

`

const accuracyWhy = `
**Why there is an allowance.** With a model known beforehand the interval of METHOD §19 is exact. A model that is picked because it fits
best is a little too good: a fixed load that is not quite significant is left out although it is there, and the scatter and its
autocorrelation look smaller than they are. The program therefore widens the interval of a model that it chose itself: by the variance
between the candidates, weighted by their AICc (Burnham and Anderson 2002, §4.3), and by the known bias of the autocorrelation of a short
series, (1 + 3ρ)/n (Kendall 1954). Both formulas are of the literature and have no constant that was fitted here; but this pair was chosen,
out of seven ways to widen the interval, because it came closest to 90 % on simulated plants like these, so the first table is not an
independent test of it. A model that the user names gets METHOD §19 as it stands. A proposal that is frozen stays a proposal
(proposed = true in the file) and keeps the allowance: freezing proves nothing.

**What the tables depend on.** The interval takes the scatter after to be as large as before. Where it shrinks along with the use the
interval is a little too wide: in a first version of this simulation that was so in all plants, and the lines of 8 and 12 % of true saving
reached up to 92.8 %. Nobody knows which is more common, so half of the plants have it now.

**Where it ends.** The second table takes 1,000 plants of one kind to a line, scatter 5 %, true saving 5 %. With an autocorrelation of 0.4 a
year of months is too short to see it, and the interval is too narrow: that is why the residuals are shown and why a baseline of two years
is better.

`

// TestAccuracyTable is the simulation that the confidence of every saving rests
// on: with plants whose saving is known the 90 % interval covers the truth in
// 88–92 %, and "proved" is wrong in at most 5 % of the plants that saved less
// than the target.
func TestAccuracyTable(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 30,000 plants")
	}
	var out bytes.Buffer
	out.WriteString(accuracyHead)
	mainTable(t, &out)
	out.WriteString(accuracyWhy)
	kindsTable(t, &out)
	path := filepath.Join("..", "..", "..", "docs", "accuracy.md")
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Other processors round a·b + c once instead of twice, which may move a plant
	// across a bound.
	if runtime.GOARCH == "amd64" && !bytes.Equal(old, out.Bytes()) {
		t.Error("docs/accuracy.md does not tell what the program does; see its first lines for the command")
	}
}

func mainTable(t *testing.T, out *bytes.Buffer) {
	out.WriteString("| Months before | Scatter | True saving | Covers | Without allowance | Half-width | Proved | Likely | Not shown | Missed | Worse | No model |\n")
	out.WriteString("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	savings := []float64{0, 0.03, 0.05, 0.08, 0.12}
	for k, n := range []int{12, 24} {
		for l, cv := range []float64{0.02, 0.05, 0.10} {
			for j, a := range run(t, uint64(10*k+l), draws, mixed(n, cv), savings) {
				fmt.Fprintf(out, "| %d | %.0f %% | %.0f %% | %.1f %% | %.1f %% | %.1f |", n, 100*cv, 100*savings[j],
					a.percent(a.covered), a.percent(a.exactly), 100*a.width/float64(a.modelled))
				for _, v := range []Verdict{Proved, Likely, NotShown, Missed, Worse} {
					fmt.Fprintf(out, " %.1f %% |", a.percent(a.verdicts[v]))
				}
				fmt.Fprintf(out, " %.1f %% |\n", 100*float64(a.plants-a.modelled)/float64(a.plants))
				if c := a.percent(a.covered); c < 88 || c > 92 {
					t.Errorf("%d months, scatter %g, saving %g: the interval covers the truth in %.1f %%", n, cv, savings[j], c)
				}
				if p := a.percent(a.verdicts[Proved]); savings[j] < simulatedTarget.Low && p > 5 {
					t.Errorf("%d months, scatter %g, saving %g: proved in %.1f %%", n, cv, savings[j], p)
				}
				if a.modelled < draws/2 {
					t.Errorf("%d months, scatter %g, saving %g: only %d plants with a model", n, cv, savings[j], a.modelled)
				}
			}
		}
	}
}

func kindsTable(t *testing.T, out *bytes.Buffer) {
	out.WriteString("| Months before | Second driver | Autocorrelation | Covers | Without allowance |\n|--:|---|--:|--:|--:|\n")
	seed := uint64(100)
	for _, n := range []int{12, 24, 36} {
		for _, second := range []bool{false, true} {
			for _, rho := range []float64{0, 0.2, 0.4} {
				seed++
				kind := func(int) scenario { return scenario{n: n, m: 12, cv: 0.05, rho: rho, second: second} }
				a := run(t, seed, fewer, kind, []float64{0.05})[0]
				recorded := "no"
				if second {
					recorded = "recorded"
				}
				fmt.Fprintf(out, "| %d | %s | %.1f | %.1f %% | %.1f %% |\n", n, recorded, rho, a.percent(a.covered), a.percent(a.exactly))
			}
		}
	}
}

// A model known beforehand gets exactly what METHOD §19 promises: with
// uncorrelated scatter the 90 % interval covers the truth in 90 % of plants, but
// for the κ that ρ̂ > 0 of uncorrelated residuals brings in. The standard error
// of the share over 4,000 plants is 0.5 points.
func TestIntervalOfKnownModel(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 19))
	const count = 4000
	exact, shown := 0, 0
	for range count {
		before, report, truth := simulate(r, scenario{n: 12, m: 12, cv: 0.05}).saving(0.05)
		f, err := NewFit(before, fixedLoadSpec)
		if err != nil {
			t.Fatal(err)
		}
		s, err := NewSaving(f, report, Terms{Confidence: 0.9})
		if err != nil {
			t.Fatal(err)
		}
		if s.Exact.Low <= truth && truth <= s.Exact.High {
			exact++
		}
		if s.Exact == s.Saved {
			shown++
		}
	}
	if share := 100 * float64(exact) / count; share < 88.5 || share > 91.5 {
		t.Errorf("the interval of a known model covers the truth in %.1f %%", share)
	}
	if shown != count {
		t.Error("a model that was named got an allowance")
	}
}
