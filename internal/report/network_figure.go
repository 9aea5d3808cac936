package report

import (
	"fmt"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/flowpic"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// pagePicture is the height in mm that a picture of the network may take on a
// page, with the room for its caption left.
const pagePicture = 205.0

// flowDiagram is the process flow diagram of the network, in as many pictures as
// pages are needed.
func (a *assessment) flowDiagram() {
	if len(a.Audit.Steps) == 0 || len(a.Audit.Streams) == 0 {
		return
	}
	a.heading(1, "documents.flow.heading")
	draw := func(p *i18n.Printer) []flowpic.Picture {
		return flowpic.FlowDiagram(a.graph(p), flowpic.DiagramOptions{MaxHeight: pagePicture, Words: a.pictureWords(p)})
	}
	// How many pictures there are may differ between languages by how long words
	// are; the last one takes what is left.
	n := len(flowpic.FlowDiagram(a.graph(nil), flowpic.DiagramOptions{MaxHeight: pagePicture}))
	for k := range n {
		caption := text.M("documents.flow.caption")
		if n > 1 {
			caption = text.M("documents.flow.caption-part", "part", k+1, "parts", n)
		}
		chart := figure.Vector(func(p *i18n.Printer) (*figure.Drawing, error) {
			all := draw(p)
			if k >= len(all) {
				return &figure.Drawing{Width: 10, Height: 10}, nil
			}
			if k == n-1 {
				return stacked(all[k:]), nil
			}
			return stacked(all[k : k+1]), nil
		})
		a.add(Figure{Caption: caption, Label: Label("flow-diagram-" + itoa(k+1)), Alt: text.M("documents.flow.alt"), Chart: chart})
	}
}

// sankey is the Sankey diagram of the mass layer.
func (a *assessment) sankey() {
	b := a.Result.Balance
	if b == nil || b.Network == nil {
		return
	}
	a.heading(1, "documents.sankey.heading")
	chart := figure.Vector(func(p *i18n.Printer) (*figure.Drawing, error) {
		d := flowpic.Sankey(a.graph(p), flowpic.SankeyOptions{Height: pagePicture, Words: a.pictureWords(p)})
		return stacked([]flowpic.Picture{d.Picture}), nil
	})
	a.add(Figure{Caption: text.M("documents.sankey.caption", "unit", b.Unit), Label: "sankey", Alt: text.M("documents.sankey.alt"), Chart: chart})
}

// graph is the network as it is drawn: the reconciled amounts, else the measured
// ones, in the language of the printer; nil: only to see
// how large it is.
func (a *assessment) graph(p *i18n.Printer) flowpic.Graph {
	var g flowpic.Graph
	at := map[string]int{}
	b := a.Result.Balance
	for i, s := range a.Audit.Steps {
		at[s.ID] = i
		name := s.Name
		if name == "" {
			name = s.ID
		}
		step := flowpic.Step{ID: s.ID, Name: itoa(i+1) + ". " + i18n.Clean(name)}
		if s.Stock != nil {
			step.Stock = *s.Stock
		}
		g.Steps = append(g.Steps, step)
	}
	end := func(id string) int {
		if i, ok := at[id]; ok {
			return i
		}
		return flowpic.Outside
	}
	for i, s := range a.Audit.Streams {
		name := s.Name
		if name == "" {
			name = s.ID
		}
		x := flowpic.Stream{ID: s.ID, Name: i18n.Clean(name), From: end(s.From), To: end(s.To), Kind: flowpic.Kind(s.Kind), Amount: s.Amount}
		if v := a.reconciled(b, i); v != nil {
			x.Amount = v
		}
		switch {
		case x.Amount == nil || b == nil:
		case p == nil: // only the room that it takes matters
			x.Text = fmt.Sprintf("%.4g %s", *x.Amount, b.Unit)
		default:
			x.Text = p.Amount(amountText(*x.Amount, b.Unit))
		}
		if a.suspect(b, i) {
			x.Flag = flowpic.Suspect
		}
		if s.EnergyOnly {
			continue
		}
		g.Streams = append(g.Streams, x)
	}
	return g
}

// reconciled is the amount of a stream after reconciliation.
func (a *assessment) reconciled(b *assess.ProcessBalance, stream int) *float64 {
	if b == nil || b.Network == nil {
		return nil
	}
	l, ok := b.Network.Layer(balance.Mass)
	if !ok || stream >= len(l.Streams) {
		return nil
	}
	return l.Streams[stream].Reconciled
}

func (a *assessment) suspect(b *assess.ProcessBalance, stream int) bool {
	if b == nil || b.Network == nil {
		return false
	}
	for _, g := range b.Network.Groups {
		for _, m := range g.Suspects {
			if m.Stream == stream && m.Layer == balance.Mass {
				return true
			}
		}
	}
	return false
}

// pictureWords are the words of the pictures in the language of the printer.
func (a *assessment) pictureWords(p *i18n.Printer) flowpic.Words {
	w := flowpic.Words{
		Title: p.Say(text.M("documents.flow.caption")), Desc: p.Say(text.M("documents.flow.alt")),
		Unknown: p.Say(text.M("documents.flow.unknown")), Suspect: p.Say(text.M("documents.flow.suspect")), Imbalance: p.Say(text.M("documents.flow.imbalance")),
		Thin: p.Say(text.M("documents.flow.thin")), Missing: p.Say(text.M("documents.flow.missing")), Kind: map[flowpic.Kind]string{},
		From: func(step string) string { return p.Say(text.M("documents.flow.from", "step", step)) },
		To:   func(step string) string { return p.Say(text.M("documents.flow.to", "step", step)) },
	}
	for _, k := range flowpic.Kinds() {
		w.Kind[k] = p.Say(text.M("documents.flow.kind." + string(k)))
	}
	if b := a.Result.Balance; b != nil {
		w.Scale = func(perMM float64) string {
			return p.Say(text.M("documents.flow.scale", "amount", amountText(perMM, b.Unit)))
		}
	}
	return w
}

// mm is a millimetre in points.
const mm = 72 / 25.4

// stacked is pictures below each other as a drawing.
func stacked(all []flowpic.Picture) *figure.Drawing {
	d := &figure.Drawing{}
	for _, p := range all {
		for _, s := range p.Shapes {
			if shape := shapeOf(s, d.Height); shape != nil {
				d.Add(shape...)
			}
		}
		d.Width, d.Height = max(d.Width, p.Width*mm), d.Height+p.Height*mm
	}
	return d
}

func strokeOf(s flowpic.Style) figure.Stroke {
	st := figure.Stroke{Colour: colourOf(s.Stroke, s.Opacity), Width: s.Width * mm}
	for _, v := range s.Dash {
		st.Dash = append(st.Dash, v*mm)
	}
	if s.Stroke == "" {
		return figure.Stroke{}
	}
	return st
}

// shapeOf is a shape of a picture that begins at the height y, in points.
func shapeOf(s flowpic.Shape, y float64) []figure.Shape {
	switch s := s.(type) {
	case flowpic.Rect:
		return []figure.Shape{figure.Rect{X: s.X * mm, Y: y + s.Y*mm, W: s.W * mm, H: s.H * mm, Fill: colourOf(s.Fill, s.Opacity), Stroke: strokeOf(s.Style)}}
	case flowpic.Line:
		var out []figure.Shape
		path := &figure.Path{Stroke: strokeOf(s.Style)}
		for i, q := range s.Shaft() {
			if i == 0 {
				path.Move(q.X*mm, y+q.Y*mm)
			} else {
				path.To(q.X*mm, y+q.Y*mm)
			}
		}
		out = append(out, *path)
		if tip, ok := s.Head(); ok {
			head := &figure.Path{Fill: colourOf(s.Stroke, s.Opacity)}
			head.Move(tip[0].X*mm, y+tip[0].Y*mm).To(tip[1].X*mm, y+tip[1].Y*mm).To(tip[2].X*mm, y+tip[2].Y*mm).Close()
			out = append(out, *head)
		}
		return out
	case flowpic.Path:
		path := &figure.Path{Fill: colourOf(s.Fill, s.Opacity), Stroke: strokeOf(s.Style)}
		for _, g := range s.Segs {
			switch g.Op {
			case 'M':
				path.Move(g.P.X*mm, y+g.P.Y*mm)
			case 'L':
				path.To(g.P.X*mm, y+g.P.Y*mm)
			case 'C':
				path.Curve(g.C1.X*mm, y+g.C1.Y*mm, g.C2.X*mm, y+g.C2.Y*mm, g.P.X*mm, y+g.P.Y*mm)
			case 'Z':
				path.Close()
			}
		}
		return []figure.Shape{*path}
	case flowpic.Text:
		anchor := map[flowpic.Anchor]figure.Anchor{flowpic.Middle: figure.Middle, flowpic.End: figure.End}[s.Anchor]
		ink := s.Color
		if ink == "" {
			ink = "#000000"
		}
		return []figure.Shape{figure.Text{X: s.X * mm, Y: y + s.Y*mm, Size: s.Size * mm, String: s.S, Colour: colourOf(ink, 0), Bold: s.Bold, Anchor: anchor, Rotate: -s.Rotate}}
	}
	return nil
}
