package templates_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/report/templates"
	"github.com/sxsh-audit/audit/internal/text"
)

func catalogue(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func folder(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, s := range files {
		m[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return m
}

// A department's kind replaces the program's, another one is added, and its words
// stand in the place of the program's; all others stay.
func TestOverlay(t *testing.T) {
	kinds, c, problems := templates.Load(folder(map[string]string{
		"kinds/quick.toml":  "id = \"quick\"\ntitle = { vi = \"Báo cáo của Sở\", en = \"Department report\" }\n[[section]]\nparts = [\"summary\", \"plant\"]\nrename = [{ part = \"plant\", title = { vi = \"Doanh nghiệp\" } }]\n",
		"kinds/letter.toml": "id = \"letter\"\norder = 99\ntitle = { vi = \"Công văn\", en = \"Letter\" }\n[[section]]\nparts = [\"term\"]\n",
		"so.vi.toml":        "[documents.difficulties]\nask = \"Đề nghị với Sở:\"\n[documents.term]\nof = \"Kỳ {term}\"\n",
	}), catalogue(t))
	if len(problems) > 0 {
		t.Fatal(say(t, problems))
	}
	quick, _ := kind.Find(kinds, "quick")
	if quick.Title.VI != "Báo cáo của Sở" || len(quick.Sections) != 1 || quick.Sections[0].Renames[0].Title.VI != "Doanh nghiệp" {
		t.Errorf("%+v", quick)
	}
	if last := kinds[len(kinds)-1]; last.ID != "letter" {
		t.Errorf("the last kind is %s", last.ID)
	}
	if _, ok := kind.Find(kinds, "detailed"); !ok {
		t.Error("the program's other kinds are gone")
	}
	vi, en := c.Printer(text.VI), c.Printer(text.EN)
	if got := vi.Say(text.M("documents.difficulties.ask")); got != "Đề nghị với Sở:" {
		t.Errorf("%q", got)
	}
	if got := vi.Say(text.M("documents.term.of", "term", "X")); got != "Kỳ X" {
		t.Errorf("%q", got)
	}
	if got := en.Say(text.M("documents.difficulties.ask")); !strings.HasPrefix(got, "Proposals") {
		t.Errorf("the other language changed too: %q", got)
	}
	if got := vi.Say(text.M("verdict.proved")); got != "đã chứng minh đạt" {
		t.Errorf("%q", got)
	}
}

// Every mistake is told with its file, its line and what is allowed.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, file, src, place, says string }{
		{"unknown section", "kinds/quick.toml", "id = \"quick\"\ntitle = { vi = \"X\" }\n[[section]]\nparts = [\"summary\", \"nothing\"]\n", "kinds/quick.toml:4:", "\"nothing\". Được dùng: summary, plant"},
		{"unknown key", "kinds/quick.toml", "id = \"quick\"\ntitle = { vi = \"X\" }\ncolour = 1\n[[section]]\nparts = [\"summary\"]\n", "kinds/quick.toml:3:", "\"colour\". Được phép: id"},
		{"unknown signer", "kinds/quick.toml", "id = \"quick\"\ntitle = { vi = \"X\" }\nsigners = [\"king\"]\n[[section]]\nparts = [\"summary\"]\n", "kinds/quick.toml:3:", "leader, management, consultant"},
		{"unknown level", "kinds/quick.toml", "id = \"quick\"\ntitle = { vi = \"X\" }\nlevel = \"deep\"\n[[section]]\nparts = [\"summary\"]\n", "kinds/quick.toml:3:", "quick, detailed"},
		{"title of a part that is not there", "kinds/quick.toml", "id = \"quick\"\ntitle = { vi = \"X\" }\n[[section]]\nparts = [\"summary\"]\nrename = [{ part = \"plant\", title = { vi = \"Y\" } }]\n", "kinds/quick.toml:5:", "Được dùng: summary."},
		{"another name", "kinds/quick.toml", "id = \"slow\"\ntitle = { vi = \"X\" }\n[[section]]\nparts = [\"summary\"]\n", "kinds/quick.toml:1:", "\"quick\""},
		{"no TOML", "kinds/quick.toml", "id = \n", "kinds/quick.toml:1:", ""},
		{"unknown key of words", "own.vi.toml", "[documents.term]\n\nfo = \"x\"\n", "own.vi.toml:3:", "documents.term.first"},
		{"unknown placeholder", "own.vi.toml", "[documents.term]\nof = \"Kỳ {terms}\"\n", "own.vi.toml:2:", "{terms}"},
		{"malformed words", "own.vi.toml", "[documents.term]\nof = \"Kỳ {term\"\n", "own.vi.toml:2:", "documents.term.of"},
		{"no text", "own.vi.toml", "[documents.term]\nof = 3\n", "own.vi.toml:2:", "documents.term.of"},
		{"no language", "own.toml", "[documents.term]\nof = \"x\"\n", "own.toml:", ".vi.toml"},
	} {
		kinds, _, problems := templates.Load(folder(map[string]string{c.file: c.src}), catalogue(t))
		said := say(t, problems)
		if kinds != nil || !problems.HasErrors() || !strings.Contains(said, c.place) || !strings.Contains(strings.ReplaceAll(said, "terms", "{terms}"), c.says) {
			t.Errorf("%s: %v, %s", c.name, kinds != nil, said)
		}
	}
}

// No folder: the program's own. A folder of the disk works as one in memory.
func TestFolders(t *testing.T) {
	if kinds, _, problems := templates.Load(nil, catalogue(t)); len(kinds) < 9 || len(problems) > 0 {
		t.Errorf("%d kinds, %s", len(kinds), say(t, problems))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "own.en.toml"), []byte("[documents.term]\nof = \"Term {term}\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, c, problems := templates.Load(os.DirFS(dir), catalogue(t))
	if len(problems) > 0 {
		t.Fatal(say(t, problems))
	}
	if got := c.Printer(text.EN).Say(text.M("documents.term.of", "term", 1)); got != "Term 1" {
		t.Errorf("%q", got)
	}
}

func say(t *testing.T, problems problem.List) string {
	t.Helper()
	p := catalogue(t).Printer(text.VI)
	var b strings.Builder
	for _, x := range problems {
		b.WriteString(x.File + ":" + p.Say(text.M("say.text", "text", x.Line)) + ": " + p.Say(x.Message) + "\n")
	}
	return b.String()
}
