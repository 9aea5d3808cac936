package balance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// randomFlows is a network whose true flows are positive and conserved: walks
// from the outside through some steps to the outside, each with its amount.
// Every arrow on a walk becomes a stream; a walk may go round a loop.
func randomFlows(rng *rand.Rand, steps, streams int) (Network, []float64) {
	n := Network{}
	for i := range steps {
		n.Steps = append(n.Steps, Step{ID: fmt.Sprint("p", i)})
	}
	var truth []float64
	at := make(map[[2]int]int)
	carry := func(from, to int, x float64) {
		k, ok := at[[2]int{from, to}]
		if !ok {
			k = len(truth)
			at[[2]int{from, to}] = k
			truth = append(truth, 0)
			n.Streams = append(n.Streams, Stream{ID: fmt.Sprint("s", k), From: from, To: to})
		}
		truth[k] += x
	}
	walk := func(path []int) {
		x := math.Exp(rng.NormFloat64()) * 10
		prev := Outside
		for _, s := range append(slices.Clone(path), Outside) {
			if s != prev || s == Outside {
				carry(prev, s, x)
			}
			prev = s
		}
	}
	order := rng.Perm(steps)
	for i := 0; i < steps; i += 3 { // every step is on some walk
		walk(order[i:min(i+3, steps)])
	}
	for tries := 0; len(truth) < streams && tries < 20*streams; tries++ {
		path := make([]int, 1+rng.IntN(3))
		for i := range path {
			path[i] = rng.IntN(steps)
		}
		walk(slices.Compact(path))
	}
	return n, truth
}

// measure gives streams readings of percent at 95 % around the truth; a share of
// them is left unmeasured.
func measure(rng *rand.Rand, n Network, truth []float64, percent, unmeasured float64) Network {
	streams := append([]Stream(nil), n.Streams...)
	for i := range streams {
		if rng.Float64() < unmeasured {
			continue
		}
		sigma := percent * truth[i] / 100 / z95
		streams[i].Amount = AtSigma(truth[i]+sigma*rng.NormFloat64(), sigma)
	}
	n.Streams = streams
	return n
}

// kkt solves the same least squares problem by another way: the optimality
// conditions [2Σ⁻¹ 0 Aᵀ; 0 0 A_uᵀ; A A_u 0] as one system, by singular values,
// in units of σ. It also says which unmeasured streams have no component in the
// null space of A_u.
func kkt(t *testing.T, n Network) (x []float64, determinable []bool) {
	t.Helper()
	m, k := len(n.Steps), len(n.Streams)
	scale := make([]float64, k)
	size := m + k
	a := mat.NewDense(size, size, nil)
	b := mat.NewVecDense(size, nil)
	var free []int
	for j, s := range n.Streams {
		scale[j] = 1
		if s.Amount != nil {
			scale[j] = s.Amount.Sigma
			a.Set(j, j, 1)
			b.SetVec(j, s.Amount.Value/scale[j])
		} else {
			free = append(free, j)
		}
		for _, end := range [...]struct {
			step int
			sign float64
		}{{s.To, 1}, {s.From, -1}} {
			if end.step != Outside {
				a.Set(k+end.step, j, end.sign*scale[j])
				a.Set(j, k+end.step, end.sign*scale[j])
			}
		}
	}
	var svd mat.SVD
	if !svd.Factorize(a, mat.SVDThin) {
		t.Fatal("no singular values")
	}
	var sol mat.VecDense
	values := svd.Values(nil)
	rank := 0
	for rank < len(values) && values[rank] > 1e-11*values[0] {
		rank++
	}
	svd.SolveVecTo(&sol, b, rank)
	x = make([]float64, k)
	determinable = make([]bool, k)
	for j := range x {
		x[j] = sol.AtVec(j) * scale[j]
	}
	if len(free) == 0 {
		return x, determinable
	}
	au := mat.NewDense(max(m, len(free)), len(free), nil)
	for c, j := range free {
		if s := n.Streams[j]; s.To != Outside {
			au.Set(s.To, c, 1)
		}
		if s := n.Streams[j]; s.From != Outside {
			au.Set(s.From, c, -1)
		}
	}
	svd.Factorize(au, mat.SVDThin)
	values = svd.Values(nil)
	var v mat.Dense
	svd.VTo(&v)
	for c, j := range free {
		determinable[j] = true
		for i, s := range values {
			if s < 1e-9 && math.Abs(v.At(c, i)) > 1e-9 {
				determinable[j] = false
			}
		}
	}
	return x, determinable
}
