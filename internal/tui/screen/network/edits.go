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

// stepEdits remove a step with its streams.
func stepEdits(a *assess.Audit, index int) []auditfile.Edit {
	id := a.Steps[index].ID
	in, out := touching(a, id)
	edits := with(a, append(in, out...)).edits()
	if f := a.Focus; f != nil {
		if f.Step == id {
			edits = append(edits, auditfile.Unset("focus.step"))
		}
		if f.Next == id {
			edits = append(edits, auditfile.Unset("focus.next"))
		}
	}
	return append(edits, auditfile.Remove("step", index+1))
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
