package i18n

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// marks are the decimal mark and the mark between groups of thousands, as the
// Unicode CLDR has them for the language.
func (p *Printer) marks() (decimal, group string) {
	if p.lang == text.EN {
		return ".", ","
	}
	return ",", "."
}

// write turns what strconv wrote into the language's form. Trailing zeros after
// the decimal mark are dropped; minus zero is zero.
func (p *Printer) write(s, decimal, group string) string {
	s, exponent, scientific := strings.Cut(s, "e")
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	fraction = strings.TrimRight(fraction, "0")
	var b strings.Builder
	if negative && strings.Trim(whole, "0")+fraction != "" {
		b.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(decimal + fraction)
	}
	if scientific {
		b.WriteString("e" + exponent)
	}
	return b.String()
}

// absent is written where there is no number to write.
const absent = "—"

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Number writes v rounded to at most maxDecimals decimals: 1.234.567,5 in
// Vietnamese, 1,234,567.5 in English. What is not finite is written "—".
func (p *Printer) Number(v float64, maxDecimals int) string {
	if !finite(v) {
		return absent
	}
	decimal, group := p.marks()
	return p.write(strconv.FormatFloat(v, 'f', max(0, maxDecimals), 64), decimal, group)
}

// exact writes every digit of v without groups, in the decimal mark of the
// format ("vi", "en") or else of the language: a form that can be typed back.
func (p *Printer) exact(v float64, format string) string {
	if !finite(v) {
		return absent
	}
	decimal, _ := p.marks()
	switch format {
	case "vi":
		decimal = ","
	case "en":
		decimal = "."
	}
	return p.write(strconv.FormatFloat(v, 'f', -1, 64), decimal, "")
}

// Figure writes v as a report does: four significant digits, whole from 1000
// on, without trailing zeros. Only the very large (from 10¹⁵) and the very small
// (below 10⁻⁷, where a difference of equals ends up) are written with an
// exponent.
func (p *Printer) Figure(v float64) string { return p.significant(v, 4) }

func (p *Printer) significant(v float64, digits int) string {
	if !finite(v) {
		return absent
	}
	// strconv rounds first and then says what the order of magnitude is, so that
	// 999.96 is seen as 1000.
	s := strconv.FormatFloat(v, 'e', digits-1, 64)
	order, _ := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	if v != 0 && (order >= 15 || order < -7) {
		decimal, _ := p.marks()
		return p.write(s, decimal, "")
	}
	return p.Number(v, digits-1-order)
}

// Signed writes v as Figure does, with a plus sign where it is positive.
func (p *Printer) Signed(v float64) string { return signed(v, p.Figure(v)) }

func signed(v float64, s string) string {
	if v > 0 && finite(v) && s != "0" {
		return "+" + s
	}
	return s
}

// Percent writes a change or a gap of v percent, with its sign: "+15 %",
// "-7,4 %". One decimal below 100, none above; two from 1 to 10 where one alone
// would make it a whole number that it is not, so that
// 4.97 is not read as a target of 5.
func (p *Printer) Percent(v float64) string { return signed(v, p.Percentage(v)) + " %" }

// Share writes a share of v percent, without a sign: "15 %". Decimals as Percent.
func (p *Printer) Share(v float64) string { return p.Percentage(v) + " %" }

// wholeLooksExact is up to where a whole percentage is read as exact.
const wholeLooksExact = 9.95

// Percentage is Share without its sign of per cent: "15".
func (p *Printer) Percentage(v float64) string {
	switch a := math.Abs(v); {
	case a >= 99.95:
		return p.Number(v, 0)
	case v >= 0.95 && v < wholeLooksExact && math.Abs(v-math.Round(v)) < 0.05:
		return p.Number(v, 2)
	case a >= 0.1:
		return p.Number(v, 1)
	}
	return p.significant(v, 1)
}

// Amount writes a value in its unit: "14,72 m³/t". Money is written short (see
// Money); a ratio has no unit.
func (p *Printer) Amount(a quantity.Amount) string {
	switch a.Unit {
	case "VND", "USD":
		return p.Money(a.Value, a.Unit)
	case "%":
		return p.Share(a.Value)
	}
	return p.Figure(a.Value) + p.after(a.Unit)
}

// after is the unit as it stands after a number.
func (p *Printer) after(unit string) string {
	if unit == "" || unit == "-" {
		return ""
	}
	return " " + p.Unit(unit)
}

// Unit writes a unit symbol, or a ratio of them, for reading: m³ for m3; in
// Vietnamese đ for VND, cái for pcs, ngày for day.
func (p *Printer) Unit(symbol string) string {
	var b strings.Builder
	for rest := Clean(symbol); rest != ""; {
		i := strings.IndexAny(rest, "/ ")
		word := rest
		if i >= 0 {
			word = rest[:i]
		}
		b.WriteString(p.unitWord(word))
		rest = rest[len(word):]
		if i >= 0 {
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String()
}

func (p *Printer) unitWord(s string) string {
	if n, ok := p.units[s]; ok {
		return Clean(n.In(p.lang))
	}
	switch s {
	case "m2", "cm2", "dm2":
		return strings.TrimSuffix(s, "2") + "²"
	case "m3", "Nm3":
		return strings.TrimSuffix(s, "3") + "³"
	}
	if p.lang == text.EN {
		switch s {
		case "nghìn":
			return "thousand"
		case "triệu":
			return "million"
		case "tỷ":
			return "billion"
		}
		return s
	}
	switch s {
	case "VND":
		return "đ"
	case "pcs":
		return "cái"
	case "day":
		return "ngày"
	case "year":
		return "năm"
	case "min":
		return "phút"
	case "ta":
		return "tạ"
	}
	return s
}

// Money writes an amount of money short: "1,9 tỷ đ", "203 triệu đ",
// "45.000 đ"; in English "1.9 bn VND", "203 m VND", "45,000 VND".
func (p *Printer) Money(v float64, currency string) string {
	million, billion := " triệu", " tỷ"
	if p.lang == text.EN {
		million, billion = " m", " bn"
	}
	var s string
	switch a := math.Abs(v); { // the bounds are where the next form begins after rounding
	case !finite(v):
		return absent
	case a >= 999.5e6:
		s = p.short(v/1e9) + billion
	case a >= 999_999.5:
		s = p.short(v/1e6) + million
	case a >= 999.5:
		s = p.Number(v, 0)
	default:
		s = p.Figure(v)
	}
	return s + p.after(currency)
}

// short writes one decimal below 100, none above.
func (p *Printer) short(v float64) string {
	if math.Abs(v) >= 99.95 {
		return p.Number(v, 0)
	}
	return p.Number(v, 1)
}

// MoneyFull writes an amount of money to the dong: "1.903.250.000 đ"; other
// currencies to the hundredth.
func (p *Printer) MoneyFull(v float64, currency string) string {
	decimals := 2
	if currency == "VND" {
		decimals = 0
	}
	return p.Number(v, decimals) + p.after(currency)
}

// Date writes a day: 05/11/2019 in Vietnamese, 5 Nov 2019 in English, nothing
// if it is not stated.
func (p *Printer) Date(d quantity.Date) string {
	switch {
	case d.IsZero():
		return ""
	case p.lang == text.EN:
		return fmt.Sprintf("%d %s %d", d.Day, shortMonth(d.Month), d.Year)
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
}

// Month writes a month: 3/2018 in Vietnamese, Mar 2018 in English, nothing if
// it is not stated.
func (p *Printer) Month(m quantity.Month) string {
	switch {
	case m.IsZero():
		return ""
	case p.lang == text.EN:
		return fmt.Sprintf("%s %d", shortMonth(m.Month), m.Year)
	}
	return fmt.Sprintf("%d/%d", m.Month, m.Year)
}

func shortMonth(m int) string {
	if m < 1 || m > 12 {
		return strconv.Itoa(m)
	}
	return time.Month(m).String()[:3]
}

// Stated is a value as an audit file states it, with all its digits and its
// unit; nothing for none.
func (p *Printer) Stated(v any, unit string) string {
	const allDigits = 12
	join := func(s string) string {
		if u := p.Unit(unit); u != "" && unit != "-" {
			return s + " " + u
		}
		return s
	}
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return join(p.Number(v, allDigits))
	case int:
		return join(p.Number(float64(v), 0))
	case int64:
		return join(p.Number(float64(v), 0))
	case quantity.Date:
		return p.Date(v)
	case quantity.Month:
		return p.Month(v)
	case []string:
		return Clean(strings.Join(v, "; "))
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = p.Stated(x, "")
		}
		return strings.Join(parts, "; ")
	case bool:
		if v {
			return p.Say(text.M("stated.true"))
		}
		return p.Say(text.M("stated.false"))
	case string:
		return Clean(v)
	}
	s := fmt.Sprint(v)
	if d, err := quantity.ParseDate(s); err == nil { // a date as the document holds it
		return p.Date(d)
	}
	return Clean(s)
}
