package option

import (
	"math"
	"slices"
)

// greedy offers sets built option by option, so that the search starts with a
// good one: always the option (with what it needs) that brings most for its cost.
func (s *search) greedy(root *level) {
	in := make([]bool, s.n)
	for j := range s.n {
		in[j] = root.lo[j] == 1
	}
	s.grow(root, in)
}

// repair completes a rounded relaxation to an allowed set and offers it.
func (s *search) repair(v *level, in []bool) {
	set := make([]bool, s.n)
	order := make([]int, 0, s.n)
	for j := range s.n {
		if v.lo[j] == 1 {
			set[j] = true
		} else if in[j] {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if s.x[a] > s.x[b] {
			return -1
		} else if s.x[a] < s.x[b] {
			return 1
		}
		return 0
	})
	for _, j := range order {
		s.join(v, set, j)
	}
	s.grow(v, set)
}

// join adds option j with what it needs, if that is possible; it returns what was
// added.
func (s *search) join(v *level, in []bool, j int) (added []int) {
	for _, k := range s.p.needs[j] {
		if in[k] {
			continue
		}
		ok := v.up[k] != 0
		for c, clash := range s.p.clashes[k] {
			ok = ok && !(clash && in[c])
		}
		if !ok {
			without(in, added)
			return nil
		}
		in[k] = true
		added = append(added, k)
	}
	if !s.affordable(in) {
		without(in, added)
		return nil
	}
	return added
}

func without(in []bool, options []int) {
	for _, j := range options {
		in[j] = false
	}
}

// shortfall is how much of the goals is missing.
func (s *search) shortfall(in []bool) (sum float64) {
	for _, g := range s.p.goals {
		sum += max(0, -g.value(in))
	}
	return sum
}

// grow adds options until the goals are reached, then, with gains, as long as the
// least of them rises; then drops and exchanges what makes the set better.
func (s *search) grow(v *level, in []bool) {
	in = slices.Clone(in)
	for !s.reaches(in) {
		if !s.addBest(v, in, s.shortfall) {
			return
		}
	}
	if s.p.gains != nil {
		for s.addBest(v, in, s.worth) {
			s.offer(in)
		}
	}
	s.prune(v, in)
	s.offer(in)
	s.exchange(v, in)
}

// addBest adds the option that lowers the measure most for its cost.
func (s *search) addBest(v *level, in []bool, measure func([]bool) float64) bool {
	before := measure(in)
	best, most := -1, 0.0
	for j := range s.n {
		if in[j] || v.up[j] == 0 {
			continue
		}
		added := s.join(v, in, j)
		if added == nil {
			continue
		}
		cost := 1e-9
		for _, k := range added {
			cost += s.price(k)
		}
		if gain := (before - measure(in)) / cost; gain > most*(1+1e-12) && before-measure(in) > 1e-14 {
			best, most = j, gain
		}
		without(in, added)
	}
	if best < 0 {
		return false
	}
	s.join(v, in, best)
	return true
}

// price is what an option costs for comparing: its cost, or what it takes of the
// budget.
func (s *search) price(j int) float64 {
	if s.p.gains == nil {
		return s.cost[j]
	}
	if len(s.p.budget) > 0 && s.p.budget[0].b != 0 {
		return s.p.budget[0].a[j] / s.p.budget[0].b
	}
	return 1
}

// prune takes out what is not needed, the dearest first.
func (s *search) prune(v *level, in []bool) {
	order := make([]int, 0, s.n)
	for j, yes := range in {
		if yes && v.lo[j] == 0 {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := s.price(b) - s.price(a); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	for _, j := range order {
		now := s.worth(in)
		in[j] = false
		if !s.allowed(in) || s.worth(in) > now {
			in[j] = true
		}
	}
}

// exchange swaps one option for another as long as that helps.
func (s *search) exchange(v *level, in []bool) {
	for range 20 {
		now, out, into := s.worth(in), -1, -1
		best := now - 1e-12*max(1, math.Abs(now))
		for j := range s.n {
			if !in[j] || v.lo[j] == 1 {
				continue
			}
			in[j] = false
			for k := range s.n {
				if in[k] || k == j || v.up[k] == 0 {
					continue
				}
				in[k] = true
				if w := s.worth(in); w < best && s.allowed(in) {
					best, out, into = w, j, k
				}
				in[k] = false
			}
			in[j] = true
		}
		if out < 0 {
			return
		}
		in[out], in[into] = false, true
		s.offer(in)
	}
}
