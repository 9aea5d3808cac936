package flowpic

import "slices"

// plan is the arrangement that all pictures share: the rows of the page and
// what stands on which side of each.
type plan struct {
	g             Graph
	rows          []row
	left          []lane // forward streams that pass over rows, outside the left column
	right         []lane // streams that return, outside the right column
	nLeft, nRight int    // how many lanes stand side by side
}

// row is a step with its streams, each list in the order of the graph.
type row struct {
	step                               int
	inLeft, outLeft, inRight, outRight []end
	below                              []int // streams to the next row, drawn straight down
}

// end is one end of a stream at a row.
type end struct {
	stream int
	lane   int  // index in plan.left or plan.right; -1: the other end is outside
	away   int  // the step at the other end; Outside if there is none
	off    bool // the other end is a step that is not on this page
}

// lane is a stream that goes round: rows from and to, and the track in which it
// runs (0 is nearest to the steps).
type lane struct {
	stream, from, to, track int
}

// newPlan places the streams of the steps order[a:b]. At most straight streams
// go straight down from one row to the next, the others take a lane.
func newPlan(g Graph, order []int, straight int) *plan {
	p := &plan{g: g, rows: make([]row, len(order))}
	at := map[int]int{}
	for r, step := range order {
		p.rows[r].step = step
		at[step] = r
	}
	for i := range g.Streams {
		from, to := g.ends(i)
		rf, hasFrom := at[from]
		rt, hasTo := at[to]
		switch {
		case from == to:
		case hasFrom && hasTo && rt == rf+1 && g.kind(i) != Recycle && len(p.rows[rf].below) < straight:
			p.rows[rf].below = append(p.rows[rf].below, i)
		case hasFrom && hasTo && rt > rf:
			p.rows[rf].outLeft = append(p.rows[rf].outLeft, end{i, len(p.left), to, false})
			p.rows[rt].inLeft = append(p.rows[rt].inLeft, end{i, len(p.left), from, false})
			p.left = append(p.left, lane{stream: i, from: rf, to: rt})
		case hasFrom && hasTo:
			p.rows[rf].outRight = append(p.rows[rf].outRight, end{i, len(p.right), to, false})
			p.rows[rt].inRight = append(p.rows[rt].inRight, end{i, len(p.right), from, false})
			p.right = append(p.right, lane{stream: i, from: rf, to: rt})
		case hasFrom:
			p.rows[rf].outRight = append(p.rows[rf].outRight, end{i, -1, to, to != Outside})
		case hasTo:
			p.rows[rt].inLeft = append(p.rows[rt].inLeft, end{i, -1, from, from != Outside})
		}
	}
	for r := range p.rows { // products first, then what is left over, then what returns
		slices.SortStableFunc(p.rows[r].outRight, func(x, y end) int { return p.weight(x) - p.weight(y) })
	}
	p.nLeft, p.nRight = tracks(p.left), tracks(p.right)
	return p
}

func (p *plan) weight(e end) int {
	if e.lane >= 0 {
		return len(looks)
	}
	return slices.Index(Kinds(), p.g.kind(e.stream))
}

// tracks gives each lane a track so that lanes in one track do not meet;
// short lanes stand inside, so that few cross.
func tracks(lanes []lane) int {
	byLength := make([]int, len(lanes))
	for i := range lanes {
		byLength[i] = i
	}
	span := func(l lane) (int, int) { return min(l.from, l.to), max(l.from, l.to) }
	slices.SortStableFunc(byLength, func(x, y int) int {
		a, b := span(lanes[x])
		c, d := span(lanes[y])
		return (b - a) - (d - c)
	})
	var used [][][2]int
	for _, i := range byLength {
		a, b := span(lanes[i])
		t := slices.IndexFunc(used, func(taken [][2]int) bool {
			return !slices.ContainsFunc(taken, func(x [2]int) bool { return a <= x[1] && x[0] <= b })
		})
		if t < 0 {
			t = len(used)
			used = append(used, nil)
		}
		used[t] = append(used[t], [2]int{a, b})
		lanes[i].track = t
	}
	return len(used)
}
