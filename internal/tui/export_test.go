package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// WorkOf is the open audit of a model; nil if there is none.
func WorkOf(m tea.Model) ui.Work {
	if r := m.(*root); r.bench != nil {
		return r.bench.work
	}
	return nil
}

// UndoAll takes every edit back.
func UndoAll(m tea.Model) error {
	for {
		if _, ok, err := m.(*root).bench.work.undo(false); !ok || err != nil {
			return err
		}
	}
}

// CrashOf is what broke a model; nil if nothing did.
func CrashOf(m tea.Model) error { return m.(*root).crash }

// ReplacePages makes programs of a test have other pages.
func ReplacePages(with func() []ui.Page) (restore func()) {
	before := makePages
	makePages = func(*Options) []ui.Page { return with() }
	return func() { makePages = before }
}

// KeysOf are the bindings that work now.
func KeysOf(m tea.Model) []ui.Binding {
	r := m.(*root)
	if r.stepsHaveKeys() {
		return append(stepsKeys[:len(stepsKeys):len(stepsKeys)], r.frameKeys()...)
	}
	return append(r.screen().Keys(), r.frameKeys()...)
}
