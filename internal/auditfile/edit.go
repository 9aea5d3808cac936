package auditfile

import (
	"fmt"

	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Edit is one change of a document, made by Set, Unset, Append or Remove.
type Edit struct {
	Op    string // set | unset | append | remove
	Path  string
	Value any // of set; a tomldoc.Table of append
	Index int // of remove
}

// Set writes the value at the path (see tomldoc.Editor).
func Set(path string, value any) Edit { return Edit{Op: "set", Path: path, Value: value} }

// Unset removes the key or table at the path.
func Unset(path string) Edit { return Edit{Op: "unset", Path: path} }

// Append adds a table to an array of tables.
func Append(table string, fields tomldoc.Table) Edit {
	return Edit{Op: "append", Path: table, Value: fields}
}

// Remove removes a table of an array of tables, counted from 1.
func Remove(table string, index int) Edit { return Edit{Op: "remove", Path: table, Index: index} }

// Do makes the edits, one after another; the first that cannot be made ends it.
func Do(e *tomldoc.Editor, edits ...Edit) error {
	for len(edits) > 0 {
		x := edits[0]
		n := 1
		// Tables of a kind go in at once: a thousand bills, one by one, would
		// lay the text out a thousand times.
		for x.Op == "append" && n < len(edits) && edits[n].Op == "append" && edits[n].Path == x.Path {
			n++
		}
		if err := x.do(e, edits[1:n]); err != nil {
			return err
		}
		edits = edits[n:]
	}
	return nil
}

// do makes an edit; more are those that append to the same table.
func (x Edit) do(e *tomldoc.Editor, more []Edit) error {
	switch x.Op {
	case "set":
		return e.Set(x.Path, x.Value)
	case "unset":
		return e.Unset(x.Path)
	case "append":
		fields, _ := x.Value.(tomldoc.Table)
		tables := []tomldoc.Table{fields}
		for _, y := range more {
			fields, _ := y.Value.(tomldoc.Table)
			tables = append(tables, fields)
		}
		return e.Append(x.Path, tables...)
	case "remove":
		return e.Remove(x.Path, x.Index)
	}
	return fmt.Errorf("auditfile: there is no edit %q", x.Op)
}
