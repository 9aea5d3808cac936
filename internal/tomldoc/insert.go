package tomldoc

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sxsh-audit/audit/internal/text"
)

// addKey adds a key to a table, which is made where it is missing.
func (e *Editor) addKey(table path, f Field) error {
	if len(table) == 0 {
		switch v := f.Value.(type) {
		case Table:
			return e.newBlock(path{{key: f.Key}}, false, v)
		case []Table:
			if len(v) == 0 {
				return nil
			}
			return e.newBlocks(path{{key: f.Key}}, true, v)
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

func (e *Editor) append(p path, ts []Table) error {
	if p[len(p)-1].index > 0 {
		return text.M("toml.path", "found", p.String())
	}
	if len(ts) == 0 {
		return nil
	}
	pl := e.lay.find(p)
	switch pl.what {
	case value:
		if pl.node().kind != array {
			return text.M("toml.is-value", "key", p.String())
		}
		for i, t := range ts {
			if err := e.insertItem(p, len(pl.node().kids)+i, valueText(t)); err != nil {
				return err
			}
		}
		return nil
	case implied:
		if e.lay.count(p) > 0 {
			return e.newBlocks(p, true, ts)
		}
		return text.M("toml.is-table", "key", p.String())
	case headed, dotted:
		return text.M("toml.is-table", "key", p.String())
	}
	return e.addKey(p[:len(p)-1], Field{p[len(p)-1].key, ts})
}

// newBlock writes a table with a header where it belongs.
func (e *Editor) newBlock(p path, arr bool, t Table) error {
	return e.newBlocks(p, arr, []Table{t})
}

// newBlocks writes tables of one header, one after another, where they belong.
func (e *Editor) newBlocks(p path, arr bool, ts []Table) error {
	at, sibling := e.blockPlace(p)
	nl := e.newline(at)
	names := make([]string, 0, len(p))
	for _, s := range p {
		if s.index == 0 {
			names = append(names, keyText(s.key))
		}
	}
	header := "[" + strings.Join(names, ".") + "]"
	if arr {
		header = "[" + header + "]"
	}

	// Signs stand in the column of the table before of its kind; the first of
	// its kind has them in one column.
	column := 0
	if sibling >= 0 {
		column = e.signColumn(&e.lay.blocks[sibling])
	} else {
		for _, f := range ts[0] {
			column = max(column, utf8.RuneCountInString(keyText(f.Key))+1)
		}
	}
	// Blank lines as between the tables of its kind, else one on each side.
	apart := sibling < 0 || e.blankBefore(sibling)
	var b strings.Builder
	for i, t := range ts {
		if i > 0 && apart {
			b.WriteString(nl)
		}
		b.WriteString(header + nl)
		for _, f := range t {
			key := keyText(f.Key)
			b.WriteString(key + strings.Repeat(" ", max(1, column-utf8.RuneCountInString(key))))
			b.WriteString("= " + lineValueText(f.Value, nl) + nl)
		}
	}
	s := b.String()
	if apart {
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
