package exchange

// yearly takes a column of years as that of the times where there is no other:
// each row is a year.
func (t *table) yearly() bool {
	c := t.col("year")
	if c == nil {
		return false
	}
	found := false
	for _, row := range t.below() {
		cell := row[c.index]
		if cell == nil {
			continue
		}
		if sum, average := sumRow(cell.Text); cell.Kind == Text && (sum || average) {
			continue
		}
		if !isYear(*cell) {
			return false
		}
		found = true
	}
	if found {
		c.target = "month"
	}
	return found
}

func (t *table) byDays() bool {
	return t.col("from") != nil && t.col("to") != nil || t.col("date") != nil
}

// timeByContent finds the column that holds the months where no heading says
// so: most of what it holds reads as a month, and no column tells more of them
// apart. Whole numbers do not count. Beside months without a year a column of
// years is theirs: "Năm 2024" over T1 … T12.
func (r *reader) timeByContent(t *table) *column {
	used := map[int]*column{}
	for _, c := range t.cols {
		used[c.index] = c
	}
	best, most := -1, 0
	for j := range t.m.width() {
		if c := used[j]; c != nil && c.target != "" {
			continue
		}
		if n := r.timesIn(t, j); n > most {
			best, most = j, n
		}
	}
	if best < 0 {
		return nil
	}
	as := func(j int, target string) *column {
		c := used[j]
		if c == nil {
			c = &column{index: j}
			if h := t.m.cells[t.head][j]; h != nil {
				c.at = h.Name()
			}
			t.cols = append(t.cols, c)
		}
		c.target = target
		return c
	}
	if t.col("year") == nil {
		for j := range t.m.width() {
			if c := used[j]; j != best && (c == nil || c.target == "") && t.years(j) {
				as(j, "year")
				break
			}
		}
	}
	return as(best, "month")
}

// looked is how many rows below the headings tell what a column holds.
const looked = 60

func (t *table) below() [][]*Cell {
	return t.m.cells[t.first:min(len(t.m.cells), t.first+looked)]
}

// timesIn is how many different times a column holds, 0 where most of it is
// something else.
func (r *reader) timesIn(t *table, j int) int {
	times, others := 0, 0
	different := map[string]bool{}
	for _, row := range t.below() {
		cell := row[j]
		if cell == nil || cell.Kind == Number {
			continue
		}
		switch r.timeLike(cell) {
		case isTime:
			times++
			different[plainText(*cell)] = true
		case noTime:
			others++
		}
	}
	if times < others {
		return 0
	}
	return len(different)
}

// years reports whether all that a column holds are years in words or digits,
// beside a row of sums.
func (t *table) years(j int) bool {
	found := false
	for _, row := range t.below() {
		cell := row[j]
		if cell == nil || cell.Kind != Text {
			continue
		}
		if sum, average := sumRow(cell.Text); sum || average {
			continue
		}
		if !yearFour.MatchString(fold(cell.Text)) {
			return false
		}
		found = true
	}
	return found
}

// What a cell says about its column: a time, something else, nothing.
const (
	noWord = iota
	isTime
	noTime
)

// timeLike reports whether a cell reads as a month or days; it is asked of the
// same cell for many rows of headings.
func (r *reader) timeLike(cell *Cell) int {
	if known, ok := r.times[cell]; ok {
		return known
	}
	o := r.o
	if o.Year == 0 {
		o.Year = firstYear // "Tháng 1" is a month, of a year that must be said
	}
	is := noTime
	if _, err := readSpan(*cell, o); err == nil || isKey(err, "exchange.date.two-digit") || isKey(err, "exchange.date.day-or-month") {
		is = isTime
	} else if cell.Kind == Text {
		if sum, average := sumRow(cell.Text); sum || average {
			is = noWord
		}
	}
	r.times[cell] = is
	return is
}
