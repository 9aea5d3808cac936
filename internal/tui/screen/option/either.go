package option

import (
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// detailed reports whether the audit is a detailed one: then options have sheets
// and are ranked.
func detailed(w ui.Work) bool { return w.Audit().Settings.Level == "detailed" }

// pageOf is the page for the level of the audit.
func pageOf(w ui.Work) ui.Screen {
	if detailed(w) {
		return newList(w)
	}
	return newScreen(w)
}
