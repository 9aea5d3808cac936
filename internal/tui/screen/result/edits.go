package result

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// chosen are the indexes of what the audit says a flow is compared with: none
// (the pack's default) or one, unless the file was written by hand. The first
// counts.
func chosen(a *assess.Audit, flow string) []int {
	var found []int
	for i, r := range a.References {
		if r.Flow == flow {
			found = append(found, i)
		}
	}
	return found
}

// reference is what the audit says a flow is compared with.
func reference(a *assess.Audit, flow string) (assess.Reference, bool) {
	found := chosen(a, flow)
	if len(found) == 0 {
		return assess.Reference{}, false
	}
	return a.References[found[0]], true
}

// fields are what a reference states, in the order in which it is written.
func fields(r assess.Reference) tomldoc.Table {
	t := tomldoc.Table{{Key: "flow", Value: r.Flow}}
	add := func(key string, v any) { t = append(t, tomldoc.Field{Key: key, Value: v}) }
	if r.Row != "" {
		add("row", r.Row)
	}
	for _, b := range []struct {
		key string
		v   *float64
	}{{"best", r.Best}, {"typical_low", r.TypicalLow}, {"typical_high", r.TypicalHigh}, {"poor", r.Poor}} {
		if b.v != nil {
			add(b.key, *b.v)
		}
	}
	if r.Unit != "" {
		add("unit", r.Unit)
	}
	if r.Source != "" {
		add("source", r.Source)
	}
	return t
}

// refer are the edits that make a flow be compared with r: one table, what it
// does not state any more unset.
func refer(a *assess.Audit, r assess.Reference) []auditfile.Edit {
	found := chosen(a, r.Flow)
	if len(found) == 0 {
		return []auditfile.Edit{auditfile.Append("reference", fields(r))}
	}
	var edits []auditfile.Edit
	first := found[0]
	stated := fields(r)
	for _, old := range fields(a.References[first]) {
		if !slices.ContainsFunc(stated, func(f tomldoc.Field) bool { return f.Key == old.Key }) {
			edits = append(edits, auditfile.Unset(tomldoc.Path("reference", first+1, old.Key)))
		}
	}
	for _, f := range stated[1:] {
		edits = append(edits, auditfile.Set(tomldoc.Path("reference", first+1, f.Key), f.Value))
	}
	return append(edits, dropped(found[1:])...)
}

// dropped are the edits that remove tables, the last first, so that the others
// keep their numbers.
func dropped(found []int) []auditfile.Edit {
	var edits []auditfile.Edit
	for _, i := range slices.Backward(found) {
		edits = append(edits, auditfile.Remove("reference", i+1))
	}
	return edits
}

// tried is how a flow would stand if it were compared with r; a zero reference
// is the pack's default.
func tried(w ui.Work, flow string, r assess.Reference) (assess.Indicator, bool) {
	if w.Pack() == nil {
		return assess.Indicator{}, false
	}
	a := *w.Audit()
	a.References = slices.DeleteFunc(slices.Clone(a.References), func(x assess.Reference) bool { return x.Flow == flow })
	if r.Flow != "" {
		a.References = append(a.References, r)
	}
	return indicator(assess.Update(w.Result(), &a, w.Pack(), w.Common()), flow)
}

// inOrder reports whether bounds run from good to bad.
func inOrder(b benchmark.Bounds, scale string) bool {
	edges := []*float64{b.Best, b.TypicalLow, b.TypicalHigh, b.Poor}
	sign := 1.0
	if scale == benchmark.MoreIsBetter {
		edges = []*float64{b.Best, b.TypicalHigh, b.TypicalLow, b.Poor}
		sign = -1
	}
	var last *float64
	for _, e := range edges {
		if e == nil {
			continue
		}
		if last != nil && sign*(*e-*last) < 0 {
			return false
		}
		last = e
	}
	return true
}

// failed says why an edit could not be made.
func failed(c ui.Context, err error) {
	c.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
}
