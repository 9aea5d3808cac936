package layout

import (
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/figure"
)

// mini is a bar as a small drawing.
func (l *layer) mini(b report.Bar) *figure.Drawing { return figure.Mini(b.Placed(), barWidth, 12) }
