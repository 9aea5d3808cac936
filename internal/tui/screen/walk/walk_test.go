package walk

import (
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func start(t *testing.T) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, Page(), pagetest.Open(pagetest.Cassava()), 80, 24)
}

// replyOf is the reply in the file to the question with a number.
func replyOf(s *pagetest.Stage, number int) string {
	return replyTo(s.Work.Audit(), questions(s.Work)[number-1].ID)
}

// at is the number of the question that the keys act on.
func at(s *pagetest.Stage) int {
	q, _ := s.Screens[0].(*screen).current()
	return q.number
}

func TestOneKeyAnswers(t *testing.T) {
	for key, reply := range map[string]string{
		"1": "yes", "2": "partly", "3": "no", "4": "na", "y": "yes", "p": "partly", "n": "no", "0": "na", "N": "no",
	} {
		s := start(t)
		s.Press(key)
		if got := replyOf(s, 1); got != reply {
			t.Errorf("%s: the reply is %q, not %q", key, got, reply)
		}
		if at(s) != 2 {
			t.Errorf("%s: the cursor is on question %d, not on the next one", key, at(s))
		}
		if s.Work.Steps() != 1 {
			t.Errorf("%s: %d steps of undo", key, s.Work.Steps())
		}
	}
}

func TestArrowsAndEnterAnswer(t *testing.T) {
	s := start(t)
	s.Press("right", "right", "right", "enter")
	if got := replyOf(s, 1); got != "no" {
		t.Errorf("the reply is %q", got)
	}
	s.Press("left", "enter")
	if got := replyOf(s, 2); got != "na" {
		t.Errorf("the reply is %q", got)
	}
	// Choosing begins at the reply that was given.
	s.Press("home", "left", "enter")
	if got := replyOf(s, 1); got != "partly" {
		t.Errorf("the reply is %q", got)
	}
}

func TestEnterAloneAnswersNothing(t *testing.T) {
	s := start(t)
	s.Press("enter")
	if s.Work.Steps() != 0 {
		t.Error("Enter answered a question that nobody has chosen a reply to")
	}
	s.Press("enter")
	if got := replyOf(s, 1); got != "yes" {
		t.Errorf("the second Enter gave %q", got)
	}
}

func TestNoShowsItsOption(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {160, 50}} {
		s := start(t)
		s.Resize(size[0], size[1])
		s.Press("3")
		s.Sees("Vừa ghi câu 1: không", "Phân khu bãi chứa củ", "không tốn chi phí")
		s.Press("f8")
		if len(s.Went) != 0 {
			o := questions(s.Work)[1].Option
			if s.Went[0] != (ui.Go{Page: "options", Target: o}) {
				t.Errorf("F8 goes to %v", s.Went[0])
			}
		}
		s.Press("up")
		s.SeesNot("Vừa ghi")
		s.Sees("Cơ hội: Phân khu bãi chứa củ", "không tốn chi phí")
	}
}

func TestSavingInMoneyIsShown(t *testing.T) {
	s := start(t)
	for _, q := range questions(s.Work) {
		if q.Option == "efficient-lighting" || strings.Contains(q.Option, "light") {
			s.Send(ui.Show{Target: q.ID})
			s.Press("3")
			s.Sees("triệu đ/năm", "chi phí thấp")
			return
		}
	}
	t.Error("no question points at the lamps")
}

func TestNextUnanswered(t *testing.T) {
	s := start(t)
	n := len(questions(s.Work))
	s.Press("end")
	if at(s) != n {
		t.Fatalf("End is at %d of %d", at(s), n)
	}
	s.Press("1")
	if at(s) != 1 {
		t.Errorf("after the last question the first is next, not %d", at(s))
	}
	s.Press("1", "1", "home", "f5")
	if at(s) != 3 {
		t.Errorf("the next unanswered is 3, not %d", at(s))
	}
	s.Press("ctrl+n")
	if at(s) != 4 {
		t.Errorf("and then 4, not %d", at(s))
	}
	for range n {
		s.Press("2")
	}
	if done, total := state(s.Work); done != n || total != n {
		t.Fatalf("%d of %d answered", done, total)
	}
	if s.Toasted() != "Đã trả lời hết các câu." {
		t.Errorf("said: %q", s.Toasted())
	}
	before := at(s)
	s.Press("2")
	if at(s) != before {
		t.Error("when all are answered the cursor stays")
	}
}

func TestAnAnswerCanBeClearedAndChanged(t *testing.T) {
	s := start(t)
	before := s.Work.Text()
	s.Press("3", "home", "1")
	if got := replyOf(s, 1); got != "yes" {
		t.Errorf("changed to %q", got)
	}
	s.Press("home", "delete")
	if got := s.Work.Text(); got != before {
		t.Errorf("cleared, the file is\n%s", got)
	}
	// The same answer again is no step.
	s.Press("3")
	steps := s.Work.Steps()
	s.Press("home", "3")
	if s.Work.Steps() != steps {
		t.Error("the same answer again is a step of undo")
	}
	// What was noted stays when the answer is cleared.
	s.Press("home", "tab")
	s.Type("bãi rộng")
	s.Press("enter", "delete")
	ans, ok := answerTo(s.Work.Audit(), questions(s.Work)[0].ID)
	if !ok || ans.Reply != "" || ans.Note != "bãi rộng" {
		t.Errorf("cleared: %+v", ans)
	}
}

func TestNoteAndPhoto(t *testing.T) {
	s := start(t)
	s.Press("tab")
	if !s.Top().Capturing() {
		t.Error("a note does not take letters")
	}
	s.Type("vo\u0300i 1 n") // a digit and a letter are text here
	s.View()
	if s.Top().Cursor() == nil {
		t.Error("the terminal's cursor is not in the note")
	}
	q := questions(s.Work)[0].ID
	if s.Work.Drafts["answer."+q+".note"] != "vòi 1 n" {
		t.Errorf("drafts: %q", s.Work.Drafts)
	}
	s.Press("tab")
	s.Paste("IMG_1.jpg\n")
	s.Press("enter")
	ans, _ := answerTo(s.Work.Audit(), q)
	if ans.Note != "vòi 1 n" || ans.Photo != "IMG_1.jpg" || ans.Reply != "" {
		t.Errorf("got %+v", ans)
	}
	if len(s.Work.Drafts) != 0 {
		t.Errorf("drafts are left: %q", s.Work.Drafts)
	}
	s.Sees("Ghi chú: vòi 1 n", "Ảnh: IMG_1.jpg")
	s.Press("1", "home")
	if ans, _ := answerTo(s.Work.Audit(), q); ans.Reply != "yes" || ans.Note == "" {
		t.Errorf("the answer lost the note: %+v", ans)
	}
	// Esc gives up, ctrl+z takes the typing back, arrows write.
	s.Press("f6")
	s.Type("xx")
	s.Press("esc")
	s.Press("f6")
	s.Type("yy")
	s.Press("ctrl+z", "enter", "f7")
	s.Type("2")
	s.Press("down")
	ans, _ = answerTo(s.Work.Audit(), q)
	if ans.Note != "vòi 1 n" || ans.Photo != "IMG_1.jpg2" {
		t.Errorf("got %+v", ans)
	}
	if at(s) != 2 || s.Top().Capturing() {
		t.Error("the arrow did not leave the field")
	}
	// An emptied note goes.
	s.Press("home", "tab", "ctrl+u", "tab", "ctrl+u", "enter", "delete")
	if _, ok := answerTo(s.Work.Audit(), q); ok {
		t.Errorf("the empty answer is left:\n%s", s.Work.Text())
	}
}

func TestADraftIsTypedOn(t *testing.T) {
	w := pagetest.Open(pagetest.Cassava())
	q := questions(w)[4]
	w.Drafts["answer."+q.ID+".note"] = "lưới rá"
	s := pagetest.New(t, Page(), w, 80, 24)
	if at(s) != 5 || !s.Top().Capturing() {
		t.Fatalf("question %d", at(s))
	}
	s.Type("ch")
	s.Press("enter")
	if ans, _ := answerTo(w.Audit(), q.ID); ans.Note != "lưới rách" {
		t.Errorf("the note is %q", ans.Note)
	}
}

func TestLeavingWritesTheNote(t *testing.T) {
	s := start(t)
	s.Press("tab")
	s.Type("rò rỉ")
	s.Press("f4")
	if ans, _ := answerTo(s.Work.Audit(), questions(s.Work)[0].ID); ans.Note != "rò rỉ" {
		t.Errorf("the note is %q", ans.Note)
	}
}

func TestReadOnly(t *testing.T) {
	s := start(t)
	s.Work.Locked = true
	before := s.Work.Text()
	s.Sees("chỉ xem, không sửa được")
	s.Press("1", "tab", "delete", "right", "enter")
	if s.Work.Text() != before || s.Top().Capturing() {
		t.Error("a file that is read only was edited")
	}
	if !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("said: %q", s.Toasted())
	}
}

func TestUndoGoesBackToTheQuestion(t *testing.T) {
	s := start(t)
	before := s.Work.Text()
	s.Press("1", "3", "2")
	s.Press("ctrl+z")
	if at(s) != 3 || replyOf(s, 3) != "" {
		t.Errorf("after an undo the cursor is on %d", at(s))
	}
	s.Press("ctrl+z", "ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
	if got := s.Context().Say(s.Work.Labels[1]); got != "câu 2 (Nguyên liệu, vật liệu): không" {
		t.Errorf("undo says %q", got)
	}
}

func TestScores(t *testing.T) {
	s := start(t)
	s.Sees("Đã trả lời 0/31 câu")
	s.SeesNot("điểm")
	s.Press("1", "3")
	s.Sees("50/100 điểm (tạm tính)", "50 điểm 2/6 câu")
	for range 14 {
		s.Press("1")
	}
	s.Sees("94/100 điểm")
	s.SeesNot("tạm tính")
	s.Press("end")
	s.Sees("An toàn, sức khỏe (chấm riêng)")
	// Safety and health does not count in the overall score.
	s.Press("3")
	s.Sees("94/100 điểm")
}

func TestAreas(t *testing.T) {
	s := start(t)
	var seen []string
	for range 12 {
		q, _ := s.Screens[0].(*screen).current()
		if !slices.Contains(seen, q.area.ID) {
			seen = append(seen, q.area.ID)
		}
		s.Press("pgdown")
	}
	want := []string{"materials", "water", "energy", "chemicals", "wastewater", "waste", "housekeeping", "safety-health"}
	if !slices.Equal(seen, want) {
		t.Errorf("areas %v, not %v", seen, want)
	}
	s.Press("home", "pgdown", "down", "pgup")
	if at(s) != 7 {
		t.Errorf("PgUp in an area goes to its first question, not to %d", at(s))
	}
	s.Press("pgup")
	if at(s) != 1 {
		t.Errorf("and then to the area before, not to %d", at(s))
	}
}

func TestFind(t *testing.T) {
	s := start(t)
	hits := find(s.Work)
	if len(hits) != 31 {
		t.Fatalf("%d hits", len(hits))
	}
	for i, h := range hits {
		s.Send(ui.Show{Target: h.Target})
		if at(s) != i+1 {
			t.Fatalf("%s shows question %d", h.Target, at(s))
		}
		s.View()
	}
}

func TestLanguageOnTheSpot(t *testing.T) {
	s := start(t)
	s.Press("3", "tab")
	s.Type("đang gõ")
	s.Press("f2")
	s.Sees("1 of 31 questions answered", "đang gõ", "Materials")
	s.Press("f2", "enter")
	if ans, _ := answerTo(s.Work.Audit(), questions(s.Work)[1].ID); ans.Note != "đang gõ" {
		t.Errorf("the note is %q", ans.Note)
	}
}

func TestWithoutAPack(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("unknown-sector")), 80, 24)
	s.Sees("không có bộ dữ liệu của ngành")
	s.Press("1", "down", "enter", "tab", "f5")
	s.View()
}

func TestEverySectorAndSize(t *testing.T) {
	for _, sector := range pagetest.Sectors() {
		for _, size := range [][2]int{{60, 20}, {99, 24}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare(sector)), size[0], size[1])
			for range len(questions(s.Work)) {
				s.View()
				s.Press("3")
			}
			s.Press("f2")
			s.View()
			if done, total := state(s.Work); done != total || total < 10 {
				t.Errorf("%s: %d of %d", sector, done, total)
			}
		}
	}
}

func TestKeysThatInputMethodsSendMeanNothing(t *testing.T) {
	s := start(t)
	s.Press("backspace", "ctrl+h", "ư", "ơ", "đ", "dd", "ctrl+space")
	if s.Work.Steps() != 0 || at(s) != 1 {
		t.Error("a key of an input method did something")
	}
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Cassava(), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("start"))
		s.Press("1", "3")
		s.Golden(name("answered"))
		s.Press("up", "tab")
		s.Type("vòi rửa sàn chảy suốt ca")
		s.Golden(name("note"))
	})
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Press("1", "3", "2", "4", "right")
	s.Golden("ascii-vi-80x24")
}

func TestTheExamples(t *testing.T) {
	for _, source := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(source), size[0], size[1])
			for range 40 {
				s.View()
				s.Press("down")
			}
			s.Press("f2")
			s.View()
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(4) {
		pagetest.Fuzz(t, Page(), pagetest.Cassava(), seed, 500)
	}
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 300)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Large(), "down", "down", "up") })
	b.Run("answer", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Large(), "1", "3", "2", "home") })
}
