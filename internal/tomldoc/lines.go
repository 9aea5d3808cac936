package tomldoc

import (
	"bytes"
)

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
