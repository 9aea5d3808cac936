package textchart

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// canvas is a grid of cells, each with a sign and a role.
type canvas struct {
	o     Options
	g     *signs
	w, h  int
	cells []cell
	// more holds what does not fit in one rune: letters whose marks are not
	// composed, by the index of their cell.
	more map[int]string
}

type cell struct {
	r    rune // 0 is a blank
	role Role
	wide bool // the next cell is this sign's second half
	tail bool // the second half of a wide sign
}

func newCanvas(o Options) *canvas {
	return &canvas{o: o, g: o.signs(), w: o.Width, h: o.Height, cells: make([]cell, o.Width*o.Height)}
}

func (c *canvas) inside(x, y int) bool { return x >= 0 && x < c.w && y >= 0 && y < c.h }

// set puts a sign of one cell. Half a wide sign that it hits becomes a blank.
func (c *canvas) set(x, y int, r rune, role Role) {
	if !c.inside(x, y) {
		return
	}
	c.clear(x, y)
	c.cells[y*c.w+x] = cell{r: r, role: role}
}

// clear blanks a cell, and the other half of a wide sign with it.
func (c *canvas) clear(x, y int) {
	i := y*c.w + x
	if c.cells[i].tail {
		c.cells[i-1] = cell{}
		delete(c.more, i-1)
	}
	if c.cells[i].wide {
		c.cells[i+1] = cell{}
	}
	if c.more != nil {
		delete(c.more, i)
	}
	c.cells[i] = cell{}
}

// blank reports whether n cells have nothing in them.
func (c *canvas) blank(x, y, n int) bool {
	for i := range n {
		if !c.inside(x+i, y) || c.cells[y*c.w+x+i] != (cell{}) {
			return false
		}
	}
	return true
}

// across puts the same sign in the cells from x0 up to and without x1.
func (c *canvas) across(x0, x1, y int, r rune, role Role) {
	for x := x0; x < x1; x++ {
		c.set(x, y, r, role)
	}
}

// print puts tidy words at a place and returns the column after them; what lies
// outside the canvas is left off.
func (c *canvas) print(x, y int, s string, role Role) int {
	if simple(s) {
		for _, r := range s {
			c.set(x, y, r, role)
			x++
		}
		return x
	}
	for len(s) > 0 {
		cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if cluster == "" {
			break
		}
		s = s[len(cluster):]
		if c.inside(x, y) && c.inside(x+w-1, y) {
			c.put(x, y, cluster, w, role)
		}
		x += w
	}
	return x
}

// put places one letter with its marks.
func (c *canvas) put(x, y int, cluster string, w int, role Role) {
	runes := []rune(cluster)
	c.set(x, y, runes[0], role)
	i := y*c.w + x
	if w == 2 {
		c.clear(x+1, y)
		c.cells[i].wide = true
		c.cells[i+1] = cell{r: ' ', role: role, tail: true}
	}
	if len(runes) > 1 {
		if c.more == nil {
			c.more = make(map[int]string)
		}
		c.more[i] = cluster
	}
}

// printIn puts words into a column of w cells, cut where they are longer.
func (c *canvas) printIn(x, y, w int, s string, role Role) { c.print(x, y, c.g.cut(s, w), role) }

// printRight puts words so that they end before a column.
func (c *canvas) printRight(x1, y, w int, s string, role Role) {
	s = c.g.cut(s, w)
	c.print(x1-width(s), y, s, role)
}

// lines are the first n lines, painted.
func (c *canvas) lines(n int) []string {
	n = min(n, c.h)
	out := make([]string, n)
	var b strings.Builder
	for y := range n {
		if c.odd(y) && !c.measures(y) {
			c.plain(y)
		}
		b.Reset()
		b.Grow(c.w * 3)
		for x := 0; x < c.w; {
			end := c.run(x, y)
			role := c.cells[y*c.w+x].role
			if role == Plain || c.o.Paint == nil {
				c.write(&b, x, end, y)
			} else {
				var part strings.Builder
				c.write(&part, x, end, y)
				b.WriteString(c.o.Paint(role, part.String()))
			}
			x = end
		}
		out[y] = b.String()
	}
	return out
}

// run is the end of the cells from x on that have one role.
func (c *canvas) run(x, y int) int {
	row := c.cells[y*c.w : (y+1)*c.w]
	end := x + 1
	for end < c.w && row[end].role == row[x].role {
		end++
	}
	return end
}

func (c *canvas) write(b *strings.Builder, x0, x1, y int) {
	for i := y*c.w + x0; i < y*c.w+x1; i++ {
		switch s, more := c.more[i], c.cells[i]; {
		case more.tail:
		case s != "":
			b.WriteString(s)
		case more.r == 0:
			b.WriteByte(' ')
		default:
			b.WriteRune(more.r)
		}
	}
}

// odd reports whether a line has signs that are not sure to take their cells
// when they stand beside others.
func (c *canvas) odd(y int) bool {
	for i := y * c.w; i < (y+1)*c.w; i++ {
		if r := c.cells[i].r; r != 0 && !narrow(r) || c.more[i] != "" {
			return true
		}
	}
	return false
}

// measures reports whether a line is as wide as its cells say: letters of rare
// scripts, flags and joined signs may flow together with what stands beside.
func (c *canvas) measures(y int) bool {
	var b strings.Builder
	c.write(&b, 0, c.w, y)
	if ansi.StringWidth(b.String()) != c.w {
		return false
	}
	for x := 0; x < c.w; {
		end := c.run(x, y)
		b.Reset()
		c.write(&b, x, end, y)
		if ansi.StringWidth(b.String()) != end-x {
			return false
		}
		x = end
	}
	return true
}

// plain replaces the uncertain signs of a line.
func (c *canvas) plain(y int) {
	for i := y * c.w; i < (y+1)*c.w; i++ {
		k := &c.cells[i]
		if k.r != 0 && !narrow(k.r) || k.wide || c.more[i] != "" {
			k.r = '?'
			delete(c.more, i)
		}
		k.wide, k.tail = false, false
	}
}
