// Package tomldoc owns TOML documents whose author is a person: it reads them
// strictly, says where in the text each thing stands and what is wrong with it,
// all of it at once, and changes them in place so that comments, order and
// spacing stay as the author wrote them.
//
// Sector packs and audit files are both such documents. What TOML 1.1 allows
// beyond 1.0 is read too (line ends inside inline tables); what is written is
// TOML 1.0.
package tomldoc

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"sort"
	"sync"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Doc is a valid TOML document with its text. It does not change; edits make a
// new one. It may be used by several goroutines.
type Doc struct {
	file   string
	src    []byte
	bom    int // bytes of the byte order mark
	values map[string]any
	limits Limits
	order  *order

	// Where things stand is worked out only when a position or an edit is
	// needed: a thousand valid files are read without.
	layOnce   sync.Once
	layout    layout
	linesOnce sync.Once
	lines     []int // offsets of the starts of lines
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Parse reads a document within the default limits. file is the name that
// problems show. The document is nil if it is not valid TOML; problems then
// holds what the parser met first, in our words.
func Parse(file string, src []byte) (*Doc, problem.List) {
	return ParseWithin(file, src, DefaultLimits())
}

// ParseWithin is Parse with limits. The source must not be changed afterwards.
func ParseWithin(file string, src []byte, lim Limits) (*Doc, problem.List) {
	d := &Doc{file: file, src: src, limits: lim}
	if bytes.HasPrefix(src, byteOrderMark) {
		d.bom = len(byteOrderMark)
	}
	if int64(len(src)) > lim.Bytes {
		return nil, problem.List{tooLarge(file, lim)}
	}
	body := src[d.bom:]
	s := look(body, lim)
	if s.trouble != nil {
		return nil, problem.List{d.troubleAt(*s.trouble)}
	}
	d.values = map[string]any{}
	err := toml.Unmarshal(body, &d.values)
	if err == nil {
		return d, nil
	}
	var de *toml.DecodeError
	if !errors.As(err, &de) {
		return nil, problem.List{d.troubleAt(trouble{0, text.M("toml.syntax", "found", "")})}
	}
	row, column := de.Position()
	at := offsetOf(body, row, column)
	t := syntaxTrouble(body, s, at, err.Error())
	if t.msg.Key == "toml.duplicate" {
		if line := d.firstLine(d.bom + t.offset); line > 0 {
			t.msg.Args["first"] = line
		}
	}
	return nil, problem.List{d.troubleAt(t)}
}

// ReadSource reads the text of a file within the limit.
func ReadSource(file string, lim Limits) ([]byte, problem.List) {
	fail := func(m text.Message) ([]byte, problem.List) {
		return nil, problem.List{{Severity: problem.Error, File: file, Message: m}}
	}
	info, err := os.Stat(file)
	if err == nil && info.IsDir() {
		return fail(text.M("file.is-folder", "file", file))
	}
	if err == nil && !info.Mode().IsRegular() {
		// A device or pipe may never end.
		return fail(text.M("file.not-regular", "file", file))
	}
	if err == nil && info.Size() > lim.Bytes {
		return nil, problem.List{tooLarge(file, lim)}
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(file)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(text.M("file.not-found", "file", file))
	case errors.Is(err, fs.ErrPermission):
		return fail(text.M("file.cannot-read", "file", file))
	case err != nil:
		return fail(text.M("file.unreadable", "file", file, "reason", reason(err)))
	}
	defer f.Close()
	// The file may have grown since it was looked at.
	src, err := io.ReadAll(io.LimitReader(f, lim.Bytes+1))
	if err != nil {
		return fail(text.M("file.unreadable", "file", file, "reason", reason(err)))
	}
	if int64(len(src)) > lim.Bytes {
		return nil, problem.List{tooLarge(file, lim)}
	}
	return src, nil
}

// reason is the innermost words of an error of the operating system.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

func tooLarge(file string, lim Limits) problem.Problem {
	return problem.Problem{
		Severity: problem.Error, File: file,
		Message: text.M("file.too-large", "file", file, "allowed", int(lim.Bytes>>20)),
	}
}

// File is the name of the document.
func (d *Doc) File() string { return d.file }

// Source is the text of the document; it must not be changed.
func (d *Doc) Source() []byte { return d.src }

// Value returns what stands at the path: a string, bool, int64, float64,
// []any, map[string]any or one of the dates of package go-toml.
func (d *Doc) Value(at string) (any, bool) {
	p, err := parsePath(at)
	if err != nil {
		return nil, false
	}
	var v any = d.values
	for _, s := range p {
		switch x := v.(type) {
		case map[string]any:
			w, ok := x[s.key]
			if s.index > 0 || !ok {
				return nil, false
			}
			v = w
		case []any:
			if s.index < 1 || s.index > len(x) {
				return nil, false
			}
			v = x[s.index-1]
		default:
			return nil, false
		}
	}
	return v, true
}

// Has reports whether something stands at the path.
func (d *Doc) Has(at string) bool {
	_, ok := d.Value(at)
	return ok
}

// Problem makes a problem with the place in the text that the path leads to:
// the value, the header of a table, or the nearest of them above what is not
// there.
func (d *Doc) Problem(at string, s problem.Severity, m text.Message) problem.Problem {
	pr := problem.Problem{Severity: s, File: d.file, Path: at, Message: m}
	if p, err := parsePath(at); err == nil {
		pr.Line, pr.Column = d.position(p, false)
	}
	return pr
}

// Position returns the line and column, in characters and counted from 1, of
// the value at the path, or of the header of the table.
func (d *Doc) Position(at string) (line, column int, ok bool) {
	p, err := parsePath(at)
	if err != nil || !d.Has(at) {
		return 0, 0, false
	}
	line, column = d.position(p, false)
	return line, column, line > 0
}

// position finds the place of a path, of its key if that is asked for; 0, 0 if
// nothing of it is in the text.
func (d *Doc) position(p path, key bool) (line, column int) {
	for ; len(p) > 0; p, key = p[:len(p)-1], false {
		pl := d.lay().find(p)
		if pl.what == missing || pl.what == tooShort {
			continue
		}
		b := &d.lay().blocks[pl.block]
		switch pl.what {
		case value:
			if key {
				return d.lineColumn(b.start + pl.node().from())
			}
			return d.lineColumn(b.start + pl.node().start)
		case dotted:
			for i := range b.pairs {
				if at := b.at.with(stepsOf(b.pairs[i].keys)...); at.hasPrefix(p) {
					return d.lineColumn(b.start + b.pairs[i].from())
				}
			}
			if pl.chain != nil {
				return d.lineColumn(b.start + pl.node().start)
			}
		default:
			return d.lineColumn(skipBlanks(d.src, b.start))
		}
	}
	return 0, 0
}

func stepsOf(keys []part) []step {
	out := make([]step, len(keys))
	for i, k := range keys {
		out[i] = step{key: k.name}
	}
	return out
}

// lay returns where everything stands.
func (d *Doc) lay() *layout {
	d.layOnce.Do(func() {
		l, err := layOut(d.src, d.bom)
		if err != nil {
			// A valid document is one to this parser too: it is the same one.
			l = layout{blocks: []block{{start: d.bom, size: len(d.src) - d.bom}}}
		}
		d.layout = l
	})
	return &d.layout
}

func (d *Doc) setLayout(l layout) { d.layOnce.Do(func() { d.layout = l }) }

// lineColumn counts lines, and columns in characters, from 1. The byte order
// mark is no character.
func (d *Doc) lineColumn(offset int) (line, column int) {
	d.linesOnce.Do(func() {
		d.lines = []int{d.bom}
		for i, c := range d.src {
			if c == '\n' {
				d.lines = append(d.lines, i+1)
			}
		}
	})
	offset = max(offset, d.bom)
	line = sort.SearchInts(d.lines, offset+1)
	return line, utf8.RuneCount(d.src[d.lines[line-1]:offset]) + 1
}

func (d *Doc) troubleAt(t trouble) problem.Problem {
	line, column := d.lineColumn(d.bom + t.offset)
	return problem.Problem{Severity: problem.Error, File: d.file, Line: line, Column: column, Message: t.msg}
}

// firstLine finds the line where a key or table stood first that stands again
// at the offset; 0 if it cannot be said.
func (d *Doc) firstLine(offset int) int {
	l, err := layOut(d.src, d.bom)
	if err != nil {
		return 0
	}
	b := &l.blocks[0]
	for i := range l.blocks {
		if l.blocks[i].start <= offset {
			b = &l.blocks[i]
		}
	}
	again, _ := d.lineColumn(offset)
	line := again
	if offset < b.start+b.headEnd && b.header != nil {
		for i := range l.blocks {
			if o := &l.blocks[i]; o.header != nil && sameNames(o.header, b.header) {
				line, _ = d.lineColumn(skipBlanks(d.src, o.start))
				break
			}
		}
	} else {
		for i := range b.pairs {
			if p := &b.pairs[i]; b.start+p.from() <= offset && offset < b.start+p.end {
				for k := range b.pairs[:i] {
					if b.pairs[k].keys[0].name == p.keys[0].name {
						line, _ = d.lineColumn(b.start + b.pairs[k].from())
						break
					}
				}
			}
		}
	}
	if line == again {
		return 0
	}
	return line
}

// offsetOf turns a row and a column in bytes, both from 1, into an offset.
func offsetOf(src []byte, row, column int) int {
	at := 0
	for ; row > 1; row-- {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return len(src)
		}
		at += i + 1
	}
	return min(at+column-1, len(src))
}

// equal reports whether the text of a scalar already says the value.
func equal(raw string, v any) bool {
	var doc map[string]any
	if err := toml.Unmarshal([]byte("v = "+raw), &doc); err != nil {
		return false
	}
	switch old := doc["v"].(type) {
	case string:
		if d, ok := v.(quantity.Date); ok {
			return old == d.String()
		}
		s, ok := v.(string)
		return ok && oneText(old) == s
	case bool:
		b, ok := v.(bool)
		return ok && old == b
	case int64:
		switch n := v.(type) {
		case int64:
			return old == n
		case float64:
			return float64(old) == n
		}
	case float64:
		n, ok := v.(float64)
		return ok && old == n
	case toml.LocalDate:
		d, ok := v.(quantity.Date)
		return ok && old.String() == d.String()
	}
	return false
}
