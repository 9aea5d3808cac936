package exchange

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
)

// An import is one step of undo, and taking it back leaves the file as it was,
// to the byte.
func TestOneStepOfUndo(t *testing.T) {
	for name, p := range examples(t) {
		file := filepath.Join(t.TempDir(), name)
		before := string(p.doc.Source())
		must(t, os.WriteFile(file, []byte(before), 0o644))
		s, problems, err := auditfile.Open(file, auditfile.Options{})
		if s == nil {
			t.Fatal(problems, err)
		}
		product := p.audit.Products[0].ID
		plan := p.csv(t, "Tháng;output."+product+";electricity;Ghi chú\n2030-01;5;6;x\n2030-02;7;8;\n", Options{Map: []Mapping{{"electricity", "MWh", "electricity"}}})
		label, edits := plan.Edits()
		must(t, s.Apply(label, edits...))
		if string(s.Source()) == before || len(s.Audit().Imports) != 1 {
			t.Errorf("%s: nothing came in: %s", name, say(plan))
		}
		again, ok := s.CanUndo()
		if vi := languages().vi.Say(again); !ok || vi != "nhập a.csv (5 giá trị)" {
			t.Errorf("%s: %v %q", name, ok, vi)
		}
		if _, ok, err := s.Undo(); !ok || err != nil || string(s.Source()) != before {
			t.Errorf("%s: %v %v: not as it was", name, ok, err)
		}
		if _, more := s.CanUndo(); more {
			t.Error("more than one step")
		}
		must(t, s.Close())
	}
	if nameOf(text.M("exchange.when.month", "month", "x")).VI == "" {
		t.Error("no words")
	}
}
