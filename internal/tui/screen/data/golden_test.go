package data

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

var update = flag.Bool("update", false, "write the expected screens anew")

// The page as it looks in windows of 80×24 and 60×20, in both languages.
func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name, source string
		do           func(*desk)
	}{
		{"new", newAudit, func(d *desk) {}},
		{"year", yearAudit, func(d *desk) { d.stand("electricity", first) }},
		{"months", monthsAudit, func(d *desk) { d.stand("electricity", first+1) }},
		{"gap", monthsAudit, func(d *desk) { d.stand("water", first+3) }},
		{"after", monthsAudit, func(d *desk) { d.stand("starch", first+7) }},
		{"typing", monthsAudit, func(d *desk) { d.stand("electricity", first+2).press("242.350") }},
		{"wrong", monthsAudit, func(d *desk) { d.stand("electricity", first+2).press("24x") }},
		{"selection", monthsAudit, func(d *desk) { d.stand("water", first).press("shift+right", "shift+down") }},
		{"period", monthsAudit, func(d *desk) { d.stand("", first) }},
		{"name", monthsAudit, func(d *desk) { d.stand("cod-concentration", nameCol) }},
		{"more", yearAudit, func(d *desk) { d.press("ctrl+end", "down") }},
		{"unit-dialog", unitAudit, func(d *desk) { d.stand("electricity", unitCol).press("m", "w", "h", "enter") }},
		{"period-dialog", monthsAudit, func(d *desk) { d.press("f7") }},
		{"row-dialog", monthsAudit, func(d *desk) { d.press("f6") }},
		{"own-dialog", monthsAudit, func(d *desk) { d.press("f6", "enter") }},
		{"bills", billsAudit, func(d *desk) { d.stand("electricity", first+1) }},
		{"bills-partial", billsAudit, func(d *desk) { d.stand("electricity", first+3) }},
		{"bills-ask", billsAudit, func(d *desk) { d.stand("electricity", first+1).press("5") }},
		{"driver", billsAudit, func(d *desk) { d.stand("temperature", first+1) }},
		{"driver-name", billsAudit, func(d *desk) { d.stand("temperature", nameCol) }},
		{"driver-dialog", billsAudit, func(d *desk) { d.press("f6", "down", "down", "enter") }},
		{"paste-dialog", year12(), func(d *desk) { d.paste("1.250\tabc\t-5\n3\t12%\t7\n") }},
	} {
		for _, size := range [][2]int{{80, 24}, {60, 20}} {
			for _, lang := range text.Langs {
				name := fmt.Sprintf("%s-%dx%d-%s", c.name, size[0], size[1], lang)
				t.Run(name, func(t *testing.T) {
					// The bar, the breadcrumb, two rules and the key line are the frame's.
					d := open(t, c.source).language(lang).show(size[0], size[1]-5)
					c.do(d)
					got := d.view()
					if len(d.dialogs) > 0 {
						got = d.dialog(size[0]-8, size[1]-6)
					}
					compare(t, name, got)
				})
			}
		}
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	lines := strings.Split(got, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got = strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", "screens", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the screen is another than %s:\n%s\nwant:\n%s", file, got, want)
	}
}

// With colours the screen says the same as without, and as wide; in ASCII
// signs nothing is wider either. What colours say, signs and words say too.
func TestLooks(t *testing.T) {
	for _, source := range []string{newAudit, yearAudit, monthsAudit} {
		d := open(t, source).show(80, 19)
		if source != newAudit {
			d.stand("electricity", first).press("shift+down")
		}
		plain := d.view()
		if strings.Contains(d.page.View(), "\x1b[3") || strings.Contains(d.page.View(), "\x1b[48") {
			t.Error("colours without colour")
		}
		for _, dark := range []bool{true, false} {
			d.ctx.Style = ui.NewStyle(dark, true, d.ctx.Glyph)
			d.page.SetContext(d.ctx)
			if got := d.view(); got != plain {
				t.Errorf("with colours:\n%s\nwithout:\n%s", got, plain)
			}
			if !strings.Contains(d.page.View(), "\x1b[") {
				t.Error("no colours")
			}
		}
		d.ctx.Glyph = ui.ASCIIGlyphs()
		d.ctx.Style = ui.NewStyle(true, false, d.ctx.Glyph)
		d.page.SetContext(d.ctx)
		for _, sign := range []string{"│", "›", "─", "…", "✗", "→"} {
			if strings.Contains(d.view(), sign) {
				t.Errorf("the sign %s among ASCII ones", sign)
			}
		}
		d.press("5")
		if v := d.view(); strings.Contains(v, "→") {
			t.Error("an arrow among ASCII signs")
		}
	}
}

// Windows of every size, whatever there is to show.
func TestSizes(t *testing.T) {
	for _, source := range []string{newAudit, yearAudit, monthsAudit, billsAudit} {
		for _, lang := range text.Langs {
			d := open(t, source).language(lang).show(80, 19)
			for _, w := range []int{1, 5, 20, 40, 59, 60, 61, 79, 80, 99, 100, 119, 120, 173, 200, 300} {
				for _, h := range []int{1, 2, 3, 5, 8, 11, 12, 15, 19, 56} {
					d.page.SetSize(w, h)
					d.view()
					if source == monthsAudit {
						d.stand("electricity", first+6).view()
						d.stand("electricity", nameCol).view()
						d.press("end", "right").view()
						d.stand("electricity", first+6).press("12345678901234567890").view()
						d.press("esc")
					}
				}
			}
		}
	}
}

// Numbers of every size stay in their cells, and none is shown as zero that is
// not.
func TestNumbers(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	for _, v := range []float64{
		0, 1, 0.5, 0.0001, 0.00000001, 1e-300, 12345.678, 99999.5, 999999.99999, 123456789, 1e12, 1e15, 1.7e308, -5, -12345.678, 1.0 / 3,
	} {
		for w := 4; w < 16; w++ {
			got := d.page.number(v, w)
			if n := ansi.StringWidth(got); n > w {
				t.Errorf("%v in %d cells: %q", v, w, got)
			}
			if v != 0 && got != "…" && !strings.ContainsAny(got, "123456789") {
				t.Errorf("%v in %d cells: %q", v, w, got)
			}
		}
	}
}
