package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
)

// normalise rewrites a workbook so that the same content gives the same bytes:
// parts in the order of their names, without times, the list of content types
// sorted. It also takes the mark of a text off results of formulas, which are
// numbers here.
func normalise(w io.Writer, raw []byte) error {
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	files := slices.Clone(r.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range files {
		content, err := read(f)
		if err != nil {
			return err
		}
		switch {
		case f.Name == "[Content_Types].xml":
			content = sortTypes(content)
		case strings.HasPrefix(f.Name, "xl/worksheets/sheet"):
			content = bytes.ReplaceAll(content, []byte(` t="str"><f>`), []byte(`><f>`))
		}
		part, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := part.Write(content); err != nil {
			return err
		}
	}
	return out.Close()
}

func read(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

var typeElement = regexp.MustCompile(`<(Default|Override) [^>]*?(/>|></(Default|Override)>)`)

// sortTypes sorts the elements of the list of content types.
func sortTypes(content []byte) []byte {
	all := typeElement.FindAll(content, -1)
	if len(all) == 0 {
		return content
	}
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, bytes.Compare)
	i := -1
	return typeElement.ReplaceAllFunc(content, func([]byte) []byte { i++; return sorted[i] })
}
