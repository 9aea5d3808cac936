package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// Run runs one command and returns the exit code. It uses nothing of the
// process but what env holds.
func Run(ctx context.Context, args []string, env Env) int {
	catalogue := i18n.Embedded()
	lang, given, err := language(args, env.Getenv)
	a := &app{env: env, catalogue: catalogue, lang: lang, langGiven: given, p: catalogue.Printer(lang)}
	if err != nil {
		return a.fail(usage(err))
	}
	out := &output{w: env.Stdout}
	a.env.Stdout = out
	root := a.root()
	root.SetArgs(negative(args))
	err = root.ExecuteContext(ctx)
	if out.err != nil {
		err = auditfile.OutputError(out.err)
	}
	return a.fail(err)
}

// output is standard output. It remembers the first error, because a result
// that is not written whole must not look like one.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}

// negative lets audit set take a negative number, which looks like a flag: it
// goes to the end, behind the sign that no flag follows. No flag is a digit.
func negative(args []string) []string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if negativeNumber.MatchString(arg) && slices.Contains(args[:i], "set") {
			return slices.Concat(args[:i], args[i+1:], []string{"--", arg})
		}
	}
	return args
}

var negativeNumber = regexp.MustCompile(`^-[.,]?[0-9]`)

// language is the one of --lang, else of the environment; given says whether
// the user named it. It is found before the commands exist, because their help
// texts need it.
func language(args []string, getenv func(string) string) (lang text.Lang, given bool, err error) {
	lang, given = i18n.Detect(getenv), getenv("AUDIT_LANG") != ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		value, named := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, named = args[i+1], true
		}
		if named {
			chosen, err := i18n.ParseLang(value)
			if err != nil {
				return lang, given, err
			}
			lang, given = chosen, true
		}
	}
	return lang, given, nil
}

// usageError says that a command was given wrongly.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(err error) error { return usageError{err} }

func usageMessage(key string, namesAndValues ...any) error {
	return usage(text.M(key, namesAndValues...))
}

// errFound says that the data has errors, which have been written already.
var errFound = errors.New("the data has errors")

// fail writes an error and returns its exit code.
func (a *app) fail(err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFound):
		return exitData
	case errors.As(err, &wrong):
		a.complain("cli.error", "words", a.p.Error(wrong.error))
		a.complain("cli.see-help")
		return exitUsage
	}
	a.complain("cli.error", "words", a.p.Error(err))
	return exitData
}

func (a *app) complain(key string, namesAndValues ...any) {
	fmt.Fprintln(a.env.Stderr, a.say(key, namesAndValues...))
}

// root is the tree of commands in the language of the app.
func (a *app) root() *cobra.Command {
	root := a.command("root", &cobra.Command{
		Args: cobra.ArbitraryArgs,
		RunE: a.home,
	})
	flags := root.PersistentFlags()
	flags.String("lang", "", a.say("cli.flag.lang"))
	flags.StringVar(&a.sectorsDir, "sectors", "", a.say("cli.flag.sectors"))
	flags.IntVar(&a.width, "width", 0, a.say("cli.flag.width"))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("width") && (a.width < leastWidth || a.width > mostWidth) {
			return usageMessage("cli.flag-width", "found", a.width, "low", leastWidth, "high", mostWidth)
		}
		return nil
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.Version = a.env.Version
	root.SetVersionTemplate(a.version())
	root.Flags().Bool("version", false, a.say("cli.flag.version"))
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetIn(a.env.Stdin)
	root.SetOut(a.env.Stdout)
	root.SetErr(a.env.Stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(flagError(err)) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd, a.env.Stdout) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { a.help(cmd, a.env.Stderr); return nil })
	root.SetHelpCommand(a.helpCommand(root))
	root.AddCommand(
		a.demoCommand(), a.newCommand(), a.checkCommand(), a.showCommand(), a.savingsCommand(), a.whyCommand(), a.reportCommand(),
		a.setCommand(), a.answerCommand(), a.formCommand(), a.importCommand(), a.sectorsCommand(), a.versionCommand(), a.manCommand(root),
	)
	root.AddCommand(a.detailCommands()...)
	a.completion(root)
	a.helpFlags(root)
	return root
}

// command fills in the texts of a command: its use, one line about it, and the
// text of its help.
func (a *app) command(id string, c *cobra.Command) *cobra.Command {
	c.Use = a.p.Say(text.M("cli." + id + ".use"))
	c.Short = a.p.Say(text.M("cli." + id + ".short"))
	c.Long = a.p.Say(text.M("cli." + id + ".long"))
	c.DisableFlagsInUseLine = true
	return c
}

func (a *app) say(key string, namesAndValues ...any) string {
	return a.p.Say(text.M(key, namesAndValues...))
}

// flagError puts what is wrong with a flag into words.
func flagError(err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
		}
		return text.M("cli.flag-unknown", "flag", name)
	case errors.As(err, &missing):
		return text.M("cli.flag-needs-value", "flag", "--"+missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return text.M("cli.flag-value", "flag", "--"+invalid.GetFlag().Name, "value", invalid.GetValue())
	case errors.As(err, &syntax):
		return text.M("cli.flag-syntax", "flag", syntax.GetSpecifiedFlag())
	}
	return err
}

// between checks the number of arguments of a command.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageMessage("cli.too-few", "use", cmd.UseLine())
		case most >= 0 && len(args) > most:
			return usageMessage("cli.too-many", "argument", args[most], "use", cmd.UseLine())
		}
		return nil
	}
}

// home is audit without a command: the terminal program, or where nobody sits
// at a terminal what is most useful printed.
func (a *app) home(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		if a.env.Terminal {
			return a.screens(cmd.Context(), "")
		}
		a.help(cmd, a.env.Stdout)
		return nil
	case 1:
		if !a.exists(args[0]) && !strings.ContainsAny(args[0], `./\`) {
			return a.unknownCommand(cmd, args[0])
		}
		if a.env.Terminal && args[0] != stdio && a.exists(args[0]) {
			return a.screens(cmd.Context(), args[0])
		}
		return a.show(cmd.Context(), args[0], false)
	}
	if !a.exists(args[0]) { // a command with its arguments, misspelt
		return a.unknownCommand(cmd, args[0])
	}
	return usageMessage("cli.too-many", "argument", args[1], "use", cmd.UseLine())
}

func (a *app) unknownCommand(root *cobra.Command, name string) error {
	root.SuggestionsMinimumDistance = 2
	return usageMessage("cli.unknown-command", "name", name, "near", root.SuggestionsFor(name))
}
