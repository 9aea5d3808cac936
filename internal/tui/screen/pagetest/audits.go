package pagetest

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/sectors"
)

// Cassava is a starch factory with a year of figures, all asks answered, prices
// for what has one and nothing answered in the walk-through.
func Cassava() string {
	var b strings.Builder
	b.WriteString(`format = 1

[plant]
name = "Nhà máy tinh bột sắn Mai Sơn"
sector = "cassava-starch"
industry = 3
size = "medium"
province = "Sơn La"

[audit]
id = "01JTEST"
level = "quick"
date = 2019-11-05
target = "qd1419-2015"
currency = "VND"
monitored = false

[basis]
process = "factory"
root-starch = 26
dryer-fuel = "coal"

[[product]]
id = "starch"
name = "Tinh bột sắn"
unit = "t"

[[flow]]
id = "fresh-cassava"
price = 1900000

[[flow]]
id = "electricity"
price = 1850

[[flow]]
id = "coal"
price = 2600

[[flow]]
id = "wastewater"
price = 3000
`)
	for m := 1; m <= 12; m++ {
		season := 1 + 0.3*math.Cos(float64(m)*math.Pi/6)
		out := math.Round(1250 * season)
		fmt.Fprintf(&b, `
[[period]]
month = "2018-%02d"
phase = "before"
output = { starch = %.0f }
flows = { fresh-cassava = %.0f, electricity = %.0f, water = %.0f, wastewater = %.0f, coal = %.0f }
`, m, out, out*4.25, out*212, out*21.5, out*19.2, out*139)
	}
	return b.String()
}

// Bare is an audit with nothing but a plant and its sector.
func Bare(sector string) string {
	return fmt.Sprintf("format = 1\n\n[plant]\nname = \"Cơ sở thử\"\nsector = %q\n\n[audit]\nlevel = \"quick\"\ndate = 2019-11-05\n", sector)
}

// Large is a dyeing mill with ten years of months and many flows.
func Large() string {
	var b strings.Builder
	b.WriteString(Bare("textiles-dyeing"))
	b.WriteString("\n[[product]]\nid = \"fabric\"\nname = \"Vải\"\nunit = \"t\"\n")
	p := Pack("textiles-dyeing")
	for i := range 10 {
		for m := 1; m <= 12; m++ {
			fmt.Fprintf(&b, "\n[[period]]\nmonth = \"%d-%02d\"\nphase = \"before\"\noutput = { fabric = %d }\nflows = { ", 2010+i, m, 200+10*m)
			for n, f := range p.Flows {
				if n > 0 {
					b.WriteString(", ")
				}
				fmt.Fprintf(&b, "%s = %d", f.ID, 1000+37*n+m)
			}
			b.WriteString(" }\n")
		}
	}
	return b.String()
}

// Sectors lists the sector packs of the program.
func Sectors() []string {
	all, _ := benchmark.List(sectors.FS)
	var ids []string
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	return ids
}

// Examples are the worked examples of the program, by file name.
func Examples() map[string]string {
	all := map[string]string{}
	files, _ := fs.Glob(examples.FS, "*.toml")
	for _, name := range files {
		source, _ := fs.ReadFile(examples.FS, name)
		all[name] = string(source)
	}
	return all
}

// Example is the text of a worked example.
func Example(t testing.TB, name string) string {
	t.Helper()
	source, ok := Examples()[name]
	if !ok {
		t.Fatalf("there is no example %s", name)
	}
	return source
}

// Networks are the names of the worked examples that have a process network.
func Networks() []string {
	var names []string
	for name, source := range Examples() {
		if strings.Contains(source, "[[stream]]") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
