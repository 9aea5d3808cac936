package export

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Memory is what was chosen last; the program keeps it while it runs, over all
// audits that are opened.
type Memory struct {
	kind   string            // selected
	marked map[string]bool   // kinds to write together
	format string            // "": the usual one of a kind
	langs  string            // one of the languages, both, or "": that of the program
	folder string            // of templates
	scopes map[string]string // what each kind is of, where it is not the usual
}

// both stands for both languages.
const both = "both"

// formats are all formats of documents, those that are handed over first.
var formats = [...]string{"docx", "pdf", "xlsx", "html", "md", "txt"}

// language is what is chosen, that of the program where nothing is.
func (m *Memory) language(c ui.Context) string {
	if m.langs == "" {
		return string(c.Lang())
	}
	return m.langs
}

// languages are the languages to write in; a kind that knows one only is written
// in the program's where both are chosen.
func (m *Memory) languages(c ui.Context, k ui.ReportKind) []text.Lang {
	chosen := m.language(c)
	switch {
	case chosen != both:
		return []text.Lang{text.Lang(chosen)}
	case k.Alone:
		return []text.Lang{c.Lang()}
	}
	all := []text.Lang{c.Lang()}
	for _, l := range text.Langs {
		if l != c.Lang() {
			all = append(all, l)
		}
	}
	return all
}

// turnLanguage chooses the next language, or the one before.
func (m *Memory) turnLanguage(c ui.Context, by int) {
	var all []string
	for _, l := range text.Langs {
		all = append(all, string(l))
	}
	m.langs = turned(append(all, both), m.language(c), by)
}

// formatOf is the format in which a kind is written: the chosen one where it has
// it.
func (m *Memory) formatOf(k ui.ReportKind) string {
	switch {
	case slices.Contains(k.Formats, m.format):
		return m.format
	case len(k.Formats) > 0:
		return k.Formats[0]
	}
	return ""
}

func (m *Memory) turnFormat(by int) {
	at := m.format
	if at == "" {
		at = formats[0]
	}
	m.format = turned(formats[:], at, by)
}

// turned is the value after or before another one.
func turned(all []string, at string, by int) string {
	i := max(0, slices.Index(all, at))
	return all[(i+by+len(all))%len(all)]
}

// scopeOf is what a kind is of: what was chosen where it has that, else the usual.
func (m *Memory) scopeOf(k ui.ReportKind) ui.Scope {
	chosen, ok := m.scopes[k.ID]
	for _, s := range k.Scopes {
		if ok && s.ID == chosen {
			return s
		}
	}
	if len(k.Scopes) > 0 {
		return k.Scopes[0]
	}
	return ui.Scope{}
}

// unusual is what a kind is of where it is not the usual, "" otherwise.
func (m *Memory) unusual(k ui.ReportKind) string {
	if s := m.scopeOf(k); len(k.Scopes) > 0 && s.ID != k.Scopes[0].ID {
		return s.ID
	}
	return ""
}

// choose keeps what a kind is of.
func (m *Memory) choose(kind, scope string) {
	if m.scopes == nil {
		m.scopes = map[string]string{}
	}
	m.scopes[kind] = scope
}

// mark marks a kind, or takes the mark off.
func (m *Memory) mark(id string) {
	if m.marked == nil {
		m.marked = map[string]bool{}
	}
	m.marked[id] = !m.marked[id]
}
