package ui

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

func TestWidth(t *testing.T) {
	pieces := []string{
		"a", " ", "~", "ế", "ộ", "đ", "Ư", "ẵ", norm.NFD.String("ế"), "\u0301", "m³", "CO₂", "≥", "–", "…", "→", "─", "│", "█", "▒", "●", "◐", "✓", "✗",
		"₫", "▶", "▪", "漢", "🇻🇳", "👨‍👩‍👧", "\u200b", "\u00ad", "\x1b[1;38;5;12m", "\x1b[m", "\x1b]0;x\x07", "\t", "\x00", "\xff", "\ufe0f", "☺",
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range rnd.IntN(8) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		if got, want := Width(b.String()), ansi.StringWidth(b.String()); got != want {
			t.Fatalf("%q takes %d cells, not %d", b.String(), want, got)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		if narrow(r) {
			if got := ansi.StringWidth(string(r)); got != 1 {
				t.Errorf("%U takes %d cells", r, got)
			}
			if got := ansi.StringWidthWc(string(r)); got != 1 {
				t.Errorf("%U takes %d cells by the old count", r, got)
			}
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"Điện", 6, "Điện  "},
		{"Điện năng", 6, "Điện …"},
		{"Điện", 4, "Điện"},
		{"Điện", 1, "Đ"},
		{"Điện", 0, ""},
		{norm.NFD.String("bột sắn"), 4, norm.NFD.String("bột") + "…"},
	} {
		if got := Fit(c.s, c.w, "…"); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, not %q", c.s, c.w, got, c.want)
		}
	}
}

func BenchmarkWidth(b *testing.B) {
	s := strings.Repeat("\x1b[1mSuất tiêu hao điện\x1b[m 185,2 kWh/t ", 4)
	for b.Loop() {
		Width(s)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"4,0 t củ 25 % tinh bột", 12, "4,0 t củ|25 % tinh|bột"},
		{"Suất tiêu hao", 20, "Suất tiêu hao"},
		{"giảm -77 % khí", 9, "giảm|-77 % khí"},
		{"khoảng 55-59 kWh", 10, "khoảng|55-59 kWh"},
		{"bio-organic", 6, "bio-|organi|c"},
		{"xâuchữkhôngcóchỗngắt", 8, "xâuchữkh|ôngcóchỗ|ngắt"},
	} {
		if got := strings.Join(Wrap(c.s, c.w), "|"); got != c.want {
			t.Errorf("%q in %d: %q, not %q", c.s, c.w, got, c.want)
		}
	}
}
