package tomldoc

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// Append is as Append of Doc.
func (e *Editor) Append(table string, fields Table) error {
	p, err := parsePath(table)
	if err != nil {
		return err
	}
	t, err := plainTable(fields)
	if err != nil {
		return err
	}
	return e.append(p, t)
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
	for i, t := range ts {
		var err error
		if i < n {
			err = e.setKeys(p.with(step{index: i + 1}), t)
		} else {
			err = e.append(p, t)
		}
		if err != nil {
			return err
		}
	}
	return nil
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

// addKey adds a key to a table, which is made where it is missing.
func (e *Editor) addKey(table path, f Field) error {
	if len(table) == 0 {
		switch v := f.Value.(type) {
		case Table:
			return e.newBlock(path{{key: f.Key}}, false, v)
		case []Table:
			for _, t := range v {
				if err := e.newBlock(path{{key: f.Key}}, true, t); err != nil {
					return err
				}
			}
			return nil
		}
		return e.addPair(0, f, nil)
	}
	pl := e.lay.find(table)
	switch pl.what {
	case value:
		if pl.node().kind != inline {
			return text.M("toml.no-table", "key", table.String())
		}
		return e.insertPair(table, nil, f)
	case headed:
		return e.addPair(pl.block, f, nil)
	case dotted:
		if pl.chain != nil {
			return e.insertPair(table[:len(table)-len(pl.under)], pl.under, f)
		}
		return e.addPair(pl.block, f, pl.under)
	case implied:
		if table[len(table)-1].index > 0 || e.lay.count(table) > 0 {
			return text.M("toml.no-table", "key", table.String())
		}
		return e.newBlock(table, false, Table{f})
	}
	last := table[len(table)-1]
	if last.index > 0 {
		return e.noSuch(table[:len(table)-1], last.index)
	}
	return e.addKey(table[:len(table)-1], Field{last.key, Table{f}})
}

// addPair adds a line to a block. Under a dotted table the keys of the table
// come before the key.
func (e *Editor) addPair(bi int, f Field, under path) error {
	b := &e.lay.blocks[bi]
	key := dottedKey(under, f.Key)
	after := -1 // the pair that the new one follows
	ord := e.doc.order.at(b.at)
	rank, known := ord.rank(f.Key)
	for i := range b.pairs {
		switch {
		case len(under) > 0:
			if len(b.pairs[i].keys) > len(under) && samePath(b.pairs[i].keys, under) {
				after = i
			}
		case known:
			if r, ok := ord.rank(b.pairs[i].keys[0].name); ok && r < rank {
				after = i
			}
		default:
			after = i
		}
	}
	var at int
	indent := ""
	switch {
	case after >= 0:
		at = e.lineEnd(b.start + b.pairs[after].end)
		indent = e.indentOf(e.lineStart(b.start + b.pairs[after].from()))
	case bi > 0:
		at = e.lineEnd(b.start + b.headEnd)
		indent = e.indentOf(b.start)
		if len(b.pairs) > 0 {
			indent = e.indentOf(e.lineStart(b.start + b.pairs[0].from()))
		}
	case len(b.pairs) > 0:
		at = e.attachedStart(e.lineStart(b.start + b.pairs[0].from()))
	case len(e.lay.blocks) > 1:
		at = e.attachedStart(e.lay.blocks[1].start)
	default:
		at = len(e.src)
	}
	nl := e.newline(at)
	line := indent + key + e.pad(b, indent+key) + "= " + lineValueText(f.Value, nl)
	switch {
	case at > 0 && at == len(e.src) && e.src[at-1] != '\n' && at > e.doc.bom:
		line = nl + line
	case bi == 0 && len(b.pairs) == 0 && at < len(e.src):
		line += nl + nl // before the first header
	default:
		line += nl
	}
	return e.replace(at, at, line)
}

// pad returns the blanks between a key and its sign: one, or what brings the
// sign below those of the block where they stand in one column.
func (e *Editor) pad(b *block, key string) string {
	column := e.signColumn(b)
	if n := column - utf8.RuneCountInString(key); n > 0 {
		return strings.Repeat(" ", n)
	}
	return " "
}

// signColumn is the column in which the signs of the block's pairs are
// aligned, 0 where they are not.
func (e *Editor) signColumn(b *block) int {
	column, padded := 0, false
	for i := range b.pairs {
		p := &b.pairs[i]
		start := e.lineStart(b.start + p.from())
		keyEnd := b.start + p.keys[len(p.keys)-1].end
		sign := bytes.IndexByte(e.src[keyEnd:], '=') + keyEnd
		c := utf8.RuneCount(e.src[start:sign])
		if i > 0 && c != column {
			return 0
		}
		column = c
		padded = padded || sign > keyEnd+1
	}
	if !padded {
		return 0
	}
	return column
}

// insertPair adds a pair to an inline table. Under a dotted table the keys of
// the table come before the key.
func (e *Editor) insertPair(table, under path, f Field) error {
	n := e.lay.find(table).node()
	after := -1
	ord := e.doc.order.at(table)
	rank, known := ord.rank(f.Key)
	for i := range n.kids {
		if len(under) > 0 || !known {
			after = i
		} else if r, ok := ord.rank(n.kids[i].keys[0].name); ok && r < rank {
			after = i
		}
	}
	return e.insertItem(table, after+1, dottedKey(under, f.Key)+" = "+valueText(f.Value))
}

func dottedKey(under path, key string) string {
	key = keyText(key)
	for _, s := range slices.Backward(under) {
		key = keyText(s.key) + "." + key
	}
	return key
}

// insertItem adds an element or a pair to a list in brackets, as number i from
// 0.
func (e *Editor) insertItem(list path, i int, s string) error {
	pl := e.lay.find(list)
	n, base := pl.node(), e.lay.blocks[pl.block].start
	start, end := base+n.start, base+n.end
	if len(n.kids) == 0 {
		if len(bytes.TrimSpace(e.src[start+1:end-1])) == 0 {
			if n.kind == inline {
				s = " " + s + " "
			}
			return e.replace(start+1, end-1, s)
		}
		// Only comments are inside: the closing bracket is on a line of its own.
		line := e.lineStart(end - 1)
		return e.replace(line, line, e.indentOf(line)+"  "+s+","+e.newline(line))
	}
	ownLine := func(k *node) bool {
		at := base + k.from()
		return onlyBlanks(e.src[e.lineStart(at):at])
	}
	if i == 0 {
		first := &n.kids[0]
		at := base + first.from()
		if ownLine(first) {
			line := e.lineStart(at)
			return e.replace(line, line, e.indentOf(line)+s+","+e.newline(line))
		}
		return e.replace(at, at, s+", ")
	}
	prev := &n.kids[i-1]
	at := base + prev.end
	comma := e.commaAfter(at, end-1)
	if !ownLine(prev) || i < len(n.kids) && base+n.kids[i].from() < e.lineEnd(at) {
		return e.replace(at, at, ", "+s)
	}
	indent := e.indentOf(e.lineStart(base + prev.from()))
	tail := at
	if comma >= 0 {
		tail = comma + 1
	}
	eol := e.lineEnd(tail)
	if eol >= end {
		// The closing bracket stands on the same line.
		return e.replace(at, at, ", "+s)
	}
	// A whole line after that of the element before, its comment included.
	line := indent + s
	if comma >= 0 {
		line += ","
	}
	line += e.newline(at)
	if comma < 0 {
		line = "," + string(e.src[at:eol]) + line
		return e.replace(at, eol, line)
	}
	return e.replace(eol, eol, line)
}

// ---- removing ----

func (e *Editor) unset(p path) error {
	pl := e.lay.find(p)
	switch pl.what {
	case missing, tooShort:
		return nil
	case value:
		if len(pl.chain) == 1 {
			return e.removePair(pl)
		}
		// The list that holds it is one step up; a dotted key is one pair.
		holder := pl.chain[len(pl.chain)-2]
		for i := range holder.kids {
			if &holder.kids[i] == pl.node() {
				return e.removeFrom(e.lay.blocks[pl.block].start, holder, i)
			}
		}
		return nil
	case dotted:
		return e.setKeys(p, nil)
	}
	// A table with its parts, last first: positions before stay as they are.
	for i := len(e.lay.blocks) - 1; i > 0; i-- {
		if e.lay.blocks[i].at.hasPrefix(p) {
			if err := e.removeBlock(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// removePair removes a key of a block with its lines; comments on them stay.
func (e *Editor) removePair(pl place) error {
	b, n := &e.lay.blocks[pl.block], pl.node()
	from := e.lineStart(b.start + n.from())
	to := e.lineEnd(b.start + n.end)
	keep := ""
	indent, nl := e.indentOf(from), e.newline(from)
	for _, c := range append(e.commentsIn(b.start+n.start, b.start+n.end), e.commentsIn(b.start+n.end, to)...) {
		keep += indent + c + nl
	}
	return e.replace(from, to, keep)
}

func (e *Editor) removeItem(list path, i int) error {
	pl := e.lay.find(list)
	return e.removeFrom(e.lay.blocks[pl.block].start, pl.node(), i)
}

// removeFrom removes an element or pair with its comma.
func (e *Editor) removeFrom(base int, list *node, i int) error {
	k := &list.kids[i]
	from, to := base+k.from(), base+k.end
	start, end := base+list.start+1, base+list.end-1
	comma := e.commaAfter(to, end)
	switch {
	case comma >= 0 && onlyBlanks(e.src[to:comma]):
		to = comma + 1
	case comma >= 0:
		// A comment stands before the comma: it stays.
		from, to := e.cut(from, to)
		if comma < to {
			return e.replace(from, to, "")
		}
		return e.replace(from, comma+1, string(e.src[to:comma]))
	case i > 0:
		// It was the last: the comma before it goes, unless it may stay where it
		// is on another line.
		prev := base + list.kids[i-1].end
		comma := e.commaAfter(prev, from)
		if onlyBlanks(e.src[comma+1 : from]) {
			if len(bytes.TrimSpace(e.src[prev:comma])) == 0 {
				comma = prev
			}
			return e.replace(comma, to, "")
		}
		if list.kind == inline {
			from, to := e.cut(from, to)
			return e.replace(comma, to, string(e.src[comma+1:from]))
		}
	}
	if len(list.kids) == 1 && len(bytes.TrimSpace(e.src[start:from])) == 0 && len(bytes.TrimSpace(e.src[to:end])) == 0 {
		return e.replace(start, end, "")
	}
	from, to = e.cut(from, to)
	return e.replace(from, to, "")
}

// cut widens a part of a line to what goes with it: the whole line if nothing
// else stands on it, else the blanks that would be left over.
func (e *Editor) cut(from, to int) (int, int) {
	line, end := e.lineStart(from), e.lineEnd(to)
	rest := bytes.TrimSpace(e.src[to:end])
	switch {
	case onlyBlanks(e.src[line:from]) && len(rest) == 0:
		return line, end
	case !onlyBlanks(e.src[line:from]) && (len(rest) == 0 || rest[0] == '#'):
		for from > line && (e.src[from-1] == ' ' || e.src[from-1] == '\t') {
			from--
		}
		return from, to
	}
	return from, skipBlanks(e.src, to)
}

// removeBlock removes a table with the comments attached to it, and the blank
// lines that would be left double.
func (e *Editor) removeBlock(i int) error {
	b := &e.lay.blocks[i]
	from := e.attachedStart(b.start)
	to := e.lineEnd(b.start + e.bodyEnd(b))
	blankAfter := to == len(e.src) || blankLine(e.src, to)
	above := from
	for above > e.doc.bom {
		line := e.lineStart(above - 1)
		if len(bytes.TrimSpace(e.src[line:above])) > 0 {
			break
		}
		above = line
	}
	switch {
	case above <= e.doc.bom:
		// Nothing stands before: the blank lines after go.
		from = above
		for to < len(e.src) && blankLine(e.src, to) {
			to = e.lineEnd(to)
		}
	case blankAfter:
		from = above
	}
	return e.replace(from, to, "")
}

// bodyEnd is the end of the last key of a block, or of its header.
func (e *Editor) bodyEnd(b *block) int {
	if n := len(b.pairs); n > 0 {
		return b.pairs[n-1].end
	}
	return b.headEnd
}

// ---- adding tables ----

func (e *Editor) append(p path, t Table) error {
	if p[len(p)-1].index > 0 {
		return text.M("toml.path", "found", p.String())
	}
	pl := e.lay.find(p)
	switch pl.what {
	case value:
		if pl.node().kind != array {
			return text.M("toml.is-value", "key", p.String())
		}
		return e.insertItem(p, len(pl.node().kids), valueText(t))
	case implied:
		if e.lay.count(p) > 0 {
			return e.newBlock(p, true, t)
		}
		return text.M("toml.is-table", "key", p.String())
	case headed, dotted:
		return text.M("toml.is-table", "key", p.String())
	}
	return e.addKey(p[:len(p)-1], Field{p[len(p)-1].key, []Table{t}})
}

// newBlock writes a table with a header where it belongs.
func (e *Editor) newBlock(p path, arr bool, t Table) error {
	at, sibling := e.blockPlace(p)
	nl := e.newline(at)
	names := make([]string, 0, len(p))
	for _, s := range p {
		if s.index == 0 {
			names = append(names, keyText(s.key))
		}
	}
	var b strings.Builder
	header := "[" + strings.Join(names, ".") + "]"
	if arr {
		header = "[" + header + "]"
	}
	b.WriteString(header + nl)

	// Signs stand in the column of the table before of its kind; the first of
	// its kind has them in one column.
	column := 0
	if sibling >= 0 {
		column = e.signColumn(&e.lay.blocks[sibling])
	} else {
		for _, f := range t {
			column = max(column, utf8.RuneCountInString(keyText(f.Key))+1)
		}
	}
	for _, f := range t {
		key := keyText(f.Key)
		b.WriteString(key + strings.Repeat(" ", max(1, column-utf8.RuneCountInString(key))))
		b.WriteString("= " + lineValueText(f.Value, nl) + nl)
	}

	// Blank lines as between the tables of its kind, else one on each side.
	s := b.String()
	if sibling < 0 || e.blankBefore(sibling) {
		if at > e.doc.bom && !blankLineBefore(e.src, at) {
			s = nl + s
		}
		if at < len(e.src) && !blankLine(e.src, at) {
			s += nl
		}
	}
	if at > e.doc.bom && e.src[at-1] != '\n' {
		s = nl + s
	}
	return e.replace(at, at, s)
}

// blockPlace finds where a new table belongs, and the last table of its kind
// (-1: the first).
func (e *Editor) blockPlace(p path) (at, sibling int) {
	blocks := e.lay.blocks
	sibling, after := -1, -1
	for i := 1; i < len(blocks); i++ {
		b := &blocks[i]
		if len(b.at) > len(p) && b.at.hasPrefix(p) && b.at[len(p)].index > 0 {
			after = i
			if len(b.at) == len(p)+1 {
				sibling = i
			}
		}
	}
	if after < 0 && len(p) > 1 {
		// A part of a table comes after what there is of the table.
		for i := 1; i < len(blocks); i++ {
			if blocks[i].at.hasPrefix(p[:len(p)-1]) {
				after = i
			}
		}
	}
	if after < 0 {
		rank, known := e.doc.order.rank(p[0].key)
		next := -1
		for i := 1; i < len(blocks); i++ {
			r, ok := e.doc.order.rank(blocks[i].at[0].key)
			switch {
			case !known, ok && r <= rank:
				after = i
			case ok && next < 0 && r > rank:
				next = i
			}
		}
		if after < 0 && next >= 0 {
			return e.attachedStart(blocks[next].start), -1
		}
	}
	if after < 0 || after == len(blocks)-1 && sibling < 0 {
		// Nothing follows: at the end of the file, after all comments.
		return len(e.src), sibling
	}
	b := &blocks[after]
	at = e.lineEnd(b.start + e.bodyEnd(b))
	// Comments directly below the last key belong to it, unless they are
	// directly above the next header.
	below := at
	for below < len(e.src) && commentLine(e.src, below) {
		below = e.lineEnd(below)
	}
	if below == len(e.src) || blankLine(e.src, below) {
		at = below
	}
	return at, sibling
}

// blankBefore reports whether a blank line separates the block from what
// stands before it.
func (e *Editor) blankBefore(i int) bool {
	at := e.attachedStart(e.lay.blocks[i].start)
	return at <= e.doc.bom || blankLineBefore(e.src, at)
}

// attachedStart is where the comments directly above a line begin, the line
// itself where there are none.
func (e *Editor) attachedStart(line int) int {
	// A line inside a multi-line value may look like a comment.
	floor := e.doc.bom
	above := 0
	for above+1 < len(e.lay.blocks) && e.lay.blocks[above+1].start < line {
		above++
	}
	b := &e.lay.blocks[above]
	if above > 0 {
		floor = b.start + b.headEnd
	}
	for k := range b.pairs {
		if end := b.start + b.pairs[k].end; end <= line {
			floor = max(floor, end)
		}
	}
	for line > floor {
		above := e.lineStart(line - 1)
		if above < floor || !commentLine(e.src, above) {
			break
		}
		line = above
	}
	return line
}

// ---- the text ----

// lineStart is the offset of the start of the line that at stands in.
func (e *Editor) lineStart(at int) int { return max(lineStart(e.src, at), e.doc.bom) }

// lineEnd is the offset after the end of the line that at stands in.
func (e *Editor) lineEnd(at int) int {
	if i := bytes.IndexByte(e.src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(e.src)
}

// newline is how the line before the offset ends, else how lines of the text
// end.
func (e *Editor) newline(at int) string {
	i := bytes.LastIndexByte(e.src[:min(at, len(e.src))], '\n')
	if i < 0 {
		i = bytes.IndexByte(e.src, '\n')
	}
	if i > 0 && e.src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func (e *Editor) indentOf(line int) string {
	return string(e.src[line:skipBlanks(e.src, line)])
}

// commaAfter finds the comma between two items of a list, -1 if none.
func (e *Editor) commaAfter(at, end int) int {
	for at < end {
		switch e.src[at] {
		case ',':
			return at
		case '#':
			at = e.lineEnd(at)
		default:
			at++
		}
	}
	return -1
}

// commentsIn returns the comments of a part of the text.
func (e *Editor) commentsIn(from, to int) []string {
	var out []string
	for i := from; i < to; {
		switch e.src[i] {
		case '#':
			line := firstLine(e.src[i:to])
			out = append(out, string(bytes.TrimRight(line, " \t")))
			i += len(line)
		case '"', '\'':
			end, _ := stringEnd(e.src, i)
			if end < 0 {
				return out
			}
			i = end
		default:
			i++
		}
	}
	return out
}

func commentLine(src []byte, at int) bool {
	i := skipBlanks(src, at)
	return i < len(src) && src[i] == '#'
}

func blankLine(src []byte, at int) bool {
	return at < len(src) && len(bytes.TrimSpace(firstLine(src[at:]))) == 0
}

// blankLineBefore reports whether the line above is blank.
func blankLineBefore(src []byte, at int) bool {
	if at == 0 || src[at-1] != '\n' {
		return false
	}
	return blankLine(src, lineStart(src, at-1))
}
