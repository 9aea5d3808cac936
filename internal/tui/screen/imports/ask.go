package imports

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// askColumn asks what a column is, and in which unit where its heading does not
// say it. What is answered is remembered for the plant with the import.
func (s *review) askColumn(c exchange.Column) {
	if c.Heading == "" {
		s.Post(ui.Toast{Text: text.M("importpage.no-heading"), Kind: ui.Info})
		return
	}
	targets := s.shown.targets
	d := &widget.Chooser{
		Heading: text.M("importpage.ask-column", "heading", c.Heading),
		Fill: func(words ui.Context) (items []widget.Item) {
			for _, t := range targets {
				it := widget.Item{ID: t.ID, Name: words.Say(t.Name), Right: words.Unit(t.Unit), Search: t.ID}
				if !t.Likely {
					it.Right = words.T("importpage.unlikely", "unit", it.Right)
				}
				items = append(items, it)
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action {
			i := slices.IndexFunc(targets, func(t exchange.Target) bool { return t.ID == it.ID })
			t := targets[i]
			if len(t.Units) == 0 && t.ID == c.Target {
				return ui.Dismissed{}
			}
			said := c.Target == "" && slices.Contains(t.Units, c.Unit) // by its heading
			if len(t.Units) > 0 && !said {
				return unitAsked{c, t}
			}
			return mapped{exchange.Mapping{Target: it.ID, Heading: c.Heading}}
		},
	}
	d.SetContext(s.Context)
	if !d.List.Select(c.Target) {
		d.List.SelectNone() // Enter alone says nothing of a column that is not known
	}
	s.Post(ui.Open{Dialog: d})
}

// askUnit asks in which unit a column is, that of the audit first.
func (s *review) askUnit(c exchange.Column, t exchange.Target) {
	units := []string{t.Unit}
	for _, u := range t.Units {
		if u != t.Unit {
			units = append(units, u)
		}
	}
	d := &widget.Chooser{
		Heading: text.M("importpage.ask-unit", "heading", c.Heading, "target", t.Name),
		Fill: func(words ui.Context) (items []widget.Item) {
			for i, u := range units {
				it := widget.Item{ID: u, Name: words.Unit(u), Search: u}
				if i == 0 {
					it.Right = words.T("importpage.unit-of-audit")
				}
				items = append(items, it)
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action {
			if t.ID == c.Target && it.ID == c.Unit && s.isRead(c) {
				return ui.Dismissed{}
			}
			return mapped{exchange.Mapping{Target: t.ID, Unit: it.ID, Heading: c.Heading}}
		},
	}
	d.SetContext(s.Context)
	d.List.Select(c.Unit)
	s.Post(ui.Open{Dialog: d})
}

// askYear asks of which year months are that do not say it.
func (s *review) askYear() {
	p := &widget.Prompt{Heading: text.M("importpage.ask-year"), Text: text.M("importpage.ask-year-hint")}
	if s.options.Year != 0 {
		p.Field.SetValue(strconv.Itoa(s.options.Year))
	}
	p.Accept = func(typed string) (ui.Action, error) {
		year := 0
		if typed != "" {
			n, err := strconv.Atoi(typed)
			if _, bad := quantity.ParseMonth(typed + "-01"); err != nil || bad != nil {
				return nil, text.M("importpage.no-year", "typed", typed)
			}
			year = n
		}
		return optionSaid{func(o *exchange.Options) { o.Year = year }}, nil
	}
	s.Post(ui.Open{Dialog: p})
}

// askFlow asks of which flow a table is that does not say it.
func (s *review) askFlow() {
	flows := s.shown.targets
	d := &widget.Chooser{
		Heading: text.M("importpage.ask-flow"),
		Fill: func(words ui.Context) (items []widget.Item) {
			for _, t := range flows {
				if id, is := strings.CutPrefix(t.ID, "flows."); is {
					items = append(items, widget.Item{ID: id, Name: words.Say(t.Name), Right: words.Unit(t.Unit), Search: id})
				}
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action {
			return optionSaid{func(o *exchange.Options) { o.Flow = it.ID }}
		},
	}
	d.SetContext(s.Context)
	d.List.Select(s.options.Flow)
	s.Post(ui.Open{Dialog: d})
}

// askMeter asks of which meter a table of bills is that does not say it.
func (s *review) askMeter() {
	p := &widget.Prompt{Heading: text.M("importpage.ask-meter"), Text: text.M("importpage.ask-meter-hint")}
	p.Field.SetValue(s.options.Meter)
	p.Accept = func(typed string) (ui.Action, error) {
		return optionSaid{func(o *exchange.Options) { o.Meter = typed }}, nil
	}
	s.Post(ui.Open{Dialog: p})
}
