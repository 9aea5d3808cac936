package main

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// demoSector is what audit demo shows without an argument.
const demoSector = "cassava-starch"

func (a *app) demoCommand() *cobra.Command {
	return a.command("demo", &cobra.Command{
		Args:              between(0, 1),
		ValidArgsFunction: a.completeSectors,
		RunE: func(cmd *cobra.Command, args []string) error {
			sector := demoSector
			if len(args) > 0 {
				sector = args[0]
			}
			return a.demo(cmd.Context(), sector)
		},
	})
}

// demo prints the worked example of a sector, which is inside the program.
func (a *app) demo(ctx context.Context, sector string) error {
	files, err := fs.Glob(examples.FS, "*"+auditfile.Extension)
	if err != nil {
		return err
	}
	var known []string
	for _, file := range files {
		src, err := fs.ReadFile(examples.FS, file)
		if err != nil {
			return err
		}
		audit, _, _ := auditfile.Parse(file, src)
		if audit == nil {
			continue
		}
		if id := audit.Plant.Sector; id != sector && !strings.HasPrefix(id, sector+"-") {
			known = append(known, id)
			continue
		}
		l, err := a.assess(file, func() (*assess.Audit, *tomldoc.Doc, problem.List) { return auditfile.Parse(file, src) })
		if err != nil {
			return err
		}
		return a.print(ctx, l, false)
	}
	slices.Sort(known)
	return usageMessage("cli.demo.unknown", "sector", sector, "known", slices.Compact(known))
}
