package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// A block of 12 months × 8 flows from a spreadsheet, pasted into the real
// program, is one step: all of it is in the file, and one undo takes all of it
// out again, to the byte.
func TestPasteBlock(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	var b strings.Builder
	b.WriteString("format = 1\n\n[plant]\nname = \"Nhà máy\"\nsector = \"cassava-starch\"\n\n[audit]\nlevel = \"quick\"\ndate = 2019-11-05\n\n" +
		"[[product]]\nid = \"starch\"\nname = \"Tinh bột\"\nunit = \"t\"\n")
	for m := 1; m <= 12; m++ {
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"2018-%02d\"\noutput = { starch = 1000 } # tháng %d\n", m, m)
	}
	o.File = filepath.Join(t.TempDir(), "dan.audit.toml")
	if err := os.WriteFile(o.File, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	var block strings.Builder
	for row := 1; row <= 8; row++ {
		for m := 1; m <= 12; m++ {
			if m > 1 {
				block.WriteByte('\t')
			}
			fmt.Fprintf(&block, "%d.%03d,5", row, m) // 1.001,5 as Vietnamese spreadsheets write it
		}
		block.WriteString("\r\n")
	}

	term := tuitest.Start(t, 160, 50, o)
	term.WaitFor("Nhà máy")
	term.Key("2")
	term.WaitFor("Sản lượng", "1/2018")
	term.Key("down") // below the output: the first flow, the first month
	term.Paste(block.String())
	term.WaitFor("1.001,5", "8.001,5")
	term.Key("ctrl+s")
	term.WaitFor("đã lưu")
	a, _, problems := auditfile.Read(o.File)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	flows := 0
	for i, p := range a.Periods {
		flows += len(p.Flows)
		for id, v := range p.Flows {
			if tail := v - float64(int(v)/1000*1000); tail != float64(i+1)+0.5 {
				t.Errorf("month %d: %s = %v", i+1, id, v)
			}
		}
	}
	if flows != 12*8 {
		t.Errorf("%d cells in the file, want 96", flows)
	}
	term.Key("ctrl+z")
	term.WaitFor("hoàn tác")
	term.WaitGone("8.001,5")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(o.File); err != nil || string(got) != b.String() {
		t.Errorf("undo did not bring the file back (%v):\n%s", err, got)
	}
}
