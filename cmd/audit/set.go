package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

func (a *app) setCommand() *cobra.Command {
	return a.command("set", &cobra.Command{
		Args: between(3, 3),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.set(args[0], text.M("cli.set.label", "key", args[1]), assignment{args[1], args[2]})
		},
	})
}

// assignment is a key of the file and what was typed for it.
type assignment struct{ key, typed string }

// set changes an audit file and says what it understood. A change that makes an
// error is not made.
func (a *app) set(file string, label text.Message, wanted ...assignment) error {
	var echo []string
	err := a.edit(file, func(before *loaded) (text.Message, []auditfile.Edit, error) {
		edits, said, err := a.edits(before, wanted)
		if err == nil {
			err = a.try(before, edits)
		}
		echo = said
		return label, edits, err
	})
	if err != nil {
		return err
	}
	for _, line := range echo {
		fmt.Fprintln(a.env.Stdout, line)
	}
	return nil
}

// edits turns assignments into edits of the document, and says each in words.
func (a *app) edits(l *loaded, wanted []assignment) (edits []auditfile.Edit, echo []string, err error) {
	added := map[string]int{} // the edit that adds a table, by the table
	for _, w := range wanted {
		if !utf8.ValidString(w.typed) {
			return nil, nil, usageMessage("cli.set.not-utf8", "key", w.key)
		}
		p, err := findPlace(l.audit, w.key)
		if err != nil {
			return nil, nil, err
		}
		v, err := a.value(p, w.typed)
		if err != nil {
			return nil, nil, usage(text.M("cli.set.value", "key", w.key, "reason", err))
		}
		old, _ := l.doc.Value(p.path)
		if p.path == "audit.id" && old != nil {
			return nil, nil, usageMessage("cli.set.id-stays", "key", w.key, "found", old)
		}
		unit := unitOf(l, p)
		shown := func(v any) string {
			if p.path == "plant.started" && v != nil {
				return fmt.Sprint(v) // a year has no thousands separator
			}
			return a.p.Stated(v, unit)
		}
		if v == nil {
			if p.array == "" {
				edits = append(edits, auditfile.Unset(p.path))
			}
			echo = append(echo, a.say("cli.set.unset", "key", w.key, "old", shown(old)))
			continue
		}
		table := fmt.Sprint(p.array, p.table)
		i, isAdded := added[table]
		switch {
		case p.array == "":
			edits = append(edits, auditfile.Set(p.path, v))
		case isAdded:
			edits[i] = auditfile.Append(p.array, with(edits[i].Value.(tomldoc.Table), p.inside, v))
		default:
			added[table] = len(edits)
			edits = append(edits, auditfile.Append(p.array, with(p.table, p.inside, v)))
		}
		echo = append(echo, a.say("cli.set.done", "key", w.key, "value", shown(v), "old", shown(old)))
	}
	return edits, echo, nil
}

// try makes the edits in memory, and refuses them where they bring in an error
// that was not there.
func (a *app) try(before *loaded, edits []auditfile.Edit) error {
	e := before.doc.Edit()
	if err := auditfile.Do(e, edits...); err != nil {
		return usage(err)
	}
	doc, found := e.Done()
	after, err := a.assess(before.file, func() (*assess.Audit, *tomldoc.Doc, problem.List) {
		if doc == nil {
			return nil, nil, found
		}
		audit, problems := auditfile.Decode(doc)
		return audit, doc, append(found, problems...)
	})
	if err != nil {
		return err
	}
	known := map[string]int{}
	for _, p := range before.problems {
		known[p.Message.Error()]++
	}
	var fresh problem.List
	for _, p := range after.problems {
		if known[p.Message.Error()]--; known[p.Message.Error()] < 0 && p.Severity == problem.Error {
			p.Line, p.Column = 0, 0 // of a text that is not on disk
			fresh = append(fresh, p)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	a.list(a.env.Stderr, fresh, problem.Error)
	a.complain("cli.set.refused", "file", before.file)
	return errFound
}

// unitOf is the unit of a figure, to be echoed beside it.
func unitOf(l *loaded, p place) string {
	if l.pack == nil || l.common == nil || len(p.parts) < 2 {
		return ""
	}
	head, last := p.parts[0], p.parts[len(p.parts)-1]
	name, _, _ := strings.Cut(head, "[")
	switch {
	case name == "basis":
		ask, _ := l.pack.Ask(last)
		return ask.Unit
	case name == "period" && p.parts[len(p.parts)-2] == "output":
		for _, product := range l.audit.Products {
			if product.ID == last {
				return product.Unit
			}
		}
	case name == "period" && p.parts[len(p.parts)-2] == "flows":
		return flowUnit(l, last)
	case name == "flow" && last == "price" && len(p.parts) > 2:
		if unit := flowUnit(l, strings.Join(p.parts[1:len(p.parts)-1], ".")); unit != "" {
			return l.result.Currency + "/" + unit
		}
	case name == "flow" && last == "uncertainty":
		return "%"
	}
	return ""
}

func flowUnit(l *loaded, id string) string {
	for _, f := range assess.Flows(l.audit, l.pack, l.common) {
		if f.ID == id {
			return f.Unit
		}
	}
	return ""
}
