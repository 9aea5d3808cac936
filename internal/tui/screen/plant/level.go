package plant

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Level is the row that asks for the level of an audit. While it has the keys it
// says what each level is and what effort it takes, as method.toml has it.
type Level struct {
	*widget.Choice
	levels func() []benchmark.Outcome
}

// NewLevel makes the row; levels are those of method.toml. An audit always has a
// level: there is no way to have none.
func NewLevel(names widget.Names, levels func() []benchmark.Outcome, get func() string, set func(string) error) *Level {
	return &Level{
		Choice: &widget.Choice{
			Names: names, Options: options("tui.level.", ui.Quick, ui.Detailed), Get: get,
			Set: func(id string) error {
				if id == "" {
					return nil
				}
				return set(id)
			},
		},
		levels: levels,
	}
}

// View draws the answers, and below them what they mean.
func (l *Level) View(w, room int, focused bool, c ui.Context) ([]string, *tea.Position) {
	lines, at := l.Choice.View(w, room, focused, c)
	if !focused {
		return lines, at
	}
	column := min(24, w*2/5) // where the form's fields begin
	for _, level := range l.levels() {
		said := c.T("taskpage.effort", "name", level.Name, "means", level.Means)
		lines = append(lines, widget.Prose(said, w, column, c.Style.Muted.Render)...)
	}
	return lines, at
}
