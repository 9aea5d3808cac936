package network

import (
	"slices"
	"strconv"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/flowpic"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// live is the balance of one layer of the network as it is now. It is made once
// for every result.
type live struct {
	of      *assess.ProcessBalance
	audit   *assess.Audit
	layer   string
	steps   []balance.StepResult
	plant   balance.StepResult
	streams []balance.StreamResult // empty: it could not be reconciled
}

func (l *live) make(w ui.Work, layer string) {
	b, a := Balance(w), w.Audit()
	if l.audit == a && l.of == b && l.layer == layer {
		return
	}
	*l = live{of: b, audit: a, layer: layer, steps: make([]balance.StepResult, len(a.Steps))}
	if b == nil || len(b.Input.Streams) != len(a.Streams) || len(b.Input.Steps) != len(a.Steps) {
		return
	}
	l.steps, l.plant = StepBalances(w, b, layer)
	if b.Network != nil {
		if x, ok := b.Network.Layer(layer); ok {
			l.streams = x.Streams
		}
	}
}

// stream is what the reconciliation says of a stream in the layer.
func (l *live) stream(i int) (balance.StreamResult, bool) {
	if i < 0 || i >= len(l.streams) || !l.streams[i].Present {
		return balance.StreamResult{}, false
	}
	return l.streams[i], true
}

func (l *live) step(i int) balance.StepResult {
	if i < 0 || i >= len(l.steps) {
		return balance.StepResult{}
	}
	return l.steps[i]
}

// present reports whether a stream is drawn in a layer.
func present(s assess.Stream, layer string) bool {
	return layer == balance.Energy || !s.EnergyOnly
}

// amount is the amount of a stream in the layer: what was measured, else what
// follows from the balances (derived is true then), nil where neither is known.
// In a component's layer it is always the reconciled amount of the component.
func (l *live) amount(s assess.Stream, i int) (v *float64, derived bool) {
	switch {
	case l.layer == balance.Mass && s.Amount != nil:
		return s.Amount, false
	case l.layer == balance.Energy && s.Energy != nil:
		return s.Energy, false
	}
	x, ok := l.stream(i)
	switch {
	case !ok || x.Amount == nil:
		return nil, false
	case Component(l.layer):
		return &x.Amount.Value, false
	}
	return &x.Amount.Value, true
}

// layers are those of the network, mass alone where nothing else is known.
func layers(w ui.Work) []string {
	if b := Balance(w); b != nil {
		return b.Input.Layers()
	}
	return []string{balance.Mass}
}

// drawing is a flow sheet that was written, and what it was written for.
type drawing struct {
	sheet    flowpic.Sheet
	audit    *assess.Audit
	of       *assess.ProcessBalance
	layer    string
	width    int
	selected flowpic.Target
	c        ui.Context
}

// draw writes the flow sheet, or returns the one that it has.
func (d *drawing) draw(c ui.Context, w ui.Work, l *live, width int, selected flowpic.Target) flowpic.Sheet {
	same := d.audit == l.audit && d.of == l.of && d.layer == l.layer && d.width == width && d.selected == selected &&
		d.c.Printer == c.Printer && d.c.Style == c.Style && d.c.Glyph == c.Glyph
	if !same {
		*d = drawing{audit: l.audit, of: l.of, layer: l.layer, width: width, selected: selected, c: c}
		d.sheet = flowpic.FlowSheet(graph(c, w, l), flowpic.SheetOptions{
			Width: width, ASCII: c.Glyph.ASCII, Selected: selected, Paint: paint(c),
			Words: flowpic.Words{
				Unknown: "?",
				From:    func(step string) string { return c.T("netpage.from", "step", step) },
				To:      func(step string) string { return c.T("netpage.to", "step", step) },
			},
		})
	}
	return d.sheet
}

// graph is the network made ready for drawing.
func graph(c ui.Context, w ui.Work, l *live) flowpic.Graph {
	a := w.Audit()
	unit := LayerUnit(a, l.layer)
	var g flowpic.Graph
	index := map[string]int{"": flowpic.Outside}
	for i, s := range a.Steps {
		index[s.ID] = i
		step := flowpic.Step{ID: s.ID, Name: strconv.Itoa(i+1) + ". " + c.Name(StepName(s))}
		said, bad := ClosureWords(c, l.step(i), unit)
		if bad {
			step.Imbalance = said
		} else {
			step.Note = said
		}
		if s.Stock != nil && l.layer == balance.Mass {
			step.Stock = *s.Stock
		}
		g.Steps = append(g.Steps, step)
	}
	for i, s := range a.Streams {
		stream := flowpic.Stream{ID: s.ID, Name: c.Name(StreamName(s)), From: index[s.From], To: index[s.To], Kind: flowpic.Kind(s.Kind)}
		if v, derived := l.amount(s, i); v != nil {
			stream.Amount, stream.Text = v, c.Figure(*v)+" "+c.Unit(unit)
			if derived {
				stream.Text = "(" + stream.Text + ")"
			}
		}
		if !present(s, l.layer) {
			stream.Text, stream.Flag = "", flowpic.Unknown
		}
		if Suspect(l.of, balance.Meter{Stream: i, Layer: l.layer}) {
			stream.Flag = flowpic.Suspect
		}
		g.Streams = append(g.Streams, stream)
	}
	return g
}

// paint gives the pieces of a flow sheet their looks.
func paint(c ui.Context) func(flowpic.Role, bool, string) string {
	st := c.Style
	return func(r flowpic.Role, selected bool, s string) string {
		switch {
		case selected && r != flowpic.RoleFrame:
			return st.Selected.Render(s)
		case r == flowpic.RoleFrame:
			return st.Rule.Render(s)
		case r == flowpic.RoleStep:
			return st.Accent.Render(s)
		case r == flowpic.RoleImbalance || r == flowpic.RoleSuspect:
			return st.Bad.Render(s)
		case r == flowpic.RoleNote || r == flowpic.RoleUnknown:
			return st.Muted.Render(s)
		case r == flowpic.StreamRole(flowpic.Waste) || r == flowpic.StreamRole(flowpic.Loss):
			return st.Warn.Render(s)
		case r == flowpic.StreamRole(flowpic.Product) || r == flowpic.StreamRole(flowpic.ByProduct):
			return st.Good.Render(s)
		}
		return s
	}
}

// touching are the indexes of the streams that enter and leave a step.
func touching(a *assess.Audit, step string) (in, out []int) {
	for i, s := range a.Streams {
		if s.To == step {
			in = append(in, i)
		}
		if s.From == step {
			out = append(out, i)
		}
	}
	return in, out
}

func stepIndex(a *assess.Audit, id string) int {
	return slices.IndexFunc(a.Steps, func(s assess.Step) bool { return s.ID == id })
}

func streamIndex(a *assess.Audit, id string) int {
	return slices.IndexFunc(a.Streams, func(s assess.Stream) bool { return s.ID == id })
}
