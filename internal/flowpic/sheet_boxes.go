package flowpic

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// arrowCells is the room of an arrow between a column and a box, with a space.
const arrowCells = 4

// boxes writes the sheet in three columns: inputs, steps, what leaves.
func (s *sheet) boxes() {
	box := min(s.o.Width*30/100, 44)
	rest := s.o.Width - box - 2*arrowCells
	left := min(rest*46/100, 46)
	right := min(rest-left, 56)
	for i, r := range s.p.rows {
		if i > 0 {
			s.between(s.p.rows[i-1].below, left+arrowCells, box)
		}
		last := i == len(s.p.rows)-1
		s.box(r, left, box, right, !last && len(r.below) > 0)
	}
	s.loose()
}

// box writes one step with its streams beside it.
func (s *sheet) box(r row, left, box, right int, flows bool) {
	of := AtStep(r.step)
	var ins, outs [][]piece
	for _, e := range append(append([]end(nil), r.inLeft...), r.inRight...) {
		for k, line := range s.cell(s.entry(e, true), left) {
			arrow := piece{"", spaces(arrowCells), AtStream(e.stream)}
			if k == 0 {
				arrow = piece{RoleFrame, " " + s.art.arrow(""), AtStream(e.stream)}
			}
			ins = append(ins, append(line, arrow))
		}
	}
	for _, e := range append(append([]end(nil), r.outRight...), r.outLeft...) {
		n := s.entry(e, false)
		for k, line := range s.cell(n, right) {
			arrow := piece{"", spaces(arrowCells), AtStream(e.stream)}
			if k == 0 {
				arrow = piece{RoleFrame, s.art.arrow(n.kind) + " ", AtStream(e.stream)}
			}
			outs = append(outs, append([]piece{arrow}, line...))
		}
	}
	words := s.stepWords(r.step, box-4)
	rule := func(a, b string, tee bool) piece {
		middle := strings.Repeat(s.art.top, box-2)
		if tee {
			k := box/2 - 1
			middle = strings.Repeat(s.art.top, k) + s.art.tee + strings.Repeat(s.art.top, box-3-k)
		}
		return piece{RoleFrame, a + middle + b, of}
	}
	blank := piece{"", spaces(left + arrowCells), None()}
	s.write(blank, rule(s.art.topLeft, s.art.topRight, false))
	for k := range max(len(ins), len(outs), len(words)) {
		line := []piece{blank}
		if k < len(ins) {
			line = ins[k]
		}
		inner := []piece{{"", spaces(box - 4), of}}
		if k < len(words) {
			inner = words[k]
		}
		line = append(line, piece{RoleFrame, s.art.side + " ", of})
		line = append(line, inner...)
		line = append(line, piece{RoleFrame, " " + s.art.side, of})
		if k < len(outs) {
			line = append(line, outs[k]...)
		}
		s.write(line...)
	}
	s.write(blank, rule(s.art.bottomLeft, s.art.bottomRight, flows))
}

// stepWords are the lines in a box: name, imbalance, note, each filled to width.
func (s *sheet) stepWords(step, width int) [][]piece {
	st, of := s.g.Steps[step], AtStep(step)
	var lines [][]piece
	put := func(role Role, texts []string) {
		for _, t := range texts {
			mark := piece{"", "  ", of}
			if len(lines) == 0 && of == s.o.Selected {
				mark = piece{RoleMark, s.art.selected + " ", of}
			}
			lines = append(lines, []piece{mark, {role, t, of}, {"", spaces(width - 2 - ansi.StringWidth(t)), of}})
		}
	}
	put(RoleStep, s.wrap(st.Name, width-2, 3))
	if st.Imbalance != "" {
		put(RoleImbalance, s.wrap(s.art.imbalance+" "+st.Imbalance, width-2, 2))
	}
	if st.Note != "" {
		put(RoleNote, s.wrap(st.Note, width-2, 2))
	}
	return lines
}

// between writes what goes down from one step to the next.
func (s *sheet) between(streams []int, at, box int) {
	if len(streams) == 0 {
		return
	}
	at += box / 2 // under the tee
	for _, i := range streams {
		n := s.entry(end{stream: i, lane: -1}, false)
		of := AtStream(i)
		room := s.o.Width - at - 1 - 2
		amount := ansi.Truncate(n.amount, room, s.art.ellipsis)
		name := ansi.Truncate(strings.Join(strings.Fields(ansi.Strip(n.name)), " "), max(room-2-ansi.StringWidth(amount), 0), s.art.ellipsis)
		sep := "  "
		if name == "" {
			sep = ""
		}
		line := []piece{{"", spaces(at), None()}, {RoleFrame, s.art.down, of}}
		line = append(line, s.marks(of)...)
		s.write(append(line, piece{StreamRole(n.kind), name, of}, piece{"", sep, of}, piece{s.amountRole(n), amount, of})...)
	}
}

// loose lists the streams that touch no step, at the foot.
func (s *sheet) loose() {
	for _, i := range s.g.Loose() {
		n := s.entry(end{stream: i, lane: -1}, false)
		for _, line := range s.cell(n, min(s.o.Width, 60)) {
			s.write(line...)
		}
	}
}

// list writes the sheet for a narrow screen: a heading a step, under it what
// enters, and set in what leaves and what goes on.
func (s *sheet) list() {
	const indent = 2
	width := s.o.Width - indent - arrowCells
	put := func(n entry, arrow string, indent int) {
		of := AtStream(n.stream)
		lead := piece{RoleFrame, spaces(indent) + arrow + spaces(arrowCells-ansi.StringWidth(arrow)), of}
		for _, line := range s.cell(n, width+2-indent) {
			s.write(append([]piece{lead}, line...)...)
			lead = piece{"", spaces(indent + arrowCells), of}
		}
	}
	for i, r := range s.p.rows {
		if i > 0 {
			s.write()
		}
		s.heading(r.step)
		for _, ends := range [][]end{r.inLeft, r.inRight} {
			for _, e := range ends {
				put(s.entry(e, true), s.art.arrow(""), 0)
			}
		}
		for _, ends := range [][]end{r.outRight, r.outLeft} {
			for _, e := range ends {
				n := s.entry(e, false)
				put(n, s.art.arrow(n.kind), indent)
			}
		}
		for _, k := range r.below {
			put(s.entry(end{stream: k, lane: -1}, false), " "+s.art.down, indent)
		}
	}
	s.loose()
}

// heading writes the name of a step with its imbalance, and its note.
func (s *sheet) heading(step int) {
	of := AtStep(step)
	mark := s.art.bullet
	role := RoleFrame
	if of == s.o.Selected {
		mark, role = s.art.selected, RoleMark
	}
	for _, words := range s.stepWords(step, s.o.Width) {
		words[0] = piece{role, mark + " ", of}
		s.write(words...)
		mark = " "
	}
}
