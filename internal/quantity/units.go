package quantity

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
)

// Dimension is what a unit measures. Units convert only inside one dimension.
type Dimension string

// The dimensions of the standard units.
const (
	Mass             Dimension = "mass"
	Volume           Dimension = "volume"
	NormalVolume     Dimension = "normal-volume" // gas at 0 °C and 101.325 kPa
	Energy           Dimension = "energy"
	Power            Dimension = "power"
	Pressure         Dimension = "pressure"
	Length           Dimension = "length"
	Area             Dimension = "area"
	Count            Dimension = "count"
	Time             Dimension = "time"
	VolumeFlow       Dimension = "volume-flow"
	VND              Dimension = "VND"
	USD              Dimension = "USD"
	Ratio            Dimension = "ratio"
	Concentration    Dimension = "concentration"     // mass in a volume of liquid
	GasConcentration Dimension = "gas-concentration" // mass in a normal volume of gas
	CO2e             Dimension = "co2e"              // greenhouse gas, as CO2 of the same warming
	Temperature      Dimension = "temperature"       // °C; nothing converts to it
)

// Name returns the dimension's name; a pack's own dimension has only its id.
func (d Dimension) Name() text.Name {
	if n, ok := dimensionNames()[d]; ok {
		return n
	}
	return text.Both(string(d))
}

// Unit is a unit of measurement. Factor is how many base units of the dimension
// one unit is; which unit is the base is of no matter outside this package.
type Unit struct {
	Symbol    string
	Name      text.Name
	Dimension Dimension
	Factor    float64
}

// Units is an immutable table of units.
type Units struct {
	units   []Unit         // in the order of the table
	spelled map[string]int // every accepted spelling → index into units
}

// Standard returns the program's own units.
func Standard() Units { return standard() }

// standard is computed at the first use and never changes afterwards.
var standard = sync.OnceValue(func() Units {
	u := Units{spelled: make(map[string]int)}
	for _, row := range standardUnits() {
		for _, s := range append([]string{row.Symbol}, row.also...) {
			u.spelled[spelling(s)] = len(u.units)
		}
		u.units = append(u.units, row.Unit)
	}
	return u
})

// With returns a copy of the table that has the units of a sector pack too.
// Errors: unit.duplicate (arg unit) where the symbol or a spelling of it is
// taken; unit.incomplete (arg unit) without symbol or dimension; unit.bad-factor
// (arg unit) where the factor is not a positive number.
func (u Units) With(extra ...Unit) (Units, error) {
	r := Units{units: slices.Clone(u.units), spelled: maps.Clone(u.spelled)}
	if r.spelled == nil {
		r.spelled = make(map[string]int)
	}
	for _, e := range extra {
		key := spelling(e.Symbol)
		_, taken := r.spelled[key]
		switch {
		case key == "" || e.Dimension == "":
			return Units{}, text.M("unit.incomplete", "unit", e.Symbol)
		case taken:
			return Units{}, text.M("unit.duplicate", "unit", e.Symbol)
		case !positive(e.Factor):
			return Units{}, text.M("unit.bad-factor", "unit", e.Symbol)
		}
		r.spelled[key] = len(r.units)
		r.units = append(r.units, e)
	}
	return r, nil
}

// All returns the units in the order of the table, a pack's own at the end.
func (u Units) All() []Unit { return slices.Clone(u.units) }

// Find returns the unit of a symbol or of one of its accepted spellings (Kwh,
// tấn, m³). Case counts where it distinguishes units (mg, MW). Errors:
// unit.unknown with args found and nearest, a symbol that looks like it or "";
// unit.ppm for a unit that means one thing in water and another in gas.
func (u Units) Find(symbol string) (Unit, error) {
	key := spelling(symbol)
	if i, ok := u.spelled[key]; ok {
		return u.units[i], nil
	}
	if k := strings.ToLower(key); k == "ppm" || k == "ppb" {
		return Unit{}, text.M("unit.ppm", "found", symbol)
	}
	return Unit{}, text.M("unit.unknown", "found", excerpt(symbol), "nearest", u.nearest(key))
}

// Convert expresses v of one unit in another of the same dimension. Errors: as
// Find; unit.dimension, or where a factor would lead from one dimension to the
// other the key that names it (unit.needs-density and so on), with args from
// and to (the symbols), fromKind and toKind (names of the dimensions).
func (u Units) Convert(v float64, from, to string) (float64, error) {
	f, err := u.Find(from)
	if err != nil {
		return 0, err
	}
	t, err := u.Find(to)
	if err != nil {
		return 0, err
	}
	if f.Dimension != t.Dimension {
		return 0, text.M(bridge(f.Dimension, t.Dimension),
			"from", f.Symbol, "to", t.Symbol, "fromKind", f.Dimension.Name(), "toKind", t.Dimension.Name())
	}
	return scale(v, f, t), nil
}

func scale(v float64, from, to Unit) float64 {
	if from.Factor == to.Factor {
		return v
	}
	return v * from.Factor / to.Factor
}

// bridge is the message key for a conversion between two dimensions.
func bridge(a, b Dimension) string {
	between := func(x, y Dimension) bool { return a == x && b == y || a == y && b == x }
	switch {
	case between(Volume, Mass), between(NormalVolume, Mass):
		return "unit.needs-density"
	case between(Mass, Energy), between(Volume, Energy), between(NormalVolume, Energy):
		return "unit.needs-heating-value"
	case between(Volume, NormalVolume):
		return "unit.needs-gas-state"
	case between(Area, Mass):
		return "unit.needs-area-weight"
	case between(Power, Energy):
		return "unit.needs-hours"
	}
	return "unit.dimension"
}

// Factor leads from one dimension to another: Value To-units are in one
// From-unit. A heating value is MJ (To) per kg (From), a density kg per l, a
// cloth weight kg per m2.
type Factor struct {
	ID       string
	Name     text.Name
	Value    float64
	To, From string
}

// ConvertBy expresses v of one unit in a unit of another dimension through the
// factor, in either direction:
//
//	v [from] → From × Value → To [to]    or    v [from] → To ÷ Value → From [to]
//
// Inside one dimension the factor is not used. Errors: as Find; unit.bad-factor
// (arg unit: the factor's id) where its value is not a positive number;
// unit.wrong-factor (args from, to, factor, factorFrom, factorTo) where the
// factor does not lead from the one dimension to the other.
func (u Units) ConvertBy(v float64, from, to string, f Factor) (float64, error) {
	var err error
	find := func(symbol string) (found Unit) {
		if err == nil {
			found, err = u.Find(symbol)
		}
		return found
	}
	src, dst, fFrom, fTo := find(from), find(to), find(f.From), find(f.To)
	if err != nil {
		return 0, err
	}
	switch {
	case src.Dimension == dst.Dimension:
		return scale(v, src, dst), nil
	case !positive(f.Value):
		return 0, text.M("unit.bad-factor", "unit", f.ID)
	case src.Dimension == fFrom.Dimension && dst.Dimension == fTo.Dimension:
		return scale(scale(v, src, fFrom)*f.Value, fTo, dst), nil
	case src.Dimension == fTo.Dimension && dst.Dimension == fFrom.Dimension:
		return scale(scale(v, src, fTo)/f.Value, fFrom, dst), nil
	}
	return 0, text.M("unit.wrong-factor", "from", src.Symbol, "to", dst.Symbol,
		"factor", f.Name, "factorFrom", fFrom.Symbol, "factorTo", fTo.Symbol)
}

func positive(v float64) bool { return v > 0 && !math.IsInf(v, 1) }

// spelling is the form in which symbols are compared: NFC, single spaces,
// raised and lowered digits as plain ones.
func spelling(s string) string {
	return strings.Join(strings.Fields(plainDigits.Replace(norm.NFC.String(s))), " ")
}

var plainDigits = strings.NewReplacer("²", "2", "³", "3", "₂", "2", "₃", "3", "º", "°", "˚", "°", "μ", "µ")

// nearest returns the symbol whose spelling is most like key, at most two edits
// away without regard to case, or "".
func (u Units) nearest(key string) string {
	const most = 2
	found := []rune(strings.ToLower(key))
	if len(found) > 20 { // no unit is so long: do not compare at length
		return ""
	}
	best, nearest, bestSpelled := most+1, "", ""
	for spelled, i := range u.spelled {
		d := edits(found, []rune(strings.ToLower(spelled)))
		// Two edits in a symbol of two letters would leave nothing of it.
		if d >= len(found) || d >= utf8.RuneCountInString(spelled) {
			continue
		}
		// The second comparison makes the answer independent of the map's order.
		if d < best || d == best && (i < u.spelled[bestSpelled] || i == u.spelled[bestSpelled] && spelled < bestSpelled) {
			best, nearest, bestSpelled = d, u.units[i].Symbol, spelled
		}
	}
	return nearest
}

// edits is the Levenshtein distance: the least number of letters inserted,
// deleted or replaced that turns a into b.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
