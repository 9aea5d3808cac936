// Package emission computes greenhouse gases and environmental fees from
// amounts and published factors.
package emission

import "github.com/sxsh-audit/audit/internal/benchmark"

// Gases are masses of greenhouse gases, in kg.
type Gases struct {
	CO2, CH4, N2O float64
	Biogenic      bool // the CO2 is of biological origin: a memo item
}

// Potentials are warming potentials over 100 years, kg CO2e per kg.
type Potentials struct{ CH4, N2O float64 }

// Burn is the combustion of a fuel with mj of net heat:
//
//	kg gas = MJ / 10⁶ · EF [kg/TJ]
//
// Source: IPCC 2006 Guidelines, Vol. 2, Ch. 2, eq. 2.1 (tier 1).
func Burn(mj float64, f benchmark.Fuel) Gases {
	tj := mj / 1e6
	return Gases{CO2: tj * f.CO2KgPerTJ, CH4: tj * f.CH4KgPerTJ, N2O: tj * f.N2OKgPerTJ, Biogenic: f.Biogenic}
}

// CO2e is the total in t CO2e and the biogenic CO2 in t. The CO2 of biogenic
// fuels is not in the total; their CH4 and N2O are.
func (g Gases) CO2e(p Potentials) (total, biogenic float64) {
	total = (g.CH4*p.CH4 + g.N2O*p.N2O) / 1000
	if g.Biogenic {
		return total, g.CO2 / 1000
	}
	return total + g.CO2/1000, 0
}

// Methane is the CH4 of anaerobic decay in wastewater, in kg:
//
//	CH4 = COD · Bo · MCF
//
// with the COD entering the treatment in kg, Bo in kg CH4/kg COD and MCF the
// treatment's methane correction factor. Sludge removed and methane recovered
// are not deducted here. Source: IPCC 2006 Guidelines, Vol. 5, Ch. 6, eq. 6.4.
func Methane(codKg, bo, mcf float64) float64 { return codKg * bo * mcf }
