package balance

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Q is orthogonal, Q·R gives A with its columns permuted, and the rank of a
// sparse matrix with dependent columns is found.
func TestPivotedQR(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 42))
	for _, size := range [][3]int{{1, 1, 1}, {5, 3, 2}, {3, 7, 3}, {120, 80, 60}, {60, 90, 45}} {
		m, n, rank := size[0], size[1], size[2]
		a := make([]float64, m*n)
		for c := range n {
			for range 3 {
				a[rng.IntN(m)*n+c] += float64(rng.IntN(5) - 2)
			}
			a[(c%m)*n+c] += 7
			if c >= rank { // a sum of two earlier columns
				p, q := rng.IntN(rank), rng.IntN(rank)
				for i := range m {
					a[i*n+c] = a[i*n+p] + a[i*n+q]
				}
			}
		}
		r := append([]float64(nil), a...)
		q, pivots, got := pivotedQR(m, n, r, rankTolerance)
		if got != min(rank, m) {
			t.Errorf("%v: rank %d", size, got)
		}
		for i := range m {
			for k := range m {
				sum, want := 0.0, 0.0
				if i == k {
					want = 1
				}
				for x := range m {
					sum += q[x*m+i] * q[x*m+k]
				}
				near(t, "QᵀQ", sum, want, 1e-13)
			}
			for c := range n {
				sum := 0.0
				for x := range m {
					sum += q[i*m+x] * r[x*n+c]
				}
				near(t, "QR", sum, a[i*n+pivots[c]], 1e-12*(1+math.Abs(sum)))
			}
		}
	}
}
