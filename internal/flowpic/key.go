package flowpic

// key is a legend that fills lines from left to right.
type key struct {
	pic    *Picture
	x, y   float64
	sample float64 // width of a sample, mm
	any    bool
}

const keyPitch = 4.4 // from line to line, mm

func newKey(p *Picture, y float64) *key {
	return &key{pic: p, x: edge, y: y + keyPitch/2, sample: 11}
}

// entry adds a sample, drawn around y from x on, with its words; without words
// there is none.
func (k *key) entry(words string, draw func(x, y float64)) {
	if words == "" {
		return
	}
	room := k.pic.Width - 2*edge - k.sample - aside
	words = cut(words, func(s string) bool { return TextWidth(s, smallSize, false) <= room })
	w := k.sample + aside + TextWidth(words, smallSize, false) + 5
	if k.x > edge && k.x+w-5 > k.pic.Width-edge {
		k.x, k.y = edge, k.y+keyPitch
	}
	draw(k.x, k.y)
	k.pic.add(Text{Role: "legend", X: k.x + k.sample + aside, Y: k.y + 0.36*smallSize, S: words, Anchor: Start, Size: smallSize, Color: ink})
	k.x += w
	k.any = true
}

// end is the lower edge of the legend.
func (k *key) end() float64 {
	if !k.any {
		return k.y - keyPitch/2
	}
	return k.y + keyPitch/2
}
