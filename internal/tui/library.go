package tui

import (
	"io/fs"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// library reads the data files when they are first needed: the first frame does
// not wait for them.
type library struct {
	fsys    fs.FS
	sectors []benchmark.Sector
	packs   map[string]*benchmark.Pack
	common  *benchmark.Common
}

// Sectors are what an audit can be of.
func (l *library) Sectors() []benchmark.Sector {
	if l.sectors == nil && l.fsys != nil {
		l.sectors, _ = benchmark.List(l.fsys)
	}
	return l.sectors
}

// Sector is the name of a sector, the id itself where there is no such pack.
func (l *library) Sector(id string) text.Name {
	for _, s := range l.Sectors() {
		if s.ID == id {
			return s.Name
		}
	}
	return text.Both(id)
}

// Pack is the data of a sector; nil where there is none.
func (l *library) Pack(id string) *benchmark.Pack {
	if p, ok := l.packs[id]; ok {
		return p
	}
	if l.fsys == nil || id == "" {
		return nil
	}
	if l.packs == nil {
		l.packs = map[string]*benchmark.Pack{}
	}
	p, _ := benchmark.Load(l.fsys, id)
	l.packs[id] = p
	return p
}

// Common are the data that every sector shares; empty ones where they cannot be
// read.
func (l *library) Common() *benchmark.Common {
	if l.common == nil && l.fsys != nil {
		l.common, _ = benchmark.LoadCommon(l.fsys)
	}
	if l.common == nil {
		l.common = &benchmark.Common{}
	}
	return l.common
}
