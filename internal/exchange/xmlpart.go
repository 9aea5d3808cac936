package exchange

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
)

// xmlPart reads the XML of one part of a workbook, token by token. Nothing of
// it is kept but what the caller keeps, so that its size does not matter.
type xmlPart struct {
	ctx   context.Context
	name  string
	dec   *xml.Decoder
	in    *bounded
	depth int
	n     int
}

// The parts of a workbook are flat, and their tags short.
const (
	mostDepth = 64
	mostTag   = 1 << 19 // bytes without the end of a tag
)

func newXMLPart(ctx context.Context, name string, r io.Reader, most int64, read func(int)) *xmlPart {
	in := &bounded{r: r, left: most, read: read, most: most, name: name}
	p := &xmlPart{ctx: ctx, name: name, in: in, dec: xml.NewDecoder(in)}
	p.dec.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		return nil, text.M("exchange.xml", "part", name)
	}
	return p
}

// token returns the next start, end or text; io.EOF at the end. Raw tokens
// keep no stack of open elements, so nesting cannot fill the memory.
func (p *xmlPart) token() (xml.Token, error) {
	for {
		if p.n++; p.n%4096 == 0 {
			if err := p.ctx.Err(); err != nil {
				return nil, err
			}
		}
		t, err := p.dec.RawToken()
		if err != nil {
			return nil, p.explain(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if p.depth++; p.depth > mostDepth {
				return nil, text.M("exchange.xml", "part", p.name)
			}
			return t, nil
		case xml.EndElement:
			if p.depth--; p.depth < 0 {
				return nil, text.M("exchange.damaged", "part", p.name, "reason", "XML")
			}
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive: // <!DOCTYPE, <!ENTITY: no workbook has them
			return nil, text.M("exchange.xml", "part", p.name)
		}
	}
}

func (p *xmlPart) explain(err error) error {
	var m text.Message
	switch {
	case errors.As(err, &m):
		return m
	case err == io.EOF && p.depth == 0:
		return io.EOF
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return text.M("exchange.damaged", "part", p.name, "reason", short(err.Error()))
}

// content is the text up to the end of the element that was just opened, cut
// where no cell could hold it; over says that it was.
func (p *xmlPart) content(into *strings.Builder) (over bool, err error) {
	for depth := 1; ; {
		t, err := p.token()
		if err != nil {
			return over, endOfPart(err, p.name)
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return over, nil
			}
		case xml.CharData:
			if room := 4*mostText - into.Len(); len(t) > room {
				over = true
				t = t[:max(room, 0)]
			}
			into.Write(t)
		}
	}
}

// endOfPart is an error where a part ends too early.
func endOfPart(err error, name string) error {
	if err == io.EOF {
		return text.M("exchange.damaged", "part", name, "reason", "EOF")
	}
	return err
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// bounded is a reader that gives up where a part is too large, or a tag in it
// does not end.
type bounded struct {
	r    io.Reader
	left int64
	most int64
	tag  int // bytes since the last >
	name string
	read func(int)
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, text.M("exchange.bomb", "part", b.name, "most", int(b.most>>20))
	}
	for i, start := n-1, 0; ; i-- {
		if i < start {
			b.tag += n
			break
		}
		if p[i] == '>' {
			b.tag = n - 1 - i
			break
		}
	}
	if b.tag > mostTag {
		return 0, text.M("exchange.xml", "part", b.name)
	}
	b.read(n)
	return n, err
}
