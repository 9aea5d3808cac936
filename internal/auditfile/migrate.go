package auditfile

import (
	"errors"
	"fmt"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// migrations bring a document from the format of their index to the next. They
// edit the text in place, as a person would: comments and order stay. They are
// applied in memory when a file is read; the file itself changes at its next
// save, its old text kept as Backup(path, format).
var migrations = [Format]func(*tomldoc.Doc, *tomldoc.Editor) error{
	0: fromFormat0,
}

// Backup is where the text of a file is kept that had an older format.
func Backup(path string, format int) string { return fmt.Sprintf("%s.format%d.bak", path, format) }

// migrated brings a document to the present format; it is returned as it is if
// it has that. Nil: the problems say why it cannot be read.
func migrated(doc *tomldoc.Doc) (*tomldoc.Doc, problem.List) {
	format, wrong := formatOf(doc)
	if wrong != nil {
		return nil, problem.List{*wrong}
	}
	for ; format < Format; format++ {
		e := doc.Edit()
		err := migrations[format](doc, e)
		if err == nil {
			err = e.Set("format", format+1)
		}
		var m text.Message
		switch {
		case errors.As(err, &m):
			at, _ := m.Args["key"].(string)
			return nil, problem.List{doc.Problem(at, problem.Error, m)}
		case err != nil:
			return nil, problem.List{doc.Problem("format", problem.Error, text.M("file.migration", "found", format, "reason", err))}
		}
		next, problems := e.Done()
		if next == nil {
			return nil, problems
		}
		doc = next
	}
	return doc, nil
}

// fromFormat0 is the step from the shape that the program had before its first
// release. There
//
//	[audit]
//	kind = "quick"          is now  level = "quick"
//
//	[[period]]
//	production = 1250       is now  output = { <the only product> = 1250 }
func fromFormat0(doc *tomldoc.Doc, e *tomldoc.Editor) error {
	if kind, ok := doc.Value("audit.kind"); ok {
		s, isText := kind.(string)
		if !isText {
			return text.M("file.format0-kind", "key", "audit.kind")
		}
		if err := errors.Join(e.Rename("audit.kind", "level"), e.Set("audit.level", s)); err != nil {
			return err
		}
	}
	periods, _ := doc.Value("period")
	products, _ := doc.Value("product")
	list, _ := periods.([]any)
	for i := range list {
		at := tomldoc.Path("period", i+1, "production")
		v, ok := doc.Value(at)
		if !ok {
			continue
		}
		made, isNumber := number(v)
		if !isNumber {
			return text.M("file.format0-production", "key", at)
		}
		id := onlyProduct(products)
		if id == "" {
			return text.M("file.format0-products", "key", at)
		}
		if err := errors.Join(e.Rename(at, "output"), e.Set(tomldoc.Path("period", i+1, "output"), map[string]float64{id: made})); err != nil {
			return err
		}
	}
	return nil
}

// onlyProduct is the id of the product of a plant that has one.
func onlyProduct(products any) string {
	list, _ := products.([]any)
	if len(list) != 1 {
		return ""
	}
	table, _ := list[0].(map[string]any)
	id, _ := table["id"].(string)
	return id
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
