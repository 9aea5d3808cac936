package report

import (
	"github.com/sxsh-audit/audit/internal/text"
)

// BalanceReport is the process network as a document: what was measured, what it
// becomes when the balances are made to close, and what the waste streams cost.
func BalanceReport(in Input) *Document {
	a := newDetail(in, "detail.balance-title")
	if in.Result.Balance == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-network")})
		return &a.doc
	}
	a.balance()
	a.wasteCosts()
	a.causes()
	return &a.doc
}

// OptionsReport is the options as a document: what each is worth, how they were
// screened and ranked, and which set reaches the target.
func OptionsReport(in Input) *Document {
	a := newDetail(in, "detail.options-title")
	if in.Result.Options == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-options")})
		return &a.doc
	}
	a.options()
	a.portfolio()
	return &a.doc
}

// PlanReport is who does what when, what it brought, and what is watched.
func PlanReport(in Input) *Document {
	a := newDetail(in, "detail.plan-title")
	a.tasks()
	a.plan()
	a.promises()
	a.monitors()
	return &a.doc
}

func newDetail(in Input, title string) *assessment {
	a := &assessment{Input: in}
	a.doc.Title = text.M(title)
	a.doc.Subtitle = text.M("report.subtitle", "plant", in.Audit.Plant.DisplayName(), "sector", in.Pack.Sector.Name, "date", in.Audit.Settings.Date)
	return a
}
