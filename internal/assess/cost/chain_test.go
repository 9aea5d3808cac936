package cost

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The solver against a general linear solver: t = b + Pᵀt and w = r + Pw.
func TestChainAgainstLinearSolver(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		n := 1 + r.IntN(20)
		c := newChain(n)
		through, worth := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
		for i := range n {
			through.Set(i, i, 1)
			worth.Set(i, i, 1)
		}
		b := make([]float64, n)
		for i := range n {
			b[i] = r.Float64()
			left := 1.0
			for range r.IntN(4) {
				j, share := r.IntN(n), left*r.Float64()
				left -= share
				c.add(i, j, share)
				through.Set(j, i, through.At(j, i)-share)
				worth.Set(i, j, worth.At(i, j)-share)
			}
			c.add(i, Outside, left)
		}
		s := c.solve()
		for what, x := range map[string]struct {
			matrix *mat.Dense
			got    []float64
		}{"through": {through, s.through(b)}, "worth": {worth, s.worth(b)}} {
			var want mat.VecDense
			if err := want.SolveVec(x.matrix, mat.NewVecDense(n, append([]float64(nil), b...))); err != nil {
				continue // too near to singular for the general solver
			}
			for i, v := range x.got {
				if math.Abs(v-want.AtVec(i)) > 1e-8*math.Abs(v) {
					t.Fatalf("%s %d: %v, want %v", what, i, v, want.AtVec(i))
				}
			}
		}
	}
}

func TestClosedStates(t *testing.T) {
	c := newChain(5) // 0 ⇄ 1, 2 → 0, 3 → outside and 0, 4 alone
	c.add(0, 1, 1)
	c.add(1, 0, 1)
	c.add(2, 0, 1)
	c.add(3, 0, 0.5)
	c.add(3, Outside, 0.5)
	if got := c.closed(); len(got) != 3 || got[0] != 0 || got[1] != 1 || got[2] != 2 {
		t.Errorf("closed %v", got)
	}
}
