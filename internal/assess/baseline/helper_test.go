package baseline

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/text"
)

// shared is a file of the folder of worked examples beside the repository; the
// test is skipped where that folder is absent.
func shared(t testing.TB, elements ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(append([]string{filepath.Dir(dir), "shared"}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the shared examples are not here: %s", filepath.Join(elements...))
	}
	return path
}

func readTOML(t testing.TB, path string, into any) {
	t.Helper()
	if _, err := toml.DecodeFile(path, into); err != nil {
		t.Fatal(err)
	}
}

// table is a csv file: a map from the heading to the column.
type table map[string][]string

func readCSV(t testing.TB, path string) table {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := table{}
	for k, heading := range rows[0] {
		for _, row := range rows[1:] {
			columns[heading] = append(columns[heading], row[k])
		}
	}
	return columns
}

func (c table) numbers(t testing.TB, heading string) []float64 {
	t.Helper()
	values := make([]float64, len(c[heading]))
	for i, s := range c[heading] {
		values[i] = number(t, s)
	}
	return values
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// digits is the number of correct significant digits of got.
func digits(got, want float64) float64 {
	switch {
	case got == want:
		return 16
	case want == 0:
		return -math.Log10(math.Abs(got))
	}
	return -math.Log10(math.Abs(got-want) / math.Abs(want))
}

// near reports whether got is want within a relative tolerance.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-300)) {
		t.Errorf("%s = %.12g, want %.12g (off by %.1e)", what, got, want, (got-want)/want)
	}
}

func value(t testing.TB, what string, p *float64) float64 {
	t.Helper()
	if p == nil {
		t.Errorf("%s is not defined", what)
		return math.NaN()
	}
	return *p
}

// message is the error as the message that it is.
func message(err error) text.Message {
	var m text.Message
	errors.As(err, &m)
	return m
}
