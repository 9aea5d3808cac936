package widget

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func context(t testing.TB, lang text.Lang) ui.Context {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	g := ui.UnicodeGlyphs()
	return ui.Context{
		Printer: c.Printer(lang), Glyph: g, Style: ui.NewStyle(true, true, g), Units: quantity.Standard(),
		Now: time.Now, Mail: &ui.Mailbox{},
	}
}

func press(names ...string) []tea.Msg {
	var all []tea.Msg
	for _, n := range names {
		code := map[string]rune{
			"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
			"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "up": tea.KeyUp, "down": tea.KeyDown, "enter": tea.KeyEnter, "tab": tea.KeyTab,
		}[n]
		switch {
		case code != 0:
			all = append(all, tea.KeyPressMsg{Code: code})
		case strings.HasPrefix(n, "ctrl+"):
			all = append(all, tea.KeyPressMsg{Code: rune(n[5]), Mod: tea.ModCtrl})
		default:
			for _, r := range n {
				all = append(all, tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
	}
	return all
}

func TestFieldEdits(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []tea.Msg
		want string // the text, the cursor as |
	}{
		{"composed letters", press("Bột sắn"), "Bột sắn|"},
		{"letter and marks one by one", press(norm.NFD.String("Bột sắn")), "Bột sắn|"},
		{"backspace takes a letter with its marks", press(norm.NFD.String("Huế"), "backspace"), "Hu|"},
		{"ctrl+h is a backspace", press("ab", "ctrl+h"), "a|"},
		{"a mark typed after moving back joins the letter before", press("ban", "left", "left", "\u0301"), "b\u0301|an"},
		{"left and right by letters", press("ế🇻🇳x", "left", "left", "left", "right"), "ế|🇻🇳x"},
		{"delete", press("ếb", "home", "delete"), "|b"},
		{"home, end", press("abc", "home", "x", "end", "y"), "xabcy|"},
		{"word back", press("tinh bột sắn", "ctrl+w"), "tinh bột |"},
		{"to the beginning", press("tinh bột", "left", "left", "ctrl+u"), "|ột"},
		{"to the end", press("tinh bột", "home", "right", "ctrl+k"), "t|"},
		{"paste of lines", []tea.Msg{tea.PasteMsg{Content: "  a\r\nb\tc\n"}}, "a b c|"},
		{"paste of what the terminal would act on", []tea.Msg{tea.PasteMsg{Content: "\x1b[31mx\x07\u202ey\u200b"}}, "[31mxy|"},
		{"Telex", press("Boo", "backspace", "backspace", "ô"), "Bô|"},
		{"marks alone", press("\u0301"), "\u0301|"},
	} {
		var f Field
		for _, k := range c.keys {
			f.Update(k)
		}
		if got := f.value[:f.pos] + "|" + f.value[f.pos:]; got != norm.NFC.String(c.want) {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

// Whatever is typed, the text is in NFC, the cursor stands between letters, and
// the field is as wide as it was asked to be, the cursor inside it.
func TestFieldRandom(t *testing.T) {
	c := context(t, text.VI)
	pieces := []tea.Msg{
		tea.PasteMsg{Content: "điện\t185,2\n"}, tea.PasteMsg{Content: "e\u0302\u0301 漢字 👨‍👩‍👧"}, tea.PasteMsg{Content: "\x1b[0m\x00\xff"},
	}
	pieces = append(pieces, press("left", "left", "right", "home", "end", "backspace", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k",
		"aăâđeêioôơuưy", "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323", "ắặẩộợữ 0123,.-", "漢🇻🇳")...)
	rnd := rand.New(rand.NewPCG(3, 4))
	var f Field
	f.Draft = func(s string) {
		if s != "" && s != f.Value() {
			t.Fatalf("drafted %q while the text is %q", s, f.Value())
		}
	}
	for range 30_000 {
		f.Update(pieces[rnd.IntN(len(pieces))])
		if !norm.NFC.IsNormalString(f.value) {
			t.Fatalf("%q is not in NFC", f.value)
		}
		if f.pos < 0 || f.pos > len(f.value) || !edge(f.value, f.pos) {
			t.Fatalf("the cursor stands inside a letter: %q, %d", f.value, f.pos)
		}
		w := rnd.IntN(30)
		s, x := f.View(w, rnd.IntN(4) > 0, c)
		if got := ansi.StringWidth(s); got != w || x < 0 || x > max(0, w-1) {
			t.Fatalf("%d wide and the cursor at %d in a field of %d: %q", got, x, w, s)
		}
		if len(f.value) > maxTyped {
			t.Fatalf("%d bytes", len(f.value))
		}
		if len(f.value) > 300 {
			f.SetValue("")
		}
	}
}

func TestUnderstood(t *testing.T) {
	for _, c := range []struct {
		lang  text.Lang
		typed string
		want  string
		bad   bool
	}{
		{text.VI, "", "", false},
		{text.VI, "1234,5", "= 1.234,5 kWh", false},
		{text.VI, "1.234.567", "= 1.234.567 kWh", false},
		{text.EN, "1,234.5", "= 1,234.5 kWh", false},
		{text.VI, "-", "không có số liệu", false},
		{text.EN, "12x", "\"12x\"", true},
	} {
		var f Field
		f.SetValue(c.typed)
		got, bad := f.Understood("kWh", context(t, c.lang))
		if bad != c.bad || !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%q in %s is understood as %q (wrong: %v), not %q", c.typed, c.lang, got, bad, c.want)
		}
	}
}

func TestListPrefersDiacriticsAsTyped(t *testing.T) {
	l := List{Narrow: true}
	l.SetItems([]Item{
		{ID: "beer", Name: "Sản xuất bia"},
		{ID: "starch", Name: "Chế biến tinh bột sắn"},
		{ID: "sugar", Name: "Mía đường", Search: "sản lượng"},
	})
	for typed, want := range map[string]string{
		"sắn": "starch", norm.NFD.String("Sắn"): "starch", "sản": "beer", "san": "beer", "tinh bột": "starch", "bột san": "starch",
	} {
		l.Reset()
		for _, k := range press(typed) {
			l.Update(k)
		}
		if it, ok := l.Selected(); !ok || it.ID != want {
			t.Errorf("%q finds %q, not %q", typed, it.ID, want)
		}
	}
}

func TestListFolds(t *testing.T) {
	l := List{Narrow: true}
	l.SetItems([]Item{
		{ID: "beer", Name: "Bia"},
		{ID: "starch", Name: "Chế biến tinh bột sắn"},
		{ID: "dye", Name: "Dệt nhuộm", Search: "dyeing"},
		{ID: "cast", Name: "Đúc kim loại"},
	})
	for typed, want := range map[string]string{
		"san": "starch", "sắn": "starch", "bot tinh": "starch", "DYE": "dye", "det nhu": "dye", "duc": "cast", "đúc": "cast", "bia": "beer",
		norm.NFD.String("dệt"): "dye",
	} {
		l.Reset()
		for _, k := range press(typed) {
			l.Update(k)
		}
		if it, ok := l.Selected(); !ok || it.ID != want || l.Len() != 1 {
			t.Errorf("%q finds %q among %d, not %q", typed, it.ID, l.Len(), want)
		}
	}
	for _, k := range press("không có gì như thế") {
		l.Update(k)
	}
	if _, ok := l.Selected(); ok {
		t.Error("something is selected where nothing is shown")
	}
	l.Reset()
	for _, k := range press("down", "down", "down", "down", "down", "up") {
		l.Update(k)
	}
	if it, _ := l.Selected(); it.ID != "dye" {
		t.Errorf("%q is selected, not the last but one", it.ID)
	}
	l.SetItems([]Item{{ID: "a", Name: "A"}, {ID: "dye", Name: "Dyeing"}})
	if it, _ := l.Selected(); it.ID != "dye" {
		t.Errorf("%q is selected: the selection did not follow its item", it.ID)
	}
}

// A row that holds no answer is not given one by going past it.
func TestPickPassesBy(t *testing.T) {
	c := context(t, text.VI)
	chosen := ""
	pick := &Pick{
		Options: func(ui.Context) []Option { return []Option{{ID: "1", Name: "Một"}, {ID: "2", Name: "Hai"}} },
		Get:     func() string { return chosen },
		Set:     func(id string) error { chosen = id; return nil },
	}
	f := Form{Rows: []Row{pick, &Text{Set: func(string) error { return nil }}}}
	f.Load(c)
	step := func(names ...string) {
		for _, k := range press(names...) {
			f.Update(k, c)
		}
	}
	step("enter")
	if chosen != "" || f.At() != 1 {
		t.Errorf("%q was chosen, row %d", chosen, f.At())
	}
	f.Focus(0)
	step("tab")
	if chosen != "" || f.At() != 1 {
		t.Errorf("%q was chosen by Tab, row %d", chosen, f.At())
	}
	f.Focus(0)
	step("down", "down", "enter")
	if chosen != "2" || f.At() != 1 {
		t.Errorf("%q was chosen, row %d", chosen, f.At())
	}
	f.Focus(0)
	step("enter")
	if chosen != "2" {
		t.Errorf("%q is left of the choice", chosen)
	}
	f.Focus(0)
	step("delete")
	if chosen != "" {
		t.Errorf("%q is left after Del", chosen)
	}
}

func TestFormKeepsWrongNumber(t *testing.T) {
	c := context(t, text.VI)
	var got *float64
	n := &Number{Get: func() *float64 { return got }, Set: func(v *float64) error { got = v; return nil }}
	f := Form{Rows: []Row{n, &Text{Set: func(string) error { return nil }}}}
	f.Load(c)
	step := func(names ...string) {
		for _, k := range press(names...) {
			f.Update(k, c)
		}
	}
	step("12x", "enter")
	if f.At() != 0 || got != nil {
		t.Fatalf("12x was taken as %v", got)
	}
	step("backspace", "enter")
	if f.At() != 1 || got == nil || *got != 12 {
		t.Fatalf("12 was taken as %v", got)
	}
	f.Focus(0)
	step("7", "ctrl+z", "enter")
	if *got != 12 {
		t.Errorf("undo while typing left %v", *got)
	}
	f.Focus(0)
	step("backspace", "backspace", "enter")
	if got != nil {
		t.Errorf("an empty field left %v", *got)
	}
}
