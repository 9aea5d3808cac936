// Package text holds words as data: names that exist in every language of the
// program, and messages that have no words yet. The calculating core speaks in
// these; package i18n chooses the words when something is shown.
package text

import (
	"fmt"
	"strings"
)

// Lang is a language of the program.
type Lang string

// The languages that every text of the program exists in.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs lists the languages, the program's first language first.
var Langs = [...]Lang{VI, EN}

// Name is a name or sentence in every language, as data files carry it.
type Name struct {
	VI string `toml:"vi" json:"vi"`
	EN string `toml:"en" json:"en"`
}

// Both returns a Name that reads the same in every language (a symbol, a
// plant's own name).
func Both(s string) Name { return Name{VI: s, EN: s} }

// In returns the name in the language, and the other language's where that one
// is empty.
func (n Name) In(l Lang) string {
	if l == EN && n.EN != "" {
		return n.EN
	}
	if n.VI != "" {
		return n.VI
	}
	return n.EN
}

// Empty reports whether the name has no words in any language.
func (n Name) Empty() bool { return n.VI == "" && n.EN == "" }

// Args are the named values of a message. A value is a string, an int, a
// Name, a Message, an Amount or Date of package quantity, or a slice of them.
type Args map[string]any

// Message is something to say: a key into the message catalogue and its
// values. It is an error too, so that the core can return it as one.
type Message struct {
	Key  string
	Args Args
}

// M makes a message from a key and alternating argument names, which are strings,
// and values.
func M(key string, namesAndValues ...any) Message {
	m := Message{Key: key}
	if len(namesAndValues) > 0 {
		m.Args = make(Args, len(namesAndValues)/2)
	}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		m.Args[namesAndValues[i].(string)] = namesAndValues[i+1]
	}
	return m
}

// Empty reports whether there is nothing to say.
func (m Message) Empty() bool { return m.Key == "" }

// Error gives the key and the values, for logs and tests; users read the words
// that package i18n makes of the message.
func (m Message) Error() string {
	if len(m.Args) == 0 {
		return m.Key
	}
	var b strings.Builder
	b.WriteString(m.Key)
	for _, k := range sortedKeys(m.Args) {
		fmt.Fprintf(&b, " %s=%v", k, m.Args[k])
	}
	return b.String()
}
