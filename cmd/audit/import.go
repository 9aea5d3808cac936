package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// importing is what the command import was given.
type importing struct {
	exchange.Options
	file, data string
	yes, json  bool
}

func (a *app) importCommand() *cobra.Command {
	var in importing
	var maps []string
	var numbers, dates string
	c := a.command("import", &cobra.Command{
		Args: between(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			in.file, in.data = args[0], args[1]
			for _, s := range maps {
				m, err := exchange.ParseMapping(s)
				if err != nil {
					return usage(err)
				}
				in.Map = append(in.Map, m)
			}
			in.Numbers, in.Days = quantity.Notation(numbers), exchange.DayOrder(dates)
			switch {
			case numbers != "" && in.Numbers != quantity.Vietnamese && in.Numbers != quantity.English:
				return usageMessage("cli.import.bad-option", "flag", "numbers", "found", numbers, "allowed", []string{"vi", "en"})
			case dates != "" && in.Days != exchange.DayFirst && in.Days != exchange.MonthFirst:
				return usageMessage("cli.import.bad-option", "flag", "dates", "found", dates, "allowed", []string{"dmy", "mdy"})
			}
			return a.importData(cmd.Context(), in)
		},
	})
	flags := c.Flags()
	flags.StringVar(&in.Sheet, "sheet", "", a.say("cli.import.sheet"))
	flags.StringArrayVar(&maps, "map", nil, a.say("cli.import.map"))
	flags.StringVar(&numbers, "numbers", "", a.say("cli.import.numbers"))
	flags.StringVar(&dates, "dates", "", a.say("cli.import.dates"))
	flags.IntVar(&in.Year, "year", 0, a.say("cli.import.year"))
	flags.StringVar(&in.Flow, "flow", "", a.say("cli.import.flow"))
	flags.StringVar(&in.Meter, "meter", "", a.say("cli.import.meter"))
	flags.BoolVar(&in.Rollover, "rollover", false, a.say("cli.import.rollover"))
	flags.BoolVar(&in.SkipBad, "skip-bad", false, a.say("cli.import.skip-bad"))
	flags.BoolVar(&in.AnyForm, "any-form", false, a.say("cli.import.any-form"))
	flags.BoolVar(&in.yes, "yes", false, a.say("cli.import.yes"))
	flags.BoolVar(&in.json, "json", false, a.say("cli.import.json"))
	return c
}

// importData shows what data would change in an audit, and changes it when that
// is accepted: as one step of undo.
func (a *app) importData(ctx context.Context, in importing) error {
	if in.file == stdio {
		return usageMessage("cli.set.stdio")
	}
	for _, file := range []string{in.file, in.data} { // before the data are read
		if !a.exists(file) {
			return usageMessage("file.not-found", "file", file)
		}
	}
	book, err := a.readBook(ctx, in.data)
	if err != nil {
		return err
	}
	var (
		plan    *exchange.Plan
		write   bool
		outcome error
	)
	err = a.edit(in.file, func(before *loaded) (label text.Message, edits []auditfile.Edit, err error) {
		if before.pack == nil {
			a.list(a.env.Stderr, before.problems, problem.Error)
			return label, nil, errFound
		}
		plan, err = exchange.NewPlan(ctx, book, before.audit, before.pack, before.common, in.Options)
		if err != nil {
			var m text.Message
			if errors.As(err, &m) {
				return label, nil, usage(m)
			}
			return label, nil, err
		}
		label, edits = plan.Edits()
		if len(edits) > 0 {
			if err := a.try(before, edits); err != nil {
				return label, nil, err
			}
		}
		if !in.json {
			a.preview(before, plan)
		}
		if write, outcome = a.accept(in, plan); !write {
			edits = nil
		}
		return label, edits, nil
	})
	if err != nil {
		return err
	}
	if in.json {
		if err := a.previewJSON(plan, in, write); err != nil {
			return err
		}
	}
	if write {
		added, changed := plan.Counts()
		a.complain("cli.import.done", "file", in.file, "added", added, "changed", changed)
	}
	return outcome
}

// readBook reads the data, of a file or of standard input.
func (a *app) readBook(ctx context.Context, name string) (*exchange.Book, error) {
	lim := exchange.DefaultLimits()
	if name == stdio {
		raw, err := io.ReadAll(io.LimitReader(a.env.Stdin, lim.Bytes+1))
		if err != nil {
			return nil, err
		}
		return exchange.Read(ctx, exchange.Bytes("stdin.csv", raw), lim, nil)
	}
	book, err := exchange.ReadFile(ctx, name, lim, nil)
	var of *fs.PathError
	if errors.As(err, &of) {
		return nil, text.M("exchange.read-failed", "reason", err.Error())
	}
	return book, err
}

// accept asks whether to write, where somebody can be asked, and what the
// command ends with.
func (a *app) accept(in importing, plan *exchange.Plan) (write bool, outcome error) {
	switch {
	case plan.Blocked() && !in.SkipBad:
		a.complain("cli.import.blocked")
		return false, errFound
	case plan.Empty():
		if !in.json {
			a.complain("cli.import.nothing")
		}
		return false, nil
	case in.yes:
		return true, nil
	case a.env.Terminal && !in.json && in.data != stdio:
		fmt.Fprint(a.env.Stderr, a.say("cli.import.ask", "file", in.file))
		typed, _ := bufio.NewReader(a.env.Stdin).ReadString('\n')
		if answer(typed) == "yes" {
			return true, nil
		}
		a.complain("cli.import.refused")
		return false, nil
	}
	if !in.json {
		a.complain("cli.import.needs-yes")
	}
	return false, nil
}

// preview prints how the data were understood and what would change: the
// additions of a flow in one line, every change of a figure in its own.
func (a *app) preview(l *loaded, plan *exchange.Plan) {
	p := a.printer(l.pack)
	w := a.env.Stdout
	say := func(key string, namesAndValues ...any) { fmt.Fprintln(w, p.Say(text.M(key, namesAndValues...))) }
	if len(plan.Tables) > 1 {
		say("cli.import.tables")
		for _, t := range plan.Tables {
			key := "cli.import.table"
			if !t.Read {
				key = "cli.import.table-unread"
			}
			say(key, "sheet", t.Sheet, "range", t.Range, "title", t.Title)
		}
	}
	if len(plan.Columns) > 0 && !plan.Form {
		say("cli.import.columns")
		for _, c := range plan.Columns {
			numbers := ""
			if c.Numbers == quantity.Vietnamese || c.Numbers == quantity.English {
				numbers = string(c.Numbers)
			}
			year, hour := "", text.Message{}
			if c.Year > 0 {
				year = strconv.Itoa(c.Year)
			}
			if c.Hour != "" {
				hour = text.M("exchange.hours." + c.Hour)
			}
			say("cli.import.column", "cell", c.Cell, "heading", c.Heading, "target", c.Target, "year", year, "hour", hour, "unit", p.Unit(c.Unit), "to", p.Unit(c.To), "numbers", numbers)
		}
	}
	for _, f := range plan.Faults {
		fmt.Fprintf(w, "%s %s\n", a.say("cli.severity."+string(f.Severity)), p.Say(f.Say()))
	}
	if plan.More > 0 {
		say("cli.import.more", "n", plan.More)
	}
	if plan.Empty() {
		a.summary(plan)
		return
	}
	for _, g := range plan.Groups() {
		n := len(g.Changes)
		first, last := g.Changes[0], g.Changes[n-1]
		found := ""
		if first.Found != nil {
			found = a.p.Stated(first.Found.Value, first.Found.Unit)
		}
		switch {
		case n > 1:
			sum := ""
			if g.Sum != nil {
				sum = a.p.Stated(*g.Sum, first.Unit)
			}
			when := text.M("cli.import.range", "first", first.When, "last", last.When)
			say("cli.import.add", "what", first.Series, "n", n, "when", when, "sum", sum)
		case first.Kind == exchange.Added:
			say("cli.import.add-one", "what", first.Series, "when", first.When, "new", a.p.Stated(first.New, first.Unit), "found", found)
		default:
			say("cli.import.change", "what", first.Series, "when", first.When, "old", a.p.Stated(first.Old, first.Unit), "new", a.p.Stated(first.New, first.Unit), "found", found)
		}
	}
	if len(plan.Months) > 0 {
		say("cli.import.months", "n", len(plan.Months), "months", plan.MonthRuns())
	}
	for _, im := range plan.Imports {
		say("cli.import.remember", "heading", im.Heading, "target", im.Target)
	}
	a.summary(plan)
}

func (a *app) summary(plan *exchange.Plan) {
	errs := plan.Errors
	added, changed := plan.Counts()
	fmt.Fprintln(a.env.Stdout, a.say("cli.import.summary", "added", added, "changed", changed, "same", plan.Same, "errors", errs, "doubts", plan.Doubts()))
	if errs > 0 && !plan.Empty() {
		a.complain("cli.import.skipping", "n", errs)
	}
}

// The JSON of a preview.
type (
	jsonImport struct {
		Schema  int           `json:"schema"`
		Applied bool          `json:"applied"`
		Blocked bool          `json:"blocked"`
		Tables  []jsonTable   `json:"tables"`
		Columns []jsonColumn  `json:"columns"`
		Changes []jsonChange  `json:"changes"`
		Months  []string      `json:"added_months,omitempty"`
		Imports []jsonMapping `json:"remembered,omitempty"`
		Same    int           `json:"same"`
		Faults  []jsonFault   `json:"problems"`
		More    int           `json:"more_problems,omitempty"`
	}
	jsonTable struct {
		Sheet string `json:"sheet,omitempty"`
		Range string `json:"range"`
		Title string `json:"title,omitempty"`
		Read  bool   `json:"read"`
	}
	jsonColumn struct {
		Sheet   string `json:"sheet,omitempty"`
		Cell    string `json:"cell"`
		Heading string `json:"heading"`
		Target  string `json:"target"`
		Unit    string `json:"unit,omitempty"`
		To      string `json:"converted_to,omitempty"`
		Numbers string `json:"numbers,omitempty"`
		Year    int    `json:"year,omitempty"`
		Hour    string `json:"tariff_hour,omitempty"`
	}
	jsonChange struct {
		Kind  exchange.ChangeKind `json:"kind"`
		Key   string              `json:"key"`
		Old   any                 `json:"old,omitempty"`
		New   any                 `json:"new"`
		Unit  string              `json:"unit,omitempty"`
		Found *quantity.Amount    `json:"found,omitempty"`
		Sheet string              `json:"sheet,omitempty"`
		Cell  string              `json:"cell"`
	}
	jsonMapping struct {
		Sheet   string `json:"sheet,omitempty"`
		Heading string `json:"heading"`
		Target  string `json:"target"`
		Unit    string `json:"unit,omitempty"`
		Numbers string `json:"numbers,omitempty"`
	}
	jsonFault struct {
		Severity problem.Severity `json:"severity"`
		Sheet    string           `json:"sheet,omitempty"`
		Cell     string           `json:"cell,omitempty"`
		Found    string           `json:"found,omitempty"`
		Message  string           `json:"message"`
		Remedy   string           `json:"remedy,omitempty"`
	}
)

func (a *app) previewJSON(plan *exchange.Plan, in importing, applied bool) error {
	out := jsonImport{
		Schema: 1, Applied: applied, Blocked: plan.Blocked() && !in.SkipBad, Same: plan.Same, More: plan.More,
		Tables: []jsonTable{}, Columns: []jsonColumn{}, Changes: []jsonChange{}, Faults: []jsonFault{},
	}
	for _, t := range plan.Tables {
		out.Tables = append(out.Tables, jsonTable{t.Sheet, t.Range, t.Title, t.Read})
	}
	for _, c := range plan.Columns {
		out.Columns = append(out.Columns, jsonColumn{c.Sheet, c.Cell, c.Heading, c.Target, c.Unit, c.To, strings.TrimPrefix(string(c.Numbers), "auto"), c.Year, c.Hour})
	}
	for _, c := range plan.Changes {
		out.Changes = append(out.Changes, jsonChange{c.Kind, c.Key, c.Old, c.New, c.Unit, c.Found, c.Sheet, c.Cell})
	}
	for _, m := range plan.Months {
		out.Months = append(out.Months, m.String())
	}
	for _, im := range plan.Imports {
		out.Imports = append(out.Imports, jsonMapping{im.Sheet, im.Heading, im.Target, im.Unit, im.Numbers})
	}
	for _, f := range plan.Faults {
		out.Faults = append(out.Faults, jsonFault{f.Severity, f.Sheet, f.Cell, f.Found, a.p.Say(f.Message), a.p.Say(f.Remedy)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := a.env.Stdout.Write(b.Bytes())
	return err
}
