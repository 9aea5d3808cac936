package assess_test

import (
	"sync"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
)

// A result may be asked by a screen and a report at once.
func TestResultAskedFromSeveralPlaces(t *testing.T) {
	for _, name := range []string{"ba-nam-chua-ro", "tinh-bot-san-chi-tiet"} {
		r := assessed(t, example(t, name))
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for _, f := range r.Figures() {
					openAll(f.Why, 0)
				}
				for _, row := range r.Coverage.Rows[:2] {
					for _, p := range r.Coverage.Periods[:6] {
						openAll(r.Figure(assess.CellID(row.Kind, row.ID, p.From, p.To)), 0)
					}
				}
			})
		}
		all.Wait()
	}
}

func openAll(w *assess.Why, depth int) {
	if w == nil || depth > 4 {
		return
	}
	for _, p := range w.Parts() {
		openAll(p, depth+1)
	}
}
