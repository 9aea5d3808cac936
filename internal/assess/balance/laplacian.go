package balance

import "math"

// laplacian is V = A'ΣA'ᵀ of a network, factorised. A' is an incidence matrix,
// so V is the Laplacian of a graph whose edges weigh σ², with the outside as
// ground. Nodes are eliminated one after another, the one with the fewest
// neighbours first; eliminating a node joins its neighbours pairwise with
// weights g_i·g_j/d. Only positive numbers are added, multiplied and divided,
// so every weight keeps its relative accuracy whatever the spread of the
// uncertainties (Grassmann, Taksar, Heyman 1985 use the same for Markov
// chains). Equal to V = L·D·Lᵀ with unit L, whose entries are −share.
type laplacian struct {
	n      int
	order  []int       // nodes in the order of their elimination
	after  [][]int     // by node: neighbours at its elimination, ascending
	share  [][]float64 // by node: g_i/d of these neighbours
	degree []float64   // by node: d
}

// link is an edge of the graph between two nodes, or a node and the ground (-1).
type link struct {
	a, b   int
	weight float64
}

// newLaplacian factorises the graph of n nodes. Every node must be joined with
// the ground, directly or not.
func newLaplacian(n int, links []link) *laplacian {
	l := &laplacian{n: n, order: make([]int, 0, n), after: make([][]int, n), share: make([][]float64, n), degree: make([]float64, n)}
	joint := make([]float64, n*n) // weights between nodes
	ground := make([]float64, n)
	count := make([]int, n) // neighbours
	add := func(a, b int, w float64) {
		if joint[a*n+b] == 0 {
			count[a]++
			count[b]++
		}
		joint[a*n+b] += w
		joint[b*n+a] = joint[a*n+b]
	}
	for _, k := range links {
		switch {
		case k.a == k.b || k.weight <= 0:
		case k.a < 0:
			ground[k.b] += k.weight
		case k.b < 0:
			ground[k.a] += k.weight
		default:
			add(k.a, k.b, k.weight)
		}
	}
	gone := make([]bool, n)
	for range n {
		k := -1
		for i := range n {
			if !gone[i] && (k < 0 || count[i] < count[k]) {
				k = i
			}
		}
		gone[k] = true
		l.order = append(l.order, k)
		row := joint[k*n : (k+1)*n]
		near := make([]int, 0, count[k])
		d := ground[k]
		for i, g := range row {
			if g > 0 && !gone[i] {
				near = append(near, i)
				d += g
			}
		}
		share := make([]float64, len(near))
		for x, i := range near {
			share[x] = row[i] / d
			count[i]--
		}
		for x, i := range near {
			ground[i] += share[x] * ground[k]
			for _, j := range near[x+1:] {
				if w := share[x] * row[j]; w > 0 {
					add(i, j, w)
				}
			}
		}
		l.after[k], l.share[k], l.degree[k] = near, share, d
	}
	return l
}

// forward overwrites b by D^(-1/2)·L⁻¹·b, so that bᵀV⁻¹c is the product of two
// vectors so transformed.
func (l *laplacian) forward(b []float64) {
	for _, k := range l.order {
		if b[k] == 0 {
			continue
		}
		for x, i := range l.after[k] {
			b[i] += l.share[k][x] * b[k]
		}
		b[k] /= math.Sqrt(l.degree[k])
	}
}

// solve overwrites b by V⁻¹·b.
func (l *laplacian) solve(b []float64) {
	l.forward(b)
	for o := len(l.order) - 1; o >= 0; o-- {
		k := l.order[o]
		x := b[k] / math.Sqrt(l.degree[k])
		for y, i := range l.after[k] {
			x += l.share[k][y] * b[i]
		}
		b[k] = x
	}
}
