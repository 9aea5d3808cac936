package option

import (
	"cmp"
	"context"
	"math/bits"
)

// Nearness says what the set of an infeasible portfolio is.
type Nearness string

// The kinds of nearness.
const (
	NoneNear   Nearness = ""       // no set respects budget and relations: there is nothing to propose
	NearProved Nearness = "proved" // no set falls less short of the goals
	NearFound  Nearness = "found"  // the search was stopped: another set may fall less short
)

// nearNodes is how many nodes each search for the nearest set looks at unless the
// query says otherwise. A set that lacks a billionth less is not worth the seconds
// that plants with options of half a flow each can take.
const nearNodes = DefaultNodes / 2

// nearest finds the set that falls least short of goals which no set reaches.
//
// What a set lacks of a goal is target − saving in parts of the group, 0 where it
// is reached. Of two sets the nearer one has the smaller largest lack; where
// those are equal the smaller second largest, and so on. So no goal is given up
// for one that is out of reach anyway: with the largest lack alone, a target of
// which half can be had at most would let all others fall to a half. Among the
// nearest sets the query's objective decides.
//
// The sum of the k largest lacks is convex, the largest of the sums over all
// choices S of up to k goals, so that each rank is a search of its own:
//
//	Θ_k = min over sets of max over S, |S| ≤ k, of Σ_{g∈S} (target_g − saving_g)
//
// with the sums of the ranks before held. It ends with the first rank that adds
// nothing, for all others are reached then.
func (m *Model) nearest(ctx context.Context, a *asked) (found, Nearness) {
	p := m.program(a)
	goals := p.goals
	p.goals = nil
	near := NearProved
	search := func(p *program) found {
		f := p.optimise(ctx, cmp.Or(a.q.MaxNodes, nearNodes))
		if !f.proved {
			near = NearFound
		}
		return f
	}
	for rank, before := 1, 0.0; rank <= len(goals); rank++ {
		q := *p
		q.cost, q.step = nil, 0
		q.gains = []*concave{constant(p.n, 0)} // none is lacking
		for size := 1; size <= rank; size++ {
			q.gains = append(q.gains, sums(goals, size)...)
		}
		f := search(&q)
		if !f.any {
			return f, NoneNear
		}
		p.start = f.in
		lack := before
		ofRank := sums(goals, rank)
		for _, s := range ofRank {
			lack = max(lack, -s.value(p.start))
		}
		for _, s := range ofRank {
			s.constant += lack
		}
		p.goals = append(p.goals, ofRank...)
		if lack <= before+goalEps {
			break
		}
		before = lack
	}
	return search(p), near
}

// constant is a function of n options that is v for every set.
func constant(n int, v float64) *concave { return &concave{constant: v, linear: make([]float64, n)} }

// sums are the sums of all choices of size functions.
func sums(all []*concave, size int) (list []*concave) {
	for choice := range uint(1) << len(all) {
		if bits.OnesCount(choice) != size {
			continue
		}
		sum := constant(len(all[0].linear), 0)
		for k, f := range all {
			if choice>>k&1 == 1 {
				sum.add(f, 1)
			}
		}
		list = append(list, sum)
	}
	return list
}
