package i18n

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/sxsh-audit/audit/internal/text"
)

func TestClean(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Nhà máy tinh bột sắn Mai Sơn", "Nhà máy tinh bột sắn Mai Sơn"},
		{"sa\u0306\u0301n", "sắn"}, // NFD in, NFC out
		{"a\tb\nc\r\nd\u2028e", "a b c  d e"},
		{"\x1b]0;title\a", "\ufffd]0;title\ufffd"},
		{"\x9b2J", "\ufffd2J"},   // C1 as a raw byte is no UTF-8
		{"\u009b2J", "\ufffd2J"}, // C1 as a character
		{"a\u202eb\u2066c", "a\ufffdb\ufffdc"},
		{"a\u200bb\ufeffc\u00add", "a\ufffdb\ufffdc\ufffdd"},
		{"m³ CO₂ ≥ 5 °C …", "m³ CO₂ ≥ 5 °C …"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("sắn\x1b[2J\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf) {
				t.Errorf("%q: %q still has %U", s, got, r)
			}
		}
		if !utf8.ValidString(got) || Clean(got) != got {
			t.Errorf("%q: %q is not clean", s, got)
		}
		Fold(s)
	})
}

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Tinh bột sắn", "tinh bot san"},
		{"ĐƯỜNG MÍA", "duong mia"},
		{"sa\u0306\u0301n", "san"},
		{"Ấ ợ ữ ỹ", "a o u y"},
		{"Beer 500", "beer 500"},
	}
	for _, tt := range tests {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for in, want := range map[string]text.Lang{
		"vi": text.VI, "en": text.EN, "VI": text.VI, "vi_VN.UTF-8": text.VI, "en-GB": text.EN, "en_US": text.EN, "vi.UTF-8": text.VI, "en@euro": text.EN,
	} {
		if got, err := ParseLang(in); got != want || err != nil {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "C", "POSIX", "fr_FR", "english", "envy"} {
		if got, err := ParseLang(in); err == nil {
			t.Errorf("%q is read as %s", in, got)
		}
	}
}

func TestDetect(t *testing.T) {
	tests := []struct {
		env  map[string]string
		want text.Lang
	}{
		{nil, text.VI},
		{map[string]string{"LANG": "en_US.UTF-8"}, text.EN},
		{map[string]string{"LANG": "C.UTF-8"}, text.VI},
		{map[string]string{"LANG": "fr_FR.UTF-8"}, text.VI},
		{map[string]string{"LANG": "vi_VN", "LC_MESSAGES": "en_GB"}, text.EN},
		{map[string]string{"LC_MESSAGES": "en_GB", "LC_ALL": "vi_VN"}, text.VI},
		{map[string]string{"LC_ALL": "vi_VN", "AUDIT_LANG": "en"}, text.EN},
		{map[string]string{"LANG": "en_US", "AUDIT_LANG": "xx"}, text.VI},
	}
	for _, tt := range tests {
		if got := Detect(func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.env, got, tt.want)
		}
	}
}
