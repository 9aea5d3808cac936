package widget

import (
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Chart is how charts of w by h cells are drawn in the looks, signs and numbers
// of the context.
func Chart(c ui.Context, w, h int) textchart.Options {
	return textchart.Options{
		Width: w, Height: min(h, textchart.MaxHeight), ASCII: c.Glyph.ASCII,
		Paint:  func(role textchart.Role, s string) string { return chartStyle(c.Style, role).Render(s) },
		Format: c.Figure, Percent: c.Share,
	}
}

func chartStyle(s *ui.Style, role textchart.Role) lipgloss.Style {
	switch role {
	case textchart.Axis:
		return s.Rule
	case textchart.Line:
		return s.Accent
	case textchart.Band, textchart.Good:
		return s.Good
	case textchart.Mark:
		return s.Warn
	case textchart.Bad:
		return s.Bad
	case textchart.Muted:
		return s.Muted
	}
	return s.Plain
}
