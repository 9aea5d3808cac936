package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/problem"
)

func (a *app) checkCommand() *cobra.Command {
	return a.command("check", &cobra.Command{
		Args: between(1, -1),
		RunE: func(_ *cobra.Command, args []string) error { return a.check(args) },
	})
}

// check lists every problem of every file. The list is the result of the
// command and goes to standard output.
func (a *app) check(files []string) error {
	var failed error
	for _, file := range files {
		l, err := a.load(file)
		if err != nil {
			var wrong usageError
			if len(files) == 1 || !errors.As(err, &wrong) {
				return err
			}
			a.complain("cli.error", "words", a.p.Error(wrong.error)) // the other files are checked all the same
			failed = errFound
			continue
		}
		a.list(a.env.Stdout, l.problems, problem.Note)
		n := map[problem.Severity]int{}
		for _, p := range l.problems {
			n[p.Severity]++
		}
		fmt.Fprintln(a.env.Stdout, a.say("cli.check.sum", "file", file,
			"errors", n[problem.Error], "doubts", n[problem.Doubt], "notes", n[problem.Note]))
		if l.outcome() != nil {
			failed = errFound
		}
	}
	return failed
}
