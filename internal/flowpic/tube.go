package flowpic

import "math"

// circle is the length of the control arms of a cubic Bézier that follows a
// quarter of a circle, in radii.
const circle = 0.5522847498

// bend is a rounded corner: straight to a, on a curve to b.
type bend struct{ a, c1, c2, b Point }

// tube is the outline of a band of a constant width along a way of right
// angles, with rounded corners of the inner radius r where there is room. The
// first and the last point of the outline before it closes are width apart.
func tube(way []Point, width, r float64) []Seg {
	way = compact(way)
	if len(way) < 2 {
		return nil
	}
	first, there := border(way, width/2, r, 1)
	last, back := border(way, width/2, r, -1)
	segs := []Seg{{Op: 'M', P: first[0]}}
	for _, b := range there {
		segs = append(segs, Seg{Op: 'L', P: b.a}, Seg{Op: 'C', C1: b.c1, C2: b.c2, P: b.b})
	}
	segs = append(segs, Seg{Op: 'L', P: first[1]}, Seg{Op: 'L', P: last[1]})
	for i := len(back) - 1; i >= 0; i-- {
		b := back[i]
		segs = append(segs, Seg{Op: 'L', P: b.b}, Seg{Op: 'C', C1: b.c2, C2: b.c1, P: b.a})
	}
	return append(segs, Seg{Op: 'L', P: last[0]}, Seg{Op: 'Z'})
}

// thread is the way itself with rounded corners, open.
func thread(way []Point, r float64) []Seg {
	way = compact(way)
	if len(way) < 2 {
		return nil
	}
	ends, bends := border(way, 0, r, 1)
	segs := []Seg{{Op: 'M', P: ends[0]}}
	for _, b := range bends {
		segs = append(segs, Seg{Op: 'L', P: b.a}, Seg{Op: 'C', C1: b.c1, C2: b.c2, P: b.b})
	}
	return append(segs, Seg{Op: 'L', P: ends[1]})
}

// border runs along a way at the distance half on one side (1 or −1).
func border(way []Point, half, r, side float64) (ends [2]Point, bends []bend) {
	n := len(way)
	u := unit(way[0], way[1])
	ends[0] = Point{way[0].X - side*u.Y*half, way[0].Y + side*u.X*half}
	for i := 1; i < n-1; i++ {
		v := unit(way[i], way[i+1])
		room := func(a, b int) float64 {
			l := math.Hypot(way[a].X-way[b].X, way[a].Y-way[b].Y)
			if a > 0 && b < n-1 {
				return l / 2
			}
			return l
		}
		t := max(min(r+half, room(i-1, i), room(i, i+1)), half)
		radius := t + half
		if side*(-u.Y*v.X+u.X*v.Y) > 0 { // the way turns to this side
			radius = t - half
		}
		p := way[i]
		a := Point{p.X - u.X*t - side*u.Y*half, p.Y - u.Y*t + side*u.X*half}
		b := Point{p.X + v.X*t - side*v.Y*half, p.Y + v.Y*t + side*v.X*half}
		bends = append(bends, bend{a, Point{a.X + u.X*circle*radius, a.Y + u.Y*circle*radius}, Point{b.X - v.X*circle*radius, b.Y - v.Y*circle*radius}, b})
		u = v
	}
	end := way[n-1]
	ends[1] = Point{end.X - side*u.Y*half, end.Y + side*u.X*half}
	return ends, bends
}

func unit(a, b Point) Point {
	d := math.Hypot(b.X-a.X, b.Y-a.Y)
	return Point{(b.X - a.X) / d, (b.Y - a.Y) / d}
}

// compact drops points that repeat.
func compact(way []Point) []Point {
	var out []Point
	for _, p := range way {
		if n := len(out); n == 0 || math.Hypot(p.X-out[n-1].X, p.Y-out[n-1].Y) > 1e-9 {
			out = append(out, p)
		}
	}
	return out
}
