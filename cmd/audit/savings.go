package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

func (a *app) savingsCommand() *cobra.Command {
	var (
		asJSON       bool
		freeze, free string
		reason, by   string
	)
	c := a.command("savings", &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case freeze != "" && free != "":
				return usageMessage("cli.savings.freeze-and-free")
			case freeze == "" && reason+by != "":
				return usageMessage("cli.savings.reason-alone")
			case freeze != "":
				return a.freeze(args[0], freeze, reason, by)
			case free != "":
				return a.unfreeze(args[0], free)
			}
			return a.printPart(cmd.Context(), args[0], asJSON, report.Savings)
		},
	})
	c.Flags().BoolVar(&asJSON, "json", false, a.say("cli.flag.json"))
	c.Flags().StringVar(&freeze, "freeze", "", a.say("cli.savings.flag.freeze"))
	c.Flags().StringVar(&reason, "reason", "", a.say("cli.savings.flag.reason"))
	c.Flags().StringVar(&by, "by", "", a.say("cli.savings.flag.by"))
	c.Flags().StringVar(&free, "free", "", a.say("cli.savings.flag.free"))
	return c
}

// freeze keeps the model that is in force for a flow, with who, when and why.
func (a *app) freeze(file, flow, reason, by string) error {
	if reason == "" {
		return usageMessage("cli.savings.no-reason")
	}
	var label text.Message
	err := a.edit(file, func(l *loaded) (text.Message, []auditfile.Edit, error) {
		if l.result == nil {
			a.list(a.env.Stderr, l.problems, problem.Error)
			return label, nil, errFound
		}
		for i := range l.result.Baselines {
			b := &l.result.Baselines[i]
			switch {
			case b.Flow.ID != flow:
			case b.Fit == nil:
				return label, nil, b.Refused
			default:
				label = text.M("cli.savings.frozen", "flow", b.Flow.Name, "model", report.ModelWords(b))
				return label, a.modelEdits(l.audit, b, reason, by), nil
			}
		}
		return label, nil, usageMessage("cli.savings.no-baseline", "flow", flow)
	})
	if err == nil {
		fmt.Fprintln(a.env.Stdout, a.p.Say(label))
	}
	return err
}

// modelEdits write the model in force of a flow into the file, in place of one
// that is frozen already.
func (a *app) modelEdits(audit *assess.Audit, b *assess.Baseline, reason, by string) []auditfile.Edit {
	if by == "" {
		by = audit.Settings.Auditor
	}
	now := a.env.Now()
	fields := tomldoc.Table{
		{Key: "flow", Value: b.Flow.ID}, {Key: "form", Value: string(b.Fit.Spec.Form)}, {Key: "drivers", Value: b.Fit.Spec.Drivers},
		{Key: "intercept", Value: b.Fit.Spec.Intercept},
	}
	var edits []auditfile.Edit
	if b.Frozen != nil {
		if len(b.Frozen.Period) == 2 {
			fields = append(fields, tomldoc.Field{Key: "period", Value: b.Frozen.Period})
		}
		edits = append(edits, auditfile.Remove("model", b.FrozenAt+1))
	}
	fields = append(fields, tomldoc.Field{Key: "reason", Value: reason})
	if by != "" {
		fields = append(fields, tomldoc.Field{Key: "by", Value: by})
	}
	fields = append(fields, tomldoc.Field{Key: "date", Value: quantity.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}},
		tomldoc.Field{Key: "data", Value: b.Data()})
	if b.Proposes(b.Fit.Spec) {
		fields = append(fields, tomldoc.Field{Key: "proposed", Value: true})
	}
	return append(edits, auditfile.Append("model", fields))
}

// unfreeze takes a frozen model back: the program proposes again.
func (a *app) unfreeze(file, flow string) error {
	var label text.Message
	err := a.edit(file, func(l *loaded) (text.Message, []auditfile.Edit, error) {
		label = text.M("cli.savings.freed", "flow", flow)
		if l.result != nil {
			for _, b := range l.result.Baselines {
				if b.Flow.ID == flow {
					label = text.M("cli.savings.freed", "flow", b.Flow.Name)
				}
			}
		}
		for i, m := range l.audit.Models {
			if m.Flow == flow {
				return label, []auditfile.Edit{auditfile.Remove("model", i+1)}, nil
			}
		}
		return label, nil, usageMessage("cli.savings.not-frozen", "flow", flow)
	})
	if err == nil {
		fmt.Fprintln(a.env.Stdout, a.p.Say(label))
	}
	return err
}
