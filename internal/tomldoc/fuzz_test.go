package tomldoc

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	burnt "github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2"
)

var seeds = []string{
	base,
	strings.ReplaceAll(base, "\n", "\r\n"),
	"\ufeff" + base,
	"a = 1\n",
	"a.b.c = 1 # x\na.b.d = 'y'\n[t.u]\nv = [1, [2, 3], { w = 1 }]\n",
	"# only\n",
	"",
	"x = [\n  # before\n  1, # one\n  2 # two\n  , 3,\n  # after\n]\n",
	"x = {\n  a = 1, # one\n  # between\n  b = { c = [ ] }\n}\n",
	"x = { a.b = 1, a.c = 2, d = {} }\n",
	"m = \"\"\"\n# not a comment\n[not.a.table]\n\"\"\" # yes\nl = '''\n]]'''\n",
	"[[p]]\nx=1\n[[p]]\n# inside\nx=2\n\n[p.q]\ny=1\n[[p.r]]\nz=1\n[[p.r]]\n[other]\n[[p]]\n",
	"[[p]]\n[[p.q]]\na = 1\n# tail of q\n\n# head of q2\n[[p.q]]\na = 2\n# tail",
	"  [ plant ] # head\n\tname\t=\t'a' # one\n   # c\n\n\n\n[z]",
	"\"quoted key\" = 1\n'b' = 2\n[\"a.b\".c]\n\"\" = 3\n",
	"d = 2019-11-05\nt = 07:32:00\ndt = 1979-05-27T07:32:00Z\nl = 1979-05-27 07:32:00\nf = 1e5\nh = 0xFF\ni = inf\n",
	"flows = { water = 8,5 }\n",
	"a = [1, 2\n[plant]\n",
	"name = “x”\n",
	"a = 05/11/2019\n",
	"a = \"x\ny\"\n",
	"[a]\n[a]\n",
	"a = 1.234.567,8\n",
	"a = 1 000\n",
	"a = 2018-01\n",
	"a = yes\n",
	"A = 1\na = 1\n",
	"a = \"\\u001b[31m\"\n",
}

// FuzzDecode: no text makes the reader panic; what it accepts, it accepts with
// the values that another TOML reader finds, and it knows where each of them
// stands.
func FuzzDecode(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { checkDecode(t, src) })
}

func checkDecode(t *testing.T, src []byte) {
	d, problems := Parse("x.toml", src)
	for _, p := range problems {
		if p.Line < 1 || p.Column < 1 || p.Message.Empty() {
			t.Fatalf("problem without place or words: %+v", p)
		}
	}
	if d == nil {
		if !problems.HasErrors() {
			t.Fatal("refused without a reason")
		}
		return
	}
	var other map[string]any
	if _, err := burnt.Decode(string(src), &other); err == nil {
		if a, b := comparable(d.values), comparable(other); !reflect.DeepEqual(a, b) {
			t.Fatalf("two readers differ:\n%#v\n%#v", a, b)
		}
	}
	var s sample
	for _, p := range d.Decode(&s) {
		if p.Path == "" && p.Message.Key != "toml.more" {
			t.Fatalf("problem without a path: %+v", p)
		}
		if p.Path != "" && p.Line == 0 {
			t.Fatalf("problem without a line: %+v", p)
		}
	}
	walk(d.values, nil, func(p path, v any) {
		line, column := d.position(p, false)
		if line == 0 {
			t.Fatalf("no place for %s", p)
		}
		if got, ok := d.Value(p.String()); !ok || !reflect.DeepEqual(comparable(got), comparable(v)) {
			t.Fatalf("%s: Value gives %v, want %v", p, got, v)
		}
		pl := d.lay().find(p)
		if pl.what != value {
			return
		}
		b := d.lay().blocks[pl.block]
		raw := d.src[b.start+pl.node().start : b.start+pl.node().end]
		var one map[string]any
		if err := toml.Unmarshal(append([]byte("v = "), raw...), &one); err != nil || !reflect.DeepEqual(comparable(one["v"]), comparable(v)) {
			t.Fatalf("%s is said to be at %d:%d, where %q stands (%v)", p, line, column, raw, err)
		}
	})
}

// walk calls f for everything inside a table.
func walk(m map[string]any, at path, f func(path, any)) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		walkValue(m[k], at.with(step{key: k}), f)
	}
}

func walkValue(v any, at path, f func(path, any)) {
	f(at, v)
	switch v := v.(type) {
	case map[string]any:
		walk(v, at, f)
	case []any:
		for i, e := range v {
			walkValue(e, at.with(step{index: i + 1}), f)
		}
	}
}

// comparable brings values of different readers to one form.
func comparable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = comparable(e)
		}
		return out
	case []map[string]any:
		out := []any{}
		for _, e := range v {
			out = append(out, comparable(e))
		}
		return out
	case []any:
		out := []any{}
		for _, e := range v {
			out = append(out, comparable(e))
		}
		return out
	case time.Time:
		// The zones of local times differ; the day and the clock do not.
		return v.Format("2006-01-02 15:04:05.999999999")
	case toml.LocalDate:
		return v.String() + " 00:00:00"
	case toml.LocalDateTime:
		return strings.Replace(v.AsTime(time.UTC).Format("2006-01-02 15:04:05.999999999"), "T", " ", 1)
	case toml.LocalTime:
		return "0000-01-01 " + time.Date(0, 1, 1, v.Hour, v.Minute, v.Second, v.Nanosecond, time.UTC).Format("15:04:05.999999999")
	case string:
		return strings.ReplaceAll(v, "\r\n", "\n")
	case float64:
		if math.IsNaN(v) {
			return "nan"
		}
	}
	return v
}

// FuzzEdits: edits keep every comment, leave every other value alone, lay out
// the text as a fresh reading does, and can be undone.
func FuzzEdits(f *testing.F) {
	for i, s := range seeds {
		f.Add([]byte(s), uint64(i))
	}
	f.Fuzz(func(t *testing.T, src []byte, seed uint64) { checkEdits(t, src, seed, 6) })
}

// TestRandomEdits is FuzzEdits on the seeds, for the ordinary test run.
func TestRandomEdits(t *testing.T) {
	n := uint64(40)
	if testing.Short() {
		n = 20
	}
	texts := slices.Clone(seeds)
	files, _ := filepath.Glob("../../examples/*.audit.toml")
	for _, file := range append(files, "../auditfile/testdata/full.audit.toml") {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(src))
	}
	for i, s := range texts {
		for seed := range n {
			checkEdits(t, []byte(s), seed*1000+uint64(i), 8)
		}
		checkDecode(t, []byte(s))
	}
}

func checkEdits(t *testing.T, src []byte, seed uint64, edits int) {
	d, _ := Parse("x.toml", src)
	if d == nil {
		return
	}
	d = d.Like(sample{})
	r := rand.New(rand.NewPCG(seed, 1))
	for range edits {
		before := d
		want, what, err := randomEdit(r, d)
		e := d.Edit()
		if err != nil {
			continue
		}
		if err := what.do(e); err != nil {
			// Refused in words, and nothing written.
			continue
		}
		after, problems := e.Done()
		show := func() string {
			return fmt.Sprintf("%s\n---- before\n%s\n---- after\n%s", what.name, before.src, e.src)
		}
		if after == nil {
			t.Fatalf("the result is not valid: %v\n%s", problems, show())
		}
		if got := comparable(prune(after.values)); !reflect.DeepEqual(got, comparable(prune(want))) {
			t.Fatalf("got %v\nwant %v\n%s", got, comparable(prune(want)), show())
		}
		if applied(string(before.src), e.Changes()) != string(after.src) {
			t.Fatalf("the changes do not make the text\n%s", show())
		}
		if applied(string(after.src), Inverse(e.Changes())) != string(before.src) {
			t.Fatalf("undo does not restore the text\n%s", show())
		}
		fresh, err := layOut(after.src, after.bom)
		if err != nil || !reflect.DeepEqual(fresh, *after.lay()) {
			t.Fatalf("the layout differs from a fresh one: %v\n%+v\n%+v\n%s", err, *after.lay(), fresh, show())
		}
		old, now := comments(before.src), comments(after.src)
		if what.removes {
			// Comments of the removed table go with it, none appear.
			if len(now) > len(old) {
				t.Fatalf("comments appeared\n%s", show())
			}
		} else if !slices.Equal(old, now) {
			t.Fatalf("comments changed: %q → %q\n%s", old, now, show())
		}
		checkLines(t, before, after, what, show)
		d = after
	}
}

// checkLines: the lines outside the one place of the edit are as they were.
func checkLines(t *testing.T, before, after *Doc, what edit, show func() string) {
	old, now := bytes.SplitAfter(before.src, []byte("\n")), bytes.SplitAfter(after.src, []byte("\n"))
	head := 0
	for head < len(old) && head < len(now) && bytes.Equal(old[head], now[head]) {
		head++
	}
	tail := 0
	for tail < len(old)-head && tail < len(now)-head && bytes.Equal(old[len(old)-1-tail], now[len(now)-1-tail]) {
		tail++
	}
	if changed := len(old) - head - tail; what.lines >= 0 && changed > what.lines {
		t.Fatalf("%d lines changed, want at most %d\n%s", changed, what.lines, show())
	}
}

// comments are all comments of a text.
func comments(src []byte) []string {
	e := &Editor{doc: &Doc{}, src: src}
	out := e.commentsIn(0, len(src))
	slices.Sort(out)
	return out
}

// prune drops empty tables and lists: whether removing the last part of one
// leaves it depends on how it is written.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if p := prune(e); p != nil {
				out[k] = p
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := []any{}
		for _, e := range v {
			p := prune(e)
			if p == nil {
				p = map[string]any{}
			}
			out = append(out, p)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return v
}

type edit struct {
	name    string
	do      func(*Editor) error
	removes bool
	lines   int // of the old text that it may touch, -1: not bounded here
}

// randomEdit chooses an edit and the values that the document must have after
// it.
func randomEdit(r *rand.Rand, d *Doc) (map[string]any, edit, error) {
	want := clone(d.values).(map[string]any)
	paths := []path{nil}
	walk(d.values, nil, func(p path, v any) { paths = append(paths, p) })
	p := paths[r.IntN(len(paths))]
	v := at(want, p)
	scalarText := []any{"một \"hai\"", "x", 1.5, 250000000.0, 7, true, "dòng\nhai", []string{"a", "b"}, map[string]float64{"k": 1}}
	nv := scalarText[r.IntN(len(scalarText))]
	plainNew, err := plain(nv)
	if err != nil {
		return nil, edit{}, err
	}
	switch m := v.(type) {
	case map[string]any:
		key := []string{"name", "sector", "flows", "output", "leader", "k2", "nước", "month"}[r.IntN(8)]
		full := p.with(step{key: key})
		if _, isTable := m[key].(map[string]any); isTable {
			return nil, edit{}, errNoHeader
		}
		switch r.IntN(4) {
		case 0:
			if len(p) == 0 {
				return nil, edit{}, errNoHeader
			}
			removeAt(want, p)
			return want, edit{name: "unset table " + p.String(), do: unset(p.String()), removes: true, lines: -1}, nil
		case 1:
			if _, there := m[key]; there {
				return nil, edit{}, errNoHeader
			}
			lines := 1
			if len(m) == 0 {
				lines = -1
			}
			m[key] = []any{map[string]any{"k": int64(1), "l": "x"}}
			return want, edit{name: "append " + full.String(), do: appendTo(full.String(), Field{"k", 1}, Field{"l", "x"}), lines: lines}, nil
		}
		if _, is := m[key].([]any); is {
			return nil, edit{}, errNoHeader
		}
		lines := 1
		if len(m) == 0 {
			lines = -1 // an empty table in several lines becomes one in one line
		}
		if old, ok := m[key].(string); ok {
			lines = 1 + strings.Count(old, "\n") + 3 // in several lines, however written
		}
		m[key] = native(plainNew)
		return want, edit{name: fmt.Sprintf("set %s = %v", full, nv), do: set(full.String(), nv), lines: lines}, nil
	case []any:
		if len(m) > 0 && r.IntN(2) == 0 {
			i := r.IntN(len(m))
			setAt(want, p, slices.Delete(m, i, i+1))
			return want, edit{name: fmt.Sprintf("remove %s %d", p, i+1), do: remove2(p, i+1), removes: true, lines: -1}, nil
		}
		if len(m) > 0 {
			if _, ok := m[0].(map[string]any); !ok {
				return nil, edit{}, errNoHeader
			}
		}
		lines := 2
		if len(m) == 0 {
			lines = -1 // an empty list in several lines becomes one in one line
		}
		setAt(want, p, append(m, map[string]any{"k": int64(1), "nước": 2.5}))
		return want, edit{name: "append " + p.String(), do: appendTo(p.String(), Field{"k", 1}, Field{"nước", 2.5}), lines: lines}, nil
	}
	if r.IntN(3) == 0 && p[len(p)-1].index == 0 {
		removeAt(want, p)
		return want, edit{name: "unset " + p.String(), do: unset(p.String()), lines: -1}, nil
	}
	setAt(want, p, native(plainNew))
	lines := -1
	if _, isString := v.(string); !isString {
		lines = 1
	}
	return want, edit{name: fmt.Sprintf("set %s = %v", p, nv), do: set(p.String(), nv), lines: lines}, nil
}

func remove2(p path, i int) func(*Editor) error {
	return func(e *Editor) error { return e.Remove(p.String(), i) }
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return v
}

// native is a plain value as a reader gives it.
func native(v any) any {
	switch v := v.(type) {
	case Table:
		out := map[string]any{}
		for _, f := range v {
			out[f.Key] = native(f.Value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = native(e)
		}
		return out
	case float64:
		if v == math.Trunc(v) {
			return int64(v)
		}
	}
	return v
}

func at(v any, p path) any {
	for _, s := range p {
		if s.index > 0 {
			v = v.([]any)[s.index-1]
		} else {
			v = v.(map[string]any)[s.key]
		}
	}
	return v
}

func setAt(root map[string]any, p path, v any) {
	holder, last := at(root, p[:len(p)-1]), p[len(p)-1]
	if last.index > 0 {
		holder.([]any)[last.index-1] = v
	} else {
		holder.(map[string]any)[last.key] = v
	}
}

func removeAt(root map[string]any, p path) {
	holder, last := at(root, p[:len(p)-1]), p[len(p)-1]
	if last.index > 0 {
		setAt(root, p[:len(p)-1], slices.Delete(holder.([]any), last.index-1, last.index))
	} else {
		delete(holder.(map[string]any), last.key)
	}
}
