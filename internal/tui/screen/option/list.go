package option

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// list is the page of a detailed audit: the team's options with what they are
// worth, narrowed and ordered as wanted; below them the options that the pack
// suggests.
type list struct {
	screen
	filter [len(dimensions)]string // by dimension; "" lets everything through
	order  string                  // of orders; "" as the audit has them

	kept      []item // of keptOf, filtered and ordered
	keptOf    *assess.Audit
	keptAs    string
	sheets    map[string]assess.OptionSheet // of sheetsOf
	sheetsOf  *assess.Result
	all, hits int // of the team's own
}

// dimensions are what options can be filtered by.
var dimensions = [...]string{"step", "flow", "category", "screening", "status"}

// orders are what the team's options can be ordered by.
var orders = [...]string{"", "rank", "payback", "npv", "saving", "investment", "name", "status"}

// The answers of the dialogs.
type (
	filterBy struct {
		dimension int // -1: everything
		value     string
	}
	orderBy struct{ order string }
)

func newList(w ui.Work) *list { return &list{screen: *newScreen(w)} }

// sheet is what the result says of an option.
func (s *list) sheet(id string) (assess.OptionSheet, bool) {
	r := phrase.Result(s.work)
	if s.sheetsOf != r || s.sheets == nil {
		s.sheetsOf, s.sheets = r, map[string]assess.OptionSheet{}
		if r != nil && r.Options != nil {
			for _, x := range r.Options.Sheets {
				s.sheets[x.Option.ID] = x
			}
		}
	}
	sh, ok := s.sheets[id]
	return sh, ok
}

// values are what an option has in a dimension.
func values(w ui.Work, it item, dimension string) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	var taken assess.Option
	if it.taken != nil {
		taken = *it.taken
	}
	switch dimension {
	case "step":
		if it.known != nil {
			return one(cmp.Or(taken.Step, it.known.Step))
		}
		return one(taken.Step)
	case "category":
		if it.known != nil {
			return one(cmp.Or(taken.Category, it.known.Category))
		}
		return one(taken.Category)
	case "flow":
		var all []string
		for _, x := range taken.Saves {
			all = append(all, x.Flow)
		}
		if it.taken == nil && it.known != nil {
			all = it.known.Saves
		}
		return all
	case "screening":
		return one(taken.Screening)
	}
	if it.dropped() {
		return one("dropped")
	}
	return one(taken.Status)
}

// items are the options that are let through, in their order.
func (s *list) items() []item {
	as := strings.Join(s.filter[:], "\x00") + "\x00" + s.order
	if s.keptOf == s.work.Audit() && s.keptAs == as {
		return s.kept
	}
	s.keptOf, s.keptAs, s.kept = s.work.Audit(), as, nil
	s.all, s.hits = 0, 0
	own := 0
	for _, it := range items(s.work) {
		if it.group == adopted {
			s.all++
		}
		if s.lets(it) {
			s.kept = append(s.kept, it)
			if it.group == adopted {
				own++
			}
		}
	}
	s.hits = own
	if s.order != "" {
		s.sort(s.kept[:own])
	}
	return s.kept
}

func (s *list) lets(it item) bool {
	for i, v := range s.filter {
		if v != "" && !slices.Contains(values(s.work, it, dimensions[i]), v) {
			return false
		}
	}
	return true
}

// sort orders options; those of which the figure is not known come last.
func (s *list) sort(all []item) {
	value := func(it item) (v float64, ok bool) {
		sh, has := s.sheet(it.id)
		if !has {
			return 0, false
		}
		e := sh.Economics
		switch s.order {
		case "rank":
			if sh.Score == nil || sh.Score.Rank == 0 {
				return 0, false
			}
			return float64(sh.Score.Rank), true
		case "payback":
			return e.Payback.Central.Years, e.Payback.Central.OK()
		case "npv":
			return -e.NPV.Central.Value, e.NPV.Central.OK()
		case "saving":
			return -e.Annual.Central.Value, e.Annual.Central.OK()
		case "status":
			return float64(slices.Index(statusOrder[:], cmp.Or(it.taken.Status, "idea"))), true
		}
		return e.Investment.Central.Value, e.Investment.Central.OK()
	}
	slices.SortStableFunc(all, func(a, b item) int {
		if s.order == "name" {
			return strings.Compare(s.Name(a.name()), s.Name(b.name()))
		}
		va, oka := value(a)
		vb, okb := value(b)
		switch {
		case oka && okb:
			return cmp.Compare(va, vb)
		case oka:
			return -1
		case okb:
			return 1
		}
		return 0
	})
}

// statusOrder is the order of statuses on the way.
var statusOrder = [...]string{"doing", "planned", "idea", "done", "dropped"}

func (s *list) filtered() bool { return s.filter != [len(dimensions)]string{} }

func (s *list) blocks() ([]widget.Block, map[string]item) {
	var blocks []widget.Block
	byID := map[string]item{}
	all := s.items()
	count := map[string]int{}
	for _, it := range all {
		count[it.group]++
	}
	group, n := "", 0
	for _, it := range all {
		if it.group != group {
			group, n = it.group, 0
			if group == adopted {
				blocks = append(blocks, s.columnsHead(count[group]))
			} else {
				blocks = append(blocks, s.head(group, count[group], len(blocks) == 0))
			}
		}
		n++
		number := n
		id := "option:" + it.id
		blocks = append(blocks, widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			if it.group == adopted {
				return []string{s.line(it, w, selected)}
			}
			return []string{s.row(it, number, w, selected)}
		}})
		byID[id] = it
	}
	return blocks, byID
}

func (s *list) current() (item, bool) {
	blocks, byID := s.blocks()
	s.stack.Set(blocks)
	it, ok := byID[s.stack.Selected()]
	return it, ok
}

func (s *list) show(id string) {
	s.current()
	if !s.stack.Select("option:" + id) { // a filter hides it
		s.filter = [len(dimensions)]string{}
		s.current()
		s.stack.Select("option:" + id)
	}
}

// column is a column of the team's options.
type column struct {
	id    string
	cells int
	right bool
	cell  func(s *list, it item, sh assess.OptionSheet) string
}

// columns are in the order in which they stand; keepFirst in the order in which
// they are kept where there is not room for all.
var columns = [...]column{
	{"category", 5, false, func(s *list, it item, sh assess.OptionSheet) string { return ui.CleanLine(sh.Category) }},
	{"screening", 13, false, func(s *list, it item, _ assess.OptionSheet) string {
		if it.taken.Screening == "" {
			return unknown
		}
		return s.Say(text.M("optionpage.screened." + it.taken.Screening))
	}},
	{"investment", 12, true, func(s *list, _ item, sh assess.OptionSheet) string {
		return MoneyShort(s.Context, sh.Economics.Investment.Central, currency(s.work))
	}},
	{"saving", 13, true, func(s *list, _ item, sh assess.OptionSheet) string {
		return MoneyShort(s.Context, sh.Economics.Annual.Central, currency(s.work))
	}},
	{"payback", 9, true, func(s *list, _ item, sh assess.OptionSheet) string {
		return PaybackShort(s.Context, sh.Economics.Payback.Central)
	}},
	{"npv", 13, true, func(s *list, _ item, sh assess.OptionSheet) string {
		return MoneyShort(s.Context, sh.Economics.NPV.Central, currency(s.work))
	}},
	{"score", 5, true, func(s *list, _ item, sh assess.OptionSheet) string {
		if sh.Score == nil || !sh.Score.Score.OK() {
			return ""
		}
		return s.Number(sh.Score.Score.Value, 1)
	}},
	{"rank", 5, true, func(s *list, it item, sh assess.OptionSheet) string {
		if sh.Score == nil || sh.Score.Rank == 0 {
			return ""
		}
		said := strconv.Itoa(sh.Score.Rank)
		if sensitive(phrase.Result(s.work), it.id) {
			return said + "*"
		}
		return said + " "
	}},
	{"status", 10, false, func(s *list, it item, _ assess.OptionSheet) string { return statusWords(s.Context, it) }},
}

var keepFirst = [...]string{"status", "payback", "investment", "rank", "saving", "npv", "score", "screening", "category"}

// leastName is how much of an option's name columns leave at least.
const leastName = 28

// fit chooses the columns for a width.
func fit(w int) (shown []column, name int) {
	keep := map[string]bool{}
	name = w - 4
	for _, id := range keepFirst {
		i := slices.IndexFunc(columns[:], func(c column) bool { return c.id == id })
		if name-columns[i].cells-1 < leastName {
			break
		}
		keep[id] = true
		name -= columns[i].cells + 1
	}
	for _, c := range columns {
		if keep[c.id] {
			shown = append(shown, c)
		}
	}
	return shown, name
}

func (c column) fit(said, more string) string {
	if c.right {
		return " " + ui.FitRight(said, c.cells, more)
	}
	return " " + ui.Fit(said, c.cells, more)
}

func (s *list) columnsHead(n int) widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		shown, name := fit(w)
		title := s.T("options.group-n", "group", text.M("optionpage.own"), "n", n)
		line := s.Style.Accent.Render(ui.Fit(title, name+4, s.Glyph.More))
		for _, c := range shown {
			line += s.Style.Muted.Render(c.fit(s.Say(text.M("optionpage.column."+c.id)), s.Glyph.More))
		}
		return []string{ui.Fit(line, w, "")}
	}}
}

// line is an option of the audit.
func (s *list) line(it item, w int, selected bool) string {
	sign, style := s.statusSign(it)
	shown, name := fit(w)
	sh, _ := s.sheet(it.id)
	named := widget.Span{Text: ui.Fit(s.Name(it.name()), name, s.Glyph.More)}
	if it.dropped() {
		named.Style = s.Style.Muted
	}
	spans := []widget.Span{{Text: widget.Mark(s.Context, selected)}, {Text: sign + " ", Style: style}, named}
	for _, c := range shown {
		span := widget.Span{Text: c.fit(c.cell(s, it, sh), s.Glyph.More)}
		if it.dropped() {
			span.Style = s.Style.Muted
		}
		if c.id == "status" {
			span.Style = style
		}
		spans = append(spans, span)
	}
	return widget.Line(s.Context, selected, w, spans...)
}

func (s *list) Keys() []ui.Binding {
	it, ok := s.current()
	var keys []ui.Binding
	if ok {
		keys = append(keys, ui.Binding{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"})
		if it.taken != nil {
			keys = append(keys, ui.Binding{Keys: []string{"enter", "e"}, Show: "⏎", Help: "optionpage.key.sheet"})
			b := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
			if it.dropped() {
				b = ui.Binding{Keys: []string{"f5", "a"}, Show: "F5", Help: "options.key.again"}
			} else if sh, has := s.sheet(it.id); !has || sh.Why == nil {
				b.Off = text.M("optionpage.no-why")
			}
			keys = append(keys, b)
		} else {
			keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: "options.key.open"}, ui.Binding{Keys: []string{"f5", "a"}, Show: "F5", Help: "options.key.adopt"})
		}
	}
	keys = append(keys, ui.Binding{Keys: []string{"f6", "f"}, Show: "F6", Help: "optionpage.key.filter"})
	if s.filtered() {
		keys = append(keys, ui.Binding{Keys: []string{"backspace"}, Help: "optionpage.key.unfilter"})
	}
	keys = append(keys, ui.Binding{Keys: []string{"f7", "o"}, Show: "F7", Help: "optionpage.key.order"})
	if ok && !it.dropped() {
		keys = append(keys, ui.Binding{Keys: []string{"f8", "delete", "x"}, Help: "options.key.drop"})
	}
	return append(keys,
		ui.Binding{Keys: []string{"ctrl+n", "insert"}, Help: "options.key.own"},
		ui.Binding{Keys: []string{"ctrl+t"}, Help: "optionpage.key.weights"},
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	)
}

// Update acts on the selected option.
func (s *list) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if _, changed := msg.(ui.Changed); changed && !detailed(s.work) {
		return newScreen(s.work), nil
	}
	if made, done := s.do(s.Context, msg); done {
		if made != "" {
			s.show(made)
			s.Post(ui.Push{Screen: Sheet(s.work, made, General)})
		}
		return s, nil
	}
	switch msg := msg.(type) {
	case filterBy:
		if msg.dimension < 0 {
			s.filter = [len(dimensions)]string{}
		} else if s.filter[msg.dimension] == msg.value {
			s.filter[msg.dimension] = ""
		} else {
			s.filter[msg.dimension] = msg.value
		}
	case orderBy:
		s.order = msg.order
	case ui.Show:
		s.show(msg.Target)
	case tea.MouseClickMsg:
		s.current()
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.current()
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(msg)
	}
	return s, nil
}

func (s *list) key(msg tea.KeyPressMsg) {
	it, ok := s.current()
	switch key := strings.ToLower(ui.KeyName(msg)); key {
	case "ctrl+n", "insert":
		s.propose(s.Context)
	case "ctrl+t":
		if !s.locked(s.Context) {
			s.Post(ui.Push{Screen: newWeights(s.work)})
		}
	case "f6", "f":
		s.Post(ui.Open{Dialog: s.filterDialog()})
	case "f7", "o":
		s.Post(ui.Open{Dialog: s.orderDialog()})
	case "backspace":
		s.filter = [len(dimensions)]string{}
	default:
		if s.stack.Update(msg) || !ok {
			return
		}
		s.actOn(it, key)
	}
}

// actOn does what a key does with the selected option.
func (s *list) actOn(it item, key string) {
	switch key {
	case "enter", "e":
		switch {
		case it.taken != nil && !s.work.ReadOnly():
			s.Post(ui.Push{Screen: Sheet(s.work, it.id, General)})
		default:
			s.Post(ui.Push{Screen: newDetail(s.work, it.id)})
		}
	case "f5", "w":
		if it.taken != nil && !it.dropped() {
			if sh, has := s.sheet(it.id); has && sh.Why != nil {
				s.Post(ui.Push{Screen: why.New(s.work, []string{"option." + it.id})})
			} else {
				s.Post(ui.Toast{Text: text.M("optionpage.no-why"), Kind: ui.Info})
			}
			return
		}
		if key == "f5" {
			s.adopt(s.Context, it)
		}
	case "a":
		s.adopt(s.Context, it)
	case "c":
		s.act(s.Context, it, "c")
	case "f8", "delete", "x":
		s.drop(s.Context, it)
	}
}

// filterDialog offers everything that options can be narrowed to.
func (s *list) filterDialog() ui.Dialog {
	return &widget.Chooser{
		Heading: text.M("optionpage.filter.title"),
		Fill: func(c ui.Context) []widget.Item {
			var all []widget.Item
			if s.filtered() {
				all = append(all, widget.Item{ID: "-1:", Name: c.T("optionpage.filter.none")})
			}
			every := items(s.work)
			for d, dimension := range dimensions {
				seen := map[string]int{}
				var order []string
				for _, it := range every {
					for _, v := range values(s.work, it, dimension) {
						if seen[v]++; seen[v] == 1 {
							order = append(order, v)
						}
					}
				}
				for _, v := range order {
					sign := c.Glyph.Out
					if s.filter[d] == v {
						sign = c.Glyph.In
					}
					all = append(all, widget.Item{
						ID: strconv.Itoa(d) + ":" + v, Name: sign + " " + s.filterName(d, v), Right: strconv.Itoa(seen[v]),
					})
				}
			}
			return all
		},
		Accept: func(it widget.Item) ui.Action {
			d, v, _ := strings.Cut(it.ID, ":")
			n, _ := strconv.Atoi(d)
			return filterBy{n, v}
		},
	}
}

// filterName is a value of a dimension in words.
func (s *list) filterName(dimension int, value string) string {
	said := ui.CleanLine(value)
	switch dimensions[dimension] {
	case "step":
		said = stepName(s.Context, s.work, value)
	case "flow":
		said = phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), value)
	case "category":
		said = categoryName(s.Context, s.work, value)
	case "screening":
		said = screeningName(s.Context, s.work, value)
	case "status":
		said = s.Say(text.M("options.status." + value))
	}
	return s.T("optionpage.filter.by", "what", text.M("optionpage.filter."+dimensions[dimension]), "value", said)
}

func (s *list) orderDialog() ui.Dialog {
	d := &widget.Chooser{
		Heading: text.M("optionpage.order.title"),
		Fill: func(c ui.Context) []widget.Item {
			var all []widget.Item
			for _, o := range orders {
				sign := c.Glyph.Off
				if o == s.order {
					sign = c.Glyph.On
				}
				all = append(all, widget.Item{ID: o, Name: sign + " " + s.orderName(c, o)})
			}
			return all
		},
		Accept: func(it widget.Item) ui.Action { return orderBy{it.ID} },
	}
	return d
}

func (s *list) orderName(c ui.Context, order string) string {
	if order == "" {
		return c.T("optionpage.order.file")
	}
	return c.Say(text.M("optionpage.order." + order))
}

// pane is the width from which on what is said of an option stands beside the
// list.
const pane = 150

// View draws the list, and what is said of the selected option.
func (s *list) View() string {
	it, ok := s.current()
	top := s.intro(s.W)
	s.top = len(top)
	h := max(0, s.H-s.top)
	if !ok {
		key := "options.none"
		switch {
		case s.filtered():
			key = "optionpage.filter.nothing"
		case s.work.Pack() == nil:
			key = "pages.no-pack"
		}
		return ui.Box(strings.Join(append(top, widget.Prose(s.T(key), s.W-1, 1, nil)...), "\n"), s.W, s.H)
	}
	if s.W >= pane {
		s.left = s.W - 60
		said := s.beside(it, s.W-s.left-3)
		body := ui.Beside(s.stack.View(s.left, h, s.Context), widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, h))
		return ui.Box(strings.Join(top, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(7, h*2/5)
	s.left = s.W
	lines := append(top, s.stack.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	for _, l := range widget.Most(s.below(it, s.W-2), below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func (s *list) beside(it item, w int) []string {
	if it.taken != nil {
		return worthLines(s.Context, s.work, it, w)
	}
	return about(s.Context, s.work, it, w)
}

// below is what is said of the selected option in a few lines.
func (s *list) below(it item, w int) []string {
	if it.taken == nil {
		return brief(s.Context, s.work, it, w)
	}
	said := widget.Prose(s.Name(it.name()), w, 0, s.Style.Strong.Render)
	sep := " " + s.Glyph.Sep + " "
	join := func(parts ...string) {
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		said = append(said, widget.Prose(strings.Join(parts, sep), w, 0, nil)...)
	}
	sh, _ := s.sheet(it.id)
	screened := screeningName(s.Context, s.work, it.taken.Screening)
	if it.taken.Screening == "" && sh.Suggested.Outcome != "" {
		screened = s.T("optionpage.suggested-short", "outcome", phrase.Lower(screeningName(s.Context, s.work, string(sh.Suggested.Outcome))))
	}
	join(categoryName(s.Context, s.work, sh.Category), screened, statusWords(s.Context, it), ui.CleanLine(it.taken.Responsible))
	if it.dropped() && it.taken.Reason != "" {
		said = append(said, widget.Prose(s.T("options.reason", "reason", it.taken.Reason), w, 0, s.Style.Warn.Render)...)
	}
	var saves []string
	for _, x := range it.taken.Saves {
		saves = append(saves, saving(s.Context, s.work, x))
	}
	join(saves...)
	e, unit := sh.Economics, currency(s.work)
	if e.Option == "" {
		return said
	}
	var figures []string
	if e.Investment.Central.OK() {
		figures = append(figures, s.T("options.investment", "money", s.Money(e.Investment.Central.Value, unit)))
	}
	switch {
	case len(it.taken.Saves) == 0 && it.taken.Revenue == nil && len(it.taken.Cash) == 0:
		figures = append(figures, s.T("optionpage.no-saving"))
	case e.Annual.Central.OK():
		figures = append(figures, s.T("optionpage.saves-a-year", "money", s.Money(e.Annual.Central.Value, unit)))
	default:
		figures = append(figures, missing(s.Context, e.Annual.Central.Why))
	}
	if e.Payback.Central.OK() {
		figures = append(figures, s.T("optionpage.pays-back", "time", Payback(s.Context, e.Payback.Central)))
	}
	if e.NPV.Central.OK() {
		figures = append(figures, "NPV "+s.Money(e.NPV.Central.Value, unit))
	}
	join(figures...)
	if sh.Score != nil && sh.Score.Rank > 0 {
		said := ""
		if sensitive(phrase.Result(s.work), it.id) {
			said = s.T("optionpage.sensitive")
		}
		join(standing(s.Context, s.work, it.id)[0], said)
	}
	return said
}

// intro says how many options there are, and what the list is narrowed to.
func (s *list) intro(w int) []string {
	s.items()
	said := s.T("optionpage.intro")
	if s.all > 0 {
		said = s.T("optionpage.count", "count", s.all)
	}
	if s.filtered() {
		var parts []string
		for d, v := range s.filter {
			if v != "" {
				parts = append(parts, s.filterName(d, v))
			}
		}
		said = s.T("optionpage.filter.on", "shown", s.hits, "count", s.all, "by", strings.Join(parts, "; "))
	}
	if s.order != "" {
		said += "  " + s.Glyph.Sep + "  " + s.T("optionpage.order.on", "by", phrase.Lower(s.orderName(s.Context, s.order)))
	}
	if s.work.ReadOnly() {
		said = s.T("pages.read-only-mark") + "  " + s.Glyph.Sep + "  " + said
	}
	return widget.Headed(s.Context, s.H, w, " "+s.Style.Strong.Render(ui.Cut(said, w-1, s.Glyph.More)))
}
