package result

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// sources shows where the figures of a row come from: for a flow what it is
// compared with, and the documents that its figures rest on.
func (s *screen) sources(r row) {
	if len(r.figures) == 0 {
		s.Post(ui.Toast{Text: text.M("result.no-source"), Kind: ui.Info})
		return
	}
	if r.flow != "" {
		if i, ok := indicator(phrase.Result(s.work), r.flow); ok && i.Reference != nil {
			s.Post(ui.Push{Screen: yardstickReader(s.work, r.flow)})
			return
		}
	}
	figures := r.figures
	found := func() []why.Cited {
		var all []why.Cited
		if result := phrase.Result(s.work); result != nil {
			for _, f := range result.Figures() {
				for _, id := range figures {
					if f.ID == id {
						all = append(all, why.Documents(f.Why)...)
					}
				}
			}
		}
		return all
	}
	if len(found()) == 0 {
		s.Post(ui.Toast{Text: text.M("result.no-source"), Kind: ui.Info})
		return
	}
	s.Post(ui.Push{Screen: why.SourceReader(func(c ui.Context) string { return c.T("result.sources") }, found)})
}

// yardstickReader shows what a flow is compared with: the bounds, why they were
// chosen, and every published row behind them.
func yardstickReader(work ui.Work, flow string) ui.Screen {
	heading := func(c ui.Context) string {
		return c.T("result.source-of", "flow", phrase.FlowName(c, work.Pack(), work.Common(), flow))
	}
	return &widget.Reader{
		Heading: heading,
		Lines: func(c ui.Context, w int) []string {
			f := phrase.NewFacts(c, w)
			i, ok := indicator(phrase.Result(work), flow)
			if !ok || i.Reference == nil {
				f.Note(c.T("result.no-source"))
				return f.Lines
			}
			yardstick(f, c, work, *i.Reference)
			return f.Lines
		},
		More: func() []ui.Binding {
			return []ui.Binding{{Keys: []string{"f7", "b"}, Show: "F7", Help: "result.key.benchmark"}}
		},
		On: func(key string, c ui.Context) bool {
			if key != "f7" && key != "b" {
				return false
			}
			c.Post(ui.Push{Screen: newChooser(work, flow)})
			return true
		},
	}
}

func yardstick(f *phrase.Facts, c ui.Context, work ui.Work, y assess.Yardstick) {
	f.Head(c.T("result.compared-with"))
	f.Add("pages.source.bounds", phrase.Bounds(c, y.Bounds, phrase.Per(c, y.Unit, c.Name(y.Per))))
	switch {
	case y.Own != "":
		f.Add("result.choice", c.T("result.choice-own"))
		f.Add("pages.source.document", ui.CleanLine(y.Own))
	case y.Chosen:
		f.Add("result.choice", c.T("result.choice-row"))
	default:
		f.Add("result.choice", c.T("result.choice-pack"))
		f.Add("result.reason", c.Name(y.Reason))
	}
	if y.Judgement {
		f.Warn("result.judgement", c.T("result.judgement-said"))
	}
	if !y.Verified && y.Own == "" {
		f.Warn("pages.source.sure", c.T("pages.source.unverified"))
	}
	f.Add("result.normalised", c.Say(y.Normalise))
	for n, row := range y.Rows {
		f.Gap()
		f.Head(c.T("result.row-of", "n", n+1, "of", len(y.Rows)))
		f.Row(row, work.Pack(), work.Common())
	}
}
