package grid

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

var codes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
	"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"delete": tea.KeyDelete, "backspace": tea.KeyBackspace, "space": tea.KeySpace,
}

func key(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	for {
		mod, rest, ok := strings.Cut(name, "+")
		if !ok || rest == "" {
			break
		}
		k.Mod |= map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "shift": tea.ModShift, "alt": tea.ModAlt}[mod]
		name = rest
	}
	if code, ok := codes[name]; ok {
		k.Code = code
		return k
	}
	k.Code = []rune(name)[0]
	if k.Mod == 0 {
		k.Text = name
	}
	return k
}

// table is 1 head row and 5 rows, 3 head columns and 4 columns, and one more of
// each behind.
func table() *Grid {
	g := &Grid{}
	g.Resize(Size{Rows: 6, Cols: 7, HeadRows: 1, HeadCols: 3, MoreRow: true, MoreCol: true})
	g.Columns(100, 1, func(int) int { return 10 })
	g.RowsIn(3)
	g.Go(Pos{1, 3})
	return g
}

func TestMoving(t *testing.T) {
	// Filled cells are those of rows 1 to 3 in columns 3 and 4.
	filled := func(p Pos) bool { return p.Row >= 1 && p.Row <= 3 && (p.Col == 3 || p.Col == 4) }
	for _, c := range []struct {
		name string
		from Pos
		keys string
		want Pos
	}{
		{"arrows", Pos{1, 3}, "down down right up", Pos{2, 4}},
		{"into the head", Pos{1, 3}, "up left left left", Pos{0, 0}},
		{"no further", Pos{0, 0}, "up left", Pos{0, 0}},
		{"behind the table", Pos{5, 3}, "down", Pos{6, 3}},
		{"no further below", Pos{5, 3}, "down down", Pos{6, 3}},
		{"behind the columns", Pos{2, 6}, "right right", Pos{2, 7}},
		{"and back", Pos{2, 6}, "right left", Pos{2, 6}},
		{"tab at the end goes to the next row", Pos{1, 6}, "tab", Pos{2, 3}},
		{"tab in the last row goes behind it", Pos{5, 6}, "tab", Pos{6, 3}},
		{"shift tab", Pos{2, 0}, "shift+tab", Pos{1, 6}},
		{"shift tab at the very first", Pos{0, 0}, "shift+tab", Pos{0, 0}},
		{"home", Pos{2, 6}, "home", Pos{2, 3}},
		{"home twice", Pos{2, 6}, "home home", Pos{2, 0}},
		{"end", Pos{2, 0}, "end", Pos{2, 6}},
		{"first cell", Pos{4, 5}, "ctrl+home", Pos{1, 3}},
		{"last cell", Pos{1, 3}, "ctrl+end", Pos{5, 6}},
		{"a page is a line less than what is seen", Pos{1, 3}, "pgdown", Pos{3, 3}},
		{"pages stop at the last row", Pos{4, 3}, "pgdown pgdown", Pos{5, 3}},
		{"page up", Pos{5, 3}, "pgup", Pos{3, 3}},
		{"to the edge of what is filled", Pos{1, 3}, "ctrl+down", Pos{3, 3}},
		{"from there to the end", Pos{3, 3}, "ctrl+down", Pos{5, 3}},
		{"to the next that is filled", Pos{5, 3}, "ctrl+up", Pos{3, 3}},
		{"along the row", Pos{1, 3}, "ctrl+right", Pos{1, 4}},
		{"along the row to the end", Pos{1, 4}, "ctrl+right", Pos{1, 6}},
		{"backspace means nothing", Pos{1, 3}, "backspace", Pos{1, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := table()
			g.Filled = filled
			g.Go(c.from)
			for _, k := range strings.Fields(c.keys) {
				g.Key(key(k))
			}
			if g.At() != c.want {
				t.Errorf("at %v, want %v", g.At(), c.want)
			}
		})
	}
}

func TestSelecting(t *testing.T) {
	for _, c := range []struct {
		name string
		from Pos
		keys string
		want Range
		ok   bool
	}{
		{"one cell", Pos{2, 4}, "", Range{2, 4, 2, 4}, true},
		{"down and right", Pos{2, 4}, "shift+down shift+right", Range{2, 4, 3, 5}, true},
		{"up and left", Pos{2, 4}, "shift+up shift+left", Range{1, 3, 2, 4}, true},
		{"back again", Pos{2, 4}, "shift+down shift+up", Range{2, 4, 2, 4}, true},
		{"not behind the table", Pos{5, 6}, "shift+down shift+right", Range{5, 6, 5, 6}, true},
		{"to the end", Pos{2, 4}, "shift+end", Range{2, 4, 2, 6}, true},
		{"to the last cell", Pos{2, 4}, "ctrl+shift+end", Range{2, 4, 5, 6}, true},
		{"everything", Pos{2, 4}, "ctrl+a", Range{0, 0, 5, 6}, true},
		{"a move ends it", Pos{2, 4}, "shift+down left", Range{3, 3, 3, 3}, true},
		{"esc ends it", Pos{2, 4}, "shift+down esc", Range{3, 4, 3, 4}, true},
		{"nothing behind the table", Pos{5, 4}, "down", Range{}, false},
		{"nothing beside it", Pos{2, 6}, "right", Range{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := table()
			g.Go(c.from)
			for _, k := range strings.Fields(c.keys) {
				g.Key(key(k))
			}
			if r, ok := g.Selection(); r != c.want || ok != c.ok {
				t.Errorf("%v %v, want %v %v", r, ok, c.want, c.ok)
			}
		})
	}
}

// What keys ask of the table's owner.
func TestEvents(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		typing     Mode
		want       Event
	}{
		{"typing", "4", Moving, Event{Kind: Typed, Text: "4"}},
		{"enter opens", "enter", Moving, Event{Kind: Open}},
		{"del clears", "delete", Moving, Event{Kind: Clear}},
		{"copy", "ctrl+c", Moving, Event{Kind: Copy}},
		{"cut", "ctrl+x", Moving, Event{Kind: Cut}},
		{"paste", "ctrl+v", Moving, Event{Kind: Paste}},
		{"paste turned", "ctrl+t", Moving, Event{Kind: PasteTurned}},
		{"fill", "ctrl+r", Moving, Event{Kind: Fill}},
		{"esc is the frame's", "esc", Moving, Event{Kind: Unused}},
		{"f-keys are not the table's", "alt+x", Moving, Event{Kind: Unused}},
		{"enter takes and goes down", "enter", Over, Event{Kind: Commit, Then: Return}},
		{"tab takes and goes right", "tab", Over, Event{Kind: Commit, Then: Next}},
		{"shift tab takes and goes left", "shift+tab", Inside, Event{Kind: Commit, Then: Previous}},
		{"an arrow takes what was typed over", "left", Over, Event{Kind: Commit, Then: Left}},
		{"an arrow moves in what is edited", "left", Inside, Event{Kind: Used}},
		{"up takes both", "up", Inside, Event{Kind: Commit, Then: Up}},
		{"esc cancels", "esc", Inside, Event{Kind: Cancel}},
		{"undo takes back the typing", "ctrl+z", Over, Event{Kind: Cancel}},
		{"a digit goes into the field", "5", Over, Event{Kind: Used}},
		{"backspace too", "backspace", Over, Event{Kind: Used}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := table()
			switch c.typing {
			case Over:
				g.Type("12")
			case Inside:
				g.Edit("12")
			}
			if got := g.Key(key(c.keys)); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// After a run of Tab, Enter goes below where the run began.
func TestReturn(t *testing.T) {
	g := table()
	g.Go(Pos{1, 3})
	for _, then := range []Then{Next, Next, Return} {
		g.Type("1")
		g.Finish(then)
	}
	if want := (Pos{2, 3}); g.At() != want {
		t.Errorf("at %v, want %v", g.At(), want)
	}
	g.Type("1")
	g.Finish(Return)
	if want := (Pos{3, 3}); g.At() != want {
		t.Errorf("at %v, want %v", g.At(), want)
	}
}

func TestColumns(t *testing.T) {
	g := &Grid{}
	g.Resize(Size{Rows: 4, Cols: 3 + 20, HeadRows: 1, HeadCols: 3, MoreCol: true})
	width := func(c int) int {
		if c == 23 {
			return 3
		}
		return 10
	}
	cols := func() string {
		var s []string
		end := 0
		for _, slot := range g.Columns(75, 1, width) {
			s = append(s, fmt.Sprint(slot.Col))
			if slot.X < end {
				t.Fatalf("columns overlap: %v", g.slots)
			}
			end = slot.X + slot.W
		}
		if end > 75 {
			t.Fatalf("%d wide", end)
		}
		return strings.Join(s, " ")
	}
	for _, step := range []struct {
		at   int
		want string
	}{
		{3, "0 1 2 3 4 5 6"},
		{6, "0 1 2 3 4 5 6"},
		{7, "0 1 2 4 5 6 7"}, // as little as possible
		{12, "0 1 2 9 10 11 12"},
		{10, "0 1 2 9 10 11 12"},
		{0, "0 1 2 9 10 11 12"}, // the head is always there
		{8, "0 1 2 8 9 10 11"},
		{22, "0 1 2 19 20 21 22 23"}, // no room is left empty
		{23, "0 1 2 19 20 21 22 23"},
		{3, "0 1 2 3 4 5 6"},
	} {
		g.Go(Pos{1, step.at})
		if got := cols(); got != step.want {
			t.Errorf("at %d: columns %s, want %s", step.at, got, step.want)
		}
	}
	// However narrow, the cell itself is there.
	g.Go(Pos{1, 15})
	slots := g.Columns(36, 1, width)
	if last := slots[len(slots)-1]; last.Col != 15 || last.X+last.W > 36 {
		t.Errorf("columns %v", slots)
	}
}

func TestCellAt(t *testing.T) {
	g := table()
	g.Go(Pos{5, 3})
	g.RowsIn(3)
	for _, c := range []struct {
		x, y int
		want Pos
		ok   bool
	}{
		{0, 0, Pos{0, 0}, true},
		{31, 1, Pos{0, 3}, true},
		{31, 2, Pos{3, 3}, true},
		{45, 4, Pos{5, 4}, true},
		{30, 2, Pos{}, false}, // the wall
		{31, 5, Pos{}, false},
		{99, 2, Pos{}, false},
	} {
		if got, ok := g.CellAt(c.x, c.y, 2); got != c.want || ok != c.ok {
			t.Errorf("%d,%d: %v %v, want %v %v", c.x, c.y, got, ok, c.want, c.ok)
		}
	}
}

func TestParseBlock(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // rows by /, cells by |
	}{
		{"one cell", "12", "12"},
		{"a row", "1\t2\t3", "1|2|3"},
		{"as Excel on Windows copies", "1\t2\r\n3\t4\r\n", "1|2/3|4"},
		{"as terminals paste", "1\t2\r3\t4\r", "1|2/3|4"},
		{"empty cells", "1\t\t3\n\t\t\n", "1||3/||"},
		{"blank lines at the end are none", "1\n\n\n", "1"},
		{"blank lines between are rows", "1\n\n3", "1//3"},
		{"quoted", "\"a\tb\"\t\"say \"\"x\"\"\"\t\"two\nlines\"", "a b|say \"x\"|two lines"},
		{"a quote that is none", "5\" pipe\t\"x", "5\" pipe|\"x"},
		{"text behind quotes", "\"a\" b\tc", "\"a\" b|c"},
		{"blanks around", " 1 \t\u00a02\u00a0", "1|2"},
		{"NFD", "Nu\u031bo\u031b\u0301c", "N\u01b0\u1edbc"},
		{"nothing", "", ""},
		{"only line ends", "\r\n\r\n", ""},
		{"escape sequences", "\x1b[31m7\t8", "[31m7|8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows []string
			for _, r := range ParseBlock(c.text) {
				rows = append(rows, strings.Join(r, "|"))
			}
			if got := strings.Join(rows, "/"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestBlockThereAndBack(t *testing.T) {
	b := Block{{"1.234,5", "a\tb", "\"q\""}, {"", "x"}}
	got := ParseBlock(b.String())
	want := Block{{"1.234,5", "a b", "\"q\""}, {"", "x"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, want %q", got, want)
	}
	if turned := (Block{{"1", "2", "3"}, {"4"}}).Turned(); fmt.Sprint(turned) != fmt.Sprint(Block{{"1", "4"}, {"2", ""}, {"3", ""}}) {
		t.Errorf("turned: %q", turned)
	}
}

func FuzzParseBlock(f *testing.F) {
	f.Add("1\t\"2\"\r\n\"\"\"\t3")
	f.Add("\"\n\t\"\"")
	f.Fuzz(func(t *testing.T, s string) {
		b := ParseBlock(s)
		for _, row := range b {
			if len(row) == 0 {
				t.Fatal("a row without cells")
			}
			for _, cell := range row {
				if strings.ContainsAny(cell, "\t\n\r\x1b") {
					t.Fatalf("cell %q", cell)
				}
			}
		}
		if again := ParseBlock(b.String()); again.Rows() != b.Rows() && !blankEnd(b) {
			t.Fatalf("%q and again %q", b, again)
		}
	})
}

// blankEnd reports whether the last row is one empty cell, which a text cannot
// tell from a line end.
func blankEnd(b Block) bool {
	return len(b) > 0 && len(b[len(b)-1]) == 1 && b[len(b)-1][0] == ""
}
