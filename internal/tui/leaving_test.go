package tui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// writing is a page with work under way until it is told to stop.
type writing struct {
	ui.Base
	stopped bool
}

func (*writing) Title() string                         { return "writing" }
func (*writing) Keys() []ui.Binding                    { return nil }
func (w *writing) Update(tea.Msg) (ui.Screen, tea.Cmd) { return w, nil }
func (w *writing) View() string                        { return ui.Box("trang đang ghi", w.W, w.H) }
func (w *writing) Abandon()                            { w.stopped = true }

func (w *writing) Working() text.Message {
	if w.stopped {
		return text.Message{}
	}
	return text.M("exportpage.leaving", "at", 2, "all", 3, "kind", "x")
}

// Whoever leaves while documents are written is asked, wherever they are; the
// safe answer is to stay.
func TestLeavingWhileWriting(t *testing.T) {
	restore := tui.ReplacePages(func() []ui.Page {
		return []ui.Page{{
			ID: "writing", Title: "tui.page.export",
			New:   func(ui.Context, ui.Work) ui.Screen { return &writing{} },
			State: func(ui.Work) (int, int) { return 0, 0 },
		}}
	})
	o := tuitest.Options(t, text.VI)
	example(t, &o)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("1 Xuất")
	term.Key("enter")
	term.WaitFor("trang đang ghi")
	restore()
	term.Key("ctrl+q")
	term.WaitFor("Còn đang ghi văn bản", "2/3")
	term.Key("enter")
	term.WaitFor("trang đang ghi")
	term.Key("ctrl+q")
	term.WaitFor("Còn đang ghi văn bản")
	term.Key("right", "enter")
	if err := term.WaitEnd(); err != nil {
		t.Error(err)
	}
}
