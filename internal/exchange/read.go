package exchange

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Source is a file to be read, wherever it is.
type Source struct {
	Name string // what messages call it; its extension is only a hint
	Data io.ReaderAt
	Size int64
}

// Bytes is a source that is in memory already.
func Bytes(name string, b []byte) Source { return Source{name, bytes.NewReader(b), int64(len(b))} }

// Progress is told how much of a large file has been read.
type Progress func(done, total int64)

// Read reads a file: a workbook (.xlsx, .xlsm) or a table of text (.csv, .tsv,
// .txt), told apart by what they contain. The error is a text.Message, or that
// of the context:
//
//	exchange.empty          nothing in it
//	exchange.too-large      more bytes than allowed (args size, most: MiB)
//	exchange.read-failed    the system cannot read it (arg reason)
//	exchange.old-xls        the binary format of before 2007
//	exchange.encrypted      protected by a password
//	exchange.other-format   something else (arg kind: its usual name)
//	exchange.encoding       a text that is not UTF-8
//	exchange.binary         neither text nor workbook
//	exchange.not-workbook   looks like a workbook, and cannot be opened as one
//	exchange.damaged        a workbook that breaks off or is malformed (args part, reason)
//	exchange.bomb           unpacks to more than allowed (args part, most)
//	exchange.too-many-…     parts, sheets, cells, columns, strings beyond the limits (args found or most)
//	exchange.xml            XML that workbooks do not contain: definitions of entities, deep nesting (arg part)
func Read(ctx context.Context, src Source, lim Limits, progress Progress) (*Book, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	switch {
	case src.Size == 0:
		return nil, text.M("exchange.empty")
	case src.Size > lim.Bytes:
		return nil, text.M("exchange.too-large", "size", int(src.Size>>20), "most", int(lim.Bytes>>20))
	}
	head := make([]byte, min(src.Size, 4096))
	if _, err := src.Data.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, text.M("exchange.read-failed", "reason", err.Error())
	}
	switch kind := sniff(head); kind {
	case "zip":
		b, err := readWorkbook(ctx, src, lim, progress)
		if err == nil && isTextName(src.Name) {
			b.Notes = append(b.Notes, Fault{Severity: problem.Note, Message: text.M("exchange.named-wrong", "kind", "xlsx")})
		}
		return b, err
	case "ole":
		return nil, oleKind(src)
	case "text":
	case "binary":
		return nil, text.M("exchange.binary")
	default:
		return nil, text.M("exchange.other-format", "kind", kind)
	}
	raw := make([]byte, src.Size)
	if _, err := src.Data.ReadAt(raw, 0); err != nil && err != io.EOF {
		return nil, text.M("exchange.read-failed", "reason", err.Error())
	}
	b, err := readDelimited(ctx, src.Name, raw, lim)
	if err == nil && !isTextName(src.Name) && filepath.Ext(src.Name) != "" {
		b.Notes = append(b.Notes, Fault{Severity: problem.Note, Message: text.M("exchange.named-wrong", "kind", "csv")})
	}
	progress(src.Size, src.Size)
	return b, err
}

func isTextName(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".txt", ".tab":
		return true
	}
	return false
}

// sniff says what a file is by how it begins: zip, ole, text, binary, or the
// name of a format that is not read.
func sniff(head []byte) string {
	for _, m := range []struct{ magic, kind string }{
		{"PK\x03\x04", "zip"}, {"PK\x05\x06", "zip"}, {"PK\x07\x08", "zip"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"},
		{"%PDF-", "PDF"}, {"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"{\\rtf", "RTF"},
		{"Rar!", "RAR"}, {"7z\xbc\xaf", "7z"}, {"\x1f\x8b", "gzip"}, {"\x09\x08\x10\x00\x00\x06", "xls"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			if m.kind == "xls" {
				return "ole"
			}
			return m.kind
		}
	}
	start := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")))
	for _, m := range []struct{ begin, kind string }{
		{"<!doctype html", "HTML"}, {"<html", "HTML"}, {"<table", "HTML"}, {"<?xml", "XML"}, {"<workbook", "XML"},
	} {
		if strings.HasPrefix(start, m.begin) {
			return m.kind
		}
	}
	utf16 := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	if !utf16 && bytes.IndexByte(head, 0) >= 0 {
		return "binary"
	}
	return "text"
}

// oleKind tells a workbook with a password from one of the old format: both are
// compound files, whose directory names what is in them in UTF-16.
func oleKind(src Source) error {
	const chunk = 1 << 16
	marker := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	buf := make([]byte, chunk+len(marker))
	for at := int64(0); at < src.Size; at += chunk {
		n, _ := src.Data.ReadAt(buf, at)
		if bytes.Contains(buf[:n], marker) {
			return text.M("exchange.encrypted")
		}
	}
	return text.M("exchange.old-xls")
}
