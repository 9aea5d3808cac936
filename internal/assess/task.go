package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// TaskState is one of the 18 tasks of a detailed assessment and how far it is.
type TaskState struct {
	Task    benchmark.Task
	Entry   Task           // what the team has noted of it; zero: nothing
	State   string         // open | begun | ready | done
	Missing []text.Message // what it still lacks
	Waits   []string       // tasks that it builds on and that lack something themselves
}

// The states of a task. Only the team says that a task is done; the program
// says what it sees missing, done or not.
const (
	TaskOpen  = "open"  // nothing of it is there
	TaskBegun = "begun" // something is
	TaskReady = "ready" // nothing is missing
	TaskDone  = "done"
)

// gaps collects what a task has and what it lacks.
type gaps struct {
	there   int
	missing []text.Message
}

// want notes something that a task needs: it is there, or key says what is
// missing.
func (g *gaps) want(there bool, key string, args ...any) {
	if there {
		g.there++
		return
	}
	g.missing = append(g.missing, text.M(key, args...))
}

// each wants something of every named thing that matters and says which lack
// it; it says nothing where there is none of them.
func (g *gaps) each(total int, lacking []text.Name, key string) {
	if total == 0 {
		return
	}
	g.want(len(lacking) == 0, key, "count", len(lacking), "which", some(lacking))
}

// some names a few things, and how many more there are.
func some(names []text.Name) []text.Message {
	const most = 4
	var all []text.Message
	for i, n := range names {
		if i == most {
			return append(all, text.M("task.more", "count", len(names)-most))
		}
		all = append(all, text.M("say.text", "text", n))
	}
	return all
}

// tasks are the states of the 18 tasks, in their order.
func (s *site) tasks(r *Result) []TaskState {
	entries := map[string]Task{}
	for _, t := range s.audit.Tasks {
		entries[t.ID] = t
	}
	find := s.taskRules(r)
	var all []TaskState
	short := map[string]bool{}
	for _, t := range s.common.Method.Tasks {
		state := TaskState{Task: t, Entry: entries[t.ID], State: TaskOpen}
		var g gaps
		if rule := find[t.ID]; rule != nil {
			rule(&g)
		}
		state.Missing = g.missing
		short[t.ID] = len(g.missing) > 0
		switch {
		case state.Entry.Done:
			state.State = TaskDone
		case len(g.missing) == 0 && g.there > 0:
			state.State = TaskReady
		case g.there > 0:
			state.State = TaskBegun
		}
		all = append(all, state)
	}
	for i := range all {
		for _, id := range all[i].Task.Needs {
			if short[id] && !entries[id].Done {
				all[i].Waits = append(all[i].Waits, id)
			}
		}
	}
	return all
}

// taskRules is what each task needs, by its id in method.toml.
func (s *site) taskRules(r *Result) map[string]func(*gaps) {
	a := s.audit
	return map[string]func(*gaps){
		"1.1": func(g *gaps) {
			g.want(a.Team.Leader != "", "task.no-leader")
			g.want(a.Team.Phone != "", "task.no-phone")
			g.want(len(a.Team.Members) >= 2, "task.few-members", "count", len(a.Team.Members))
			g.want(a.Team.Decision != "", "task.no-decision")
			g.want(a.Team.Commitment != "", "task.no-commitment")
		},
		"1.2": func(g *gaps) {
			g.want(len(a.Steps) > 0, "task.no-steps")
			out := r.Output(Before)
			g.want(out != nil && out.Days >= 350, "task.short-baseline", "days", daysOf(out))
			g.want(len(r.Indicators) > 0, "task.no-indicators")
		},
		"1.3": func(g *gaps) {
			f := a.Focus
			g.want(f != nil && f.Step != "", "task.no-focus")
			g.want(f != nil && f.Reason != "", "task.no-focus-reason")
		},
		"2.4":  s.networkTask,
		"2.5":  func(g *gaps) { s.balanceTask(g, r) },
		"2.6":  s.costTask,
		"2.7":  func(g *gaps) { s.causeTask(g, r) },
		"3.8":  s.ideasTask,
		"3.9":  s.screeningTask,
		"4.10": s.technicalTask,
		"4.11": s.economicTask,
		"4.12": s.environmentTask,
		"4.13": s.selectionTask,
		"5.14": s.preparationTask,
		"5.15": s.implementationTask,
		"5.16": func(g *gaps) { s.resultsTask(g, r) },
		"6.17": s.sustainTask,
		"6.18": func(g *gaps) {
			f := a.Focus
			g.want(f != nil && f.Next != "", "task.no-next")
			g.want(f != nil && f.NextReason != "", "task.no-next-reason")
		},
	}
}

func daysOf(out *Output) int {
	if out == nil {
		return 0
	}
	return out.Days
}

func (s *site) networkTask(g *gaps) {
	g.want(len(s.audit.Steps) > 0, "task.no-steps")
	g.want(len(s.audit.Streams) > 0, "task.no-streams")
	var loose []text.Name
	for _, step := range s.audit.Steps {
		in := slices.ContainsFunc(s.audit.Streams, func(x Stream) bool { return x.To == step.ID })
		out := slices.ContainsFunc(s.audit.Streams, func(x Stream) bool { return x.From == step.ID })
		if !in || !out {
			loose = append(loose, nameOr(step.Name, step.ID))
		}
	}
	g.each(len(s.audit.Steps), loose, "task.loose-steps")
}

func (s *site) balanceTask(g *gaps, r *Result) {
	g.want(len(s.audit.Streams) > 0, "task.no-streams")
	g.want(s.audit.Balance != nil && s.audit.Balance.Unit != "" && s.audit.Balance.Basis != "", "task.no-basis")
	var unmeasured []text.Name
	for _, x := range s.audit.Streams {
		if x.Amount == nil {
			unmeasured = append(unmeasured, nameOr(x.Name, x.ID))
		}
	}
	if b := r.Balance; b != nil {
		g.want(b.Network != nil, "task.balance-failed")
		unmeasured = b.undetermined()
	}
	g.each(len(s.audit.Streams), unmeasured, "task.undetermined")
}

func (s *site) costTask(g *gaps) {
	var inputs, wastes int
	var noPrice, noTreatment []text.Name
	for _, x := range s.audit.Streams {
		switch {
		case x.Kind == "input":
			inputs++
			if x.Price == nil && s.flows[x.Flow].Price == nil {
				noPrice = append(noPrice, nameOr(x.Name, x.ID))
			}
		case isWaste(x.Kind):
			wastes++
			if x.Treatment == nil {
				noTreatment = append(noTreatment, nameOr(x.Name, x.ID))
			}
		}
	}
	g.want(inputs > 0, "task.no-inputs")
	g.want(wastes > 0, "task.no-wastes")
	g.each(inputs, noPrice, "task.no-prices")
	g.each(wastes, noTreatment, "task.no-treatment")
	g.want(s.audit.Balance != nil && s.audit.Balance.PerYear != nil, "task.no-per-year")
}

// isWaste reports whether a kind of stream is lost.
func isWaste(kind string) bool { return kind == "waste" || kind == "loss" }

func (s *site) causeTask(g *gaps, r *Result) {
	priority := r.priorityStreams()
	var without, unproved []text.Name
	for _, id := range priority {
		i := slices.IndexFunc(s.audit.Causes, func(c Cause) bool { return c.Stream == id })
		name := s.streamName(id)
		if i < 0 {
			without = append(without, name)
		} else if s.audit.Causes[i].Evidence == "" {
			unproved = append(unproved, name)
		}
	}
	g.want(len(s.audit.Causes) > 0, "task.no-causes")
	g.each(len(priority), without, "task.streams-without-cause")
	g.each(len(s.audit.Causes), unproved, "task.causes-without-evidence")
}

func (s *site) streamName(id string) text.Name {
	for _, x := range s.audit.Streams {
		if x.ID == id {
			return nameOr(x.Name, x.ID)
		}
	}
	return text.Both(id)
}

// lacking names the options of a kind that lack something.
func (s *site) lacking(of func(Option) bool, lacks func(Option) bool) (total int, names []text.Name) {
	for _, o := range s.audit.Options {
		if !of(o) {
			continue
		}
		total++
		if lacks(o) {
			names = append(names, s.optionName(o))
		}
	}
	return total, names
}

func (s *site) optionName(o Option) text.Name {
	if known, ok := s.pack.Option(o.ID); ok && o.Name == "" {
		return known.Name
	}
	return nameOr(o.Name, o.ID)
}

func anyOption(Option) bool { return true }

// considered are the options that were not rejected or dropped.
func considered(o Option) bool { return o.Screening != "rejected" && o.Status != "dropped" }

// studied are the options that need a feasibility study.
func studied(o Option) bool { return o.Screening == "study" && o.Status != "dropped" }

// adopted are the options that the team has decided to do.
func adopted(o Option) bool {
	return considered(o) && (o.Status == "planned" || o.Status == "doing" || o.Status == "done")
}

func (s *site) ideasTask(g *gaps) {
	g.want(len(s.audit.Options) > 0, "task.no-options")
	total, names := s.lacking(anyOption, func(o Option) bool { return o.Category == "" && !s.inPack(o) })
	g.each(total, names, "task.options-without-category")
	total, names = s.lacking(considered, func(o Option) bool { return o.Cause == "" && o.Stream == "" && o.Step == "" })
	g.each(total, names, "task.options-without-cause")
}

func (s *site) inPack(o Option) bool { _, ok := s.pack.Option(o.ID); return ok }

func (s *site) screeningTask(g *gaps) {
	total, names := s.lacking(anyOption, func(o Option) bool { return o.Screening == "" })
	g.want(total > 0, "task.no-options")
	g.each(total, names, "task.options-unscreened")
}

func (s *site) technicalTask(g *gaps) {
	total, names := s.lacking(studied, func(o Option) bool { return len(o.Checks) == 0 })
	g.nothingToStudy(s, total)
	g.each(total, names, "task.options-unchecked")
}

// nothingToStudy: where every option can be done at once, a feasibility study
// has nothing to do.
func (g *gaps) nothingToStudy(s *site, total int) {
	screened, unscreened := s.lacking(anyOption, func(o Option) bool { return o.Screening == "" })
	g.want(total > 0 || screened > 0 && len(unscreened) == 0, "task.nothing-screened")
}

func (s *site) economicTask(g *gaps) {
	total, names := s.lacking(considered, func(o Option) bool { return o.Investment == nil })
	g.want(total > 0, "task.no-options")
	g.each(total, names, "task.options-without-investment")
	total, names = s.lacking(considered, func(o Option) bool { return len(o.Saves) == 0 && o.Revenue == nil && len(o.Cash) == 0 })
	g.each(total, names, "task.options-without-saving")
}

func (s *site) environmentTask(g *gaps) {
	total, names := s.lacking(studied, func(o Option) bool { return o.Burden == "" })
	g.nothingToStudy(s, total)
	g.each(total, names, "task.options-without-burden")
}

func (s *site) selectionTask(g *gaps) {
	total, names := s.lacking(studied, func(o Option) bool { return len(o.Scores) < 3 })
	g.nothingToStudy(s, total)
	g.each(total, names, "task.options-without-scores")
	chosen, _ := s.lacking(adopted, anyOption)
	g.want(chosen > 0, "task.nothing-chosen")
}

func (s *site) preparationTask(g *gaps) {
	total, names := s.lacking(adopted, func(o Option) bool { return o.Responsible == "" })
	g.want(total > 0, "task.nothing-chosen")
	g.each(total, names, "task.options-without-person")
	_, names = s.lacking(adopted, func(o Option) bool { return o.Start.IsZero() })
	g.each(total, names, "task.options-without-start")
	_, names = s.lacking(adopted, func(o Option) bool { return o.Funding == "" && value(o.Investment) > 0 })
	g.each(total, names, "task.options-without-funding")
}

func (s *site) implementationTask(g *gaps) {
	done := func(o Option) bool { return o.Status == "done" }
	total, names := s.lacking(done, func(o Option) bool { return o.Done.IsZero() })
	g.want(total > 0, "task.nothing-done")
	g.each(total, names, "task.options-without-date")
	_, names = s.lacking(done, func(o Option) bool { return o.Spent == nil })
	g.each(total, names, "task.options-without-spent")
}

func (s *site) resultsTask(g *gaps, r *Result) {
	out := r.Output(After)
	g.want(out != nil, "task.no-after")
	if out != nil {
		g.want(out.Days >= 350, "task.short-after", "days", out.Days)
		g.want(len(r.Savings) > 0, "task.no-savings")
	}
}

func (s *site) sustainTask(g *gaps) {
	g.want(len(s.audit.Monitors) > 0, "task.no-monitors")
	var without, unwatched []text.Name
	saved := map[string]bool{}
	for _, m := range s.audit.Monitors {
		saved[m.Flow] = true
		if m.Responsible == "" {
			without = append(without, s.flows[m.Flow].Name)
		}
	}
	for _, o := range s.audit.Options {
		for _, x := range o.Saves {
			if f, known := s.flows[x.Flow]; known && adopted(o) && !saved[x.Flow] {
				saved[x.Flow] = true
				unwatched = append(unwatched, f.Name)
			}
		}
	}
	g.each(len(s.audit.Monitors), without, "task.monitors-without-person")
	g.each(len(s.audit.Options), unwatched, "task.flows-unwatched")
}

// nameOr is a name, or what stands for it.
func nameOr(name, id string) text.Name {
	if name == "" {
		return text.Both(id)
	}
	return text.Both(name)
}

// checkTasks finds task numbers that the method does not have.
func (s *site) checkTasks() {
	for i, t := range s.audit.Tasks {
		if _, ok := s.common.Method.Task(t.ID); !ok {
			s.probs.Add(problem.Error, at("task", i, "id"), text.M("task.unknown", "found", t.ID))
		}
	}
}
