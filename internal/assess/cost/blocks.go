package cost

import "slices"

func contains(sorted []int, i int) bool {
	_, found := slices.BinarySearch(sorted, i)
	return found
}

// blocks returns the strongly connected states of a chain, each block sorted,
// the blocks in the direction of the moves (R. Tarjan, SIAM J. Comput. 1 (1972)
// 146–160, without recursion, so that a long line of steps needs no deep stack).
func (c chain) blocks() [][]int {
	n := len(c.out)
	order := make([]int, n) // 0: not visited
	low := make([]int, n)
	onPath := make([]bool, n)
	var path []int
	var found [][]int
	count := 0
	type visit struct{ state, next int }
	for start := range n {
		if order[start] != 0 {
			continue
		}
		work := []visit{{state: start}}
		for len(work) > 0 {
			v := &work[len(work)-1]
			i := v.state
			if v.next == 0 {
				count++
				order[i], low[i], onPath[i] = count, count, true
				path = append(path, i)
			}
			if v.next < len(c.out[i]) {
				j := c.out[i][v.next].to
				v.next++
				if order[j] == 0 {
					work = append(work, visit{state: j})
				} else if onPath[j] {
					low[i] = min(low[i], order[j])
				}
				continue
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				parent := work[len(work)-1].state
				low[parent] = min(low[parent], low[i])
			}
			if low[i] != order[i] {
				continue
			}
			at := len(path) - 1
			for path[at] != i {
				at--
			}
			block := slices.Clone(path[at:])
			path = path[:at]
			for _, j := range block {
				onPath[j] = false
			}
			slices.Sort(block)
			found = append(found, block)
		}
	}
	slices.Reverse(found)
	return found
}
