package option

import (
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// cutLeft is a drawn line without its first cells.
func cutLeft(line string, cells int) string { return ansi.Cut(line, cells, ui.Width(line)) }

// weights asks for the weights of the ranking: a set of the method, or three
// numbers. They are written as soon as they add up to 100, all in one step.
type weights struct {
	widget.Sheet
	work  ui.Work
	now   [3]float64 // as typed, technical, economic, environmental
	whole bool       // now is what the audit has
}

func newWeights(w ui.Work) *weights {
	s := &weights{work: w}
	s.load()
	s.Heading = func(c ui.Context) string { return c.T("optionpage.weights.title") }
	s.Build = s.rows
	s.Stale = func() bool { s.load(); return false }
	s.Done = func() {
		if s.Form.Leave(s.Context) {
			s.Post(ui.Back{})
		}
	}
	return s
}

// load takes the weights in force, unless numbers are typed that do not add up
// yet.
func (s *weights) load() {
	t, e, v := inForce(s.work)
	s.now, s.whole = [3]float64{t, e, v}, true
}

// inForce are the weights that the audit is ranked with.
func inForce(w ui.Work) (technical, economic, environmental float64) {
	if r := w.Audit().Ranking; r != nil {
		return r.Technical, r.Economic, r.Environmental
	}
	set, _ := w.Common().Method.DefaultWeights()
	return set.Technical, set.Economic, set.Environmental
}

// weightsWords says which weights are in force.
func weightsWords(c ui.Context, w ui.Work) string {
	t, e, v := inForce(w)
	key := "optionpage.weights.own"
	if w.Audit().Ranking == nil {
		key = "optionpage.weights.default"
	}
	return c.T(key, "technical", t, "economic", e, "environmental", v)
}

func (s *weights) rows() []widget.Row {
	rows := []widget.Row{&widget.Heading{Names: widget.Names{Hint: "optionpage.weights.hint"}}, s.set()}
	for i, label := range [...]string{"optionpage.weights.technical", "optionpage.weights.economic", "optionpage.weights.environmental"} {
		rows = append(rows, &widget.Number{
			Names: widget.Names{Label: label},
			Get:   func() *float64 { v := s.now[i]; return &v },
			Set: func(v *float64) error {
				if v == nil || !(*v >= 0 && *v <= 100) {
					return text.M("optionpage.weights.bad")
				}
				s.now[i], s.whole = *v, false
				return s.keep()
			},
		})
	}
	return append(rows, &lines{say: func(c ui.Context, w int) []string {
		sum := s.now[0] + s.now[1] + s.now[2]
		if math.Abs(sum-100) < 1e-9 {
			return widget.Prose(c.T("optionpage.weights.sum-right"), w, 1, c.Style.Good.Render)
		}
		return widget.Prose(c.Glyph.Warn+" "+c.T("optionpage.weights.sum-wrong", "sum", sum), w, 1, c.Style.Warn.Render)
	}})
}

// set offers the sets of the method.
func (s *weights) set() *widget.Pick {
	name := func(x benchmark.WeightSet, c ui.Context) string {
		said := c.Figure(x.Technical) + " / " + c.Figure(x.Economic) + " / " + c.Figure(x.Environmental)
		if x.Default {
			said += "  " + c.T("optionpage.weights.usual")
		}
		return said
	}
	return &widget.Pick{
		Names: widget.Names{Label: "optionpage.weights.set"}, Rows: 4,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, x := range s.work.Common().Method.WeightSets {
				all = append(all, widget.Option{ID: x.ID, Name: name(x, c), Detail: c.Name(x.Note)})
			}
			return all
		},
		Get: func() string {
			for _, x := range s.work.Common().Method.WeightSets {
				if s.now == [3]float64{x.Technical, x.Economic, x.Environmental} {
					return x.ID
				}
			}
			return ""
		},
		Set: func(id string) error {
			if id == "" { // back to the set that every audit begins with
				return s.work.Apply(text.M("optionpage.weights.did"), auditfile.Unset("ranking"))
			}
			for _, x := range s.work.Common().Method.WeightSets {
				if x.ID == id {
					s.now = [3]float64{x.Technical, x.Economic, x.Environmental}
				}
			}
			return s.keep()
		},
	}
}

// keep writes the weights once they add up.
func (s *weights) keep() error {
	if math.Abs(s.now[0]+s.now[1]+s.now[2]-100) >= 1e-9 {
		return nil
	}
	s.whole = true
	if t, e, v := inForce(s.work); s.work.Audit().Ranking != nil && s.now == [3]float64{t, e, v} {
		return nil
	}
	return s.work.Apply(text.M("optionpage.weights.did"), auditfile.Set("ranking", tomldoc.Table{
		{Key: assess.Technical, Value: s.now[0]}, {Key: assess.Economic, Value: s.now[1]}, {Key: assess.Environmental, Value: s.now[2]},
	}))
}

// Leave says that weights which do not add up are not written.
func (s *weights) Leave() bool {
	if !s.Sheet.Leave() {
		return false
	}
	if !s.whole {
		s.Post(ui.Toast{Text: text.M("optionpage.weights.not-kept", "sum", s.now[0]+s.now[1]+s.now[2]), Kind: ui.Warning})
		s.load()
		s.Form.Load(s.Context)
	}
	return true
}

// worthLines are the figures of an option, for the pane beside a list or form.
func worthLines(c ui.Context, w ui.Work, it item, width int) []string {
	f := phrase.NewFacts(c, width)
	f.Head(c.Name(it.name()))
	sh, ok := sheetOf(w, it.id)
	if !ok {
		return f.Lines
	}
	f.Add("options.fact.category", categoryName(c, w, sh.Category))
	if it.taken.Screening != "" {
		f.Add("options.fact.screening", screeningName(c, w, it.taken.Screening))
	} else if sh.Suggested.Outcome != "" {
		f.Add("options.fact.screening", c.T("optionpage.suggested-short", "outcome", phrase.Lower(screeningName(c, w, string(sh.Suggested.Outcome)))))
	}
	f.Gap()
	for _, e := range sh.Effects {
		f.Text(c.Name(e.Flow.Name) + ": " + effect(c, w, e))
	}
	f.Gap()
	for _, t := range economics(c, w, sh) {
		f.Add(t.label, t.said)
	}
	f.Gap()
	for _, said := range standing(c, w, it.id) {
		f.Text(said)
	}
	if it.taken.Burden != "" && it.taken.Burden != "none" {
		f.Gap()
		f.Warn("optionpage.fact.burden", strings.Join(strings.Fields(it.taken.Burden), " "))
	}
	return f.Lines
}
