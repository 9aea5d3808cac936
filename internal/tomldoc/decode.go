package tomldoc

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// maxProblems bounds how many problems one document can have listed: a file
// with a thousand of them is another kind of file.
const maxProblems = 1000

// Decode reads the document into the struct that dst points to and returns
// everything that does not fit: unknown keys, wrong types, keys in capitals,
// numbers that are none. What fits is set in any case. Keys are those of the
// fields' toml tags; a field may be
//
//	string, bool, int, float64, a pointer to one of these,
//	quantity.Date (a TOML date or "2019-11-05"), quantity.Month ("2018-01"),
//	text.Name ({ vi = "…", en = "…" }, or one string for both),
//	a struct, a pointer to a struct or a slice of structs (tables),
//	a slice of the simple ones, map[string]float64, map[string]string, or
//	map[string]any (strings, bools and numbers as float64).
//
// Text is normalised to NFC, its lines end with \n.
func (d *Doc) Decode(dst any) problem.List {
	dec := decoder{doc: d, types: map[reflect.Type]*structInfo{}}
	dec.table(d.values, reflect.ValueOf(dst).Elem())
	out := dec.out
	out.Sort()
	if dec.more > 0 {
		out = append(out, problem.Problem{Severity: problem.Error, File: d.file, Message: text.M("toml.more", "found", dec.more)})
	}
	return out
}

type decoder struct {
	doc   *Doc
	types map[reflect.Type]*structInfo
	path  path // of what is being decoded
	out   problem.List
	more  int // problems beyond those listed
}

type structInfo struct {
	keys   []string
	fields map[string]int
}

func (dec *decoder) info(t reflect.Type) *structInfo {
	in := dec.types[t]
	if in == nil {
		in = &structInfo{fields: map[string]int{}}
		for i := range t.NumField() {
			if name := tagName(t.Field(i)); name != "" {
				in.keys = append(in.keys, name)
				in.fields[name] = i
			}
		}
		dec.types[t] = in
	}
	return in
}

// fail records a problem with the value that is being decoded.
func (dec *decoder) fail(m text.Message) { dec.failAt(m, false) }

func (dec *decoder) failAt(m text.Message, key bool) {
	if len(dec.out) >= maxProblems {
		dec.more++
		return
	}
	line, column := dec.doc.position(dec.path, key)
	dec.out = append(dec.out, problem.Problem{
		Severity: problem.Error, File: dec.doc.file,
		Line: line, Column: column, Path: dec.at(), Message: m,
	})
}

// at is the path of what is being decoded, in words.
func (dec *decoder) at() string { return dec.path.String() }

func (dec *decoder) push(s step) { dec.path = append(dec.path, s) }
func (dec *decoder) pop()        { dec.path = dec.path[:len(dec.path)-1] }

// wrong says that a value has another type than the key wants.
func (dec *decoder) wrong(v any, want string) {
	m := text.M("toml.wrong-type", "key", dec.at(), "found", typeName(v), "allowed", text.M("toml.type."+want))
	if s, ok := v.(string); ok && (want == "number" || want == "integer") && strings.ContainsAny(s, "0123456789") {
		m = text.M("toml.number-in-quotes", "key", dec.at(), "found", clip(s))
	}
	dec.fail(m)
}

// typeName says what a value is.
func typeName(v any) text.Message {
	switch v.(type) {
	case string:
		return text.M("toml.type.string")
	case bool:
		return text.M("toml.type.bool")
	case int64:
		return text.M("toml.type.integer")
	case float64:
		return text.M("toml.type.number")
	case []any:
		return text.M("toml.type.array")
	case map[string]any:
		return text.M("toml.type.table")
	case toml.LocalDate:
		return text.M("toml.type.date")
	}
	return text.M("toml.type.time")
}

// table decodes into a struct.
func (dec *decoder) table(m map[string]any, dst reflect.Value) {
	in := dec.info(dst.Type())
	for k, v := range m {
		i, ok := in.fields[k]
		dec.push(step{key: k})
		if ok {
			dec.value(v, dst.Field(i))
		} else {
			dec.unknown(k, m, in)
		}
		dec.pop()
	}
}

func (dec *decoder) unknown(k string, m map[string]any, in *structInfo) {
	if lower := strings.ToLower(k); lower != k && slices.Contains(in.keys, lower) {
		if _, twice := m[lower]; twice {
			dec.failAt(text.M("toml.duplicate-case", "key", dec.at(), "found", clip(k), "allowed", lower), true)
			return
		}
		dec.failAt(text.M("toml.key-case", "key", dec.at(), "found", clip(k), "allowed", lower), true)
		return
	}
	if near := nearest(k, in.keys); near != "" {
		dec.failAt(text.M("toml.unknown-key-near", "key", dec.at(), "found", clip(k), "near", near, "allowed", in.keys), true)
		return
	}
	dec.failAt(text.M("toml.unknown-key", "key", dec.at(), "found", clip(k), "allowed", in.keys), true)
}

func (dec *decoder) value(v any, dst reflect.Value) {
	switch dst.Type() {
	case dateType:
		dec.date(v, dst)
		return
	case monthType:
		dec.month(v, dst)
		return
	case nameType:
		dec.name(v, dst)
		return
	}
	switch dst.Kind() {
	case reflect.Pointer:
		// A value that does not fit leaves the pointer nil: not stated.
		before := len(dec.out)
		p := reflect.New(dst.Type().Elem())
		dec.value(v, p.Elem())
		if len(dec.out) == before || p.Elem().Kind() == reflect.Struct {
			dst.Set(p)
		}
	case reflect.String:
		if s, ok := dec.str(v); ok {
			dst.SetString(s)
		}
	case reflect.Bool:
		if b, ok := v.(bool); ok {
			dst.SetBool(b)
		} else {
			dec.wrong(v, "bool")
		}
	case reflect.Int:
		switch n := v.(type) {
		case int64:
			dst.SetInt(n)
		case float64:
			dec.fail(text.M("toml.integer", "key", dec.at(), "found", numberFound(n)))
		default:
			dec.wrong(v, "integer")
		}
	case reflect.Float64:
		if f, ok := dec.number(v); ok {
			dst.SetFloat(f)
		}
	case reflect.Struct:
		if m, ok := v.(map[string]any); ok {
			dec.table(m, dst)
		} else {
			dec.wrong(v, "table")
		}
	case reflect.Slice:
		dec.slice(v, dst)
	case reflect.Map:
		dec.mapping(v, dst)
	default:
		dec.fail(text.M("toml.wrong-type", "key", dec.at(), "found", typeName(v), "allowed", dst.Type().String()))
	}
}

func (dec *decoder) slice(v any, dst reflect.Value) {
	vs, ok := v.([]any)
	if !ok {
		want := "array"
		if tableType(dst.Type()) != nil {
			want = "tables"
		}
		if _, isTable := v.(map[string]any); isTable && want == "tables" && len(dec.path) == 1 {
			dec.fail(text.M("toml.double-brackets", "key", dec.at(), "found", "["+dec.at()+"]", "allowed", "[["+dec.at()+"]]"))
			return
		}
		dec.wrong(v, want)
		return
	}
	out := reflect.MakeSlice(dst.Type(), len(vs), len(vs))
	for i, e := range vs {
		dec.push(step{index: i + 1})
		dec.value(e, out.Index(i))
		dec.pop()
	}
	dst.Set(out)
}

func (dec *decoder) mapping(v any, dst reflect.Value) {
	m, ok := v.(map[string]any)
	if !ok {
		dec.wrong(v, "table")
		return
	}
	// The usual maps are filled without reflection: a file has thousands of
	// these values.
	var set func(k string, v any)
	switch p := dst.Addr().Interface().(type) {
	case *map[string]float64:
		out := make(map[string]float64, len(m))
		*p = out
		set = func(k string, v any) {
			if f, ok := dec.number(v); ok {
				out[k] = f
			}
		}
	case *map[string]string:
		out := make(map[string]string, len(m))
		*p = out
		set = func(k string, v any) {
			if s, ok := dec.str(v); ok {
				out[k] = s
			}
		}
	case *map[string]any:
		out := make(map[string]any, len(m))
		*p = out
		set = func(k string, v any) {
			switch x := v.(type) {
			case string:
				if s, ok := dec.str(x); ok {
					out[k] = s
				}
			case bool:
				out[k] = x
			case int64, float64:
				if f, ok := dec.number(x); ok {
					out[k] = f
				}
			default:
				dec.wrong(v, "scalar")
			}
		}
	default:
		dec.fail(text.M("toml.wrong-type", "key", dec.at(), "found", typeName(v), "allowed", dst.Type().String()))
		return
	}
	for k, v := range m {
		dec.push(step{key: k})
		name := normal(k)
		if other := caseTwin(k, m); other != "" {
			dec.failAt(text.M("toml.duplicate-case", "key", dec.at(), "found", clip(k), "allowed", clip(other)), true)
		}
		set(name, v)
		dec.pop()
	}
}

// caseTwin finds another key that differs only in capitals or in how its
// accents are stored. Of two such keys only one finds the other.
func caseTwin(k string, m map[string]any) string {
	folded := strings.ToLower(normal(k))
	if folded == k {
		return ""
	}
	if _, ok := m[folded]; ok {
		return folded
	}
	for other := range m {
		if other < k && strings.ToLower(normal(other)) == folded {
			return other
		}
	}
	return ""
}

func (dec *decoder) str(v any) (string, bool) {
	s, ok := v.(string)
	if !ok {
		dec.wrong(v, "string")
		return "", false
	}
	s = normal(s)
	for _, r := range s {
		if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			dec.fail(text.M("toml.control-in-string", "key", dec.at(), "found", fmt.Sprintf("U+%04X", r)))
			return "", false
		}
	}
	return s, true
}

func (dec *decoder) number(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		if math.IsNaN(n) || math.IsInf(n, 0) {
			dec.fail(text.M("toml.not-finite", "key", dec.at(), "found", numberFound(n)))
			return 0, false
		}
		return n, true
	}
	dec.wrong(v, "number")
	return 0, false
}

func numberFound(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	return numberText(f)
}

func (dec *decoder) date(v any, dst reflect.Value) {
	var s string
	switch x := v.(type) {
	case toml.LocalDate:
		s = x.String()
	case string:
		s = x
	default:
		dec.wrong(v, "date")
		return
	}
	if s == "" {
		return // not stated
	}
	d, err := quantity.ParseDate(s)
	if err != nil {
		dec.fail(text.M("toml.date", "key", dec.at(), "found", clip(s)))
		return
	}
	dst.Set(reflect.ValueOf(d))
}

func (dec *decoder) month(v any, dst reflect.Value) {
	s, ok := v.(string)
	if !ok {
		dec.wrong(v, "month")
		return
	}
	if s == "" {
		return // not stated
	}
	m, err := quantity.ParseMonth(s)
	if err != nil {
		dec.fail(text.M("toml.month", "key", dec.at(), "found", clip(s)))
		return
	}
	dst.Set(reflect.ValueOf(m))
}

func (dec *decoder) name(v any, dst reflect.Value) {
	switch x := v.(type) {
	case string:
		if s, ok := dec.str(x); ok {
			dst.Set(reflect.ValueOf(text.Both(s)))
		}
	case map[string]any:
		dec.table(x, dst)
	default:
		dec.wrong(v, "name")
	}
}

// nearest returns the key that was probably meant: the first of those that
// differ least, by at most two letters (one in a short key).
func nearest(k string, keys []string) string {
	best, most := "", 2
	if len(k) < 5 {
		most = 1
	}
	for _, c := range keys {
		if n := distance(strings.ToLower(k), c, most); n <= most && (best == "" || n < distance(strings.ToLower(k), best, most)) {
			best = c
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour that turn a into b; more than most is not counted out.
func distance(a, b string, most int) int {
	ar, br := []rune(a), []rune(b)
	if n := len(ar) - len(br); n > most || -n > most {
		return most + 1
	}
	before, prev, cur := make([]int, len(br)+1), make([]int, len(br)+1), make([]int, len(br)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(ar); i++ {
		cur[0] = i
		for j := 1; j <= len(br); j++ {
			cost := 1
			if ar[i-1] == br[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && ar[i-1] == br[j-2] && ar[i-2] == br[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(br)]
}

// normal is the form in which text is read: NFC, lines ended by \n. A carriage
// return alone is left for the caller to find.
func normal(s string) string {
	if strings.Contains(s, "\r\n") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	return norm.NFC.String(s)
}
