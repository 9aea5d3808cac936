package data

import (
	"context"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/screen/bill"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// headed is a pasted table that says itself what it holds: months in one column
// (or row), flows by name in the others. It is read by its headings, as a file
// would be, wherever the cursor stands.
type headed struct {
	content string
	numbers quantity.Notation // of numbers with two readings; Auto: the user decides
	skip    bool              // leave out what cannot be read
	asCells bool              // paste it cell by cell after all
	do      bool              // it has been looked at: write it
}

// mostListed is how many columns and how many faults a question lists.
const mostListed = 12

// readHeaded understands a pasted table by its headings; nil where it has none
// that mean months and figures.
func (s *screen) readHeaded(h headed) *exchange.Plan {
	pack, common := s.work.Pack(), s.work.Common()
	if pack == nil || common == nil || !strings.ContainsAny(h.content, "\n\r") {
		return nil
	}
	book, err := exchange.Pasted(context.Background(), h.content, exchange.DefaultLimits())
	if err != nil {
		return nil
	}
	p, err := exchange.NewPlan(context.Background(), book, s.work.Audit(), pack, common, exchange.Options{Numbers: h.numbers, SkipBad: h.skip})
	if err != nil || p.Form {
		return nil
	}
	return p
}

// holds reports whether a plan understood a column of one of the kinds.
func holds(p *exchange.Plan, prefixes ...string) bool {
	return slices.ContainsFunc(p.Columns, func(c exchange.Column) bool {
		return slices.ContainsFunc(prefixes, func(x string) bool { return strings.HasPrefix(c.Target, x) })
	})
}

// pasteHeaded takes a pasted table with headings, after asking; false where the
// text is none.
func (s *screen) pasteHeaded(h headed) bool {
	p := s.readHeaded(h)
	switch {
	case p == nil:
		return false
	case bill.Headed(grid.ParseBlock(h.content)) && !holds(p, "flows."):
		s.Post(ui.Toast{Text: text.M("grid.headed.bills"), Kind: ui.Warning})
		return true
	case !holds(p, "flows.", "output.", "drivers."):
		return false
	case !s.editable():
		return true
	}
	if h.do {
		s.importHeaded(p)
		return true
	}
	s.Post(ui.Open{Dialog: s.askHeaded(h, p)})
	return true
}

// askHeaded shows how the table was understood and what it would change.
func (s *screen) askHeaded(h headed, p *exchange.Plan) ui.Dialog {
	ask := &ui.Ask{Heading: text.M("grid.headed.heading"), Choices: []ui.Choice{{Label: "tui.cancel"}}, Tight: true}
	choose := func(label, letter string, q headed) {
		ask.Choices = append(ask.Choices, ui.Choice{Label: label, Letter: letter, Action: q})
	}
	var columns []text.Message
	for _, c := range p.Columns {
		if strings.Contains(c.Target, ".") {
			to := c.To
			if to == "" {
				to = c.Unit
			}
			name := text.M("say.text", "text", c.Name)
			if strings.HasPrefix(c.Target, "output.") {
				name = text.M("grid.output-of", "product", c.Name)
			}
			columns = append(columns, text.M("grid.headed.column", "heading", short(c.Heading), "name", name, "unit", s.Unit(to)))
		}
	}
	added, changed := 0, 0
	for _, c := range p.Changes {
		if c.Kind == exchange.Added {
			added++
		} else {
			changed++
		}
	}
	ask.Text = append(ask.Text, text.M("grid.headed.said"), lines(columns, mostListed))
	two := slices.ContainsFunc(p.Faults, func(f exchange.Fault) bool { return f.Message.Key == "exchange.two-readings" })
	switch {
	case two: // how much it changes is known once the numbers can be read
	case len(p.Changes) > 0:
		ask.Text = append(ask.Text, text.M("grid.headed.changes", "added", added, "changed", changed, "first", p.Changes[0].When, "last", p.Changes[len(p.Changes)-1].When))
	case !p.Blocked():
		ask.Text = append(ask.Text, text.M("grid.headed.same"))
	}
	var faults []text.Message
	for _, f := range p.Faults {
		f.Remedy = text.Message{} // it speaks of the command line
		if f.Message.Key == "exchange.columns-ignored" {
			f.Remedy = text.M("grid.headed.ignored")
		}
		faults = append(faults, f.Say())
	}
	if len(faults) > 0 {
		ask.Text = append(ask.Text, lines(faults, mostListed))
	}
	go1 := h
	go1.do = true
	switch {
	case two:
		vi, en := h, h
		vi.numbers, en.numbers = quantity.Vietnamese, quantity.English
		choose("grid.paste.vietnamese", "v", vi)
		choose("grid.paste.english", "e", en)
		ask.Start = 1
		if s.Notation() == quantity.English {
			ask.Start = 2
		}
	case p.Blocked():
		go1.skip = true
		if rest := s.readHeaded(headed{content: h.content, numbers: h.numbers, skip: true}); rest != nil && !rest.Empty() {
			choose("grid.headed.rest", "r", go1)
		}
	case !p.Empty():
		choose("grid.headed.do", "i", go1)
		ask.Start = 1
	}
	cells := h
	cells.asCells = true
	choose("grid.headed.cells", "c", cells)
	return ask
}

// importHeaded writes what a table says, as one step of undo, and goes to its
// first period.
func (s *screen) importHeaded(p *exchange.Plan) {
	_, edits := p.Edits()
	if len(edits) == 0 {
		s.Post(ui.Toast{Text: text.M("grid.paste.same"), Kind: ui.Info})
		return
	}
	n := len(p.Changes)
	if err := s.work.Apply(text.M("grid.headed.undo", "n", n), edits...); err != nil {
		s.fail(err)
		return
	}
	sh := s.sheet()
	if col := slices.IndexFunc(sh.periods, func(c column) bool { return n > 0 && names(p.Changes[0].Key, c.period) }); col >= 0 {
		s.grid.Go(grid.Pos{Row: 1, Col: headCols + col})
	}
	s.Post(ui.Toast{Text: text.M("grid.headed.done", "n", n), Kind: ui.Done})
}

// names reports whether the key of a change is of a period.
func names(key string, p assess.Period) bool {
	parts := strings.SplitN(key, ".", 3)
	if len(parts) < 2 {
		return false
	}
	from, to, ok := p.Days()
	return ok && (!p.Month.IsZero() && parts[1] == p.Month.String() || parts[1] == from.String()+"/"+to.String() || parts[1] == from.String())
}
