package tomldoc

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Change replaces Old, which stands at the byte Offset, by New. A list of
// changes is applied one after the other: each offset is that of the text as
// the changes before it have left it.
type Change struct {
	Offset int    `json:"o"`
	Old    string `json:"d,omitempty"`
	New    string `json:"n,omitempty"`
}

// Inverse returns the changes that undo the changes.
func Inverse(changes []Change) []Change {
	out := make([]Change, len(changes))
	for i, c := range changes {
		out[len(changes)-1-i] = Change{c.Offset, c.New, c.Old}
	}
	return out
}

// Editor changes the text of a document in place: each edit touches only the
// lines that it must, so comments, order, alignment, blank lines and line ends
// stay as the author wrote them. The document itself does not change; Done
// returns the new one. After an error the editor is of no further use.
//
// What happens to comments: a comment survives every edit, the one on the line
// of a key that is removed included (it stays as a line of its own). Only the
// removal of a whole table takes comments along: those inside it, and those
// directly above its header without a blank line between.
type Editor struct {
	doc     *Doc
	src     []byte
	lay     layout
	changes []Change
}

// Edit starts to change the document.
func (d *Doc) Edit() *Editor {
	return &Editor{doc: d, src: d.src, lay: layout{slices.Clone(d.lay().blocks)}}
}

// Changes returns what has been changed so far.
func (e *Editor) Changes() []Change { return e.changes }

// Done reads the changed text. The document is nil where it cannot be read.
func (e *Editor) Done() (*Doc, problem.List) {
	d, problems := ParseWithin(e.doc.file, e.src, e.doc.limits)
	if d == nil {
		return nil, problems
	}
	d.order = e.doc.order
	d.setLayout(e.lay)
	return d, problems
}

// Set writes the value at the path: in place of the old one, or as a new key
// where its table's other keys and their order put it. Tables that are missing
// on the way are made, inside another table as an inline table. A table or map
// as value makes the table hold exactly those keys. Nothing changes where the
// value is there already. Nothing (nil, a date that is not stated) unsets.
func (d *Doc) Set(path string, v any) ([]Change, error) {
	e := d.Edit()
	err := e.Set(path, v)
	return e.Changes(), err
}

// Unset removes the key with its value, or the table; a path that is not there
// is no error.
func (d *Doc) Unset(path string) ([]Change, error) {
	e := d.Edit()
	err := e.Unset(path)
	return e.Changes(), err
}

// Append adds a table to an array of tables: after the last of its kind, else
// where the canonical order puts it.
func (d *Doc) Append(table string, fields Table) ([]Change, error) {
	e := d.Edit()
	err := e.Append(table, fields)
	return e.Changes(), err
}

// Remove removes a table of an array, counted from 1, with the comments inside
// it and directly above it.
func (d *Doc) Remove(table string, index int) ([]Change, error) {
	e := d.Edit()
	err := e.Remove(table, index)
	return e.Changes(), err
}

// Set is as Set of Doc.
func (e *Editor) Set(path string, v any) error {
	p, err := parsePath(path)
	if err != nil {
		return err
	}
	pv, err := plain(v)
	if err != nil {
		return err
	}
	if pv == nil {
		return e.unset(p)
	}
	return e.set(p, pv)
}

// Unset is as Unset of Doc.
func (e *Editor) Unset(path string) error {
	p, err := parsePath(path)
	if err != nil {
		return err
	}
	return e.unset(p)
}

// Append is as Append of Doc, for any number of tables at once.
func (e *Editor) Append(table string, tables ...Table) error {
	p, err := parsePath(table)
	if err != nil {
		return err
	}
	plain := make([]Table, len(tables))
	for i, fields := range tables {
		if plain[i], err = plainTable(fields); err != nil {
			return err
		}
	}
	return e.append(p, plain)
}

// Remove is as Remove of Doc.
func (e *Editor) Remove(table string, index int) error {
	p, err := parsePath(table)
	if err != nil {
		return err
	}
	at := p.with(step{index: max(index, 1)})
	switch e.lay.find(at).what {
	case missing, tooShort:
		return e.noSuch(p, index)
	}
	if index < 1 {
		return e.noSuch(p, index)
	}
	return e.unset(at)
}

// Rename gives the key of a value another name where it stands. A key that is
// not there is no error; one whose new name is taken is.
func (e *Editor) Rename(path, key string) error {
	p, err := parsePath(path)
	if err != nil {
		return err
	}
	pl := e.lay.find(p)
	if pl.what == missing || pl.what == tooShort {
		return nil
	}
	to := p[:len(p)-1].with(step{key: key})
	if pl.what != value || len(pl.node().keys) == 0 {
		return text.M("toml.is-table", "key", p.String())
	}
	if e.lay.find(to).what != missing {
		return text.M("toml.duplicate", "key", to.String())
	}
	b, keys := &e.lay.blocks[pl.block], pl.node().keys
	last := keys[len(keys)-1]
	name := keyText(key)
	// A sign that is aligned stays in its column.
	from, end := b.start+last.start, b.start+last.end
	if more := len(name) - (end - from); len(pl.chain) == 1 && more > 0 {
		for ; more > 0 && e.src[end] == ' ' && e.src[end+1] == ' '; more-- {
			end++
		}
	} else if column := e.signColumn(b); len(pl.chain) == 1 && more < 0 && column > 0 {
		name += strings.Repeat(" ", -more)
	}
	return e.replace(from, end, name)
}

// noSuch says that a table of an array is not there.
func (e *Editor) noSuch(p path, index int) error {
	n := e.lay.count(p)
	if pl := e.lay.find(p); pl.what == value {
		n = len(pl.node().kids)
	}
	return text.M("toml.no-such-table", "key", p.String(), "found", index, "allowed", n)
}

// Replay applies changes as they were recorded. It is an error if the text is
// not the one that they were made for.
func (e *Editor) Replay(changes []Change) error {
	for _, c := range changes {
		end := c.Offset + len(c.Old)
		if c.Offset < 0 || end > len(e.src) || string(e.src[c.Offset:end]) != c.Old {
			return errors.New("tomldoc: the change does not fit the text")
		}
		if err := e.replace(c.Offset, end, c.New); err != nil {
			return err
		}
	}
	return nil
}

// replace is the one place where the text changes: src[from:to] becomes s.
func (e *Editor) replace(from, to int, s string) error {
	if string(e.src[from:to]) == s {
		return nil
	}
	e.changes = append(e.changes, Change{from, string(e.src[from:to]), s})
	src := make([]byte, 0, len(e.src)+len(s)-(to-from))
	src = append(append(append(src, e.src[:from]...), s...), e.src[to:]...)
	grown := len(src) - len(e.src)

	// Only the blocks that the change touches are laid out again.
	b := e.lay.blocks
	first := 0
	for first+1 < len(b) && b[first+1].start <= from {
		first++
	}
	last := first
	for last+1 < len(b) && b[last].end() < to {
		last++
	}
	e.src = src
	for {
		// The last line of the part must end in it.
		for end := b[last].end() + grown; last+1 < len(b) && (end == 0 || src[end-1] != '\n'); end = b[last].end() + grown {
			last++
		}
		start := b[first].start
		fresh, err := blocksOf(src[start:b[last].end()+grown], start, first == 0)
		if errors.Is(err, errNoHeader) && first > 0 {
			first--
			continue
		}
		if err != nil {
			return fmt.Errorf("tomldoc: %w", err)
		}
		same := len(fresh) == last-first+1
		for i := range fresh {
			same = same && sameHeader(&fresh[i], &b[first+i])
		}
		if same {
			for i := range fresh {
				fresh[i].at = b[first+i].at
			}
		}
		after := slices.Clone(b[last+1:])
		for i := range after {
			after[i].start += grown
		}
		e.lay.blocks = append(append(b[:first:first], fresh...), after...)
		if !same {
			e.lay.address()
		}
		return nil
	}
}

func sameHeader(a, b *block) bool { return a.array == b.array && sameNames(a.header, b.header) }

func sameNames(a, b []part) bool {
	return slices.EqualFunc(a, b, func(x, y part) bool { return x.name == y.name })
}

// ---- setting ----

func (e *Editor) set(p path, v any) error {
	pl := e.lay.find(p)
	switch pl.what {
	case value:
		return e.setValue(p, v)
	case headed, implied, dotted:
		n := e.lay.count(p)
		switch v := v.(type) {
		case Table:
			if n == 0 {
				return e.setKeys(p, v)
			}
		case []Table:
			if n > 0 {
				return e.setTables(p, v, n)
			}
		}
		return text.M("toml.is-table", "key", p.String())
	}
	last := p[len(p)-1]
	if last.index > 0 {
		return e.noSuch(p[:len(p)-1], last.index)
	}
	return e.addKey(p[:len(p)-1], Field{last.key, v})
}

// setKeys makes a table hold exactly the fields.
func (e *Editor) setKeys(p path, t Table) error {
	for _, k := range e.lay.keys(p) {
		if !slices.ContainsFunc(t, func(f Field) bool { return f.Key == k }) {
			if err := e.unset(p.with(step{key: k})); err != nil {
				return err
			}
		}
	}
	for _, f := range t {
		if err := e.set(p.with(step{key: f.Key}), f.Value); err != nil {
			return err
		}
	}
	return nil
}

// setTables makes an array of tables hold exactly the tables; it has n.
func (e *Editor) setTables(p path, ts []Table, n int) error {
	for i := n; i > len(ts); i-- {
		if err := e.unset(p.with(step{index: i})); err != nil {
			return err
		}
	}
	for i, t := range ts[:min(n, len(ts))] {
		if err := e.setKeys(p.with(step{index: i + 1}), t); err != nil {
			return err
		}
	}
	return e.append(p, ts[min(n, len(ts)):])
}

// setValue writes over a value that is there.
func (e *Editor) setValue(p path, v any) error {
	pl := e.lay.find(p)
	n, base := pl.node(), e.lay.blocks[pl.block].start
	switch v := v.(type) {
	case Table:
		if n.kind == inline {
			return e.setKeys(p, v)
		}
	case []Table:
		if n.kind == array {
			return e.setTables(p, v, len(n.kids))
		}
	case []any:
		if n.kind == array && simple(v) {
			return e.setElements(p, v)
		}
	default:
		if n.kind == scalar && equal(string(e.src[base+n.start:base+n.end]), v) {
			return nil
		}
	}
	var s string
	if len(pl.chain) == 1 {
		s = lineValueText(v, e.newline(base+n.end))
	} else {
		s = valueText(v)
	}
	kept := e.commentsIn(base+n.start, base+n.end)
	line := e.lineStart(base + pl.chain[0].from())
	indent := e.indentOf(line)
	if err := e.replace(base+n.start, base+n.end, s); err != nil || len(kept) == 0 {
		return err
	}
	// Comments inside a value that no longer has room for them move above it.
	nl := e.newline(line)
	return e.replace(line, line, indent+strings.Join(kept, nl+indent)+nl)
}

func simple(vs []any) bool {
	for _, v := range vs {
		switch v.(type) {
		case []any, Table, []Table:
			return false
		}
	}
	return true
}

// setElements makes an array hold exactly the values, touching only those that
// differ.
func (e *Editor) setElements(p path, vs []any) error {
	pl := e.lay.find(p)
	base, kids := e.lay.blocks[pl.block].start, pl.node().kids
	same := func(k node, v any) bool {
		return k.kind == scalar && equal(string(e.src[base+k.start:base+k.end]), v)
	}
	n, head := len(kids), 0
	for head < n && head < len(vs) && same(kids[head], vs[head]) {
		head++
	}
	tail := 0
	for tail < n-head && tail < len(vs)-head && same(kids[n-1-tail], vs[len(vs)-1-tail]) {
		tail++
	}
	// What differs lies between head and tail; n follows what is inserted.
	for i := head; i < len(vs)-tail; i++ {
		var err error
		if i < n-tail {
			err = e.setValue(p.with(step{index: i + 1}), vs[i])
		} else {
			err = e.insertItem(p, i, valueText(vs[i]))
			n++
		}
		if err != nil {
			return err
		}
	}
	for ; n > len(vs); n-- {
		if err := e.removeItem(p, n-tail-1); err != nil {
			return err
		}
	}
	return nil
}
