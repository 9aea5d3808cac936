package option

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// detailedSource is the detailed example of the starch factory.
func detailedSource() string { return pagetest.Examples()["tinh-bot-san-chi-tiet.audit.toml"] }

func startDetailed(t testing.TB, w, h int) *pagetest.Stage {
	return pagetest.New(t, Page(), pagetest.Open(detailedSource()), w, h)
}

// sketched is the example before its options were studied and weighed.
func sketched() string {
	return pagetest.Undone(detailedSource(), []string{"ranking"},
		[]string{"low", "investment_low", "investment_high", "checks", "burden", "funding"})
}

// at opens the sheet of an option at a section.
func at(t *testing.T, id, section string, w, h int) *pagetest.Stage {
	t.Helper()
	return sheetOn(t, detailedSource(), id, section, w, h)
}

func sheetOn(t *testing.T, source, id, section string, w, h int) *pagetest.Stage {
	t.Helper()
	s := pagetest.New(t, Page(), pagetest.Open(source), w, h)
	show(s, id)
	s.Press("enter")
	for range sections {
		if sh, ok := s.Top().(*sheet); ok && sections[sh.at] != section {
			s.Press("pgdown")
		}
	}
	if sh, ok := s.Top().(*sheet); !ok || sections[sh.at] != section {
		t.Fatalf("on %T, not in %s", s.Top(), section)
	}
	return s
}

// to gives the keys to a row of the open sheet, by its label.
func to(t *testing.T, s *pagetest.Stage, label string) {
	t.Helper()
	var f *widget.Form
	switch top := s.Top().(type) {
	case *sheet:
		f = &top.Form
	case *weights:
		f = &top.Form
	}
	for i, r := range f.Rows {
		if labelOf(r) == label {
			f.Focus(i)
			return
		}
	}
	t.Fatalf("no row %s", label)
}

func taken1(t *testing.T, s *pagetest.Stage, id string) assess.Option {
	t.Helper()
	for _, o := range options(s) {
		if o.ID == id {
			return o
		}
	}
	t.Fatalf("no option %s", id)
	return assess.Option{}
}

func TestDetailedGoldens(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 24}, {"60x20", 60, 20}, {"200x50", 200, 50}} {
		for _, lang := range []string{"vi", "en"} {
			s := startDetailed(t, size.w, size.h)
			if lang == "en" {
				s.Press("f2")
			}
			name := func(what string) string { return "detailed-" + what + "-" + lang + "-" + size.name }
			s.Golden(name("list"))
			s.Press("f6")
			s.Golden(name("filter"))
			s.Press("esc", "down", "down", "down", "enter")
			for _, section := range sections {
				s.Golden(name("sheet-" + section))
				s.Press("pgdown")
			}
			s.Press("esc", "ctrl+t")
			s.Golden(name("weights"))
		}
	}
	s := startDetailed(t, 80, 24)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("detailed-ascii-list-vi-80x24")
	s.Press("enter", "pgdown", "pgdown")
	s.Golden("detailed-ascii-sheet-vi-80x24")
}

func TestDetailedRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, Page(), detailedSource(), seed, 300)
	}
	level := strings.Replace(pagetest.Bare("cassava-starch"), `"quick"`, `"detailed"`, 1)
	pagetest.Fuzz(t, Page(), level, 7, 300)
	pagetest.Fuzz(t, Page(), strings.Replace(level, "cassava-starch", "unknown-sector", 1), 8, 200)
}

// A user fills in the sheet of an option; the file has what was typed.
func TestSheetStory(t *testing.T) {
	s := sheetOn(t, sketched(), "low-cake-moisture", General, 80, 24)
	to(t, s, "optionpage.form.cause")
	s.Press("ctrl+u")
	s.Type("bánh bột ướt")
	s.Press("pgdown") // leaves the field, and goes to the savings
	to(t, s, "optionpage.form.low")
	s.Type("9")
	s.Press("tab")
	s.Sees("thấp, giữa, cao")
	s.Press("ctrl+u")
	s.Type("4")
	s.Press("tab")
	s.Type("8")
	s.Press("tab")
	o := taken1(t, s, "low-cake-moisture")
	if o.Cause != "bánh bột ướt" || len(o.Saves) != 1 || *o.Saves[0].Percent != 6 || *o.Saves[0].Low != 4 || *o.Saves[0].High != 8 {
		t.Fatalf("%+v", o)
	}
	s.Press("pgdown") // screening
	before := s.Work.Steps()
	s.Press("right")
	s.Sees("Vì sao bỏ")
	s.Press("enter")
	s.Sees("Hãy ghi lý do")
	s.Type("hỏng bánh bột")
	s.Press("enter")
	if o = taken1(t, s, "low-cake-moisture"); o.Screening != "rejected" || o.Reason != "hỏng bánh bột" || o.Status != "dropped" || s.Work.Steps() != before+1 {
		t.Fatalf("rejected: %+v", o)
	}
	s.Press("ctrl+z")
	if o = taken1(t, s, "low-cake-moisture"); o.Screening != "study" || o.Reason != "" || o.Status != "planned" {
		t.Fatalf("undone: %+v", o)
	}
	s.Press("pgdown", "right", "down", "right", "right") // technical
	if o = taken1(t, s, "low-cake-moisture"); o.Checks["quality"] != "good" || o.Checks["capacity"] != "watch" {
		t.Fatalf("checks: %v", o.Checks)
	}
	s.Sees("1 tốt, 1 lưu ý, 6 chưa xem")
	s.Press("pgdown") // money
	to(t, s, "optionpage.form.investment-high")
	s.Type("300000000")
	s.Press("tab")
	to(t, s, "optionpage.form.cash")
	s.Type("100000000; -900000000; 1500000000")
	s.Press("tab")
	o = taken1(t, s, "low-cake-moisture")
	if *o.InvestmentHigh != 300e6 || len(o.Cash) != 3 || o.Cash[1] != -900e6 {
		t.Fatalf("money: %+v", o)
	}
	// −240, +100, −900, +1500 changes sign three times: the IRR says that it is of
	// no use instead of giving a number.
	s.Resize(80, 40)
	s.Sees("dòng tiền đổi dấu 3 lần", "năm 2: -900 triệu đ")
	s.Press("pgdown") // environment
	s.Type("không có")
	s.Press("tab")
	if o = taken1(t, s, "low-cake-moisture"); o.Burden != "none" {
		t.Fatalf("burden %q", o.Burden)
	}
	if sh := s.Top().(*sheet); sections[sh.at] != ScoresPart {
		t.Fatalf("Tab on the last field leads to %s", sections[sh.at])
	}
	s.Press("ctrl+u")
	s.Type("25")
	s.Sees("Điểm từ 0 đến 20") // while it is typed
	s.Press("tab")
	s.Sees("Điểm từ 0 đến 20")
	s.Press("ctrl+u")
	s.Type("4")
	s.Sees("= 4 thấp") // what is typed, not what stood there
	s.Press("ctrl+u")
	s.Type("18")
	s.Press("tab")
	if o = taken1(t, s, "low-cake-moisture"); o.Scores["technical"] != 18 {
		t.Fatalf("scores %v", o.Scores)
	}
	s.Sees("cao", "Điểm tổng")
	s.Press("pgdown") // relations
	s.Type("bien tan")
	s.Press("enter")
	if o = taken1(t, s, "low-cake-moisture"); len(o.DependsOn) != 1 || o.DependsOn[0] != "motors-vfd" {
		t.Fatalf("needs %v", o.DependsOn)
	}
	s.Press("pgdown") // doing it
	to(t, s, "optionpage.form.funding")
	s.Type("vay ngân hàng")
	s.Press("pgup")
	if o = taken1(t, s, "low-cake-moisture"); o.Funding != "vay ngân hàng" {
		t.Fatalf("funding %q", o.Funding)
	}
	s.Press("f5")
	s.Sees("Vì sao", "A = Σ ΔQ·p − C")
}

func TestCircleOfNeedsIsRefused(t *testing.T) {
	s := at(t, "better-rasper", Relations, 80, 24)
	s.Type("vat ba lan hai")
	s.Press("enter")
	if o := taken1(t, s, "better-rasper"); len(o.DependsOn) != 0 {
		t.Errorf("needs %v", o.DependsOn)
	}
	if !strings.Contains(s.Toasted(), "vòng") {
		t.Errorf("said %q", s.Toasted())
	}
}

func TestWeights(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(sketched()), 80, 24)
	s.Press("ctrl+t", "down", "enter")
	r := s.Work.Audit().Ranking
	if r == nil || r.Technical != 30 || r.Economic != 50 || r.Environmental != 20 {
		t.Fatalf("weights %+v", r)
	}
	to(t, s, "optionpage.weights.technical")
	s.Press("ctrl+u")
	s.Type("50")
	s.Press("tab")
	s.Sees("Tổng đang là 120")
	if s.Work.Audit().Ranking.Technical != 30 {
		t.Error("written before the sum is 100")
	}
	s.Press("ctrl+u")
	s.Type("30")
	s.Press("tab")
	if r = s.Work.Audit().Ranking; r.Technical != 50 || r.Economic != 30 || r.Environmental != 20 || s.Work.Steps() != 2 {
		t.Errorf("weights %+v after %d steps", r, s.Work.Steps())
	}
	s.Press("ctrl+u")
	s.Type("90")
	s.Press("esc")
	if !strings.Contains(s.Toasted(), "không phải 100") || s.Work.Steps() != 2 {
		t.Errorf("said %q", s.Toasted())
	}
}

func TestFilterAndOrder(t *testing.T) {
	s := startDetailed(t, 100, 40)
	s.Press("f6")
	s.Type("dong: dien")
	s.Press("enter")
	l := s.Top().(*list)
	for _, it := range l.items() {
		if !strings.Contains(strings.Join(values(s.Work, it, "flow"), " "), "electricity") {
			t.Errorf("%s passes", it.id)
		}
	}
	if l.hits != 3 { // lighting, motors, codigestion
		t.Errorf("%d options save electricity", l.hits)
	}
	s.Sees("3 trong 12 cơ hội (dòng: Điện)")
	s.Press("f6")
	s.Type("tinh trang: y tuong")
	s.Press("enter")
	if l.items(); l.hits != 1 {
		t.Errorf("%d of them are ideas", l.hits)
	}
	s.Press("backspace", "f7")
	s.Type("hoan von")
	s.Press("enter")
	last := -1.0
	for _, it := range l.items()[:l.hits] {
		sh, _ := l.sheet(it.id)
		if p := sh.Economics.Payback.Central; p.OK() {
			if p.Years < last {
				t.Errorf("%s pays back in %g years, after %g", it.id, p.Years, last)
			}
			last = p.Years
		}
	}
	show(s, "lighting")
	s.Press("f6")
	s.Type("nhom: quan ly")
	s.Press("enter")
	show(s, "lighting") // hidden: finding it drops the filter
	if it, _ := l.current(); it.id != "lighting" || l.filtered() {
		t.Errorf("on %s, filtered %v", it.id, l.filtered())
	}
}

func TestNegativeSavingIsSaid(t *testing.T) {
	s := at(t, "motors-vfd", Saves, 80, 30)
	to(t, s, "options.form.flows")
	s.Type("nuoc cap")
	s.Press("enter")
	s.Type("-2")
	s.Press("tab")
	o := taken1(t, s, "motors-vfd")
	if len(o.Saves) != 2 || *o.Saves[1].Percent != -2 {
		t.Fatalf("saves %+v\n%s", o.Saves, s.Plain())
	}
	s.Sees("dùng thêm")
}

func BenchmarkDetailedKeyToFrame(b *testing.B) {
	b.Run("list", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), detailedSource(), "down", "down", "up") })
	b.Run("sheet", func(b *testing.B) {
		pagetest.KeyToFrame(b, Page(), detailedSource(), "enter", "pgdown", "pgdown", "pgup", "esc")
	})
}

// The page becomes the other one when the level of the audit changes.
func TestLevelDecidesThePage(t *testing.T) {
	w := pagetest.Open(detailedSource())
	l := newList(w)
	quick := newScreen(w)
	if next, _ := quick.Update(ui.Changed{}); next == ui.Screen(quick) {
		t.Error("the page of a quick audit stays in a detailed one")
	}
	if next, _ := l.Update(ui.Changed{}); next != ui.Screen(l) {
		t.Error("the page of a detailed audit goes")
	}
	w = pagetest.Open(strings.Replace(detailedSource(), `"detailed"`, `"quick"`, 1))
	l.work = w
	if next, _ := l.Update(ui.Changed{}); next == ui.Screen(l) {
		t.Error("the page of a detailed audit stays in a quick one")
	}
}

// A rejected option keeps its scores and has no rank: it is not asked for what it
// has.
func TestRejectedIsNotAskedForItsScores(t *testing.T) {
	s := at(t, "hydrocyclone-centrifuge", ScoresPart, 80, 24)
	s.Sees("không xếp hạng")
	s.SeesNot("Chưa chấm điểm")
}
