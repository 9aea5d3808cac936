package tomldoc

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A layout says where everything stands in a text. The text is cut into blocks,
// one a table header with the keys below it; the first block has no header.
// Positions inside a block count from its start, so that an edit in one block
// only moves the others.
type layout struct {
	blocks []block
}

type block struct {
	start, size int
	header      []part // nil in the first block
	array       bool   // [[…]]
	headEnd     int    // after the closing brackets
	at          path   // what the block is, with table numbers
	pairs       []node
}

func (b *block) end() int { return b.start + b.size }

type kind byte

const (
	scalar kind = iota
	array
	inline
)

// A node is a value: of a key (keys is not empty) or an element of an array.
type node struct {
	kind       kind
	keys       []part
	start, end int    // of the value
	kids       []node // elements or pairs
}

// A part is one part of a possibly dotted key.
type part struct {
	name       string
	start, end int
}

// from is where the node with its key starts.
func (n *node) from() int {
	if len(n.keys) > 0 {
		return n.keys[0].start
	}
	return n.start
}

// layOut finds where everything stands in a valid text. start is where the
// text begins in src (after a byte order mark).
func layOut(src []byte, start int) (layout, error) {
	blocks, err := blocksOf(src[start:], start, true)
	if err != nil {
		return layout{}, err
	}
	l := layout{blocks}
	l.address()
	return l, nil
}

// blocksOf cuts a text into blocks. With root the first one is the block
// without header even if nothing is in it; otherwise the text must start with
// a header.
func blocksOf(text []byte, base int, root bool) ([]block, error) {
	p := unstable.Parser{}
	p.Reset(text)
	var blocks []block
	if root {
		blocks = append(blocks, block{start: base})
	}
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			keys := partsOf(e.Key(), 0)
			last := keys[len(keys)-1]
			from := lineStart(text, keys[0].start)
			if len(blocks) > 0 {
				b := &blocks[len(blocks)-1]
				b.size = base + from - b.start
			} else if from != 0 {
				return nil, errNoHeader
			}
			b := block{start: base + from, header: keys, array: e.Kind == unstable.ArrayTable}
			b.headEnd = last.end
			for text[b.headEnd] != ']' {
				b.headEnd++
			}
			b.headEnd++
			if b.array {
				b.headEnd++
			}
			b.headEnd -= from
			for i := range b.header {
				b.header[i].start -= from
				b.header[i].end -= from
			}
			blocks = append(blocks, b)
		case unstable.KeyValue:
			if len(blocks) == 0 {
				return nil, errNoHeader
			}
			b := &blocks[len(blocks)-1]
			b.pairs = append(b.pairs, pairOf(text, e, b.start-base))
		}
	}
	if err := p.Error(); err != nil {
		return nil, err
	}
	if len(blocks) > 0 {
		b := &blocks[len(blocks)-1]
		b.size = base + len(text) - b.start
	} else if len(text) > 0 {
		return nil, errNoHeader
	}
	return blocks, nil
}

var errNoHeader = errors.New("tomldoc: the text does not start with a table header")

func partsOf(it unstable.Iterator, base int) []part {
	parts := make([]part, 0, 1)
	for it.Next() {
		n := it.Node()
		from := int(n.Raw.Offset) - base
		parts = append(parts, part{string(n.Data), from, from + int(n.Raw.Length)})
	}
	return parts
}

// pairOf takes a key and its value; positions count from base.
func pairOf(text []byte, e *unstable.Node, base int) node {
	keys := partsOf(e.Key(), base)
	sign := skipBlanks(text, base+keys[len(keys)-1].end)
	n := valueOf(text, e.Value(), skipBlanks(text, sign+1), base)
	n.keys = keys
	return n
}

// valueOf takes a value that starts at the offset.
func valueOf(text []byte, v *unstable.Node, at, base int) node {
	switch v.Kind {
	case unstable.Array:
		n := node{kind: array, start: at - base}
		end := at + 1
		for it := v.Children(); it.Next(); {
			end = skipTrivia(text, end)
			n.kids = append(n.kids, valueOf(text, it.Node(), end, base))
			end = n.kids[len(n.kids)-1].end + base
		}
		n.end = skipTrivia(text, end) + 1 - base
		return n
	case unstable.InlineTable:
		n := node{kind: inline, start: at - base}
		end := at + 1
		for it := v.Children(); it.Next(); {
			n.kids = append(n.kids, pairOf(text, it.Node(), base))
			end = n.kids[len(n.kids)-1].end + base
		}
		n.end = skipTrivia(text, end) + 1 - base
		return n
	}
	from := int(v.Raw.Offset) - base
	return node{kind: scalar, start: from, end: from + int(v.Raw.Length)}
}

func skipBlanks(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

// skipTrivia goes over blanks, line ends, commas and comments between the
// elements of an array or inline table.
func skipTrivia(text []byte, at int) int {
	for {
		for at < len(text) && strings.IndexByte(" \t\r\n,", text[at]) >= 0 {
			at++
		}
		if at >= len(text) || text[at] != '#' {
			return at
		}
		for at < len(text) && text[at] != '\n' {
			at++
		}
	}
}

// address works out what each block is: the table number of an array of
// tables is the number of its headers so far.
func (l *layout) address() {
	numbers := map[string]int{}
	var name strings.Builder
	for i := range l.blocks {
		b := &l.blocks[i]
		name.Reset()
		at := make(path, 0, 2*len(b.header))
		for k, h := range b.header {
			at = append(at, step{key: h.name})
			name.WriteString(strconv.Quote(h.name))
			n := numbers[name.String()]
			if b.array && k == len(b.header)-1 {
				n++
				numbers[name.String()] = n
			}
			if n > 0 {
				at = append(at, step{index: n})
				name.WriteString(strconv.Itoa(n))
			}
		}
		b.at = at
	}
}

// A place is what a path leads to.
type place struct {
	what  what
	block int
	// chain leads from a pair of the block to the value: its last node is the
	// value itself. Of a dotted table it leads to what holds its pairs (nothing:
	// the block), and under is the way from there to the table.
	chain []*node
	under path
}

type what byte

const (
	missing  what = iota
	value         // chain's last node
	headed        // a table with a header of its own
	implied       // a table that only headers of its parts, or their arrays, imply
	dotted        // a table that dotted keys imply
	tooShort      // an array that has no such element
)

func (p place) node() *node { return p.chain[len(p.chain)-1] }

// find looks a path up.
func (l *layout) find(p path) place {
	found := place{what: missing, block: -1}
	for i := range l.blocks {
		b := &l.blocks[i]
		switch {
		case len(p) == len(b.at) && p.hasPrefix(b.at):
			return place{what: headed, block: i}
		case len(p) > len(b.at) && p.hasPrefix(b.at):
			pl := findIn(b.pairs, p[len(b.at):], nil)
			if pl.what == value {
				pl.block = i
				return pl
			}
			if pl.what != missing && found.what == missing {
				pl.block = i
				found = pl
			}
		case found.what == missing && len(b.at) > len(p) && b.at.hasPrefix(p):
			found = place{what: implied, block: i}
		}
	}
	return found
}

// findIn looks the rest of a path up among pairs.
func findIn(pairs []node, rest path, chain []*node) place {
	found := place{what: missing}
	for i := range pairs {
		n := &pairs[i]
		same := 0
		for same < len(n.keys) && same < len(rest) && rest[same].index == 0 && n.keys[same].name == rest[same].key {
			same++
		}
		switch {
		case same == len(n.keys) && same == len(rest):
			return place{what: value, chain: append(chain, n)}
		case same == len(n.keys):
			pl := descend(n, rest[same:], append(slices.Clip(chain), n))
			if pl.what == value {
				return pl
			}
			found = pl
		case same == len(rest):
			found = place{what: dotted, chain: chain, under: rest}
		}
	}
	return found
}

func descend(n *node, rest path, chain []*node) place {
	for n.kind == array && rest[0].index > 0 {
		if rest[0].index > len(n.kids) {
			return place{what: tooShort, chain: chain}
		}
		n = &n.kids[rest[0].index-1]
		chain = append(slices.Clip(chain), n)
		rest = rest[1:]
		if len(rest) == 0 {
			return place{what: value, chain: chain}
		}
	}
	if n.kind == inline {
		return findIn(n.kids, rest, chain)
	}
	return place{what: missing}
}

// keys returns the keys of a table in their order, as far as the layout
// knows it as a table.
func (l *layout) keys(p path) []string {
	var out []string
	add := func(k string) {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	// within adds the keys of the pairs that stand below the rest of the path.
	within := func(pairs []node, rest path) {
		for i := range pairs {
			if keys := pairs[i].keys; len(keys) > len(rest) && samePath(keys, rest) {
				add(keys[len(rest)].name)
			}
		}
	}
	switch pl := l.find(p); {
	case pl.what == value:
		within(pl.node().kids, nil)
		return out
	case pl.what == dotted && pl.chain != nil:
		within(pl.node().kids, pl.under)
		return out
	}
	for i := range l.blocks {
		b := &l.blocks[i]
		if len(b.at) > len(p) && b.at.hasPrefix(p) && b.at[len(p)].index == 0 {
			add(b.at[len(p)].key)
		}
		if p.hasPrefix(b.at) {
			within(b.pairs, p[len(b.at):])
		}
	}
	return out
}

// samePath reports whether dotted keys begin with the steps of a path.
func samePath(keys []part, p path) bool {
	for i, s := range p {
		if s.index > 0 || keys[i].name != s.key {
			return false
		}
	}
	return true
}

// count returns how many tables of a kind there are as [[…]].
func (l *layout) count(p path) int {
	n := 0
	for i := range l.blocks {
		if at := l.blocks[i].at; len(at) == len(p)+1 && at.hasPrefix(p) {
			n = max(n, at[len(p)].index)
		}
	}
	return n
}
