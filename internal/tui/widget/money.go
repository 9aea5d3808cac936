package widget

import (
	"errors"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// moneyWords are what people write after a sum of money, without marks and in
// small letters, with what the number is then multiplied by.
func moneyWords() map[string]float64 {
	return map[string]float64{
		"d": 1, "dong": 1, "vnd": 1, "usd": 1, "$": 1,
		"k": 1e3, "n": 1e3, "nghin": 1e3, "ngan": 1e3, "thousand": 1e3,
		"tr": 1e6, "trieu": 1e6, "m": 1e6, "mn": 1e6, "million": 1e6,
		"t": 1e9, "ty": 1e9, "ti": 1e9, "bn": 1e9, "billion": 1e9,
	}
}

// isMoney reports whether a unit is a currency, or money per something.
func isMoney(unit string) bool {
	currency, _, _ := strings.Cut(unit, "/")
	return currency == "VND" || currency == "USD"
}

// parseMoney reads a sum as people write it: "450000000", "450 tr", "1,5 tỷ đ",
// "450 million". What else stands after the number is refused as ParseNumber
// refuses it.
func parseMoney(s string, n quantity.Notation) (quantity.Number, error) {
	v, err := quantity.ParseNumber(s, n)
	var m text.Message
	if err == nil || !errors.As(err, &m) || m.Key != "number.trailing" {
		return v, err
	}
	at := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789.,+-− \u00a0\u202f", r) })
	if at < 0 {
		return v, err
	}
	times := 1.0
	for _, word := range strings.Fields(s[at:]) {
		k, known := moneyWords()[i18n.Fold(word)]
		if !known {
			return v, err
		}
		times *= k
	}
	if v, err = quantity.ParseNumber(s[:at], n); err == nil && !v.Missing {
		v.Value *= times
	}
	return v, err
}
