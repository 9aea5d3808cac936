package tui_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// example copies the small audit into the options' folder and opens it.
func example(t *testing.T, o *tui.Options) string {
	t.Helper()
	file := filepath.Join(o.Folder, "mai-son.audit.toml")
	copyFile(t, "testdata/examples/san.audit.toml", file)
	o.File = file
	return file
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A program that is killed while something is typed loses nothing: the next
// start offers what was not saved, and the half-typed text is in its field.
func TestKillAndRecover(t *testing.T) {
	for _, drop := range []bool{false, true} {
		o := tuitest.Options(t, text.VI)
		file := example(t, &o)
		before := read(t, file)
		term, process := tuitest.Spawn(t, 80, 24, o)
		term.WaitFor("1 Cơ sở và đội")
		term.Key("1")
		term.WaitFor("Tên cơ sở")
		term.Type(" 2")
		term.Key("enter", "tab", "tab", "tab") // to the province
		term.Type("Sơn La")
		term.Key("enter")
		term.Type("bản Mòn, xã H") // the address, half typed
		term.WaitFor("Mai Sơn 2", "bản Mòn, xã H", "3/6")
		if err := process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := term.WaitEnd(); err == nil {
			t.Error("a killed process ends without an error")
		}

		term = tuitest.Start(t, 80, 24, o)
		term.WaitFor("Lấy lại việc chưa kịp lưu", "bản Mòn, xã H")
		term.WaitReady()
		if drop {
			term.Key("right", "enter")
			term.WaitFor("đã về bản lưu lần trước")
			term.Key("1")
			term.WaitFor("Tên cơ sở")
			term.WaitGone("bản Mòn")
			term.Key("ctrl+q")
			if err := term.WaitEnd(); err != nil {
				t.Fatal(err)
			}
			if after := read(t, file); !bytes.Equal(before, after) {
				t.Errorf("dropped, and yet the file has changed:\n%s", after)
			}
			continue
		}
		term.Key("enter")
		term.WaitGone("Lấy lại")
		term.Key("1")
		term.WaitFor("Mai Sơn 2", "Sơn La", "bản Mòn, xã H")
		term.Key("ctrl+q") // finishes the address too once its field is left
		if err := term.WaitEnd(); err != nil {
			t.Fatal(err)
		}
		after := string(read(t, file))
		for _, want := range []string{`"Nhà máy tinh bột sắn Mai Sơn 2"`, `"Sơn La"`} {
			if !strings.Contains(after, want) {
				t.Errorf("%s is not in the file:\n%s", want, after)
			}
		}
	}
}

// A second window looks only, and says who has the file.
func TestSecondWindow(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	s, _, err := auditfile.Open(file, auditfile.Options{User: "lan", Host: "may-cua-lan"})
	if err != nil {
		t.Fatal(err)
	}
	before := read(t, file)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("Tệp đang mở ở nơi khác", "lan", "may-cua-lan")
	term.WaitReady()
	term.Key("enter")
	term.WaitGone("Tệp đang mở")
	term.WaitFor("chỉ đọc")
	term.Key("1")
	term.WaitFor("Tên cơ sở")
	term.Type("x")
	term.Key("enter")
	term.WaitFor("may-cua-lan") // why it is not taken
	term.Key("ctrl+z")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, read(t, file)) {
		t.Error("a window that may only look has changed the file")
	}

	// The holder is on another machine: it may be taken over, on request.
	term = tuitest.Start(t, 80, 24, o)
	term.WaitFor("Mở để sửa")
	term.WaitReady()
	term.Key("right", "enter")
	term.WaitFor("đã lưu")
	s.Abandon()
}

// Somebody edits the file in a text editor meanwhile: nothing is overwritten
// without asking.
func TestChangedOutside(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("1 Cơ sở và đội")
	other := append(read(t, file), "\n# ghi chú từ nơi khác\n"...)
	if err := os.WriteFile(file, other, 0o644); err != nil {
		t.Fatal(err)
	}
	term.Key("1")
	term.WaitFor("Tên cơ sở")
	term.Type(" 2")
	term.Key("enter", "ctrl+s")
	term.WaitFor("Chưa lưu được tệp", "Lưu đè lên")
	if !bytes.Equal(other, read(t, file)) {
		t.Fatal("the other's text is gone")
	}
	term.WaitReady()
	term.Key("esc")
	term.WaitGone("Lưu đè lên")
	term.WaitFor("chưa lưu được")
	term.Key("ctrl+q")
	term.WaitFor("Lưu đè lên", "Cứ rời đi")
	term.Key("right", "enter")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, file)); !strings.Contains(got, "Mai Sơn 2") {
		t.Errorf("not saved:\n%s", got)
	}
	if kept := string(read(t, auditfile.Previous(file))); !strings.Contains(kept, "từ nơi khác") {
		t.Errorf("the other's text is not kept:\n%s", kept)
	}
}

// A file with a mistake is opened with its place named, one that is no TOML is
// not opened, and one that is not there is not made.
func TestBrokenFiles(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	term := func(content string) *tuitest.Terminal {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return tuitest.Start(t, 80, 24, o)
	}
	good := string(read(t, file))
	x := term(strings.Replace(good, "sector =", "sectr =", 1))
	x.WaitFor("Tệp có chỗ sai", "sectr", "Dòng 6")
	x = term("format = 1\n[plant\n")
	x.WaitFor("Chưa mở được tệp", "Dòng 2")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	x = tuitest.Start(t, 80, 24, o)
	x.WaitFor("Chưa mở được tệp", "Không có tệp")
	if strings.Contains(x.Screen(), "trình soạn thảo") {
		t.Error("a file that is gone is to be mended with an editor")
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was made")
	}
}
