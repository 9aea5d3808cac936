package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// TestScreens holds every screen of the frame as it looks in both languages and
// in the two small windows.
func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		for _, lang := range text.Langs {
			t.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], lang), func(t *testing.T) { screens(t, size[0], size[1], lang) })
		}
	}
}

func screens(t *testing.T, w, h int, lang text.Lang) {
	o := tuitest.Options(t, lang)
	// Paths are on the screens: they must be the same in every run.
	o.Folder = fmt.Sprintf("/tmp/audit-screens/%dx%d-%s", w, h, lang)
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { os.RemoveAll(o.Folder) })
	o.Examples = os.DirFS("testdata/examples")
	file := filepath.Join(o.Folder, "mai-son.audit.toml")
	copyFile(t, "testdata/examples/san.audit.toml", file)
	if err := os.Chtimes(file, tuitest.Noon, tuitest.Noon); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(o.Folder, "Sơn La"), 0o755); err != nil {
		t.Fatal(err)
	}
	golden := func(d *tuitest.Driver, name string) {
		t.Helper()
		d.Golden(fmt.Sprintf("screens/%s-%dx%d-%s", name, w, h, lang))
	}

	d := tuitest.Drive(t, w, h, o)
	golden(d, "home-first")
	d.Key("enter")
	golden(d, "create")
	d.Type("Cơ sở Bột Sắn Đỏ")
	d.Key("enter")
	golden(d, "create-sector")
	d.Type("tinh bot")
	golden(d, "create-sector-filtered")
	d.Key("enter", "enter", "enter", "enter")
	golden(d, "create-file")
	d.Key("f1")
	golden(d, "create-help")
	d.Key("esc", "esc", "down", "down", "enter")
	golden(d, "examples")
	d.Key("esc", "up", "enter")
	golden(d, "open")
	d.Key("ctrl+q")

	o.File = file
	d = tuitest.Drive(t, w, h, o)
	golden(d, "steps")
	d.Key("1")
	golden(d, "plant")
	d.Key("down")
	golden(d, "plant-industry")
	d.Type("det")
	golden(d, "plant-industry-filtered")
	d.Key("enter", "right")
	golden(d, "plant-changed")
	d.Key("ctrl+z")
	golden(d, "undone")
	d.Key("f4", "f4")
	goTo(d, lang, "asks")
	golden(d, "asks")
	d.Key("right")
	golden(d, "asks-answered")
	d.Key("down")
	d.Type("12,3x")
	d.Key("enter")
	golden(d, "asks-wrong")
	d.Key("ctrl+q")
	golden(d, "typing")
	d.Key("esc")
	for range 5 {
		d.Key("backspace")
	}
	d.Key("ctrl+f")
	golden(d, "find")
	d.Type("tep")
	golden(d, "find-filtered")
	d.Key("esc")
	goTo(d, lang, "export")
	golden(d, "export")
	d.Key("end", "enter")
	golden(d, "viewer")
	d.Key("end")
	golden(d, "viewer-end")
	d.Key("esc", "f9")
	golden(d, "mouse")
	d.Key("esc", "f1")
	golden(d, "help")
	d.Key("esc", "esc")
	golden(d, "home-recent")
	d.Resize(59, 19)
	golden(d, "small")
}

// goTo goes to a page by the finder.
func goTo(d *tuitest.Driver, lang text.Lang, page string) {
	d.Key("ctrl+f")
	d.Type(map[string]map[text.Lang]string{
		"asks":   {text.VI: "Cơ sở so sánh", text.EN: "Comparison basis"},
		"export": {text.VI: "Xuất và xem tệp", text.EN: "Export and file"},
	}[page][lang])
	d.Key("enter")
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
