package cost

// edge is a share of what is at a state that moves on to another.
type edge struct {
	to    int
	share float64
}

// chain is money on the move: of what is at state i, the share out[i][e].share
// goes to state out[i][e].to and the share leak[i] leaves. The shares of a state
// sum to 1, or are all 0 where nothing ever is.
type chain struct {
	out  [][]edge
	leak []float64
}

func newChain(states int) chain {
	return chain{out: make([][]edge, states), leak: make([]float64, states)}
}

func (c chain) add(from, to int, share float64) {
	switch {
	case share <= 0:
	case to == Outside:
		c.leak[from] += share
	default:
		c.out[from] = append(c.out[from], edge{to, share})
	}
}

// closed returns the states from which nothing ever leaves although something
// moves there: loops without an outlet, and what only leads into them.
func (c chain) closed() []int {
	back := make([][]int, len(c.out))
	for i, edges := range c.out {
		for _, e := range edges {
			back[e.to] = append(back[e.to], i)
		}
	}
	leaves := make([]bool, len(c.out))
	var queue []int
	for i, l := range c.leak {
		if l > 0 {
			leaves[i], queue = true, append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range back[i] {
			if !leaves[j] {
				leaves[j], queue = true, append(queue, j)
			}
		}
	}
	var states []int
	for i := range c.out {
		if !leaves[i] && len(c.out[i]) > 0 {
			states = append(states, i)
		}
	}
	return states
}

// solver is a chain with its loops solved.
type solver struct {
	chain
	blocks [][]int // strongly connected states, in the direction of the money
	loops  []*loop // one a block
}

// solve prepares a chain that has no closed states.
func (c chain) solve() solver {
	s := solver{chain: c, blocks: c.blocks()}
	place := make([]int, len(c.out))
	in := make([]int, len(c.out))
	for b, block := range s.blocks {
		for p, i := range block {
			in[i], place[i] = b, p
		}
	}
	for b, block := range s.blocks {
		l := newLoop(len(block))
		for p, i := range block {
			l.leave[p] = c.leak[i]
			for _, e := range c.out[i] {
				if in[e.to] == b {
					l.move[p][place[e.to]] += e.share
				} else {
					l.leave[p] += e.share
				}
			}
		}
		l.eliminate()
		s.loops = append(s.loops, l)
	}
	return s
}

// through returns what passes each state when b enters them: t = b + Pᵀt.
func (s solver) through(b []float64) []float64 {
	t := append([]float64(nil), b...)
	for n, block := range s.blocks {
		part := make([]float64, len(block))
		for p, i := range block {
			part[p] = t[i]
		}
		s.loops[n].through(part)
		for p, i := range block {
			t[i] = part[p]
		}
		inBlock := func(j int) bool { return s.loops[n].n > 1 && contains(block, j) }
		for _, i := range block {
			for _, e := range s.out[i] {
				if e.to != i && !inBlock(e.to) {
					t[e.to] += t[i] * e.share
				}
			}
		}
	}
	return t
}

// worth returns what a unit at each state is worth when it earns r where it
// passes: w = r + Pw.
func (s solver) worth(r []float64) []float64 {
	w := append([]float64(nil), r...)
	for n := len(s.blocks) - 1; n >= 0; n-- {
		block := s.blocks[n]
		part := make([]float64, len(block))
		for p, i := range block {
			part[p] = w[i]
			for _, e := range s.out[i] {
				if !contains(block, e.to) {
					part[p] += e.share * w[e.to]
				}
			}
		}
		s.loops[n].worth(part)
		for p, i := range block {
			w[i] = part[p]
		}
	}
	return w
}

// loop is a set of states that money can go round in, eliminated state by state
// in the manner of Grassmann, Taksar and Heyman: what a state passes on is summed
// up from its shares and never had by subtracting from 1, so that all results
// keep their sign and their digits however long money goes round.
//
// W. K. Grassmann, M. I. Taksar, D. P. Heyman, Operations Research 33 (1985)
// 1107–1116.
type loop struct {
	n     int
	move  [][]float64
	leave []float64 // share that leaves the loop
	pass  []float64 // 1 − the share that stays, at the time of elimination
}

func newLoop(n int) *loop {
	l := &loop{n: n, move: make([][]float64, n), leave: make([]float64, n), pass: make([]float64, n)}
	cells := make([]float64, n*n)
	for i := range l.move {
		l.move[i] = cells[i*n : (i+1)*n]
	}
	return l
}

func (l *loop) eliminate() {
	for k := l.n - 1; k >= 0; k-- {
		row := l.move[k]
		pass := l.leave[k]
		for _, m := range row[:k] {
			pass += m
		}
		if pass == 0 {
			pass = 1 // nothing is ever there
		}
		l.pass[k] = pass
		for i := range k {
			f := l.move[i][k] / pass
			if f == 0 {
				continue
			}
			for j, m := range row[:k] {
				l.move[i][j] += f * m
			}
			l.leave[i] += f * l.leave[k]
		}
	}
}

// through solves t = b + Pᵀt in place.
func (l *loop) through(b []float64) {
	for k := l.n - 1; k > 0; k-- {
		if f := b[k] / l.pass[k]; f != 0 {
			for j, m := range l.move[k][:k] {
				b[j] += f * m
			}
		}
	}
	for k := range l.n {
		for i := range k {
			b[k] += b[i] * l.move[i][k]
		}
		b[k] /= l.pass[k]
	}
}

// worth solves w = r + Pw in place.
func (l *loop) worth(r []float64) {
	for k := l.n - 1; k > 0; k-- {
		f := r[k] / l.pass[k]
		for i := range k {
			r[i] += l.move[i][k] * f
		}
	}
	for k := range l.n {
		for j := range k {
			r[k] += l.move[k][j] * r[j]
		}
		r[k] /= l.pass[k]
	}
}
