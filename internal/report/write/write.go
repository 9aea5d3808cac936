// Package write writes a report.Document in the format that is asked for.
package write

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/docx"
	"github.com/sxsh-audit/audit/internal/report/html"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/report/pdf"
	"github.com/sxsh-audit/audit/internal/report/xlsx"
)

// Format is a format of documents, by the end of a file's name without the dot.
type Format string

// The formats.
const (
	DOCX     Format = "docx"
	XLSX     Format = "xlsx"
	PDF      Format = "pdf"
	HTML     Format = "html"
	Markdown Format = "md"
	Text     Format = "txt"
)

// Formats are all formats, those that are handed over first.
var Formats = []Format{DOCX, XLSX, PDF, HTML, Markdown, Text}

// FormatOf is the format that the name of a file says.
func FormatOf(file string) (Format, bool) {
	f := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), "."))
	if f == "htm" {
		f = HTML
	}
	return f, slices.Contains(Formats, f)
}

// ErrFormat is the error of a format that there is not.
var ErrFormat = errors.New("write: no such format")

// Document writes a document in a format, once in the language of each printer,
// the first language first.
func Document(w io.Writer, f Format, doc *report.Document, printers ...*i18n.Printer) error {
	switch f {
	case Markdown, Text:
		return plain(w, f, doc, printers)
	}
	write, ok := map[Format]func(io.Writer, *layout.Document) error{DOCX: docx.Write, XLSX: xlsx.Write, PDF: pdf.Write, HTML: html.Write}[f]
	if !ok {
		return ErrFormat
	}
	laid, err := layout.Lay(doc, printers...)
	if err != nil {
		return err
	}
	return write(w, laid)
}

// plain writes the formats without pages one language after the other.
func plain(w io.Writer, f Format, doc *report.Document, printers []*i18n.Printer) error {
	for i, p := range printers {
		var b bytes.Buffer
		if i > 0 {
			b.WriteString("\n")
			if f == Markdown {
				b.WriteString("---\n\n")
			}
		}
		var err error
		if f == Markdown {
			err = report.Markdown(&b, doc, p)
		} else {
			err = report.Terminal(&b, doc, report.DefaultWidth, p)
		}
		if err != nil {
			return err
		}
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
