package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// The frame's keys. F-keys, Esc and Ctrl with a letter work everywhere; letters
// only where they are not text. Ctrl+H is never bound: it is a backspace.
var (
	keyHelp   = ui.Binding{Keys: []string{"f1", "?"}, Help: "tui.key.help"}
	keyLang   = ui.Binding{Keys: []string{"f2"}, Help: "tui.key.language"}
	keyBefore = ui.Binding{Keys: []string{"f3"}, Help: "tui.key.previous-step"}
	keyNext   = ui.Binding{Keys: []string{"f4"}, Help: "tui.key.next-step"}
	keyMouse  = ui.Binding{Keys: []string{"f9"}, Help: "tui.key.mouse", Minor: true}
	keyUndo   = ui.Binding{Keys: []string{"ctrl+z"}, Help: "tui.key.undo"}
	keyRedo   = ui.Binding{Keys: []string{"ctrl+y"}, Help: "tui.key.redo", Minor: true}
	keyFind   = ui.Binding{Keys: []string{"ctrl+f"}, Help: "tui.key.find"}
	keySave   = ui.Binding{Keys: []string{"ctrl+s"}, Help: "tui.key.save", Minor: true}
	keyQuit   = ui.Binding{Keys: []string{"ctrl+q", "ctrl+c", "q"}, Show: "Ctrl+Q", Help: "tui.key.quit"}
	keyBack   = ui.Binding{Keys: []string{"esc"}, Help: "tui.key.back"}
	keySteps  = ui.Binding{Keys: []string{"esc"}, Help: "tui.key.steps"}
	keyHome   = ui.Binding{Keys: []string{"esc"}, Help: "tui.key.home"}
	keyNumber = ui.Binding{Keys: []string{"1"}, Show: "1–9", Help: "tui.key.number", Minor: true}
)

// frameKeys are the frame's bindings that work now, the most important first.
func (r *root) frameKeys() []ui.Binding {
	text := r.capturing()
	quit := keyQuit
	if !text {
		quit.Show = "q"
	}
	keys := []ui.Binding{}
	if r.bench != nil {
		switch {
		case len(r.over) > 0:
			keys = append(keys, keyBack)
		case r.bench.steps:
			keys = append(keys, keyHome)
		default:
			keys = append(keys, keySteps)
		}
		next, before := keyNext, keyBefore
		if r.bench.at+1 < len(r.bench.pages) {
			keys = append(keys, next)
		}
		if r.bench.at > 0 {
			before.Minor = true
			keys = append(keys, before)
		}
	} else if len(r.over) > 0 {
		keys = append(keys, keyBack)
	}
	keys = append(keys, keyLang, quit)
	if r.bench != nil {
		undo := keyUndo
		undo.Minor = true
		keys = append(keys, keyFind, undo, keyRedo, keySave)
		if !text {
			number := keyNumber
			switch {
			case r.bench.detailed():
				number.Show = "1–6"
			case r.bench.numbers() == mostNumbers:
				number.Show = "1–9 0"
			}
			keys = append(keys, number)
		}
	}
	keys = append(keys, keyHelp, keyMouse)
	if len(r.dialogs) == 0 && !r.stepsHaveKeys() {
		// What the screen wants for itself is not the frame's now: Esc while a
		// cell is typed in only drops the typing.
		screen := r.screen()
		for i, b := range keys {
			if b.Help == keyBack.Help && !saysEsc(screen) {
				continue // a screen over another one goes back by itself, and the line says so
			}
			keys[i].Keys = slices.DeleteFunc(slices.Clone(b.Keys), screen.Claims)
		}
		keys = slices.DeleteFunc(keys, func(b ui.Binding) bool { return len(b.Keys) == 0 })
	}
	if text {
		for i, b := range keys {
			keys[i].Keys = slices.DeleteFunc(slices.Clone(b.Keys), func(k string) bool { return len(k) == 1 })
		}
	}
	return keys
}

// saysEsc reports whether a screen says itself what Esc does now.
func saysEsc(s ui.Screen) bool {
	return slices.ContainsFunc(s.Keys(), func(b ui.Binding) bool { return b.Has("esc") })
}

// capturing reports whether letters are text now.
func (r *root) capturing() bool {
	switch {
	case len(r.dialogs) > 0:
		return r.dialogs[len(r.dialogs)-1].Capturing()
	case r.stepsHaveKeys():
		return false
	}
	return r.screen().Capturing()
}

// asks reports whether "?" is a question now, not text.
func (r *root) asks() bool {
	if !r.capturing() {
		return true
	}
	if len(r.dialogs) > 0 {
		return false
	}
	s, ok := r.screen().(ui.Asker)
	return ok && s.AsksForHelp()
}

// anywhere does what a key does in dialogs too.
func (r *root) anywhere(key string) (tea.Cmd, bool) {
	if len(r.dialogs) == 0 && !r.stepsHaveKeys() && r.screen().Claims(key) {
		return nil, false
	}
	switch key {
	case "f1":
		if len(r.dialogs) == 0 || !r.helpShown() {
			r.open(r.help())
		}
		return nil, true
	case "f2":
		return r.otherLanguage(), true
	case "f9":
		on := !r.state.Mouse
		r.state.change(func(s *state) { s.Mouse = on })
		r.state.Mouse = on
		said := text.M("tui.mouse-off")
		if on {
			said = text.M("tui.mouse-on")
		}
		return r.say(said, ui.Info), true
	case "ctrl+q", "ctrl+c":
		return r.quit(), true
	}
	return nil, false
}

// frameKey does what a key does for the frame, where no dialog is open.
func (r *root) frameKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	key := ui.KeyName(msg)
	onScreen := !r.stepsHaveKeys()
	if onScreen && r.screen().Claims(key) {
		return nil, false
	}
	if key == "?" && r.asks() {
		r.open(r.help())
		return nil, true
	}
	if !r.capturing() {
		switch {
		case key == "q":
			return r.quit(), true
		case r.bench != nil && len(r.over) == 0 && r.bench.numbered(key) > 0:
			if r.stepsHaveKeys() || !r.screenUses(key) {
				return r.goToNumber(r.bench.numbered(key)), true
			}
		}
	}
	switch key {
	case "esc":
		return r.back(), true
	case "f3":
		return r.stepBy(-1), true
	case "f4":
		return r.stepBy(+1), true
	}
	if r.bench != nil {
		switch key {
		case "ctrl+z":
			return r.undo(false), true
		case "ctrl+y", "ctrl+shift+z":
			return r.undo(true), true
		case "ctrl+f":
			r.open(r.finder())
			return nil, true
		case "ctrl+s":
			return r.saveNow(), true
		}
	}
	// A key that does not work just now says why.
	if onScreen && !(r.capturing() && ui.Typed(msg) != "") {
		for _, b := range r.screen().Keys() {
			if b.Has(key) && !b.Off.Empty() {
				return r.say(b.Off, ui.Warning), true
			}
		}
	}
	return nil, false
}

// screenUses reports whether the screen has a meaning of its own for a key.
func (r *root) screenUses(key string) bool {
	for _, b := range r.screen().Keys() {
		if b.Has(key) {
			return true
		}
	}
	return false
}

// undo takes the last edit back, or does it again, and says which.
func (r *root) undo(again bool) tea.Cmd {
	b := r.bench
	label, ok, err := b.work.undo(again)
	key, none := "tui.undone", "tui.nothing-to-undo"
	if again {
		key, none = "tui.redone", "tui.nothing-to-redo"
	}
	switch {
	case err != nil:
		return r.say(messageOf(err), ui.Failure)
	case !ok:
		return r.say(text.M(none), ui.Info)
	}
	return r.say(text.M(key, "what", label), ui.Done)
}
