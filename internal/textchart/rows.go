package textchart

import "strconv"

// window is the part of a list of rows that is shown, with room for so many.
func window(n, first, room int) (from, to int) {
	room = max(room, 0)
	first = max(0, min(first, n-room))
	return first, min(n, first+room)
}

// hidden tells in a column how many rows lie above and below the shown ones.
func (c *canvas) hidden(x, y, w, above, below int) {
	s := ""
	up, down := "↑", "↓"
	if c.o.ASCII {
		up, down = "^", "v"
	}
	if above > 0 {
		s = up + strconv.Itoa(above)
	}
	if below > 0 {
		if s != "" {
			s += " "
		}
		s += down + strconv.Itoa(below)
	}
	c.printIn(x, y, w, s, Muted)
}

// columns shares the width of a line between a label, a drawing and words at
// the right. A column of numbers that does not fit is left off whole.
type columns struct {
	label    int   // width of the label, from 0
	x0, x1   int   // the drawing
	numbers  []int // where each column of numbers ends, 0 where it is left off
	words    int   // where the words begin
	wordRoom int   // their width, 0 for none
}

// share finds the columns: label and words give way to the drawing, numbers are
// left off from the last on.
func share(total, label, words int, numbers []int, drawing int) columns {
	k := columns{label: min(label, max(6, total*3/10)), numbers: make([]int, len(numbers))}
	k.x0 = k.label
	if k.label > 0 {
		k.x0++
	}
	k.wordRoom = min(words, max(8, total*3/10, total-k.x0-1-max(12, total/3)))
	right := total
	if k.wordRoom > 0 {
		k.words = total - k.wordRoom
		right = k.words - 1
	}
	kept := 0
	used := 0
	for _, n := range numbers {
		if n > 0 && right-k.x0-used-n-1 < drawing {
			break
		}
		if n > 0 {
			used += n + 1
		}
		kept++
	}
	k.x1 = right - used
	x := k.x1
	for i, n := range numbers[:kept] {
		if n > 0 {
			x += n + 1
			k.numbers[i] = x
		}
	}
	return k
}
