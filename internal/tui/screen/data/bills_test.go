package data

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
)

// billsAudit has four months of which electricity comes from bills: January and
// February wholly (February with an estimate), March stated by the period,
// April for 24 of its 30 days; a driver, and a flow that may be negative.
const billsAudit = newAudit + `
[[flow]]
id = "electricity"

[[flow]]
id = "grid-exchange"
name = "Điện trao đổi với lưới"
category = "electricity"
unit = "kWh"
signed = true

[[driver]]
id = "temperature"
name = "Nhiệt độ trung bình"
unit = "°C"
effect = "less"

[[period]]
month = "2018-01"
phase = "history"
output = { starch = 1250 }
flows = { water = 18400, grid-exchange = -1200 }
drivers = { temperature = -1.5 }

[[period]]
month = "2018-02"
phase = "before"
output = { starch = 1100 }
flows = { water = 16300 }
drivers = { temperature = 17 }

[[period]]
month = "2018-03"
phase = "before"
output = { starch = 1180 }
flows = { electricity = 240000, water = 17500 }

[[period]]
month = "2018-04"
phase = "before"
output = { starch = 1210 }
flows = { water = 17900 }
drivers = { humidity = 80 }

[[reading]]
flow = "electricity"
from = 2018-01-01
to = 2018-02-09
amount = 280000

[[reading]]
flow = "electricity"
from = 2018-02-10
to = 2018-02-28
amount = 133000
estimated = true

[[reading]]
flow = "electricity"
from = 2018-04-01
to = 2018-04-24
amount = 168000
`

// A figure from bills is shown and counted, and not typed over.
func TestBilledCells(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	d.stand("electricity", first)
	// 31 of 40 days at 7 000 kWh a day, 9 of them in February beside 19 at 7 000.
	d.contains("217.000=").contains("196.000~").contains("240.000")
	d.stand("electricity", first+3).contains("168.000%").contains("80 %").stand("electricity", first)
	sh := d.page.sheet()
	if v, ok := sh.shown(d.page.grid.At()); !ok || v != 217_000 {
		t.Errorf("January is %v, %v", v, ok)
	}
	if _, ok := sh.shown(grid.Pos{Row: d.page.grid.At().Row, Col: first + 3}); ok {
		t.Error("a part of April counts as April")
	}
	d.press("5")
	if len(d.dialogs) != 1 || d.page.grid.Typing() {
		t.Fatal("the figure is typed over")
	}
	d.press("e")
	if len(d.pushed) != 1 {
		t.Fatal("the bills do not open")
	}
	d.press("delete", "ctrl+r")
	d.paste("7")
	if _, ok := d.figure("2018-01", "electricity"); ok {
		t.Error("something was written over the bills")
	}
	if got := d.dialogs[len(d.dialogs)-1].View(60, 15); !strings.Contains(strings.Join(strings.Fields(got), " "), "không dán đè được") {
		t.Errorf("the paste was not refused: %s", got)
	}
	d.press("esc")
	// Copied and pasted back it is the same.
	d.stand("electricity", first).press("ctrl+c", "ctrl+v")
	if len(d.dialogs) != 0 {
		t.Error("what was copied cannot come back")
	}
	// What the period states itself is typed over as ever.
	d.stand("electricity", first+2).press("5", "enter")
	d.want("2018-03", "electricity", 5)
}

func TestBillsOpen(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	for _, do := range []func(){
		func() { d.stand("water", first+1).press("ctrl+o") },
		func() { d.stand("electricity", nameCol).press("enter", "enter") },
		func() { d.send(uiShow("reading[2]")) },
		func() { d.send(uiShow("bills.electricity")) },
	} {
		before := len(d.pushed)
		do()
		if len(d.pushed) != before+1 {
			t.Errorf("no bills after %d screens", before)
		}
	}
	d.press("f6", "esc")
	d.stand("starch", first).press("ctrl+o")
	if len(d.pushed) != 4 || !strings.Contains(d.lastToast(), "hàng của dòng") {
		t.Errorf("bills of a product: %q", d.lastToast())
	}
}

// Drivers are rows: added by the dialog, filled like figures, below zero too.
func TestDrivers(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	d.stand("temperature", first+2).press("-", "3", ",", "5", "enter")
	if v, ok := d.Audit().Periods[2].Drivers["temperature"]; !ok || v != -3.5 {
		t.Errorf("the temperature of March is %v, %v", v, ok)
	}
	if m := d.page.sheet().said(grid.Pos{Row: d.page.sheet().find("driver.temperature"), Col: first}); len(m) > 0 {
		t.Errorf("a temperature below zero is odd: %v", m)
	}
	d.press("f6", "down", "down", "enter") // a driver…
	d.press("N", "g", "à", "y", "enter", "n", "g", "à", "y", "enter", "down", "enter", "enter")
	all := d.Audit().Drivers
	if len(all) != 2 || all[1].ID != "ngay" || all[1].Unit != "ngày" || all[1].Effect != "more" {
		t.Fatalf("the drivers are %+v", all)
	}
	d.press("2", "6", "enter")
	if d.Audit().Periods[0].Drivers["ngay"] != 26 {
		t.Errorf("the days of January: %v", d.Audit().Periods[0].Drivers)
	}
	// One that only periods state is declared with its first word.
	d.stand("humidity", unitCol).press("enter", "%", "enter")
	if all = d.Audit().Drivers; len(all) != 3 || all[2].ID != "humidity" || all[2].Unit != "%" {
		t.Errorf("the drivers are %+v", all)
	}
	d.stand("temperature", nameCol).press("delete", "x")
	if all = d.Audit().Drivers; len(all) != 2 || len(d.Audit().Periods[1].Drivers) != 0 {
		t.Errorf("after the removal: %+v, %v", all, d.Audit().Periods[1].Drivers)
	}
}

func TestSignedFlowsMayBeNegative(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	d.stand("grid-exchange", first)
	if s := d.page.sheet().signAt(d.page.grid.At()); s != noSign {
		t.Errorf("a net export has the sign %v", s)
	}
	d.stand("grid-exchange", first+1).press("-", "8", "0", "enter")
	d.want("2018-02", "grid-exchange", -80)
	d.stand("water", first).press("-", "8", "0", "enter")
	if d.page.grid.Typing() {
		d.press("esc")
	}
	d.want("2018-01", "water", 18400)
}

// Periods can be history, and that is said.
func TestHistory(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	d.stand("", first).contains("lịch sử")
	d.stand("", first+1).press("shift+right", "f7", "down", "down", "enter")
	for _, i := range []int{1, 2} {
		if got := d.Audit().Periods[i].Phase; got != assess.History {
			t.Errorf("the phase of period %d is %q", i, got)
		}
	}
	if label, ok := d.undo(); !ok || label != "2 kỳ: lịch sử" {
		t.Errorf("undone: %q", label)
	}
	d.language(text.EN).stand("", first).contains("history")
}

// The page is done where every row has a figure of its own or from bills.
func TestStateWithBills(t *testing.T) {
	d := open(t, billsAudit).show(80, 19)
	done, total := state(d.Audit(), billedPeriods(d))
	if done != 2 || total != 4 { // output and water; electricity lacks a part of April, the exchange three months
		t.Errorf("%d of %d done", done, total)
	}
}

// The price that bills have on average is shown as such, not as one of the
// file's; another one is typed over it.
func TestPriceFromBills(t *testing.T) {
	d := open(t, strings.Replace(billsAudit, "amount = 280000", "amount = 280000\ncost = 560000000", 1)).show(80, 19)
	d.stand("electricity", priceCol).contains("2.000=").contains("bình quân theo các hóa đơn")
	d.press("delete") // nothing of the file's to clear
	if len(d.toasts) != 0 {
		t.Errorf("said: %q", d.toasts)
	}
	d.press("1", "9", "0", "0", "enter")
	if p := d.Audit().Flows[0].Price; p == nil || *p != 1900 {
		t.Errorf("the price is %v", p)
	}
}

// A figure can be asked why, as on the page of the coverage; a cell that is no
// figure says so.
func TestWhyOfACell(t *testing.T) {
	d := open(t, strings.Replace(billsAudit, "amount = 280000", "amount = 280000\ncost = 560000000", 1)).show(80, 19)
	for _, at := range []struct {
		row string
		col int
	}{{"electricity", first}, {"electricity", first + 3}, {"electricity", priceCol}, {"starch", first}, {"temperature", first + 1}, {"water", first}} {
		before := len(d.pushed)
		d.stand(at.row, at.col).press("f5")
		if len(d.pushed) != before+1 {
			t.Errorf("%s, column %d: no tree", at.row, at.col)
		}
	}
	d.stand("electricity", nameCol).press("f5")
	if !strings.Contains(d.lastToast(), "không có con số") {
		t.Errorf("a name: %q", d.lastToast())
	}
}
