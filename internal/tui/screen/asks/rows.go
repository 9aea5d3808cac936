package asks

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// gap is a blank line.
type gap struct{ widget.Heading }

func (gap) View(int, int, bool, ui.Context) ([]string, *tea.Position) { return []string{""}, nil }

// why says below a question what its answer is for.
type why struct {
	widget.Heading
	ask      benchmark.Ask
	pack     *benchmark.Pack
	answered func() bool
}

func (r *why) View(w, _ int, _ bool, c ui.Context) ([]string, *tea.Position) {
	var flows []string
	for _, id := range r.ask.Flows {
		if f, ok := r.pack.Flow(id); ok {
			flows = append(flows, c.Name(f.Name))
		}
	}
	said := c.Name(r.ask.Why)
	var lines []string
	for _, l := range ui.Wrap(said, max(1, w-4)) {
		lines = append(lines, "    "+c.Style.Muted.Render(l))
	}
	if len(flows) > 0 && !r.answered() {
		waits := c.Glyph.Warn + " " + c.T("tui.asks.waits", "flows", strings.Join(flows, ", "))
		for _, l := range ui.Wrap(waits, max(1, w-4)) {
			lines = append(lines, "    "+c.Style.Warn.Render(l))
		}
	}
	return lines, nil
}
