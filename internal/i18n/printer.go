package i18n

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Printer writes messages and figures in one language. It does not change and
// may be used from several goroutines.
type Printer struct {
	lang  text.Lang
	find  func(key string) (template, bool)
	units map[string]text.Name
}

// WithUnits returns a printer that also knows the names of a sector's own
// units.
func (p *Printer) WithUnits(names map[string]text.Name) *Printer {
	with := *p
	with.units = names
	return &with
}

// Lang returns the language of the printer.
func (p *Printer) Lang() text.Lang { return p.lang }

// Say returns the words of a message. Strings among its values come out
// harmless (see Clean). A key that the catalogue does not have is shown in angle
// brackets, an argument that the message does not have as its placeholder.
func (p *Printer) Say(m text.Message) string {
	if m.Empty() {
		return ""
	}
	t, ok := p.find(m.Key)
	if !ok {
		return "<" + Clean(m.Key) + ">"
	}
	var b strings.Builder
	p.fill(&b, t, m.Args)
	return b.String()
}

// Error returns the words of an error: a message's own, or the text of an error
// that is no message, as it is.
func (p *Printer) Error(err error) string {
	if err == nil {
		return ""
	}
	var m text.Message
	if errors.As(err, &m) {
		return p.Say(m)
	}
	return Clean(err.Error())
}

func (p *Printer) fill(b *strings.Builder, t template, args text.Args) {
	for _, part := range t {
		value, given := args[part.name]
		switch {
		case part.name == "":
			b.WriteString(part.literal)
		case part.body != nil:
			if given && !empty(value) {
				p.fill(b, part.body, args)
			}
		case !given:
			b.WriteString("{" + part.name + "}")
		case part.words != nil:
			b.WriteString(part.words[plural(value)])
		default:
			b.WriteString(p.value(value, part.format))
		}
	}
}

// value writes an argument of a message.
func (p *Printer) value(value any, format string) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return Clean(v)
	case text.Name:
		return p.Name(v)
	case text.Message:
		return p.Say(v)
	case error:
		return p.Error(v)
	case quantity.Amount:
		if format != "" {
			return p.exact(v.Value, format) + p.after(v.Unit)
		}
		return p.Amount(v)
	case quantity.Date:
		return p.Date(v)
	case quantity.Month:
		return p.Month(v)
	case float64:
		if format != "" {
			return p.exact(v, format)
		}
		return p.Figure(v)
	case int:
		return p.integer(v)
	}
	switch r := reflect.ValueOf(value); r.Kind() {
	case reflect.Slice, reflect.Array:
		var b strings.Builder
		between := ""
		for i := range r.Len() {
			part := p.value(r.Index(i).Interface(), format)
			b.WriteString(between + part)
			if between = ", "; strings.HasSuffix(part, ".") { // whole sentences
				between = " "
			}
		}
		return b.String()
	case reflect.Pointer:
		if r.IsNil() {
			return ""
		}
		return p.value(r.Elem().Interface(), format)
	case reflect.String: // a named string type
		return Clean(r.String())
	}
	return Clean(fmt.Sprint(value))
}

// integer writes a count or a year: numbers of four digits stay together, so
// that a year does not come out as 2.018.
func (p *Printer) integer(n int) string {
	if -10000 < n && n < 10000 {
		return fmt.Sprint(n)
	}
	return p.Number(float64(n), 0)
}

// empty reports whether an argument has nothing to show.
func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case text.Name:
		return v.Empty()
	case text.Message:
		return v.Empty()
	case quantity.Date:
		return v.IsZero()
	case quantity.Month:
		return v.IsZero()
	}
	switch r := reflect.ValueOf(value); r.Kind() {
	case reflect.Slice, reflect.String:
		return r.Len() == 0
	case reflect.Pointer:
		return r.IsNil()
	}
	return false
}

// plural is 0 for exactly one thing, else 1.
func plural(value any) int {
	one := false
	switch r := reflect.ValueOf(value); r.Kind() {
	case reflect.Int, reflect.Int64:
		one = r.Int() == 1
	case reflect.Float64:
		one = r.Float() == 1
	case reflect.Slice:
		one = r.Len() == 1
	}
	if one {
		return 0
	}
	return 1
}

// Name returns the name in the printer's language, harmless (see Clean).
func (p *Printer) Name(n text.Name) string { return Clean(n.In(p.lang)) }
