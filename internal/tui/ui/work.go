package ui

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// Work is the open audit, as screens need it. The frame owns the file.
type Work interface {
	// Audit is the audit as it is now; screens read it and never change it. It
	// is another value after every edit.
	Audit() *assess.Audit

	// Result is the assessment of the audit as it is now. It is made when it is
	// asked for and kept until the next edit.
	Result() *assess.Result

	// Pack is the sector's data; nil where the audit names a sector that the
	// program does not have.
	Pack() *benchmark.Pack
	Common() *benchmark.Common

	// Sectors are what the audit can be of, and PackOf the data of one of them,
	// nil where there are none.
	Sectors() []benchmark.Sector
	PackOf(id string) *benchmark.Pack

	// Apply edits the audit, all edits or none, as one step of undo. The label
	// says what changed ("điện tháng 3"); the toast of an undo quotes it. The
	// edits are in the journal when Apply returns; every screen gets Changed.
	Apply(label text.Message, edits ...auditfile.Edit) error

	// Draft keeps what is being typed into a place of the document, so that not
	// even a half-typed figure is lost with the machine. Empty text: nothing is
	// being typed there any more.
	Draft(where, typed string)

	// Drafted is what was being typed into a place when the program was last
	// interrupted, once; "" if nothing was.
	Drafted(where string) string

	// ReadOnly reports whether the audit cannot be edited here: another window
	// has it, or the file is write-protected. Apply then returns an error that
	// says so; screens need not check.
	ReadOnly() bool

	// Source is the text of the file as it would be saved now.
	Source() []byte
	// Path is where the file is.
	Path() string
}
