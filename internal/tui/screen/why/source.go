package why

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Cited is a document with the place in it that was used.
type Cited struct {
	Source  benchmark.Source
	Locator text.Name
}

// Documents are those that a figure rests on, each place once.
func Documents(w *assess.Why) []Cited {
	var found []Cited
	seen := map[string]bool{}
	var visit func(*assess.Why)
	visit = func(w *assess.Why) {
		if w == nil {
			return
		}
		if w.Source != nil {
			key := w.Source.ID + "\x00" + w.Source.Title + "\x00" + w.Locator.VI
			if !seen[key] {
				seen[key] = true
				found = append(found, Cited{*w.Source, w.Locator})
			}
		}
		for _, from := range w.Parts() {
			visit(from)
		}
	}
	visit(w)
	return found
}

// SourceReader shows documents.
func SourceReader(heading func(ui.Context) string, found func() []Cited) ui.Screen {
	return &widget.Reader{Heading: heading, Lines: func(c ui.Context, w int) []string {
		f := phrase.NewFacts(c, w)
		for _, d := range found() {
			f.Gap()
			f.Document(d.Source, d.Locator)
		}
		return f.Lines
	}}
}
