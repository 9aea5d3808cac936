package tomldoc

import (
	"reflect"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// An order is the canonical order of the keys of a table: the order of the
// fields of the struct that it is decoded into. A nil order knows no key.
type order struct {
	ranks map[string]int
	inner map[string]*order
}

// Like returns the document with the canonical order of its keys and tables:
// that of the fields of the struct that v is or points to. Edits put new keys
// where this order says.
func (d *Doc) Like(v any) *Doc {
	t := reflect.TypeOf(v)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	e := &Doc{file: d.file, src: d.src, bom: d.bom, values: d.values, limits: d.limits, order: orderOf(t)}
	return e
}

func orderOf(t reflect.Type) *order {
	o := &order{ranks: map[string]int{}, inner: map[string]*order{}}
	for i := range t.NumField() {
		name := tagName(t.Field(i))
		if name == "" {
			continue
		}
		o.ranks[name] = i
		if in := tableType(t.Field(i).Type); in != nil {
			o.inner[name] = orderOf(in)
		}
	}
	return o
}

// tableType returns the struct that a field's tables are decoded into, nil if
// it holds none.
func tableType(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || isValueStruct(t) {
		return nil
	}
	return t
}

// isValueStruct reports whether the struct is a single value in a document.
func isValueStruct(t reflect.Type) bool {
	return t == dateType || t == monthType || t == nameType
}

var (
	dateType  = reflect.TypeFor[quantity.Date]()
	monthType = reflect.TypeFor[quantity.Month]()
	nameType  = reflect.TypeFor[text.Name]()
)

// tagName is the key of a field, "" for a field that documents do not have.
func tagName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

func (o *order) rank(key string) (int, bool) {
	if o == nil {
		return 0, false
	}
	r, ok := o.ranks[key]
	return r, ok
}

// at returns the order of the keys of the table that the path leads to.
func (o *order) at(p path) *order {
	for _, s := range p {
		if o == nil {
			return nil
		}
		if s.index == 0 {
			o = o.inner[s.key]
		}
	}
	return o
}

// Fields returns what a struct states as the fields of a table, in its order:
// what is empty (no text, nil, 0 of an int, an empty list, false) is left out,
// a float64 never.
func Fields(v any) Table {
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer {
		if rv.IsNil() {
			return nil
		}
		rv = rv.Elem()
	}
	return fieldsOf(rv)
}

func fieldsOf(rv reflect.Value) Table {
	var t Table
	for i := range rv.NumField() {
		name, f := tagName(rv.Type().Field(i)), rv.Field(i)
		if name == "" {
			continue
		}
		if f.Kind() == reflect.Pointer {
			if f.IsNil() {
				continue
			}
			f = f.Elem()
		} else if f.Kind() != reflect.Float64 && f.IsZero() {
			continue
		}
		switch {
		case f.Kind() == reflect.Struct && !isValueStruct(f.Type()):
			t = append(t, Field{name, fieldsOf(f)})
		case f.Kind() == reflect.Slice && tableType(f.Type()) != nil:
			ts := make([]Table, f.Len())
			for k := range ts {
				ts[k] = fieldsOf(f.Index(k))
			}
			t = append(t, Field{name, ts})
		case (f.Kind() == reflect.Slice || f.Kind() == reflect.Map) && f.Len() == 0:
		default:
			t = append(t, Field{name, f.Interface()})
		}
	}
	return t
}
