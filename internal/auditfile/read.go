// Package auditfile owns the file of an audit: reading it strictly with the
// place of everything that is wrong, migrating older formats, saving so that
// nothing is ever lost, and editing sessions with journal, lock and undo.
//
// Beside a file x.audit.toml the package keeps, while it is open or after a
// crash, x.audit.toml.lock (who has it open) and x.audit.toml.journal (the
// steps since the last save); and for good x.audit.toml~ (the version before
// the last save, of a session: before its first) and, of a file that was
// migrated, x.audit.toml.format0.bak. A journal that does not fit its file is
// kept as x.audit.toml.journal.lost-1 and so on.
package auditfile

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Read reads an audit file. The audit and the document are nil where nothing
// can be made of the file: it cannot be read, is no TOML or has a format that
// this program does not know. Else the audit holds what is right of it, the
// problems say what is not.
func Read(path string) (*assess.Audit, *tomldoc.Doc, problem.List) {
	lim := tomldoc.DefaultLimits()
	src, problems := tomldoc.ReadSource(path, lim)
	if problems != nil {
		return nil, nil, problems
	}
	return Parse(path, src)
}

// Parse reads an audit from its text; name is what problems call the file. The
// document is the one that Decode takes: of an older format, the migrated one.
func Parse(name string, src []byte) (*assess.Audit, *tomldoc.Doc, problem.List) {
	doc, problems := tomldoc.Parse(name, src)
	if doc == nil {
		return nil, nil, problems
	}
	doc, problems = migrated(doc.Like(assess.Audit{}))
	if doc == nil {
		return nil, nil, problems
	}
	a, found := Decode(doc)
	return a, doc, append(problems, found...)
}

// Decode takes the audit out of a document of the present format and checks
// everything that does not need the sector's data.
func Decode(doc *tomldoc.Doc) (*assess.Audit, problem.List) {
	a := &assess.Audit{}
	problems := doc.Decode(a)
	unread := problems
	for _, p := range check(a, doc.Has) {
		if !slices.ContainsFunc(unread, func(u problem.Problem) bool { return follows(p, u) }) {
			problems = append(problems, doc.Problem(p.Path, p.Severity, p.Message))
		}
	}
	problems.Sort()
	return a, problems
}

// follows reports whether a problem of the audit is only the other side of
// something that could not be read and so looks absent.
func follows(p, unread problem.Problem) bool {
	rest, inside := strings.CutPrefix(unread.Path, p.Path)
	if inside && (rest == "" || rest[0] == '.' || rest[0] == '[') {
		return true
	}
	// The key is there, misspelt.
	dot := strings.LastIndexByte(p.Path, '.') + 1
	for _, arg := range []string{"near", "allowed"} {
		if meant, ok := unread.Message.Args[arg].(string); ok && strings.HasPrefix(unread.Path, p.Path[:dot]) && meant == p.Path[dot:] {
			return true
		}
	}
	return false
}

// formatOf reads the version of the format; the problem says why there is none.
func formatOf(doc *tomldoc.Doc) (int, *problem.Problem) {
	fail := func(m text.Message) (int, *problem.Problem) {
		p := doc.Problem("format", problem.Error, m)
		if p.Line == 0 {
			p.Line, p.Column = 1, 1
		}
		return 0, &p
	}
	v, ok := doc.Value("format")
	if !ok {
		return fail(text.M("file.format-missing", "key", "format", "allowed", Format))
	}
	n, ok := v.(int64)
	if !ok || n < 0 {
		return fail(text.M("file.format-wrong", "key", "format", "allowed", Format))
	}
	if n > Format {
		return fail(text.M("file.format-newer", "key", "format", "found", int(n), "allowed", Format))
	}
	return int(n), nil
}
