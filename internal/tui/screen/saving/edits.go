package saving

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The answers of the dialogs.
type (
	// adjust writes an adjustment: of an index, or a new one below 0.
	adjust struct {
		index int
		assess.Adjustment
	}
	unadjust   struct{ index int }
	take       struct{ target string }        // a target of the documents; "": by the year
	ownTarget  struct{}                       // asks for the plant's own
	setTarget  struct{ target assess.Target } // the plant's own
	confidence struct{ percent float64 }
)

// ownChoice is the item of the plant's own target.
const ownChoice = "\x00own"

// answered carries out what a dialog answers, and reports whether it was one.
func (s *screen) answered(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case adjust:
		s.adjust(msg)
	case unadjust:
		s.apply(text.M("savingpage.did.remove", "flow", s.adjusted(msg.index)), auditfile.Remove("adjustment", msg.index+1))
	case take:
		s.take(msg.target)
	case ownTarget:
		s.askOwn()
	case setTarget:
		s.own(msg.target)
	case confidence:
		s.apply(text.M("savingpage.did.confidence", "percent", msg.percent), auditfile.Set("audit.confidence", msg.percent))
	default:
		return false
	}
	return true
}

func (s *screen) apply(label text.Message, edits ...auditfile.Edit) bool {
	if err := s.work.Apply(label, edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	s.Post(ui.Toast{Text: text.M("formdialog.written", "what", label), Kind: ui.Done})
	return true
}

func (s *screen) locked() bool {
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return true
	}
	return false
}

// flowInfo is a flow as the pack and the plant describe it.
func (s *screen) flowInfo(id string) assess.FlowInfo {
	for _, f := range assess.Flows(s.work.Audit(), s.work.Pack(), s.work.Common()) {
		if f.ID == id {
			return f
		}
	}
	return assess.FlowInfo{ID: id, Name: text.Both(id)}
}

func (s *screen) adjusted(index int) text.Name {
	all := s.work.Audit().Adjustments
	if index < 0 || index >= len(all) {
		return text.Name{}
	}
	return s.flowInfo(all[index].Flow).Name
}

// askAdjustment opens the form of an adjustment, of a new one where the index is
// below 0.
func (s *screen) askAdjustment(index int, flow string) {
	if s.locked() {
		return
	}
	all := s.work.Audit().Adjustments
	x := assess.Adjustment{Flow: flow, By: s.work.Audit().Settings.Auditor}
	var amount *float64
	place, heading, start := "adjustment.new", text.M("savingpage.form.new"), 0
	if index >= 0 && index < len(all) {
		x = all[index]
		amount = &x.Amount
		place, heading = fmt.Sprintf("adjustment[%d]", index+1), text.M("savingpage.form.edit")
	}
	if x.Flow != "" {
		start = 1
	}
	from, to := typedDays(x)
	line := func(label, hint string, v *string) *widget.Text {
		where := place + "." + strings.TrimPrefix(label, "savingpage.form.")
		return &widget.Text{
			Names: widget.Names{Label: label, Hint: hint}, Get: func() string { return *v },
			Set:   func(typed string) error { *v = typed; return nil },
			Draft: func(typed string) { s.work.Draft(where, typed) }, Drafted: func() string { return s.work.Drafted(where) },
		}
	}
	where := place + ".amount"
	rows := []widget.Row{
		&widget.Pick{Names: widget.Names{Label: "savingpage.form.flow"}, Rows: 4, Must: true, Options: s.flowOptions,
			Get: func() string { return x.Flow }, Set: func(id string) error { x.Flow = id; return nil }},
		line("savingpage.form.from", "savingpage.form.from-hint", &from),
		line("savingpage.form.to", "savingpage.form.to-hint", &to),
		&widget.Number{
			Names: widget.Names{Label: "savingpage.form.amount", Hint: "savingpage.form.amount-hint"}, Get: func() *float64 { return amount },
			Set: func(v *float64) error { amount = v; return nil }, Unit: func() string { return s.flowInfo(x.Flow).Unit },
			Draft: func(typed string) { s.work.Draft(where, typed) }, Drafted: func() string { return s.work.Drafted(where) },
		},
		line("savingpage.form.reason", "savingpage.form.reason-hint", &x.Reason),
		line("savingpage.form.by", "", &x.By),
	}
	s.Post(ui.Open{Dialog: &widget.FormDialog{
		Heading: heading, Text: text.M("savingpage.form.said"), Rows: rows, Start: start, Button: "savingpage.form.save",
		Accept: func() (ui.Action, int, error) {
			x.Reason = strings.TrimSpace(x.Reason)
			if x.Flow == "" {
				return nil, 0, text.M("savingpage.form.no-flow")
			}
			days, row, err := readDays(from, to)
			if err != nil {
				return nil, row, err
			}
			x.Month, x.From, x.To = days.Month, days.From, days.To
			if amount == nil || *amount == 0 {
				return nil, 3, text.M("savingpage.form.no-amount")
			}
			if x.Reason == "" {
				return nil, 4, text.M("savingpage.form.no-reason")
			}
			x.Amount = *amount
			now := s.Now()
			x.Date = quantity.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
			return adjust{index, x}, 0, nil
		},
	}})
}

// flowOptions are the flows that an adjustment can be of: those that have
// figures.
func (s *screen) flowOptions(c ui.Context) []widget.Option {
	var all []widget.Option
	if r := s.result(); r != nil {
		for _, b := range r.Baselines {
			all = append(all, widget.Option{ID: b.Flow.ID, Name: c.Name(b.Flow.Name), Search: b.Flow.ID})
		}
	}
	return all
}

// typedDays is the time of an adjustment as the form has it.
func typedDays(x assess.Adjustment) (from, to string) {
	if !x.Month.IsZero() {
		return phrase.TypedMonth(x.Month), ""
	}
	day := func(d quantity.Date) string {
		if d.IsZero() {
			return ""
		}
		return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
	}
	return day(x.From), day(x.To)
}

// readDays reads the time of an adjustment: a month, several months, or days. It
// says in which row it is wrong.
func readDays(from, to string) (x assess.Adjustment, row int, err error) {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" {
		return x, 1, text.M("savingpage.form.no-when")
	}
	if m, err := phrase.ParseMonth(from); err == nil {
		if to == "" {
			x.Month = m
			return x, 0, nil
		}
		x.From = m.First()
	} else if x.From, err = plant.ParseDate(from); err != nil {
		return x, 1, text.M("savingpage.form.when", "text", from)
	}
	if to == "" {
		x.To = x.From
		return x, 0, nil
	}
	if m, err := phrase.ParseMonth(to); err == nil {
		x.To = m.Last()
	} else if x.To, err = plant.ParseDate(to); err != nil {
		return x, 2, text.M("savingpage.form.when", "text", to)
	}
	if x.To.Before(x.From) {
		return x, 2, text.M("savingpage.form.reversed")
	}
	return x, 0, nil
}

// adjustmentFields are what an adjustment states, in the order in which it is
// written.
func adjustmentFields(x assess.Adjustment) tomldoc.Table {
	t := tomldoc.Table{{Key: "flow", Value: x.Flow}}
	if x.Month.IsZero() {
		t = append(t, tomldoc.Field{Key: "from", Value: x.From}, tomldoc.Field{Key: "to", Value: x.To})
	} else {
		t = append(t, tomldoc.Field{Key: "month", Value: x.Month})
	}
	t = append(t, tomldoc.Field{Key: "amount", Value: x.Amount}, tomldoc.Field{Key: "reason", Value: x.Reason})
	if x.By != "" {
		t = append(t, tomldoc.Field{Key: "by", Value: x.By})
	}
	if !x.Date.IsZero() {
		t = append(t, tomldoc.Field{Key: "date", Value: x.Date})
	}
	return t
}

func (s *screen) adjust(x adjust) {
	all := s.work.Audit().Adjustments
	label := text.M("savingpage.did.adjust", "flow", s.flowInfo(x.Flow).Name)
	if x.index >= len(all) { // an edit elsewhere took it away
		x.index = -1
	}
	var old tomldoc.Table
	at := len(all)
	if x.index >= 0 {
		old, at = adjustmentFields(all[x.index]), x.index
	}
	if s.apply(label, phrase.Rewrite("adjustment", x.index, old, adjustmentFields(x.Adjustment))...) {
		s.current()
		s.stack.Select(fmt.Sprintf("adjustment:%d", at))
	}
}

func (s *screen) removeAdjustment(r row) {
	switch {
	case s.locked():
	case r.adjustment < 0:
		s.Post(ui.Toast{Text: text.M("savingpage.no-adjustment"), Kind: ui.Info})
	default:
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("savingpage.form.remove"),
			Text:    []text.Message{text.M("savingpage.form.remove-ask", "flow", s.adjusted(r.adjustment), "reason", s.work.Audit().Adjustments[r.adjustment].Reason)},
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "savingpage.form.remove-yes", Action: unadjust{r.adjustment}}},
		}})
	}
}

// askTarget lists the targets that a saving can be held against.
func (s *screen) askTarget() {
	if s.locked() {
		return
	}
	holding := s.work.Audit().Settings.Target
	if s.work.Audit().Target != nil {
		holding = ownChoice
	}
	dialog := &widget.Chooser{
		Heading: text.M("savingpage.target-ask"),
		List:    widget.List{Details: 3},
		Fill:    func(c ui.Context) []widget.Item { return s.targets(c) },
		Accept: func(it widget.Item) ui.Action {
			if it.ID == ownChoice {
				return ownTarget{}
			}
			return take{it.ID}
		},
	}
	dialog.SetContext(s.Context)
	dialog.List.Select(holding)
	s.Post(ui.Open{Dialog: dialog})
}

func (s *screen) targets(c ui.Context) []widget.Item {
	items := []widget.Item{{ID: "", Name: c.T("savingpage.target-by-year"), Detail: c.T("savingpage.target-by-year-note")}}
	for _, t := range s.work.Common().Targets.Savings() {
		detail := c.Name(t.Text)
		if t.Province != "" {
			detail = c.T("savingpage.target-of", "province", t.Province, "text", t.Text)
		}
		items = append(items, widget.Item{ID: t.ID, Name: ui.CleanLine(t.Document) + ", " + c.Name(t.Period), Right: goalRange(c, t.LowPercent, t.HighPercent), Detail: detail, Search: t.ID})
	}
	own := widget.Item{ID: ownChoice, Name: c.T("savingpage.target-own"), Detail: c.T("savingpage.target-own-note")}
	if t := s.work.Audit().Target; t != nil {
		high := t.Low
		if t.High != nil {
			high = *t.High
		}
		own.Right = goalRange(c, t.Low, high)
	}
	return append(items, own)
}

// take holds savings against a target of the documents.
func (s *screen) take(id string) {
	a := s.work.Audit()
	var edits []auditfile.Edit
	switch {
	case id != "" && id != a.Settings.Target:
		edits = append(edits, auditfile.Set("audit.target", id))
	case id == "" && a.Settings.Target != "":
		edits = append(edits, auditfile.Unset("audit.target"))
	}
	if a.Target != nil {
		edits = append(edits, auditfile.Unset("target"))
	}
	if len(edits) > 0 {
		s.apply(text.M("savingpage.did.target"), edits...)
	}
}

// askOwn opens the form of the plant's own target.
func (s *screen) askOwn() {
	var low, high *float64
	source := ""
	if t := s.work.Audit().Target; t != nil {
		l := t.Low
		low, high, source = &l, t.High, t.Source
	}
	number := func(label, hint string, v **float64) widget.Row {
		where := "target." + strings.TrimPrefix(label, "savingpage.form.")
		return &widget.Number{
			Names: widget.Names{Label: label, Hint: hint}, Get: func() *float64 { return *v },
			Set: func(n *float64) error { *v = n; return nil }, Unit: func() string { return "%" },
			Draft: func(typed string) { s.work.Draft(where, typed) }, Drafted: func() string { return s.work.Drafted(where) },
		}
	}
	s.Post(ui.Open{Dialog: &widget.FormDialog{
		Heading: text.M("savingpage.target-own"), Text: text.M("savingpage.form.target-said"), Button: "savingpage.form.save",
		Rows: []widget.Row{
			number("savingpage.form.low", "savingpage.form.low-hint", &low), number("savingpage.form.high", "savingpage.form.high-hint", &high),
			&widget.Text{
				Names: widget.Names{Label: "savingpage.form.source", Hint: "savingpage.form.source-hint"}, Get: func() string { return source },
				Set:   func(typed string) error { source = typed; return nil },
				Draft: func(typed string) { s.work.Draft("target.source", typed) }, Drafted: func() string { return s.work.Drafted("target.source") },
			},
		},
		Accept: func() (ui.Action, int, error) {
			switch {
			case low == nil || *low <= 0 || *low >= 100:
				return nil, 0, text.M("savingpage.form.low-wanted")
			case high != nil && (*high < *low || *high >= 100):
				return nil, 1, text.M("savingpage.form.high-wanted")
			case strings.TrimSpace(source) == "":
				return nil, 2, text.M("savingpage.form.source-wanted")
			}
			return setTarget{assess.Target{Low: *low, High: high, Source: strings.TrimSpace(source)}}, 0, nil
		},
	}})
}

// own holds savings against the plant's own target.
func (s *screen) own(t assess.Target) {
	edits := []auditfile.Edit{auditfile.Set("target.low", t.Low)}
	if t.High != nil {
		edits = append(edits, auditfile.Set("target.high", *t.High))
	} else if old := s.work.Audit().Target; old != nil && old.High != nil {
		edits = append(edits, auditfile.Unset("target.high"))
	}
	s.apply(text.M("savingpage.did.target"), append(edits, auditfile.Set("target.source", t.Source))...)
}

// askConfidence asks how sure a verdict must be.
func (s *screen) askConfidence() {
	if s.locked() {
		return
	}
	levels := []float64{80, 90, 95}
	dialog := &widget.Chooser{
		Heading: text.M("savingpage.confidence"),
		List:    widget.List{Details: 3},
		Fill: func(c ui.Context) []widget.Item {
			var items []widget.Item
			for _, v := range levels {
				items = append(items, widget.Item{ID: fmt.Sprint(v), Name: c.Share(v), Detail: c.T("savingpage.confidence-of", "percent", c.Share(v), "wrong", c.Share((100-v)/2))})
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action {
			for _, v := range levels {
				if it.ID == fmt.Sprint(v) && v != s.work.Audit().Confidence() {
					return confidence{v}
				}
			}
			return ui.Dismissed{}
		},
	}
	dialog.SetContext(s.Context)
	dialog.List.Select(fmt.Sprint(s.work.Audit().Confidence()))
	s.Post(ui.Open{Dialog: dialog})
}
