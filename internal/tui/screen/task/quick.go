package task

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// QuickPage tells whoever makes a quick assessment what a detailed one is, and
// makes one of it.
func QuickPage() ui.Page {
	return ui.Page{
		ID: "detailed", Title: "taskpage.quick.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return &quick{work: w} },
		State: func(ui.Work) (done, total int) { return 0, 0 },
	}
}

type quick struct {
	ui.Base
	work ui.Work
	top  int
	n    int // lines of the text, as drawn last
}

func (q *quick) Title() string { return q.T("taskpage.quick.title") }

func (q *quick) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "taskpage.key.detailed"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
	}
}

func (q *quick) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "enter":
			setLevel(q.Context, q.work, ui.Detailed)
		case "up":
			q.top--
		case "down":
			q.top++
		case "pgup":
			q.top -= max(1, q.H-1)
		case "pgdown", "space":
			q.top += max(1, q.H-1)
		case "home":
			q.top = 0
		case "end":
			q.top = q.n
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			q.top -= 3
		} else {
			q.top += 3
		}
	}
	q.top = max(0, min(q.top, q.n-q.H))
	return q, nil
}

func (q *quick) View() string {
	w := max(1, min(q.W-3, ui.Measure))
	lines := q.lines(w)
	q.n = len(lines)
	q.top = max(0, min(q.top, q.n-q.H))
	for i, l := range lines {
		edge := " "
		switch {
		case i == q.top && i > 0:
			edge = q.Style.Muted.Render(q.Glyph.Up)
		case i == q.top+q.H-1 && i < q.n-1:
			edge = q.Style.Muted.Render(q.Glyph.Down)
		}
		lines[i] = " " + ui.Fit(l, w, q.Glyph.More) + " " + edge
	}
	return ui.Box(strings.Join(lines[q.top:], "\n"), q.W, q.H)
}

func (q *quick) lines(w int) []string {
	f := phrase.NewFacts(q.Context, w)
	method := q.work.Common().Method
	f.Text(q.T("taskpage.quick.what"))
	for _, l := range method.Levels {
		f.Lines = append(f.Lines, widget.Bullet(" "+q.Glyph.Sep, q.T("taskpage.quick.level", "name", l.Name, "means", l.Means), w, nil)...)
	}
	f.Gap()
	f.Lines = append(f.Lines, widget.Bullet(q.Glyph.Cursor, q.T("taskpage.quick.how"), w, q.Style.Strong.Render)...)
	q.advice(f)
	f.Gap()
	f.Head(q.T("taskpage.quick.steps", "tasks", len(method.Tasks)))
	for _, st := range method.Steps {
		f.Text(strconv.Itoa(st.Number) + ". " + q.Name(st.Name))
	}
	if len(method.Levels) > 0 {
		f.Gap()
		f.Note(q.T("taskpage.quick.source", "source", sourceTitle(method, method.Levels[0].Source)))
	}
	return f.Lines
}

// advice is what the result of the quick assessment recommends.
func (q *quick) advice(f *phrase.Facts) {
	r := phrase.Result(q.work)
	if r == nil {
		return
	}
	f.Gap()
	key := "taskpage.quick.not-yet"
	if r.Recommendation.Detailed {
		key = "taskpage.quick.pays"
	}
	f.Head(q.Say(text.M(key)))
	for _, m := range r.Recommendation.Reasons {
		f.Lines = append(f.Lines, widget.Bullet(" "+q.Glyph.Sep, q.Say(m), max(1, min(q.W-3, ui.Measure)), nil)...)
	}
}

func sourceTitle(m benchmark.Method, id string) string {
	for _, s := range m.Sources {
		if s.ID == id {
			return s.Title + ", " + s.Publisher
		}
	}
	return id
}
