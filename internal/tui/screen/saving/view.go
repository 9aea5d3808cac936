package saving

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// view is the saving of one flow in a whole window: a chart, of which Tab shows
// the next, and everything that is said of it.
type view struct {
	ui.Base
	work  ui.Work
	flow  string
	chart int
	top   int // first line of what is said
	n     int // lines of it, as drawn last
	room  int
}

// charts are the names of the charts, in the order in which Tab shows them.
var charts = [...]string{"savingpage.chart.intervals", "savingpage.chart.cusum-name", "savingpage.chart.before-after"}

func newView(w ui.Work, flow string) *view { return &view{work: w, flow: flow, chart: 1} }

func (v *view) Title() string {
	return phrase.FlowName(v.Context, v.work.Pack(), v.work.Common(), v.flow)
}

func (v *view) Claims(key string) bool { return key == "tab" || key == "shift+tab" }

func (v *view) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"tab", "shift+tab"}, Show: "Tab", Help: "savingpage.key.chart"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
		{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"},
		{Keys: []string{"f7", "m"}, Show: "F7", Help: "savingpage.key.model"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	}
}

func (v *view) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		if _, ok := flowSaving(phrase.Result(v.work), v.flow); !ok {
			v.Post(ui.Back{})
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			v.top -= 3
		} else {
			v.top += 3
		}
	case tea.KeyPressMsg:
		switch strings.ToLower(ui.KeyName(msg)) {
		case "esc":
			v.Post(ui.Back{})
		case "tab", "right":
			v.chart = (v.chart + 1) % len(charts)
		case "shift+tab", "left":
			v.chart = (v.chart + len(charts) - 1) % len(charts)
		case "up":
			v.top--
		case "down":
			v.top++
		case "pgup":
			v.top -= max(1, v.room-1)
		case "pgdown", "space":
			v.top += max(1, v.room-1)
		case "home":
			v.top = 0
		case "end":
			v.top = v.n
		case "f5", "w":
			v.why()
		case "f7", "m":
			v.Post(ui.Go{Page: "model", Target: v.flow})
		}
	}
	v.top = max(0, min(v.top, v.n-v.room))
	return v, nil
}

func (v *view) why() {
	figure := "saving." + v.flow
	if !why.Has(phrase.Result(v.work), figure) {
		v.Post(ui.Toast{Text: text.M("result.no-why"), Kind: ui.Info})
		return
	}
	v.Post(ui.Push{Screen: why.New(v.work, []string{figure})})
}

// tabs names the charts, the one that is shown marked.
func (v *view) tabs() string {
	var parts []string
	for i, key := range charts {
		name := v.T(key)
		if i == v.chart {
			parts = append(parts, v.Style.Selected.Render("["+name+"]"))
		} else {
			parts = append(parts, v.Style.Muted.Render(" "+name+" "))
		}
	}
	return ui.Cut(" "+strings.Join(parts, " "), v.W, v.Glyph.More)
}

// mostChart is the most lines of a chart: higher ones say no more.
const mostChart = 28

func (v *view) View() string {
	r := phrase.Result(v.work)
	sv, ok := flowSaving(r, v.flow)
	if !ok {
		return ui.Box("\n"+strings.Join(widget.Prose(v.T("result.gone"), v.W, 1, nil), "\n"), v.W, v.H)
	}
	w, h := v.W-2, min(mostChart, max(6, (v.H-2)*3/5))
	if v.W >= wide {
		w = v.W * 3 / 5
		h = min(v.H-1, mostChart)
	}
	var drawn []string
	switch v.chart {
	case 0:
		drawn = intervals(v.Context, r, v.flow, w, h)
	case 1:
		drawn = cusum(v.Context, sv, w, h)
	default:
		drawn = beforeAfter(v.Context, r, v.flow, w, h)
	}
	if drawn == nil {
		reason := sv.Reason
		if reason.Empty() {
			reason = text.M("savingpage.no-chart")
		}
		drawn = widget.Prose(v.Say(reason), w, 1, v.Style.Muted.Render)
	}
	if v.W >= wide {
		v.room = v.H
		said := v.said(facts(v.Context, v.work, r, sv, v.W-w-4), v.W-w-2)
		left := ui.Box(v.tabs()+"\n "+strings.Join(drawn, "\n "), w+1, v.H)
		return ui.Box(ui.Beside(left, widget.Wall(v.Context, v.H), said), v.W, v.H)
	}
	lines := []string{v.tabs()}
	for _, l := range drawn {
		lines = append(lines, " "+l)
	}
	lines = append(lines, widget.Rule(v.Context, v.W, ""))
	v.room = max(1, v.H-len(lines))
	lines = append(lines, v.said(facts(v.Context, v.work, r, sv, v.W-3), v.W))
	return ui.Box(strings.Join(lines, "\n"), v.W, v.H)
}

// said is the part of the text that is scrolled to, with arrows where there is
// more.
func (v *view) said(all []string, w int) string {
	v.n = len(all)
	v.top = max(0, min(v.top, v.n-v.room))
	var out []string
	for y := range v.room {
		line, edge := "", " "
		if i := v.top + y; i < len(all) {
			line = all[i]
		}
		switch {
		case y == 0 && v.top > 0:
			edge = v.Style.Muted.Render(v.Glyph.Up)
		case y == v.room-1 && v.top+v.room < v.n:
			edge = v.Style.Muted.Render(v.Glyph.Down)
		}
		out = append(out, " "+ui.Fit(line, w-2, v.Glyph.More)+edge)
	}
	return strings.Join(out, "\n")
}
