// Package asks is where the user answers what the sector's figures depend on:
// the basis of comparison.
package asks

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "asks", Title: "tui.page.asks",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

func state(w ui.Work) (done, total int) {
	p := w.Pack()
	if p == nil {
		return 0, 0
	}
	for _, a := range p.Asks {
		total++
		if _, ok := w.Audit().Basis[a.ID]; ok {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	if p := w.Pack(); p != nil {
		for _, a := range p.Asks {
			hits = append(hits, ui.Hit{Name: a.Text, Kind: "tui.find.ask", Target: a.ID})
		}
	}
	return hits
}

type screen struct {
	ui.Base
	work ui.Work
	form widget.Form
	rows map[string]int // ask id → row
}

func newScreen(w ui.Work) *screen {
	s := &screen{work: w, rows: map[string]int{}}
	rows := []widget.Row{&widget.Heading{Names: widget.Names{Hint: "tui.asks.intro"}}}
	if p := w.Pack(); p != nil {
		for _, a := range p.Asks {
			rows = append(rows, &gap{})
			s.rows[a.ID] = len(rows)
			if a.Kind == "number" {
				rows = append(rows, s.number(a))
			} else {
				rows = append(rows, s.choice(a))
			}
			rows = append(rows, &why{ask: a, pack: p, answered: func() bool { _, ok := s.work.Audit().Basis[a.ID]; return ok }})
		}
	}
	s.form.Rows = rows
	s.form.Focus(0)
	return s
}

func label(a benchmark.Ask) text.Message { return text.M("tui.asks.label", "question", a.Text) }

func (s *screen) set(a benchmark.Ask, v any) error {
	return s.work.Apply(label(a), auditfile.Set(tomldoc.Path("basis", a.ID), v))
}

func (s *screen) number(a benchmark.Ask) *widget.Number {
	path := tomldoc.Path("basis", a.ID)
	return &widget.Number{
		Names: widget.Names{Question: a.Text},
		Unit:  func() string { return a.Unit },
		Get: func() *float64 {
			switch v := s.work.Audit().Basis[a.ID].(type) {
			case float64:
				return &v
			case int64:
				f := float64(v)
				return &f
			}
			return nil
		},
		Set: func(v *float64) error {
			switch {
			case v == nil:
				return s.set(a, nil)
			case a.Min != nil && *v < *a.Min, a.Max != nil && *v > *a.Max:
				return bounds(a)
			}
			return s.set(a, *v)
		},
		Draft:   func(typed string) { s.work.Draft(path, typed) },
		Drafted: func() string { return s.work.Drafted(path) },
	}
}

// bounds says between what the answer must lie.
func bounds(a benchmark.Ask) text.Message {
	switch {
	case a.Min == nil:
		return text.M("tui.asks.at-most", "max", *a.Max, "unit", a.Unit)
	case a.Max == nil:
		return text.M("tui.asks.at-least", "min", *a.Min, "unit", a.Unit)
	}
	return text.M("tui.asks.between", "min", *a.Min, "max", *a.Max, "unit", a.Unit)
}

func (s *screen) choice(a benchmark.Ask) *widget.Choice {
	return &widget.Choice{
		Names: widget.Names{Question: a.Text},
		Options: func(c ui.Context) []widget.Option {
			var o []widget.Option
			for _, ch := range a.Choices {
				o = append(o, widget.Option{ID: ch.ID, Name: c.Name(ch.Name)})
			}
			return o
		},
		Get: func() string { return fmt.Sprint(nilEmpty(s.work.Audit().Basis[a.ID])) },
		Set: func(id string) error {
			if id == "" {
				return s.set(a, nil)
			}
			return s.set(a, id)
		},
	}
}

func nilEmpty(v any) any {
	if v == nil {
		return ""
	}
	return v
}

func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.form.Load(c)
}

func (s *screen) Title() string          { return s.T("tui.page.asks") }
func (s *screen) Capturing() bool        { return s.form.Capturing() }
func (s *screen) Leave() bool            { return s.form.Leave(s.Context) }
func (s *screen) Claims(key string) bool { return key == "ctrl+z" && s.form.Typing() }
func (s *screen) Keys() []ui.Binding {
	if s.none() {
		return nil
	}
	return s.form.Keys()
}

func (s *screen) none() bool { return len(s.rows) == 0 }

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		s.form.Load(s.Context)
		return s, nil
	case ui.Show:
		if row, ok := s.rows[msg.Target]; ok && s.form.Leave(s.Context) {
			s.form.Focus(row)
		}
		return s, nil
	case tea.MouseClickMsg:
		s.form.Click(msg.Y, s.Context)
		return s, nil
	}
	used := s.form.Update(msg, s.Context)
	if key, ok := msg.(tea.KeyPressMsg); ok && !used && ui.KeyName(key) == "enter" {
		s.Post(ui.Step{By: +1}) // Enter on the last answer goes on
	}
	return s, nil
}

func (s *screen) View() string {
	if s.none() {
		key := "tui.asks.none"
		if s.work.Pack() == nil {
			key = "tui.asks.no-pack"
		}
		return ui.Box("\n "+strings.Join(ui.Wrap(s.T(key), max(1, s.W-2)), "\n "), s.W, s.H)
	}
	body := s.form.View(max(0, min(s.W-2, ui.Measure)), s.H, true, s.Context)
	return ui.Box(" "+strings.ReplaceAll(body, "\n", "\n "), s.W, s.H)
}

func (s *screen) Cursor() *tea.Cursor {
	at := s.form.Cursor()
	if at == nil || s.none() {
		return nil
	}
	return widget.Bar(&tea.Position{X: at.X + 1, Y: at.Y})
}
