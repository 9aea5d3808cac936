package i18n

import (
	"maps"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
)

// Fault is what is wrong with a text of an overlay.
type Fault struct {
	Lang    text.Lang
	Key     string
	Message text.Message
}

// Overlay is the catalogue with other texts in the place of its own, by language
// and key. A key that the catalogue does not have, a template that is malformed
// and a placeholder that the catalogue's own text does not have are faults, with
// which the text stays as it was. A placeholder may be left out.
func (c *Catalogue) Overlay(own map[text.Lang]map[string]string) (*Catalogue, []Fault) {
	out := &Catalogue{templates: make(map[text.Lang]map[string]template)}
	var faults []Fault
	for _, lang := range text.Langs {
		texts := maps.Clone(c.in(lang))
		for _, key := range slices.Sorted(maps.Keys(own[lang])) {
			fail := func(m text.Message) { faults = append(faults, Fault{lang, key, m}) }
			known, ok := texts[key]
			if !ok {
				fail(text.M("documents.text-unknown", "key", key, "near", c.near(key)))
				continue
			}
			t, err := parseTemplate(own[lang][key])
			if err != nil {
				fail(text.M("documents.text-malformed", "key", key, "reason", err))
				continue
			}
			allowed := known.names()
			for _, other := range text.Langs {
				allowed = append(allowed, c.in(other)[key].names()...)
			}
			slices.Sort(allowed)
			allowed = slices.Compact(allowed)
			bad := slices.DeleteFunc(t.names(), func(n string) bool { return slices.Contains(allowed, n) })
			if len(bad) > 0 {
				fail(text.M("documents.text-placeholder", "key", key, "found", bad, "allowed", allowed))
				continue
			}
			texts[key] = t
		}
		out.templates[lang] = texts
	}
	return out, faults
}

// near are the keys beside an unknown one: those of the same table, at most ten.
func (c *Catalogue) near(key string) []string {
	table := key[:strings.LastIndexByte(key, '.')+1]
	var all []string
	for _, k := range c.Keys() {
		if strings.HasPrefix(k, table) && len(all) < 10 {
			all = append(all, k)
		}
	}
	return all
}
