package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// dialog is an open dialog with what the frame knows of it.
type dialog struct {
	ui.Dialog
	quiet time.Time // keys before it are dropped: they were typed ahead
	// drawn last: where its inside is, for the cursor and the mouse
	inside rect
}

// open puts a dialog on top of the others.
func (r *root) open(d ui.Dialog) {
	o := &dialog{Dialog: d}
	if u, ok := d.(ui.Unasked); ok && u.Unasked() {
		o.quiet = r.opts.Now().Add(GracePause)
	}
	d.SetContext(r.ctx)
	r.dialogs = append(r.dialogs, o)
}

// ask asks before leaving; the question is not asked twice.
func (r *root) ask(a *ui.Ask) {
	r.leaving = a
	r.open(a)
}

// asking reports whether the question before leaving is on the screen.
func (r *root) asking() bool {
	for _, d := range r.dialogs {
		if d.Dialog == ui.Dialog(r.leaving) {
			return true
		}
	}
	return false
}

// toDialog hands a message to the dialog on top. Its action goes to the dialog
// below it, else to the frame and the screen.
func (r *root) toDialog(msg tea.Msg) tea.Cmd {
	top := r.dialogs[len(r.dialogs)-1]
	if r.opts.Now().Before(top.quiet) {
		return nil
	}
	switch m := msg.(type) {
	case tea.MouseClickMsg:
		m.X, m.Y = m.X-top.inside.x, m.Y-top.inside.y
		msg = m
	case tea.MouseWheelMsg:
		m.X, m.Y = m.X-top.inside.x, m.Y-top.inside.y
		msg = m
	}
	action, cmd := top.Update(msg)
	if action == nil {
		return cmd
	}
	for i, d := range r.dialogs {
		if d == top {
			r.dialogs = append(r.dialogs[:i:i], r.dialogs[i+1:]...)
			break
		}
	}
	if _, ok := action.(ui.Dismissed); ok {
		return cmd
	}
	if cmd2, ours := r.files(action); ours {
		return tea.Batch(cmd, cmd2)
	}
	if len(r.dialogs) > 0 {
		return tea.Batch(cmd, r.toDialog(action))
	}
	switch action.(type) {
	case ui.Go, ui.Step, ui.Back, ui.Push, ui.Import, ui.Toast, ui.Open, ui.Quit:
		return tea.Batch(cmd, r.posted(action))
	}
	return tea.Batch(cmd, r.toScreen(action))
}
