package result

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func start(t *testing.T, source string) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, Page(), pagetest.Open(source), 80, 24)
}

// without is the audit of the starch factory with a line left out.
func without(line string) string { return strings.Replace(pagetest.Cassava(), line+"\n", "", 1) }

func show(s *pagetest.Stage, flow string) { s.Send(ui.Show{Target: flow}) }

func went(t *testing.T, s *pagetest.Stage, want ui.Go) {
	t.Helper()
	if n := len(s.Went); n == 0 || s.Went[n-1] != want {
		t.Errorf("went to %v, not to %v", s.Went, want)
	}
}

func TestHeadlineSaysWhatAPlantIsWorth(t *testing.T) {
	s := start(t, pagetest.Cassava())
	s.Sees("Trên 1 t tinh bột sắn: 4 kém, 2 phổ biến", "Có thể tiết kiệm khoảng", "Tiềm năng cao", "Nên làm đánh giá chi tiết")
	s.Press("f2")
	s.Sees("4 poor, 2 typical", "The potential is high", "A detailed assessment")
	s.Resize(120, 40)
	s.Sees("Against the sector: 4 poor, 2 typical.")
}

func TestEveryFlowSaysWhereItStands(t *testing.T) {
	s := start(t, pagetest.Cassava())
	s.Resize(160, 50)
	s.Sees("Điện", "212 kWh/t", "+32,5 %", "kém", "1,3 tỷ đ", "chưa có giá", "139 kg/t", "phổ biến")
	if !strings.Contains(s.Plain(), "┃") || !strings.Contains(s.Plain(), "▒") || !strings.Contains(s.Plain(), "●") {
		t.Error("no bar is drawn")
	}
	show(s, "electricity")
	s.Sees("Chuẩn: tốt nhất 160, phổ biến 165–200, kém 230 kWh/t tinh bột (có nhận định)", "Thực tế: 705.047 kWh/năm · 1,3 tỷ đ", "Kỹ thuật: 780.052 kWh/năm", "tổng 3.180.212 kWh")
}

func TestWhatCannotBeComparedSaysWhy(t *testing.T) {
	s := start(t, without("root-starch = 26"))
	show(s, "fresh-cassava")
	s.Sees("Chưa so sánh được", "Hàm lượng tinh bột trung bình của củ tươi")
	s.Press("enter")
	went(t, s, ui.Go{Page: "asks", Target: "root-starch"})
}

func TestAMissingPriceLeadsToTheGrid(t *testing.T) {
	s := start(t, pagetest.Cassava())
	show(s, "water")
	s.Sees("nhập giá")
	s.Press("enter")
	went(t, s, ui.Go{Page: "data", Target: "flow.water.price"})
	// "Why" still works there.
	s.Press("f5")
	s.Sees("S = Σ E ÷ Σ P")
}

func TestWithoutFiguresTheGridIsNext(t *testing.T) {
	s := start(t, pagetest.Bare("cassava-starch"))
	s.Sees("Chưa có số liệu")
	s.Press("enter")
	went(t, s, ui.Go{Page: "data"})
}

func TestWithoutAPack(t *testing.T) {
	s := start(t, pagetest.Bare("unknown-sector"))
	s.Sees("không có bộ dữ liệu của ngành")
	s.Press("w", "s", "b", "down", "enter")
	went(t, s, ui.Go{Page: "plant"})
}

func TestWhyOpensDownToTheInputs(t *testing.T) {
	s := start(t, pagetest.Cassava())
	show(s, "electricity")
	s.Press("w")
	s.Sees("S = Σ E ÷ Σ P", "3.180.212 kWh", "15.001 t")
	s.Press("down", "right")
	s.Sees("Điện, 1/2018 (cơ sở nhập) 333.900 kWh")
	s.Press("down")
	s.Sees("số do cơ sở nhập")
	s.Press("left") // to the branch
	s.Press("left") // closed
	s.SeesNot("Điện, 1/2018")
	s.Press("enter")
	s.Sees("Điện, 1/2018")
	s.Press("esc")
	if len(s.Screens) != 1 {
		t.Error("Esc does not go back")
	}
}

func TestWhyGoesDownToSources(t *testing.T) {
	s := start(t, pagetest.Cassava())
	s.Screens[0].(*screen).stack.Select("scope2")
	s.Press("down", "up") // settle
	s.Screens[0].(*screen).stack.Select("scope2")
	s.Press("enter", "down", "right", "down", "right", "down", "down")
	s.Sees("Hệ số phát thải lưới điện năm 2018")
	s.Press("enter")
	s.Sees("Tài liệu", "Đã xem")
	if len(s.Screens) != 3 {
		t.Errorf("%d screens", len(s.Screens))
	}
	s.Press("esc", "esc")
	if len(s.Screens) != 1 {
		t.Errorf("%d screens", len(s.Screens))
	}
}

func TestSource(t *testing.T) {
	s := start(t, pagetest.Cassava())
	show(s, "electricity")
	s.Press("s")
	s.Resize(160, 60)
	s.Sees("Mặc định của bộ dữ liệu ngành", "Lý do", "Dòng chuẩn 1/5", "Tài liệu", "Cơ quan", "Trang, mục", "Nơi", "Đã xem")
	s.Press("end")
	s.Sees("Dòng chuẩn 5/5")
}

func TestChoosingAnotherRow(t *testing.T) {
	s := start(t, pagetest.Cassava())
	before := s.Work.Text()
	show(s, "electricity")
	s.Press("b", "down", "down", "down")
	s.Sees("Intimex", "kém đến rất kém")
	s.Press("enter")
	r, ok := reference(s.Work.Audit(), "electricity")
	if !ok || r.Row != "electricity-tkn-intimex" || r.Best != nil || r.Unit != "" {
		t.Fatalf("the reference is %+v\n%s", r, s.Work.Text())
	}
	if s.Work.Steps() != 1 || len(s.Screens) != 1 {
		t.Errorf("%d steps, %d screens", s.Work.Steps(), len(s.Screens))
	}
	s.Sees("tự chọn")
	if got := s.Context().Say(s.Work.Labels[0]); got != "chuẩn so sánh của Điện" {
		t.Errorf("undo says %q", got)
	}
	// The choice is marked, and the default is one key away.
	s.Press("f7")
	s.View()
	if got := s.Top().(*chooser).stack.Selected(); got != "row:electricity-tkn-intimex" {
		t.Errorf("the cursor is on %s", got)
	}
	s.Press("home", "enter")
	if s.Work.Text() != before {
		t.Errorf("back to the default, the file is\n%s", s.Work.Text())
	}
	s.Press("ctrl+z", "ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
}

func TestARowOnAnotherBasisSaysWhy(t *testing.T) {
	w := pagetest.Open(pagetest.Cassava())
	for _, b := range w.Pack().Benchmarks {
		if usable(b) {
			continue
		}
		s := pagetest.New(t, ui.Page{New: func(_ ui.Context, w ui.Work) ui.Screen { return newChooser(w, b.Flow) }}, w, 80, 24)
		s.View()
		s.Screens[0].(*chooser).stack.Select(rowPrefix + b.ID)
		s.Sees("khác cơ sở, không so được", "Không so được: công bố trên")
		s.Press("enter")
		if w.Steps() != 0 {
			t.Errorf("%s was chosen", b.ID)
		}
		if s.Toasted() == "" {
			t.Error("nothing is said")
		}
		return
	}
	t.Skip("the pack has no such row")
}

// Every row of every pack can be looked at, and is either used or says why not.
func TestEveryRowOfEveryPack(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	for _, sector := range pagetest.Sectors() {
		w := pagetest.Open(pagetest.Bare(sector))
		seen := map[string]bool{}
		for _, b := range w.Pack().Benchmarks {
			if seen[b.Flow] {
				continue
			}
			seen[b.Flow] = true
			s := pagetest.New(t, ui.Page{New: func(_ ui.Context, w ui.Work) ui.Screen { return newChooser(w, b.Flow) }}, w, 60, 20)
			for range 15 {
				s.View()
				s.Press("down")
			}
		}
	}
}

func TestOwnNorm(t *testing.T) {
	s := start(t, pagetest.Cassava())
	before := s.Work.Text()
	show(s, "electricity")
	s.Press("b", "end", "enter")
	s.Sees("Định mức riêng: Điện", "Càng ít càng tốt")
	fill := func(values ...string) {
		for _, v := range values {
			s.Press("ctrl+u")
			s.Type(v)
			s.Press("enter")
		}
	}
	save := func() { s.Press("enter") }
	fill("170", "180", "175", "", "kWh", "")
	save()
	if s.Toasted() != "Các mức chưa theo thứ tự từ tốt đến kém." {
		t.Errorf("said: %q", s.Toasted())
	}
	fill("170", "180", "200", "230,5", "kWh", "")
	save()
	if s.Toasted() != "Hãy ghi định mức này lấy từ đâu." {
		t.Errorf("said: %q", s.Toasted())
	}
	s.Type("Hồ sơ thiết kế 2015")
	s.Press("enter")
	save()
	r, ok := reference(s.Work.Audit(), "electricity")
	if !ok || *r.Best != 170 || *r.TypicalLow != 180 || *r.TypicalHigh != 200 || *r.Poor != 230.5 || r.Unit != "kWh" || r.Source != "Hồ sơ thiết kế 2015" {
		t.Fatalf("the norm is %+v; said %q\n%s", r, s.Toasted(), s.Plain())
	}
	if s.Work.Steps() != 1 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
	if len(s.Work.Drafts) != 0 {
		t.Errorf("drafts are left: %v", s.Work.Drafts)
	}
	s.Press("esc")
	s.Sees("định mức riêng: Hồ sơ thiết kế 2015")
	// Another row in its place drops every bound, in one step.
	s.Press("b", "home", "down", "enter")
	r, _ = reference(s.Work.Audit(), "electricity")
	if r.Row == "" || r.Best != nil || r.Source != "" || s.Work.Steps() != 2 {
		t.Errorf("the reference is %+v after %d steps", r, s.Work.Steps())
	}
	s.Press("ctrl+z", "ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
}

func TestAnUnwrittenNormIsNotLostSilently(t *testing.T) {
	s := start(t, pagetest.Cassava())
	show(s, "water")
	s.Press("b", "end", "enter")
	s.Type("12")
	s.Press("enter")
	if s.Top().Leave() {
		t.Error("the frame may leave a norm that is not written")
	}
	s.Press("esc")
	if len(s.Dialogs) != 1 {
		t.Fatal("Esc does not ask")
	}
	s.Press("enter")
	if len(s.Screens) != 3 {
		t.Error("the safe answer left the form")
	}
	s.Press("esc", "right", "enter")
	if len(s.Screens) != 2 || s.Work.Steps() != 0 {
		t.Errorf("%d screens, %d steps", len(s.Screens), s.Work.Steps())
	}
}

func TestAYieldTakesItsBoundsTheOtherWay(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	up := benchmark.Bounds{Best: f(88), TypicalLow: f(80), TypicalHigh: f(85), Poor: f(75)}
	if !inOrder(up, benchmark.MoreIsBetter) || inOrder(up, benchmark.MoreIsWorse) {
		t.Error("bounds of a yield run from high to low")
	}
}

func TestReadOnly(t *testing.T) {
	s := start(t, pagetest.Cassava())
	s.Work.Locked = true
	s.Sees("chỉ xem, không sửa được")
	show(s, "electricity")
	s.Press("b", "down", "enter")
	if s.Work.Steps() != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("said: %q", s.Toasted())
	}
	s.Press("end", "enter")
	if len(s.Screens) != 2 {
		t.Error("the form opened")
	}
	s.Press("esc", "w", "s")
	s.View()
}

func TestEveryPartIsThere(t *testing.T) {
	s := start(t, pagetest.Cassava()+answers)
	s.Resize(160, 100)
	s.Sees("Khí nhà kính", "Phạm vi 1: tại cơ sở", "Phạm vi 2: điện mua", "Năng lượng", "theo hệ số TOE chính thức", "Nước thải", "Phí nước thải",
		"Khảo sát hiện trường", "An toàn, sức khỏe (chấm riêng)", "Tiềm năng", "Xếp mức", "Kiến nghị", "Trọng tâm", "Điều cần xem lại")
}

const answers = "\n[[answer]]\nquestion = \"roots-fifo\"\nreply = \"no\"\n\n[[answer]]\nquestion = \"roots-starch-measured\"\nreply = \"yes\"\n"

func TestRowsLeadToTheirPages(t *testing.T) {
	s := start(t, pagetest.Cassava()+answers)
	for id, want := range map[string]ui.Go{
		"walk":       {Page: "walk"},
		"area:water": {Page: "walk", Target: "dry-soil-removed"},
		"recommend":  {Page: "options"},
	} {
		sc := s.Screens[0].(*screen)
		sc.current()
		if !sc.stack.Select(id) {
			t.Fatalf("no row %s", id)
		}
		s.Press("enter")
		went(t, s, want)
	}
}

func TestBiogenicIsAMemo(t *testing.T) {
	s := start(t, strings.ReplaceAll(pagetest.Cassava(), "coal = ", "biogas = "))
	r := phrase.Result(s.Work)
	if len(r.Emissions) == 0 || r.Emissions[0].Biogenic == 0 {
		t.Skip("the pack has no biomass under this name")
	}
	s.Resize(160, 60)
	s.Sees("CO2 sinh học", "ghi riêng, không cộng vào tổng")
}

func TestBeforeAndAfter(t *testing.T) {
	source := strings.Replace(pagetest.Cassava(), "month = \"2018-12\"\nphase = \"before\"", "month = \"2018-12\"\nphase = \"after\"", 1)
	s := start(t, source)
	show(s, "electricity")
	s.Sees("giai đoạn kia 212 kWh/t")
	if r := phrase.Result(s.Work); r.Phase != assess.After {
		t.Errorf("the phase is %s", r.Phase)
	}
	s.Press("w")
	s.View()
}

func TestFind(t *testing.T) {
	s := start(t, pagetest.Cassava())
	hits := find(s.Work)
	if len(hits) < 6 {
		t.Fatalf("%d hits", len(hits))
	}
	for _, h := range hits {
		show(s, h.Target)
		if r, ok := s.Screens[0].(*screen).current(); !ok || r.flow != h.Target {
			t.Errorf("%s shows %s", h.Target, r.id)
		}
	}
}

func TestAnEditElsewhereChangesTheTree(t *testing.T) {
	s := start(t, pagetest.Cassava())
	show(s, "electricity")
	s.Press("b", "down", "enter", "w")
	s.Press("ctrl+z") // undoes the choice under the open tree
	s.Sees("S = Σ E ÷ Σ P")
	s.Press("down", "right", "enter")
	s.View()
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Cassava()+answers, func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("flows"))
		show(s, "electricity")
		s.Press("w", "down", "right")
		s.Golden(name("why"))
		s.Press("esc", "s")
		s.Golden(name("source"))
		s.Press("esc", "b", "down", "down", "down")
		s.Golden(name("benchmark"))
		s.Press("end", "enter")
		s.Golden(name("own"))
		s.Press("esc", "esc", "end")
		s.Golden(name("end"))
		s.Screens[0].(*screen).stack.Select("energy")
		s.Golden(name("middle"))
	})
	s := start(t, pagetest.Cassava())
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("ascii-vi-80x24")
	s = start(t, pagetest.Bare("coffee"))
	s.Golden("empty-vi-80x24")
}

// Every row of every example can be looked at, opened and left again.
func TestEveryRowOfTheExamples(t *testing.T) {
	for name, source := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(source), size[0], size[1])
			if size[0] == 60 {
				s.Press("f2")
			}
			for range 200 {
				before := s.Screens[0].(*screen).stack.Selected()
				s.View()
				for _, key := range []string{"w", "s", "b"} {
					s.Press(key)
					s.View()
					for len(s.Screens) > 1 {
						s.Press("down")
						s.View()
						s.Press("esc")
					}
				}
				s.Press("down")
				if s.Screens[0].(*screen).stack.Selected() == before {
					break
				}
			}
			if s.Work.Steps() != 0 {
				t.Errorf("%s: looking changed the file", name)
			}
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(4) {
		pagetest.Fuzz(t, Page(), pagetest.Cassava()+answers, seed, 500)
	}
	pagetest.Fuzz(t, Page(), pagetest.Bare("sugar"), 8, 300)
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 200)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Large(), "down", "down", "up") })
	b.Run("tree", func(b *testing.B) {
		pagetest.KeyToFrame(b, Page(), pagetest.Large(), "down", "f5", "down", "right", "down", "left", "left", "esc")
	})
	b.Run("benchmark", func(b *testing.B) {
		pagetest.KeyToFrame(b, Page(), pagetest.Large(), "f7", "down", "down", "down", "down", "esc", "down")
	})
}

func BenchmarkFirstFrame(b *testing.B) {
	w := pagetest.Open(pagetest.Large())
	w.Result()
	for b.Loop() {
		pagetest.New(b, Page(), w, 200, 60).Top().View()
	}
}
