package i18n

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func files(nameAndText ...string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for i := 0; i < len(nameAndText); i += 2 {
		fsys[nameAndText[i]] = &fstest.MapFile{Data: []byte(nameAndText[i+1])}
	}
	return fsys
}

func TestLoad(t *testing.T) {
	c, err := load(files(
		"vi.toml", "greet = 'Chào {who}'\n[a.b]\nc = 'ba'",
		"en.toml", "greet = 'Hello {who}'\n'a.b.c' = 'three'",
		"more.vi.toml", "'a.d' = '{n} tháng'",
		"more.en.toml", "[a]\nd = '{n} {n|month|months}'",
	))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Keys(); !slices.Equal(got, []string{"a.b.c", "a.d", "greet"}) {
		t.Errorf("keys %v", got)
	}
	if !c.Has("a.d") || c.Has("a") || !slices.Equal(c.Placeholders("a.d"), []string{"n"}) {
		t.Error("Has or Placeholders is wrong")
	}
}

func TestLoadNamesEveryFault(t *testing.T) {
	tests := []struct {
		name string
		fsys fstest.MapFS
		want []string // in the error
	}{
		{
			"one language only", files("vi.toml", "a = 'a'", "en.toml", "b = 'b'"),
			[]string{"the key a exists in vi and not in en", "the key b exists in en and not in vi"},
		},
		{
			"placeholders differ", files("vi.toml", "a = '{x} {y}'", "en.toml", "a = '{x}{?z: {x}}'"),
			[]string{"a uses [x y] in vi and [x z] in en"},
		},
		{
			"twice in two files", files("vi.toml", "a = 'a'", "x.vi.toml", "a = 'b'", "en.toml", "a = 'a'"),
			[]string{"x.vi.toml: the key a is in vi.toml too"},
		},
		{
			"twice in one file", files("vi.toml", "'a.b' = 'a'\n[a]\nb = 'b'", "en.toml", "'a.b' = 'a'"),
			[]string{"vi.toml: the key a.b occurs twice"},
		},
		{"no text", files("vi.toml", "a = 1", "en.toml", "a = 1"), []string{"vi.toml: a is no text", "en.toml: a is no text"}},
		{"no TOML", files("vi.toml", "a = "), []string{"vi.toml: "}},
		{"no language", files("messages.toml", "a = 'a'"), []string{"messages.toml: the name of a catalogue ends in"}},
		{"malformed", files("vi.toml", "a = '{x'", "en.toml", "a = '{x}'"), []string{"vi.toml: a: a placeholder is not closed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := load(tt.fsys)
			if err == nil || c != nil {
				t.Fatalf("got %v, %v", c, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

func TestMalformedTemplates(t *testing.T) {
	for _, s := range []string{"{", "}", "a}", "{}", "{a b}", "{1}", "{a:money}", "{n|one}", "{n|a|b|c}", "{?a}", "{?a: b", "{?: b}", "{?a: {b}"} {
		if tmpl, err := parseTemplate(s); err == nil {
			t.Errorf("%q is accepted: %v", s, tmpl)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
