package exchange

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// meaning is what a column can be: a target as the audit file names it, what it
// is called, and its unit there ("" for none).
type meaning struct {
	target string
	name   text.Name
	unit   string
	likely bool // of flows: metered, or usual in the sector
}

// vocabulary is what headings can mean in an audit.
type vocabulary struct {
	units     quantity.Units
	unitNames map[string]string // folded names of units → symbols
	currency  string
	meanings  map[string]meaning
	exact     map[string][]string // folded name → targets
	loose     map[string][]string // folded without filler

	spelled map[string]string // names of flows as they are spelled, and without diacritics behind a zero byte → id; "": of several

	found map[string]unitFound // units that were looked for: a table says them often
}

type unitFound struct {
	unit quantity.Unit
	err  error
}

func newVocabulary(a *assess.Audit, pack *benchmark.Pack, common *benchmark.Common) *vocabulary {
	v := &vocabulary{
		units: pack.UnitTable(), unitNames: map[string]string{}, currency: cmp.Or(a.Settings.Currency, "VND"),
		meanings: map[string]meaning{}, exact: map[string][]string{}, loose: map[string][]string{},
		spelled: map[string]string{}, found: map[string]unitFound{},
	}
	for symbol, n := range pack.UnitNames() {
		v.unitNames[fold(n.VI)], v.unitNames[fold(n.EN)] = symbol, symbol
	}
	likely := map[string]bool{}
	for _, f := range pack.Flows {
		likely[f.ID] = f.Usual
	}
	for _, f := range a.Flows {
		likely[f.ID] = true
	}
	drivers := map[string]bool{}
	for _, p := range a.Periods {
		for id := range p.Flows {
			likely[id] = true
		}
		for id := range p.Drivers {
			drivers[id] = true
		}
	}
	for _, f := range assess.Flows(a, pack, common) {
		m := meaning{target: "flows." + f.ID, name: f.Name, unit: f.Unit, likely: likely[f.ID]}
		names := []string{f.ID, f.Name.VI, f.Name.EN}
		if base, ok := pack.Flow(f.ID); ok {
			names = append(names, base.Name.VI, base.Name.EN)
		}
		v.add(m, names...)
		for _, n := range names[1:] {
			v.spell(f.ID, n)
		}
	}
	for _, p := range a.Products {
		m := meaning{target: "output." + p.ID, name: text.Both(cmp.Or(p.Name, p.ID)), unit: cmp.Or(p.Unit, pack.Sector.ProductUnit), likely: true}
		names := []string{p.ID, p.Name, "Sản lượng " + p.Name, "Output " + p.Name, "Output of " + p.Name, "Output: " + p.Name, "Sản lượng " + p.ID}
		if len(a.Products) == 1 {
			s := pack.Sector.Product
			names = append(names, "Sản lượng", "Output", "Production", "Sản phẩm", "Sản lượng sản xuất", "Sản lượng thành phẩm", s.VI, s.EN, "Sản lượng "+s.VI, "Output of "+s.EN)
		}
		v.add(m, names...)
	}
	for _, id := range slices.Sorted(maps.Keys(drivers)) {
		v.add(meaning{target: "drivers." + id, name: text.Both(id), likely: true}, id)
	}
	for target, names := range plainTargets() {
		v.add(meaning{target: target, likely: true}, names...)
	}
	for _, id := range []string{"reading.cost"} {
		m := v.meanings[id]
		m.unit = v.currency
		v.meanings[id] = m
	}
	for _, f := range pack.Flows {
		v.aliases(f.ID, f.Aliases)
	}
	for id, names := range flowAliases() {
		v.aliases(id, names)
	}
	return v
}

// plainTargets are the columns that are no figure of a flow, with what people
// call them.
func plainTargets() map[string][]string {
	return map[string][]string{
		"month":             {"Tháng", "Month", "Kỳ", "Thời gian", "Tháng/năm", "Tháng năm", "Period", "Kỳ số liệu", "Thời kỳ", "Months", "Thời điểm", "Năm/Tháng", "Year/Month", "Month/Year"},
		"year":              {"Năm", "Year"},
		"from":              {"Từ ngày", "Từ", "From", "Start", "Start date", "Ngày bắt đầu", "Ngày đầu kỳ", "Đầu kỳ", "From date", "Bill start"},
		"to":                {"Đến ngày", "Đến", "To", "End", "End date", "Ngày kết thúc", "Ngày cuối kỳ", "Cuối kỳ", "To date", "Tới ngày", "Bill end"},
		"date":              {"Ngày đọc", "Ngày chốt", "Ngày ghi", "Ngày ghi chỉ số", "Ngày chốt chỉ số", "Ngày đọc chỉ số", "Read date", "Reading date", "Ngày", "Date", "Meter read date", "Ngày tháng", "Ngày ghi số"},
		"phase":             {"Giai đoạn", "Phase", "Kỳ so sánh"},
		"note":              {"Ghi chú", "Note", "Notes", "Remark", "Remarks", "Comment", "Diễn giải"},
		"reading.flow":      {"Dòng", "Flow", "Loại năng lượng", "Nguồn", "Source", "Loại", "Tên dòng", "Energy type", "Utility", "Mặt hàng"},
		"reading.meter":     {"Đồng hồ", "Công tơ", "Meter", "Mã công tơ", "Mã đồng hồ", "Số công tơ", "Meter number", "Meter id", "Điểm đo"},
		"reading.amount":    {"Số lượng", "Lượng", "Amount", "Quantity", "Tiêu thụ", "Lượng tiêu thụ", "Consumption", "Usage", "Energy use", "Khối lượng", "Sản lượng điện"},
		indexTarget:         {"Chỉ số", "Chỉ số công tơ", "Chỉ số đồng hồ", "Số chỉ", "Số chỉ công tơ", "Số chỉ đồng hồ", "Chỉ số chốt", "Chỉ số ghi", "Meter reading", "Reading", "Meter index", "Index"},
		startTarget:         {"Chỉ số đầu", "Chỉ số cũ", "Chỉ số trước", "Chỉ số đầu kỳ", "Chỉ số đầu tháng", "Chỉ số kỳ trước", "Chỉ số tháng trước", "CS cũ", "CS đầu", "CSĐK", "Số đầu", "Số cũ", "Previous reading", "Opening reading", "Start reading", "Old reading"},
		endTarget:           {"Chỉ số cuối", "Chỉ số mới", "Chỉ số sau", "Chỉ số cuối kỳ", "Chỉ số cuối tháng", "Chỉ số kỳ này", "Chỉ số tháng này", "CS mới", "CS cuối", "CSCK", "Số cuối", "Số mới", "Current reading", "Present reading", "Closing reading", "End reading", "New reading"},
		factorTarget:        {"Hệ số nhân", "Hệ số", "HSN", "HS nhân", "Hệ số công tơ", "Multiplier", "Meter multiplier", "Meter factor", "Factor"},
		"reading.unit":      {"Đơn vị", "Đơn vị tính", "ĐVT", "Unit", "Units", "Đ.vị", "ĐV"},
		"reading.cost":      {"Thành tiền", "Chi phí", "Tiền", "Số tiền", "Cost", "Total cost", "Charge", "Tổng tiền"},
		"reading.estimated": {"Ước tính", "Tạm tính", "Estimated", "Estimate"},
	}
}

// aliases adds other names of a flow; they count only where nothing else in the
// audit has the name.
func (v *vocabulary) aliases(id string, names []string) {
	target := "flows." + id
	if _, ok := v.meanings[target]; !ok {
		return
	}
	for _, n := range names {
		v.spell(id, n)
		if f := fold(n); len(v.exact[f]) == 0 {
			v.exact[f] = []string{target}
		}
		if f := foldName(n); len(v.loose[f]) == 0 {
			v.loose[f] = []string{target}
		}
	}
}

// flowAliases are other names of flows that are the same in every sector.
func flowAliases() map[string][]string {
	return map[string][]string{
		"electricity": {"Điện", "Điện năng", "Điện lưới", "Điện mua", "Electricity", "Power", "Grid electricity", "Bought electricity", "Điện EVN", "Tổng điện", "Tổng điện năng", "Điện tổng", "Total electricity"},
		"water":       {"Nước", "Nước cấp", "Nước sạch", "Nước mới", "Water", "Fresh water", "Nước máy", "Nước ngầm"},
		"wastewater":  {"Nước thải", "Wastewater", "Waste water", "Effluent"},
		"coal":        {"Than", "Than cám", "Than đá", "Coal"},
		"diesel":      {"Dầu DO", "Dầu diesel", "Diesel", "Diesel oil", "DO", "Dầu điêzen"},
		"fuel-oil":    {"Dầu FO", "Fuel oil", "FO", "Heavy fuel oil", "Dầu mazut"},
		"natural-gas": {"Khí tự nhiên", "Khí thiên nhiên", "CNG", "Natural gas", "Khí đốt"},
		"biogas":      {"Khí sinh học", "Biogas"},
		"lpg":         {"LPG", "Khí hóa lỏng", "Gas"},
		"steam":       {"Hơi", "Hơi nước", "Steam", "Hơi bão hòa"},
	}
}

// spell notes a name of a flow as it is found in a sentence: with its
// diacritics, and without for sentences that have none. Names of two letters are
// words of other languages.
func (v *vocabulary) spell(id, name string) {
	name, _, _ = cutBracket(name)
	name = strings.ToLower(clean(name))
	if len([]rune(name)) < 3 {
		return
	}
	for _, way := range []string{name, "\x00" + foldLetters(name)} {
		if other, met := v.spelled[way]; met && other != id {
			id = ""
		}
		v.spelled[way] = id
	}
}

func (v *vocabulary) add(m meaning, names ...string) {
	v.meanings[m.target] = m
	for _, n := range append(names, m.target) {
		bare, _, bracket := cutBracket(n)
		ways := []string{n}
		if bracket && bare != "" {
			ways = append(ways, bare)
		}
		for i, way := range ways {
			if f := fold(way); f != "" && i == 0 && !slices.Contains(v.exact[f], m.target) {
				v.exact[f] = append(v.exact[f], m.target)
			}
			if f := foldName(way); f != "" && !slices.Contains(v.loose[f], m.target) {
				v.loose[f] = append(v.loose[f], m.target)
			}
		}
	}
}

// find returns what a name can mean: one target, none, or several that cannot
// be told apart.
func (v *vocabulary) find(name string) []string {
	for _, way := range bothWays(name) {
		for _, all := range [][]string{v.exact[fold(way)], v.loose[foldName(way)]} {
			if len(all) == 0 {
				continue
			}
			if len(all) > 1 {
				var likely []string
				for _, t := range all {
					if v.meanings[t].likely {
						likely = append(likely, t)
					}
				}
				if len(likely) > 0 {
					all = likely
				}
			}
			return all
		}
	}
	return nil
}

// target resolves what a person writes for a target: the target itself, or the
// id or a name of what it is.
func (v *vocabulary) target(s string) (string, error) {
	if s == "ignore" || s == "-" {
		return "ignore", nil
	}
	if _, ok := v.meanings[s]; ok {
		return s, nil
	}
	// A driver may be new.
	if id, ok := strings.CutPrefix(s, "drivers."); ok && idShape.MatchString(id) {
		v.meanings[s] = meaning{target: s, name: text.Both(id), likely: true}
		return s, nil
	}
	switch found := v.find(s); len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", text.M("exchange.map.unknown", "target", short(s), "allowed", v.allowed())
	default:
		return "", text.M("exchange.map.several", "target", short(s), "found", found)
	}
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// allowed are the targets that are likely, for a message.
func (v *vocabulary) allowed() []string {
	var all []string
	for t, m := range v.meanings {
		if m.likely {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	const most = 40
	if len(all) > most {
		all = append(all[:most:most], "…")
	}
	return all
}

// trailing is a last bracket of a heading, and what is before it.
var trailing = regexp.MustCompile(`^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*\*?:?$`)

func cutBracket(s string) (name, inside string, ok bool) {
	g := trailing.FindStringSubmatch(clean(s))
	if g == nil {
		return clean(s), "", false
	}
	return strings.TrimSpace(g[1]), strings.TrimSpace(g[2]), true
}

// perTime is "each month" behind a unit.
var perTime = regexp.MustCompile(`(?i)\s*(?:/|per |trên |mỗi )\s*(?:tháng|thang|th|month|mth|mo|kỳ|ky|period|bill)\.?$`)

// unit finds the unit that a text says: a symbol or spelling of the table, or
// the name of one of the sector's own; "each month" behind it changes nothing.
// A unit is never guessed.
func (v *vocabulary) unit(s string) (quantity.Unit, error) {
	const longest, most = 60, 10_000
	if len(s) > longest { // no unit is so long
		return quantity.Unit{}, text.M("unit.unknown", "found", short(clean(s)), "nearest", "")
	}
	if f, ok := v.found[s]; ok {
		return f.unit, f.err
	}
	u, err := v.lookFor(s)
	if len(v.found) < most {
		v.found[s] = unitFound{u, err}
	}
	return u, err
}

func (v *vocabulary) lookFor(s string) (quantity.Unit, error) {
	s = strings.TrimSpace(strings.Trim(clean(s), "()[]"))
	for _, way := range bothWays(s) {
		way = strings.TrimSpace(perTime.ReplaceAllString(way, ""))
		for _, head := range []string{"ĐVT:", "Đơn vị:", "Unit:", "đvt:"} {
			way = strings.TrimSpace(strings.TrimPrefix(way, head))
		}
		if way == "Đ" { // in a heading in capitals
			way = "đ"
		}
		if u, err := v.units.Find(way); err == nil {
			return u, nil
		}
		if symbol, ok := v.unitNames[fold(way)]; ok {
			return v.units.Find(symbol)
		}
		if symbol := multiple(way); symbol != "" {
			return v.units.Find(symbol)
		}
	}
	_, err := v.units.Find(s)
	return quantity.Unit{}, err
}

// times are the words for a thousand and a million before a unit.
var times = regexp.MustCompile(`(?i)^(?:(nghìn|ngàn|nghin|ngan|thousand|1000|1[.,]000|10\^3|10³)|(triệu|trieu|million|1000000|1[.,]000[.,]000|10\^6|10⁶)) ?(kWh|Wh|MJ|kJ|kg|l|lít|lit)$`)

// multiple is the unit that is a thousand or a million of another: plants count
// electricity in "nghìn kWh" and "triệu kWh". Empty: none.
func multiple(s string) string {
	g := times.FindStringSubmatch(clean(s))
	if g == nil {
		return ""
	}
	thousand := map[string]string{"kwh": "MWh", "wh": "kWh", "mj": "GJ", "kj": "MJ", "kg": "t", "l": "m3", "lít": "m3", "lit": "m3"}
	million := map[string]string{"kwh": "GWh", "wh": "MWh", "mj": "TJ", "kj": "GJ"}
	if g[1] != "" {
		return thousand[strings.ToLower(g[3])]
	}
	return million[strings.ToLower(g[3])]
}

// isUnit reports whether a text is a unit and nothing else.
func (v *vocabulary) isUnit(s string) bool {
	_, err := v.unit(s)
	return err == nil && clean(s) != "-"
}

// sameKind are the symbols of the units that convert to a unit.
func (v *vocabulary) sameKind(symbol string) []string {
	own, err := v.units.Find(symbol)
	if err != nil {
		return nil
	}
	var all []string
	for _, u := range v.units.All() {
		if u.Dimension == own.Dimension {
			all = append(all, u.Symbol)
		}
	}
	return all
}
