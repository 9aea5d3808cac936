package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manCommand writes manual pages, for packagers; it is not listed.
func (a *app) manCommand(root *cobra.Command) *cobra.Command {
	return a.command("man", &cobra.Command{
		Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return a.unknownCommand(root, strings.Join(args, " "))
			}
			found.DisableAutoGenTag = true
			now := a.env.Now()
			header := &doc.GenManHeader{
				Title: strings.ToUpper(strings.ReplaceAll(found.CommandPath(), " ", "-")), Section: "1", Date: &now,
				Source: "audit " + a.env.Version, Manual: "audit",
			}
			var page bytes.Buffer
			if err := doc.GenMan(found, header, &page); err != nil {
				return err
			}
			_, err = a.env.Stdout.Write(a.manHeadings(page.Bytes()))
			return err
		},
	})
}

// manHeadings puts the headings, which cobra writes in English, into the
// language of the app.
func (a *app) manHeadings(page []byte) []byte {
	for heading, key := range map[string]string{
		"NAME": "cli.man.name", "SYNOPSIS": "cli.man.synopsis", "DESCRIPTION": "cli.man.description", "OPTIONS": "cli.man.options",
		"OPTIONS INHERITED FROM PARENT COMMANDS": "cli.man.inherited", "SEE ALSO": "cli.man.see-also",
	} {
		page = bytes.ReplaceAll(page, []byte(".SH "+heading+"\n"), []byte(".SH "+a.say(key)+"\n"))
	}
	return page
}
