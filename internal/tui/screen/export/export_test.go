package export

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// fake makes documents that say what they are of.
type fake struct {
	making func(ctx context.Context, kind string) error // called while a document is made
	shown  []string
	showed error
	words  string // folder of templates
}

func (f *fake) Of(w ui.Work) ui.Documents { return fakeDocuments{f} }

func (f *fake) Use(folder string) error {
	if strings.Contains(folder, "không có") {
		return text.M("documents.cli.no-templates", "folder", folder)
	}
	f.words = folder
	return nil
}

func (f *fake) Show(path string) error {
	f.shown = append(f.shown, path)
	return f.showed
}

type fakeDocuments struct{ *fake }

func (f fakeDocuments) Kinds() []ui.ReportKind {
	files := []string{"docx", "pdf", "xlsx", "html", "md", "txt"}
	lack := func(section, key string, args ...any) ui.Lack {
		return ui.Lack{Section: text.M("documents.section." + section), What: text.M(key, args...)}
	}
	return []ui.ReportKind{
		{ID: "quick", Name: text.Name{VI: "Báo cáo đánh giá nhanh sản xuất sạch hơn", EN: "Quick cleaner-production assessment"},
			About: text.Name{VI: "kết quả đánh giá nhanh, 2–4 trang, cho lãnh đạo cơ sở", EN: "the quick assessment in 2–4 pages, for the management"},
			Fits:  true, Formats: files, Missing: []ui.Lack{
				lack("plant", "documents.lack.address"), lack("plant", "documents.lack.products"), lack("walkthrough", "documents.lack.walkthrough"),
				lack("sankey", "detail.not-reconciled"),
			}},
		{ID: "action-plan", Name: text.Name{VI: "Kế hoạch hành động sản xuất sạch hơn", EN: "Cleaner-production action plan"},
			About: text.Name{VI: "đội, giải pháp, kinh phí từng năm và nguồn vốn, thời hạn, kết quả dự kiến", EN: "team, solutions, budget by year and source, dates, expected results"},
			Fits:  true, Formats: files, ScopeLabel: "exportpage.scope.term", Scopes: []ui.Scope{
				{ID: "2019-2", Name: text.M("documents.term.second", "year", 2019)}, {ID: "2019-1", Name: text.M("documents.term.first", "year", 2019)},
			}},
		{ID: "result", Name: text.Name{VI: "Kết quả đánh giá dạng dữ liệu", EN: "The result as data"},
			About: text.Name{VI: "mọi số liệu và kết quả dạng JSON", EN: "every figure and result as JSON"},
			Fits:  true, Formats: []string{"json"}, Alone: true, Data: true},
		{ID: "detailed", Name: text.Name{VI: "Báo cáo đánh giá sản xuất sạch hơn", EN: "Cleaner-production assessment report"},
			About: text.Name{VI: "báo cáo đánh giá chi tiết, chương 1–6 và phụ lục", EN: "the detailed report, chapters 1–6 with annexes"},
			Why:   text.M("exportpage.only-detailed"), Formats: files, Missing: []ui.Lack{lack("options", "documents.lack.options")}},
		{ID: "case-study", Name: text.Name{VI: "Điển hình sản xuất sạch hơn", EN: "Cleaner-production case study"},
			About: text.Name{VI: "một trang: trước, sau, đã làm gì, được gì", EN: "one page: before, after, what was done and what it brought"},
			Why:   text.M("exportpage.lacking", "what", text.M("savings.no-after")), Formats: files, Missing: []ui.Lack{lack("case", "savings.no-after")}},
	}
}

func (f fakeDocuments) Text(_ context.Context, kind, scope string, langs []text.Lang, width int) (string, error) {
	if kind == "case-study" {
		return "", errors.New("no text")
	}
	var b strings.Builder
	for _, l := range langs {
		for i := range 60 {
			fmt.Fprintf(&b, "%s%s %s %d/%d\n", kind, scope, l, i, width)
		}
	}
	return b.String(), nil
}

func (f fakeDocuments) Make(ctx context.Context, kind, scope string, langs []text.Lang, format string) ([]byte, error) {
	if f.making != nil {
		if err := f.making(ctx, kind); err != nil {
			return nil, err
		}
	}
	return fmt.Appendf(nil, "%s%s %v %s", kind, scope, langs, format), ctx.Err()
}

// stage shows the page; files go into a folder of the test's own.
func stage(t *testing.T, f *fake, w, h int) (s *pagetest.Stage, folder string) {
	t.Helper()
	folder = t.TempDir()
	page := Page(f, func(ui.Work) string { return folder }, &Memory{})
	return pagetest.New(t, page, pagetest.Open(pagetest.Cassava()), w, h), folder
}

// asks checks that the open dialog says something.
func asks(t *testing.T, s *pagetest.Stage, wanted ...string) {
	t.Helper()
	n := len(s.Dialogs)
	if n == 0 {
		t.Errorf("no dialog says %q:\n%s", wanted, s.Plain())
		return
	}
	said := s.Dialogs[n-1].Title() + "\n" + ansi.Strip(s.Dialogs[n-1].View(1000, 40))
	for _, w := range wanted {
		if !strings.Contains(said, w) {
			t.Errorf("%q is not said:\n%s", w, said)
		}
	}
}

func in(t *testing.T, folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestGoldens(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {160, 40}} {
		for _, lang := range text.Langs {
			f := &fake{}
			s, _ := stage(t, f, size[0], size[1])
			s.Lang = lang
			s.Refresh()
			golden := func(name string) { s.Golden(fmt.Sprintf("%s-%dx%d-%s", name, size[0], size[1], lang)) }
			golden("kinds")
			s.Press("space", "down", "space", "right")
			golden("marked")
			s.Press("end")
			golden("file")
			s.Press("home", "down", "down", "f5", "down", "down")
			golden("missing")
			s.Press("esc", "f6", "pgdown")
			golden("preview")
			s.Press("esc", "down", "down", "down", "down")
			golden("unfit")
			if size[0] == 160 {
				continue
			}
			// In the middle of the second document.
			n := 0
			f.making = func(context.Context, string) error {
				if n++; n == 2 {
					golden("progress")
				}
				return nil
			}
			s.Press("enter", "enter")
			golden("done")
		}
	}
}

// A document is written where it is wanted, in the language and the format that
// are chosen; the end of the typed name tells the format.
func TestWriteOne(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	s.Press("f7")
	if len(f.shown) > 0 {
		t.Error("something is opened before anything is written")
	}
	s.Press("down", "enter", "enter")
	if got := in(t, folder, "test-action-plan.docx"); got != "action-plan [vi] docx" {
		t.Errorf("written: %q", got)
	}
	if !strings.Contains(s.Toasted(), filepath.Join(folder, "test-action-plan.docx")) {
		t.Errorf("the toast says %q", s.Toasted())
	}
	s.Press("f7", "f8")
	if len(f.shown) != 2 || f.shown[0] != filepath.Join(folder, "test-action-plan.docx") || f.shown[1] != folder {
		t.Errorf("opened: %v", f.shown)
	}
	s.Press("right", "l", "enter", "enter") // PDF, English
	if got := in(t, folder, "test-action-plan.pdf"); got != "action-plan [en] pdf" {
		t.Errorf("written: %q", got)
	}
	s.Press("l", "enter", "ctrl+u")
	s.Type("bao cao.html")
	s.Press("enter")
	if got := in(t, folder, "bao cao.html"); got != "action-plan [vi en] html" {
		t.Errorf("written: %q", got)
	}
	s.Press("down", "enter", "enter") // data know one language and one format
	if got := in(t, folder, "test.json"); got != "result [vi] json" {
		t.Errorf("written: %q", got)
	}
	// What was chosen is remembered by another screen of the program.
	m := &Memory{}
	page := Page(f, func(ui.Work) string { return folder }, m)
	pagetest.New(t, page, pagetest.Open(pagetest.Cassava()), 80, 24).Press("down", "right", "right", "l")
	s = pagetest.New(t, page, pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Press("enter", "enter")
	if got := in(t, folder, "test-action-plan.xlsx"); got != "action-plan [en] xlsx" {
		t.Errorf("written: %q", got)
	}
}

// A file that is there is replaced only when that was said.
func TestOverwrite(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	path := filepath.Join(folder, "test-quick.docx")
	if err := os.WriteFile(path, []byte("của người khác"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.Press("enter", "enter")
	asks(t, s, "Đã có tệp này", "Tên khác", "Ghi đè")
	s.Press("enter") // the safe answer
	if got := in(t, folder, "test-quick.docx"); got != "của người khác" {
		t.Errorf("overwritten though the answer was no: %q", got)
	}
	s.Press("enter", "enter", "esc")
	if got := in(t, folder, "test-quick.docx"); got != "của người khác" {
		t.Errorf("overwritten though the answer was Esc: %q", got)
	}
	s.Press("enter", "enter", "right", "enter", "enter")
	if got := in(t, folder, "test-quick-2.docx"); got != "quick [vi] docx" {
		t.Errorf("under the other name: %q", got)
	}
	s.Press("enter", "enter", "right", "right", "enter")
	if got := in(t, folder, "test-quick.docx"); got != "quick [vi] docx" {
		t.Errorf("not overwritten: %q", got)
	}
	if got := in(t, folder, "test-quick.docx~"); got != "của người khác" {
		t.Errorf("what it was: %q", got)
	}

	// A file that comes up while the document is made is not replaced either.
	late := filepath.Join(folder, "test-action-plan.docx")
	f.making = func(context.Context, string) error { return os.WriteFile(late, []byte("khác"), 0o644) }
	s.Press("down", "enter", "enter")
	if got := in(t, folder, "test-action-plan.docx"); got != "khác" {
		t.Errorf("replaced: %q", got)
	}
	asks(t, s, "Chưa ghi được", "đã có tệp cùng tên")
}

// Several documents go into a folder, which is made.
func TestWriteSeveral(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	s.Press("space", "down", "space", "down", "space")
	s.Sees("Đã đánh dấu 3 văn bản")
	s.Press("enter", "enter")
	to := filepath.Join(folder, "test-van-ban")
	for name, want := range map[string]string{
		"test-quick.docx": "quick [vi] docx", "test-action-plan.docx": "action-plan [vi] docx", "test.json": "result [vi] json",
	} {
		if got := in(t, to, name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if want := "đã ghi 3 văn bản vào " + to; s.Toasted() != want {
		t.Errorf("the toast says %q", s.Toasted())
	}
	s.Press("f7")
	if len(f.shown) != 1 || f.shown[0] != to {
		t.Errorf("opened: %v", f.shown)
	}
	// Once more: asked for all of them together, and into another folder.
	s.Press("enter", "enter")
	asks(t, s, "đã có 3 tệp", "test-quick.docx")
	s.Press("right", "enter", "enter")
	if got := in(t, to+"-2", "test-quick.docx"); got != "quick [vi] docx" {
		t.Errorf("in the other folder: %q", got)
	}
	// A kind that does not fit is not marked.
	s.Press("down", "space", "space", "enter", "esc")
	s.Sees("Đã đánh dấu 3 văn bản")
}

// A document of a term is that of the term that was chosen, by its name too.
func TestScope(t *testing.T) {
	s, folder := stage(t, &fake{}, 80, 24)
	s.Press("tab") // the quick report is of no term
	if !strings.Contains(s.Toasted(), "không có kỳ") {
		t.Errorf("said: %q", s.Toasted())
	}
	s.Press("down")
	s.Sees("6 tháng cuối năm 2019")
	s.Press("enter", "enter")
	if got := in(t, folder, "test-action-plan.docx"); got != "action-plan [vi] docx" {
		t.Errorf("the usual one: %q", got)
	}
	s.Press("tab", "down", "enter")
	s.Sees("6 tháng đầu năm 2019", "test-action-plan-2019-1.docx")
	s.Press("enter", "enter")
	if got := in(t, folder, "test-action-plan-2019-1.docx"); got != "action-plan2019-1 [vi] docx" {
		t.Errorf("of the term: %q", got)
	}
	s.Press("f6")
	s.Sees("action-plan2019-1 vi 0/")
}

// Esc stops the writing: what is under way is dropped, what is written stays.
func TestCancel(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	s.Press("space", "down", "space", "down", "space")
	n := 0
	f.making = func(ctx context.Context, _ string) error {
		if n++; n == 2 {
			s.Sees("Đang ghi 2/3")
			if !s.Top().Claims("esc") {
				t.Error("Esc is left to the frame while something is written")
			}
			s.Press("up", "f5", "esc") // other keys work meanwhile
			s.Press("enter", "esc")
			s.SeesNot("Đang ghi 2/3") // at once, not when the document is made
			if s.Top().Claims("esc") || !s.Top().(ui.Working).Working().Empty() {
				t.Error("the job goes on")
			}
		}
		return ctx.Err()
	}
	s.Press("enter", "enter")
	entries, _ := os.ReadDir(filepath.Join(folder, "test-van-ban"))
	if len(entries) != 1 || entries[0].Name() != "test-quick.docx" {
		t.Errorf("written: %v", entries)
	}
	if !strings.Contains(s.Toasted(), "đã ghi 1/3") {
		t.Errorf("the toast says %q", s.Toasted())
	}
	if s.Top().Claims("esc") {
		t.Error("Esc is still wanted")
	}
	// The first one stopped: nothing is there.
	f.making = func(ctx context.Context, _ string) error {
		s.Press("esc")
		return nil // it does not look at the context
	}
	s.Press("enter", "ctrl+u")
	s.Type("khác")
	s.Press("enter")
	if exists(filepath.Join(folder, "khác")) {
		t.Error("written though it was stopped")
	}
	if !strings.Contains(s.Toasted(), "chưa ghi gì") {
		t.Errorf("the toast says %q", s.Toasted())
	}
	// And it can be written afterwards.
	f.making = nil
	s.Press("enter", "ctrl+u")
	s.Type("khác")
	s.Press("enter")
	if !exists(filepath.Join(folder, "khác", "test-quick.docx")) {
		t.Error("nothing is written after a stop")
	}
}

// What goes wrong is said, and nothing half written is left.
func TestErrors(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	left := func() {
		t.Helper()
		var names []string
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if len(names) > 0 {
			t.Errorf("left behind: %v", names)
		}
	}
	f.making = func(context.Context, string) error { return errors.New("no paper") }
	s.Press("enter", "enter")
	asks(t, s, "Chưa ghi được", "no paper")
	s.Press("enter")
	left()

	f.making = nil
	s.Press("enter", "ctrl+u")
	s.Type("không có/tệp.docx")
	s.Press("enter")
	asks(t, s, "Chưa ghi được", "không có")
	s.Press("enter")
	left()

	s.Press("enter", "ctrl+u", "enter")
	asks(t, s, "Hãy ghi tên tệp.")
	s.Press("esc")

	file := filepath.Join(folder, "tệp")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s.Press("space", "down", "space", "enter", "ctrl+u")
	s.Type("tệp")
	s.Press("enter")
	asks(t, s, "là một tệp, không phải thư mục")
	s.Press("enter")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	left()

	if os.Getuid() != 0 {
		if err := os.Chmod(folder, 0o500); err != nil {
			t.Fatal(err)
		}
		s.Press("enter", "enter")
		asks(t, s, "Chưa ghi được", "quyền")
		s.Press("enter")
		if err := os.Chmod(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		left()
	}

	// A program that opens files: there may be none, and the file may be gone.
	f.showed = text.M("exportpage.no-desktop")
	s.Press("enter", "enter", "f7")
	if !strings.Contains(s.Toasted(), "không có màn hình") {
		t.Errorf("the toast says %q", s.Toasted())
	}
	if err := os.RemoveAll(filepath.Join(folder, "test-van-ban")); err != nil {
		t.Fatal(err)
	}
	s.Press("f7")
	if !strings.Contains(s.Toasted(), "không còn ở đó") {
		t.Errorf("the toast says %q", s.Toasted())
	}
}

// Enter on something that is missing goes to the page where it is entered.
func TestMissing(t *testing.T) {
	s, _ := stage(t, &fake{}, 80, 24)
	s.Press("f5")
	s.Sees("Chưa ghi địa chỉ", "nhập ở trang Cơ sở và đội", "Chưa trả lời phiếu khảo sát")
	s.Press("enter")
	s.Press("down", "down", "enter")
	if len(s.Went) != 2 || s.Went[0] != (ui.Go{Page: "plant", Target: "plant.address"}) || s.Went[1].Page != "walk" {
		t.Errorf("went to %v", s.Went)
	}
	s.Press("down", "enter") // a quick audit has no such page
	if len(s.Went) != 2 {
		t.Errorf("went to %v", s.Went)
	}
}

// The folder of templates is taken, or it is said what is wrong with it.
func TestWords(t *testing.T) {
	f := &fake{}
	s, folder := stage(t, f, 80, 24)
	s.Press("end", "up", "up", "enter")
	s.Type("không có")
	s.Press("enter")
	asks(t, s, "Không có thư mục")
	s.Press("ctrl+u")
	s.Type("mẫu")
	s.Press("enter")
	if f.words != filepath.Join(folder, "mẫu") || !strings.Contains(s.Toasted(), "mẫu") {
		t.Errorf("taken: %q, said: %q", f.words, s.Toasted())
	}
	s.Press("enter", "ctrl+u", "enter")
	if f.words != "" {
		t.Errorf("still %q", f.words)
	}
}

// Without data of the sector there is nothing to write, and the page says what
// to do.
func TestNothing(t *testing.T) {
	folder := t.TempDir()
	page := Page(&fake{}, func(ui.Work) string { return folder }, &Memory{})
	s := pagetest.New(t, page, pagetest.Open(strings.Replace(pagetest.Cassava(), "cassava-starch", "nothing", 1)), 60, 20)
	s.Sees("Chưa có văn bản nào")
	s.Golden("nothing-60x20-vi")
	s.Press("home", "enter")
	if len(s.Went) != 1 || s.Went[0].Page != "plant" {
		t.Errorf("went to %v", s.Went)
	}
}

// The preview is scrolled and copied, and says where there is none.
func TestPreview(t *testing.T) {
	s, _ := stage(t, &fake{}, 80, 24)
	s.Press("l", "l", "f6")
	s.Sees("quick vi 0/77")
	s.Press("end")
	s.Sees("quick en 59/77")
	s.Press("f5")
	if !strings.Contains(s.Toasted(), "đã chép") {
		t.Errorf("the toast says %q", s.Toasted())
	}
	s.Resize(60, 20)
	s.Press("up")
	s.Sees("/57")
	s.Press("esc", "end", "up", "up", "up", "f6")
	s.Sees("Chưa xem trước được", "no text")
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		folder := t.TempDir()
		t.Chdir(folder)
		page := Page(&fake{}, func(ui.Work) string { return folder }, &Memory{})
		pagetest.Fuzz(t, page, pagetest.Cassava(), seed, 1500)
	}
}

// A key and the frame after it, with ten years of data.
func BenchmarkKeyToFrame(b *testing.B) {
	page := Page(&fake{}, func(ui.Work) string { return "." }, &Memory{})
	pagetest.KeyToFrame(b, page, pagetest.Large(), "down", "down", "right", "space", "up")
}
