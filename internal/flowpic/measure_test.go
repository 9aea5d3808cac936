package flowpic_test

import (
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

// The widths must be those of the font that reports embed: never more than five
// thousandths too small, because a label would then touch what is beside it.
func TestTextWidthOfLiberation(t *testing.T) {
	var texts []string
	for _, n := range networks {
		g := n.graph()
		for _, s := range g.Steps {
			texts = append(texts, s.Name, s.Imbalance, s.Note)
		}
		for _, s := range g.Streams {
			texts = append(texts, s.Name, s.Text)
		}
	}
	texts = append(texts, "The quick brown fox jumps over the lazy dog (0123456789)", "Ắ ằ ẵ Ộ ợ Ữ ừ Ỹ ỵ Đ đ Ĩ ĩ Ũ ũ Ơ Ư",
		"NƯỚC THẢI TỪ CÔNG ĐOẠN RỬA", "từ 5. Tách dịch, tới 2. Rửa củ → 1.234.567,8 m³ CO₂ ± 3 % − 4 · 5 – 6 — 7 ≥ 8")
	for _, face := range []struct {
		ttf  []byte
		bold bool
	}{{liberationsansregular.TTF, false}, {liberationsansbold.TTF, true}} {
		f, err := sfnt.Parse(face.ttf)
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, s := range texts {
			want := 0.0
			for _, r := range s {
				g, err := f.GlyphIndex(&b, r)
				if err != nil {
					t.Fatal(err)
				}
				a, err := f.GlyphAdvance(&b, g, fixed.I(1000), font.HintingNone)
				if err != nil {
					t.Fatal(err)
				}
				want += float64(a) / 64
			}
			got := flowpic.TextWidth(s, 1000, face.bold)
			if got < 0.995*want || got > 1.03*want {
				t.Errorf("bold %v, %q: %.0f, in the font %.0f", face.bold, s, got, want)
			}
		}
	}
}
