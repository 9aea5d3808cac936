package assess_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// shares adds up the parts of bills in a tree.
func shares(w *assess.Why) float64 {
	if w.Formula == "q·d/D" {
		return w.Value.Value
	}
	sum := 0.0
	for _, p := range w.Parts() {
		sum += shares(p)
	}
	return sum
}

func comesTo(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// Every cell of the coverage and every bill can be asked about, whatever the data
// are; a tree's parts come to the figure shown, and nothing of a bill is lost.
func TestCellsAndBillsAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2026))
	starch, shared := pack(t, "cassava-starch"), common(t)
	audits := []*assess.Audit{example(t, "ba-nam-dat"), example(t, "ba-nam-chua-ro"), example(t, "tinh-bot-san-chi-tiet")}
	for range 200 {
		audits = append(audits, oddAudit(rng))
	}
	cells, bills := 0, 0
	for n, a := range audits {
		r := assess.Assess(a, starch, shared)
		seen := map[string]bool{}
		for _, row := range r.Coverage.Rows {
			for i, p := range r.Coverage.Periods {
				id := assess.CellID(row.Kind, row.ID, p.From, p.To)
				if seen[id] { // two periods of the same days, which is an error
					continue
				}
				seen[id] = true
				w, c := r.Figure(id), row.Cells[i]
				if w == nil {
					t.Fatalf("audit %d: nothing is said of %s", n, id)
				}
				own := false
				if p.Index >= 0 {
					_, own = a.Periods[p.Index].Flows[row.ID]
				}
				switch {
				case row.Kind == assess.FlowSeries && own:
					if w.Value == nil || w.Value.Value != a.Periods[p.Index].Flows[row.ID] {
						t.Errorf("audit %d: %s is %v, the period states %v", n, id, w.Value, a.Periods[p.Index].Flows[row.ID])
					}
					if len(c.Readings) > 0 && !comesTo(shares(w), *c.Value) {
						t.Errorf("audit %d: the bills of %s come to %v, not %v", n, id, shares(w), *c.Value)
					}
				case c.Value == nil:
					if w.Value != nil || w.Note.Empty() {
						t.Errorf("audit %d: %s has no figure, and the tree %v, %v", n, id, w.Value, w.Note)
					}
				case w.Value == nil || w.Value.Value != *c.Value:
					t.Errorf("audit %d: %s is %v, not %v", n, id, w.Value, *c.Value)
				case len(c.Readings) > 0:
					cells++
					if !comesTo(shares(w), *c.Value) {
						t.Errorf("audit %d: %s comes to %v, not %v", n, id, shares(w), *c.Value)
					}
				}
			}
		}
		for i, x := range a.Readings {
			w := r.Figure(assess.ReadingID(x))
			if first := slices.IndexFunc(a.Readings, func(o assess.Reading) bool { return assess.ReadingID(o) == assess.ReadingID(x) }); first != i {
				continue
			}
			if w == nil || w.Value.Value != x.Amount {
				t.Fatalf("audit %d: bill %d is %v", n, i, w)
			}
			if parts := w.Parts(); len(parts) > 0 && !periodsMeet(a) {
				bills++
				if !comesTo(shares(w), x.Amount) {
					t.Errorf("audit %d: bill %d comes to %v, not %v", n, i, shares(w), x.Amount)
				}
			}
		}
	}
	if cells < 150 || bills < 50 {
		t.Errorf("only %d cells and %d bills were compared", cells, bills)
	}
}

// periodsMeet reports whether periods have days in common, which is an error.
func periodsMeet(a *assess.Audit) bool {
	for i, p := range a.Periods {
		for _, o := range a.Periods[:i] {
			from, to, ok := p.Days()
			start, end, known := o.Days()
			if ok && known && !to.Before(start) && !end.Before(from) {
				return true
			}
		}
	}
	return false
}

// What the tree of a cell says is what can be counted by hand: the days of a bill
// in the month, those that are missing, and those that are counted twice.
func TestCellInDays(t *testing.T) {
	a := starchBilled(
		assess.Reading{Meter: "A", From: day(2022, 1, 5), To: day(2022, 2, 3), Amount: 30_000},
		assess.Reading{Meter: "A", From: day(2022, 2, 4), To: day(2022, 2, 25), Amount: 22_000, Estimated: true},
		assess.Reading{Meter: "B", From: day(2022, 1, 1), To: day(2022, 1, 31), Amount: 3_100},
		assess.Reading{Meter: "B", From: day(2022, 1, 30), To: day(2022, 2, 28), Amount: 3_000},
	)
	r := assessed(t, a)
	january := r.Figure("coverage.flow.electricity.2022-01")
	near(t, "January", january.Value.Value, 30_000*27./30+3_100+3_000*2./30)
	if january.Note.Key != "why.twice" {
		t.Errorf("January is %v", january.Note)
	}
	meters := january.Parts()
	if len(meters) != 2 || len(meters[0].Parts()) != 2 || meters[0].Parts()[0].Label.Key != "why.days-missing" || meters[0].Parts()[0].Label.Args["days"] != 4 {
		t.Errorf("meter A in January: %v", meters[0].Parts())
	}
	if b := meters[1].Parts(); len(b) != 3 || b[2].Label.Key != "why.days-twice" || b[2].Label.Args["days"] != 2 {
		t.Errorf("meter B in January: %v", b)
	}
	bill := r.Figure("reading.electricity.A.2022-01-05").Parts()
	if len(bill) != 2 || bill[0].Label.Args["days"] != 27 || bill[1].Label.Args["days"] != 3 {
		t.Errorf("the first bill: %v", bill)
	}
	if r.Figure("coverage.flow.electricity.2031-01") != nil || r.Figure("reading.electricity.C.2022-01-05") != nil || r.Figure("coverage.") != nil {
		t.Error("there are figures of nothing")
	}
}

func day(year, month, day int) quantity.Date {
	return quantity.Date{Year: year, Month: month, Day: day}
}

// starchBilled is two months of a starch plant with bills of electricity.
func starchBilled(bills ...assess.Reading) *assess.Audit {
	a := starch()
	a.Periods = nil
	for m := 1; m <= 2; m++ {
		a.Periods = append(a.Periods, assess.Period{Month: quantity.Month{Year: 2022, Month: m}, Phase: assess.Before, Output: map[string]float64{"starch": 1000}})
	}
	for _, b := range bills {
		b.Flow = "electricity"
		a.Readings = append(a.Readings, b)
	}
	return a
}
