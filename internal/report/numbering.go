package report

import (
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// Numbering is the numbers of a document's headings, tables and figures, by the
// index of their block. They are the same in every format and language.
type Numbering struct {
	Blocks []string // "2.1", "A"; empty: no number
	labels map[Label]labelled
}

// labelled is what a label names.
type labelled struct {
	key    string // of the words: table, figure, section, annex
	number string
}

// Number numbers a document. Headings are numbered to the document's depth,
// annexes with letters, tables and figures that have a caption throughout.
func (doc *Document) Number() *Numbering {
	n := &Numbering{Blocks: make([]string, len(doc.Blocks)), labels: map[Label]labelled{}}
	depth := max(doc.Numbered, 1)
	var at [10]int
	annexes, tables, figures := 0, 0, 0
	annex := ""
	for i, b := range doc.Blocks {
		var l Label
		var kind string
		switch b := b.(type) {
		case Heading:
			l, kind = b.Label, "section"
			level := min(max(b.Level, 1), len(at)-1)
			switch {
			case b.Annex:
				kind = "annex"
				annexes++
				annex = letters(annexes)
				n.Blocks[i] = annex
				clear(at[level+1:])
			case b.Unnumbered || level > depth:
			default:
				if level == 1 {
					annex = ""
				}
				at[level]++
				clear(at[level+1:])
				n.Blocks[i] = dotted(annex, at[1:level+1])
			}
		case Table:
			l, kind = b.Label, "table"
			if !b.Caption.Empty() {
				tables++
				n.Blocks[i] = itoa(tables)
			}
		case Figure:
			l, kind = b.Label, "figure"
			if !b.Caption.Empty() {
				figures++
				n.Blocks[i] = itoa(figures)
			}
		}
		if l != "" {
			n.labels[l] = labelled{kind, n.Blocks[i]}
		}
	}
	return n
}

// dotted is 2.1, inside annex A it is A.1.
func dotted(annex string, at []int) string {
	var parts []string
	for i, n := range at {
		if i == 0 && annex != "" {
			parts = append(parts, annex)
			continue
		}
		parts = append(parts, strconv.Itoa(n))
	}
	return strings.Join(parts, ".")
}

// letters counts A, B, … Z, AA.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// Caption is the caption of the i-th block with its number: "Bảng 3. Điện".
func (n *Numbering) Caption(i int, kind string, caption text.Message, p *i18n.Printer) string {
	if caption.Empty() {
		return ""
	}
	return p.Say(text.M("writers.caption."+kind, "number", n.Blocks[i], "caption", n.Resolve(caption)))
}

// Title is a heading with its number.
func (n *Numbering) Title(i int, h Heading, p *i18n.Printer) string {
	words := p.Say(n.Resolve(h.Text))
	switch number := n.Blocks[i]; {
	case number == "":
		return words
	case h.Annex:
		return p.Say(text.M("writers.annex", "number", number, "title", text.M("say.text", "text", words)))
	default:
		return number + ". " + words
	}
}

// Resolve puts words in the place of the labels among the arguments of a
// message. A label that names nothing shows itself.
func (n *Numbering) Resolve(m text.Message) text.Message {
	return n.resolve(m, func(l Label, words text.Message) any { return words })
}

// ResolveWith is Resolve with a say in what stands for a label: words is what
// it is called.
func (n *Numbering) ResolveWith(m text.Message, stand func(l Label, words text.Message) any) text.Message {
	return n.resolve(m, stand)
}

func (n *Numbering) resolve(m text.Message, stand func(Label, text.Message) any) text.Message {
	var args text.Args
	set := func(name string, v any) {
		if args == nil {
			args = make(text.Args, len(m.Args))
			for k, old := range m.Args {
				args[k] = old
			}
		}
		args[name] = v
	}
	for name, v := range m.Args {
		switch v := v.(type) {
		case Label:
			set(name, stand(v, n.words(v)))
		case []Label:
			list := make([]any, len(v))
			for i, l := range v {
				list[i] = stand(l, n.words(l))
			}
			set(name, list)
		case text.Message:
			set(name, n.resolve(v, stand))
		case []text.Message:
			list := make([]text.Message, len(v))
			for i := range v {
				list[i] = n.resolve(v[i], stand)
			}
			set(name, list)
		}
	}
	if args == nil {
		return m
	}
	return text.Message{Key: m.Key, Args: args}
}

func (n *Numbering) words(l Label) text.Message {
	named, ok := n.labels[l]
	if !ok || named.number == "" {
		return text.M("say.text", "text", string(l))
	}
	return text.M("writers.ref."+named.key, "number", named.number)
}
