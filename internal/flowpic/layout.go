package flowpic

import "slices"

// Layout is where the steps of a graph stand. All slices but Order and Back are
// indexed by step.
type Layout struct {
	Order []int  // the steps down the page
	Row   []int  // the place of each step in Order
	Layer []int  // the longest way from a start, in steps
	Place []int  // the place within the layer, after crossing reduction
	Back  []bool // by stream: it runs up the page and closes a loop
}

// Arrange lays a graph out.
//
// Streams of kind Recycle do not count for the order; loops that remain are
// broken at the step named first among those where nothing else leads in. The
// order is the order in which the steps are listed wherever that agrees with
// the streams, so a new stream moves nothing unless it contradicts the list.
// Where list and streams disagree, the order by layers is taken instead if it
// makes the streams shorter.
//
// Layers are longest paths, with starts moved down to their first user; within
// a layer the steps are ordered by barycentres, and only where that leaves
// fewer crossings.
func Arrange(g Graph) Layout {
	a := newArcs(g)
	order, broken := a.topological()
	l := Layout{Layer: a.layers(order, broken)}
	l.Place = a.places(l.Layer, broken)
	l.Order = order
	if !slices.IsSorted(order) {
		byLayer := slices.Clone(order)
		slices.SortStableFunc(byLayer, func(x, y int) int {
			if d := l.Layer[x] - l.Layer[y]; d != 0 {
				return d
			}
			return l.Place[x] - l.Place[y]
		})
		if a.length(byLayer) < a.length(order) {
			l.Order = byLayer
		}
	}
	l.Row = rank(l.Order)
	l.Back = make([]bool, len(g.Streams))
	for i := range g.Streams {
		from, to := g.ends(i)
		l.Back[i] = from != Outside && to != Outside && l.Row[to] < l.Row[from]
	}
	return l
}

// arc is a stream between two steps that counts for the order.
type arc struct{ from, to int }

type arcs struct {
	n    int // steps
	list []arc
	in   [][]int // by step: the arcs that lead in
	out  [][]int
}

func newArcs(g Graph) *arcs {
	a := &arcs{n: len(g.Steps), in: make([][]int, len(g.Steps)), out: make([][]int, len(g.Steps))}
	for i := range g.Streams {
		from, to := g.ends(i)
		if from == Outside || to == Outside || from == to || g.kind(i) == Recycle {
			continue
		}
		a.in[to] = append(a.in[to], len(a.list))
		a.out[from] = append(a.out[from], len(a.list))
		a.list = append(a.list, arc{from, to})
	}
	return a
}

// topological orders the steps by the list and the arcs, and tells which arcs
// had to be broken.
func (a *arcs) topological() (order []int, broken []bool) {
	broken = make([]bool, len(a.list))
	placed := make([]bool, a.n)
	waits := make([]int, a.n)
	for v := range a.n {
		waits[v] = len(a.in[v])
	}
	for len(order) < a.n {
		next := -1
		for v := range a.n {
			if !placed[v] && waits[v] == 0 {
				next = v
				break
			}
		}
		if next < 0 {
			next = a.entry(placed)
			for _, e := range a.in[next] {
				broken[e] = broken[e] || !placed[a.list[e].from]
			}
		}
		placed[next] = true
		order = append(order, next)
		for _, e := range a.out[next] {
			if !broken[e] {
				waits[a.list[e].to]--
			}
		}
	}
	return order, broken
}

// entry is the first step in the list that lies in a loop to which no other
// step still waiting leads: the place where the loop is broken.
func (a *arcs) entry(placed []bool) int {
	before := make([][]bool, a.n)
	for v := range a.n {
		if !placed[v] {
			before[v] = a.ancestors(v, placed)
		}
	}
	first := -1
	for v := range a.n {
		if placed[v] {
			continue
		}
		if first < 0 {
			first = v
		}
		source := true
		for u := range a.n {
			if before[v][u] && !before[u][v] {
				source = false
				break
			}
		}
		if source {
			return v
		}
	}
	return first
}

func (a *arcs) ancestors(v int, placed []bool) []bool {
	seen := make([]bool, a.n)
	todo := []int{v}
	for len(todo) > 0 {
		u := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range a.in[u] {
			if w := a.list[e].from; !placed[w] && !seen[w] {
				seen[w] = true
				todo = append(todo, w)
			}
		}
	}
	return seen
}

func (a *arcs) layers(order []int, broken []bool) []int {
	layer := make([]int, a.n)
	for _, v := range order {
		for _, e := range a.in[v] {
			if !broken[e] {
				layer[v] = max(layer[v], layer[a.list[e].from]+1)
			}
		}
	}
	for _, v := range slices.Backward(order) {
		first := -1
		starts := true
		for _, e := range a.in[v] {
			starts = starts && broken[e]
		}
		for _, e := range a.out[v] {
			if to := layer[a.list[e].to]; !broken[e] && (first < 0 || to < first) {
				first = to
			}
		}
		if starts && first > 0 {
			layer[v] = first - 1
		}
	}
	return layer
}

// sweeps is how often the barycentre method goes down and up; more never helped
// on the networks of the tests.
const sweeps = 6

func (a *arcs) places(layer []int, broken []bool) []int {
	depth := 0
	for _, l := range layer {
		depth = max(depth, l+1)
	}
	rows := make([][]int, depth)
	for v, l := range layer {
		rows[l] = append(rows[l], v)
	}
	place := make([]int, a.n)
	number := func(row []int) {
		for i, v := range row {
			place[v] = i
		}
	}
	for _, row := range rows {
		number(row)
	}
	best, least := slices.Clone(place), a.crossings(layer, place, broken)
	for s := 0; s < sweeps && least > 0; s++ {
		for i := range rows {
			row, near := rows[i], a.in
			if s%2 == 1 {
				row, near = rows[depth-1-i], a.out
			}
			centre := make([]float64, a.n)
			for _, v := range row {
				centre[v] = float64(place[v])
				sum, n := 0.0, 0
				for _, e := range near[v] {
					if !broken[e] {
						sum, n = sum+float64(place[a.list[e].from+a.list[e].to-v]), n+1
					}
				}
				if n > 0 {
					centre[v] = sum / float64(n)
				}
			}
			slices.SortStableFunc(row, func(x, y int) int {
				switch {
				case centre[x] < centre[y]:
					return -1
				case centre[x] > centre[y]:
					return 1
				}
				return 0
			})
			number(row)
		}
		if c := a.crossings(layer, place, broken); c < least {
			best, least = slices.Clone(place), c
		}
	}
	return best
}

// crossings counts the pairs of arcs between the same two layers that cross.
func (a *arcs) crossings(layer, place []int, broken []bool) int {
	n := 0
	for i, x := range a.list {
		if broken[i] {
			continue
		}
		for j, y := range a.list[:i] {
			if broken[j] || layer[x.from] != layer[y.from] || layer[x.to] != layer[y.to] {
				continue
			}
			if (place[x.from]-place[y.from])*(place[x.to]-place[y.to]) < 0 {
				n++
			}
		}
	}
	return n
}

// length is how far all arcs reach beyond the next row, counting the way up
// twice: a stream that runs against the process is harder to read.
func (a *arcs) length(order []int) int {
	row := rank(order)
	sum := 0
	for _, e := range a.list {
		if d := row[e.to] - row[e.from]; d > 0 {
			sum += d - 1
		} else {
			sum -= 2 * d
		}
	}
	return sum
}

func rank(order []int) []int {
	r := make([]int, len(order))
	for i, v := range order {
		r[v] = i
	}
	return r
}
