package main

import (
	"crypto/rand"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
)

func (a *app) newCommand() *cobra.Command {
	var sector, level string
	c := a.command("new", &cobra.Command{
		Args: between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.new(args[0], sector, level) },
	})
	c.Flags().StringVar(&sector, "sector", "", a.say("cli.flag.sector"))
	c.Flags().StringVar(&level, "level", "", a.say("cli.flag.level"))
	// The errors of a completion function have nowhere to go; none can occur,
	// since the flags exist.
	_ = c.RegisterFlagCompletionFunc("sector", a.completeSectors)
	_ = c.RegisterFlagCompletionFunc("level", cobra.FixedCompletions(levels(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func levels() []string { return []string{"quick", "detailed"} }

// new makes an audit file.
func (a *app) new(file, sector, level string) error {
	if level == "" {
		level = levels()[0]
	}
	if !slices.Contains(levels(), level) {
		return usageMessage("cli.new.level", "level", level)
	}
	if file != stdio && a.exists(file) {
		return usageMessage("cli.exists", "file", file)
	}
	now := a.env.Now()
	t := auditfile.Template{
		Sector: sector, Level: level, Lang: a.lang,
		Date: quantity.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()},
	}
	if sector != "" {
		data, err := a.data(file)
		if err != nil {
			return err
		}
		pack, problems := benchmark.Load(data, sector)
		if pack == nil {
			if problems[0].File == "" { // there is no such pack
				return usage(problems[0].Message)
			}
			a.list(a.env.Stderr, problems, problem.Error)
			return errFound
		}
		s := pack.Sector
		t.Products = []assess.Product{{
			ID:   strings.TrimSuffix(auditfile.FileName(s.Product.EN), auditfile.Extension),
			Name: s.Product.In(a.lang), Unit: s.ProductUnit,
		}}
	}
	id, err := auditfile.NewID(rand.Reader, now)
	if err != nil {
		return err
	}
	t.ID = id
	src := auditfile.NewSource(t)
	if file == stdio {
		_, err := a.env.Stdout.Write(src)
		return err
	}
	if err := auditfile.WriteAtomic(file, src, nil); err != nil {
		return err
	}
	a.complain("cli.new.made", "file", file)
	return nil
}
