package plan

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// results hold what the done solutions promised against what was measured.
func (s *screen) results() []widget.Block {
	r := phrase.Result(s.work)
	if r == nil {
		return []widget.Block{widget.Remark(s.Context, s.T("pages.no-pack"))}
	}
	if r.Options == nil || len(r.Options.Promises) == 0 {
		done, _ := state(s.work)
		key, link := "planpage.no-after", s.link("data", "planpage.go-data")
		switch {
		case done == 0:
			key, link = "planpage.none-done", s.link("options", "planpage.go-options")
		case len(r.Savings) > 0:
			key = "planpage.no-promise"
		}
		return []widget.Block{widget.Remark(s.Context, s.T(key)), link}
	}
	blocks := []widget.Block{s.resultsHead()}
	for _, p := range r.Options.Promises {
		blocks = append(blocks, widget.Block{ID: "flow:" + p.Flow, Draw: func(w int, selected bool) []string { return s.promiseRow(p, w, selected) }})
		for _, x := range r.Options.Parts {
			if x.Flow == p.Flow {
				blocks = append(blocks, widget.Block{ID: "part:" + x.Option + ":" + x.Flow, Draw: func(w int, selected bool) []string { return s.partRow(x, w, selected) }})
			}
		}
	}
	return blocks
}

// Cells of the figures of promises; the verdict takes what is left.
const (
	shareCells   = 10
	verdictCells = 24
)

// narrow is the width below which names and verdicts take all there is: the
// figures stand below the list.
const narrow = 66

func (s *screen) resultsHead() widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		if w < narrow {
			return []string{ui.Fit(s.Style.Accent.Render(ui.Fit(s.T("planpage.promised-achieved"), max(0, w-verdictCells), s.Glyph.More))+s.Style.Muted.Render(s.T("planpage.column.verdict")), w, "")}
		}
		line := s.Style.Accent.Render(ui.Fit(s.T("planpage.promised-achieved"), max(0, w-2*shareCells-verdictCells-2), s.Glyph.More))
		line += s.Style.Muted.Render(ui.FitRight(s.T("planpage.column.promised"), shareCells, "") + ui.FitRight(s.T("planpage.column.achieved"), shareCells, "") +
			"  " + ui.Fit(s.T("planpage.column.verdict"), verdictCells, ""))
		return []string{ui.Fit(line, w, "")}
	}}
}

func (s *screen) flowName(id string) string {
	return phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), id)
}

// verdict is whether a promise was kept, in words, with its look and sign.
func (s *screen) verdict(k core.Kept) (string, lipgloss.Style) {
	said := s.Say(text.M("planpage.kept." + string(k)))
	switch k {
	case core.Consistent, core.Above:
		return s.Glyph.Done + " " + said, s.Style.Good
	case core.Below:
		return s.Glyph.Bad + " " + said, s.Style.Bad
	case core.Unclear:
		return "? " + said, s.Style.Warn
	}
	return s.Glyph.Info + " " + said, s.Style.Muted
}

func (s *screen) promiseRow(p core.FlowPromise, w int, selected bool) []string {
	said, style := s.verdict(p.Verdict)
	promised := ""
	if p.Verdict != core.NotPromise && p.Verdict != core.NotKnown {
		promised = s.Share(100 * p.Promised.Central)
	}
	if w < narrow {
		return []string{s.verdictLine(s.flowName(p.Flow), widget.Mark(s.Context, selected), said, style, w, selected)}
	}
	return []string{widget.Line(s.Context, selected, w,
		widget.Span{Text: widget.Mark(s.Context, selected)},
		widget.Span{Text: ui.Fit(s.flowName(p.Flow), max(0, w-4-2*shareCells-verdictCells), s.Glyph.More), Style: s.Style.Strong},
		widget.Span{Text: ui.FitRight(promised, shareCells, "")},
		widget.Span{Text: ui.FitRight(s.Share(100*p.Measured.Share), shareCells, "")},
		widget.Span{Text: "  " + ui.Fit(said, verdictCells, s.Glyph.More), Style: style})}
}

// verdictLine is a row with a name and a verdict only.
func (s *screen) verdictLine(name, mark, verdict string, style lipgloss.Style, w int, selected bool) string {
	return widget.Line(s.Context, selected, w, widget.Span{Text: mark},
		widget.Span{Text: ui.Fit(name, max(0, w-ui.Width(mark)-verdictCells-1), s.Glyph.More)}, widget.Span{Text: " " + ui.Fit(verdict, verdictCells, s.Glyph.More), Style: style})
}

func (s *screen) partRow(x core.OptionPromise, w int, selected bool) []string {
	said, style := s.verdict(x.Verdict)
	o, _, _ := findOption(s.work, x.Option)
	if w < narrow {
		return []string{s.verdictLine(s.Name(nameOf(s.work, o)), widget.Mark(s.Context, selected)+"  ", said, style, w, selected)}
	}
	return []string{widget.Line(s.Context, selected, w,
		widget.Span{Text: widget.Mark(s.Context, selected) + "  "},
		widget.Span{Text: ui.Fit(s.Name(nameOf(s.work, o)), max(0, w-6-2*shareCells-verdictCells), s.Glyph.More)},
		widget.Span{Text: ui.FitRight(s.Share(100*x.Promised.Central), shareCells, "")},
		widget.Span{Text: strings.Repeat(" ", shareCells)},
		widget.Span{Text: "  " + ui.Fit(said, verdictCells, s.Glyph.More), Style: style})}
}

// promiseDetail says a verdict in a sentence.
func (s *screen) promiseDetail(kind, rest string, w int) []string {
	r := phrase.Result(s.work)
	if r == nil || r.Options == nil {
		return nil
	}
	id, flow := "", rest
	if kind == "part" {
		id, flow, _ = strings.Cut(rest, ":")
	}
	i := slices.IndexFunc(r.Options.Promises, func(p core.FlowPromise) bool { return p.Flow == flow })
	if i < 0 {
		return nil
	}
	p := r.Options.Promises[i]
	interval := func(a, b, v float64) string {
		if a == b {
			return s.Share(100 * v)
		}
		return s.T("optionpage.spread", "central", s.Share(100*v), "low", s.Share(100*min(a, b)), "high", s.Share(100*max(a, b)))
	}
	f := phrase.NewFacts(s.Context, w)
	if kind == "part" {
		o, _, _ := findOption(s.work, id)
		f.Head(s.Name(nameOf(s.work, o)))
		for _, x := range r.Options.Parts {
			if x.Option != id || x.Flow != flow {
				continue
			}
			f.Add("planpage.fact.promised", s.T("planpage.of-flow", "share", interval(x.Promised.Low, x.Promised.High, x.Promised.Central), "flow", phrase.Lower(s.flowName(flow))))
			if len(x.Others) > 0 {
				var names []string
				for _, other := range x.Others {
					y, _, _ := findOption(s.work, other)
					names = append(names, s.Name(nameOf(s.work, y)))
				}
				f.Text(s.T("planpage.together", "flow", phrase.Lower(s.flowName(flow)), "options", strings.Join(names, "; ")))
			} else {
				f.Text(s.Say(text.M("planpage.means." + string(x.Verdict))))
			}
		}
		return f.Lines
	}
	f.Head(s.flowName(flow))
	if p.Verdict != core.NotPromise && p.Verdict != core.NotKnown {
		f.Add("planpage.fact.promised", interval(p.Promised.Low, p.Promised.High, p.Promised.Central))
	}
	f.Add("planpage.fact.achieved", interval(p.Measured.Low, p.Measured.High, p.Measured.Share))
	f.Text(s.Say(text.M("planpage.means." + string(p.Verdict))))
	return f.Lines
}
