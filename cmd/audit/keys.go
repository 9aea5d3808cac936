package main

import (
	"reflect"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// place is where a key of audit set leads to in an audit file. Keys are those
// of the file, with tables addressed by what names them instead of by number:
// period.2018-03.flows.water, flow.electricity.price.
type place struct {
	path  string        // as package tomldoc has it: period[3].flows.water
	kind  reflect.Type  // of the value; nil: any (an answer to a pack's ask)
	array string        // the array that a table must be added to first; empty: none
	table tomldoc.Table // that table
	parts []string      // of the key

	inside []string // where an array is named: the key in its table, with the table inside it
}

// identity is the key that names the tables of an array; "" where nothing but
// their number does. A period without a month is named by its days.
func identity(array string) string {
	switch array {
	case "product", "flow", "step", "stream", "option", "task":
		return "id"
	case "reference", "model":
		return "flow"
	case "answer":
		return "question"
	case "period":
		return "month"
	}
	return ""
}

// findPlace resolves a key against the audit as it is.
func findPlace(audit *assess.Audit, key string) (place, error) {
	if strings.Contains(key, "[") { // a path of the document, as messages name it
		return byPath(key)
	}
	parts := strings.Split(key, ".")
	p := place{parts: parts}
	field, ok := fieldOf(reflect.TypeFor[assess.Audit](), parts[0])
	if !ok || parts[0] == "format" || slices.Contains(parts, "") {
		return p, unknownKey(key, topKeys())
	}
	switch kind := deref(field.Type); kind.Kind() {
	case reflect.Struct:
		if len(parts) != 2 {
			return p, unknownKey(key, keysOf(kind, parts[0]))
		}
		inner, ok := fieldOf(kind, parts[1])
		if !ok || !settable(inner.Type) {
			return p, unknownKey(key, keysOf(kind, parts[0]))
		}
		p.path, p.kind = tomldoc.Path(parts[0], parts[1]), inner.Type
	case reflect.Map: // basis
		if len(parts) != 2 {
			return p, unknownKey(key, nil)
		}
		p.path = tomldoc.Path(parts[0], parts[1])
	case reflect.Slice:
		return p.inArray(audit, key, kind.Elem())
	default:
		return p, unknownKey(key, topKeys())
	}
	return p, nil
}

// inArray finds the table that the key names, or prepares to add it.
func (p place) inArray(audit *assess.Audit, key string, elem reflect.Type) (place, error) {
	head, rest := p.parts[0], p.parts[1:]
	by := identity(head)
	if by == "" || len(rest) < 2 {
		return p, unknownKey(key, keysOf(elem, head))
	}
	// The last part is a key, or the last two are a table inside and its key;
	// all before them is the name, which may hold dots (task.2.5.done).
	last := len(rest) - 1
	p.inside = rest[last:]
	field, ok := fieldOf(elem, rest[last])
	if last > 0 {
		if outer, found := fieldOf(elem, rest[last-1]); found && outer.Type.Kind() == reflect.Map {
			p.inside = rest[last-1:]
			p.kind, ok = outer.Type.Elem(), true
			last--
		}
	}
	if last == 0 || !ok {
		return p, unknownKey(key, keysOf(elem, head))
	}
	if p.kind == nil {
		if !settable(field.Type) {
			return p, unknownKey(key, keysOf(elem, head))
		}
		p.kind = field.Type
	}
	id := strings.Join(rest[:last], ".")
	list := reflect.ValueOf(*audit).FieldByIndex(fieldIndex(head))
	n := list.Len()
	for i := range n {
		if nameOfTable(list.Index(i), by) == id {
			p.path = inTable(head, i+1, p.inside)
			return p, nil
		}
	}
	table, err := newTable(head, by, id)
	if err != nil {
		return p, usage(err)
	}
	p.array, p.table = head, table
	p.path = inTable(head, n+1, p.inside)
	return p, nil
}

// inTable is the path of a key in a table of an array.
func inTable(array string, number int, inside []string) string {
	parts := []any{array, number}
	for _, key := range inside {
		parts = append(parts, key)
	}
	return tomldoc.Path(parts...)
}

// with is a new table with one more value, so that it is written whole and its
// signs stand in one column.
func with(t tomldoc.Table, inside []string, v any) tomldoc.Table {
	if len(inside) > 1 {
		v = tomldoc.Table{{Key: inside[1], Value: v}}
	}
	return append(t, tomldoc.Field{Key: inside[0], Value: v})
}

// nameOfTable is what addresses a table: a period without a month by its days,
// 2018-01-01/2018-12-31.
func nameOfTable(v reflect.Value, by string) string {
	if period, ok := v.Interface().(assess.Period); ok {
		if !period.Month.IsZero() {
			return period.Month.String()
		}
		return period.From.String() + "/" + period.To.String()
	}
	field, _ := fieldOf(v.Type(), by)
	return v.FieldByIndex(field.Index).String()
}

func newTable(head, by, id string) (tomldoc.Table, error) {
	if head != "period" {
		return tomldoc.Table{{Key: by, Value: id}}, nil
	}
	if from, to, both := strings.Cut(id, "/"); both {
		first, err := quantity.ParseDate(from)
		if err != nil {
			return nil, err
		}
		lastDay, err := quantity.ParseDate(to)
		if err != nil {
			return nil, err
		}
		return tomldoc.Table{{Key: "from", Value: first}, {Key: "to", Value: lastDay}}, nil
	}
	month, err := quantity.ParseMonth(id)
	if err != nil {
		return nil, err
	}
	return tomldoc.Table{{Key: "month", Value: month}}, nil
}

// byPath takes a path of the document, whose tables must be there already.
func byPath(key string) (place, error) {
	p := place{path: key, parts: strings.Split(key, ".")}
	kind := reflect.TypeFor[assess.Audit]()
	for _, part := range p.parts {
		name, _, _ := strings.Cut(part, "[")
		for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		switch kind.Kind() {
		case reflect.Map:
			kind = kind.Elem()
		case reflect.Struct:
			field, ok := fieldOf(kind, name)
			if !ok {
				return p, unknownKey(key, keysOf(kind, ""))
			}
			kind = field.Type
		default:
			return p, unknownKey(key, nil)
		}
	}
	if !settable(kind) {
		return p, unknownKey(key, nil)
	}
	p.kind = kind
	return p, nil
}

func unknownKey(key string, allowed []string) error {
	return usageMessage("cli.set.unknown-key", "key", key, "allowed", allowed)
}

func deref(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// fieldOf finds a field by its key in the file.
func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("toml") == key {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

func fieldIndex(key string) []int {
	f, _ := fieldOf(reflect.TypeFor[assess.Audit](), key)
	return f.Index
}

// settable reports whether a value of the type can be written on a command
// line.
func settable(t reflect.Type) bool {
	t = deref(t)
	switch t {
	case reflect.TypeFor[quantity.Date](), reflect.TypeFor[quantity.Month]():
		return true
	}
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Float64, reflect.Bool:
		return true
	case reflect.Slice:
		return t.Elem().Kind() == reflect.String
	}
	return false
}

// keysOf lists the keys of a table, as a message names them.
func keysOf(t reflect.Type, head string) []string {
	prefix := ""
	if head != "" {
		prefix = head + "."
		if identity(head) != "" {
			prefix += "…."
		}
	}
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		switch key := f.Tag.Get("toml"); {
		case settable(f.Type):
			keys = append(keys, prefix+key)
		case f.Type.Kind() == reflect.Map:
			keys = append(keys, prefix+key+".…")
		}
	}
	return keys
}

// topKeys are the tables that a key can begin with.
func topKeys() []string {
	var keys []string
	t := reflect.TypeFor[assess.Audit]()
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("toml")
		if kind := deref(t.Field(i).Type).Kind(); identity(key) != "" || kind == reflect.Struct || kind == reflect.Map {
			keys = append(keys, key)
		}
	}
	return keys
}

// value reads what was typed as the type of the place. Nothing typed, or a dash
// for a number, takes the key away.
func (a *app) value(p place, typed string) (any, error) {
	kind := p.kind
	if kind == nil {
		return a.numberOrText(typed)
	}
	kind = deref(kind)
	if strings.TrimSpace(typed) == "" {
		return nil, nil
	}
	switch kind {
	case reflect.TypeFor[quantity.Date]():
		return unwrap(quantity.ParseDate(strings.TrimSpace(typed)))
	case reflect.TypeFor[quantity.Month]():
		return unwrap(quantity.ParseMonth(strings.TrimSpace(typed)))
	}
	switch kind.Kind() {
	case reflect.Float64, reflect.Int:
		n, err := quantity.ParseNumber(typed, a.notation())
		if err != nil || n.Missing {
			return nil, err
		}
		if kind.Kind() == reflect.Float64 {
			return n.Value, nil
		}
		if n.Value != float64(int(n.Value)) {
			return nil, text.M("cli.set.whole", "value", typed)
		}
		return int(n.Value), nil
	case reflect.Bool:
		switch answer(typed) {
		case "yes":
			return true, nil
		case "no":
			return false, nil
		}
		return nil, text.M("cli.set.true-false", "value", typed)
	case reflect.Slice:
		var list []string
		for _, s := range strings.Split(typed, ";") {
			if s = strings.TrimSpace(s); s != "" {
				list = append(list, s)
			}
		}
		return list, nil
	}
	return typed, nil
}

func unwrap[T any](v T, err error) (any, error) { return v, err }

// numberOrText reads an answer to an ask of a pack: a number, or the id of a
// choice.
func (a *app) numberOrText(typed string) (any, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil, nil
	}
	if !strings.ContainsAny(typed[:1], "0123456789+-.,−") {
		return typed, nil
	}
	n, err := quantity.ParseNumber(typed, a.notation())
	if err != nil || n.Missing {
		return nil, err
	}
	return n.Value, nil
}
