package cost

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// balanced is the difference of in and out, as a share of the larger, up to which
// a step counts as balanced. Reconciled steps are far below.
const balanced = 1e-6

// arc is a stream, or what a balance says without one: what stayed at a step and
// what is seen nowhere again.
type arc struct {
	from, to int
	kind     Kind
	amount   float64
	stream   int // index in Network.Streams; −1: of the balance
}

// graph is a network with its arcs by step.
type graph struct {
	Network
	arcs    []arc
	in, out [][]int         // arcs by step; out has those of the balance too
	said    map[string]bool // remarks
	remarks []text.Message
	wrong   []text.Message
}

// newGraph adds to a checked network what its balances say.
func newGraph(n Network) *graph {
	g := &graph{Network: n, said: make(map[string]bool), in: make([][]int, len(n.Steps)), out: make([][]int, len(n.Steps))}
	for i, s := range n.Streams {
		g.connect(arc{s.From, s.To, s.Kind, s.Amount, i})
	}
	for k := range n.Steps {
		g.balance(k)
	}
	return g
}

func (g *graph) connect(a arc) {
	if a.from != Outside {
		g.out[a.from] = append(g.out[a.from], len(g.arcs))
	}
	if a.to != Outside {
		g.in[a.to] = append(g.in[a.to], len(g.arcs))
	}
	g.arcs = append(g.arcs, a)
}

// balance adds what stayed at a step and what it lost unseen. A step that
// supplies has no unseen loss: who is supplied pays for it.
func (g *graph) balance(k int) {
	s := g.Steps[k]
	in, out := g.amount(g.in[k]), g.amount(g.out[k])
	stock := max(0, s.StockChange)
	if out == 0 && stock == 0 {
		if in > 0 || s.Energy > 0 || s.System > 0 {
			g.wrong = append(g.wrong, text.M("cost.no-outflow", "step", s.name()))
		}
		return
	}
	if stock > 0 {
		g.connect(arc{k, Outside, Stock, stock, -1})
	}
	in += max(0, -s.StockChange)
	out += stock
	gap := in - out
	if math.Abs(gap) <= balanced*max(in, out) {
		gap = 0
	}
	if gap < 0 && in > 0 {
		g.remarks = append(g.remarks, text.M("cost.more-out", "step", s.name(), "percent", math.Round(-1000*gap/in)/10))
	}
	if s.Role != Supplies { // of amount 0 where only a component is short
		g.connect(arc{k, Outside, Loss, max(0, gap), -1})
	}
}

func (g *graph) amount(arcs []int) (sum float64) {
	for _, a := range arcs {
		sum += g.arcs[a].amount
	}
	return sum
}

// disposes reports whether a step charges its cost to what it receives.
func (g *graph) disposes(step int) bool { return step != Outside && g.Steps[step].Role == Disposes }

// name is a stream's name for messages.
func (g *graph) name(a int) string { return g.Streams[g.arcs[a].stream].name() }
