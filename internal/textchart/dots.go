package textchart

import "math"

// dots draws thin lines inside a part of a canvas: a cell has 2×4 braille dots,
// in ASCII one column of three heights ( ' - . ).
type dots struct {
	c          *canvas
	x, y, w, h int // the part, in cells
	nx, ny     int // dots in a cell
	bits       []uint8
	role       []Role
}

func (c *canvas) dots(x, y, w, h int) *dots {
	d := &dots{c: c, x: x, y: y, w: w, h: h, nx: 2, ny: 4, bits: make([]uint8, w*h), role: make([]Role, w*h)}
	if c.o.ASCII {
		d.nx, d.ny = 1, 3
	}
	return d
}

func (d *dots) set(px, py int, role Role) {
	if px < 0 || py < 0 || px >= d.w*d.nx || py >= d.h*d.ny {
		return
	}
	i := py/d.ny*d.w + px/d.nx
	col, row := px%d.nx, py%d.ny
	bit := row + 3*col
	if row == 3 {
		bit = 6 + col
	}
	d.bits[i] |= 1 << bit
	d.role[i] = role
}

// dashing is a pattern: so many dots drawn, so many left out. A zero draws all.
type dashing struct{ on, off int }

// line draws from one place to another, in cells of the part with the middle of
// the first cell at 0, and returns where in the pattern it ended.
func (d *dots) line(x0, y0, x1, y1 float64, role Role, dash dashing, phase int) int {
	toX := func(v float64) float64 { return (v+0.5)*float64(d.nx) - 0.5 }
	toY := func(v float64) float64 { return (v+0.5)*float64(d.ny) - 0.5 }
	x0, x1, y0, y1 = toX(x0), toX(x1), toY(y0), toY(y1)
	if !clip(&x0, &y0, &x1, &y1, -0.5, -0.5, float64(d.w*d.nx)-0.5, float64(d.h*d.ny)-0.5) {
		return phase
	}
	n := int(math.Ceil(max(math.Abs(x1-x0), math.Abs(y1-y0))))
	for i := 0; i <= n; i++ {
		t := 0.0
		if n > 0 {
			t = float64(i) / float64(n)
		}
		if dash.on == 0 || phase%(dash.on+dash.off) < dash.on {
			d.set(int(math.Round(x0+t*(x1-x0))), int(math.Round(y0+t*(y1-y0))), role)
		}
		if i < n {
			phase++
		}
	}
	return phase
}

// clip shortens a line to a rectangle (Liang and Barsky); false is outside.
func clip(x0, y0, x1, y1 *float64, left, top, right, bottom float64) bool {
	dx, dy := *x1-*x0, *y1-*y0
	from, to := 0.0, 1.0
	for _, e := range [4][2]float64{{-dx, *x0 - left}, {dx, right - *x0}, {-dy, *y0 - top}, {dy, bottom - *y0}} {
		p, q := e[0], e[1]
		switch {
		case math.IsNaN(p) || math.IsNaN(q):
			return false
		case p == 0:
			if q < 0 {
				return false
			}
		case p < 0:
			from = max(from, q/p)
		default:
			to = min(to, q/p)
		}
	}
	if from > to {
		return false
	}
	*x1, *y1 = *x0+to*dx, *y0+to*dy
	*x0, *y0 = *x0+from*dx, *y0+from*dy
	return true
}

// flush puts the lines onto the canvas.
func (d *dots) flush() {
	for i, b := range d.bits {
		if b == 0 {
			continue
		}
		r := 0x2800 + rune(b)
		if d.c.o.ASCII {
			r = []rune(" '-:.::|")[b&7]
		}
		d.c.set(d.x+i%d.w, d.y+i/d.w, r, d.role[i])
	}
}
