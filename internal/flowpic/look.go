package flowpic

// look is how a kind of stream is drawn. Dash and thickness alone tell the
// kinds apart in grey; the colours are those of Okabe and Ito (2008), made for
// colour-blind readers, darkened where a thin line would be too pale.
type look struct {
	line  string    // colour of lines and outlines
	fill  string    // colour of bands
	width float64   // of a line, mm
	dash  []float64 // mm
}

var looks = map[Kind]look{
	Input:        {"#0072b2", "#cfe5f1", 0.45, nil},
	Intermediate: {"#404040", "#c2c2c2", 0.7, nil},
	Product:      {"#00734f", "#5fbb9c", 1.1, nil},
	ByProduct:    {"#9a6a00", "#f3d28a", 0.6, []float64{4, 1.2}},
	Waste:        {"#b84a00", "#e8a37c", 0.5, []float64{1.8, 1}},
	Loss:         {"#6b6b6b", "#f2f2f2", 0.5, []float64{0.5, 0.9}},
	Recycle:      {"#8a3f70", "#e3bfd4", 0.5, []float64{3, 0.9, 0.6, 0.9}},
}

const (
	ink     = "#1a1a1a"
	quiet   = "#5f5f5f"
	warning = "#a00000"
	paper   = "#ffffff"
)

// Words are the few words of the pictures. A nil function says nothing but the
// name that it is given; a kind without a word is not in the legend.
type Words struct {
	Title, Desc string
	Unknown     string                   // for an amount that is not known; "" is "?"
	From, To    func(step string) string // "từ 5. Ly tâm", "tới 2. Nghiền"
	Kind        map[Kind]string
	Suspect     string // legend of the mark on a stream
	Imbalance   string // legend of the mark on a step and of a gap

	// Of the Sankey diagram:
	Scale   func(perMM float64) string // "1 mm = 10 t"
	Thin    string                     // legend of the hairline: too little to show to scale
	Missing string                     // legend of the dashed hairline: amount not known
}

func (w Words) unknown() string {
	if w.Unknown == "" {
		return "?"
	}
	return w.Unknown
}

func (w Words) from(step string) string { return call(w.From, step) }
func (w Words) to(step string) string   { return call(w.To, step) }

func call(f func(string) string, s string) string {
	if f == nil {
		return s
	}
	return f(s)
}
