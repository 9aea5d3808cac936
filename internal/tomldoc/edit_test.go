package tomldoc

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/quantity"
)

// sample is the shape of an audit file, for the order of keys.
type sample struct {
	Format int `toml:"format"`
	Plant  struct {
		Name     string   `toml:"name"`
		Sector   string   `toml:"sector"`
		Province string   `toml:"province"`
		Support  []string `toml:"support"`
	} `toml:"plant"`
	Team struct {
		Leader  string   `toml:"leader"`
		Members []string `toml:"members"`
	} `toml:"team"`
	Products []struct {
		ID   string `toml:"id"`
		Name string `toml:"name"`
	} `toml:"product"`
	Periods []struct {
		Month  quantity.Month     `toml:"month"`
		From   quantity.Date      `toml:"from"`
		Phase  string             `toml:"phase"`
		Output map[string]float64 `toml:"output"`
		Flows  map[string]float64 `toml:"flows"`
		Note   string             `toml:"note"`
	} `toml:"period"`
	Options []struct {
		ID    string `toml:"id"`
		Saves []struct {
			Flow    string   `toml:"flow"`
			Percent *float64 `toml:"percent"`
		} `toml:"saves"`
		Life *float64 `toml:"life"`
	} `toml:"option"`
}

const base = `# Nhà máy của chúng tôi
format = 1

[plant]
name     = "Mai Sơn"   # tên
province = "Sơn La"

# Sản phẩm chính
[[product]]
id = "starch"

[[period]]
month  = "2018-01"
output = { starch = 1250 }   # tấn
flows  = { water = 18400, electricity = 231_000 }

# đồng hồ hỏng
[[period]]
month  = "2018-02"
flows  = { water = 1 } # ước tính
# hết tháng hai

# các cơ hội
[[option]]
id = "a"
saves = [
  { flow = "water", percent = 20 }, # đo được
  { flow = "electricity", percent = 5 } # tính
]
`

func parseSample(t testing.TB, src string) *Doc {
	t.Helper()
	d, problems := Parse("a.toml", []byte(src))
	if d == nil {
		t.Fatalf("not valid: %v\n%s", problems, src)
	}
	return d.Like(sample{})
}

// applied is the text after the changes, applied one after the other.
func applied(src string, changes []Change) string {
	for _, c := range changes {
		src = src[:c.Offset] + c.New + src[c.Offset+len(c.Old):]
	}
	return src
}

func TestEdits(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	tests := []struct {
		name, src string
		edit      func(*Editor) error
		old, want string // the one place where the text changes
	}{
		{"number in an inline table", base, set("period[1].flows.water", 18500.5), "water = 18400", "water = 18500.5"},
		{"the same number in another spelling stays", base, set("period[1].flows.electricity", 231000.0), "", ""},
		{"new pair in an inline table", base, set("period[1].flows.coal", 3.0), "231_000 }", "231_000, coal = 3 }"},
		{"string with its comment kept", base, set("plant.name", "Hát Lót"), `"Mai Sơn"`, `"Hát Lót"`},
		{"NFD is written as NFC", base, set("plant.name", "Ha\u0301t"), `"Mai Sơn"`, `"Hát"`},
		{"new key in its place, aligned", base, set("plant.sector", "coffee"), "# tên\n", "# tên\nsector   = \"coffee\"\n"},
		{"new list", base, set("plant.support", []string{"technical", "self"}), "\"Sơn La\"\n", "\"Sơn La\"\nsupport  = [\"technical\", \"self\"]\n"},
		{"missing inline table is made", base, set("period[2].output.starch", 3.5), "month  = \"2018-02\"\n", "month  = \"2018-02\"\noutput = { starch = 3.5 }\n"},
		{"missing table is made in its place", base, set("team.leader", "Lan"), "\n# Sản phẩm", "\n[team]\nleader = \"Lan\"\n\n# Sản phẩm"},
		{"missing root key", base, set("title", "x"), "format = 1\n", "format = 1\ntitle = \"x\"\n"},
		{"date", base, set("period[2].from", quantity.Date{Year: 2018, Month: 2, Day: 1}), "\"2018-02\"\n", "\"2018-02\"\nfrom   = 2018-02-01\n"},
		{"text of several lines", base, set("period[1].note", "một\nhai \"x\" \\"), "231_000 }\n", "231_000 }\nnote   = \"\"\"\nmột\nhai \"x\" \\\\\"\"\"\n"},
		{"large and small numbers have no exponent", base, set("period[2].flows", map[string]float64{"water": 1, "gas": 250000000, "x": 0.00000125}), "{ water = 1 }", "{ water = 1, gas = 250000000, x = 0.00000125 }"},
		{"map drops what it does not hold", base, set("period[1].flows", map[string]float64{"electricity": 231000}), "{ water = 18400, e", "{ e"},
		{"key in a table of a list in lines", base, set("option[1].saves[2].percent", f(6)), "percent = 5", "percent = 6"},
		{"rename", base, rename("plant.name", "title"), "name     =", "title    ="},
		{"rename to a shorter name", base, rename("plant.province", "pr"), "province =", "pr       ="},
		{"rename what is not aligned", "a = 1\nb = 2\n", rename("b", "longer"), "b =", "longer ="},
		{"rename in an inline table", base, rename("period[2].flows.water", "steam"), "{ water = 1 }", "{ steam = 1 }"},
		{"rename what is not there", base, rename("plant.x", "y"), "", ""},
		{"nothing unsets", base, set("plant.province", nil), "province = \"Sơn La\"\n", ""},
		{"unset in an inline table, first", base, unset("period[1].flows.water"), "{ water = 18400, e", "{ e"},
		{"unset in an inline table, last", base, unset("period[1].flows.electricity"), ", electricity = 231_000 }", " }"},
		{"unset in an inline table, only", base, unset("period[1].output.starch"), "{ starch = 1250 }", "{}"},
		{"unset keeps the comment of the line", base, unset("plant.name"), "name     = \"Mai Sơn\"   # tên", "# tên"},
		{"unset keeps comments inside", base, unset("option[1].saves"), "saves = [\n  { flow = \"water\", percent = 20 }, # đo được\n  { flow = \"electricity\", percent = 5 } # tính\n]\n", "# đo được\n# tính\n"},
		{"unset what is not there", base, unset("plant.size"), "", ""},
		{"unset a table", base, unset("plant"), "[plant]\nname     = \"Mai Sơn\"   # tên\nprovince = \"Sơn La\"\n\n", ""},
		{
			"append after the last of its kind", base,
			appendTo("period", Field{"month", quantity.Month{Year: 2018, Month: 3}}, Field{"flows", map[string]float64{"water": 2}}),
			"# hết tháng hai\n", "# hết tháng hai\n\n[[period]]\nmonth  = \"2018-03\"\nflows  = { water = 2 }\n",
		},
		{"append the first of its kind at the end", strings.Split(base, "# các cơ hội")[0], appendTo("option", Field{"id", "a"}), "# hết tháng hai\n\n", "# hết tháng hai\n\n[[option]]\nid = \"a\"\n"},
		{"append the first of its kind in its place", strings.Replace(base, "[[product]]\nid = \"starch\"\n\n", "", 1), appendTo("product", Field{"id", "x"}, Field{"name", "y"}), "\n# Sản phẩm", "\n[[product]]\nid   = \"x\"\nname = \"y\"\n\n# Sản phẩm"},
		{"append to a list in lines", base, appendTo("option[1].saves", Field{"flow", "coal"}), " # tính\n", ", # tính\n  { flow = \"coal\" }\n"},
		{"append makes a list", base, appendTo("period[1].parts", Field{"a", 1}), "231_000 }\n", "231_000 }\nparts  = [{ a = 1 }]\n"},
		{"remove takes the comment directly above", base, remove("period", 2), "# đồng hồ hỏng\n[[period]]\nmonth  = \"2018-02\"\nflows  = { water = 1 } # ước tính\n", ""},
		{"remove the last", base, remove("option", 1), base[strings.Index(base, "\n# các cơ hội"):], ""},
		{"remove from a list in lines", base, remove("option[1].saves", 2), "  { flow = \"electricity\", percent = 5 } # tính\n", "  # tính\n"},
		{"remove the first of a list in lines", base, remove("option[1].saves", 1), "  { flow = \"water\", percent = 20 }, # đo được\n", "  # đo được\n"},
		{"no line end at the end", "a = 1", set("b", 2), "a = 1", "a = 1\nb = 2"},
		{"table, no line end at the end", "[plant]\nname = 'a'", set("plant.sector", "b"), "'a'", "'a'\nsector = \"b\""},
		{"empty file", "", set("format", 1), "", "format = 1\n"},
		{"only comments", "# a\n", set("plant.name", "b"), "# a\n", "# a\n\n[plant]\nname = \"b\"\n"},
		{"byte order mark", "\ufeffformat = 1\n", set("plant.name", "b"), "format = 1\n", "format = 1\n\n[plant]\nname = \"b\"\n"},
		{"root key before tables", "[plant]\nname = 'a'\n", set("format", 1), "[plant]", "format = 1\n\n[plant]"},
		{"dotted keys", "plant.name = 'a'\nformat = 1\n", set("plant.sector", "b"), "'a'\n", "'a'\nplant.sector = \"b\"\n"},
		{"dotted keys in a table", "[[period]]\noutput.starch = 1\n", set("period[1].output.pulp", 2), "= 1\n", "= 1\noutput.pulp = 2\n"},
		{"table with a header of its own", "[[period]]\nmonth = '2018-01'\n\n[period.output]\nstarch = 1\n\n[[period]]\n", set("period[1].output.pulp", 2), "= 1\n", "= 1\npulp = 2\n"},
		{"indented", "[plant]\n  name = 'a'\n", set("plant.sector", "b"), "'a'\n", "'a'\n  sector = \"b\"\n"},
		{"list in one line", "[plant]\nsupport = ['a', 'b', 'c']\n", set("plant.support", []string{"a", "x", "c", "d"}), "'b', 'c']", "\"x\", 'c', \"d\"]"},
		{"list loses its head", "[plant]\nsupport = ['a', 'b', 'c']\n", set("plant.support", []string{"b", "c"}), "['a', 'b", "['b"},
		{"list loses its tail", "[plant]\nsupport = ['a', 'b', 'c']\n", set("plant.support", []string{"a"}), "'a', 'b', 'c'", "'a'"},
		{"list becomes empty", "[plant]\nsupport = ['a']\n", set("plant.support", []string{}), "['a']", "[]"},
		{"list in lines", "[plant]\nsupport = [\n  'a', # eins\n  'b', # zwei\n]\n", set("plant.support", []string{"a", "c", "b"}), "# eins\n", "# eins\n  \"c\",\n"},
		{"list in lines without comma at the end", "[plant]\nsupport = [\n  'a',\n  'b' # zwei\n]\n", set("plant.support", []string{"a", "b", "c"}), "'b' # zwei\n", "'b', # zwei\n  \"c\"\n"},
		{"list in lines loses its tail", "[plant]\nsupport = [\n  'a',\n  'b' # zwei\n]\n", set("plant.support", []string{"a"}), "  'b' # zwei\n", "  # zwei\n"},
		{"inline tables at the root", "period = [{ month = '2018-01' }]\n", appendTo("period", Field{"month", "2018-02"}), "]\n", ", { month = \"2018-02\" }]\n"},
		{"inline table in lines (TOML 1.1)", "a = {\n  b = 1, # eins\n}\n", set("a.c", 2), "# eins\n", "# eins\n  c = 2,\n"},
		{"tables without blank lines", "[[period]]\nmonth = '2018-01'\n[[period]]\nmonth = '2018-02'\n", appendTo("period", Field{"month", "2018-03"}), "'2018-02'\n", "'2018-02'\n[[period]]\nmonth = \"2018-03\"\n"},
		{"quoted keys", "[x]\n\"a.b\" = 1\n", set(`x."a.b"`, 2), "= 1", "= 2"},
		{"new key that needs quotes", "[x]\na = 1\n", set("x.nước", 2), "= 1\n", "= 1\n\"nước\" = 2\n"},
		{"signs of comments in strings", "a = '# no' # yes\nb = 1\n", unset("a"), "a = '# no' # yes", "# yes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, nl := range []string{"\n", "\r\n"} {
				src := strings.ReplaceAll(tt.src, "\n", nl)
				want := strings.ReplaceAll(strings.Replace(tt.src, tt.old, tt.want, 1), "\n", nl)
				if tt.src == "" {
					want = "format = 1\n"
				}
				if nl == "\r\n" && !strings.Contains(src, nl) {
					continue
				}
				e := parseSample(t, src).Edit()
				if err := tt.edit(e); err != nil {
					t.Fatal(err)
				}
				got := applied(src, e.Changes())
				if got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
				d, problems := e.Done()
				if d == nil {
					t.Fatalf("the result is not valid: %v", problems)
				}
				if string(d.Source()) != got {
					t.Errorf("the editor has\n%s", d.Source())
				}
				if back := applied(got, Inverse(e.Changes())); back != src {
					t.Errorf("undone\n%s", back)
				}
			}
		})
	}
}

func set(path string, v any) func(*Editor) error {
	return func(e *Editor) error { return e.Set(path, v) }
}

func unset(path string) func(*Editor) error {
	return func(e *Editor) error { return e.Unset(path) }
}

func appendTo(path string, fields ...Field) func(*Editor) error {
	return func(e *Editor) error { return e.Append(path, fields) }
}

func remove(path string, i int) func(*Editor) error {
	return func(e *Editor) error { return e.Remove(path, i) }
}

func rename(path, key string) func(*Editor) error {
	return func(e *Editor) error { return e.Rename(path, key) }
}

func TestEditErrors(t *testing.T) {
	tests := []struct {
		name string
		edit func(*Editor) error
		want string
	}{
		{"no such table", set("period[9].note", "x"), "toml.no-such-table allowed=2 found=9 key=period"},
		{"no such table to remove", remove("period", 3), "toml.no-such-table allowed=2 found=3 key=period"},
		{"table number 0", remove("period", 0), "toml.no-such-table allowed=2 found=0 key=period"},
		{"no such element", set("option[1].saves[3].flow", "x"), "toml.no-such-table allowed=2 found=3 key=option[1].saves"},
		{"below a value", set("plant.name.x", 1), "toml.no-table key=plant.name"},
		{"a table is no value", set("plant", 1), "toml.is-table key=plant"},
		{"a value is no list of tables", appendTo("plant.name"), "toml.is-value key=plant.name"},
		{"no path", set("period[x]", 1), "toml.path found=period[x]"},
		{"empty path", set("", 1), "toml.path found="},
		{"rename to a name that is taken", rename("plant.name", "province"), "toml.duplicate key=plant.province"},
		{"rename a table", rename("plant", "x"), "toml.is-table key=plant"},
		{"no number", set("plant.x", nan), "toml.no-number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parseSample(t, base).Edit()
			err := tt.edit(e)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if len(e.Changes()) > 0 {
				t.Errorf("changed %v", e.Changes())
			}
		})
	}
}
