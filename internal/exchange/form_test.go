package exchange

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"golang.org/x/text/unicode/norm"
)

// A form that comes back as it went changes nothing, whatever its language;
// nor does it without its hidden row and column, which people delete.
func TestFormUnchanged(t *testing.T) {
	for name, p := range examples(t) {
		for _, way := range []struct {
			lang text.Lang
			both bool
		}{{text.VI, false}, {text.EN, false}, {text.VI, true}} {
			raw := p.form(t, way.lang, way.both)
			plan := p.read(t, raw, Options{})
			if len(plan.Changes) > 0 || !plan.Empty() || len(plan.Faults) > 0 || !plan.Form || plan.Same < 20 {
				t.Errorf("%s %v: %d changes %v, %d the same, %s", name, way, len(plan.Changes), keysOf(plan), plan.Same, say(plan))
			}
			if way.both && !bytes.Equal(raw, p.form(t, way.lang, way.both)) {
				t.Errorf("%s: not the same bytes twice", name)
			}
			bare := edited(t, raw, func(f *excelize.File) {
				for _, s := range f.GetSheetList() {
					if s == keySheet {
						must(t, f.DeleteSheet(s))
						continue
					}
					if v, _ := f.GetCellValue(s, "A1"); strings.HasPrefix(v, formMark) {
						must(t, f.RemoveRow(s, 1))
						must(t, f.RemoveCol(s, "A"))
					}
				}
			})
			plan2 := p.read(t, bare, Options{})
			if len(plan2.Changes) > 0 || plan2.Blocked() || plan2.Same < plan.Same-len(p.audit.Readings) {
				t.Errorf("%s %v without keys: %v, %d the same of %d, %s", name, way, keysOf(plan2), plan2.Same, plan.Same, say(plan2))
			}
		}
	}
}

func edited(t testing.TB, raw []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	must(t, err)
	defer f.Close()
	change(f)
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// What is filled in with another program is exactly what is imported, and the
// form made afterwards has the same cells.
func TestFormFilled(t *testing.T) {
	for name, p := range examples(t) {
		raw := p.form(t, text.VI, false)
		want := map[string]any{}
		filled := edited(t, raw, func(f *excelize.File) {
			months := sheetTitle(monthsSheet).VI
			rows, err := f.GetRows(months, excelize.Options{RawCellValue: true})
			must(t, err)
			n := 0
			for i := 5; i < len(rows); i++ {
				key := strings.TrimPrefix(rows[i][0], "period:")
				for j, target := range rows[0] {
					if !strings.HasPrefix(target, "output.") && !strings.HasPrefix(target, "flows.") && !strings.HasPrefix(target, "drivers.") {
						continue
					}
					if j < len(rows[i]) && rows[i][j] != "" {
						continue
					}
					n++
					v := float64(n)*1.37 + 0.001
					must(t, f.SetCellValue(months, cellName(i+1, j+1), v))
					want["period."+key+"."+target] = v
				}
			}
			walk := sheetTitle(walkSheet).VI
			rows, err = f.GetRows(walk)
			must(t, err)
			for i := 4; i < len(rows); i++ {
				if len(rows[i]) < 4 || rows[i][3] == "" {
					must(t, f.SetCellValue(walk, cellName(i+1, 4), "Một phần"))
					must(t, f.SetCellValue(walk, cellName(i+1, 5), "=A1 không phải công thức"))
					want["answer."+rows[i][0]+".reply"] = "partly"
					want["answer."+rows[i][0]+".note"] = "=A1 không phải công thức"
				}
			}
			bills := sheetTitle(billsSheet).VI
			row := 5 + len(p.audit.Readings)
			flow := formFlows(p.audit, p.pack, p.common)[0]
			must(t, f.SetCellStr(bills, cellName(row, 2), flow.ID))
			must(t, f.SetCellInt(bills, cellName(row, 4), int64(serialOf(quantity.Date{Year: 2030, Month: 1, Day: 5}))))
			must(t, f.SetCellStr(bills, cellName(row, 5), "03/02/2030"))
			must(t, f.SetCellValue(bills, cellName(row, 6), 123.5))
			want["reading."+flow.ID+".2030-01-05/2030-02-03.amount"] = 123.5
			plant := sheetTitle(plantSheet).VI
			rows, err = f.GetRows(plant)
			must(t, err)
			for i, r := range rows {
				if r[0] == "plant.address" {
					must(t, f.SetCellStr(plant, cellName(i+1, 3), "-Khu công nghiệp @ 1"))
					want["plant.address"] = "-Khu công nghiệp @ 1"
				}
			}
		})
		plan := p.read(t, filled, Options{})
		if plan.Blocked() {
			t.Errorf("%s: %s", name, say(plan))
			continue
		}
		got := keysOf(plan)
		if !maps.Equal(got, want) {
			for k, v := range want {
				if got[k] != v {
					t.Errorf("%s: %s: got %v, want %v", name, k, got[k], v)
				}
			}
			for k, v := range got {
				if _, ok := want[k]; !ok {
					t.Errorf("%s: %s = %v was not filled in", name, k, v)
				}
			}
			continue
		}
		q := p.after(t, plan)
		again := q.form(t, text.VI, false)
		if plan := q.read(t, again, Options{}); len(plan.Changes) > 0 || len(plan.Faults) > 0 {
			t.Errorf("%s: afterwards %v %s", name, keysOf(plan), say(plan))
		}
		// Every cell with a value in the filled form has it in the new one.
		old, fresh := valuesOf(t, filled), valuesOf(t, again)
		for at, v := range old {
			if strings.HasPrefix(at, keySheet) || fresh[at] == v {
				continue
			}
			if strings.HasPrefix(at, sheetTitle(billsSheet).VI) || v == "Một phần" {
				continue // the flow by its name, the unit added, a word of the list
			}
			t.Errorf("%s: %s: %q in the filled form, %q in the next", name, at, v, fresh[at])
		}
	}
}

func valuesOf(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	must(t, err)
	defer f.Close()
	all := map[string]string{}
	for _, s := range f.GetSheetList() {
		rows, err := f.GetRows(s, excelize.Options{RawCellValue: true})
		must(t, err)
		for i, row := range rows {
			for j, v := range row {
				if v != "" && j > 0 {
					all[s+"!"+cellName(i+1, j+1)] = v
				}
			}
		}
	}
	return all
}

// Texts that begin like formulas, with tabs, line ends or signs of XML, go out
// and come back as they are; there is no formula in any cell.
func TestFormTextsStayTexts(t *testing.T) {
	texts := []string{"=1+1", "+84 900", "-", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\tx", "a\tb", "a\r\nb", "<b>&amp;\"'", "_x0041_", " lề ", "=cmd|' /C calc'!A0", "00123", "1/2", "TRUE", "5%"}
	for _, s := range texts {
		p := plantOf(t, "x", strings.Replace(small, `name   = "Nhà máy thử"`, fmt.Sprintf("name   = %q\nnote = %q\naddress = %q", s, "x\n"+s, s), 1))
		raw := p.form(t, text.VI, false)
		plan := p.read(t, raw, Options{})
		if len(plan.Changes) > 0 || len(plan.Faults) > 0 {
			t.Errorf("%q: %v %s", s, keysOf(plan), say(plan))
		}
		f, err := excelize.OpenReader(bytes.NewReader(raw))
		must(t, err)
		rows, err := f.GetRows(sheetTitle(plantSheet).VI)
		must(t, err)
		found := false
		for i, row := range rows {
			if row[0] == "plant.address" {
				found = true
				if formula, _ := f.GetCellFormula(sheetTitle(plantSheet).VI, cellName(i+1, 3)); formula != "" || lineEnds(row[2]) != lineEnds(s) {
					t.Errorf("%q went out as %q, formula %q", s, row[2], formula)
				}
			}
		}
		if !found {
			t.Error("no address")
		}
		f.Close()
	}
}

// The layout: hidden keys, frozen heads, locked sheets with open input cells,
// lists, hints, no formulas.
func TestFormLayout(t *testing.T) {
	p := examples(t)["tinh-bot-san.audit.toml"]
	raw := p.form(t, text.VI, false)
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	must(t, err)
	defer f.Close()
	want := []string{"Hướng dẫn", keySheet, "Cơ sở và đội SXSH", "Số liệu tháng", "Hóa đơn, chỉ số", "Đơn giá", "Khảo sát hiện trường", "Câu hỏi so sánh"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("sheets %q", got)
	}
	if visible, _ := f.GetSheetVisible(keySheet); visible {
		t.Error("the keys are seen")
	}
	for _, s := range want[2:] {
		if visible, _ := f.GetRowVisible(s, 1); visible {
			t.Errorf("%s: keys in row 1 are seen", s)
		}
		if visible, _ := f.GetColVisible(s, "A"); visible {
			t.Errorf("%s: keys in column A are seen", s)
		}
		if panes, err := f.GetPanes(s); err != nil || !panes.Freeze {
			t.Errorf("%s: nothing is frozen", s)
		}
		if dv, err := f.GetDataValidations(s); err != nil || len(dv) == 0 {
			t.Errorf("%s: no rules", s)
		}
	}
	for _, c := range []struct {
		cell string
		open bool
	}{{"B6", false}, {"C6", true}, {"D6", true}, {"D4", false}} {
		id, err := f.GetCellStyle("Số liệu tháng", c.cell)
		must(t, err)
		style, err := f.GetStyle(id)
		must(t, err)
		if open := style.Protection != nil && !style.Protection.Locked; open != c.open {
			t.Errorf("%s: open %v, want %v", c.cell, open, c.open)
		}
	}
	for _, part := range partsOf(t, raw) {
		if strings.Contains(part.name, "worksheets/") && strings.Contains(part.text, "<f>") {
			t.Errorf("%s has a formula", part.name)
		}
		if strings.Contains(part.name, "worksheets/sheet4") && !strings.Contains(part.text, "<sheetProtection") {
			t.Errorf("%s is not locked", part.name)
		}
	}
}

// A form belongs to its audit.
func TestFormOfAnotherAudit(t *testing.T) {
	p := smallPlant(t)
	other := plantOf(t, "other", strings.Replace(small, "01TEST", "01OTHER", 1))
	plan := p.read(t, other.form(t, text.VI, false), Options{})
	if got := faultsOf(plan, problem.Error); !slices.Equal(got, []string{" exchange.form.other-audit"}) {
		t.Errorf("got %v", got)
	}
	if plan := p.read(t, other.form(t, text.VI, false), Options{AnyForm: true}); plan.Blocked() {
		t.Error(say(plan))
	}
	newer := edited(t, p.form(t, text.VI, false), func(f *excelize.File) { must(t, f.SetCellInt(keySheet, "B1", 2)) })
	if got := faultsOf(p.read(t, newer, Options{}), problem.Error); !slices.Equal(got, []string{"B1 exchange.form.newer"}) {
		t.Errorf("got %v", got)
	}
}

// Headings and labels in the other normal form, in capitals, without
// diacritics; words of lists in the other language.
func TestFormHandled(t *testing.T) {
	p := smallPlant(t)
	raw := edited(t, p.form(t, text.VI, false), func(f *excelize.File) {
		must(t, f.DeleteSheet(keySheet))
		for _, s := range f.GetSheetList() {
			if v, _ := f.GetCellValue(s, "A1"); !strings.HasPrefix(v, formMark) {
				continue
			}
			must(t, f.RemoveRow(s, 1))
			must(t, f.RemoveCol(s, "A"))
			rows, err := f.GetRows(s)
			must(t, err)
			for i, row := range rows[:min(len(rows), 8)] {
				for j, v := range row {
					if v != "" && i == 2 {
						must(t, f.SetCellStr(s, cellName(i+1, j+1), norm.NFD.String(strings.ToUpper(v))))
					}
				}
			}
		}
		walk := sheetTitle(walkSheet).VI
		must(t, f.SetCellStr(walk, "C4", "YES"))
		must(t, f.SetCellStr(sheetTitle(monthsSheet).VI, "F6", "1.234,5"))
		must(t, f.SetSheetName(walk, norm.NFD.String(strings.ToUpper(foldLetters(walk)))))
	})
	plan := p.read(t, raw, Options{})
	questions, _ := questionsOf(p.pack, p.common)
	got := keysOf(plan)
	if plan.Blocked() || len(got) != 2 || got["answer."+questions[0].ID+".reply"] != "yes" {
		t.Errorf("got %v\n%s", got, say(plan))
	}
}

func TestFormBounds(t *testing.T) {
	p := smallPlant(t)
	p.audit.Settings.Date = quantity.Date{}
	p.audit.Periods = nil
	pr := languages().vi
	in := Form{Audit: p.audit, Pack: p.pack, Common: p.common, Printer: pr}
	if err := WriteForm(new(bytes.Buffer), in); !isKey(err, "exchange.form.no-from") {
		t.Error(err)
	}
	in.Months = MostMonths + 1
	if err := WriteForm(new(bytes.Buffer), in); !isKey(err, "exchange.form.months") {
		t.Error(err)
	}
	in.Months, in.From = 3, quantity.Month{Year: 2024, Month: 11}
	var b bytes.Buffer
	must(t, WriteForm(&b, in))
	book, err := Read(context.Background(), Bytes("x.xlsx", b.Bytes()), DefaultLimits(), nil)
	must(t, err)
	s, _ := book.Sheet(sheetTitle(monthsSheet).VI)
	var months []string
	for _, row := range s.Rows {
		for _, c := range row {
			if c.Kind == Day {
				months = append(months, quantity.MonthOf(c.Date).String())
			}
		}
	}
	if !slices.Equal(months, []string{"2024-11", "2024-12", "2025-01"}) {
		t.Errorf("months %v", months)
	}
}
