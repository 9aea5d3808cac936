package export

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// preview shows a document as text. It is made by a command: until it is there
// the window says so, and keys go on working.
type preview struct {
	ui.Base
	docs  ui.Documents
	kind  ui.ReportKind
	scope string
	langs []text.Lang

	made   int // the width that it was made for, or is being made for
	plain  string
	lines  []string
	widest int
	err    error
	ctx    context.Context
	stop   context.CancelFunc

	top, left int
}

// ready is a preview that has been made.
type ready struct {
	of    *preview
	width int
	said  string
	err   error
}

func newPreview(docs ui.Documents, k ui.ReportKind, scope string, langs []text.Lang) *preview {
	p := &preview{docs: docs, kind: k, scope: scope, langs: langs}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// Init makes the text.
func (p *preview) Init() tea.Cmd { return p.make() }

// Leave drops what is being made.
func (p *preview) Leave() bool {
	p.stop()
	return true
}

// mostPreview is the widest text: longer lines are hard to read.
const mostPreview = 120

func (p *preview) width() int { return max(20, min(p.W-3, mostPreview)) }

// make makes the text for the width of the window, where it is another.
func (p *preview) make() tea.Cmd {
	w := p.width()
	if p.made == w {
		return nil
	}
	p.made = w
	docs, kind, scope, langs, ctx := p.docs, p.kind.ID, p.scope, p.langs, p.ctx
	return func() tea.Msg {
		said, err := docs.Text(ctx, kind, scope, langs, w)
		return ready{p, w, said, err}
	}
}

func (p *preview) Title() string { return p.Name(p.kind.Name) }

func (p *preview) Keys() []ui.Binding {
	copied := ui.Binding{Keys: []string{"f5", "c"}, Show: "F5", Help: "exportpage.key.copy"}
	if p.plain == "" {
		copied.Off = text.M("exportpage.making")
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page"},
		copied,
		{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.sideways", Minor: true},
		{Keys: []string{"home", "end"}, Show: "Home End", Help: "tui.key.ends", Minor: true},
	}
}

func (p *preview) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ready:
		p.take(msg)
		return p, nil
	case tea.KeyPressMsg:
		switch strings.ToLower(ui.KeyName(msg)) {
		case "up":
			p.top--
		case "down", "enter":
			p.top++
		case "pgup":
			p.top -= max(1, p.H-2)
		case "pgdown", "space":
			p.top += max(1, p.H-2)
		case "home":
			p.top, p.left = 0, 0
		case "end":
			p.top = len(p.lines)
		case "left":
			p.left -= 8
		case "right":
			p.left += 8
		case "f5", "c":
			if p.plain != "" {
				p.Post(ui.Toast{Text: text.M("exportpage.copied"), Kind: ui.Done})
				return p, tea.SetClipboard(p.plain)
			}
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.top -= 3
		} else {
			p.top += 3
		}
	}
	p.clamp()
	return p, p.make()
}

// take takes the text that was made, where it is for the width of now.
func (p *preview) take(r ready) {
	if r.of != p || r.width != p.made {
		return
	}
	p.plain, p.err, p.lines, p.widest = r.said, r.err, nil, 0
	for l := range strings.SplitSeq(strings.TrimRight(r.said, "\n"), "\n") {
		l = ui.CleanLine(l)
		p.lines = append(p.lines, l)
		p.widest = max(p.widest, ui.Width(l))
	}
	p.clamp()
}

func (p *preview) clamp() {
	p.top = max(0, min(p.top, len(p.lines)-p.H))
	p.left = max(0, min(p.left, p.widest-(p.W-3)))
}

func (p *preview) View() string {
	switch {
	case p.err != nil:
		return ui.Box("\n "+strings.Join(ui.Wrap(p.Say(text.M("exportpage.no-text", "error", ui.FileError(p.err))), max(1, p.W-2)), "\n "), p.W, p.H)
	case p.plain == "":
		return ui.Box("\n "+p.Style.Muted.Render(ui.Cut(p.T("exportpage.making"), p.W-2, p.Glyph.More)), p.W, p.H)
	}
	p.clamp()
	w := max(1, p.W-3)
	var out []string
	for y := range p.H {
		line, edge := "", " "
		if i := p.top + y; i < len(p.lines) {
			line = ansi.Cut(p.lines[i], p.left, p.left+w)
		}
		switch {
		case y == 0 && p.top > 0:
			edge = p.Style.Muted.Render(p.Glyph.Up)
		case y == p.H-1 && p.top+p.H < len(p.lines):
			edge = p.Style.Muted.Render(p.Glyph.Down)
		}
		out = append(out, " "+ui.Fit(line, w, "")+" "+edge)
	}
	return ui.Box(strings.Join(out, "\n"), p.W, p.H)
}
