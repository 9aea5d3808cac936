package emission_test

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/emission"
	"github.com/sxsh-audit/audit/internal/benchmark"
)

func decree53() []benchmark.Fee {
	at := func(v float64) *float64 { return &v }
	return []benchmark.Fee{
		{Document: "NĐ 53/2020", Kind: "fixed", Amount: 2_500_000, FlowTo: at(5)},
		{Document: "NĐ 53/2020", Kind: "fixed", Amount: 3_000_000, FlowFrom: at(5), FlowTo: at(10)},
		{Document: "NĐ 53/2020", Kind: "fixed", Amount: 4_000_000, FlowFrom: at(10), FlowTo: at(20)},
		{Document: "NĐ 53/2020", Kind: "fixed", Amount: 4_000_000, FlowFrom: at(20)},
		{Document: "NĐ 53/2020", Kind: "variable", Parameter: "COD", Amount: 2000},
		{Document: "NĐ 53/2020", Kind: "variable", Parameter: "TSS", Amount: 2400},
	}
}

func sum(lines []emission.Charge) (s float64) {
	for _, l := range lines {
		s += l.Amount
	}
	return s
}

// Nghị định 53/2020 by hand: 200 m³/day for a year, COD 100 mg/l, TSS 50 mg/l:
// V = 73 000 m³; COD 7 300 kg · 2 000 = 14 600 000; TSS 3 650 kg · 2 400 =
// 8 760 000; fixed 4 000 000; together 27 360 000 VND.
func TestWastewaterFeeDecree53(t *testing.T) {
	lines, missing, why := emission.WastewaterFee(decree53(), emission.Discharge{M3: 73_000, Days: 365, MgPerL: map[string]float64{"COD": 100, "TSS": 50}})
	if !why.Empty() || len(missing) != 0 {
		t.Fatalf("why = %v, missing = %v", why, missing)
	}
	near(t, "fee", sum(lines), 27_360_000)
}

// A leap year's fixed part is a year's, two years' are two.
func TestWastewaterFeeFixedPartByTheYear(t *testing.T) {
	for days, want := range map[int]float64{365: 4_000_000, 366: 4_000_000, 730: 8_000_000} {
		lines, _, why := emission.WastewaterFee(decree53(), emission.Discharge{M3: 200 * float64(days), Days: days, MgPerL: map[string]float64{"COD": 0, "TSS": 0}})
		if !why.Empty() {
			t.Fatal(why)
		}
		near(t, "fee", sum(lines), want)
	}
}

// Below 20 m³ a day only the fixed part is due: 8 m³/day is the 5–10 class.
func TestWastewaterFeeSmallPlant(t *testing.T) {
	lines, _, why := emission.WastewaterFee(decree53(), emission.Discharge{M3: 8 * 365, Days: 365})
	if !why.Empty() {
		t.Fatal(why)
	}
	near(t, "fee", sum(lines), 3_000_000)
}

func TestWastewaterFeeNeedsConcentrations(t *testing.T) {
	_, missing, why := emission.WastewaterFee(decree53(), emission.Discharge{M3: 73_000, Days: 365})
	if why.Key != "fee.no-concentration" || len(missing) != 2 {
		t.Errorf("why = %v, missing = %v", why, missing)
	}
	_, missing, why = emission.WastewaterFee(decree53(), emission.Discharge{M3: 73_000, Days: 365, MgPerL: map[string]float64{"COD": 100}})
	if !why.Empty() || len(missing) != 1 || missing[0] != "TSS" {
		t.Errorf("with COD only: why = %v, missing = %v", why, missing)
	}
}

// Nghị định 346/2025: an unmonitored plant pays 1 700 VND/m³; the rates of
// monitored plants are not known and are not guessed.
func TestWastewaterFeeDecree346(t *testing.T) {
	rates := []benchmark.Fee{{Document: "NĐ 346/2025", Kind: "formula", Amount: 1700}}
	yes, no := true, false
	lines, _, why := emission.WastewaterFee(rates, emission.Discharge{M3: 10_000, Days: 365, Monitored: &no})
	if !why.Empty() {
		t.Fatal(why)
	}
	near(t, "fee", sum(lines), 17_000_000)
	if _, _, why = emission.WastewaterFee(rates, emission.Discharge{M3: 10_000, Days: 365, Monitored: &yes}); why.Key != "fee.rates-not-known" {
		t.Errorf("monitored: %v", why)
	}
	if _, _, why = emission.WastewaterFee(rates, emission.Discharge{M3: 10_000, Days: 365}); why.Key != "fee.monitored-not-stated" {
		t.Errorf("not stated: %v", why)
	}
	if _, _, why = emission.WastewaterFee(nil, emission.Discharge{M3: 1, Days: 1}); why.Key != "fee.none-in-force" {
		t.Errorf("no decree: %v", why)
	}
}
