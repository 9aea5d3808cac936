package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

func (a *app) sectorsCommand() *cobra.Command {
	c := a.command("sectors", &cobra.Command{
		Args:              between(0, 1),
		ValidArgsFunction: a.completeSectors,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.sectors()
			}
			return a.sector(args[0])
		},
	})
	c.AddCommand(a.command("sectors-check", &cobra.Command{
		Args: between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.sectorsCheck(args[0]) },
	}))
	return c
}

// sectors lists the packs.
func (a *app) sectors() error {
	data, err := a.data("")
	if err != nil {
		return err
	}
	all, problems := benchmark.List(data)
	a.list(a.env.Stderr, problems, problem.Error)
	if err := report.Terminal(a.env.Stdout, report.Sectors(all), a.pageWidth(), a.p); err != nil {
		return err
	}
	return outcome(problems)
}

// sector prints one pack with its benchmarks and sources.
func (a *app) sector(id string) error {
	data, err := a.data("")
	if err != nil {
		return err
	}
	common, problems := benchmark.LoadCommon(data)
	pack, found := benchmark.Load(data, id)
	if pack == nil && len(found) == 1 && found[0].File == "" { // there is no such pack
		return usage(found[0].Message)
	}
	problems = append(problems, found...)
	a.list(a.env.Stderr, problems, problem.Error)
	if pack == nil || common == nil {
		return errFound
	}
	if err := report.Terminal(a.env.Stdout, report.Sector(pack, common), a.pageWidth(), a.printer(pack)); err != nil {
		return err
	}
	return outcome(problems)
}

// sectorsCheck lists everything that is wrong with a pack.
func (a *app) sectorsCheck(file string) error {
	if !a.exists(file) || file == stdio {
		return usageMessage("file.not-found", "file", file)
	}
	data, err := a.data("")
	if err != nil {
		return err
	}
	common, problems := benchmark.LoadCommon(data)
	if common != nil {
		src, found := tomldoc.ReadSource(file, tomldoc.DefaultLimits())
		if found.HasErrors() {
			problems = append(problems, found...)
		} else {
			problems = append(problems, benchmark.Check(file, src, common)...)
		}
	}
	a.list(a.env.Stdout, problems, problem.Note)
	if len(problems) == 0 {
		fmt.Fprintln(a.env.Stdout, a.say("cli.sectors-check.fine", "file", file))
	}
	return outcome(problems)
}
