package textchart

// signs are the shapes that charts are made of. Each takes one cell, and no two
// meanings of one chart share a shape.
type signs struct {
	more rune // words that were cut

	across, up, corner, tickLeft, tickDown rune // axes
	dash, dotted                           rune // a level across, a mark up
	boundary                               rune // between two phases
	fall                                   rune // points down at a mark

	offLeft, offRight, offUp, offDown rune // goes on beyond the edge

	low, high, reach, reachIn, estimate, shade rune // intervals; reachIn is inside the target band

	block, upper, lower rune    // a bar, its upper and lower half
	eighths             []rune  // the end of a bar to the right, from thin to thick
	fills               [6]rune // the parts of a bar
	levels              []rune  // a small bar, from low to high
	gap                 rune    // nothing known

	one, many    [3]rune // a point of each class, several of them
	mixed        rune    // points of both phases
	series       [3]rune // the points of a series
	below, above rune    // a point that misses or reaches the target
	chosen       rune
	power        string // times ten to the power of

	states [6]rune // of a month's figure
}

func (o Options) signs() *signs {
	if o.ASCII {
		return &signs{
			more:   '~',
			across: '-', up: '|', corner: '+', tickLeft: '+', tickDown: '+',
			dash: '-', dotted: ':', boundary: '|', fall: 'v',
			offLeft: '<', offRight: '>', offUp: '^', offDown: 'v',
			low: '[', high: ']', reach: '-', reachIn: '=', estimate: 'o', shade: ':',
			block: '#', upper: '\'', lower: '.', fills: [6]rune{'#', '=', '+', ':', '*', '.'},
			levels: []rune("_-=+*#"), gap: '.',
			one: [3]rune{'*', 'o', 'x'}, many: [3]rune{'#', 'O', 'X'}, mixed: '@',
			series: [3]rune{'*', 'o', '+'}, below: 'o', above: '*', chosen: '@',
			power:  "x10^",
			states: [6]rune{'.', '#', '%', 'e', 'x', '!'},
		}
	}
	return &signs{
		more:   '…',
		across: '─', up: '│', corner: '└', tickLeft: '┤', tickDown: '┬',
		dash: '╌', dotted: '┊', boundary: '║', fall: '▼',
		offLeft: '◂', offRight: '▸', offUp: '▲', offDown: '▼',
		low: '├', high: '┤', reach: '─', reachIn: '═', estimate: '●', shade: '░',
		block: '█', upper: '▀', lower: '▄', eighths: []rune("▏▎▍▌▋▊▉"), fills: [6]rune{'█', '▒', '░', '▓', '▤', '▥'},
		levels: []rune("▁▂▃▄▅▆▇█"), gap: '·',
		one: [3]rune{'•', '○', '×'}, many: [3]rune{'●', '◎', '╳'}, mixed: '◐',
		series: [3]rune{'●', '○', '◆'}, below: '○', above: '●', chosen: '◆',
		power:  "×10",
		states: [6]rune{'·', '█', '▄', '▒', '×', '!'},
	}
}
