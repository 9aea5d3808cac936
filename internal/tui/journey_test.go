package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// mostKeys is how many keystrokes lead from the program's start to the
// comparison with the sector, for one product and five flows, beyond the names
// and figures themselves.
const mostKeys = 40

// TestJourney goes the whole way of a quick assessment with the real program:
// a new audit, five flows, the comparison's questions, ten answers, the result,
// out and in again.
func TestJourney(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {160, 50}} {
		for _, lang := range text.Langs {
			t.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], lang), func(t *testing.T) {
				t.Parallel()
				journey(t, size[0], size[1], lang)
			})
		}
	}
}

func journey(t *testing.T, w, h int, lang text.Lang) {
	say := func(vi, en string) string {
		if lang == text.EN {
			return en
		}
		return vi
	}
	decimal := say(",", ".")
	o := tuitest.Options(t, lang)
	term := tuitest.Start(t, w, h, o)
	term.WaitFor(say("Cuộc đánh giá mới", "New audit"))
	term.Key("enter")
	term.WaitFor(say("Tên cơ sở", "Plant's name"))
	term.Type("Nhà máy Đông Á")
	term.Key("enter", "enter") // cassava starch is the first sector
	term.WaitFor("nha-may-dong-a.audit.toml", say("Tinh bột", "tarch"))
	term.Key("enter", "enter", "enter", "enter", "enter")

	term.WaitFor(say("Sản lượng", "Output"))
	for _, figure := range []string{"21000", "95000", "331000", "3700000", "2800000"} { // output, roots, water, electricity, coal
		term.Type(figure)
		term.Key("enter")
	}
	term.Key("down") // biogas is left out
	term.Type("270000")
	term.Key("enter", "f4", "f4") // past the coverage

	term.WaitFor(say("bán tinh bột khô", "dry starch"))
	term.Key("right", "enter")
	term.Type("25" + decimal + "8")
	term.Key("enter", "right", "enter") // coal; Enter on the last answer goes on
	term.WaitFor(say("Đã trả lời 0/31", "0 of 31"))
	term.Key("f4")
	term.WaitFor("176", "kWh/t")
	if term.Keys > mostKeys {
		t.Errorf("%d keystrokes from the start to the comparison, more than %d", term.Keys, mostKeys)
	}
	t.Logf("%d keystrokes from the start to the comparison", term.Keys)

	term.Key("f3")
	term.WaitFor(say("Đã trả lời 0/31", "0 of 31"))
	for range 5 {
		term.Key("y", "n")
	}
	term.WaitFor(say("Đã trả lời 10/31", "10 of 31"))
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}

	file := string(read(t, filepath.Join(o.Folder, "nha-may-dong-a.audit.toml")))
	for _, want := range []string{"electricity = 3700000", "root-starch", `reply`, `"Nhà máy Đông Á"`} {
		if !strings.Contains(file, want) {
			t.Errorf("%s is not in the file:\n%s", want, file)
		}
	}
	if n := strings.Count(file, "[[answer]]"); n != 10 {
		t.Errorf("%d answers in the file, not 10", n)
	}
	if left, _ := filepath.Glob(filepath.Join(o.Folder, "*")); len(left) != 1 {
		names := []string{}
		for _, l := range left {
			names = append(names, filepath.Base(l))
		}
		t.Logf("beside the file: %v", names)
	}

	again := tuitest.Start(t, w, h, o)
	again.WaitFor("Nhà máy Đông Á", say("đã so sánh", "compared"))
	again.Key("enter")
	again.WaitFor("6 " + say("Kết quả", "Result"))
	again.Key("6")
	again.WaitFor("176", "kWh/t")
	again.Key("q")
	if err := again.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, filepath.Join(o.Folder, "nha-may-dong-a.audit.toml"))); got != file {
		t.Errorf("looking has changed the file:\n%s", got)
	}
	if _, err := os.Stat(filepath.Join(o.Folder, "nha-may-dong-a.audit.toml.lock")); err == nil {
		t.Error("the lock is left behind")
	}
}
