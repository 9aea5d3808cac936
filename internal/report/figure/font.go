package figure

import (
	"strings"
	"sync"

	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansbolditalic"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"gonum.org/v1/plot/font"
)

// Face is a face of the Liberation fonts, whose letters are as wide as those of
// Times New Roman (Serif) and Arial (the others).
type Face struct{ Serif, Bold, Italic bool }

// TTF is the font file of the face.
func (f Face) TTF() []byte {
	switch f {
	case Face{}:
		return liberationsansregular.TTF
	case Face{Bold: true}:
		return liberationsansbold.TTF
	case Face{Italic: true}:
		return liberationsansitalic.TTF
	case Face{Bold: true, Italic: true}:
		return liberationsansbolditalic.TTF
	case Face{Serif: true}:
		return liberationserifregular.TTF
	case Face{Serif: true, Bold: true}:
		return liberationserifbold.TTF
	case Face{Serif: true, Italic: true}:
		return liberationserifitalic.TTF
	}
	return liberationserifbolditalic.TTF
}

func (f Face) index() int {
	n := 0
	for i, set := range []bool{f.Serif, f.Bold, f.Italic} {
		if set {
			n |= 1 << i
		}
	}
	return n
}

// loaded is a parsed font with the widths of its letters in thousandths of the
// size, found as they are asked for.
type loaded struct {
	font *opentype.Font
	mu   sync.Mutex
	buf  sfnt.Buffer
	wide map[rune]float64 // −1: no such letter
}

// faces are the parsed fonts, each parsed when it is first used: they are
// constants of the program that take time to read.
var faces = func() (all [8]func() *loaded) {
	for i := range all {
		f := Face{Serif: i&1 != 0, Bold: i&2 != 0, Italic: i&4 != 0}
		all[i] = sync.OnceValue(func() *loaded {
			parsed, err := opentype.Parse(f.TTF())
			if err != nil { // the file is part of the program: a test reads every face
				return &loaded{wide: map[rune]float64{}}
			}
			return &loaded{font: parsed, wide: map[rune]float64{}}
		})
	}
	return all
}()

// width is the width of a letter of a size of 1, −1 where the font lacks it.
func (l *loaded) width(r rune) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w, ok := l.wide[r]; ok {
		return w
	}
	w := -1.0
	if l.font != nil {
		if i, err := l.font.GlyphIndex(&l.buf, r); err == nil && i != 0 {
			if a, err := l.font.GlyphAdvance(&l.buf, i, fixed.I(1000), stdfont.HintingNone); err == nil {
				w = float64(a) / 64 / 1000
			}
		}
	}
	l.wide[r] = w
	return w
}

// Width is the width of a text of a size, in the unit of the size.
func (f Face) Width(s string, size float64) float64 {
	l := faces[f.index()]()
	sum := 0.0
	for _, r := range s {
		if w := l.width(r); w >= 0 {
			sum += w
		} else {
			sum += l.width(Missing)
		}
	}
	return sum * size
}

// Missing stands for a letter that a font does not have.
const Missing = '□'

// alike is a sign that the fonts have for one that they lack.
func alike(r rune) rune {
	switch r {
	case '┃':
		return '│'
	case '◂':
		return '◄'
	case '▸':
		return '►'
	case '⁻', '‑', '−':
		return '-'
	}
	return r
}

// Drawable is the text with every letter that the face lacks as one that looks
// alike, else as Missing: an empty box says that something was there.
func (f Face) Drawable(s string) string {
	l := faces[f.index()]()
	return strings.Map(func(r rune) rune {
		if r <= 0xffff && r != '\ufffd' && l.width(r) >= 0 {
			return r
		}
		if other := alike(r); other != r && l.width(other) >= 0 {
			return other
		}
		return Missing
	}, s)
}

// fonts is the collection that gonum/plot and PNG pictures take their faces
// from.
var fonts = sync.OnceValue(func() *font.Cache {
	var c font.Collection
	for _, f := range []Face{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}} {
		if l := faces[f.index()](); l.font != nil {
			c = append(c, font.Face{Font: f.plot(0), Face: l.font})
		}
	}
	return font.NewCache(c)
})

// plot is the face as gonum/plot names it.
func (f Face) plot(size float64) font.Font {
	p := font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
	if f.Bold {
		p.Weight = stdfont.WeightBold
	}
	if f.Italic {
		p.Style = stdfont.StyleItalic
	}
	return p
}
