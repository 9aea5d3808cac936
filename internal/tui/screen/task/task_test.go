package task

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// pages stand for those of the program.
func pages() []ui.Page {
	return []ui.Page{
		{ID: "options", Title: "tui.page.options", Tasks: []string{"3.8", "3.9"}},
		{ID: "plant", Title: "tui.page.plant", Tasks: []string{"1.1"}},
		{ID: "screening", Title: "tui.page.options", Tasks: []string{"3.9"}},
	}
}

func example() string { return pagetest.Examples()["tinh-bot-san-chi-tiet.audit.toml"] }

// A task is done on the page that is for it first, else on one that has it among
// others; where there is none the key says so.
func TestWhereATaskIsDone(t *testing.T) {
	for task, want := range map[string]string{"1.1": "plant", "3.8": "options", "3.9": "screening", "2.5": ""} {
		if p, _ := pageOf(pages(), task); p.ID != want {
			t.Errorf("task %s is done on %q, not %q", task, p.ID, want)
		}
	}
	s := pagetest.New(t, Page(pages), pagetest.Open(example()), 80, 24)
	s.Send(ui.Show{Target: "3.9"})
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0].Page != "screening" {
		t.Errorf("went to %v", s.Went)
	}
	s.Send(ui.Show{Target: StepTarget(2)})
	s.Press("enter")
	if len(s.Went) != 1 {
		t.Errorf("went to %v", s.Went)
	}
}

// An entry that says nothing any more leaves the file; the others stay.
func TestEntries(t *testing.T) {
	w := pagetest.Open(pagetest.Cassava() + "\n[[task]]\nid = \"1.2\"\nnote = \"x\"\n")
	s := pagetest.New(t, QuickPage(), w, 80, 24)
	s.Press("enter")
	if !strings.Contains(w.Text(), `level = "detailed"`) {
		t.Fatal("not detailed")
	}
	s = pagetest.New(t, Page(pages), w, 80, 24)
	before := w.Text()
	s.Press("home", "tab")
	s.Type("An")
	s.Press("enter")
	if !strings.Contains(w.Text(), `responsible = "An"`) || w.Steps() != 2 {
		t.Errorf("%d steps:\n%s", w.Steps(), w.Text())
	}
	s.Press("tab", "ctrl+u", "enter")
	if got := w.Text(); got != before {
		t.Errorf("the entry stays:\n%s", got)
	}
	s.Press("down", "tab", "shift+tab", "ctrl+u", "enter") // the note of 1.2
	if strings.Contains(w.Text(), "[[task]]") {
		t.Errorf("the entry stays:\n%s", w.Text())
	}
}

// What cannot be edited says so, and nothing of it is lost by trying.
func TestReadOnly(t *testing.T) {
	for _, page := range []ui.Page{Page(pages), FocusPage()} {
		w := pagetest.Open(example())
		w.Locked = true
		s := pagetest.New(t, page, w, 80, 24)
		s.Press("home", "tab", "f6", "enter", "space", "right", "enter", "delete")
		if len(s.Toasts) == 0 {
			t.Errorf("%s says nothing", page.ID)
		}
		s.View()
	}
}

// A reason that is there already is what stands in the question; taking the
// choice back takes both.
func TestFocusReason(t *testing.T) {
	w := pagetest.Open(example())
	s := pagetest.New(t, FocusPage(), w, 80, 24)
	s.Press("enter", "ctrl+u")
	s.Type("Lời của đội")
	s.Press("enter", "enter")
	s.Sees("Lời của đội")
	s.Press("enter", "delete")
	if strings.Contains(w.Text(), "reason = \"Lời") || w.Audit().Focus != nil && w.Audit().Focus.Step != "" {
		t.Errorf("the focus stays:\n%+v", w.Audit().Focus)
	}
}

// The pages say what to do where they have nothing to show.
func TestNothingToShow(t *testing.T) {
	for _, source := range []string{pagetest.Bare("no-such-sector"), pagetest.Bare("food-other"), strings.Replace(pagetest.Bare("no-such-sector"), "quick", "detailed", 1)} {
		for _, page := range []ui.Page{Page(pages), FocusPage(), QuickPage()} {
			for _, lang := range text.Langs {
				s := pagetest.New(t, page, pagetest.Open(source), 60, 20)
				s.Lang = lang
				s.Refresh()
				s.Press("enter", "down", "f5", "space", "delete")
				if strings.TrimSpace(s.Plain()) == "" {
					t.Errorf("%s shows nothing", page.ID)
				}
			}
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, Page(pages), example(), seed, 250)
		pagetest.Fuzz(t, FocusPage(), example(), seed, 250)
		pagetest.Fuzz(t, Page(pages), strings.Replace(pagetest.Cassava(), `"quick"`, `"detailed"`, 1), seed, 250)
	}
	quick := QuickPage()
	quick.Find = func(ui.Work) []ui.Hit { return nil }
	pagetest.Fuzz(t, quick, pagetest.Cassava(), 1, 200)
}

func BenchmarkTasks(b *testing.B) {
	pagetest.KeyToFrame(b, Page(pages), example(), "down", "down", "up", "pgdown", "home")
}

func BenchmarkFocus(b *testing.B) {
	pagetest.KeyToFrame(b, FocusPage(), example(), "down", "down", "up", "home")
}

// A step is the focus or the next one, not both: what becomes the focus is not
// the next one any more, and the focus cannot become the next one.
func TestFocusAndNextAreTwoSteps(t *testing.T) {
	w := pagetest.Open(example())
	f := w.Audit().Focus
	if f == nil || f.Step == "" || f.Next == "" || f.Step == f.Next {
		t.Fatalf("the example has %+v", f)
	}
	s := pagetest.New(t, FocusPage(), w, 80, 24)
	s.Send(ui.Show{Target: f.Step})
	s.Press("f6")
	if w.Steps() != 0 || !strings.Contains(s.Toasted(), "đang là trọng tâm") {
		t.Errorf("said %q after %d steps", s.Toasted(), w.Steps())
	}
	s.Send(ui.Show{Target: f.Next})
	s.Press("enter", "enter")
	if now := w.Audit().Focus; now.Step != f.Next || now.Reason == "" || now.Next != "" || now.NextReason != "" || w.Steps() != 1 {
		t.Errorf("%+v after %d steps", now, w.Steps())
	}
}

// Where nothing is known of the steps none has a score, not even 0.
func TestNothingKnownIsNoScore(t *testing.T) {
	source := strings.Replace(pagetest.Bare("coffee"), `"quick"`, `"detailed"`, 1)
	s := pagetest.New(t, FocusPage(), pagetest.Open(source), 80, 24)
	s.Sees("chưa chấm điểm được")
	s.SeesNot("0/100")
	s.Press("enter")
	s.Sees("Vì sao chọn công đoạn này?")
	s.SeesNot("Sửa lại theo lời")
}
