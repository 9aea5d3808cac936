package i18n

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
)

// What is read file by file is what is read at once.
func TestShelfHasEverything(t *testing.T) {
	whole, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range text.Langs {
		c := Embedded()
		for key := range whole.templates[lang] {
			if _, ok := c.find(lang)(key); !ok {
				t.Errorf("%s: %s is not found", lang, key)
			}
		}
		if _, ok := c.find(lang)("no.such-key"); ok {
			t.Error("a key that is not there is found")
		}
		if n := len(Embedded().in(lang)); n != len(whole.templates[lang]) {
			t.Errorf("%s: %d texts, want %d", lang, n, len(whole.templates[lang]))
		}
	}
}

// BenchmarkFirstWords is what a start of the program waits for.
func BenchmarkFirstWords(b *testing.B) {
	for b.Loop() {
		p := Embedded().Printer(text.VI)
		p.Say(text.M("tui.ok"))
		p.Say(text.M("cli.show.short"))
	}
}
