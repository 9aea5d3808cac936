package report_test

import (
	"bytes"
	"context"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/sectors"
)

// kinds are the program's own kinds of document.
func kinds(t testing.TB) []kind.Kind {
	t.Helper()
	all, problems := report.Kinds(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return all
}

func kindOf(t testing.TB, id string) kind.Kind {
	t.Helper()
	k, ok := kind.Find(kinds(t), id)
	if !ok {
		t.Fatalf("no kind %s", id)
	}
	return k
}

// example is an example with its portfolio where it is a detailed one.
func example(t testing.TB, name string) report.Input {
	t.Helper()
	if in, ok := assessed[name]; ok {
		return in
	}
	file := name + ".audit.toml"
	src, err := fs.ReadFile(examples.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, file, src, sectors.FS)
	if in.Audit.Settings.Level == "detailed" && in.Result.Options != nil {
		if in.Plan, err = assess.SolvePortfolio(context.Background(), in.Audit, in.Result); err != nil {
			t.Fatal(err)
		}
	}
	assessed[name] = in
	return in
}

// assessed are the examples that a test has asked for; nobody changes them.
var assessed = map[string]report.Input{}

// exampleNames are the names of all examples.
func exampleNames(t testing.TB) []string {
	t.Helper()
	files, err := fs.Glob(examples.FS, "*.audit.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".audit.toml")
	}
	return files
}

// markdown is a document as Markdown.
func markdown(t testing.TB, doc *report.Document, in report.Input, lang text.Lang) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Markdown(&b, doc, printer(t, lang).WithUnits(in.Pack.UnitNames())); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The golden texts of every kind: the quick one of the quick example, all others
// of the detailed one.
func TestGoldenKinds(t *testing.T) {
	detailed, quick := example(t, "tinh-bot-san-chi-tiet"), example(t, "tinh-bot-san")
	for _, k := range kinds(t) {
		in := detailed
		if k.ID == "quick" {
			in = quick
		}
		golden(t, "kind-"+k.ID+".vi.md", []byte(markdown(t, report.Build(k, in, report.Wanted{}), in, text.VI)))
	}
}

// Every section that a kind may name has words, and every message of every kind
// of every example too: none comes out as <key> or with a hole.
func TestEveryKindOfEveryExampleHasWords(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range report.KnownParts().Sections {
		if !c.Has("documents.section." + name) {
			t.Errorf("the section %s has no words", name)
		}
	}
	hole := regexp.MustCompile(`<[a-z0-9-]+\.[a-z0-9.-]+>|\{[a-z?]`)
	for _, name := range exampleNames(t) {
		in := example(t, name)
		for _, k := range kinds(t) {
			doc := report.Build(k, in, report.Wanted{})
			for _, lang := range text.Langs {
				md := strings.ReplaceAll(markdown(t, doc, in, lang), `\`, "")
				if m := hole.FindString(md); m != "" {
					t.Errorf("%s, %s, %s: %s", name, k.ID, lang, m)
				}
				if !strings.HasPrefix(md, "# ") {
					t.Errorf("%s, %s, %s has no title", name, k.ID, lang)
				}
			}
		}
	}
}

// number is a number as the Vietnamese text writes it.
var number = regexp.MustCompile(`[0-9]+(?:[.,/][0-9]+)*`)

// Every number of the summary stands in a table of the same document, or counts
// what the result lists: figures that were compared, flows with a potential.
func TestSummaryIsInTheTables(t *testing.T) {
	for _, name := range exampleNames(t) {
		in := example(t, name)
		md := markdown(t, report.Build(kindOf(t, report.DefaultKind(in.Audit.Settings.Level)), in, report.Wanted{}), in, text.VI)
		_, rest, ok := strings.Cut(md, "Tóm tắt\n")
		if at := strings.LastIndex(md, "Tóm tắt\n"); ok && at >= 0 {
			rest = md[at+len("Tóm tắt\n"):] // behind the contents
		}
		summary, _, _ := strings.Cut(rest, "\n## ")
		var said, tables strings.Builder
		for line := range strings.Lines(summary) {
			if !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "**Bảng") {
				said.WriteString(line)
			}
		}
		for line := range strings.Lines(md) {
			if strings.HasPrefix(line, "|") {
				tables.WriteString(line)
			}
		}
		p := printer(t, text.VI)
		words := said.String()
		// Names are no figures.
		for _, s := range []string{in.Audit.Plant.Name, noteOf(in)} {
			words = strings.ReplaceAll(words, s, "")
		}
		for _, s := range in.Result.Savings {
			words = strings.ReplaceAll(words, s.Flow.Name.VI, "")
		}
		for _, i := range in.Result.Indicators {
			words = strings.ReplaceAll(words, i.Flow.Name.VI, "")
		}
		for _, o := range in.Audit.Options {
			words = strings.ReplaceAll(words, o.Name, "")
			if s, ok := in.Result.Options.Sheet(o.ID); ok {
				words = strings.ReplaceAll(words, s.Name.VI, "")
			}
		}
		if g := in.Result.Goal; g != nil {
			words = strings.ReplaceAll(words, p.Say(g.Name), "")
		}
		compared := 0
		for _, i := range in.Result.Current() {
			if i.Status == assess.Compared && i.Place.Band != "" && i.Compare != nil {
				compared++
			}
		}
		derived := []string{p.Number(float64(compared), 0), p.Number(float64(in.Result.Potential.Flows), 0)}
		in1 := number.FindAllString(tables.String(), -1)
		for _, n := range number.FindAllString(words, -1) {
			if strings.Contains(words, "CO"+n+"e") && n == "2" || slices.Contains(derived, n) || slices.Contains(in1, n) {
				continue
			}
			t.Errorf("%s: %s of the summary is in no table:\n%s", name, n, words)
		}
		if len(number.FindAllString(words, -1)) == 0 {
			t.Errorf("%s: the summary has no figures:\n%s", name, words)
		}
	}
}

// noteOf is why the next focus was chosen, which the team may put figures in.
func noteOf(in report.Input) string {
	if in.Audit.Focus == nil || in.Audit.Focus.NextReason == "" {
		return "\x00"
	}
	return in.Audit.Focus.NextReason
}

// No saving is told without its confidence, and the verdict is the one that the
// data support: the three lessons of the examples.
func TestSummaryTellsTheVerdict(t *testing.T) {
	for name, want := range map[string]string{
		"ba-nam-dat":            "Đã chứng minh đạt mục tiêu",
		"ba-nam-chua-ro":        "Chưa chứng minh được",
		"bay-tai-nen":           "",
		"tinh-bot-san-chi-tiet": "Không đạt mục tiêu",
	} {
		in := example(t, name)
		var all *assess.GroupSaving
		for i := range in.Result.Groups {
			if in.Result.Groups[i].Group == assess.GroupAll {
				all = &in.Result.Groups[i]
			}
		}
		if all == nil || all.Percent == nil {
			t.Fatalf("%s has no overall saving", name)
		}
		md := markdown(t, report.Build(kindOf(t, "half-year"), in, report.Wanted{}), in, text.VI)
		p := printer(t, text.VI)
		sentence := ""
		for line := range strings.Lines(md) {
			if strings.HasPrefix(line, "**") && strings.Contains(line, "bốn nhóm tài nguyên") {
				sentence = line
			}
		}
		verdict := map[string]string{"proved": "Đã chứng minh đạt", "likely": "Có khả năng đạt", "not-shown": "Chưa chứng minh được", "missed": "Không đạt", "worse": "Tăng tiêu thụ"}[string(all.Verdict)]
		if !strings.HasPrefix(sentence, "**"+verdict) || !strings.HasPrefix(sentence, "**"+want) {
			t.Errorf("%s: the verdict is %s, the sentence %q", name, all.Verdict, sentence)
		}
		for _, v := range []float64{*all.Low, *all.High} {
			if s := p.Amount(quantity.Amount{Value: v, Unit: "%"}); !strings.Contains(sentence, s) {
				t.Errorf("%s: the limit %s is not in %q", name, s, sentence)
			}
		}
	}
}

// The money of the summary lies between the limits of the percentage: both are
// sums over the same flows at the same prices.
func TestSavedMoneyHasItsLimits(t *testing.T) {
	in := example(t, "ba-nam-dat")
	md := markdown(t, report.Build(kindOf(t, "half-year"), in, report.Wanted{}), in, text.VI)
	for _, g := range in.Result.Groups {
		if g.Group != assess.GroupAll {
			continue
		}
		p := printer(t, text.VI)
		for _, limit := range []float64{*g.Low, *g.High, *g.Percent} {
			if want := p.Money(*g.Money*limit / *g.Percent, "VND"); !strings.Contains(md, want) {
				t.Errorf("%s is not told:\n%s", want, md)
			}
		}
	}
}

// The titles of the columns of table 4, as they are printed in the annex to the
// letter 1594/BCT-KHCN of 26 February 2013 (FORMS B2, table 4).
func TestTable4Titles(t *testing.T) {
	want := []string{
		"TT", "Ngành công nghiệp(*)", "Tên cơ sở công nghiệp", "Địa chỉ", "Tên đội trưởng SXSH và điện thoại liên hệ", "Năm bắt đầu thực hiện SXSH",
		"Được hỗ trợ về kỹ thuật", "Được hỗ trợ đầu tư", "Tự thực hiện", "Mô tả kết quả chính (dưới dạng % giảm tiêu thụ và phát thải môi trường)",
	}
	in := example(t, "tinh-bot-san-chi-tiet")
	p := printer(t, text.VI)
	table := tableOf(t, report.Build(kindOf(t, "table4"), in, report.Wanted{}), "table4")
	for i, c := range table.Columns {
		if got := p.Say(c.Head); got != want[i] {
			t.Errorf("column %d is %q, want %q", i+1, got, want[i])
		}
		group := ""
		if i >= 6 && i <= 8 {
			group = "Hình thức thực hiện SXSH"
		}
		if got := p.Say(c.Group); got != group {
			t.Errorf("column %d stands under %q, want %q", i+1, got, group)
		}
	}
	if len(table.Columns) != len(want) || len(table.Rows) != 1 {
		t.Fatalf("%d columns, %d rows", len(table.Columns), len(table.Rows))
	}
	row := table.Rows[0].Cells
	if row[5].Value != 2018 || row[6].Value != 1 || row[7].Value != 1 || row[8].Value != 0 {
		t.Errorf("year and ticks: %v", row[5:9])
	}
	result := p.Say(row[9].Text)
	for _, s := range in.Result.Savings { // "Điện −3,7 %": a minus is less
		if s.Percent == nil {
			continue
		}
		sign := "−"
		if *s.Percent < 0 {
			sign = "+"
		}
		if want := s.Flow.Name.VI + " " + sign + p.Share(math.Abs(*s.Percent)); !strings.Contains(result, want) {
			t.Errorf("%q lacks %q", result, want)
		}
	}
}

// tableOf is the table with a label.
func tableOf(t *testing.T, doc *report.Document, label report.Label) report.Table {
	t.Helper()
	for _, b := range doc.Blocks {
		if x, ok := b.(report.Table); ok && x.Label == label {
			return x
		}
	}
	t.Fatalf("no table %s", label)
	return report.Table{}
}

// The budget adds up to the investment of the solutions that were decided on.
func TestBudgetAddsUp(t *testing.T) {
	for _, name := range exampleNames(t) {
		in := example(t, name)
		want := 0.0
		n := 0
		for _, o := range in.Audit.Options {
			if o.Status == "planned" || o.Status == "doing" || o.Status == "done" {
				n++
				if o.Investment != nil {
					want += *o.Investment
				}
			}
		}
		if n == 0 {
			continue
		}
		k := kindOf(t, "action-plan")
		k.Sections = slices.DeleteFunc(slices.Clone(k.Sections), func(s kind.Section) bool { return !slices.Contains(s.Parts, "budget") })
		for _, b := range report.Build(k, in, report.Wanted{}).Blocks {
			x, ok := b.(report.Table)
			if !ok {
				continue
			}
			last := x.Rows[len(x.Rows)-1].Cells
			if got := last[len(last)-1].Value; math.Abs(got-want) > 1e-6*want {
				t.Errorf("%s: the budget is %v, the solutions cost %v", name, got, want)
			}
		}
	}
}

// The last figure of the discounted cash flow is the NPV that the assessment
// computed, for every option of every example.
func TestCashFlowEndsInNPV(t *testing.T) {
	checked := 0
	for _, name := range exampleNames(t) {
		in := example(t, name)
		if in.Result.Options == nil {
			continue
		}
		for _, s := range in.Result.Options.Sheets {
			if len(s.Economics.Cash) == 0 || !s.Economics.NPV.Central.OK() || s.Option.Screening == "rejected" || s.Option.Status == "dropped" {
				continue
			}
			for _, b := range report.Build(kindOf(t, "investment-sheet"), in, report.Wanted{Option: s.Option.ID}).Blocks {
				x, ok := b.(report.Table)
				if !ok || x.Caption.Key != "documents.invest.cash" {
					continue
				}
				checked++
				last := x.Rows[len(x.Rows)-1].Cells
				if got, want := last[len(last)-1].Value, s.Economics.NPV.Central.Value; math.Abs(got-want) > 1e-6*math.Abs(want)+1e-3 {
					t.Errorf("%s, %s: %v, the NPV is %v", name, s.Option.ID, got, want)
				}
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d cash flows were checked", checked)
	}
}

// What is missing is told in words, section by section; nothing is missing of a
// complete example but what its file really lacks.
func TestMissing(t *testing.T) {
	in := example(t, "tinh-bot-san")
	p := printer(t, text.VI)
	var said []string
	for _, x := range report.Missing(kindOf(t, "case-study"), in) {
		for _, m := range x.What {
			said = append(said, p.Say(x.Section)+": "+p.Say(m))
		}
	}
	if len(said) != 1 || !strings.HasPrefix(said[0], "Điển hình: Chưa có số liệu của giai đoạn sau") {
		t.Errorf("%q", said)
	}
	if lacks := report.Missing(kindOf(t, "table4"), example(t, "tinh-bot-san-chi-tiet")); len(lacks) > 0 {
		t.Errorf("%v", lacks)
	}
	bare := *in.Audit
	bare.Plant.Name, bare.Plant.Industry, bare.Plant.Started, bare.Plant.Support, bare.Team = "", 0, 0, nil, assess.Team{}
	in.Audit = &bare
	lacks := report.Missing(kindOf(t, "table4"), in)
	if len(lacks) != 1 || len(lacks[0].What) != 7 { // name, industry, leader, phone, year, form, reductions
		t.Errorf("%v", lacks)
	}
	doc := markdown(t, report.Build(kindOf(t, "detailed"), in, report.Wanted{}), in, text.VI)
	if !strings.Contains(doc, "Chưa đủ số liệu cho phần này. Chưa có sơ đồ công nghệ") {
		t.Error("a section without data says nothing")
	}
}

// A kind fits the audits of its level that have what it requires.
func TestFits(t *testing.T) {
	quick, detailed := example(t, "tinh-bot-san"), example(t, "tinh-bot-san-chi-tiet")
	for id, want := range map[string][2]bool{
		"quick": {true, false}, "detailed": {false, true}, "action-plan": {true, true}, "case-study": {false, true}, "table4": {false, true}, "benchmark-sheet": {true, true},
	} {
		if got := [2]bool{report.Fits(kindOf(t, id), quick), report.Fits(kindOf(t, id), detailed)}; got != want {
			t.Errorf("%s fits %v, want %v", id, got, want)
		}
	}
}

// Who signs: the leader by name, the management by hand.
func TestSignatures(t *testing.T) {
	in := example(t, "tinh-bot-san-chi-tiet")
	md := markdown(t, report.Build(kindOf(t, "detailed"), in, report.Wanted{}), in, text.VI)
	for _, want := range []string{"Sơn La, ngày 10 tháng 03 năm 2020", "ĐỘI TRƯỞNG SXSH: Nguyễn Văn A", "LÃNH ĐẠO CƠ SỞ: (Ký, ghi rõ họ tên)", "ĐƠN VỊ TƯ VẤN: Tổ tư vấn SXSH (minh họa)"} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is not there", want)
		}
	}
}

// The term of a periodic report is the last one that has data, or the one that
// is asked for.
func TestTerm(t *testing.T) {
	in := example(t, "tinh-bot-san-chi-tiet") // data to December 2019
	for _, c := range []struct{ kind, term, want string }{
		{"half-year", "", "6 tháng cuối năm 2019"}, {"year-end", "", "năm 2019"}, {"half-year", "2018-1", "6 tháng đầu năm 2018"}, {"year-end", "2018", "năm 2018"},
	} {
		var w report.Wanted
		if c.term != "" {
			var err error
			if w.Term, err = report.ParseTerm(c.term); err != nil {
				t.Fatal(err)
			}
		}
		md := markdown(t, report.Build(kindOf(t, c.kind), in, w), in, text.VI)
		if !strings.Contains(md, "Kỳ báo cáo: "+c.want) {
			t.Errorf("%v: %q is not there", c, c.want)
		}
		if c.term == "2018" && !strings.Contains(md, `hoàn thành giải pháp "Thay đèn chiếu sáng"`) {
			t.Error("what was done in 2018 is not told")
		}
	}
	for _, bad := range []string{"", "19", "2019-3", "2019-", "2019-01", "x"} {
		if _, err := report.ParseTerm(bad); err == nil {
			t.Errorf("%q was understood", bad)
		}
	}
}

// Worksheets: 19, in order; one whose content stands in a chapter refers to it,
// and shows it where a department has dropped that chapter.
func TestWorksheets(t *testing.T) {
	in := example(t, "tinh-bot-san-chi-tiet")
	k := kindOf(t, "detailed")
	md := markdown(t, report.Build(k, in, report.Wanted{}), in, text.VI)
	at := 0
	for _, want := range []string{"Phiếu 1. ", "Phiếu 4. ", "Phiếu 7. ", "Phiếu 19. "} {
		i := strings.Index(md[at:], "### "+want)
		if i < 0 {
			t.Fatalf("no %s behind %d", want, at)
		}
		at += i
	}
	if strings.Contains(md, "Phiếu 20") || !strings.Contains(md, "Nội dung đã có ở mục 1.2.") {
		t.Error("the worksheets do not refer to their chapters")
	}
	only := k
	only.Sections = slices.DeleteFunc(slices.Clone(k.Sections), func(s kind.Section) bool { return !slices.Contains(s.Parts, "worksheets") })
	if md := markdown(t, report.Build(only, in, report.Wanted{}), in, text.VI); strings.Contains(md, "Nội dung đã có") || !strings.Contains(md, "Trần Thị B") {
		t.Error("a worksheet without its chapter does not hold it")
	}
}

// What an adjustment took out of a flow is said beside the table that it changes.
func TestAdjustmentsAreSaid(t *testing.T) {
	in := example(t, "ba-nam-dat")
	for _, k := range kinds(t) {
		if k.ID != "quick" && k.ID != "case-study" {
			continue
		}
		if got := markdown(t, report.Build(k, in, report.Wanted{}), in, text.VI); !strings.Contains(got, "do việc bất thường trước khi so sánh") {
			t.Errorf("%s does not say the adjustment", k.ID)
		}
	}
}
