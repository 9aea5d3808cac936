package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/report"
)

// network is a worked example of reconciliation: streams with variances, and
// the incidence of streams and nodes (+1 enters, −1 leaves).
type network struct {
	Streams   []string    `toml:"streams"`
	Measured  []float64   `toml:"measured"`
	Variance  []float64   `toml:"variance"`
	Incidence [][]int     `toml:"incidence"`
	Published []float64   `toml:"published_reconciled"`
	Suspect   string      `toml:"suspect"`
	Expected  networkWant `toml:"expected"`
}

type networkWant struct {
	Reconciled []float64    `toml:"reconciled"`
	SD         []float64    `toml:"adjustment_sd"`
	Objective  float64      `toml:"objective"`
	DOF        int          `toml:"dof"`
	Critical   float64      `toml:"chi2_95"`
	Pass       bool         `toml:"global_test_pass"`
	AbsZ       []float64    `toml:"abs_z"`
	Suspect    string       `toml:"suspect"`
	Without    *networkWant `toml:"without_s2"`
}

// The worked examples of reconciliation (shared/cases/reconcile: Mitsas 2010,
// Narasimhan and Jordache 2000, one balance by hand) through the audit file and
// --json: to 1e-4 on their six decimals, 0.01 on the published values, balances
// closed to 1e-9.
func TestReconcileThroughTheFile(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/cases/reconcile/*.toml")
	if len(files) == 0 {
		t.Skip("no worked examples beside the project")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".toml"), func(t *testing.T) {
			var n network
			if _, err := toml.DecodeFile(file, &n); err != nil {
				t.Fatal(err)
			}
			checkNetwork(t, n, reconciled(t, n, ""), n.Expected)
			if n.Published != nil {
				for i, s := range reconciled(t, n, "").Streams {
					if math.Abs(*s.Reconciled-n.Published[i]) > 0.01 {
						t.Errorf("%s = %g, published %g", s.ID, *s.Reconciled, n.Published[i])
					}
				}
			}
			if n.Suspect != "" || n.Expected.Suspect != "" {
				want := n.Suspect + n.Expected.Suspect
				if got := reconciled(t, n, "").Suspect; got != want {
					t.Errorf("the suspect is %q, want %q", got, want)
				}
			}
			if n.Expected.Without != nil {
				checkNetwork(t, n, reconciled(t, n, "s2"), *n.Expected.Without)
			}
		})
	}
}

func checkNetwork(t *testing.T, n network, l report.JSONLayer, want networkWant) {
	t.Helper()
	for i, s := range l.Streams {
		if math.Abs(*s.Reconciled-want.Reconciled[i]) > 1e-4 {
			t.Errorf("%s = %g, want %g", s.ID, *s.Reconciled, want.Reconciled[i])
		}
		if want.AbsZ != nil && math.Abs(math.Abs(*s.Z)-want.AbsZ[i]) > 1e-4 {
			t.Errorf("|z| of %s = %g, want %g", s.ID, *s.Z, want.AbsZ[i])
		}
		if want.SD != nil && s.Sigma != nil {
			if sd := math.Sqrt(*s.Sigma**s.Sigma - *s.SD**s.SD); math.Abs(sd-want.SD[i]) > 1e-4 {
				t.Errorf("the adjustment of %s has the SD %g, want %g", s.ID, sd, want.SD[i])
			}
		}
	}
	for r, row := range n.Incidence {
		sum, size := 0.0, 0.0
		for i, a := range row {
			sum += float64(a) * *l.Streams[i].Reconciled
			size += math.Abs(float64(a) * *l.Streams[i].Reconciled)
		}
		if math.Abs(sum) > 1e-9*size {
			t.Errorf("node %d is open by %g", r+1, sum)
		}
	}
	g := l.Global
	if math.Abs(g.Statistic-want.Objective) > 1e-4 || g.DOF != want.DOF || g.Pass != want.Pass || want.Critical > 0 && math.Abs(g.Critical-want.Critical) > 1e-4 {
		t.Errorf("global test %+v, want %+v", g, want)
	}
}

// reconciled runs the program on the network and returns its mass layer; the
// stream without is not measured.
func reconciled(t *testing.T, n network, without string) report.JSONLayer {
	t.Helper()
	b := &strings.Builder{}
	b.WriteString("format = 1\n\n[plant]\nname = \"case\"\nsector = \"food-other\"\n\n[audit]\nlevel = \"detailed\"\n\n[balance]\nunit = \"t\"\nbasis = \"case\"\n")
	for r := range n.Incidence {
		fmt.Fprintf(b, "\n[[step]]\nid = \"n%d\"\n", r+1)
	}
	for i, id := range n.Streams {
		fmt.Fprintf(b, "\n[[stream]]\nid = %q\n", id)
		for r, row := range n.Incidence {
			switch row[i] {
			case 1:
				fmt.Fprintf(b, "to = \"n%d\"\n", r+1)
			case -1:
				fmt.Fprintf(b, "from = \"n%d\"\n", r+1)
			}
		}
		if id != without {
			fmt.Fprintf(b, "amount = %v\nuncertainty = %v\n", n.Measured[i], 196*math.Sqrt(n.Variance[i])/n.Measured[i])
		}
	}
	file := filepath.Join(t.TempDir(), "case.audit.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Now: time.Now, Version: "v0"}
	if code := Run(context.Background(), []string{"balance", "--json", file}, env); code != exitFine {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var j report.JSONAudit
	if err := json.Unmarshal(out.Bytes(), &j); err != nil {
		t.Fatal(err)
	}
	if j.Balance == nil || len(j.Balance.Layers) == 0 {
		t.Fatalf("no balance: %+v", j.Problems)
	}
	return j.Balance.Layers[0]
}
