package export

import (
	"path/filepath"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// wide is the width from which on what there is to say of a row stands beside
// the list.
const wide = 110

// low is the height below which headings have no blank line above.
const low = 18

func (s *screen) View() string {
	s.refresh()
	s.stack.Set(s.blocks())
	if s.W >= wide {
		left := s.W * 11 / 20
		s.top, s.left = 1, left
		list := ui.Box("\n"+indent(s.stack.View(left-2, max(0, s.H-1), s.Context)), left, s.H)
		w := s.W - left - 3
		said := append([]string{""}, s.said(w, max(0, s.H-2))...)
		return ui.Box(ui.Beside(list, widget.Wall(s.Context, s.H), ui.Box(indent(strings.Join(said, "\n")), w+2, s.H)), s.W, s.H)
	}
	room := 3
	if s.H >= low {
		room = 5
	}
	s.top, s.left = 0, s.W
	h := max(1, s.H-room-1)
	lines := []string{
		ui.Box(indent(s.stack.View(s.W-2, h, s.Context)), s.W, h),
		widget.Rule(s.Context, s.W, ""),
		indent(strings.Join(s.said(s.W-2, room), "\n")),
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func indent(block string) string { return " " + strings.ReplaceAll(block, "\n", "\n ") }

// blocks are the rows: how to write, the kinds that fit, those that do not, and
// what is done with the audit file.
func (s *screen) blocks() []widget.Block {
	var blocks []widget.Block
	if len(s.kinds) > 0 {
		blocks = append(blocks, s.choice(rowLanguage, "exportpage.language", s.languageNames), s.choice(rowFormat, "exportpage.format", s.formatNames))
		for _, fits := range []bool{true, false} {
			head := "exportpage.fitting"
			if !fits {
				head = "exportpage.others"
			}
			first := true
			for _, k := range s.kinds {
				if k.Fits != fits {
					continue
				}
				if first {
					blocks = append(blocks, s.head(head))
					first = false
				}
				blocks = append(blocks, widget.Block{ID: kindRow + k.ID, Draw: func(w int, selected bool) []string {
					return []string{s.kindLine(k, w, selected)}
				}})
			}
		}
	} else if s.reports != nil {
		blocks = append(blocks, widget.Remark(s.Context, s.T("exportpage.nothing")), s.row(rowPlant, "exportpage.to-plant"))
	}
	blocks = append(blocks, s.head("exportpage.file"))
	if len(s.kinds) > 0 {
		blocks = append(blocks, s.row(rowWords, "exportpage.words"))
	}
	return append(blocks, s.row(rowCopy, "tui.export.copy"), s.row(rowView, "tui.export.view"))
}

func (s *screen) head(key string) widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		line := s.Style.Accent.Render(ui.Cut(s.T(key), w, s.Glyph.More))
		if s.H < low {
			return []string{line}
		}
		return []string{"", line}
	}}
}

func (s *screen) row(id, key string) widget.Block {
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected) + s.T(key)})}
	}}
}

// named is one of several values of which one holds.
type named struct {
	name string
	on   bool
}

func (s *screen) languageNames() []named {
	var all []named
	at := s.memory.language(s.Context)
	for _, l := range append(append([]text.Lang{}, text.Langs[:]...), both) {
		all = append(all, named{s.Say(text.M("exportpage.languages." + string(l))), string(l) == at})
	}
	return all
}

func (s *screen) formatNames() []named {
	at := s.memory.format
	if at == "" {
		at = formats[0]
	}
	var all []named
	for _, f := range formats {
		all = append(all, named{f, f == at})
	}
	return all
}

// choice is a row with values of which one holds, in brackets.
func (s *screen) choice(id, label string, values func() []named) widget.Block {
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		spans := []widget.Span{{Text: widget.Mark(s.Context, selected) + ui.Fit(s.T(label), 11, "")}}
		for _, v := range values() {
			if v.on {
				spans = append(spans, widget.Span{Text: "[" + v.name + "]", Style: s.Style.Accent})
			} else {
				spans = append(spans, widget.Span{Text: " " + v.name + " ", Style: s.Style.Muted})
			}
		}
		return []string{widget.Line(s.Context, selected, w, spans...)}
	}}
}

// kindLine is a kind: marked or not, and at its right end what it lacks or why
// it does not fit.
func (s *screen) kindLine(k ui.ReportKind, w int, selected bool) string {
	box, right, style := s.Glyph.Out+" ", s.T("exportpage.row-complete"), s.Style.Good
	switch {
	case !k.Fits:
		box, right, style = "", s.Say(k.Why), s.Style.Muted
	case len(k.Missing) > 0:
		right, style = s.T("exportpage.row-missing", "count", len(k.Missing)), s.Style.Warn
	case k.Data:
		right, style = strings.Join(k.Formats, ", "), s.Style.Muted
	}
	if k.Fits && s.memory.marked[k.ID] {
		box = s.Glyph.In + " "
	}
	name := widget.Mark(s.Context, selected) + box + s.Name(k.Name)
	look := s.Style.Plain
	if !k.Fits {
		look = s.Style.Muted
	}
	room := w - ui.Width(right) - 2
	if room < min(ui.Width(name), 40) {
		right = ui.Cut(right, max(0, w-min(ui.Width(name), 40)-2), s.Glyph.More)
		room = w - ui.Width(right) - 2
	}
	return widget.Line(s.Context, selected, w,
		widget.Span{Text: ui.Fit(name, room, s.Glyph.More) + "  ", Style: look}, widget.Span{Text: right, Style: style})
}

// said is what there is to say of the selected row, in at most h lines.
func (s *screen) said(w, h int) []string {
	var lines []string
	add := func(style lipgloss.Style, said string) {
		lines = append(lines, widget.Prose(said, w, 0, style.Render)...)
	}
	if s.job != nil {
		lines = append(lines, s.progress(w)...)
	} else if n := len(s.marked()); n > 1 {
		add(s.Style.Strong, s.T("exportpage.marked", "count", n))
	}
	row, isKind := s.stack.Selected(), false
	var k ui.ReportKind
	if id, ok := strings.CutPrefix(row, kindRow); ok {
		k, isKind = s.kind(id)
	}
	switch {
	case isKind:
		s.saidOfKind(k, w, h, add, &lines)
	case row == rowFormat:
		f := s.memory.format
		if f == "" {
			f = formats[0]
		}
		add(s.Style.Muted, s.Say(text.M("exportpage.formats."+f)))
	case row == rowLanguage:
		add(s.Style.Muted, s.T("exportpage.language-hint"))
	case row == rowWords:
		add(s.Style.Muted, s.Say(s.rewordedText()))
		add(s.Style.Muted, s.T("exportpage.words-hint"))
	case row == rowCopy:
		add(s.Style.Muted, s.T("tui.export.copy-hint"))
	case row == rowView:
		add(s.Style.Muted, s.T("tui.export.view-hint"))
	}
	if s.last != "" && s.job == nil {
		last := s.T("exportpage.last", "path", filepath.Base(s.last))
		if len(lines) < h || h < 4 {
			lines = widget.Most(lines, h-1, w, s.Glyph.More)
			lines = append(lines, s.Style.Muted.Render(ui.Cut(last, w, s.Glyph.More)))
		}
	}
	return widget.Most(lines, h, w, s.Glyph.More)
}

func (s *screen) saidOfKind(k ui.ReportKind, w, h int, add func(lipgloss.Style, string), lines *[]string) {
	if s.W >= wide {
		add(s.Style.Strong, s.Name(k.Name))
	}
	add(s.Style.Muted, s.Name(k.About))
	switch {
	case !k.Fits:
		add(s.Style.Warn, s.T("exportpage.unfit", "why", k.Why))
	case len(s.marked()) == 0:
		add(s.Style.Muted, s.T("exportpage.will-be", "file", filepath.Base(s.fileOf(k))))
	}
	if len(k.Scopes) > 1 {
		add(s.Style.Plain, s.T("exportpage.scope.is", "label", text.M(k.ScopeLabel), "scope", s.memory.scopeOf(k).Name))
	}
	switch {
	case k.Data:
	case len(k.Missing) == 0:
		add(s.Style.Good, s.T("exportpage.complete"))
	default:
		add(s.Style.Warn, s.T("exportpage.lacks", "count", len(k.Missing)))
		if h <= 3 {
			return
		}
		for _, l := range k.Missing {
			*lines = append(*lines, widget.Bullet(s.Glyph.Info, s.Say(l.What), w, s.Style.Plain.Render)...)
		}
	}
}

// progress is how far the job is.
func (s *screen) progress(w int) []string {
	j := s.job
	f := j.files[j.at]
	said := s.T("exportpage.progress", "at", j.at+1, "all", len(j.files), "kind", f.kind.Name)
	if j.stopping {
		said = s.T("exportpage.stopping")
	}
	line := s.Style.Strong.Render(ui.Cut(said, w, s.Glyph.More))
	if len(j.files) < 2 {
		return []string{line}
	}
	n := min(w, 40)
	full := n * j.at / len(j.files)
	return []string{line, s.Style.Accent.Render(strings.Repeat(s.Glyph.Full, full)) + s.Style.Muted.Render(strings.Repeat(s.Glyph.Light, n-full))}
}
