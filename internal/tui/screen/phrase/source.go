package phrase

import (
	"strconv"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Facts collects lines of a name and what it is.
type Facts struct {
	c     ui.Context
	w     int
	Lines []string
}

// NewFacts begins lines of w cells.
func NewFacts(c ui.Context, w int) *Facts { return &Facts{c: c, w: w} }

// factLabel is how wide the names are.
const factLabel = 16

// Add adds a fact; nothing where there is nothing to say.
func (f *Facts) Add(label, said string) { f.add(label, said, f.c.Style.Plain.Render) }

// Warn adds a fact that one should not overlook.
func (f *Facts) Warn(label, said string) {
	if said != "" {
		f.add(label, f.c.Glyph.Warn+" "+said, f.c.Style.Warn.Render)
	}
}

func (f *Facts) add(label, said string, style func(...string) string) {
	if said == "" {
		return
	}
	name := f.c.T(label)
	if f.w < 40 || ui.Width(name) >= factLabel {
		f.Lines = append(f.Lines, " "+f.c.Style.Muted.Render(ui.Cut(name, f.w-1, f.c.Glyph.More)))
		f.Lines = append(f.Lines, widget.Prose(said, f.w, 3, style)...)
		return
	}
	lines := widget.Prose(said, f.w, factLabel+1, style)
	lines[0] = " " + f.c.Style.Muted.Render(ui.Fit(name, factLabel, "")) + lines[0][factLabel+1:]
	f.Lines = append(f.Lines, lines...)
}

// Head adds a heading.
func (f *Facts) Head(said string) {
	if said == "" {
		return
	}
	for _, l := range ui.Wrap(said, max(1, f.w)) {
		f.Lines = append(f.Lines, f.c.Style.Accent.Render(l))
	}
}

// Text adds a paragraph.
func (f *Facts) Text(said string) { f.Lines = append(f.Lines, widget.Prose(said, f.w, 1, nil)...) }

// Note adds a paragraph that matters less.
func (f *Facts) Note(said string) {
	f.Lines = append(f.Lines, widget.Prose(said, f.w, 1, f.c.Style.Muted.Render)...)
}

// Gap adds a blank line, but not at the top and not twice.
func (f *Facts) Gap() {
	if n := len(f.Lines); n > 0 && f.Lines[n-1] != "" {
		f.Lines = append(f.Lines, "")
	}
}

// Document says what a document is: title, publisher, year, address, how it
// was seen and how sure that is.
func (f *Facts) Document(s benchmark.Source, locator text.Name) {
	c := f.c
	switch s.ID {
	case benchmark.Unverified:
		f.Warn("pages.source.document", c.T("report.source.recalled"))
		f.Warn("pages.source.sure", c.T("pages.source.unverified"))
	case benchmark.Derived:
		f.Add("pages.source.document", c.T("report.source.derived"))
	case benchmark.OwnRule:
		f.Add("pages.source.document", c.T("report.source.own"))
	default:
		f.Add("pages.source.document", ui.CleanLine(s.Title))
		if s.Publisher != "-" {
			f.Add("pages.source.publisher", ui.CleanLine(s.Publisher))
		}
		if s.Year != 0 {
			f.Add("pages.source.year", strconv.Itoa(s.Year))
		}
		f.Add("pages.source.url", ui.CleanLine(s.URL))
		if s.Seen != "" {
			f.Add("pages.source.seen", c.Say(text.M("pages.seen."+s.Seen)))
		}
		f.Add("pages.source.note", c.Name(s.Note))
	}
	f.Add("pages.source.locator", c.Name(locator))
}

// Row says what a published row is, and where it comes from.
func (f *Facts) Row(b benchmark.Benchmark, p *benchmark.Pack, common *benchmark.Common) {
	c := f.c
	f.Add("pages.source.row", c.Name(b.Name))
	f.Add("pages.source.bounds", Bounds(c, b.Bounds(), Per(c, b.Unit, c.Name(b.Per))))
	f.Add("pages.source.region", c.Name(common.RegionName(b.Region)))
	f.Add("pages.source.scale", c.Name(b.Scale))
	if p != nil {
		if src, ok := p.Source(b.Source); ok {
			f.Document(src, b.Locator)
		}
	}
	f.Add("pages.source.quote", ui.CleanLine(b.Quote))
	f.Warn("pages.source.doubt", c.Name(b.Doubt))
}

// Per is a unit with what it is per: "kWh/t tinh bột sắn".
func Per(c ui.Context, unit, per string) string {
	u := c.Unit(unit)
	if unit == "-" {
		u = ""
	}
	if per == "" {
		return u
	}
	return u + "/" + per
}

// Bounds says what bounds are known, with their unit.
func Bounds(c ui.Context, b benchmark.Bounds, unit string) string {
	said := ""
	add := func(s string) {
		if said != "" {
			said += ", "
		}
		said += s
	}
	if b.Best != nil {
		add(c.T("pages.bounds.best", "value", *b.Best))
	}
	switch low, high := b.TypicalLow, b.TypicalHigh; {
	case low != nil && high != nil && *low != *high:
		add(c.T("pages.bounds.typical", "low", *low, "high", *high))
	case low != nil:
		add(c.T("pages.bounds.typical-of", "value", *low))
	case high != nil:
		add(c.T("pages.bounds.typical-of", "value", *high))
	}
	if b.Poor != nil {
		add(c.T("pages.bounds.poor", "value", *b.Poor))
	}
	if said == "" || unit == "" {
		return said
	}
	return said + " " + unit
}
