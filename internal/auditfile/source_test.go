package auditfile

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

func TestNewSource(t *testing.T) {
	one := 1.5
	full := Template{
		ID: "01J00000000000000000000000", Plant: `Nhà máy "Mai Sơn"`, Sector: "cassava-starch", Level: "detailed",
		Date: quantity.Date{Year: 2026, Month: 11, Day: 21}, Currency: "USD", Lang: text.VI,
		Products: []assess.Product{{ID: "starch", Name: "Tinh bột", Unit: "t"}, {ID: "pulp", Unit: "t", Equivalent: &one}},
		Comments: []string{"electricity: Điện, kWh\nx"},
	}
	src := NewSource(full)
	a, _, problems := Parse("new", src)
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, src)
	}
	want := assess.Audit{
		Format:   Format,
		Plant:    assess.Plant{Name: full.Plant, Sector: full.Sector},
		Settings: assess.Settings{ID: full.ID, Level: full.Level, Date: full.Date, Currency: "USD"},
		Products: full.Products,
	}
	if string(src) != string(NewSource(full)) || !reflect.DeepEqual(*a, want) {
		t.Errorf("got %+v", a)
	}
	for _, part := range []string{"name   = \"Nhà máy \\\"Mai Sơn\\\"\"   # tên cơ sở\n", "# electricity: Điện, kWh x\n", "id         = \"pulp\"\n"} {
		if !strings.Contains(string(src), part) {
			t.Errorf("no %q in\n%s", part, src)
		}
	}

	// The examples in the comments are right: with the sign taken off they are
	// an audit.
	for _, lang := range text.Langs {
		src := NewSource(Template{Plant: "x", Sector: "coffee", Lang: lang})
		lines := strings.Split(string(src), "\n")
		on := false
		for i, l := range lines {
			rest := strings.TrimPrefix(l, "# ")
			on = strings.HasPrefix(rest, "[[") || on && rest != l && rest != ""
			if on {
				lines[i] = rest
			}
		}
		a, _, problems := Parse("new", []byte(strings.Join(lines, "\n")))
		if len(problems) > 0 || len(a.Products) != 1 || len(a.Periods) != 1 || a.Settings.Currency != "VND" || a.Settings.Level != "quick" {
			t.Errorf("%s: %v %+v", lang, problems, a)
		}
		if d, _ := tomldoc.Parse("new", src); d == nil {
			t.Errorf("%s: not valid", lang)
		}
	}
	if !strings.Contains(string(NewSource(Template{Lang: text.EN})), "name of the plant") {
		t.Error("comments in the wrong language")
	}
}

func TestFirstTablesOfANewFile(t *testing.T) {
	path := fixture(t, string(NewSource(Template{Plant: "x", Sector: "coffee", Products: []assess.Product{{ID: "green"}}})))
	s := open(t, path, Options{})
	must(t, s.Apply(did, Append("period", tomldoc.Table{{Key: "month", Value: "2018-01"}})))
	must(t, s.Apply(did, Append("period", tomldoc.Table{{Key: "month", Value: "2018-02"}})))
	must(t, s.Apply(did, Set("team.leader", "Lan")))
	must(t, s.Close())
	got := read(t, path)
	if !strings.HasSuffix(got, "# flows  = { electricity = 231000, water = 18400 }\n\n[[period]]\nmonth = \"2018-01\"\n\n[[period]]\nmonth = \"2018-02\"\n") {
		t.Errorf("periods stand elsewhere:\n%s", got)
	}
	if !strings.Contains(got, "audit sectors\n\n[team]\nleader = \"Lan\"\n\n[audit]\n") {
		t.Errorf("the team stands elsewhere:\n%s", got)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"Nhà máy tinh bột sắn Mai Sơn": "nha-may-tinh-bot-san-mai-son.audit.toml",
		"Nhà máy":                      "nha-may.audit.toml", // NFD
		"Đúc  Sao-Xanh (2010)":         "duc-sao-xanh-2010.audit.toml",
		"../../etc/passwd":             "etc-passwd.audit.toml",
		"":                             "audit.audit.toml",
		"工场":                           "audit.audit.toml",
		"Con":                          "audit-con.audit.toml", // a device of Windows
		strings.Repeat("dài ", 40):     "dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai-dai.audit.toml",
	} {
		if got := FileName(name); got != want {
			t.Errorf("FileName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNextFree(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.audit.toml")
	for _, want := range []string{"x.audit.toml", "x-2.audit.toml", "x-3.audit.toml"} {
		got := NextFree(path)
		if filepath.Base(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
		must(t, os.WriteFile(got, nil, 0o644))
	}
	if got := NextFree(filepath.Join(dir, "y.toml")); filepath.Base(got) != "y.toml" {
		t.Error(got)
	}
}

func TestNewID(t *testing.T) {
	at := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	a, err := NewID(rand.Reader, at)
	must(t, err)
	b, err := NewID(rand.Reader, at.Add(time.Millisecond))
	must(t, err)
	if len(a) != 26 || a >= b {
		t.Errorf("%s, %s", a, b)
	}
	if c, err := NewID(bytes.NewReader(nil), at); err == nil || c == a {
		t.Error("an id without entropy")
	}
}
