package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// The form of a new audit stays filled in until it has become a file; quitting
// asks, once, when something was typed.
func TestNewAuditKept(t *testing.T) {
	o := tuitest.Options(t, text.EN)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("New audit")
	term.Key("enter")
	term.Type("Sugar mill")
	term.Key("esc")
	term.WaitFor("go on with: Sugar mill")
	term.Key("enter")
	term.WaitFor("Plant's name", "Sugar mill")
	term.Key("ctrl+q", "ctrl+q")
	term.WaitFor("is not a file yet")
	term.Key("enter")
	term.WaitGone("is not a file yet")
	term.Key("ctrl+q")
	term.WaitFor("is not a file yet")
	term.Key("right", "enter")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
}

// Another sector is one step, after a question; its undo brings the old one back.
// Enter alone, all the way through the plant's form, adds no product.
func TestAnotherSector(t *testing.T) {
	o := tuitest.Options(t, text.EN)
	term := tuitest.Start(t, 80, 40, o)
	create(term, "Mill")
	term.WaitFor("Data")
	term.Type("100")
	term.Key("enter")
	term.Type("7")
	term.Key("enter", "f3")
	term.WaitFor("Plant and team", "Add a product")
	for range 13 { // past the button: its question, answered with nothing
		term.Key("enter")
	}
	term.WaitFor("Cleaner production")
	for range 6 {
		term.Key("enter")
	}
	term.WaitFor("The sector that the figures are compared with")
	term.Type("beer")
	term.Key("enter")
	term.WaitFor("Compare this plant with the sector", "1 flow with figures")
	term.Key("right", "enter", "ctrl+s")
	term.WaitFor("saved to")
	if got := sectorOf(t, o.Folder, "mill.audit.toml"); !strings.Contains(got, `"food-beer"`) {
		t.Errorf("after the change the file says %s", got)
	}
	term.Key("ctrl+z")
	term.WaitFor("undone: sector")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(filepath.Join(o.Folder, "mill.audit.toml"))
	if got := sectorOf(t, o.Folder, "mill.audit.toml"); !strings.Contains(got, "cassava-starch") {
		t.Errorf("after the undo the file says %s", got)
	}
	if n := strings.Count(string(data), "[[product]]"); n != 1 {
		t.Errorf("%d products, want 1", n)
	}
}

// sectorOf is the sector that the file names.
func sectorOf(t *testing.T, folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(string(data), "\n") {
		if strings.HasPrefix(l, "sector") {
			return l
		}
	}
	return ""
}

// The key line gives a key one meaning at a time: while a cell is typed in, Esc
// only drops the typing, and in a list Up and Down only choose.
func TestOneMeaning(t *testing.T) {
	term := tuitest.Start(t, 160, 40, tuitest.Options(t, text.EN))
	term.WaitFor("New audit")
	term.Key("enter")
	term.Type("Mill")
	term.Key("enter")
	term.WaitFor("⏎ take, next field", "Shift+Tab previous field")
	term.WaitGone("↑ previous field")
	term.Type("tinh bot")
	term.Key("enter", "enter", "enter", "enter", "enter", "enter")
	term.WaitFor("Esc steps")
	term.Type("12")
	term.WaitFor("Esc cancel")
	term.WaitGone("Esc steps")
}

// In a table of numbers "?" asks for help, as everywhere; in a cell that is being
// typed in it is a character. The way out stands in the key line of the smallest
// window too.
func TestHelpInATable(t *testing.T) {
	o := tuitest.Options(t, text.EN)
	term := tuitest.Start(t, 60, 20, o)
	create(term, "Mill")
	term.WaitFor("Data", "Esc steps")
	term.Key("?")
	term.WaitFor("Help: Data", "Keys here")
	term.Key("esc")
	term.WaitGone("Help: Data")
	term.Type("1?")
	term.WaitFor("1?")
	term.Key("esc")
	term.WaitGone("1?")
}
