package main

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// drive opens an example in the screens with the real documents.
func drive(t *testing.T, example string, lang text.Lang) (*tuitest.Driver, *reports, string) {
	t.Helper()
	o := tuitest.Options(t, lang)
	source, err := os.ReadFile(filepath.Join("..", "..", "examples", example+".audit.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.File = filepath.Join(o.Folder, "nha-may.audit.toml")
	if err := os.WriteFile(o.File, source, 0o644); err != nil {
		t.Fatal(err)
	}
	r := &reports{app: &app{catalogue: o.Catalogue, env: Env{Getenv: func(string) string { return "" }}}}
	o.Reports = r
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("ctrl+f")
	d.Type(map[text.Lang]string{text.VI: "Xuất và xem tệp", text.EN: "Export and file"}[lang])
	d.Key("enter")
	return d, r, o.Folder
}

// pick selects the kind with a title: by the finder, as a user would.
func pick(t *testing.T, d *tuitest.Driver, title string) {
	t.Helper()
	d.Key("ctrl+f")
	d.Type(title)
	d.Key("enter")
	if !strings.Contains(d.Screen(), "› [ ] "+title) {
		t.Fatalf("%q is not selected:\n%s", title, d.Screen())
	}
}

// document is the text of the document part of a Word file.
func document(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	xml, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(xml)
}

// From the screens, a plan is a Word file with the plan in it.
func TestScreensWriteWord(t *testing.T) {
	d, _, folder := drive(t, "tinh-bot-san-chi-tiet", text.VI)
	pick(t, d, "Kế hoạch hành động sản xuất sạch hơn")
	d.Key("enter", "enter")
	xml := document(t, filepath.Join(folder, "nha-may-action-plan.docx"))
	for _, want := range []string{"Kinh phí theo năm và nguồn vốn", "Nguyễn Văn A"} {
		if !strings.Contains(xml, want) {
			t.Errorf("%q is not in the document", want)
		}
	}
	d.Key("f7")
	if !strings.Contains(d.Screen(), "không có") && runtime.GOOS == "linux" {
		t.Errorf("nothing says that there is no desktop:\n%s", d.Screen())
	}
	// In both languages, one after the other.
	d.Key("l", "l", "enter", "ctrl+u")
	d.Type("hai.docx")
	d.Key("enter")
	xml = document(t, filepath.Join(folder, "hai.docx"))
	vi, en := strings.Index(xml, "Kinh phí theo năm và nguồn vốn"), strings.Index(xml, "Budget by year and source")
	if vi < 0 || en < vi {
		t.Errorf("the languages are at %d and %d", vi, en)
	}
}

// The detailed report has the portfolio, which the screens' page has not worked
// out; several documents go into a folder.
func TestScreensWriteSeveral(t *testing.T) {
	d, r, folder := drive(t, "tinh-bot-san-chi-tiet", text.EN)
	d.Key("home", "right") // nothing but the language is turned
	d.Key("left", "down", "right", "right", "right", "right", "down", "space", "down", "space", "enter", "enter")
	files, _ := filepath.Glob(filepath.Join(folder, "nha-may-documents", "*"))
	if len(files) != 2 || filepath.Base(files[1]) != "nha-may-detailed.md" && filepath.Base(files[0]) != "nha-may-detailed.md" {
		t.Fatalf("written: %v\n%s", files, d.Screen())
	}
	data, err := os.ReadFile(filepath.Join(folder, "nha-may-documents", "nha-may-detailed.md"))
	if err != nil {
		t.Fatal(err)
	}
	lacking := r.app.catalogue.Printer(text.EN).Say(text.M("documents.lack.portfolio"))
	if said := string(data); !strings.Contains(said, "The set of solutions for the target") || strings.Contains(said, lacking) {
		t.Error("the portfolio is not in the report")
	}
}

// Every kind that fits can be made in every format that it says, and read
// beforehand; the kind of the level is the first, and those that do not fit say
// why in both languages.
func TestScreensKinds(t *testing.T) {
	c := tuitest.Options(t, text.VI).Catalogue
	r := &reports{app: &app{catalogue: c}}
	for _, name := range []string{"tinh-bot-san.audit.toml", "tinh-bot-san-chi-tiet.audit.toml"} {
		w := pagetest.Open(pagetest.Examples()[name])
		docs := r.Of(w)
		kinds := docs.Kinds()
		first := "quick"
		if w.Audit().Settings.Level == "detailed" {
			first = "detailed"
		}
		if kinds[0].ID != first {
			t.Errorf("%s: the first kind is %s", name, kinds[0].ID)
		}
		for i, k := range kinds {
			if i > 0 && k.Fits && !kinds[i-1].Fits {
				t.Errorf("%s: %s fits and stands behind one that does not", name, k.ID)
			}
			if !k.Fits {
				for _, lang := range text.Langs {
					if said := c.Printer(lang).Say(k.Why); said == "" || strings.ContainsAny(said, "<{") {
						t.Errorf("%s: %s does not fit, and the reason is %q", name, k.ID, said)
					}
				}
				continue
			}
			for _, f := range k.Formats {
				data, err := docs.Make(t.Context(), k.ID, "", []text.Lang{text.VI}, f)
				if err != nil || len(data) < 200 {
					t.Errorf("%s: %s as %s: %d bytes, %v", name, k.ID, f, len(data), err)
				}
			}
			if k.Data {
				continue
			}
			said, err := docs.Text(t.Context(), k.ID, "", []text.Lang{text.EN}, 60)
			if err != nil || len(said) < 200 {
				t.Errorf("%s: the text of %s: %d bytes, %v", name, k.ID, len(said), err)
			}
		}
	}
}

// The periodic reports are of the term that is chosen, the investment sheet of the
// option; the first of each is what is made where nothing is chosen.
func TestScreensScopes(t *testing.T) {
	r := &reports{app: &app{catalogue: tuitest.Options(t, text.VI).Catalogue}}
	docs := r.Of(pagetest.Open(pagetest.Examples()["tinh-bot-san-chi-tiet.audit.toml"]))
	scoped := 0
	for _, k := range docs.Kinds() {
		if len(k.Scopes) == 0 {
			continue
		}
		scoped++
		usual, err := docs.Text(t.Context(), k.ID, "", []text.Lang{text.VI}, 100)
		if err != nil {
			t.Fatal(err)
		}
		if first, _ := docs.Text(t.Context(), k.ID, k.Scopes[0].ID, []text.Lang{text.VI}, 100); first != usual {
			t.Errorf("%s: %q is not the usual", k.ID, k.Scopes[0].ID)
		}
		for _, s := range k.Scopes[1:] {
			said, err := docs.Text(t.Context(), k.ID, s.ID, []text.Lang{text.VI}, 100)
			if err != nil || said == usual {
				t.Errorf("%s: %q is as the usual, %v", k.ID, s.ID, err)
			}
		}
	}
	if scoped != 3 {
		t.Errorf("%d kinds can be of something", scoped)
	}
}

// A document that is not wanted any more is not worked out.
func TestScreensStop(t *testing.T) {
	r := &reports{app: &app{catalogue: tuitest.Options(t, text.VI).Catalogue}}
	docs := r.Of(pagetest.Open(pagetest.Examples()["tinh-bot-san-chi-tiet.audit.toml"]))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := docs.Make(ctx, "detailed", "", []text.Lang{text.VI}, "md"); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	with, err := docs.Make(t.Context(), "detailed", "", []text.Lang{text.VI}, "md")
	if err != nil || len(with) == 0 {
		t.Errorf("after a stop: %v", err)
	}
}

// A department's folder changes the words; one that is wrong changes nothing and
// says where it is wrong.
func TestScreensTemplates(t *testing.T) {
	d, r, folder := drive(t, "tinh-bot-san", text.VI)
	own := filepath.Join(folder, "mau")
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(own, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("kinds/so.toml", `id = "so"
order = 0
title = { vi = "Báo cáo của Sở", en = "Report of the department" }
about = { vi = "mẫu của Sở", en = "the department's" }

[[section]]
parts = ["summary"]
`)
	if err := r.Use(own); err != nil {
		t.Fatal(r.app.catalogue.Printer(text.VI).Error(err))
	}
	if err := r.Use(""); err != nil {
		t.Fatal(err)
	}
	d.Key("end", "up", "up", "enter")
	d.Type("mau")
	d.Key("enter")
	pick(t, d, "Báo cáo của Sở")

	write("kinds/so.toml", "id = \"so\"\ntitel = \"x\"\n")
	err := r.Use(own)
	if err == nil || !strings.Contains(r.app.catalogue.Printer(text.VI).Error(err), "so.toml, dòng 2") {
		t.Errorf("the error is %v", err)
	}
	err = r.Use(filepath.Join(own, "nowhere"))
	if err == nil || !strings.Contains(r.app.catalogue.Printer(text.VI).Error(err), "nowhere") {
		t.Errorf("the error is %v", err)
	}
}

// What opens files is found, or it is said that there is nothing.
func TestOpener(t *testing.T) {
	has := func(programs ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			if slices.Contains(programs, name) {
				return "/usr/bin/" + name, nil
			}
			return "", os.ErrNotExist
		}
	}
	env := func(set ...string) func(string) string {
		return func(name string) string {
			if slices.Contains(set, name) {
				return "x"
			}
			return ""
		}
	}
	for _, c := range []struct {
		system string
		env    func(string) string
		look   func(string) (string, error)
		want   string // the program, or the key of the error
	}{
		{"linux", env("DISPLAY"), has("xdg-open"), "/usr/bin/xdg-open"},
		{"linux", env("WAYLAND_DISPLAY"), has("xdg-open"), "/usr/bin/xdg-open"},
		{"linux", env("DISPLAY"), has(), "exportpage.no-opener"},
		{"linux", env(), has("xdg-open"), "exportpage.no-desktop"}, // it would open a browser in this terminal
		{"linux", env("WSL_DISTRO_NAME"), has("wslview", "xdg-open"), "/usr/bin/wslview"},
		{"darwin", env(), has(), "open"},
		{"windows", env(), has(), "rundll32"},
	} {
		got, err := opener(c.system, c.env, c.look)
		said := ""
		if m := (text.Message{}); errors.As(err, &m) {
			said = m.Key
		} else if len(got) > 0 {
			said = got[0]
		}
		if said != c.want {
			t.Errorf("%s: %q, %v; want %s", c.system, got, err, c.want)
		}
	}
}

// The list of kinds is made anew after every edit, before the page is drawn.
func BenchmarkScreensKinds(b *testing.B) {
	r := &reports{app: &app{catalogue: tuitest.Options(b, text.VI).Catalogue}}
	w := pagetest.Open(pagetest.Large())
	w.Result()
	for b.Loop() {
		if len(r.Of(w).Kinds()) == 0 {
			b.Fatal("no kinds")
		}
	}
}
