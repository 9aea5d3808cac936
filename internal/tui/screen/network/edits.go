package network

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Apply edits the audit, and says why where it cannot be edited.
func Apply(c ui.Context, w ui.Work, label text.Message, edits ...auditfile.Edit) bool {
	if err := w.Apply(label, edits...); err != nil {
		c.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	return true
}

// Locked says that nothing can be changed.
func Locked(c ui.Context, w ui.Work) bool {
	if w.ReadOnly() {
		c.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return true
	}
	return false
}

// Set is the edit that gives a key of a table of an array (index from 0) a
// value, or removes it where there is nothing to state.
func Set(table string, index int, key string, v any, nothing bool) auditfile.Edit {
	path := tomldoc.Path(table, index+1, key)
	if nothing {
		return auditfile.Unset(path)
	}
	return auditfile.Set(path, v)
}

// table collects the fields of a new table, leaving out what is not stated.
type table struct{ tomldoc.Table }

func (t *table) text(key, v string) {
	if v != "" {
		t.Table = append(t.Table, tomldoc.Field{Key: key, Value: v})
	}
}

func (t *table) number(key string, v *float64) {
	if v != nil {
		t.Table = append(t.Table, tomldoc.Field{Key: key, Value: *v})
	}
}

func stepTable(s assess.Step) tomldoc.Table {
	var t table
	t.text("id", s.ID)
	t.text("name", s.Name)
	t.text("role", s.Role)
	t.number("stock", s.Stock)
	t.number("energy_cost", s.EnergyCost)
	t.number("system_cost", s.SystemCost)
	if len(s.Changes) > 0 {
		t.Table = append(t.Table, tomldoc.Field{Key: "changes", Value: s.Changes})
	}
	t.text("note", s.Note)
	return t.Table
}

// newStream is the table of a stream of which nothing is measured yet.
func newStream(s assess.Stream) tomldoc.Table {
	var t table
	t.text("id", s.ID)
	t.text("name", s.Name)
	t.text("from", s.From)
	t.text("to", s.To)
	t.text("kind", s.Kind)
	t.text("flow", s.Flow)
	return t.Table
}

// template is what begins the network from the sector's usual one.
func template(w ui.Work, p *benchmark.Pack) []auditfile.Edit {
	steps, streams := assess.Template(p)
	edits := unitEdits(w)
	for _, s := range steps {
		edits = append(edits, auditfile.Append("step", stepTable(s)))
	}
	for _, s := range streams {
		edits = append(edits, auditfile.Append("stream", newStream(s)))
	}
	return edits
}

// unitEdits states the unit of the amounts where none is: tonnes.
func unitEdits(w ui.Work) []auditfile.Edit {
	if b := w.Audit().Balance; b != nil && b.Unit != "" {
		return nil
	}
	return []auditfile.Edit{auditfile.Set("balance.unit", Unit(w.Audit()))}
}

// taken is what goes with streams that are removed: the causes stated of them,
// and the options that name them.
type taken struct {
	streams, causes, options []int // indexes, ascending

}

// with finds what goes with the streams.
func with(a *assess.Audit, streams []int) taken {
	t := taken{streams: slices.Clone(streams)}
	slices.Sort(t.streams)
	t.streams = slices.Compact(t.streams)
	ids := map[string]bool{}
	for _, i := range t.streams {
		ids[a.Streams[i].ID] = true
	}
	for i, c := range a.Causes {
		if ids[c.Stream] {
			t.causes = append(t.causes, i)
		}
	}
	for i, o := range a.Options {
		if o.Stream != "" && ids[o.Stream] {
			t.options = append(t.options, i)
		}
	}
	return t
}

// edits remove all of it, the last first so that the indexes stay true.
func (t taken) edits() []auditfile.Edit {
	var edits []auditfile.Edit
	for _, i := range t.options {
		edits = append(edits, auditfile.Unset(tomldoc.Path("option", i+1, "stream")))
	}
	for _, i := range slices.Backward(t.causes) {
		edits = append(edits, auditfile.Remove("cause", i+1))
	}
	for _, i := range slices.Backward(t.streams) {
		edits = append(edits, auditfile.Remove("stream", i+1))
	}
	return edits
}

// stepEdits remove a step with its streams. Where the step is joined over, the
// stream that came in stays and goes on to where the step's own went.
func stepEdits(a *assess.Audit, index int, join bool) []auditfile.Edit {
	id := a.Steps[index].ID
	in, out := touching(a, id)
	goes := append(in, out...)
	var edits []auditfile.Edit
	if stays, next := through(a, id); join && stays >= 0 {
		edits = append(edits, auditfile.Set(tomldoc.Path("stream", stays+1, "to"), a.Streams[next].To))
		goes = slices.DeleteFunc(goes, func(i int) bool { return i == stays })
	}
	edits = append(edits, with(a, goes).edits()...)
	if f := a.Focus; f != nil {
		edits = append(edits, unfocus("focus.step", "focus.reason", f.Step == id, f.Reason)...)
		edits = append(edits, unfocus("focus.next", "focus.next_reason", f.Next == id, f.NextReason)...)
	}
	return append(edits, auditfile.Remove("step", index+1))
}

// unfocus takes a choice of the focus back, its reason too.
func unfocus(step, reason string, gone bool, said string) []auditfile.Edit {
	switch {
	case !gone:
		return nil
	case said == "":
		return []auditfile.Edit{auditfile.Unset(step)}
	}
	return []auditfile.Edit{auditfile.Unset(step), auditfile.Unset(reason)}
}

// through is the one stream that brings a step its goods from another step, and
// the one that takes them on; -1 where the line forks or ends at the step.
func through(a *assess.Audit, id string) (in, out int) {
	main := func(all []int, end func(assess.Stream) string) int {
		found := -1
		for _, i := range all {
			s := a.Streams[i]
			k := stepIndex(a, end(s))
			if s.Kind != "intermediate" || k < 0 || a.Steps[k].Role != "" && a.Steps[k].Role != "works" {
				continue
			}
			if found >= 0 {
				return -1
			}
			found = i
		}
		return found
	}
	ins, outs := touching(a, id)
	in = main(ins, func(s assess.Stream) string { return s.From })
	out = main(outs, func(s assess.Stream) string { return s.To })
	if in < 0 || out < 0 || a.Streams[in].From == a.Streams[out].To {
		return -1, -1
	}
	return in, out
}

// besideStep is where the cursor stands when a step is gone: the step after it,
// else the one before.
func besideStep(a *assess.Audit, i int) string {
	switch {
	case i+1 < len(a.Steps):
		return StepTarget(a.Steps[i+1].ID)
	case i > 0:
		return StepTarget(a.Steps[i-1].ID)
	}
	return ""
}

// besideStream is where the cursor stands when a stream is gone: the next one of
// the same side of its step, else the one before, else the step.
func besideStream(a *assess.Audit, i int) string {
	step, side := a.Streams[i].From, func(s assess.Stream) string { return s.From }
	if step == "" {
		step, side = a.Streams[i].To, func(s assess.Stream) string { return s.To }
	}
	near := ""
	for k, s := range a.Streams {
		switch {
		case k == i || side(s) != step:
		case k > i:
			return StreamTarget(s.ID)
		default:
			near = StreamTarget(s.ID)
		}
	}
	if near == "" && step != "" {
		return StepTarget(step)
	}
	return near
}

// moveEdits exchange two steps in the order of the file.
func moveEdits(a *assess.Audit, i, k int) []auditfile.Edit {
	return []auditfile.Edit{
		auditfile.Set(tomldoc.Path("step", i+1), stepTable(a.Steps[k])),
		auditfile.Set(tomldoc.Path("step", k+1), stepTable(a.Steps[i])),
	}
}

// longestID keeps ids handy.
const longestID = 48

// FreeID makes an id of a name that is not taken.
func FreeID(name, otherwise string, taken func(string) bool) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(i18n.Fold(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if b.Len() > 0 {
			if b.Len()+1+len(word) > longestID {
				break
			}
			b.WriteByte('-')
		}
		b.WriteString(word[:min(len(word), longestID)])
	}
	id := b.String()
	if id == "" {
		id = otherwise
	}
	if !taken(id) {
		return id
	}
	for n := 2; ; n++ {
		if next := id + "-" + strconv.Itoa(n); !taken(next) {
			return next
		}
	}
}

// kindBetween is the kind that a stream between two places usually has.
func kindBetween(a *assess.Audit, from, to string) string {
	switch {
	case from == "":
		return "input"
	case to == "":
		return "waste"
	case stepIndex(a, to) < stepIndex(a, from):
		return "recycle"
	}
	return "intermediate"
}
