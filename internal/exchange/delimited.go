package exchange

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// readDelimited reads a table of text. Its separator is the one that splits
// its lines most evenly: comma, semicolon, tab or bar.
func readDelimited(ctx context.Context, name string, raw []byte, lim Limits) (*Book, error) {
	s, err := decodeText(raw)
	if err != nil {
		return nil, err
	}
	sep := byte(0)
	if first, rest, _ := strings.Cut(s, "\n"); strings.HasPrefix(first, "sep=") && len(strings.TrimRight(first, "\r")) == 5 {
		sep, s = first[4], rest // a line that spreadsheets write for each other
	}
	if sep == 0 {
		sep = separator(s)
	}
	format := "csv"
	if sep == '\t' {
		format = "tsv"
	}
	b := &Book{Name: name, Format: format}
	sheet, err := sheetOf(ctx, cells(s, sep, mostSplit(lim)), lim)
	if err != nil {
		return nil, err
	}
	b.Sheets = []Sheet{sheet}
	if !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) && strings.Contains(s, "\ufffd") {
		b.Notes = append(b.Notes, Fault{Severity: problem.Doubt, Message: text.M("exchange.replaced-letters")})
	}
	return b, nil
}

// Pasted reads cells as spreadsheets copy them, or lines separated in another
// way: what a terminal pastes.
func Pasted(ctx context.Context, s string, lim Limits) (*Book, error) {
	if int64(len(s)) > lim.Bytes {
		return nil, text.M("exchange.too-large", "size", len(s)>>20, "most", int(lim.Bytes>>20))
	}
	sheet := Sheet{}
	var err error
	if block := ParseBlock(s); len(block) > 0 {
		if strings.Contains(s, "\t") {
			sheet, err = sheetOf(ctx, block, lim)
		} else {
			sheet, err = sheetOf(ctx, cells(lineEnds(s), separator(lineEnds(s)), mostSplit(lim)), lim)
		}
	}
	if err != nil {
		return nil, err
	}
	return &Book{Format: "cells", Sheets: []Sheet{sheet}}, nil
}

// ParseBlock reads cells separated by tabs, rows by line ends of any kind, as
// spreadsheets copy them and terminals paste them; cells with tabs, line ends
// or quotes in them stand in quotes. Line ends after the last row do not make
// more rows. The cells come out clean: one line, NFC, no blanks around them,
// nothing that cannot be seen.
func ParseBlock(s string) [][]string {
	s = strings.TrimRight(lineEnds(s), "\n")
	if s == "" {
		return nil
	}
	rows := cells(s, '\t', len(s)+1)
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimSpace(clean(row[i]))
		}
	}
	return rows
}

func lineEnds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// decodeText gives the text of a file: UTF-8, or UTF-16 where its first
// character says so (what spreadsheets call Unicode text).
func decodeText(raw []byte) (string, error) {
	little, big := bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff"))
	switch {
	case little || big:
		units := make([]uint16, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			lo, hi := raw[i], raw[i+1]
			if big {
				lo, hi = hi, lo
			}
			units = append(units, uint16(lo)|uint16(hi)<<8)
		}
		return lineEnds(string(utf16.Decode(units))), nil
	case bytes.IndexByte(raw, 0) >= 0:
		return "", text.M("exchange.binary")
	case !utf8.Valid(raw):
		return "", text.M("exchange.encoding")
	}
	return lineEnds(strings.TrimPrefix(string(raw), "\ufeff")), nil
}

// separator finds what separates the cells of a text: what occurs outside of
// quotes in the same number in most of its lines. Decimal commas lose against
// semicolons and tabs, which are looked for first.
func separator(s string) byte {
	if len(s) > 1<<16 {
		s = s[:1<<16]
	}
	best, bestScore := byte(','), 0.0
	for _, sep := range []byte{'\t', ';', '|', ','} {
		counts := map[int]int{}
		lines := 0
		for _, row := range cells(s, sep, len(s)+1) {
			if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
				continue
			}
			lines++
			counts[len(row)]++
			if lines == 200 {
				break
			}
		}
		for width, n := range counts {
			score := float64(n) / float64(lines)
			if width > 1 && score > bestScore+1e-9 {
				best, bestScore = sep, score
			}
		}
	}
	return best
}

// mostSplit is how many cells, empty ones included, a text is split into before
// they are counted: one more than that is too many, whatever they hold.
func mostSplit(lim Limits) int { return 4 * lim.Cells }

// cells splits a text into rows and cells, most of them at most. A cell in
// quotes may hold separators, line ends and doubled quotes; a quote that is not
// closed, or is followed by something else, is a letter like others.
func cells(s string, sep byte, most int) [][]string {
	var all [][]string
	var row []string
	ends := string(sep) + "\n"
	for n := 0; s != ""; n++ {
		if n > most {
			return nil
		}
		cell, rest, end := cutCell(s, sep, ends)
		row = append(row, cell)
		if end != sep {
			all = append(all, row)
			row = nil
		} else if rest == "" { // a separator at the very end opens one more cell
			all = append(all, append(row, ""))
			row = nil
		}
		s = rest
	}
	return all
}

func cutCell(s string, sep byte, ends string) (cell, rest string, end byte) {
	if after, ok := strings.CutPrefix(s, `"`); ok {
		var b strings.Builder
		for {
			i := strings.IndexByte(after, '"')
			if i < 0 {
				break
			}
			if b.Len()+i > 4*mostText {
				break // no cell is so long: the quote is a letter
			}
			b.WriteString(after[:i])
			after = after[i+1:]
			if after == "" {
				return b.String(), "", 0
			}
			switch after[0] {
			case '"':
				b.WriteByte('"')
				after = after[1:]
				continue
			case sep, '\n':
				return b.String(), after[1:], after[0]
			}
			break
		}
	}
	i := strings.IndexAny(s, ends)
	if i < 0 {
		return s, "", 0
	}
	return s[:i], s[i+1:], s[i]
}

// sheetOf makes a sheet of rows of text.
func sheetOf(ctx context.Context, rows [][]string, lim Limits) (Sheet, error) {
	var s Sheet
	if rows == nil {
		return s, text.M("exchange.too-many-cells", "most", lim.Cells)
	}
	n := 0
	for i, row := range rows {
		if i%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return s, err
			}
		}
		if len(row) > lim.Columns {
			return s, text.M("exchange.too-many-columns", "most", lim.Columns)
		}
		var out []Cell
		for j, cell := range row {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			if len(cell) > 4*mostText {
				return s, text.M("exchange.long-text", "place", Fault{Cell: cellName(i+1, j+1)}.Place(), "most", mostText)
			}
			if n++; n > lim.Cells {
				return s, text.M("exchange.too-many-cells", "most", lim.Cells)
			}
			out = append(out, Cell{Row: i + 1, Col: j + 1, Kind: Text, Text: norm.NFC.String(cell)})
		}
		if out != nil {
			s.Rows = append(s.Rows, out)
		}
	}
	return s, nil
}
