package phrase

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// StatedTwice reports whether a period states an amount of a flow whose days
// bills cover too. Bills that count a day twice among themselves are not this:
// only their dates can mend it.
func StatedTwice(a *assess.Audit, period int, flow string, cell assess.CoverageCell) bool {
	if cell.State != assess.CellTwice || len(cell.Readings) == 0 || period < 0 || period >= len(a.Periods) {
		return false
	}
	_, stated := a.Periods[period].Flows[flow]
	return stated
}

// KeepBills are the edits that take the amounts of a flow out of periods, so
// that the bills count.
func KeepBills(flow string, periods []int) []auditfile.Edit {
	var edits []auditfile.Edit
	for _, i := range periods {
		edits = append(edits, auditfile.Unset(tomldoc.Path("period", i+1, "flows", flow)))
	}
	return edits
}
