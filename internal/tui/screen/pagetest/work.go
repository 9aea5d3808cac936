// Package pagetest lets the tests of the pages drive them as the frame does:
// an open audit in memory, keys in, the drawn window out. It is for tests only.
package pagetest

import (
	"strings"
	"sync"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

// Work is an open audit in memory. It is a document in its own right: every
// edit goes through the text of the file, as in the program.
type Work struct {
	doc      *tomldoc.Doc
	audit    *assess.Audit
	result   *assess.Result
	last     *assess.Result // before the last change
	common   *benchmark.Common
	pack     *benchmark.Pack
	undo     []*tomldoc.Doc
	redo     []*tomldoc.Doc
	Labels   []text.Message // of the edits, as undo would quote them
	Locked   bool           // read only
	Drafts   map[string]string
	Changed  bool // since the frame last told the screens
	Computed int  // how often the result was made
}

var loadCommon = sync.OnceValue(func() *benchmark.Common {
	c, problems := benchmark.LoadCommon(sectors.FS)
	if c == nil {
		panic(problems[0].Message)
	}
	return c
})

// Pack reads a sector pack of the program.
func Pack(id string) *benchmark.Pack {
	p, _ := benchmark.Load(sectors.FS, id)
	return p
}

// Open opens the text of an audit file.
func Open(source string) *Work {
	doc, problems := tomldoc.Parse("test.audit.toml", []byte(source))
	if problems.HasErrors() {
		panic(problems[0].Message.Error())
	}
	w := &Work{common: loadCommon(), Drafts: map[string]string{}}
	w.set(doc.Like(assess.Audit{}))
	return w
}

func (w *Work) set(doc *tomldoc.Doc) {
	if w.result != nil {
		w.last = w.result
	}
	w.doc, w.audit, w.result = doc, &assess.Audit{}, nil
	if problems := doc.Decode(w.audit); problems.HasErrors() {
		panic(problems[0].Message.Error() + "\n" + string(doc.Source()))
	}
	if w.pack == nil || w.pack.Sector.ID != w.audit.Plant.Sector {
		w.pack = Pack(w.audit.Plant.Sector)
	}
	w.Changed = true
}

// Audit is the audit as it is now.
func (w *Work) Audit() *assess.Audit { return w.audit }

// Result is the assessment as it is now.
func (w *Work) Result() *assess.Result {
	if w.result == nil && w.pack != nil {
		w.Computed++
		w.result = assess.Update(w.last, w.audit, w.pack, w.common)
	}
	return w.result
}

// Pack is the sector's data.
func (w *Work) Pack() *benchmark.Pack { return w.pack }

// Common is what every sector shares.
func (w *Work) Common() *benchmark.Common { return w.common }

// Apply edits the document, all edits or none.
func (w *Work) Apply(label text.Message, edits ...auditfile.Edit) error {
	if w.Locked {
		return text.M("pages.read-only")
	}
	before := w.doc
	doc, err := apply(w.doc, edits)
	if err != nil {
		return err
	}
	w.undo = append(w.undo, before)
	w.redo = nil
	w.Labels = append(w.Labels, label)
	for _, lang := range text.Langs {
		if said := catalogue.Printer(lang).Say(label); strings.ContainsAny(said, "<{") {
			panic("an edit without words: " + said)
		}
	}
	w.set(doc)
	return nil
}

// Undo takes the last edit back; false where there is none.
func (w *Work) Undo() bool {
	n := len(w.undo)
	if n == 0 {
		return false
	}
	w.redo = append(w.redo, w.doc)
	w.set(w.undo[n-1])
	w.undo = w.undo[:n-1]
	return true
}

// Redo makes the edit again that was taken back last.
func (w *Work) Redo() bool {
	n := len(w.redo)
	if n == 0 {
		return false
	}
	w.undo = append(w.undo, w.doc)
	w.set(w.redo[n-1])
	w.redo = w.redo[:n-1]
	return true
}

// Steps is how many steps can be undone.
func (w *Work) Steps() int { return len(w.undo) }

// Draft keeps what is being typed.
func (w *Work) Draft(where, typed string) {
	if typed == "" {
		delete(w.Drafts, where)
	} else {
		w.Drafts[where] = typed
	}
}

// Drafted is what was being typed, once.
func (w *Work) Drafted(where string) string {
	typed := w.Drafts[where]
	delete(w.Drafts, where)
	return typed
}

// Sectors are those of the program.
func (w *Work) Sectors() []benchmark.Sector {
	all, _ := benchmark.List(sectors.FS)
	return all
}

// PackOf is the data of a sector.
func (w *Work) PackOf(id string) *benchmark.Pack { return Pack(id) }

// ReadOnly reports whether the audit cannot be edited.
func (w *Work) ReadOnly() bool { return w.Locked }

// Source is the text of the file.
func (w *Work) Source() []byte { return w.doc.Source() }

// Text is the text of the file, without the comment lines.
func (w *Work) Text() string { return strings.TrimSpace(string(w.doc.Source())) }

// Path is where the file would be.
func (w *Work) Path() string { return "test.audit.toml" }
