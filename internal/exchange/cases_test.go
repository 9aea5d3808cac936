package exchange

import (
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"
)

type numberCase struct {
	text, locale, expected string
}

// numberCases are the shared cases of numbers as people write them.
func numberCases(t *testing.T) (all []numberCase) {
	var file struct {
		Case []struct{ Text, Locale, Expected string }
	}
	must(t, toml.Unmarshal(shared(t, "cases/numbers/parsing.toml"), &file))
	for _, c := range file.Case {
		all = append(all, numberCase{c.Text, c.Locale, c.Expected})
	}
	if len(all) < 15 {
		t.Fatal("the cases are gone")
	}
	return all
}

func quantityText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
