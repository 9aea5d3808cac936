package phrase

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Rewrite are the edits that make the table at an index of an array state what
// now states, and no more of what old stated; an index below 0 appends it. Keys
// of which nothing changes are left alone, comments with them.
func Rewrite(table string, index int, old, now tomldoc.Table) []auditfile.Edit {
	if index < 0 {
		return []auditfile.Edit{auditfile.Append(table, now)}
	}
	var edits []auditfile.Edit
	for _, o := range old {
		if !slices.ContainsFunc(now, func(f tomldoc.Field) bool { return f.Key == o.Key }) {
			edits = append(edits, auditfile.Unset(tomldoc.Path(table, index+1, o.Key)))
		}
	}
	for _, f := range now {
		edits = append(edits, auditfile.Set(tomldoc.Path(table, index+1, f.Key), f.Value))
	}
	return edits
}

// ParseMonth reads a month as people type it: 3/2019, 03-2019, 2019-03.
func ParseMonth(typed string) (quantity.Month, error) {
	parts := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) == 2 {
		if len(parts[0]) == 4 {
			parts[0], parts[1] = parts[1], parts[0]
		}
		m, err1 := strconv.Atoi(parts[0])
		y, err2 := strconv.Atoi(parts[1])
		if month := (quantity.Month{Year: y, Month: m}); err1 == nil && err2 == nil && len(parts[1]) == 4 && month.Valid() {
			return month, nil
		}
	}
	return quantity.Month{}, text.M("modelpage.month-format", "text", typed)
}

// TypedMonth is a month as ParseMonth reads it.
func TypedMonth(m quantity.Month) string {
	if m.IsZero() {
		return ""
	}
	return strconv.Itoa(m.Month) + "/" + strconv.Itoa(m.Year)
}
