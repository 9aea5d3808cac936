// Package i18n owns the words of the program: the message catalogues in
// Vietnamese and English, and how numbers, money, dates and units are written in
// each language. It turns the messages of the core into text that is safe to
// show in a terminal.
//
// The catalogues are the files messages/*.vi.toml and messages/*.en.toml: keys
// in any number of tables ([unit] unknown = "…" is the key unit.unknown), each
// with a template:
//
//	{name}             the value of the argument
//	{name:exact}       a number with all its digits, ungrouped
//	{name:vi}          the same, written as Vietnamese data files write it
//	{name:en}          the same, written as English data files write it
//	{n|month|months}   the first word if n is 1, else the second
//	{?name: text}      the text only if the argument has a value; it may contain placeholders
//	{{ and }}          a brace
package i18n

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/text"
)

//go:embed messages/*.toml
var messages embed.FS

// Catalogue is the texts of the program in every language. It does not change
// after loading.
type Catalogue struct {
	templates map[text.Lang]map[string]template
	// shelves are the languages of the embedded catalogue, read as they are spoken.
	shelves map[text.Lang]*shelf
}

// Embedded is the program's own catalogue, each file of it read when one of its
// texts is first said. Load finds what is wrong with the files; a test sees to it
// that nothing is.
func Embedded() *Catalogue {
	c := &Catalogue{shelves: make(map[text.Lang]*shelf)}
	sub, err := fs.Sub(messages, "messages")
	if err != nil {
		return c
	}
	for _, lang := range text.Langs {
		c.shelves[lang] = newShelf(sub, lang)
	}
	return c
}

// in is all texts of a language.
func (c *Catalogue) in(lang text.Lang) map[string]template {
	if s := c.shelves[lang]; s != nil {
		return s.all()
	}
	return c.templates[lang]
}

// find is the way to a single text of a language.
func (c *Catalogue) find(lang text.Lang) func(key string) (template, bool) {
	if s := c.shelves[lang]; s != nil {
		return s.find
	}
	texts := c.templates[lang]
	return func(key string) (template, bool) {
		t, ok := texts[key]
		return t, ok
	}
}

// Load reads the program's own catalogue. It fails, naming everything that is
// wrong, where a file cannot be read, a key occurs twice or in one language
// only, a template is malformed, or a key's placeholders differ between the
// languages.
func Load() (*Catalogue, error) {
	sub, err := fs.Sub(messages, "messages")
	if err != nil {
		return nil, err
	}
	return load(sub)
}

// load reads all languages and compares them.
func load(fsys fs.FS) (*Catalogue, error) {
	c, faults := readLanguages(fsys, text.Langs[:]...)
	faults = append(faults, c.compare()...)
	if len(faults) > 0 {
		slices.SortFunc(faults, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
		return nil, errors.Join(faults...)
	}
	return c, nil
}

// readLanguages reads some languages; the faults say what of them could not be
// read.
func readLanguages(fsys fs.FS, langs ...text.Lang) (*Catalogue, []error) {
	c := &Catalogue{templates: make(map[text.Lang]map[string]template)}
	for _, lang := range langs {
		c.templates[lang] = make(map[string]template)
	}
	files, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return c, []error{err}
	}
	var faults []error
	origin := make(map[text.Lang]map[string]string) // key → file, to name both files of a duplicate
	for _, file := range files {
		lang := languageOf(file)
		if slices.Contains(text.Langs[:], lang) && !slices.Contains(langs, lang) {
			continue
		}
		if c.templates[lang] == nil {
			faults = append(faults, fmt.Errorf("%s: the name of a catalogue ends in .vi.toml or .en.toml", file))
			continue
		}
		if origin[lang] == nil {
			origin[lang] = make(map[string]string)
		}
		texts, err := readFile(fsys, file)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", file, err))
			continue
		}
		for key, s := range texts {
			if other, taken := origin[lang][key]; taken {
				faults = append(faults, fmt.Errorf("%s: the key %s is in %s too", file, key, other))
				continue
			}
			origin[lang][key] = file
			t, err := parseTemplate(s)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s: %s: %w", file, key, err))
			}
			c.templates[lang][key] = t
		}
	}
	return c, faults
}

// compare finds the keys that are not alike in all languages.
func (c *Catalogue) compare() (faults []error) {
	for i, a := range text.Langs {
		for j, b := range text.Langs {
			if i == j {
				continue
			}
			for key, t := range c.templates[a] {
				other, ok := c.templates[b][key]
				switch {
				case !ok:
					faults = append(faults, fmt.Errorf("the key %s exists in %s and not in %s", key, a, b))
				case i < j && !slices.Equal(t.names(), other.names()):
					faults = append(faults, fmt.Errorf("the key %s uses %v in %s and %v in %s", key, t.names(), a, other.names(), b))
				}
			}
		}
	}
	return faults
}

// languageOf is the language of vi.toml or quantity.vi.toml.
func languageOf(file string) text.Lang {
	s := strings.TrimSuffix(path.Base(file), ".toml")
	return text.Lang(s[strings.LastIndexByte(s, '.')+1:])
}

func readFile(fsys fs.FS, file string) (map[string]string, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if _, err := toml.Decode(string(data), &tree); err != nil {
		return nil, err
	}
	texts := make(map[string]string)
	return texts, flatten(texts, "", tree)
}

// flatten joins the keys of nested tables with dots.
func flatten(into map[string]string, prefix string, tree map[string]any) error {
	for k, v := range tree {
		key := prefix + k
		switch v := v.(type) {
		case string:
			if _, taken := into[key]; taken { // "a.b" quoted, and b in a table a
				return fmt.Errorf("the key %s occurs twice", key)
			}
			into[key] = v
		case map[string]any:
			if err := flatten(into, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is no text", key)
		}
	}
	return nil
}

// Keys returns every key of the catalogue, sorted.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.in(text.VI))) }

// Has reports whether the catalogue has the key.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.find(text.VI)(key)
	return ok
}

// Placeholders returns the names of the arguments that the key's texts use,
// sorted.
func (c *Catalogue) Placeholders(key string) []string {
	t, _ := c.find(text.VI)(key)
	return t.names()
}

// Printer returns a printer that speaks the language, Vietnamese if the
// language is not one of the program's.
func (c *Catalogue) Printer(lang text.Lang) *Printer {
	if !slices.Contains(text.Langs[:], lang) {
		lang = text.VI
	}
	return &Printer{lang: lang, find: c.find(lang)}
}
