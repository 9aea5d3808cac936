package report

import (
	"bufio"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// WhyTree writes how a figure came about: its formula, the figures that it was
// made of as a tree down to inputs, and below it the sources.
func WhyTree(w io.Writer, why *assess.Why, width int, p *i18n.Printer) error {
	if width <= 0 {
		width = DefaultWidth
	}
	t := &whyTree{
		terminal: terminal{w: bufio.NewWriter(w), width: max(width, MinWidth), p: p, numbers: (&Document{}).Number()},
		told:     map[string]bool{},
	}
	t.node(why, "", "")
	t.sources(t.numbered.doc.Sources, true)
	return t.w.Flush()
}

type whyTree struct {
	terminal
	numbered builder
	told     map[string]bool // inputs whose formula, note and source are written
}

// node writes a figure: first stands before its first line, below before the
// lines of the figures it was made of.
func (t *whyTree) node(w *assess.Why, first, below string) {
	parts := w.Parts()
	trunk := below + "   "
	if len(parts) > 0 {
		trunk = below + "│  "
	}
	headline := t.headline(w)
	t.branch(headline, first, trunk)
	// The same factor stands behind every month: it is explained once.
	details := t.details(w)
	if key := strings.Join(append(details, headline), "\n"); len(parts) > 0 || !t.told[key] {
		t.told[key] = true
		for _, d := range details {
			t.branch(d, trunk, trunk+"  ")
		}
	}
	for i, part := range parts {
		if i+1 < len(parts) {
			t.node(part, below+"├─ ", below+"│  ")
		} else {
			t.node(part, below+"└─ ", below+"   ")
		}
	}
}

func (t *whyTree) headline(w *assess.Why) string {
	s := t.p.Say(w.Label)
	if w.Value == nil {
		return s
	}
	return s + ": " + strings.ReplaceAll(t.value(*w.Value), " ", hardSpace)
}

// value writes a figure; money to the last dong, since a tree is for checking.
func (t *whyTree) value(a quantity.Amount) string {
	if a.Unit == "VND" || a.Unit == "USD" {
		return t.p.MoneyFull(a.Value, a.Unit)
	}
	return t.p.Amount(a)
}

func (t *whyTree) details(w *assess.Why) []string {
	var d []string
	if w.Formula != "" {
		d = append(d, w.Formula)
	}
	if !w.Note.Empty() {
		d = append(d, t.p.Say(w.Note))
	}
	if w.Source != nil {
		n := t.numbered.ref(*w.Source, text.Name{})
		d = append(d, t.p.Say(text.M("report.why.source", "source", refs([]int{n}), "place", w.Locator)))
	}
	return d
}

// branch writes a text of the tree, broken into lines.
func (t *whyTree) branch(s, first, rest string) {
	indent := first
	for _, l := range wrap(s, max(t.width-ansi.StringWidth(rest), 20)) {
		t.line(indent + l)
		indent = rest
	}
}
