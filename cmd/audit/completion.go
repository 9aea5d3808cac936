package main

import (
	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// completion lets cobra make its completion command and puts it into the
// language of the app.
func (a *app) completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	c, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	a.command("completion", c)
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return a.unknownCommand(cmd, args[0])
		}
		a.help(cmd, a.env.Stdout)
		return nil
	}
	for _, shell := range c.Commands() {
		shell.Short = a.say("cli.completion.shell", "shell", shell.Name())
		shell.Long = a.say("cli.completion." + shell.Name())
		if f := shell.Flags().Lookup("no-descriptions"); f != nil {
			f.Usage = a.say("cli.flag.no-descriptions")
		}
	}
	// The errors of a completion function have nowhere to go; none can occur,
	// since the flag exists.
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{string(text.VI), string(text.EN)}, cobra.ShellCompDirectiveNoFileComp))
	_ = root.RegisterFlagCompletionFunc("width", cobra.NoFileCompletions)
}

// completeSectors offers the ids of the packs.
func (a *app) completeSectors(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	data, err := a.data("")
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var ids []string
	all, _ := benchmark.List(data)
	for _, s := range all {
		ids = append(ids, s.ID+"\t"+a.p.Name(s.Name))
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}
