package tui_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// A file is imported from the data page with one key, seen before it changes
// anything, and taken back with one; the finder leads there, too.
func TestImportFile(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	before := read(t, file)
	if err := os.WriteFile(filepath.Join(o.Folder, "dien.csv"), []byte("Tháng;Điện (kWh)\n1/2031;5\n2/2031;6\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("1 Cơ sở và đội")
	term.Key("2")
	term.WaitFor("Ctrl+E nhập tệp")
	term.Key("ctrl+e")
	term.WaitFor("Nhập từ tệp", "dien.csv")
	term.Key("enter")
	term.WaitFor("Thêm 2, sửa 0", "tháng 1/2031")
	if !bytes.Equal(before, read(t, file)) {
		t.Fatal("looking has changed the file")
	}
	term.Key("f8")
	term.WaitFor("Đã nhập dien.csv", "đã lưu")
	term.Key("ctrl+s")
	term.WaitFor("đã lưu vào")
	if got := string(read(t, file)); !strings.Contains(got, `"2031-02"`) {
		t.Errorf("not in the file:\n%s", got)
	}
	term.Key("enter")
	term.WaitFor("Độ phủ số liệu", "F5 vì sao")
	term.Key("ctrl+z")
	term.WaitFor("hoàn tác: nhập dien.csv (2 giá trị)")
	term.Key("ctrl+f")
	term.WaitFor("Tìm")
	term.Type("nhap tu tep")
	term.WaitFor("màn hình")
	term.Key("enter")
	term.WaitFor("dien.csv", "F6 lập phiếu")
	term.Key("esc")
	term.WaitFor("Độ phủ số liệu", "F5 vì sao")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, read(t, file)) {
		t.Error("taken back, the file is another")
	}
}

// Somebody has changed the audit's file meanwhile: an import writes nothing over
// it without asking.
func TestImportChangedOutside(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	if err := os.WriteFile(filepath.Join(o.Folder, "dien.csv"), []byte("Tháng;Điện (kWh)\n1/2031;5\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("1 Cơ sở và đội")
	term.Key("3", "ctrl+e")
	term.WaitFor("dien.csv")
	other := append(read(t, file), "\n# ghi chú từ nơi khác\n"...)
	if err := os.WriteFile(file, other, 0o644); err != nil {
		t.Fatal(err)
	}
	term.Key("enter")
	term.WaitFor("Thêm 1, sửa 0")
	term.Key("f8", "ctrl+s")
	term.WaitFor("Chưa lưu được tệp", "Lưu đè lên")
	if !bytes.Equal(other, read(t, file)) {
		t.Fatal("the other's text is gone")
	}
	term.WaitReady()
	term.Key("esc")
	term.WaitGone("Lưu đè lên")
	term.Key("ctrl+z")
	term.WaitFor("hoàn tác: nhập dien.csv")
}
