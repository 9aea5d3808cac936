package walk

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// wide is the width from which on the list and the question stand side by side.
const wide = 110

// blocks are the areas and their questions.
func (s *screen) blocks() []widget.Block {
	var blocks []widget.Block
	area := ""
	for _, q := range questions(s.work) {
		if q.area.ID != area {
			blocks = append(blocks, s.areaBlock(q, area == ""))
			area = q.area.ID
		}
		blocks = append(blocks, widget.Block{ID: q.ID, Draw: func(w int, selected bool) []string {
			return []string{s.row(q, w, selected)}
		}})
	}
	return blocks
}

// areaBlock is the heading of an area: its name, how many of its questions are
// answered, and its score.
func (s *screen) areaBlock(q question, first bool) widget.Block {
	return widget.Block{Draw: func(w int, selected bool) []string {
		name := s.Name(q.area.Name)
		if q.area.ID == assess.SafetyArea {
			name = s.T("walk.apart", "area", q.area.Name)
		}
		said := s.T("walk.none-apply")
		if r := phrase.Result(s.work); r != nil {
			for _, a := range r.Walkthrough.Areas {
				if a.Area == q.area.ID {
					said = s.T("walk.of", "answered", a.Answered, "asked", a.Asked)
					if a.Score != nil {
						said = s.T("walk.area-score", "score", s.Number(*a.Score, 0)) + "  " + said
					}
				}
			}
		}
		return widget.Head(s.Context, first, name, said).Draw(w, selected)
	}}
}

// sign is what stands before a question: its reply.
func (s *screen) sign(reply string) (string, lipgloss.Style) {
	switch reply {
	case "yes":
		return s.Glyph.Done, s.Style.Good
	case "partly":
		return s.Glyph.Partly, s.Style.Warn
	case "no":
		return s.Glyph.Bad, s.Style.Bad
	case "na":
		return s.Glyph.Info, s.Style.Muted
	}
	return s.Glyph.Todo, s.Style.Muted
}

func (s *screen) row(q question, w int, selected bool) string {
	ans, _ := answerTo(s.work.Audit(), q.ID)
	sign, style := s.sign(ans.Reply)
	right := ""
	if ans.Reply != "" {
		right = s.Say(text.M("walk.reply." + ans.Reply))
	}
	if ans.Note != "" || ans.Photo != "" {
		right = strings.TrimSpace(right + " +")
	}
	mark := widget.Mark(s.Context, selected)
	number := ui.FitRight(strconv.Itoa(q.number), 2, "") + " "
	room := w - ui.Width(mark) - ui.Width(sign) - 1 - ui.Width(number)
	said := s.Name(q.Text)
	n := ui.Width(right)
	if n > 0 && room > n+20 {
		said = ui.Fit(said, room-n-2, s.Glyph.More) + "  "
	} else {
		said, right = ui.Fit(said, room, s.Glyph.More), ""
	}
	return widget.Line(s.Context, selected, w,
		widget.Span{Text: mark}, widget.Span{Text: sign + " ", Style: style},
		widget.Span{Text: number, Style: s.Style.Muted}, widget.Span{Text: said}, widget.Span{Text: right, Style: style})
}

func (s *screen) View() string {
	s.cursor = nil
	if s.work.Pack() == nil {
		return ui.Box("\n"+strings.Join(widget.Prose(s.T("pages.no-pack"), s.W, 1, nil), "\n"), s.W, s.H)
	}
	s.stack.Set(s.blocks())
	top := s.progress(s.W)
	s.head = len(top)
	h := max(0, s.H-s.head)
	if s.W >= wide {
		s.left = s.W * 9 / 20
		s.lines = h
		list := s.stack.View(s.left, h, s.Context)
		right := s.detail(s.W-s.left-2, h, s.left+1, s.head)
		body := ui.Beside(list, widget.Wall(s.Context, h), right)
		return ui.Box(strings.Join(top, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(10, max(4, h*3/5))
	s.left, s.lines = s.W, max(0, h-below-1)
	lines := append(top, s.stack.View(s.W, s.lines, s.Context), widget.Rule(s.Context, s.W, ""))
	lines = append(lines, s.detail(s.W, below, 0, s.head+s.lines+1))
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func (s *screen) Cursor() *tea.Cursor { return widget.Bar(s.cursor) }

// progress says how far the walk-through has come and how it stands.
func (s *screen) progress(w int) []string {
	done, total := state(s.work)
	said := s.T("walk.progress", "done", done, "total", total)
	if r := phrase.Result(s.work); r != nil && r.Walkthrough.Score != nil {
		key := "walk.score"
		if r.Walkthrough.Provisional {
			key = "walk.score-provisional"
		}
		said += "  " + s.Glyph.Sep + "  " + s.Say(text.M(key, "score", s.Number(*r.Walkthrough.Score, 0)))
	}
	if s.work.ReadOnly() {
		said = s.T("pages.read-only-mark") + "  " + s.Glyph.Sep + "  " + said
	}
	line := " " + s.Style.Strong.Render(said)
	if cells := min(20, w-ui.Width(line)-2); cells >= 6 && total > 0 {
		full := cells * done / total
		bar := s.Style.Good.Render(strings.Repeat(s.Glyph.Full, full)) + s.Style.Muted.Render(strings.Repeat(s.Glyph.Light, cells-full))
		line = ui.Ends(line, bar+" ", w, s.Glyph.More)
	}
	return widget.Headed(s.Context, s.H, w, ui.Fit(line, w, s.Glyph.More))
}

// detail is the present question in full: the replies, the option that a "no"
// points at, note and photo. Its top left is at x, y of the screen.
func (s *screen) detail(w, h, x, y int) string {
	q, ok := s.current()
	if !ok || w < 4 || h < 1 {
		return ui.Box("", w, h)
	}
	inner := w - 2
	lines := s.asked(q, inner, h)
	rest := h - len(lines)
	// Note and photo always have their place while they are typed; then comes
	// what a "no" points at, and what the last answer brought.
	kept := s.kept(q, inner)
	kept = kept[:min(len(kept), max(0, rest))]
	rest -= len(kept)
	option := s.optionOf(q, inner, rest)
	rest -= len(option)
	just := s.just(q, inner, rest)
	lines = append(lines, option...)
	if s.typing != "" && len(kept) > 0 {
		lines = append(lines, s.fields(q, inner, x+1, y+len(lines))...)
	} else {
		lines = append(lines, kept...)
	}
	if len(just) > 0 && len(just) < rest {
		lines = append(lines, "")
	}
	lines = append(lines, just...)
	return ui.Box(" "+strings.Join(lines, "\n "), w, h)
}

// asked is the head of the question, its text and the replies.
func (s *screen) asked(q question, w, h int) []string {
	head := s.T("walk.question", "number", q.number, "area", q.area.Name)
	right := ""
	if st, ok := s.work.Pack().Step(q.Step); ok {
		right = s.Name(st.Name)
	}
	if ui.Width(head)+ui.Width(right)+2 > w {
		right = ""
	}
	lines := []string{s.Style.Muted.Render(ui.Ends(head, right, w, s.Glyph.More))}
	words := widget.Most(widget.Prose(s.Name(q.Text), w, 0, s.Style.Strong.Render), max(1, min(4, h-3)), w, s.Glyph.More)
	lines = append(lines, words...)
	return append(lines, s.answers(q, w)...)
}

// answers are the four replies, on as many lines as they need.
func (s *screen) answers(q question, w int) []string {
	given := replyTo(s.work.Audit(), q.ID)
	var lines []string
	line, used := "", 0
	for i, reply := range replies {
		sign := s.Glyph.Off
		if reply == given {
			sign = s.Glyph.On
		}
		plain := strconv.Itoa(i+1) + " " + sign + " " + s.Say(text.M("walk.reply."+reply))
		mark := " "
		if i == s.at {
			mark = s.Glyph.Cursor
		}
		plain = mark + plain + " "
		part := plain
		switch {
		case i == s.at:
			part = s.Style.Selected.Render(plain)
		case reply == given:
			part = s.Style.Strong.Render(plain)
		}
		n := ui.Width(plain)
		if used > 0 && used+n > w {
			lines = append(lines, line)
			line, used = "", 0
		}
		line += part
		used += n
	}
	return append(lines, line)
}

// optionOf is what a "no" or "partly" to the question points at, in at most so
// many lines.
func (s *screen) optionOf(q question, w, room int) []string {
	if r := replyTo(s.work.Audit(), q.ID); r != "no" && r != "partly" {
		return nil
	}
	o, ok := s.work.Pack().Option(q.Option)
	if !ok || room <= 0 {
		return nil
	}
	name, brief := s.T("walk.option", "option", o.Name), phrase.Brief(s.Context, s.work, o)
	lines := append(widget.Prose(name, w, 0, s.Style.Accent.Render), widget.Prose(brief, w, 2, nil)...)
	if len(lines) > room { // what it saves and costs goes before the end of its name
		lines = []string{s.Style.Accent.Render(ui.Cut(name, w, s.Glyph.More)), "  " + ui.Cut(brief, w-2, s.Glyph.More)}
	}
	return lines[:min(len(lines), room)]
}

// just says what the last answer brought, since the screen has gone on.
func (s *screen) just(q question, w, room int) []string {
	if s.last == "" || s.last == q.ID || room <= 0 {
		return nil
	}
	for _, other := range questions(s.work) {
		if other.ID != s.last {
			continue
		}
		reply := replyTo(s.work.Audit(), other.ID)
		if reply == "" {
			return nil
		}
		sign, style := s.sign(reply)
		said := s.T("walk.just", "number", other.number, "reply", text.M("walk.reply."+reply))
		option := s.optionOf(other, w, max(2, room-1))
		if len(option)+1 > room && len(option) > 1 { // on one line with the option's name
			brief := option[len(option)-1]
			o, _ := s.work.Pack().Option(other.Option)
			said = s.T("walk.just-option", "said", said, "option", o.Name)
			option = []string{brief}
		}
		lines := append([]string{style.Render(sign) + " " + s.Style.Muted.Render(ui.Cut(said, w-2, s.Glyph.More))}, option...)
		return lines[:min(len(lines), room)]
	}
	return nil
}

// kept are the note and the photo of the question, where there are any or one
// is being typed.
func (s *screen) kept(q question, w int) []string {
	ans, _ := answerTo(s.work.Audit(), q.ID)
	if s.typing != "" {
		return []string{"", ""}
	}
	var lines []string
	for _, part := range []struct{ label, said string }{{"walk.note", ans.Note}, {"walk.photo", ans.Photo}} {
		if part.said != "" {
			said := s.Style.Muted.Render(s.T(part.label)+": ") + ui.CleanLine(part.said)
			lines = append(lines, ui.Cut(said, w, s.Glyph.More))
		}
	}
	return lines
}

// fields are note and photo while one of them is typed; x, y is where they
// begin.
func (s *screen) fields(q question, w, x, y int) []string {
	ans, _ := answerTo(s.work.Audit(), q.ID)
	column := max(ui.Width(s.T("walk.note")), ui.Width(s.T("walk.photo"))) + 2
	var lines []string
	for i, part := range []struct{ key, label, said string }{{"note", "walk.note", ans.Note}, {"photo", "walk.photo", ans.Photo}} {
		label := ui.Fit(s.T(part.label)+":", column, "")
		if part.key != s.typing {
			lines = append(lines, s.Style.Muted.Render(label)+ui.Cut(ui.CleanLine(part.said), w-column, s.Glyph.More))
			continue
		}
		field, at := s.field.View(max(1, w-column), true, s.Context)
		lines = append(lines, label+field)
		s.cursor = &tea.Position{X: x + column + at, Y: y + i}
	}
	return lines
}
