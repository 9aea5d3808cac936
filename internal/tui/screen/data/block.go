package data

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// clear takes the numbers out of the selected cells.
func (s *screen) clear() {
	sh := s.sheet()
	r, ok := s.grid.Selection()
	if !ok || !s.editable() {
		return
	}
	if r.Cells() == 1 {
		at := grid.Pos{Row: r.Top, Col: r.Left}
		row := sh.rows[at.Row]
		if at.Col == nameCol && row.kind != headRow {
			s.askRemove(row)
			return
		}
		if c, isPeriod := sh.period(at.Col); isPeriod && at.Row == 0 && c.index >= 0 {
			s.askRemovePeriods([]column{c})
			return
		}
	}
	if b, n := sh.cleared(r, s.Lang()); n > 0 {
		if s.apply(sh.edited("grid.undo.clear-cell", "grid.undo.clear", r), b) && n > 1 {
			s.Post(ui.Toast{Text: text.M("grid.cleared", "n", n), Kind: ui.Done})
		}
	}
}

// cleared are the edits that empty a range, and how many numbers go.
func (s *sheet) cleared(r grid.Range, lang text.Lang) (*batch, int) {
	b := s.batch(lang)
	n := 0
	for i := r.Top; i <= r.Bottom; i++ {
		for j := r.Left; j <= r.Right; j++ {
			if b.figure(grid.Pos{Row: i, Col: j}, nil) {
				n++
			}
		}
	}
	return b, n
}

// copy puts the selected cells on the terminal's clipboard and keeps them.
func (s *screen) copy() tea.Cmd {
	if s.grid.Typing() {
		typed := s.grid.Field.Value()
		s.clip = clip{typed, grid.Block{{typed}}, s.Notation()}
		s.Post(ui.Toast{Text: text.M("grid.copied", "n", 1), Kind: ui.Done})
		return tea.SetClipboard(typed)
	}
	r, ok := s.grid.Selection()
	if !ok {
		return nil
	}
	cmd := s.take(r)
	s.Post(ui.Toast{Text: text.M("grid.copied", "n", r.Cells()), Kind: ui.Done})
	return cmd
}

func (s *screen) take(r grid.Range) tea.Cmd {
	outside, inside := s.sheet().copied(r, s.Context)
	s.clip = clip{outside.String(), inside, quantity.English}
	return tea.SetClipboard(s.clip.outside)
}

// cut copies the selected cells and empties them.
func (s *screen) cut() tea.Cmd {
	r, ok := s.grid.Selection()
	if !ok || !s.editable() {
		return nil
	}
	cmd := s.take(r)
	sh := s.sheet()
	b, n := sh.cleared(r, s.Lang())
	if n > 0 && s.apply(sh.edited("grid.undo.cut-cell", "grid.undo.cut", r), b) {
		s.Post(ui.Toast{Text: text.M("grid.cut", "n", n), Kind: ui.Done})
	}
	return cmd
}

// pasteInside pastes what was copied here.
func (s *screen) pasteInside(turned bool) {
	if s.grid.Typing() {
		if len(s.clip.inside) > 0 {
			s.grid.Field.Update(tea.PasteMsg{Content: s.clip.inside[0][0]})
		}
		return
	}
	if s.clip.inside == nil {
		s.Post(ui.Toast{Text: text.M("grid.paste.nothing"), Kind: ui.Info})
		return
	}
	block := s.clip.inside
	if turned {
		block = block.Turned()
	}
	s.paste(paste{block: block, notation: s.clip.notation})
}

// pasted takes text that the terminal pastes: into the field where something is
// being typed, else as cells.
func (s *screen) pasted(content string) {
	s.err = nil
	if s.grid.Typing() {
		s.grid.Field.Update(tea.PasteMsg{Content: content})
		return
	}
	block := grid.ParseBlock(content)
	if block == nil {
		return
	}
	if same := grid.ParseBlock(s.clip.outside); s.clip.inside == nil || same.String() != block.String() {
		s.clip = clip{content, block, quantity.Auto}
		if block.Rows() > 1 && block.Cols() > 1 && s.pasteHeaded(headed{content: content}) {
			return
		}
	} // else it was copied here, and is read as it was written
	s.paste(paste{block: s.clip.inside, notation: s.clip.notation})
}

// paste puts a block into the table, or asks about what is in the way.
func (s *screen) paste(p paste) {
	sh := s.sheet()
	if !s.editable() {
		return
	}
	if p.at == (grid.Range{}) {
		r, ok := s.grid.Selection()
		switch {
		case s.grid.OnMoreCol():
			at := s.grid.At()
			r = grid.Range{Top: at.Row, Left: at.Col, Bottom: at.Row, Right: at.Col}
		case !ok:
			s.Post(ui.Toast{Text: text.M("grid.paste.no-cell"), Kind: ui.Info})
			return
		}
		p.at = r
	}
	if p.add > 0 {
		sh = sh.with(sh.following(p.add))
	}
	pl := sh.plan(p, s.Context)
	if d := sh.review(p, pl); d != nil {
		s.Post(ui.Open{Dialog: d})
		return
	}
	b := sh.batch(s.Lang())
	if p.add > 0 {
		for _, c := range sh.periods {
			b.period(c) // in their order, and before their figures
		}
	}
	n := len(b.edits)
	for _, w := range pl.writes {
		if b.figure(w.at, w.v) {
			n++
		}
	}
	if n == 0 {
		s.Post(ui.Toast{Text: text.M("grid.paste.same"), Kind: ui.Info})
		return
	}
	rows, cols := pl.rows, pl.cols
	r := grid.Range{Top: p.at.Top, Left: p.at.Left, Bottom: p.at.Top + rows - 1, Right: p.at.Left + cols - 1}
	if !s.apply(sh.edited("grid.undo.paste-cell", "grid.undo.paste", r), b) {
		return
	}
	s.grid.Select(r)
	s.Post(ui.Toast{Text: text.M("grid.pasted", "rows", rows, "cols", cols, "blank", blank(pl.blank)), Kind: ui.Done})
}

// blank is a count for a message that says nothing of none.
func blank(n int) text.Message {
	if n == 0 {
		return text.Message{}
	}
	return text.M("grid.blank", "n", n)
}

// fill writes the first figure of each selected row into the others of the
// selection; in a single cell, the figure at its left.
func (s *screen) fill() {
	sh := s.sheet()
	r, ok := s.grid.Selection()
	if !ok || !s.editable() {
		return
	}
	if r.Cols() == 1 {
		r.Left--
	}
	r.Left = max(r.Left, headCols)
	if r.Cols() < 2 {
		s.Post(ui.Toast{Text: text.M("grid.fill.nothing"), Kind: ui.Info})
		return
	}
	b := sh.batch(s.Lang())
	n := 0
	for i := r.Top; i <= r.Bottom; i++ {
		v, ok := sh.figure(grid.Pos{Row: i, Col: r.Left})
		if !ok {
			continue // nothing to fill with: nothing is taken away
		}
		for j := r.Left + 1; j <= r.Right; j++ {
			if b.figure(grid.Pos{Row: i, Col: j}, &v) {
				n++
			}
		}
	}
	if n == 0 {
		s.Post(ui.Toast{Text: text.M("grid.fill.nothing"), Kind: ui.Info})
		return
	}
	filled := r
	filled.Left++
	if s.apply(sh.edited("grid.undo.fill-cell", "grid.undo.fill", filled), b) {
		s.Post(ui.Toast{Text: text.M("grid.filled", "n", n), Kind: ui.Done})
	}
}
