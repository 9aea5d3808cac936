package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
)

// The messages that screens post to the frame (Context.Post).
type (
	// Go shows a page of the workbench, and there what Target names.
	Go struct{ Page, Target string }

	// Step goes to the next (+1) or previous (-1) page.
	Step struct{ By int }

	// Back leaves the screen: from a page to the list of steps, from a screen
	// over another one to that one.
	Back struct{}

	// Push shows a screen over the present one, until it posts Back.
	Push struct{ Screen Screen }

	// Import opens the screen that takes data from a file. Flow is that of bills
	// which do not say theirs; empty: none.
	Import struct{ Flow string }

	// Toast says what happened, for some seconds, without stopping anybody.
	Toast struct {
		Text text.Message
		Kind Kind
	}

	// Open opens a dialog. Its Action is delivered to the screen or dialog that
	// was on top, as a message.
	Open struct{ Dialog Dialog }

	// Quit ends the program, as q does.
	Quit struct{}
)

// The messages that the frame sends to screens.
type (
	// Changed says that the audit is another: after every edit, undo and redo,
	// whoever made it. Label is what changed.
	Changed struct{ Label text.Message }

	// Show asks a page to go to something on it: a Hit's target.
	Show struct{ Target string }
)

// Kind is the kind of news that a toast brings.
type Kind int

// The kinds of toast.
const (
	Info Kind = iota
	Done
	Warning
	Failure
)

// Action is what a dialog was closed with. Dismissed is its own type so that
// every dialog can be closed without an answer.
type Action = tea.Msg

// Dismissed closes a dialog without an answer; nobody hears of it.
type Dismissed struct{}

// The messages about files that screens post to the frame.
type (
	// OpenFile opens an audit file in the workbench.
	OpenFile struct{ Path string }

	// OpenExample opens a copy of an example.
	OpenExample struct{ Name string }

	// NewFile makes an audit file and opens it.
	NewFile struct {
		Path                         string
		Plant, Sector, Product, Unit string
		Level                        string
	}

	// SaveCopy writes the audit to another file and goes on there.
	SaveCopy struct{ Path string }

	// Forget drops a file from the list of recent ones; the file stays.
	Forget struct{ Path string }
)
