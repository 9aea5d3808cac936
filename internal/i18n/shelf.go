package i18n

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/sxsh-audit/audit/internal/text"
)

// shelf is the texts of one language, each file of which is read when one of its
// keys is first said: a start of the program says a few hundred of thousands,
// and reading all of them takes longer than anything else that a start does.
type shelf struct {
	mu    sync.RWMutex
	fsys  fs.FS
	lang  text.Lang
	files map[string][]string // not read yet, by the first part of their keys; nil: not looked at
	texts map[string]template
}

func newShelf(fsys fs.FS, lang text.Lang) *shelf {
	return &shelf{fsys: fsys, lang: lang, texts: map[string]template{}}
}

// find is the template of a key.
func (s *shelf) find(key string) (template, bool) {
	s.mu.RLock()
	t, ok := s.texts[key]
	_, unread := s.files[first(key)]
	looked := s.files != nil
	s.mu.RUnlock()
	if ok || looked && !unread {
		return t, ok
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.look()
	for _, file := range slices.Clone(s.files[first(key)]) {
		s.read(file)
	}
	t, ok = s.texts[key]
	return t, ok
}

// all is every text of the language.
func (s *shelf) all() map[string]template {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.look()
	for len(s.files) > 0 {
		for _, files := range s.files {
			s.read(files[0])
			break
		}
	}
	return maps.Clone(s.texts)
}

// look finds out which file has which tables, without understanding them.
func (s *shelf) look() {
	if s.files != nil {
		return
	}
	s.files = map[string][]string{}
	names, _ := fs.Glob(s.fsys, "*.toml")
	for _, name := range names {
		if languageOf(name) != s.lang {
			continue
		}
		src, err := fs.ReadFile(s.fsys, name)
		if err != nil {
			continue
		}
		for _, part := range tablesOf(src) {
			s.files[part] = append(s.files[part], name)
		}
	}
}

// read takes in a file; the faults that Load would find leave it out.
func (s *shelf) read(file string) {
	texts, _ := readFile(s.fsys, file)
	for key, words := range texts {
		t, _ := parseTemplate(words)
		s.texts[key] = t
	}
	maps.DeleteFunc(s.files, func(part string, files []string) bool {
		s.files[part] = slices.DeleteFunc(files, func(f string) bool { return f == file })
		return len(s.files[part]) == 0
	})
}

// first is the part of a key before its first dot.
func first(key string) string {
	part, _, _ := strings.Cut(key, ".")
	return part
}

// tablesOf lists the first parts of the keys of a file, and perhaps words of a
// long text that look like one: to read a file too early costs time only.
func tablesOf(src []byte) []string {
	var parts []string
	add := func(key string) {
		if key = first(strings.Trim(key, `"' `)); key != "" && !slices.Contains(parts, key) {
			parts = append(parts, key)
		}
	}
	root := true
	for line := range bytes.Lines(src) {
		line = bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(line, []byte("[")):
			root = false
			if end := bytes.IndexByte(line, ']'); end > 0 {
				add(string(line[1:end]))
			}
		case root && len(line) > 0 && line[0] != '#':
			key, _, _ := strings.Cut(string(line), "=")
			add(strings.Trim(strings.TrimSpace(key), `"'`))
		}
	}
	return parts
}
