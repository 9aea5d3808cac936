package tomldoc

import (
	"bytes"
)

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
