package balance

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func benchmarkNetwork(steps, streams int, unmeasured float64) Network {
	rng := rand.New(rand.NewPCG(31, 32))
	n, truth := randomFlows(rng, steps, streams)
	return measure(rng, n, truth, 4, unmeasured)
}

// The bound of the issue: 200 streams with all tests and the full covariance in
// under 5 ms.
func BenchmarkReconcile200(b *testing.B) {
	n := benchmarkNetwork(100, 200, 0.15)
	for b.Loop() {
		r, problems := Reconcile(n, Options{})
		if r == nil {
			b.Fatal(problems)
		}
		r.Covariances(Mass)
	}
}

// meshed is a network with few ways in and out: walks of twenty steps, so that
// nearly every stream joins two steps and eliminating them fills up.
func meshed(steps, streams int, unmeasured float64) Network {
	rng := rand.New(rand.NewPCG(35, 36))
	n := Network{Steps: make([]Step, steps)}
	truth := make([]float64, 0, streams)
	at := make(map[[2]int]int)
	for i := range n.Steps {
		n.Steps[i].ID = fmt.Sprint("p", i)
	}
	order := rng.Perm(steps)
	for next := 0; len(truth) < streams; {
		x, prev := 1+9*rng.Float64(), Outside
		for k := range 21 {
			s := rng.IntN(steps)
			if next < steps {
				s = order[next]
				next++
			}
			if k == 20 {
				s = Outside
			}
			if s == prev {
				continue
			}
			i, ok := at[[2]int{prev, s}]
			if !ok {
				i = len(truth)
				at[[2]int{prev, s}] = i
				truth = append(truth, 0)
				n.Streams = append(n.Streams, Stream{ID: fmt.Sprint("s", i), From: prev, To: s})
			}
			truth[i] += x
			prev = s
		}
	}
	return measure(rng, n, truth, 4, unmeasured)
}

// 2,000 streams around 1,000 steps in under 1 s and 500 MB, with all tests and
// standard deviations.
func BenchmarkReconcile2000(b *testing.B) {
	for _, c := range []struct {
		name       string
		unmeasured float64
	}{{"all measured", 0}, {"a fifth unmeasured", 0.2}} {
		b.Run(c.name, func(b *testing.B) {
			n := meshed(1000, 2000, c.unmeasured)
			for b.Loop() {
				if r, problems := Reconcile(n, Options{}); r == nil {
					b.Fatal(problems)
				}
			}
		})
	}
}

func BenchmarkComponents(b *testing.B) {
	for _, c := range []struct {
		name           string
		steps, streams int
		unmeasured     float64
	}{{"20 streams", 10, 20, 0.15}, {"50 streams", 25, 50, 0.15}, {"200 streams", 100, 200, 0.15}} {
		b.Run(c.name, func(b *testing.B) {
			rng := rand.New(rand.NewPCG(33, 34))
			n, truth := randomFlows(rng, c.steps, c.streams)
			n = measure(rng, n, truth, 4, 0.05)
			n, contents := withContents(rng, n, truth, 2)
			n = measureContents(rng, n, contents, 4, c.unmeasured)
			for b.Loop() {
				if r, problems := Reconcile(n, Options{}); r == nil {
					b.Fatal(problems)
				}
			}
		})
	}
}

func BenchmarkBestMeters200(b *testing.B) {
	n := benchmarkNetwork(100, 200, 0.15)
	for i := range n.Streams {
		if n.Streams[i].To == Outside {
			n.Streams[i].Kind = Waste
		}
	}
	r, problems := Reconcile(n, Options{})
	if r == nil {
		b.Fatal(problems)
	}
	for b.Loop() {
		r.BestMeters(n.Losses(Mass), 2)
	}
}
