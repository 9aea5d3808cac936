package report_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/sectors"
)

// claim is a row of the table "what comes out" of the examples' README.
type claim struct {
	file, flow         string
	simple, normalised float64 // %
	verdict            string
}

// claims reads the rows `file` | `flow` | simple % | normalised % | **verdict** … .
func claims(t *testing.T, file string, words map[string]string) []claim {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)\\.audit\\.toml` \\| `([a-z-]+)` \\| ([^|]+) % \\| ([^|]+) % \\| \\*\\*([^*]+)\\*\\*")
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		return v
	}
	var all []claim
	for _, m := range row.FindAllStringSubmatch(string(src), -1) {
		verdict, ok := words[m[5]]
		if !ok {
			t.Fatalf("%s: unknown verdict %q", file, m[5])
		}
		all = append(all, claim{m[1], m[2], number(m[3]), number(m[4]), verdict})
	}
	return all
}

// exampleJSON is what `audit show --json` prints of an example.
func exampleJSON(t *testing.T, name string) report.JSONAudit {
	t.Helper()
	file := name + ".audit.toml"
	src, err := fs.ReadFile(examples.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, file, src, sectors.FS)
	var b bytes.Buffer
	if err := report.JSON(&b, in, printer(t, text.EN)); err != nil {
		t.Fatal(err)
	}
	var j report.JSONAudit
	if err := json.Unmarshal(b.Bytes(), &j); err != nil {
		t.Fatal(err)
	}
	return j
}

// What the READMEs say comes out of the examples is what comes out, and every
// example with a phase after is in the table.
func TestExamplesComeOutAsTheREADMESays(t *testing.T) {
	en := claims(t, "../../examples/README.md", map[string]string{
		"proved": "proved", "likely": "likely", "not yet shown": "not-shown", "missed": "missed", "worse": "worse",
	})
	vi := claims(t, "../../examples/README.vi.md", map[string]string{
		"đã chứng minh đạt": "proved", "có khả năng đạt": "likely", "chưa chứng minh được": "not-shown", "không đạt": "missed", "tăng tiêu thụ": "worse",
	})
	if !slices.Equal(en, vi) {
		t.Errorf("the READMEs differ:\n%v\n%v", en, vi)
	}
	found := map[string]report.JSONAudit{}
	for _, c := range en {
		if _, ok := found[c.file]; !ok {
			found[c.file] = exampleJSON(t, c.file)
		}
		i := slices.IndexFunc(found[c.file].Savings, func(s report.JSONFlowSaving) bool { return s.Flow == c.flow })
		if i < 0 {
			t.Errorf("%s: no saving of %s", c.file, c.flow)
			continue
		}
		s := found[c.file].Savings[i]
		if s.Verdict != c.verdict || s.Simple == nil || s.Percent == nil || !rounds(*s.Simple, c.simple) || !rounds(*s.Percent, c.normalised) {
			t.Errorf("%+v, but comes out %s, %v, %v", c, s.Verdict, *s.Simple, *s.Percent)
		}
	}
	files, err := fs.Glob(examples.FS, "*.audit.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".audit.toml")
		src, _ := fs.ReadFile(examples.FS, file)
		if _, ok := found[name]; !ok && bytes.Contains(src, []byte(`"`+assess.After+`"`)) {
			t.Errorf("%s has a phase after and is not in the table", file)
		}
	}
}

// rounds reports whether a figure is the one that is printed with one decimal.
func rounds(v, printed float64) bool { return math.Abs(v-printed) <= 0.05+1e-9 }

// The three lessons: proved within the target; not yet shown although the plain
// ratio lies within the target; and the plain ratio within the target where
// nothing was saved. The true savings are those that the files say were built in.
func TestLessonsOfTheExamples(t *testing.T) {
	of := func(name string) report.JSONFlowSaving {
		j := exampleJSON(t, name)
		if j.Target.Low != 5 || j.Target.High != 8 {
			t.Errorf("%s: target %v–%v", name, j.Target.Low, j.Target.High)
		}
		return j.Savings[slices.IndexFunc(j.Savings, func(s report.JSONFlowSaving) bool { return s.Flow == "electricity" })]
	}
	for _, x := range []struct {
		name, verdict string
		truth         float64
	}{{"ba-nam-dat", "proved", 7.2}, {"ba-nam-chua-ro", "not-shown", 3}, {"bay-tai-nen", "missed", 0}} {
		s := of(x.name)
		if s.Verdict != x.verdict {
			t.Errorf("%s: %s", x.name, s.Verdict)
		}
		if *s.Low > x.truth || *s.High < x.truth {
			t.Errorf("%s: the truth %v is outside %v–%v", x.name, x.truth, *s.Low, *s.High)
		}
		if *s.Simple < 5 || *s.Simple > 8 {
			t.Errorf("%s: the plain ratio %v is not within the target", x.name, *s.Simple)
		}
	}
	if trap := of("bay-tai-nen"); *trap.Trap < 6 || math.Abs(*trap.Percent) > 0.5 || !strings.Contains(strings.Join(trap.Warnings, " "), "Base-load trap") {
		t.Errorf("the trap is %v, the saving %v: %v", *trap.Trap, *trap.Percent, trap.Warnings)
	}
}
