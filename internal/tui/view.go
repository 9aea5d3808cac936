package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// View draws the window. Should drawing fail, the program ends in good order.
func (r *root) View() (v tea.View) {
	defer func() {
		if p := recover(); p != nil {
			r.fail(p)
			v = tea.NewView(r.last)
			v.AltScreen = true
			if r.send != nil {
				go r.send(crashed{r.crash})
			}
		}
	}()
	content, cursor := r.draw()
	r.last = content
	v = tea.NewView(content)
	v.AltScreen = true
	v.Cursor = cursor
	v.WindowTitle = r.windowTitle()
	if r.state.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (r *root) windowTitle() string {
	if r.bench == nil {
		return "audit"
	}
	return r.plantName() + " - audit"
}

func (r *root) plantName() string {
	if name := ui.CleanLine(r.bench.work.Audit().Plant.Name); name != "" {
		return name
	}
	return r.ctx.T("tui.unnamed")
}

// draw makes the whole window, and says where the terminal's cursor stands.
func (r *root) draw() (string, *tea.Cursor) {
	if r.w <= 0 || r.h <= 0 {
		return "", nil // before the terminal has said its size
	}
	if r.frame.small {
		return r.drawSmall(), nil
	}
	lines := []string{r.bar()}
	if r.frame.crumb >= 0 {
		lines = append(lines, r.crumb())
	}
	lines = append(lines, r.upperRule())
	body, cursor := r.body()
	lines = append(lines, body, r.lowerRule(), r.keyLine())
	window := strings.Join(lines, "\n")
	for i, d := range r.dialogs {
		window = r.drawDialog(window, d)
		cursor = nil
		if i == len(r.dialogs)-1 {
			if c := d.Cursor(); c != nil {
				c.X, c.Y = c.X+d.inside.x, c.Y+d.inside.y
				cursor = c
			}
		}
	}
	if r.busy != nil {
		cursor = nil
	}
	if cursor != nil && (cursor.X < 0 || cursor.Y < 0 || cursor.X >= r.w || cursor.Y >= r.h) {
		cursor = nil
	}
	return window, cursor
}

// drawSmall says that the window is too small, as far as there is room to say.
func (r *root) drawSmall() string {
	said := r.ctx.T("tui.small", "width", minWidth, "height", minHeight, "now", fmt.Sprintf("%d×%d", r.w, r.h))
	lines := ui.Wrap(said, r.w)
	top := max(0, (r.h-len(lines))/2)
	return ui.Box(strings.Repeat("\n", top)+strings.Join(lines, "\n"), r.w, r.h)
}

// bar is the line at the top: what is open, and the way to help.
func (r *root) bar() string {
	c := r.ctx
	left := " audit"
	switch {
	case r.bench != nil:
		left += "  "
		if r.bench.work.ReadOnly() { // before the name, which may be long
			left += "[" + c.T("tui.read-only") + "] "
		}
		if r.bench.copy {
			left += "[" + c.T("tui.home.copy") + "] "
		}
		left += r.plantName()
		if l := r.bench.work.Audit().Settings.Level; l == "quick" || l == "detailed" {
			left += " " + c.Glyph.Sep + " " + c.T("tui.level."+l)
		}
	case len(r.over) == 0 && !r.starting:
		left += "  " + r.home.Title()
	}
	if len(r.over) > 0 && r.frame.crumb < 0 {
		left += "  " + c.Glyph.Cursor + " " + r.screen().Title()
	}
	key := "?"
	if !r.asks() || len(r.dialogs) > 0 {
		key = "F1"
	}
	right := string(c.Lang()) + " " + c.Glyph.Wall + " " + key + " " + c.T("tui.key.help") + " "
	return c.Style.Bar.Render(ui.Ends(left, right, r.w, c.Glyph.More))
}

// crumb stands for the list of steps in a narrow window.
func (r *root) crumb() string {
	c, b := r.ctx, r.bench
	if b.steps {
		return ui.Fit(" "+c.Style.Accent.Render(c.T("tui.steps")), r.w, c.Glyph.More)
	}
	left := fmt.Sprintf(" %d/%d  ", b.at+1, len(b.pages))
	if b.detailed() {
		left = " "
		if step := b.pages[b.at].Step; step > 0 {
			left = " " + r.stepName(step) + " " + c.Glyph.Cursor + " "
		}
	}
	title := c.Style.Accent.Render(c.T(b.pages[b.at].Title))
	if len(r.over) > 0 {
		title += " " + c.Glyph.Cursor + " " + c.Style.Accent.Render(r.screen().Title())
		return ui.Fit(left+title, r.w, c.Glyph.More)
	}
	if m := r.sign(b.mark(b.at)); strings.TrimSpace(m) != "" {
		title += "  " + m
	}
	right := ""
	if b.at+1 < len(b.pages) {
		right = c.Glyph.Key("f4") + " " + c.Glyph.Cursor + " " + c.T(b.pages[b.at+1].Title) + " "
	}
	return ui.Ends(left+title, c.Style.Muted.Render(right), r.w, c.Glyph.More)
}

func (r *root) upperRule() string {
	g := r.ctx.Glyph
	if !r.frame.wide {
		return r.ctx.Style.Rule.Render(strings.Repeat(g.Rule, r.w))
	}
	return r.ctx.Style.Rule.Render(strings.Repeat(g.Rule, paneWidth) + g.TeeDown + strings.Repeat(g.Rule, r.w-paneWidth-1))
}

// lowerRule carries the toast.
func (r *root) lowerRule() string {
	c, g := r.ctx, r.ctx.Glyph
	line := strings.Repeat(g.Rule, r.w)
	if r.frame.wide {
		line = strings.Repeat(g.Rule, paneWidth) + g.TeeUp + strings.Repeat(g.Rule, r.w-paneWidth-1)
	}
	said, kind := text.Message{}, ui.Info
	switch {
	case r.busy != nil:
		said = r.busy.label
	case r.toast != nil:
		said, kind = r.toast.text, r.toast.kind
	default:
		return c.Style.Rule.Render(line)
	}
	sign, style := g.Info, c.Style.Accent
	switch kind {
	case ui.Done:
		sign, style = g.Done, c.Style.Good
	case ui.Warning:
		sign, style = g.Warn, c.Style.Warn
	case ui.Failure:
		sign, style = g.Bad, c.Style.Bad
	}
	news := ui.Cut(sign+" "+ui.CleanLine(c.Say(said)), r.w-6, g.More)
	rest := r.w - 4 - ui.Width(news)
	return c.Style.Rule.Render(strings.Repeat(g.Rule, 2)) + " " + style.Render(news) + " " +
		c.Style.Rule.Render(strings.Repeat(g.Rule, max(0, rest)))
}

// body draws the screen that has the keys, and the list of steps.
func (r *root) body() (string, *tea.Cursor) {
	b, f := r.bench, r.frame
	if r.starting { // the home screen would only flash by
		return ui.Box("", f.body.w, f.body.h), nil
	}
	if b != nil && b.steps && !f.wide && len(r.over) == 0 {
		return r.steps(f.pane.w, f.pane.h), nil
	}
	s := r.screen()
	drawn := ui.Box(s.View(), f.body.w, f.body.h)
	var cursor *tea.Cursor
	if !r.stepsHaveKeys() {
		if c := s.Cursor(); c != nil {
			moved := *c
			moved.X, moved.Y = c.X+f.body.x, c.Y+f.body.y
			cursor = &moved
		}
	}
	if !f.wide {
		return drawn, cursor
	}
	wall := strings.TrimSuffix(strings.Repeat(r.ctx.Style.Rule.Render(r.ctx.Glyph.Wall)+"\n", f.body.h), "\n")
	return ui.Beside(r.steps(f.pane.w, f.pane.h), wall, drawn), cursor
}

// keyLine shows the keys that work here, as many as there is room for, and
// whether the work is safe.
func (r *root) keyLine() string {
	c := r.ctx
	right := r.savedState()
	room := r.w - 1 - ui.Width(right) - 2
	var line strings.Builder
	line.WriteByte(' ')
	used := 0
	keys := r.shownKeys()
	words := func(b ui.Binding) (name, does string) {
		name, does = b.Label(c.Glyph), c.T(b.Help)
		if b.Help == keyLang.Help {
			does = c.T("tui.other-language")
		}
		return name, does
	}
	// The way out is always shown: room is kept for it.
	out := slices.IndexFunc(keys, func(b ui.Binding) bool { return b.Has("esc") })
	kept := 0
	if out >= 0 {
		name, does := words(keys[out])
		kept = ui.Width(name) + 1 + ui.Width(does) + 2
	}
	for i, b := range keys {
		name, does := words(b)
		n := ui.Width(name) + 1 + ui.Width(does)
		if used > 0 {
			n += 2
		}
		if i == out {
			kept = 0
		}
		if used+n > room-kept {
			continue
		}
		if used > 0 {
			line.WriteString("  ")
		}
		line.WriteString(c.Style.KeyName.Render(name) + " " + c.Style.KeyHelp.Render(does))
		used += n
	}
	return ui.Ends(line.String(), right, r.w, "")
}

// shownKeys are the bindings of the key line.
func (r *root) shownKeys() []ui.Binding {
	var keys []ui.Binding
	switch {
	case r.starting:
		return nil
	case len(r.dialogs) > 0:
		keys = r.dialogs[len(r.dialogs)-1].Keys()
	case r.stepsHaveKeys():
		keys = append(keys, stepsKeys...)
		keys = append(keys, r.frameKeys()...)
	default:
		keys = append(keys, r.screen().Keys()...)
		keys = append(keys, r.frameKeys()...)
	}
	shown := keys[:0:0]
	for _, b := range keys {
		if !b.Minor && b.Off.Empty() && b.Help != keyHelp.Help {
			shown = append(shown, b)
		}
	}
	return shown
}

// savedState says whether the work is on the disk.
func (r *root) savedState() string {
	c, b := r.ctx, r.bench
	switch {
	case b == nil:
		return ""
	case b.work.ReadOnly():
		return c.Style.Warn.Render(c.T("tui.read-only")) + " "
	case b.unsaved != nil:
		return c.Style.Bad.Render(c.Glyph.Warn+" "+c.T("tui.not-saved")) + " "
	case b.saving, b.work.dirty():
		return c.Style.Muted.Render(c.T("tui.saving")) + " "
	case b.saved.IsZero():
		return c.Style.Muted.Render(c.T("tui.saved")) + " "
	}
	at := b.saved.Format("15:04")
	if now := r.opts.Now(); now.Format(time.DateOnly) != b.saved.Format(time.DateOnly) {
		y, m, d := b.saved.Date()
		at = c.Date(quantity.Date{Year: y, Month: int(m), Day: d})
	}
	return c.Style.Muted.Render(c.T("tui.saved-at", "time", at)) + " "
}

// drawDialog draws a dialog over the window.
func (r *root) drawDialog(window string, d *dialog) string {
	style := r.ctx.Style.Dialog
	w := min(r.w-2, 76) - style.GetHorizontalFrameSize()
	h := r.h - 4 - style.GetVerticalFrameSize() - 2 // the heading and a blank line
	inside := d.View(w, h)
	lines := strings.Split(inside, "\n")
	lines = lines[:min(len(lines), h)]
	for i, l := range lines {
		lines[i] = ui.Fit(l, w, r.ctx.Glyph.More)
	}
	heading := r.ctx.Style.Accent.Render(ui.Fit(d.Title(), w, r.ctx.Glyph.More))
	box := style.Render(heading + "\n" + strings.Repeat(" ", w) + "\n" + strings.Join(lines, "\n"))
	bw, bh := w+style.GetHorizontalFrameSize(), len(lines)+2+style.GetVerticalFrameSize()
	x, y := max(0, (r.w-bw)/2), max(0, (r.h-bh)/2)
	d.inside = rect{x + style.GetBorderLeftSize() + style.GetPaddingLeft(), y + style.GetBorderTopSize() + style.GetPaddingTop() + 2, w, len(lines)}
	return ui.Over(window, box, x, y)
}
