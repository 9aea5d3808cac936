package flowpic_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

func graph(steps int, arcs ...[2]int) flowpic.Graph {
	g := flowpic.Graph{Steps: make([]flowpic.Step, steps)}
	for _, a := range arcs {
		g.Streams = append(g.Streams, flowpic.Stream{From: a[0], To: a[1], Kind: flowpic.Intermediate})
	}
	return g
}

func TestArrangeByHand(t *testing.T) {
	// A diamond with a long side: 0→1→2→4, 0→3→4, listed in the wrong order.
	g := graph(5, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 4}, [2]int{0, 3}, [2]int{3, 4})
	l := flowpic.Arrange(g)
	if want := []int{0, 1, 2, 3, 4}; !slices.Equal(l.Order, want) {
		t.Errorf("order %v, want %v", l.Order, want)
	}
	if want := []int{0, 1, 2, 1, 3}; !slices.Equal(l.Layer, want) {
		t.Errorf("layers %v, want %v", l.Layer, want)
	}
	// Listed against the flow: 2→1→0.
	if l := flowpic.Arrange(graph(3, [2]int{2, 1}, [2]int{1, 0})); !slices.Equal(l.Order, []int{2, 1, 0}) {
		t.Errorf("order %v against the list", l.Order)
	}
	// 0→2, 1→3 in the list order cross once 0→3, 1→2 are what there is.
	l = flowpic.Arrange(graph(4, [2]int{0, 3}, [2]int{1, 2}))
	if (l.Place[0]-l.Place[1])*(l.Place[3]-l.Place[2]) < 0 {
		t.Errorf("places %v cross", l.Place)
	}
	// A start that is used late stands just before its user.
	l = flowpic.Arrange(graph(4, [2]int{0, 1}, [2]int{1, 2}, [2]int{3, 2}))
	if l.Layer[3] != 1 {
		t.Errorf("the late start stands in layer %d", l.Layer[3])
	}
}

func TestLoopBrokenAtItsEntry(t *testing.T) {
	// 0 feeds the loop 1→2→3→1; the stream back is not said to be a recycle.
	l := flowpic.Arrange(graph(4, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}, [2]int{3, 1}))
	if !slices.Equal(l.Order, []int{0, 1, 2, 3}) || !slices.Equal(l.Back, []bool{false, false, false, true}) {
		t.Errorf("order %v, back %v", l.Order, l.Back)
	}
	// Said to be a recycle, 1→2 is what goes back, whatever the list says.
	g := graph(4, [2]int{0, 2}, [2]int{2, 3}, [2]int{3, 1}, [2]int{1, 2})
	g.Streams[3].Kind = flowpic.Recycle
	l = flowpic.Arrange(g)
	if !slices.Equal(l.Order, []int{0, 2, 3, 1}) || !l.Back[3] {
		t.Errorf("order %v, back %v", l.Order, l.Back)
	}
}

func TestArrangeRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		n := 1 + r.IntN(40)
		g := anyGraph(r, n, r.IntN(120))
		l := flowpic.Arrange(g)
		order := slices.Clone(l.Order)
		slices.Sort(order)
		for i, v := range order {
			if i != v {
				t.Fatalf("order %v is no order of %d steps", l.Order, n)
			}
		}
		for i, v := range l.Order {
			if l.Row[v] != i {
				t.Fatalf("row %v of order %v", l.Row, l.Order)
			}
		}
		if len(order) != n {
			t.Fatalf("%d of %d steps", len(order), n)
		}
	}
}

// A network without loops has no stream that runs back, and one more stream that
// agrees with the order moves no step.
func TestArrangeStable(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		n := 2 + r.IntN(20)
		perm := r.Perm(n)
		var arcs [][2]int
		for range r.IntN(50) {
			a, b := r.IntN(n), r.IntN(n)
			if a < b {
				arcs = append(arcs, [2]int{perm[a], perm[b]})
			}
		}
		g := graph(n, arcs...)
		if l := flowpic.Arrange(g); slices.Contains(l.Back, true) {
			t.Fatalf("no loop in %v, but back %v", arcs, l.Back)
		}
		for i := range g.Streams { // the same network, listed along the flow
			g.Streams[i].From, g.Streams[i].To = slices.Index(perm, g.Streams[i].From), slices.Index(perm, g.Streams[i].To)
		}
		before := flowpic.Arrange(g)
		a := r.IntN(n - 1)
		g.Streams = append(g.Streams, flowpic.Stream{From: a, To: a + 1 + r.IntN(n-a-1)}, flowpic.Stream{From: n - 1, To: a, Kind: flowpic.Recycle})
		if after := flowpic.Arrange(g); !slices.Equal(before.Order, after.Order) {
			t.Fatalf("order %v became %v", before.Order, after.Order)
		}
	}
}

func TestLoose(t *testing.T) {
	g := graph(2, [2]int{0, 1}, [2]int{-1, -1}, [2]int{1, 1}, [2]int{7, -1}, [2]int{0, 9})
	if got := g.Loose(); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("loose %v", got)
	}
}
