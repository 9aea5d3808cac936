// Package problem says what is wrong with data, and where.
package problem

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Severity orders problems by what they stop.
type Severity string

// The severities: an error stops the use of the data, a doubt questions a
// figure, a note explains why something is absent.
const (
	Error Severity = "error"
	Doubt Severity = "doubt"
	Note  Severity = "note"
)

// Problem is one thing wrong with data. Path names the place in the document
// ("period[3].flows.water"); File, Line and Column are filled in by whoever
// knows the text (Line 0: not known).
type Problem struct {
	Severity     Severity
	File         string
	Line, Column int
	Path         string
	Message      text.Message
}

// List is problems in the order in which they were found.
type List []Problem

// Add appends a problem.
func (l *List) Add(s Severity, path string, m text.Message) {
	*l = append(*l, Problem{Severity: s, Path: path, Message: m})
}

// HasErrors reports whether any problem is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Severity == Error })
}

// Sort orders by file, line and column, keeping the order of equals.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
