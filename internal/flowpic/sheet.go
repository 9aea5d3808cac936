package flowpic

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Role is what a piece of a sheet is, for those who give it a style.
type Role string

// The roles of the pieces of a sheet. The name and amount of a stream have the
// role of its kind: StreamRole.
const (
	RoleFrame     Role = "frame"     // boxes, arrows and connectors
	RoleStep      Role = "step"      // the name of a step
	RoleNote      Role = "note"      // its note
	RoleImbalance Role = "imbalance" // its imbalance
	RoleSuspect   Role = "suspect"   // the mark of a suspect stream
	RoleUnknown   Role = "unknown"   // an amount that is not known
	RoleMark      Role = "mark"      // the mark of what is selected
)

// StreamRole is the role of the words of a stream of a kind.
func StreamRole(k Kind) Role { return Role("stream-" + string(k)) }

// Target is what a place of a sheet belongs to: a step or a stream, the other
// is −1; None is neither.
type Target struct{ Step, Stream int }

// None belongs to nothing.
func None() Target { return Target{-1, -1} }

// AtStep is the step with an index.
func AtStep(i int) Target { return Target{i, -1} }

// AtStream is the stream with an index.
func AtStream(i int) Target { return Target{-1, i} }

// SheetOptions say how a flow sheet is written.
type SheetOptions struct {
	Width    int    // columns; fewer than 20 are taken as 20
	ASCII    bool   // the drawing in ASCII; the texts stay as they are
	Selected Target // is marked; the zero value is step 0, so use None for nothing

	// Paint gives a piece its style; it must not change its width. Nil leaves
	// the text plain.
	Paint func(r Role, selected bool, s string) string
	Words Words
}

// Sheet is a flow sheet in lines.
type Sheet struct {
	Lines []SheetLine
	// Stops are the places where a cursor may stand, from top to bottom, in a
	// row first its inputs, then the step, then what leaves it. A stream between
	// two steps has a stop at either end, the nearest is the one to go to.
	Stops []Stop
}

// SheetLine is one line, no wider than the sheet and not filled up.
type SheetLine struct {
	Text  string
	Spans []Span
}

// Span says that the columns Start ≤ c < End belong to a target.
type Span struct {
	Start, End int
	Target
}

// Stop is the first line of a target.
type Stop struct {
	Line int
	Target
}

// Targets are what a line belongs to, from left to right.
func (l SheetLine) Targets() []Target {
	var all []Target
	for _, s := range l.Spans {
		all = append(all, s.Target)
	}
	return all
}

// narrowest is the width from which boxes with their streams beside them are
// readable; below, a step is a heading with its streams under it.
const narrowest = 72

// FlowSheet writes a graph as a flow sheet. From 72 columns on, steps are boxes
// with their inputs on the left and what leaves them on the right; below, steps
// are headings with lists. Streams that return or pass over steps are numbered
// connectors, with the same number at either end.
func FlowSheet(g Graph, o SheetOptions) Sheet {
	o.Width = max(o.Width, 20)
	s := &sheet{o: o, g: g, p: newPlan(g, Arrange(g).Order, len(g.Streams)), art: unicodeArt}
	if o.ASCII {
		s.art = asciiArt
	}
	s.connectors()
	if o.Width < narrowest {
		s.list()
	} else {
		s.boxes()
	}
	return s.done
}

// art is the set of characters of a drawing. Arrows are three cells wide.
type art struct {
	topLeft, top, topRight, side, bottomLeft, bottomRight, tee, down string
	in, recycle, forward, suspect, imbalance, selected, ellipsis     string
	out                                                              map[Kind]string
	bullet                                                           string
}

var (
	unicodeArt = art{
		"┌", "─", "┐", "│", "└", "┘", "┬", "▼", "──▶", "↺", "↓", "!", "⚠", "▸", "…",
		map[Kind]string{Product: "══▶", Waste: "╌╌▶", Loss: "··▶"}, "█",
	}
	asciiArt = art{
		"+", "-", "+", "|", "+", "+", "+", "v", "-->", "@", "v", "!", "!!", ">", "~",
		map[Kind]string{Product: "==>", Waste: "- >", Loss: "..>"}, "#",
	}
)

func (a art) arrow(k Kind) string {
	if s, ok := a.out[k]; ok {
		return s
	}
	return a.in
}

type sheet struct {
	o     SheetOptions
	g     Graph
	p     *plan
	art   art
	digit map[int]string // by stream: the sign of its connector
	done  Sheet
}

// connectors numbers the streams that go round, in the order in which they leave
// their steps.
func (s *sheet) connectors() {
	s.digit = map[int]string{}
	n := 0
	for _, r := range s.p.rows {
		for _, ends := range [][]end{r.outLeft, r.outRight} {
			for _, e := range ends {
				if e.lane >= 0 {
					n++
					sign := s.art.forward
					if s.g.kind(e.stream) == Recycle || s.p.rises(e) {
						sign = s.art.recycle
					}
					s.digit[e.stream] = sign + strconv.Itoa(n)
				}
			}
		}
	}
}

// rises tells whether a lane runs up the page.
func (p *plan) rises(e end) bool {
	for _, l := range p.right {
		if l.stream == e.stream {
			return true
		}
	}
	return false
}

// piece is a text of one role that belongs to a target.
type piece struct {
	role Role
	s    string
	of   Target
}

// write ends a line made of pieces.
func (s *sheet) write(pieces ...piece) {
	var line SheetLine
	var b strings.Builder
	at, room := 0, s.o.Width
	for i := len(pieces) - 1; i >= 0 && strings.TrimSpace(pieces[i].s) == ""; i-- {
		pieces = pieces[:i]
	}
	for _, p := range pieces {
		w := ansi.StringWidth(p.s)
		if at+w > room {
			p.s = ansi.Truncate(p.s, room-at, s.art.ellipsis)
			w = ansi.StringWidth(p.s)
		}
		if w == 0 {
			continue
		}
		if p.of != None() {
			if n := len(line.Spans); n > 0 && line.Spans[n-1].Target == p.of && line.Spans[n-1].End == at {
				line.Spans[n-1].End += w
			} else {
				line.Spans = append(line.Spans, Span{at, at + w, p.of})
			}
			s.stop(p.of)
		}
		if s.o.Paint != nil && p.role != "" && strings.TrimSpace(p.s) != "" {
			b.WriteString(s.o.Paint(p.role, p.of != None() && p.of == s.o.Selected, p.s))
		} else {
			b.WriteString(p.s)
		}
		at += w
	}
	line.Text = b.String()
	s.done.Lines = append(s.done.Lines, line)
}

// stop notes a place for the cursor, unless the target has one just above: an
// entry of several lines has one.
func (s *sheet) stop(of Target) {
	line := len(s.done.Lines)
	for i := len(s.done.Stops) - 1; i >= 0; i-- {
		if have := s.done.Stops[i]; have.Target == of {
			for l := have.Line; l < line; l++ {
				if !s.belongs(l, of) {
					s.done.Stops = append(s.done.Stops, Stop{line, of})
					break
				}
			}
			return
		}
	}
	s.done.Stops = append(s.done.Stops, Stop{line, of})
}

func (s *sheet) belongs(line int, of Target) bool {
	for _, t := range s.done.Lines[line].Targets() {
		if t == of {
			return true
		}
	}
	return false
}

// entry is the words of a stream at one of its ends.
type entry struct {
	stream int
	kind   Kind
	sign   string // of its connector
	name   string
	amount string
}

func (s *sheet) entry(e end, arrives bool) entry {
	st := s.g.Streams[e.stream]
	n := entry{stream: e.stream, kind: s.g.kind(e.stream), name: st.Name, amount: st.amount(s.o.Words.unknown())}
	if e.lane < 0 {
		return n
	}
	n.sign = s.digit[e.stream]
	away := s.g.Steps[e.away].Name
	if arrives {
		n.name += " (" + s.o.Words.from(away) + ")"
	} else {
		n.name += " (" + s.o.Words.to(away) + ")"
	}
	return n
}

// marks are the two cells before a stream or a step.
func (s *sheet) marks(of Target) []piece {
	sel, sus := piece{"", " ", of}, piece{"", " ", of}
	if of == s.o.Selected {
		sel = piece{RoleMark, s.art.selected, of}
	}
	if of.Stream >= 0 && s.g.Streams[of.Stream].Flag == Suspect {
		sus = piece{RoleSuspect, s.art.suspect, of}
	}
	return []piece{sel, sus}
}

func (s *sheet) amountRole(n entry) Role {
	st := s.g.Streams[n.stream]
	if st.Amount == nil || st.Flag == Unknown {
		return RoleUnknown
	}
	return StreamRole(n.kind)
}

// cell sets an entry into lines of exactly width columns: on one line if name
// and amount fit, else the name on a few lines and the amount on the last.
func (s *sheet) cell(n entry, width int) [][]piece {
	of := AtStream(n.stream)
	role := StreamRole(n.kind)
	room := width - 2
	sign := ""
	if n.sign != "" {
		sign = n.sign + " "
	}
	amount := ansi.Truncate(n.amount, room, s.art.ellipsis)
	lines := 2
	if sign != "" {
		lines = 3 // the other end is half of what it says
	}
	names := s.wrap(sign+n.name, room, lines)
	if ansi.StringWidth(names[len(names)-1])+1+ansi.StringWidth(amount) > room {
		names = append(names, "")
	}
	var out [][]piece
	for i, name := range names {
		var line []piece
		if i == 0 {
			line = s.marks(of)
		} else {
			line = []piece{{"", "  ", of}}
		}
		line = append(line, piece{role, name, of})
		fill := room - ansi.StringWidth(name)
		if i == len(names)-1 {
			fill -= ansi.StringWidth(amount)
			line = append(line, piece{"", spaces(fill), of}, piece{s.amountRole(n), amount, of})
		} else {
			line = append(line, piece{"", spaces(fill), of})
		}
		out = append(out, line)
	}
	return out
}

// wrap breaks a text into at least one and at most lines lines of width columns.
func (s *sheet) wrap(text string, width, lines int) []string {
	text = strings.Join(strings.Fields(ansi.Strip(text)), " ")
	width = max(width, 1)
	// A sign like °C or % stays with its figure.
	text = strings.NewReplacer(" °", "\u00a0°", " %", "\u00a0%").Replace(text)
	all := strings.Split(ansi.Wrap(text, width, " "), "\n")
	if len(all) > lines {
		all[lines-1] = ansi.Truncate(strings.Join(all[lines-1:], " "), width, s.art.ellipsis)
		all = all[:lines]
	}
	for i := range all {
		all[i] = strings.ReplaceAll(ansi.Truncate(strings.TrimSpace(all[i]), width, s.art.ellipsis), "\u00a0", " ")
	}
	return all
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
