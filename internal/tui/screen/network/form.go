package network

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// form is a form over the page with the balance of what it is about below it,
// as it is after every field that was left.
type form struct {
	widget.Sheet
	work  ui.Work
	place string // of drafts: "stream.roots"
	// below draws the balance in a width; nil: nothing to draw.
	below func(c ui.Context, w int) []string
	made  string // what the rows were made for
	shape func() string
	next  func() int // the row to go to once; -1: none
}

// text is a row with a line of text.
func (f *form) text(label, key, hint string, get func() string, set func(string) error) *widget.Text {
	where := f.place + "." + key
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: hint}, Get: get, Set: set,
		Draft: func(typed string) { f.work.Draft(where, typed) }, Drafted: func() string { return f.work.Drafted(where) },
	}
}

// number is a row with a number that may not be negative unless it may.
func (f *form) number(label, key, hint, unit string, signed bool, get func() *float64, set func(*float64) error) *widget.Number {
	where := f.place + "." + key
	return &widget.Number{
		Names: widget.Names{Label: label, Hint: hint}, Get: get,
		Unit: func() string { return unit },
		Set: func(v *float64) error {
			if v != nil && *v < 0 && !signed {
				return text.M("netpage.negative")
			}
			return set(v)
		},
		Draft: func(typed string) { f.work.Draft(where, typed) }, Drafted: func() string { return f.work.Drafted(where) },
	}
}

// pick is a row with a list of which one may be chosen.
func pick(label, hint string, options func(ui.Context) []widget.Option, get func() string, set func(string) error) *widget.Pick {
	return &widget.Pick{Names: widget.Names{Label: label, Hint: hint}, Options: options, Get: get, Set: set, Rows: 7}
}

// Update fills the form in. It returns the form, not the sheet in it.
func (f *form) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	_, cmd := f.Sheet.Update(msg)
	if f.Stale != nil && f.Stale() {
		f.Rebuild()
	}
	if f.next != nil {
		if i := f.next(); i >= 0 {
			f.Form.Focus(i)
		}
	}
	return f, cmd
}

// View draws the form and the balance below it.
func (f *form) View() string {
	var said []string
	if f.below != nil {
		said = widget.Most(f.below(f.Context, f.W-2), max(1, f.H/4), f.W-2, f.Glyph.More)
	}
	h := f.H
	if len(said) > 0 {
		h = max(0, f.H-len(said)-1)
	}
	body := f.Form.View(max(0, f.W-2), h, true, f.Context)
	lines := []string{" " + strings.ReplaceAll(body, "\n", "\n ")}
	if len(said) > 0 {
		lines = append(lines, widget.Rule(f.Context, f.W, f.T("netpage.balance-now")))
		for _, l := range said {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), f.W, f.H)
}

// rebuilt notes what the rows were made for.
func (f *form) rebuilt() {
	if f.shape != nil {
		f.made = f.shape()
	}
}
