package tomldoc

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Field is a key and its value, as an edit writes them. A value is a string,
// bool, int, float64, quantity.Date, quantity.Month, text.Name, []string,
// []int, []float64, map[string]float64, map[string]string, map[string]any,
// Table, []Table or a pointer to one of the simple ones. Nothing (nil, a date
// or month that is not stated) means that the key is absent.
type Field struct {
	Key   string
	Value any
}

// Table is the fields of a table in the order in which they are written.
type Table []Field

// plain brings a value that an edit was given to one of the few forms that the
// editor handles: nil, string, bool, int64, float64, quantity.Date, month
// strings, []any of these, Table and []Table.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, int64:
		return v, nil
	case string:
		return oneText(v), nil
	case int:
		return int64(v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, text.M("toml.no-number")
		}
		return v, nil
	case quantity.Date:
		if v.IsZero() {
			return nil, nil
		}
		if !v.Valid() {
			return nil, text.M("toml.date-invalid", "found", v.String())
		}
		return v, nil
	case quantity.Month:
		if v.IsZero() {
			return nil, nil
		}
		return v.String(), nil
	case text.Name:
		if v.VI == v.EN {
			return oneText(v.VI), nil
		}
		return plainTable(Table{{"vi", v.VI}, {"en", v.EN}})
	case Table:
		return plainTable(v)
	case []Table:
		out := make([]Table, len(v))
		for i, t := range v {
			p, err := plainTable(t)
			if err != nil {
				return nil, err
			}
			out[i] = p
		}
		return out, nil
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Pointer:
		if rv.IsNil() {
			return nil, nil
		}
		return plain(rv.Elem().Interface())
	case reflect.Slice:
		out := make([]any, rv.Len())
		for i := range out {
			p, err := plain(rv.Index(i).Interface())
			if err != nil {
				return nil, err
			}
			out[i] = p
		}
		return out, nil
	case reflect.Map:
		if rv.Type().Key().Kind() != reflect.String {
			break
		}
		t := make(Table, 0, rv.Len())
		for _, k := range rv.MapKeys() {
			t = append(t, Field{k.String(), rv.MapIndex(k).Interface()})
		}
		slices.SortFunc(t, func(a, b Field) int { return strings.Compare(a.Key, b.Key) })
		return plainTable(t)
	}
	return nil, fmt.Errorf("tomldoc: a %T cannot be written", v)
}

func plainTable(t Table) (Table, error) {
	out := make(Table, 0, len(t))
	for _, f := range t {
		p, err := plain(f.Value)
		if err != nil {
			return nil, err
		}
		if p != nil {
			out = append(out, Field{norm.NFC.String(f.Key), p})
		}
	}
	return out, nil
}

// oneText is the form in which text is stored: NFC, lines ended by \n.
func oneText(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return norm.NFC.String(s)
}

// valueText writes a plain value on one line.
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return stringText(v)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return numberText(v)
	case quantity.Date:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = valueText(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case []Table:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = valueText(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Table:
		if len(v) == 0 {
			return "{}"
		}
		parts := make([]string, len(v))
		for i, f := range v {
			parts[i] = pairText(f)
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	return ""
}

func pairText(f Field) string { return keyText(f.Key) + " = " + valueText(f.Value) }

// lineValueText writes a plain value where it may take several lines: at the
// level of a table's own keys. nl ends the lines.
func lineValueText(v any, nl string) string {
	s, ok := v.(string)
	if !ok || !strings.Contains(s, "\n") {
		return valueText(v)
	}
	var b strings.Builder
	b.WriteString(`"""` + nl)
	quotes := 0
	for _, r := range s {
		if r == '"' {
			quotes++
			// A third quote in a row would end the string.
			if quotes == 3 {
				b.WriteString(`\"`)
				quotes = 0
				continue
			}
		} else {
			quotes = 0
		}
		switch r {
		case '\n':
			b.WriteString(nl)
		case '"':
			b.WriteByte('"')
		default:
			writeRune(&b, r)
		}
	}
	out := b.String()
	if quotes > 0 {
		out = out[:len(out)-quotes] + strings.Repeat(`\"`, quotes)
	}
	return out + `"""`
}

// numberText writes a number with plain decimals, never an exponent, as short
// as reads back the same.
func numberText(v float64) string {
	if v == 0 {
		return "0" // not -0
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	// What looks like an integer must fit one of TOML's.
	if math.Abs(v) >= math.MaxInt64 {
		s += ".0"
	}
	return s
}

func stringText(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"':
			b.WriteString(`\"`)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		default:
			writeRune(&b, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case r == '\\':
		b.WriteString(`\\`)
	case r < 0x20 && r != '\t', r >= 0x7f && r < 0xa0:
		fmt.Fprintf(b, `\u%04X`, r)
	default:
		b.WriteRune(r)
	}
}

// keyText writes a key, quoted where it is not a bare key.
func keyText(k string) string {
	if bareKey(k) {
		return k
	}
	return stringText(k)
}

func bareKey(k string) bool {
	for i := 0; i < len(k); i++ {
		if !isBare(k[i]) {
			return false
		}
	}
	return k != ""
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// Literal writes a value as it stands in a document, on one line; "" for
// nothing and for what cannot be written.
func Literal(v any) string {
	p, err := plain(v)
	if err != nil {
		return ""
	}
	return valueText(p)
}
