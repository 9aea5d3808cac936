package exchange

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// What a column can be is offered with the likely first, in words, with the
// units that it may have; and every one of them is understood as a mapping.
func TestTargets(t *testing.T) {
	for name, p := range examples(t) {
		all := Targets(p.audit, p.pack, p.common)
		if all[0].ID != "output."+p.audit.Products[0].ID {
			t.Errorf("%s: the first is %s", name, all[0].ID)
		}
		voc := newVocabulary(p.audit, p.pack, p.common)
		unlikely := false
		for _, x := range all {
			if unlikely && x.Likely {
				t.Errorf("%s: %s stands behind what is unlikely", name, x.ID)
			}
			unlikely = !x.Likely
			if got, err := voc.target(x.ID); err != nil || got != x.ID {
				t.Errorf("%s: %s is understood as %q, %v", name, x.ID, got, err)
			}
			if said := nameOf(x.Name); said.VI == "" || said.VI[0] == '<' || said.EN == "" || said.EN[0] == '<' {
				t.Errorf("%s: no words for %s: %v", name, x.ID, said)
			}
			if len(x.Units) > 0 && !slices.Contains(x.Units, x.Unit) {
				t.Errorf("%s: %s is in %s, not one of %v", name, x.ID, x.Unit, x.Units)
			}
		}
	}
}

// A pack says what people call a flow in their own tables.
func TestPackAliases(t *testing.T) {
	p := examples(t)["tinh-bot-san.audit.toml"]
	plan := p.csv(t, "Tháng;Củ sắn (tấn)\n1/2009;2000\n", Options{})
	if c := plan.Columns[1]; c.Target != "flows.fresh-cassava" {
		t.Errorf("%+v", c)
	}
}

// Columns that are not read are listed with their cells: those without a
// meaning, those left out on request, those with a wrong unit; not the number of
// the row.
func TestLeftColumns(t *testing.T) {
	p := smallPlant(t)
	ids := func(plan *Plan) (all []string) {
		for _, c := range plan.Left {
			all = append(all, c.Cell+" "+c.Heading+" "+c.Target)
		}
		return all
	}
	src := "STT;Tháng;Điện (kWh);Nước (kg);Ca 3;Tổ\n1;3/2024;5;6;7;A\n"
	plan := p.csv(t, src, Options{Map: []Mapping{{Ignore, "", "Tổ"}}})
	if got, want := ids(plan), []string{"D1 Nước (kg) flows.water", "E1 Ca 3 ", "F1 Tổ ignore"}; !slices.Equal(got, want) {
		t.Errorf("left: %q, want %q", got, want)
	}
	if got, want := ids(p.csv(t, "Kỳ hạn;Chỉ số A\nx;7\n", Options{})), []string{"A1 Kỳ hạn ", "B1 Chỉ số A "}; !slices.Equal(got, want) {
		t.Errorf("without a table: %q, want %q", got, want)
	}
	if c := p.csv(t, "Kỳ hạn;Chỉ số A (MWh)\nx;7\n", Options{}).Left[1]; c.Unit != "MWh" {
		t.Errorf("the unit of its heading: %q", c.Unit)
	}
	// Told once, it is remembered, and says so.
	plan = p.csv(t, "Tháng;Ca 3\n3/2024;7\n", Options{Map: []Mapping{{"flows.electricity", "MWh", "Ca 3"}}})
	if c := plan.Columns[1]; c.Remembered {
		t.Error("what is told now is not remembered yet")
	}
	again := p.after(t, plan).csv(t, "Tháng;Ca 3\n4/2024;7\n", Options{})
	if c := again.Columns[1]; !c.Remembered || c.Unit != "MWh" || c.To != "kWh" {
		t.Errorf("remembered: %+v", c)
	}
}

func TestCountsAndGroups(t *testing.T) {
	p := smallPlant(t)
	plan := p.csv(t, "Tháng;Điện (kWh);Nước (m³)\n1/2024;210000;18500\n2/2024;205000;17000\n3/2024;0,1;9\n4/2024;0,2;8\n", Options{})
	added, changed := plan.Counts()
	if added != 5 || changed != 1 || plan.Same != 2 || plan.Doubts() != len(faultsOf(plan, problem.Doubt)) {
		t.Errorf("added %d, changed %d, same %d:\n%s", added, changed, plan.Same, say(plan))
	}
	groups := plan.Groups()
	var sizes []int
	for _, g := range groups {
		sizes = append(sizes, len(g.Changes))
	}
	if !slices.Equal(sizes, []int{1, 3, 2}) || groups[0].Sum != nil || *groups[1].Sum != 17017 || *groups[2].Sum != 0.3 {
		t.Errorf("groups of %v: %+v", sizes, groups)
	}
}

// Months that follow one another are said as a range.
func TestMonthRuns(t *testing.T) {
	m := func(year, month int) quantity.Month { return quantity.Month{Year: year, Month: month} }
	plan := &Plan{Months: []quantity.Month{m(2023, 11), m(2023, 12), m(2024, 1), m(2024, 5), m(2024, 6)}}
	if got := i18n.Embedded().Printer(text.VI).Say(text.M("say.text", "text", plan.MonthRuns())); got != "11/2023 – 1/2024, 5/2024, 6/2024" {
		t.Errorf("%s", got)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "điện.csv")
	must(t, os.WriteFile(path, []byte("Tháng;Điện\n1/2024;5\n"), 0o600))
	b, err := ReadFile(context.Background(), path, DefaultLimits(), nil)
	must(t, err)
	if b.Name != "điện.csv" || len(b.Sheets) != 1 {
		t.Errorf("read: %+v", b)
	}
	if _, err := ReadFile(context.Background(), dir, DefaultLimits(), nil); err == nil || err.Error() == "" {
		t.Error("a folder is read")
	}
	if _, err := ReadFile(context.Background(), filepath.Join(dir, "none.csv"), DefaultLimits(), nil); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}
