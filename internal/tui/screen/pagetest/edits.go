package pagetest

import (
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// apply makes edits to a document. What would be wrong in the file is refused,
// as in the program.
func apply(doc *tomldoc.Doc, edits []auditfile.Edit) (*tomldoc.Doc, error) {
	e := doc.Edit()
	if err := auditfile.Do(e, edits...); err != nil {
		return nil, err
	}
	next, problems := e.Done()
	if next == nil || problems.HasErrors() {
		return nil, problems[0].Message
	}
	for _, p := range second(auditfile.Decode(next)) {
		if p.Severity == problem.Error {
			return nil, p.Message
		}
	}
	return next, nil
}

func second[A, B any](_ A, b B) B { return b }
