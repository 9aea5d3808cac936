package assess_test

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

// A model that is tried has the data mark of the one in force where it is the
// same model, and another one on other months.
func TestTry(t *testing.T) {
	w := pagetest.Open(pagetest.Years(24, 12))
	tried := 0
	for _, b := range w.Result().Baselines {
		if b.Fit == nil {
			continue
		}
		tried++
		same := b.Try(b.Fit.Spec, nil)
		if same.Fit == nil || same.Data != b.Data || b.DataOf(b.Fit.Spec) != b.Data || same.Fit.SSE != b.Fit.SSE {
			t.Errorf("%s: tried %q, in force %q", b.Flow.ID, same.Data, b.Data)
		}
		year := b.Try(b.Fit.Spec, []string{"2016-01", "2016-12"})
		if year.Fit == nil || year.Fit.N != 12 || year.Data == b.Data {
			t.Errorf("%s: a year has %+v", b.Flow.ID, year.Fit)
		}
		if none := b.Try(baseline.Spec{Form: baseline.Regression, Drivers: []string{"nothing"}, Intercept: true}, nil); none.Fit != nil || none.Refused.Empty() {
			t.Errorf("%s: a driver that nobody states was fitted", b.Flow.ID)
		}
		if len(b.Drivers) != 1 || b.Drivers[0].ID != "output" || b.Drivers[0].Months != 24 {
			t.Errorf("%s: drivers %+v", b.Flow.ID, b.Drivers)
		}
	}
	if tried == 0 {
		t.Error("no model")
	}
}
