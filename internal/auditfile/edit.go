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

// Do makes the edit.
func (x Edit) Do(e *tomldoc.Editor) error {
	switch x.Op {
	case "set":
		return e.Set(x.Path, x.Value)
	case "unset":
		return e.Unset(x.Path)
	case "append":
		fields, _ := x.Value.(tomldoc.Table)
		return e.Append(x.Path, fields)
	case "remove":
		return e.Remove(x.Path, x.Index)
	}
	return fmt.Errorf("auditfile: there is no edit %q", x.Op)
}
