package layout

import (
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
)

// Lay puts a document into the words of one or more printers, a part for each.
// Error: a figure that cannot be drawn.
func Lay(doc *report.Document, printers ...*i18n.Printer) (*Document, error) {
	out := &Document{Date: doc.Info.Date}
	for i, p := range printers {
		l := &layer{doc: doc, p: p, numbers: doc.Number()}
		if len(printers) > 1 {
			l.part.Prefix = string(p.Lang()) + "-"
			l.part.Name = p.Say(text.M("writers.part"))
		}
		if err := l.lay(); err != nil {
			return nil, err
		}
		if i == 0 {
			out.Title, out.Subtitle, out.Lang = l.part.Title, l.part.Subtitle, p.Lang()
			out.Author, out.Organisation, out.Subject = p.Say(doc.Info.Author), p.Say(doc.Info.Organisation), p.Say(doc.Info.Subject)
		}
		out.Parts = append(out.Parts, l.part)
	}
	return out, nil
}

// layer makes one part.
type layer struct {
	doc     *report.Document
	p       *i18n.Printer
	numbers *report.Numbering
	part    Part
}

func (l *layer) lay() error {
	l.part.Lang, l.part.Printer = l.p.Lang(), l.p
	l.part.Title, l.part.Subtitle = l.say(l.doc.Title), l.say(l.doc.Subtitle)
	l.part.Running = l.part.Title
	if !l.doc.Info.Running.Empty() {
		l.part.Running = l.say(l.doc.Info.Running)
	}
	l.cover()
	var blocks []Block
	for i, b := range l.doc.Blocks {
		laid, err := l.block(i, b)
		if err != nil {
			return err
		}
		if laid != nil {
			blocks = append(blocks, laid)
		}
	}
	if s := l.sources(); len(s.Items) > 0 {
		h := Heading{Level: 1, Title: s.Title, Target: l.part.Prefix + "sources"}
		l.part.Entries = append(l.part.Entries, Entry{Level: 1, Title: h.Title, Target: h.Target})
		blocks = append(blocks, h, s)
	}
	for i, b := range blocks { // the entries are known only now
		if c, ok := b.(Contents); ok {
			depth := int(c.Entries[0].Level)
			c.Entries = nil
			for _, e := range l.part.Entries {
				if e.Level <= depth {
					c.Entries = append(c.Entries, e)
				}
			}
			blocks[i] = c
		}
	}
	l.part.Sections = sections(blocks)
	if l.doc.Landscape && len(blocks) > 0 {
		l.part.Sections = []Section{{Landscape: true, Blocks: blocks}}
	}
	return nil
}

func (l *layer) say(m text.Message) string { return l.p.Say(l.numbers.Resolve(m)) }

func (l *layer) cover() {
	c := l.doc.Cover
	if c == nil {
		return
	}
	l.part.Cover = &Cover{
		Parent: l.say(c.Parent), Organisation: l.say(c.Organisation), Plant: l.say(c.Plant), Address: l.say(c.Address),
		PlaceDate: l.placeDate(c.Place, c.Date),
	}
	for _, f := range c.Facts {
		l.part.Cover.Facts = append(l.part.Cover.Facts, [2]string{l.say(f.Name), l.say(f.Is)})
	}
}

func (l *layer) placeDate(place text.Message, d quantity.Date) string {
	return report.PlaceDate(l.say(place), d, l.p)
}

// Signs that stand for a cross reference while a message is being said.
const (
	open   = '\ue000'
	middle = '\ue001'
	shut   = '\ue002'
)

// text says a message with its cross references and sources as targets.
func (l *layer) text(m text.Message, refs []int) Text {
	var labels []report.Label
	marked := l.numbers.ResolveWith(m, func(label report.Label, words text.Message) any {
		labels = append(labels, label)
		return string(open) + strconv.Itoa(len(labels)-1) + string(middle) + l.p.Say(words) + string(shut)
	})
	t := split(together.Replace(l.p.Say(marked)), func(n int) string {
		if n < 0 || n >= len(labels) {
			return ""
		}
		return l.target(labels[n])
	})
	for i, r := range report.Refs(refs) {
		if i == 0 && len(t) > 0 {
			t = append(t, Run{String: " "})
		}
		t = append(t, Run{String: r.Text, Target: l.source(r.First)})
	}
	return t
}

// split takes the signs of cross references out of a text.
func split(s string, target func(n int) string) Text {
	var t Text
	add := func(s, to string) {
		s = strings.Map(func(r rune) rune {
			if r == open || r == middle || r == shut {
				return -1
			}
			return r
		}, s)
		if s != "" {
			t = append(t, Run{String: s, Target: to})
		}
	}
	for {
		before, after, ok := strings.Cut(s, string(open))
		add(before, "")
		if !ok {
			return t
		}
		number, rest, _ := strings.Cut(after, string(middle))
		words, rest, _ := strings.Cut(rest, string(shut))
		n, err := strconv.Atoi(number)
		if err != nil {
			n = -1
		}
		add(words, target(n))
		s = rest
	}
}

func (l *layer) target(label report.Label) string { return l.part.Prefix + "at-" + slug(string(label)) }

func (l *layer) source(n int) string { return l.part.Prefix + "source-" + strconv.Itoa(n) }

// slug is a label as it may stand in a file.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 128 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '-'
	}, s)
}

// targetOf is where a block is found: its label, else its place.
func (l *layer) targetOf(i int, label report.Label) string {
	if label != "" {
		return l.target(label)
	}
	return l.part.Prefix + "block-" + strconv.Itoa(i)
}

func (l *layer) block(i int, b report.Block) (Block, error) {
	switch b := b.(type) {
	case report.Heading:
		h := Heading{Level: min(max(b.Level, 1), 3), Title: l.numbers.Title(i, b, l.p), Target: l.targetOf(i, b.Label), Annex: b.Annex}
		l.part.Entries = append(l.part.Entries, Entry{Level: h.Level, Title: h.Title, Target: h.Target})
		return h, nil
	case report.Paragraph:
		return Paragraph{Kind: b.Kind, Text: l.text(b.Text, b.Refs)}, nil
	case report.List:
		return List{Numbered: b.Numbered, Items: l.items(b.Items)}, nil
	case report.Table:
		return l.table(i, b), nil
	case report.Figure:
		return l.figure(i, b)
	case report.Contents:
		depth := b.Depth
		if depth == 0 {
			depth = 2
		}
		return Contents{Title: l.p.Say(text.M("writers.contents")), Entries: []Entry{{Level: depth}}}, nil
	case report.PageBreak:
		return PageBreak{}, nil
	case report.Checklist:
		var c Checklist
		for _, item := range b.Items {
			c.Items = append(c.Items, Check{Text: l.text(item.Text, nil), Note: l.text(item.Note, nil), Done: item.Done})
		}
		return c, nil
	case report.Signatures:
		s := Signatures{PlaceDate: l.placeDate(b.Place, b.Date), Hint: l.p.Say(text.M("writers.sign-here"))}
		for _, who := range b.Signers {
			s.Signers = append(s.Signers, Signer{l.say(who.Role), l.say(who.Name)})
		}
		return s, nil
	}
	return nil, nil
}

func (l *layer) items(all []report.Item) []Item {
	var out []Item
	for _, item := range all {
		out = append(out, Item{Text: l.text(item.Text, item.Refs), Strong: item.Strong, Below: l.items(item.Below)})
	}
	return out
}

func (l *layer) notes(all []report.Note) []Text {
	var out []Text
	for _, n := range all {
		out = append(out, l.text(n.Text, n.Refs))
	}
	return out
}

func (l *layer) figure(i int, f report.Figure) (Block, error) {
	d, err := f.Chart.Draw(l.p)
	if err != nil {
		return nil, err
	}
	return Figure{
		Caption: l.numbers.Caption(i, "figure", f.Caption, l.p), Number: l.numbers.Blocks[i], Words: l.say(f.Caption),
		Target: l.targetOf(i, f.Label), Alt: l.say(f.Alt), Drawing: d, Data: f.Chart.Data(), Notes: l.notes(f.Notes), Landscape: f.Landscape,
	}, nil
}

func (l *layer) table(i int, b report.Table) Block {
	t := Table{
		Caption: l.numbers.Caption(i, "table", b.Caption, l.p), Number: l.numbers.Blocks[i], Words: l.say(b.Caption),
		Target: l.targetOf(i, b.Label), Notes: l.notes(b.Notes), Landscape: b.Landscape || l.doc.Landscape, Model: &b,
	}
	for _, c := range b.Columns {
		t.Columns = append(t.Columns, Column{Head: l.say(c.Head), Group: l.say(c.Group), Right: c.Align == report.Right, Wide: c.Wide})
		t.Heads = t.Heads || !c.Head.Empty()
	}
	t.Facts = !t.Heads && len(t.Columns) == 2
	for j, c := range t.Columns {
		if n := len(t.Groups); c.Group != "" && n > 0 && t.Groups[n-1].Head == c.Group && t.Groups[n-1].First+t.Groups[n-1].Span == j {
			t.Groups[n-1].Span++
		} else if c.Group != "" {
			t.Groups = append(t.Groups, Group{c.Group, j, 1})
		}
	}
	for _, r := range b.Rows {
		row := Row{Strong: r.Strong, Group: r.Group}
		for j := range b.Columns {
			var c report.Cell
			if j < len(r.Cells) {
				c = r.Cells[j]
			}
			row.Cells = append(row.Cells, l.cell(c, t.Columns[j].Right))
		}
		t.Rows = append(t.Rows, row)
	}
	t.place()
	return t
}

// hard is a space at which no line is broken.
const hard = "\u00a0"

// together keeps the commonest signs on the line of their number.
var together = strings.NewReplacer(" %", hard+"%", " tỷ đ", hard+"tỷ"+hard+"đ", " triệu đ", hard+"triệu"+hard+"đ")

func (l *layer) cell(c report.Cell, right bool) Cell {
	out := Cell{Model: c, Right: right}
	if c.Kind == report.Bars && c.Bar != nil {
		out.Mini = l.mini(*c.Bar)
		out.Bar = c.Bar.Draw(report.BarCells)
		return out
	}
	number, unit, _ := report.SayCell(c, l.p)
	out.Unit = unit
	switch {
	case number != "" && unit != "":
		out.Text = Text{{String: strings.ReplaceAll(number, " ", hard) + hard + unit}}
	case number != "":
		out.Text = Text{{String: strings.ReplaceAll(number, " ", hard)}}
	}
	words := c.Text
	if c.Kind == report.Units || c.Kind == report.Tick || c.Kind == report.Day {
		_, _, w := report.SayCell(c, l.p)
		words = text.M("say.text", "text", w)
	}
	rest := l.text(words, c.Refs)
	if len(out.Text) > 0 && len(rest) > 0 {
		out.Text = append(out.Text, Run{String: " "})
	}
	out.Text = append(out.Text, rest...)
	return out
}

// sources is the list of sources.
func (l *layer) sources() Sources {
	s := Sources{Title: l.p.Say(text.M("report.sources.heading"))}
	for i, src := range l.doc.Sources {
		about, url, more := report.SayReference(src, l.p)
		s.Items = append(s.Items, Source{Number: i + 1, Target: l.source(i + 1), About: about, URL: url, More: more})
	}
	return s
}

// sections divides blocks into runs of one orientation. The headings and the
// lines right above a block on its side go with it.
func sections(blocks []Block) []Section {
	var all []Section
	add := func(landscape bool, b ...Block) {
		if len(b) == 0 {
			return
		}
		if n := len(all); n > 0 && all[n-1].Landscape == landscape {
			all[n-1].Blocks = append(all[n-1].Blocks, b...)
			return
		}
		all = append(all, Section{Landscape: landscape, Blocks: append([]Block(nil), b...)})
	}
	var held []Block // headings that wait for what follows them
	for _, b := range blocks {
		switch v := b.(type) {
		case Heading:
			held = append(held, b)
			continue
		case Table:
			add(v.Landscape, append(held, b)...)
		case Figure:
			add(v.Landscape, append(held, b)...)
		case Paragraph:
			// A remark stays under its table.
			last := len(all) > 0 && len(held) == 0 && all[len(all)-1].Landscape && v.Kind == report.Remark
			add(last, append(held, b)...)
		default:
			add(false, append(held, b)...)
		}
		held = nil
	}
	add(false, held...)
	return all
}
