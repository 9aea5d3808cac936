package cost

import (
	"cmp"
	"math"
	"slices"
)

// Whole rounds amounts of money to whole units (đồng) so that their sum is the
// rounded sum: each is cut, and the units that are missing go to the largest
// remainders, the first of equal ones before the others. Every amount is off by
// less than 1. Amounts that are no numbers count as 0.
func Whole(amounts []float64) []int64 {
	whole := make([]int64, len(amounts))
	rest := make([]float64, len(amounts))
	order := make([]int, len(amounts))
	missing := 0.0 // the sum of the remainders, apart from the whole part to keep its digits
	for i, v := range amounts {
		order[i] = i
		if !finite(v) {
			continue
		}
		cut := math.Floor(v)
		whole[i], rest[i] = int64(cut), v-cut
		missing += rest[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:int(math.Round(missing))] {
		whole[i]++
	}
	return whole
}
