package tui

import (
	"fmt"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func newSource(n ui.NewFile, day quantity.Date) []byte {
	return fmt.Appendf(nil, "format = 1\n\n[plant]\nname = %q\nsector = %q\n\n[audit]\nid = \"x\"\nlevel = %q\ndate = %s\n\n[[product]]\nid = \"product\"\nname = %q\nunit = %q\n",
		n.Plant, n.Sector, n.Level, day, n.Product, n.Unit)
}
