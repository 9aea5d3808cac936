package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/screen/task"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// detailed opens a copy of the detailed example of cassava starch.
func detailed(t *testing.T, w, h int, lang text.Lang) (d *tuitest.Driver, file string) {
	t.Helper()
	o := tuitest.Options(t, lang)
	source, err := examples.FS.ReadFile("tinh-bot-san-chi-tiet.audit.toml")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(o.Folder, "san.audit.toml")
	if err := os.WriteFile(file, source, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, tuitest.Noon, tuitest.Noon); err != nil {
		t.Fatal(err)
	}
	o.File = file
	return tuitest.Drive(t, w, h, o), file
}

// TestDetailedScreens holds the frame of a detailed audit, its tasks and the
// choice of its focus.
func TestDetailedScreens(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {120, 40}} {
		for _, lang := range text.Langs {
			t.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], lang), func(t *testing.T) {
				d, _ := detailed(t, size[0], size[1], lang)
				golden := func(name string) {
					t.Helper()
					d.Golden(fmt.Sprintf("detailed/%s-%dx%d-%s", name, size[0], size[1], lang))
				}
				golden("steps")
				d.Key("end", "up", "up")
				golden("steps-later")
				d.Key("home", "enter")
				golden("tasks")
				d.Key("pgdown", "pgdown", "down", "f5")
				golden("task")
				d.Key("esc", "tab")
				d.Type("Trần Thị B")
				golden("task-typing")
				d.Key("esc", "space")
				d.Key("end", "up", "space")
				golden("task-ask")
				d.Key("esc")
				find(d, "trong tam", "audit focus", lang)
				golden("focus")
				d.Key("down", "f6")
				golden("focus-reason")
				d.Key("enter", "f5")
				golden("focus-why")
				d.Key("esc", "1")
				for range 60 {
					if strings.Contains(d.Screen(), map[text.Lang]string{text.VI: "› Cam kết", text.EN: "› Commitment"}[lang]) {
						break
					}
					d.Key("tab")
				}
				golden("team")
			})
		}
	}
}

// find goes to a page by the finder.
func find(d *tuitest.Driver, vi, en string, lang text.Lang) {
	d.Key("ctrl+f")
	d.Type(map[text.Lang]string{text.VI: vi, text.EN: en}[lang])
	d.Key("enter")
}

func sees(t *testing.T, d *tuitest.Driver, wanted ...string) {
	t.Helper()
	got := strings.Join(strings.Fields(d.Screen()), " ")
	for _, w := range wanted {
		if !strings.Contains(got, w) {
			t.Fatalf("%q is not shown:\n%s", w, d.Screen())
		}
	}
}

func seesNot(t *testing.T, d *tuitest.Driver, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(d.Screen(), w) {
			t.Fatalf("%q is shown:\n%s", w, d.Screen())
		}
	}
}

// A quick audit becomes a detailed one with one key, a task is marked, and the
// audit goes back; nothing else in the file changes on the way.
func TestQuickToDetailedAndBack(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	before := string(read(t, file))
	d := tuitest.Drive(t, 120, 40, o)
	sees(t, d, "Đánh giá chi tiết")
	seesNot(t, d, "Trọng tâm đánh giá", "2 Phân tích")

	find(d, "danh gia chi tiet", "", text.VI)
	sees(t, d, "Đánh giá nhanh: 2-3 ngày", "20-40 ngày công trong vòng 6 tháng", "Sáu bước, 18 nhiệm vụ", "6. Duy trì SXSH")
	d.Key("enter")
	sees(t, d, "đã đổi sang mức chi tiết", "0/18 nhiệm vụ đã xong", "Trọng tâm đánh giá", "2 Phân tích", "6 Duy trì")
	seesNot(t, d, "Đánh giá chi tiết")
	d.Key("ctrl+s")
	after := string(read(t, file))
	if want := strings.Replace(before, `level = "quick"`, `level = "detailed"`, 1); after != want {
		t.Errorf("more has changed than the level:\n%s", after)
	}

	// A task of which something is missing is marked only after a question, of
	// which the safe answer is no.
	d.Key("space")
	sees(t, d, "Đánh dấu xong nhiệm vụ 1?", "Chưa ghi đội trưởng SXSH")
	d.Key("enter")
	sees(t, d, "0/18 nhiệm vụ đã xong")
	d.Key("space", "right", "enter")
	sees(t, d, "1/18 nhiệm vụ đã xong", "xong, còn thiếu 5 mục")
	d.Key("tab")
	d.Type("Nguyễn Văn A")
	d.Key("tab", "ctrl+u")
	d.Type("31/2/2019")
	d.Key("enter")
	sees(t, d, "31/2/2019") // there is no such day: it stays in the field
	d.Key("ctrl+u")
	d.Type("1/11/2019")
	d.Key("enter", "ctrl+s")
	got := string(read(t, file))
	for _, want := range []string{"[[task]]", `id   = "1.1"`, "done = true", `responsible = "Nguyễn Văn A"`, "date = 2019-11-01"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the file:\n%s", want, got)
		}
	}

	// Enter goes where the task is done; the page is marked as its task is.
	d.Key("enter")
	sees(t, d, "Tên cơ sở")
	d.Key("esc", "home", "enter", "f8")
	sees(t, d, "Không có gì bị xóa")
	d.Key("right", "enter")
	sees(t, d, "Đánh giá chi tiết", "đã đổi sang mức nhanh", "Bấm Enter để chuyển")
	seesNot(t, d, "2 Phân tích")

	// Undo leads all the way back, through both levels.
	for range 8 {
		d.Key("ctrl+z")
	}
	d.Key("ctrl+s")
	if got := string(read(t, file)); got != before {
		t.Errorf("undone, the file is\n%s", got)
	}
	sees(t, d, "Đánh giá chi tiết")
}

// In a detailed audit digits go to the steps, F4 to the next page wherever it
// is.
func TestGoingThroughSteps(t *testing.T) {
	d, _ := detailed(t, 120, 40, text.EN)
	d.Key("1")
	sees(t, d, "› Name")
	d.Key("esc", "3")
	sees(t, d, "› List of options")
	d.Key("esc", "home", "enter")
	sees(t, d, "›18 tasks")
	for range 40 {
		d.Key("f4")
	}
	sees(t, d, "›Export and file")
	for range 40 {
		d.Key("f3")
	}
	sees(t, d, "›18 tasks")
}

// A step without a page of its own leads to its tasks.
func TestStepWithoutPage(t *testing.T) {
	restore := tui.ReplacePages(func() []ui.Page {
		tasks := task.Page(func() []ui.Page { return nil })
		tasks.Step = ui.Overview
		return []ui.Page{tasks}
	})
	defer restore()
	d, _ := detailed(t, 120, 40, text.EN)
	d.Key("6")
	sees(t, d, "17 Sustain CP solutions", "17. Sustain CP solutions")
	d.Key("enter")
	sees(t, d, "this task has no page of its own")
}

// The mouse goes to pages and steps, in a window where all are shown and in one
// where only one step is open.
func TestDetailedMouse(t *testing.T) {
	for _, h := range []int{40, 20} {
		d, _ := detailed(t, 120, h, text.VI)
		d.Key("f9", "1")
		y := -1
		for i, l := range strings.Split(d.Screen(), "\n") {
			if strings.Contains(l, "3 Cơ hội") {
				y = i
			}
		}
		d.Update(tea.MouseClickMsg{X: 5, Y: y, Button: tea.MouseLeft})
		sees(t, d, "› Danh sách cơ hội")
	}
}

// The focus is chosen with a reason that cannot be left out, and in one step of
// undo.
func TestFocus(t *testing.T) {
	d, file := detailed(t, 100, 30, text.VI)
	find(d, "trong tam", "", text.VI)
	d.Key("delete") // the example's own
	sees(t, d, "Chưa chọn trọng tâm")
	d.Key("enter", "ctrl+u", "enter")
	sees(t, d, "Hãy ghi lý do")
	d.Type("Mất nhiều tinh bột nhất")
	d.Key("enter")
	sees(t, d, "Mất nhiều tinh bột nhất")
	d.Key("home", "f6", "enter", "ctrl+s")
	got := string(read(t, file))
	for _, want := range []string{`"extraction"`, `"Mất nhiều tinh bột nhất"`, `"washing"`} {
		if _, focus, _ := strings.Cut(got, "[focus]"); !strings.Contains(focus[:strings.Index(focus, "\n\n")], want) {
			t.Fatalf("%s is not the focus in the file:\n%s", want, focus)
		}
	}
	sees(t, d, "Trọng tâm: Trích ly", "Tiếp theo: Bóc vỏ")
	d.Key("ctrl+z")
	seesNot(t, d, "Tiếp theo: Bóc vỏ")
	d.Key("ctrl+z")
	sees(t, d, "Chưa chọn trọng tâm")
	d.Key("ctrl+z")
	sees(t, d, "Trọng tâm: Trích ly")
}

// The team is typed one member a line; the list grows and shrinks with it.
func TestTeam(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	d := tuitest.Drive(t, 100, 40, o)
	d.Key("1")
	for range 40 {
		if strings.Contains(d.Screen(), "› Thành viên") {
			break
		}
		d.Key("tab")
	}
	d.Type("Trần Thị B, phòng kỹ thuật, thư ký")
	d.Key("enter")
	d.Type("Lê Văn C, phân xưởng ướt; Phạm Văn D, lò hơi")
	d.Key("enter", "up", "up", "ctrl+u", "enter")
	d.Key("ctrl+s")
	got := string(read(t, file))
	if !strings.Contains(got, `members = ["Trần Thị B, phòng kỹ thuật, thư ký", "Phạm Văn D, lò hơi"]`) {
		t.Errorf("the members are\n%s\n%s", got, d.Screen())
	}
}

// The form of a new audit says what each level takes, and makes a detailed one
// that begins with its figures.
func TestNewDetailedAudit(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}} {
		for _, lang := range text.Langs {
			o := tuitest.Options(t, lang)
			d := tuitest.Drive(t, size[0], size[1], o)
			d.Key("enter")
			d.Type("Mai Sơn")
			d.Key("enter", "enter", "enter", "enter")
			d.Golden(fmt.Sprintf("detailed/create-level-%dx%d-%s", size[0], size[1], lang))
			d.Key("right", "enter", "enter", "enter")
			if got := string(read(t, filepath.Join(o.Folder, "mai-son.audit.toml"))); !strings.Contains(got, `= "detailed"`) {
				t.Errorf("the file is\n%s", got)
			}
			sees(t, d, map[text.Lang]string{text.VI: "1 Khởi động › Số liệu", text.EN: "1 Getting started › Data"}[lang])
		}
	}
}
