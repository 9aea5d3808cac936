package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/report"
)

// nistSet is a linear set of the NIST Statistical Reference Datasets with its
// certified values, as NIST prints them.
type nistSet struct {
	File       string   `toml:"file"`
	Terms      string   `toml:"terms"` // poly<k>, noint, multi
	Coef       []string `toml:"coef"`
	SE         []string `toml:"se"`
	ResidualSD string   `toml:"residual_sd"`
	R2         string   `toml:"r2"`
	F          string   `toml:"f_stat"`
}

const nistData = "../../internal/assess/baseline/testdata/nist/"

// Every linear set comes through the audit file and --json with at least 9
// correct digits, Filip with 7 (METHOD §18): a driver may be any series, and the
// flow of a set with negative values is a net exchange.
func TestNISTThroughTheFile(t *testing.T) {
	var sets map[string]nistSet
	if _, err := toml.DecodeFile(nistData+"expected.toml", &sets); err != nil {
		t.Fatal(err)
	}
	if len(sets) != 11 {
		t.Fatalf("%d sets", len(sets))
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "nist.audit.toml")
			if err := os.WriteFile(file, []byte(nistAudit(t, set)), 0o644); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Now: time.Now, Version: "v0"}
			if code := Run(context.Background(), []string{"show", "--json", file}, env); code != exitFine {
				t.Fatalf("exit code %d: %s", code, errs.String())
			}
			var got report.JSONAudit
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Models) != 1 {
				t.Fatalf("%d models: %+v", len(got.Models), got.Problems)
			}
			least := 9.0
			if name == "filip" {
				least = 7
			}
			m := got.Models[0]
			digits := func(what string, v float64, certified string) {
				t.Helper()
				want, err := strconv.ParseFloat(certified, 64)
				if err != nil {
					t.Fatal(err)
				}
				off := math.Abs(v - want)
				if want != 0 {
					off /= math.Abs(want)
				}
				if off > math.Pow(10, -least) {
					t.Errorf("%s = %.15g, certified %s", what, v, certified)
				}
			}
			for i, c := range m.Coefficients {
				digits(c.Name, c.Value, set.Coef[i])
				digits("SE of "+c.Name, c.SE, set.SE[i])
			}
			digits("residual SD", m.ResidualSD, set.ResidualSD)
			digits("R²", *m.R2, set.R2)
			if set.F != "inf" {
				digits("F", *m.F, set.F)
			} else if m.F != nil {
				t.Errorf("F = %g of a perfect fit", *m.F)
			}
		})
	}
}

// nistAudit is a set as an audit file: y is a flow, the terms are drivers.
func nistAudit(t *testing.T, set nistSet) string {
	t.Helper()
	f, err := os.Open(nistData + set.File)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	degree, _ := strconv.Atoi(strings.TrimPrefix(set.Terms, "poly"))
	var names []string
	b := &strings.Builder{}
	b.WriteString("format = 1\n\n[plant]\nname = \"NIST\"\nsector = \"food-other\"\n\n[[product]]\nid = \"p\"\nunit = \"t\"\n\n" +
		"[[flow]]\nid = \"y\"\ncategory = \"auxiliary\"\nunit = \"kg\"\nsigned = true\n")
	for i, row := range table[1:] {
		year, month := 1990+i/12, 1+i%12
		fmt.Fprintf(b, "\n[[period]]\nmonth = \"%d-%02d\"\nflows = { y = %s }\ndrivers = { ", year, month, plain(t, row[0]))
		names = names[:0]
		term := func(name, value string) {
			if len(names) > 0 {
				b.WriteString(", ")
			}
			names = append(names, name)
			fmt.Fprintf(b, "%s = %s", name, value)
		}
		if degree == 0 {
			for k, v := range row[1:] {
				term("x"+strconv.Itoa(k+1), plain(t, v))
			}
		}
		x, _ := strconv.ParseFloat(row[1], 64)
		for k := 1; k <= degree; k++ {
			term("x"+strconv.Itoa(k), strconv.FormatFloat(math.Pow(x, float64(k)), 'g', -1, 64))
		}
		b.WriteString(" }\n")
	}
	for i, n := range names {
		names[i] = strconv.Quote(n)
	}
	fmt.Fprintf(b, "\n[[model]]\nflow = \"y\"\nform = \"regression\"\ndrivers = [%s]\nintercept = %v\nreason = \"NIST\"\n", strings.Join(names, ", "), set.Terms != "noint")
	return b.String()
}

// plain writes a number as TOML wants it.
func plain(t *testing.T, s string) string {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
