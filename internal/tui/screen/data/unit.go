package data

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// typeable is a number with all its digits, without groups.
func typeable(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// tidy takes off the noise that a conversion leaves behind the fifteenth digit.
func tidy(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	t, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return v
	}
	return t
}

func asMessage(err error) text.Message {
	var m text.Message
	if errors.As(err, &m) {
		return m
	}
	return text.M("error.other", "error", err.Error())
}

// convert expresses an amount of a row in another unit: inside a dimension, or
// through the density that the plant, the pack or the fuel's factors give.
func (s *sheet) convert(r row, v float64, to string) (float64, error) {
	x, err := s.units.Convert(v, r.unit, to)
	if err == nil {
		return tidy(x), nil
	}
	for _, f := range s.densities(r) {
		if x, ferr := s.units.ConvertBy(v, r.unit, to, f); ferr == nil {
			return tidy(x), nil
		}
	}
	return 0, err
}

// densities are the factors between mass and volume that are known of a flow.
func (s *sheet) densities(r row) []quantity.Factor {
	var all []quantity.Factor
	if d := r.info.Density; d != nil {
		all = append(all, quantity.Factor{ID: "density", Value: *d, To: "kg", From: r.info.Unit})
	}
	if d := r.flow.Density; d != nil {
		all = append(all, quantity.Factor{ID: "density", Value: *d, To: "kg", From: r.flow.Unit})
	}
	if fuel := r.info.Factor; fuel != "" {
		if d, ok := s.common.Factors.Density(strings.TrimSuffix(fuel, "-l")); ok {
			all = append(all, d.Factor())
		}
	}
	return all
}

// amounts is how many figures of the audit are in a row's unit or per unit of
// it, and one that is in the unit, as an example.
func (s *sheet) amounts(r row) (n int, example *float64) {
	count := func(v float64) {
		if n++; example == nil || *example == 0 {
			example = &v
		}
	}
	for i := range s.periods {
		if v, ok := r.in(&s.periods[i].period)[r.id]; ok {
			count(v)
		}
	}
	if r.kind != flowRow {
		return n, example
	}
	for _, x := range s.audit.Readings {
		if x.Flow == r.id {
			count(x.Amount)
		}
	}
	for _, o := range s.audit.Options {
		for _, sv := range o.Saves {
			if sv.Flow == r.id && sv.Amount != nil {
				count(*sv.Amount)
			}
		}
	}
	if r.price != nil && !r.info.Billed {
		n++
	}
	if r.info.NCV != nil {
		n++
	}
	if r.info.Density != nil {
		n++
	}
	return n, example
}

// relabel makes a unit the row's, without touching a number.
func (b *batch) relabel(r row, unit string) {
	if r.kind == productRow {
		b.product(r)
		i := r.index + 1
		if r.index < 0 {
			i = b.made[r.key()]
		}
		b.set(unit, "product", i, "unit")
		return
	}
	if unit == r.flow.Unit && r.flow.ID != "" {
		if r.index >= 0 {
			b.unset("flow", r.index+1, "unit")
		}
		return
	}
	b.set(unit, "flow", b.flow(r), "unit")
}

// converted writes every amount that is in a row's unit in another one: the
// periods' figures, meter readings, what options save; what is per unit (price,
// heating value, equivalent) goes the other way.
func (b *batch) converted(r row, unit string) error {
	s := b.s
	one, err := s.convert(r, 1, unit)
	if err != nil || one == 0 {
		return err
	}
	for _, c := range s.periods {
		v, ok := r.in(&c.period)[r.id]
		if !ok {
			continue
		}
		x, err := s.convert(r, v, unit)
		if err != nil {
			return err
		}
		b.set(x, "period", c.index+1, r.table(), r.id)
	}
	if r.kind == productRow {
		if r.index >= 0 && s.audit.Products[r.index].Equivalent != nil {
			b.set(tidy(*s.audit.Products[r.index].Equivalent/one), "product", r.index+1, "equivalent")
		}
		return nil
	}
	for i, x := range s.audit.Readings {
		if x.Flow == r.id {
			v, err := s.convert(r, x.Amount, unit)
			if err != nil {
				return err
			}
			b.set(v, "reading", i+1, "amount")
		}
	}
	for i, o := range s.audit.Options {
		for j, sv := range o.Saves {
			if sv.Flow != r.id || sv.Amount == nil {
				continue
			}
			v, err := s.convert(r, *sv.Amount, unit)
			if err != nil {
				return err
			}
			b.set(v, "option", i+1, "saves", j+1, "amount")
		}
	}
	if r.price != nil && !r.info.Billed {
		b.set(tidy(*r.price/one), "flow", r.index+1, "price")
	}
	if r.info.NCV != nil && r.index >= 0 {
		b.set(tidy(*r.info.NCV/one), "flow", r.index+1, "ncv")
	}
	if r.info.Density != nil && r.index >= 0 {
		b.set(tidy(*r.info.Density/one), "flow", r.index+1, "density")
	}
	return nil
}

// ---- choosing ----

// unitChosen and unitDecided are what the dialogs about a unit answer.
type (
	unitChosen  struct{ row, unit string }
	unitDecided struct {
		row, unit string
		convert   bool
	}
)

// chooseUnit is the dialog with all units, those of the row's dimension first.
func (s *screen) chooseUnit(r row, typed string) ui.Dialog {
	return &picker{
		heading: text.M("grid.unit.heading", "row", r.say()),
		hint:    "grid.unit.hint",
		typed:   typed,
		fill: func(c ui.Context) []widget.Item {
			own, _ := c.Units.Find(r.unit)
			var same, others []widget.Item
			for _, u := range c.Units.All() {
				it := widget.Item{
					ID: u.Symbol, Name: c.Unit(u.Symbol), Right: c.Name(u.Name),
					Search: u.Symbol + " " + u.Name.VI + " " + u.Name.EN + " " + c.Name(u.Dimension.Name()),
				}
				switch {
				case u.Symbol == own.Symbol:
					same = append([]widget.Item{it}, same...)
				case u.Dimension == own.Dimension:
					same = append(same, it)
				default:
					others = append(others, it)
				}
			}
			return append(same, others...)
		},
		exact: func(typed string, c ui.Context) string {
			u, err := c.Units.Find(typed)
			if err != nil {
				return ""
			}
			return u.Symbol
		},
		accept: func(id string) ui.Action { return unitChosen{r.key(), id} },
		other: func(typed string, c ui.Context) (ui.Action, error) {
			u, err := c.Units.Find(typed)
			if err != nil {
				return nil, err
			}
			return unitChosen{r.key(), u.Symbol}, nil
		},
	}
}

// unitChosen takes a unit, or asks what it means for the figures there are.
func (s *screen) unitChosen(msg unitChosen) {
	sh := s.sheet()
	i := sh.find(msg.row)
	r, ok := sh.row(i)
	if !ok || r.unit == msg.unit {
		return
	}
	n, example := sh.amounts(r)
	if n == 0 {
		s.unitDecided(unitDecided{msg.row, msg.unit, false})
		return
	}
	ask := &ui.Ask{
		Heading: text.M("grid.unit.ask", "from", s.Unit(r.unit), "to", s.Unit(msg.unit)),
		Choices: []ui.Choice{{Label: "tui.cancel"}},
	}
	v := 1.0
	if example != nil {
		v = *example
	}
	old := quantity.Amount{Value: v, Unit: r.unit}
	x, err := sh.convert(r, v, msg.unit)
	if err == nil {
		ask.Text = append(ask.Text, text.M("grid.unit.convert-means", "n", n, "old", old, "new", quantity.Amount{Value: x, Unit: msg.unit}))
		ask.Choices = append(ask.Choices, ui.Choice{Label: "grid.unit.convert", Letter: "c", Action: unitDecided{msg.row, msg.unit, true}})
	} else {
		ask.Text = append(ask.Text, text.M("grid.unit.cannot", "error", asMessage(err)))
	}
	ask.Text = append(ask.Text, text.M("grid.unit.relabel-means", "old", old, "new", quantity.Amount{Value: v, Unit: msg.unit}))
	ask.Choices = append(ask.Choices, ui.Choice{Label: "grid.unit.relabel", Letter: "r", Action: unitDecided{msg.row, msg.unit, false}})
	s.Post(ui.Open{Dialog: ask})
}

func (s *screen) unitDecided(msg unitDecided) {
	sh := s.sheet()
	r, ok := sh.row(sh.find(msg.row))
	if !ok {
		return
	}
	b := sh.batch(s.Lang())
	if msg.convert {
		if err := b.converted(r, msg.unit); err != nil {
			s.fail(err)
			return
		}
	}
	b.relabel(r, msg.unit)
	key := "grid.undo.relabel"
	if msg.convert {
		key = "grid.undo.convert"
	}
	s.apply(text.M(key, "row", r.say(), "from", r.unit, "to", msg.unit), b)
}

// indicative is the price that the common files give for a flow, in the
// audit's currency per the row's unit.
func (s *sheet) indicative(r row) (price float64, from quantity.Date, ok bool) {
	if r.kind != flowRow || r.flow.PriceFrom == "" {
		return 0, from, false
	}
	p, found := s.common.Prices.Price(r.flow.PriceFrom)
	if !found || p.Unit != s.currency() {
		return 0, from, false
	}
	per := row{unit: p.Per, flow: r.flow, info: r.info}
	one, err := s.convert(per, 1, r.unit) // units of the row in one unit of the price
	if err != nil || one == 0 {
		return 0, from, false
	}
	return tidy(p.Value / one), p.ValidFrom, true
}

// price0 is what editing an empty price begins with.
func (s *sheet) price0(p grid.Pos) (float64, bool) {
	if !s.isPrice(p) {
		return 0, false
	}
	if r := s.rows[p.Row]; r.info.Billed && r.price != nil {
		return *r.price, true
	}
	v, _, ok := s.indicative(s.rows[p.Row])
	return v, ok
}
