// Package ui is what every screen of the terminal program stands on: the
// contract between the frame and its screens, the context they draw with, the
// open audit as they need it, dialogs, key bindings and layout. It knows no
// screen.
package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
)

// Screen is something that fills an area of the window. The frame owns the
// window: a screen draws a string, and only the frame makes a tea.View.
//
// Screens are pointers that embed Base, which answers everything but Update,
// View, Title and Keys.
type Screen interface {
	// Init is called once, after SetContext and SetSize.
	Init() tea.Cmd

	// Update takes a message. Keys reach a screen only when the frame does not
	// want them (see Claims) and no dialog is open. What the frame is to do
	// (another screen, a toast, a dialog) is said with Context.Post, which takes
	// effect before the next key; a command is for work that takes time.
	Update(msg tea.Msg) (Screen, tea.Cmd)

	// View draws exactly the size last given to SetSize: as many lines, each
	// exactly as wide. Box does the filling.
	View() string

	// Cursor is where the terminal's own cursor stands, from the screen's top
	// left, or nil. Input methods draw what is being composed there, so every
	// text field must say it.
	Cursor() *tea.Cursor

	SetSize(w, h int)

	// SetContext is called before Init and again whenever the language, the
	// colours or the units change: nothing drawn may be kept from before.
	SetContext(Context)

	// Title is what the screen is called, in the language of the context.
	Title() string

	// Keys are the bindings that work on this screen at this moment, the most
	// important first: the key line and the help are made of them.
	Keys() []Binding

	// Capturing reports whether letters are text now, so that no single letter
	// may mean anything else.
	Capturing() bool

	// Claims reports whether the screen wants a key that the frame would
	// otherwise take: ctrl+c in a table with a selection, ctrl+z in a field
	// that is being typed in, esc where there is something to close first.
	Claims(key string) bool

	// Leave is called before the frame goes elsewhere or quits: the screen
	// finishes what is being typed. It returns false where that cannot be
	// accepted; the screen then says why, and the frame stays (or asks).
	Leave() bool
}

// Asker is a screen that captures letters and has no use for "?" at the moment,
// as a table of numbers in which nothing is being typed: there it asks for help
// as everywhere else.
type Asker interface{ AsksForHelp() bool }

// Base answers the parts of Screen that most screens do not need.
type Base struct {
	Context
	W, H int
}

// Init starts nothing.
func (b *Base) Init() tea.Cmd { return nil }

// Cursor shows none.
func (b *Base) Cursor() *tea.Cursor { return nil }

// SetSize keeps the size.
func (b *Base) SetSize(w, h int) { b.W, b.H = w, h }

// SetContext keeps the context.
func (b *Base) SetContext(c Context) { b.Context = c }

// Capturing says that letters are not text.
func (b *Base) Capturing() bool { return false }

// Claims wants no key of the frame's.
func (b *Base) Claims(string) bool { return false }

// Leave has nothing to finish.
func (b *Base) Leave() bool { return true }

// Page is one step of the workbench. The frame makes its screen when it is
// first shown and keeps it while the audit is open.
type Page struct {
	ID    string
	Title string // key of its text, "tui.page.data"
	New   func(Context, Work) Screen
	// State is how much of the step is done, for its mark in the list of steps;
	// total 0: the step has nothing to do, and gets no mark. Where an audit is
	// detailed, the states of Tasks make the mark of a page that has some.
	State func(Work) (done, total int)
	// Find lists what Ctrl+F finds on the page; nil: only the page itself.
	Find func(Work) []Hit

	// Level is the audits that have the page: Quick, Detailed, or both where it
	// is empty.
	Level string
	// Step is which of the six steps of a detailed assessment the page belongs
	// to, 1 to 6; Overview: it stands above them; 0: below them.
	Step int
	// Tasks are the tasks of the method that are done on the page ("1.1"), the
	// one that it is for first.
	Tasks []string
}

// The levels of an audit, as its file has them.
const (
	Quick    = "quick"
	Detailed = "detailed"
)

// Overview is the Step of a page about all six steps.
const Overview = -1

// Has reports whether audits of a level have the page.
func (p Page) Has(level string) bool {
	if level != Detailed {
		level = Quick // also where the file states none
	}
	return p.Level == "" || p.Level == level
}

// Working is a screen with work under way that leaving the audit would cut short.
type Working interface {
	// Working says what is under way; empty: nothing.
	Working() text.Message

	// Abandon stops it.
	Abandon()
}

// Hit is something that can be found and gone to.
type Hit struct {
	Name   text.Name
	Label  string // key of the text that is its name, where it has no Name
	Kind   string // key of the text that says what it is, "tui.find.flow"
	Target string // the page gets it in Show
}
