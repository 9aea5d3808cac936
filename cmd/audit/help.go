package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpFlags gives every command its --help in the language of the app, before
// cobra adds an English one.
func (a *app) helpFlags(c *cobra.Command) {
	c.Flags().BoolP("help", "h", false, a.say("cli.flag.help"))
	for _, sub := range c.Commands() {
		a.helpFlags(sub)
	}
}

func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return a.command("help", &cobra.Command{
		RunE: func(_ *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return a.unknownCommand(root, strings.Join(args, " "))
			}
			a.help(found, a.env.Stdout)
			return nil
		},
	})
}

// order is the order in which help lists the commands: as they are used.
func order(c *cobra.Command) int {
	return slices.Index([]string{
		"demo", "new", "set", "answer", "form", "import", "check", "show", "savings", "balance", "options", "plan", "why", "report", "sectors", "version", "completion", "help",
	}, c.Name())
}

// help writes the help of a command.
func (a *app) help(c *cobra.Command, w io.Writer) {
	fmt.Fprintln(w, c.Long)
	fmt.Fprintf(w, "\n%s\n  %s\n", a.say("cli.help.usage"), c.UseLine())
	if c.HasAvailableSubCommands() {
		subs := slices.DeleteFunc(slices.Clone(c.Commands()), func(sub *cobra.Command) bool { return !sub.IsAvailableCommand() && sub.Name() != "help" })
		slices.SortStableFunc(subs, func(a, b *cobra.Command) int { return order(a) - order(b) })
		rows := make([][2]string, len(subs))
		for i, sub := range subs {
			rows[i] = [2]string{sub.Name(), sub.Short}
		}
		a.columns(w, a.say("cli.help.commands"), rows)
	}
	a.flags(w, a.say("cli.help.flags"), c.LocalNonPersistentFlags())
	a.flags(w, a.say("cli.help.global"), c.PersistentFlags())
	a.flags(w, a.say("cli.help.global"), c.InheritedFlags())
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", a.say("cli.help.more", "command", c.CommandPath()))
	}
}

// flags lists flags. Package pflag can do that too, but counts bytes.
func (a *app) flags(w io.Writer, title string, set *pflag.FlagSet) {
	var rows [][2]string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		kind, usage := pflag.UnquoteUsage(f)
		if kind != "" && f.Value.Type() != "bool" {
			name += " " + kind
		}
		rows = append(rows, [2]string{name, usage})
	})
	if len(rows) > 0 {
		a.columns(w, title, rows)
	}
}

// columns writes two columns, the second one broken into lines.
func (a *app) columns(w io.Writer, title string, rows [][2]string) {
	fmt.Fprintf(w, "\n%s\n", title)
	width := 0
	for _, r := range rows {
		width = max(width, ansi.StringWidth(r[0]))
	}
	const margin, gap = 2, 2
	room := max(a.pageWidth()-margin-width-gap, 20)
	for _, r := range rows {
		left := r[0]
		for line := range strings.SplitSeq(ansi.Wordwrap(r[1], room, ""), "\n") {
			fmt.Fprintf(w, "  %s%s  %s\n", left, strings.Repeat(" ", width-ansi.StringWidth(left)), line)
			left = ""
		}
	}
}
