package network

import (
	"slices"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func show(target string) ui.Show { return ui.Show{Target: target} }

// BenchmarkEditToFrame types another amount of a stream and draws the frame with
// its balance: reading the file anew, assessing the whole audit, reconciling.
func BenchmarkEditToFrame(b *testing.B) {
	for _, name := range pagetest.Networks() {
		b.Run(name, func(b *testing.B) {
			s := pagetest.New(b, Page(), pagetest.Open(pagetest.Example(b, name)), 200, 60)
			a := s.Work.Audit()
			i := slices.IndexFunc(a.Streams, func(x assess.Stream) bool { return x.Amount != nil })
			s.Send(show(StreamTarget(a.Streams[i].ID)))
			s.Press("enter")
			var took []time.Duration
			for n := 0; b.Loop(); n++ {
				s.Press("ctrl+u")
				s.Type([]string{"9000", "9010"}[n%2])
				from := time.Now()
				s.Press("tab")
				s.Top().View()
				s.Top().Keys()
				took = append(took, time.Since(from))
				s.Press("shift+tab")
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
