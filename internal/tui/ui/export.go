package ui

import (
	"io"

	"github.com/sxsh-audit/audit/internal/text"
)

// Exporter writes the open audit in one format; the frame makes it of what the
// program was given.
type Exporter struct {
	Format string    // "md", "json": the end of the file's name too
	Name   text.Name // what it is good for, in some words
	Write  func(io.Writer) error
}
