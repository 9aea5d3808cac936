package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
)

// Binding is something that keys do. Letters alone may only be a second way to
// something: input methods hold them back and double them.
type Binding struct {
	Keys  []string // as KeyName gives them; the first is the one shown
	Show  string   // what the key line shows in place of the first, "↑↓"
	Help  string   // key of the text that says what it does
	Minor bool     // only in the help, not in the key line
	Off   text.Message
}

// On reports whether the key is one of the binding's, and the binding works
// now.
func (b Binding) On(msg tea.KeyPressMsg) bool { return b.Off.Empty() && b.Has(KeyName(msg)) }

// Has reports whether the key is one of the binding's.
func (b Binding) Has(key string) bool {
	for _, k := range b.Keys {
		if k == key {
			return true
		}
	}
	return false
}

// Label is how the binding's key is shown.
func (b Binding) Label(g *Glyphs) string {
	if b.Show != "" {
		if g.ASCII {
			return asciiKeys.Replace(b.Show)
		}
		return b.Show
	}
	if len(b.Keys) == 0 {
		return ""
	}
	return g.Key(b.Keys[0])
}

// KeyName is the name of a key: its text where it has one ("a", "?"), else its
// keystroke ("enter", "ctrl+z", "shift+tab"). What different terminals send for
// the same key has one name: ctrl+h is backspace and ctrl+j enter, the keypad's
// keys are the others'.
func KeyName(msg tea.KeyPressMsg) string {
	name := msg.String()
	switch name {
	case "ctrl+h", "shift+backspace":
		return "backspace"
	case "ctrl+j", "ctrl+m", "kpenter", "shift+enter", "alt+enter":
		return "enter"
	case "ctrl+i":
		return "tab"
	case "ctrl+[":
		return "esc"
	case " ":
		return "space"
	}
	if rest, ok := strings.CutPrefix(name, "kp"); ok && len(rest) > 1 {
		return rest
	}
	return name
}

// Typed is the text that a key types, or "".
func Typed(msg tea.KeyPressMsg) string {
	if msg.Mod&(tea.ModCtrl|tea.ModAlt|tea.ModMeta|tea.ModSuper) != 0 {
		return ""
	}
	return msg.Text
}
