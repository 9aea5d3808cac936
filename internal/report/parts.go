package report

import (
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// Cover is a page of its own before the text: above the organisation, in the
// middle the document's title and subtitle, below the place and the date.
type Cover struct {
	Parent       text.Message // the body that the organisation belongs to
	Organisation text.Message // who hands the report over
	Plant        text.Message // who it is about
	Address      text.Message
	Facts        []Fact // author, number of the file and the like
	Place        text.Message
	Date         quantity.Date
}

// Fact is a name and what it is.
type Fact struct{ Name, Is text.Message }

// Info is what a file says about itself. Date is the audit's: a file holds no
// clock time, so that the same input gives the same bytes.
type Info struct {
	Author       text.Message
	Organisation text.Message
	Subject      text.Message
	Date         quantity.Date
	Running      text.Message // head of every page; empty: the title
}

// Label names a heading, a table or a figure. As an argument of a message it
// becomes a cross reference: "Bảng 3", "mục 2.1", "Phụ lục A".
type Label string

// Figure is a picture with a caption and a number.
type Figure struct {
	Caption   text.Message
	Label     Label
	Alt       text.Message // what the picture shows, for who does not see it
	Chart     figure.Chart
	Landscape bool
	Notes     []Note
	// Repeats says that the picture only shows what stands in the text anyway:
	// writers without pictures leave it out.
	Repeats bool
}

// Contents is the table of contents, to a depth of heading levels (0: two).
type Contents struct{ Depth int }

// PageBreak begins a page, where there are pages.
type PageBreak struct{}

// Checklist is a list of points with a box before each.
type Checklist struct{ Items []Check }

// Check is a point of a checklist.
type Check struct {
	Text text.Message
	Done bool
	Note text.Message // behind the point: who, when, what is missing
}

// Signatures is the block that is signed: the place and date on the right, the
// signers beside each other.
type Signatures struct {
	Place   text.Message
	Date    quantity.Date // none: a line to fill in
	Signers []Signer
}

// Signer signs as something.
type Signer struct {
	Role text.Message
	Name text.Message // empty: to be filled in by hand
}
