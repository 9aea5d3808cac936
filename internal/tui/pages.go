package tui

import (
	"path/filepath"

	"github.com/sxsh-audit/audit/internal/tui/screen/asks"
	"github.com/sxsh-audit/audit/internal/tui/screen/data"
	"github.com/sxsh-audit/audit/internal/tui/screen/export"
	"github.com/sxsh-audit/audit/internal/tui/screen/option"
	planpage "github.com/sxsh-audit/audit/internal/tui/screen/plan"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/screen/portfolio"
	"github.com/sxsh-audit/audit/internal/tui/screen/result"
	"github.com/sxsh-audit/audit/internal/tui/screen/walk"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// pages are the steps of a quick assessment, in their order.
func pages(o *Options) []ui.Page {
	return []ui.Page{
		plant.Page(),
		data.Page(),
		asks.Page(),
		walk.Page(),
		result.Page(),
		option.Page(),
		portfolio.Page(),
		planpage.Page(),
		export.Page(o.Exporters, func(w ui.Work) string { return filesOf(o, w) }),
	}
}

// filesOf is where the files of an audit go: beside it, or where new files go if
// it is a copy of an example, which lies where nobody looks.
func filesOf(o *Options, w ui.Work) string {
	if o.isCopy(w.Path()) {
		return o.folder()
	}
	return filepath.Dir(w.Path())
}

// makePages is pages, but for tests that want pages of their own.
var makePages = pages

// firstPage is where a new audit begins: with its figures.
const firstPage = "data"
