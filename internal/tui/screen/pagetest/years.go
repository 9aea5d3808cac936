package pagetest

import (
	"fmt"
	"math"
	"strings"
)

// Years is a starch factory with months before and months after its solutions,
// whose truth is known. Before, in a month of P tonnes of starch:
//
//	electricity = 60.000 kWh + 160 kWh·P     scatter ±1 %
//	coal        = 140 kg·P                   scatter ±1 %
//	water       = 4.000 m³ + 12 m³·P         scatter ±9 %
//	cassava     = 4,3 t·P                    scatter ±0,4 %
//
// After, 15 % more starch is made, and less is used of it than the same rules
// say: 8 % of the electricity, 4 % of the water, 10 % of the cassava; of coal 3 %
// more. The scatter is a fixed row of numbers.
func Years(before, after int) string {
	var b strings.Builder
	head, _, _ := strings.Cut(Cassava(), "\n[[period]]")
	b.WriteString(strings.Replace(head, "target = \"qd1419-2015\"", "auditor = \"Tổ SXSH\"\ntarget = \"qd1419-2015\"", 1))
	year, month := 2015, 1
	for i := range before + after {
		phase, more := "before", 1.0
		saved := [4]float64{}
		if i >= before {
			phase, more = "after", 1.15
			saved = [4]float64{0.08, -0.03, 0.04, 0.10}
		}
		p := math.Round(1250 * more * (1 + 0.25*math.Cos(float64(month)*math.Pi/6) + 0.04*scatter(i, 5)))
		rule := [4]float64{60000 + 160*p, 140 * p, 4000 + 12*p, 4.3 * p}
		for k, s := range [4]float64{0.01, 0.01, 0.09, 0.004} {
			rule[k] = math.Round(rule[k] * (1 - saved[k]) * (1 + s*scatter(i, k)))
		}
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"%d-%02d\"\nphase = %q\noutput = { starch = %.0f }\nflows = { electricity = %.0f, coal = %.0f, water = %.0f, fresh-cassava = %.0f }\n",
			year, month, phase, p, rule[0], rule[1], rule[2], rule[3])
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	return b.String()
}

// scatter is a number between -1 and 1 of the i-th month of a row.
func scatter(i, row int) float64 {
	return math.Mod(float64((i+1)*(37+14*row)%101), 101)/50 - 1
}
