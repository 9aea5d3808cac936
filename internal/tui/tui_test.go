package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// create makes an audit of cassava starch from the home screen.
func create(term *tuitest.Terminal, name string) {
	term.WaitFor("audit")
	term.Key("enter")
	term.Type(name)
	term.Key("enter")
	term.Type("tinh bot")
	term.Key("enter", "enter", "enter", "enter", "enter", "enter")
}

func TestNewAudit(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {160, 50}} {
		for _, lang := range text.Langs {
			o := tuitest.Options(t, lang)
			term := tuitest.Start(t, size[0], size[1], o)
			create(term, "Nhà máy sắn Mai Sơn")
			term.WaitFor(map[text.Lang]string{text.VI: "Số liệu", text.EN: "Data"}[lang])
			term.Key("ctrl+q")
			if err := term.WaitEnd(); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(filepath.Join(o.Folder, "nha-may-san-mai-son.audit.toml"))
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{`name = "Nhà máy sắn Mai Sơn"`, `sector = "cassava-starch"`} {
				if !strings.Contains(strings.Join(strings.Fields(string(data)), " "), want) {
					t.Errorf("%s is not in the file:\n%s", want, data)
				}
			}

			again := tuitest.Start(t, size[0], size[1], o)
			again.WaitFor("Nhà máy sắn Mai Sơn")
			again.Key("enter") // the newest file is selected
			again.WaitFor(map[text.Lang]string{text.VI: "1 Cơ sở và đội", text.EN: "1 Plant and team"}[lang])
			again.Key("q")
			if err := again.WaitEnd(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Input methods send a backspace and the letter composed anew, in one read or
// in several, even in the middle of a letter's bytes.
func TestTelex(t *testing.T) {
	for _, del := range []string{"\x7f", "\x08"} {
		for _, split := range []bool{false, true} {
			term := tuitest.Start(t, 80, 24, tuitest.Options(t, text.VI))
			term.WaitFor("audit")
			term.Key("enter")
			// "Bột sắn đỏ" as Telex types it: Bootj saws dd...
			burst := "Bo" + del + "ô" + del + "ột s" + "a" + del + "ă" + del + "ắn d" + del + "đo" + del + "ỏ"
			if split {
				for i := range len(burst) {
					term.Send(burst[i : i+1])
				}
			} else {
				term.Send(burst)
			}
			term.WaitFor("Bột sắn đỏ", "bot-san-do.audit.toml")
		}
	}
}

func TestNFD(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	term := tuitest.Start(t, 80, 24, o)
	name := "Bột sắn Thừa Thiên Huế"
	term.WaitFor("audit")
	term.Key("enter")
	term.Type(norm.NFD.String(name)) // letter and marks one by one
	term.WaitFor(name)
	for range 3 { // a backspace takes a whole letter
		term.Key("backspace")
	}
	term.Paste(norm.NFD.String("Huế"))
	term.WaitFor(name)
	term.Key("enter")
	term.Type("tinh bot")
	term.Key("enter", "enter", "enter", "enter", "enter", "enter")
	term.WaitFor("Số liệu")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(o.Folder, "bot-san-thua-thien-hue.audit.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), norm.NFC.String(name)) || !norm.NFC.IsNormal(data) {
		t.Errorf("the file is not in NFC:\n%s", data)
	}
}

// Windows are drawn wider and narrower faster than anybody can look; what stands
// in the end is right, and nothing typed is lost.
func TestResizeStorm(t *testing.T) {
	term := tuitest.Start(t, 80, 24, tuitest.Options(t, text.VI))
	term.WaitFor("audit")
	term.Key("enter")
	term.WaitFor("Tên cơ sở")
	for i := range 300 {
		term.Resize(1+(i*37)%170, 1+(i*13)%55)
		if i%10 == 0 {
			term.Type("ắ") // also while the window is too small to draw anything
		}
	}
	term.Resize(59, 20)
	term.WaitFor("60×20")
	term.Resize(100, 30)
	term.WaitFor(strings.Repeat("ắ", 30), "Ngành")
	term.Resize(60, 20)
	term.WaitFor(strings.Repeat("ắ", 30), "Ngành")
}
