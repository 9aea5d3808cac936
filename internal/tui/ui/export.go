package ui

import (
	"context"

	"github.com/sxsh-audit/audit/internal/text"
)

// Reports makes the documents that are handed over. The frame gets it from the
// command line, so that no screen knows how documents are built and written.
type Reports interface {
	// Of takes the audit as it is now; nil where there is no assessment to
	// write of. What it returns may be used beside the screens.
	Of(w Work) Documents

	// Use lays a folder of a department's own kinds and words over the
	// program's, from the next Of on; "" takes it away. The error says what is
	// wrong with the folder, which then changes nothing.
	Use(folder string) error

	// Show opens a file or a folder with the system's program for it. It may
	// take some seconds to find out that it does not work.
	Show(path string) error
}

// Documents are the documents of one audit as it was when they were asked for.
type Documents interface {
	// Kinds are the kinds of document, those that fit the audit first.
	Kinds() []ReportKind

	// Text is a document as it is read in a terminal, in lines of at most width
	// cells, once in each language. scope is one of the kind's, or "": the usual.
	Text(ctx context.Context, kind, scope string, langs []text.Lang, width int) (string, error)

	// Make is the content of the file of a document, the first language first.
	// It takes up to some seconds and stops with the context.
	Make(ctx context.Context, kind, scope string, langs []text.Lang, format string) ([]byte, error)
}

// ReportKind is a kind of document, as the audit stands.
type ReportKind struct {
	ID    string
	Name  text.Name
	About text.Name // one line: what it is for

	Fits bool         // worth handing over
	Why  text.Message // why it is not

	Formats []string // ends of file names without the dot, the usual one first
	Alone   bool     // only in one language
	Data    bool     // no text to read: it has no preview, and its file is named like the audit

	Missing []Lack // what it would lack

	// Scopes are what the document can be of: a half-year or a year, one option;
	// the usual one first. ScopeLabel is the key of what they are called.
	Scopes     []Scope
	ScopeLabel string
}

// Scope is what a document is of, where that can be chosen.
type Scope struct {
	ID   string // "2019-2"; part of the name of the file; "": of everything
	Name text.Message
}

// Lack is something that a document would lack.
type Lack struct {
	Section text.Message // of the document
	What    text.Message
}
