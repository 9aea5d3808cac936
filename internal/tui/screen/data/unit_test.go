package data

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
)

// unitAudit has amounts of electricity wherever an audit can have them.
const unitAudit = newAudit + `
[[flow]]
id = "electricity"
price = 1850

[[flow]]
id = "coal"
ncv = 21.5
density = 1

[[period]]
month = "2018-01"
output = { starch = 1250 }
flows = { electricity = 231000, coal = 175000 }

[[period]]
month = "2018-02"
output = { starch = 1100 }
flows = { electricity = 205700.5 }

[[reading]]
flow = "electricity"
from = 2018-01-05
to = 2018-02-03
amount = 230000

[[option]]
id = "motors"
name = "Động cơ"
saves = [{ flow = "electricity", amount = 12000 }, { flow = "electricity", percent = 5 }, { flow = "water", amount = 3 }]
`

func flow(a *assess.Audit, id string) assess.Flow {
	for _, f := range a.Flows {
		if f.ID == id {
			return f
		}
	}
	return assess.Flow{}
}

// Every amount goes along, prices the other way; undo is one step.
func TestConvertUnit(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	before := string(d.Source())
	d.stand("electricity", unitCol).press("m", "w", "h", "enter")
	got := d.dialog(70, 20)
	for _, want := range []string{"Đổi đơn vị kWh sang MWh", "231000 kWh thành 231 MWh", "Chỉ đổi tên: các số giữ nguyên, 231000 kWh thành 231000 MWh"} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("want %q:\n%s", want, got)
		}
	}
	d.press("c")
	d.want("2018-01", "electricity", 231)
	d.want("2018-02", "electricity", 205.7005)
	a := d.Audit()
	f := flow(a, "electricity")
	if f.Unit != "MWh" || f.Price == nil || *f.Price != 1850000 {
		t.Errorf("flow %+v", f)
	}
	if a.Readings[0].Amount != 230 {
		t.Errorf("reading %v", a.Readings[0].Amount)
	}
	s := a.Options[0].Saves
	if *s[0].Amount != 12 || *s[1].Percent != 5 || *s[2].Amount != 3 {
		t.Errorf("savings %+v", s)
	}
	d.contains("MWh")
	// And back: what was there is there again, the unit of the pack is not stated.
	d.press("f8").paste("kWh").press("enter", "c")
	d.want("2018-01", "electricity", 231000)
	d.want("2018-02", "electricity", 205700.5)
	if f := flow(d.Audit(), "electricity"); f.Unit != "" || *f.Price != 1850 {
		t.Errorf("flow %+v", f)
	}
	if label, _ := d.undo(); label != "quy đổi Điện từ MWh sang kWh" {
		t.Errorf("undone %q", label)
	}
	d.undo()
	if string(d.Source()) != before {
		t.Errorf("the undo does not lead back:\n%s", d.Source())
	}
}

func TestRelabelUnit(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	d.stand("electricity", unitCol).press("enter").paste("MWh").press("enter", "r")
	d.want("2018-01", "electricity", 231000)
	if f := flow(d.Audit(), "electricity"); f.Unit != "MWh" || *f.Price != 1850 {
		t.Errorf("flow %+v", f)
	}
	if label, _ := d.undo(); label != "đơn vị của Điện: kWh thành MWh" {
		t.Errorf("undone %q", label)
	}
}

// The heating value is per unit too.
func TestConvertHeatingValue(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	d.stand("coal", unitCol).press("enter").paste("tấn").press("enter", "c")
	d.want("2018-01", "coal", 175)
	if f := flow(d.Audit(), "coal"); f.Unit != "t" || *f.NCV != 21500 {
		t.Errorf("flow %+v", f)
	}
}

// No conversion: that is said, and only the name can be changed.
func TestCannotConvert(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	d.stand("electricity", unitCol).press("enter").paste("pcs").press("enter")
	if got := d.dialog(70, 20); !strings.Contains(got, "Không quy đổi được") || strings.Contains(got, "  Quy đổi ") {
		t.Error(got)
	}
	d.press("c") // not a choice
	if len(d.dialogs) != 1 {
		t.Error("the dialog is gone")
	}
	d.press("esc")
	if f := flow(d.Audit(), "electricity"); f.Unit != "" {
		t.Errorf("flow %+v", f)
	}
}

// Without figures a unit is simply changed; the output of a product too.
func TestUnitWithoutFigures(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	d.stand("wastewater", unitCol).press("l", "enter")
	if len(d.dialogs) > 0 {
		t.Fatal(d.dialog(60, 15))
	}
	if f := flow(d.Audit(), "wastewater"); f.Unit != "l" {
		t.Errorf("flow %+v", f)
	}
	// What an option saves is a figure too.
	d.stand("water", unitCol).press("l", "enter")
	if got := d.dialog(60, 15); !strings.Contains(got, "3 m³ thành 3000 l") {
		t.Error(got)
	}
	d.press("esc")
	d.stand("starch", unitCol).press("enter").paste("kg").press("enter", "c")
	d.want("2018-01", "starch", 1250000)
	if u := d.Audit().Products[0].Unit; u != "kg" {
		t.Errorf("unit %s", u)
	}
}

// The list begins with the units of the same kind and finds the others by
// their names; a spelling is understood, an unknown one refused with words.
func TestChooseUnit(t *testing.T) {
	d := open(t, unitAudit).show(80, 19)
	d.stand("electricity", unitCol).press("enter")
	got := d.dialog(60, 12)
	if !strings.Contains(got, "› kWh") || strings.Contains(got, "miligam") {
		t.Error(got)
	}
	d.press("esc", "enter").paste("jun")
	if got := d.dialog(60, 20); !strings.Contains(got, "GJ") {
		t.Error(got)
	}
	d.press("esc", "enter").paste("kwhh").press("enter")
	if got := d.dialog(60, 20); !strings.Contains(got, "Không có đơn vị") {
		t.Error(got)
	}
	d.dialog(24, 6)
}

// The indicative price of the common files is said and taken with Enter.
func TestIndicativePrice(t *testing.T) {
	source := strings.Replace(yearAudit, "price = 1850\n", "", 1)
	d := open(t, source).show(80, 19)
	d.stand("electricity", priceCol).contains("giá tham khảo")
	d.press("enter", "enter")
	if p := flow(d.Audit(), "electricity").Price; p == nil || *p < 1000 || *p > 5000 {
		t.Errorf("price %v", p)
	}
	d.stand("electricity", priceCol).press("delete").contains("giá tham khảo")
	d.stand("starch", priceCol).press("5", "enter").contains("Sản phẩm không có giá")
}
