package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

func (a *app) answerCommand() *cobra.Command {
	var note string
	c := a.command("answer", &cobra.Command{
		Args: between(3, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			reply := answer(args[2])
			if reply == "" {
				return usageMessage("cli.answer.reply", "reply", args[2])
			}
			wanted := []assignment{{"answer." + args[1] + ".reply", reply}}
			if cmd.Flags().Changed("note") {
				wanted = append(wanted, assignment{"answer." + args[1] + ".note", note})
			}
			return a.set(args[0], text.M("cli.answer.label", "question", args[1]), wanted...)
		},
	})
	c.Flags().StringVar(&note, "note", "", a.say("cli.flag.note"))
	return c
}

// answer reads a reply in either language, with or without diacritics: yes,
// partly, no or na; "" for anything else.
func answer(typed string) string {
	switch i18n.Fold(strings.TrimSpace(typed)) {
	case "yes", "y", "co", "c", "true", "dung":
		return "yes"
	case "partly", "p", "mot phan", "m":
		return "partly"
	case "no", "n", "khong", "k", "false", "sai":
		return "no"
	case "na", "n/a", "khong ap dung":
		return "na"
	}
	return ""
}
