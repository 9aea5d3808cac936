package tui

import (
	"path/filepath"

	"github.com/sxsh-audit/audit/internal/tui/screen/asks"
	"github.com/sxsh-audit/audit/internal/tui/screen/cause"
	"github.com/sxsh-audit/audit/internal/tui/screen/cost"
	"github.com/sxsh-audit/audit/internal/tui/screen/coverage"
	"github.com/sxsh-audit/audit/internal/tui/screen/data"
	"github.com/sxsh-audit/audit/internal/tui/screen/export"
	"github.com/sxsh-audit/audit/internal/tui/screen/model"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/option"
	planpage "github.com/sxsh-audit/audit/internal/tui/screen/plan"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/screen/portfolio"
	"github.com/sxsh-audit/audit/internal/tui/screen/reconcile"
	"github.com/sxsh-audit/audit/internal/tui/screen/result"
	"github.com/sxsh-audit/audit/internal/tui/screen/saving"
	"github.com/sxsh-audit/audit/internal/tui/screen/task"
	"github.com/sxsh-audit/audit/internal/tui/screen/walk"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// pages are all pages, each with the audits and the step that it belongs to and
// the tasks that are done on it. Quick audits show theirs in this order; detailed
// ones those of each step in this order.
func pages(o *Options) []ui.Page {
	var all []ui.Page
	all = []ui.Page{
		in(plant.Page(), both, 1, "1.1"),
		in(data.Page(), both, 1, "1.2"),
		in(coverage.Page(), both, 1, "1.2"),
		in(asks.Page(), both, 1),
		in(walk.Page(), both, 1),
		in(result.Page(), both, 1),
		in(saving.Page(), both, 5, "5.16"),
		in(model.Page(), both, 1),
		in(task.FocusPage(), ui.Detailed, 1, "1.3", "6.18"),
		in(network.Page(), ui.Detailed, 2, "2.4"),
		in(reconcile.Page(), ui.Detailed, 2, "2.5"),
		in(cost.Page(), ui.Detailed, 2, "2.6"),
		in(cause.Page(), ui.Detailed, 2, "2.7"),
		in(option.Page(), both, 3, "3.8", "3.9", "4.10", "4.11", "4.12"),
		in(portfolio.Page(), ui.Detailed, 4, "4.13"),
		in(planpage.Page(), ui.Detailed, 5, "5.14", "5.15", "6.17"),
		in(export.Page(o.Exporters, func(w ui.Work) string { return filesOf(o, w) }), both, 0),
		in(task.Page(func() []ui.Page { return all }), ui.Detailed, ui.Overview),
		in(task.QuickPage(), ui.Quick, ui.Overview),
	}
	return all
}

// both is the level of pages that every audit has.
const both = ""

// in puts a page in its place.
func in(p ui.Page, level string, step int, tasks ...string) ui.Page {
	p.Level, p.Step, p.Tasks = level, step, tasks
	return p
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
