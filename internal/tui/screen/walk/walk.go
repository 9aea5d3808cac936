// Package walk is the walk-through: the questions of the sector pack by area,
// answered with one key each.
package walk

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "walk", Title: "tui.page.walk",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the questions that have an answer.
func state(w ui.Work) (done, total int) {
	for _, q := range questions(w) {
		total++
		if replyTo(w.Audit(), q.ID) != "" {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, q := range questions(w) {
		hits = append(hits, ui.Hit{Name: q.Text, Kind: "tui.find.question", Target: q.ID})
	}
	return hits
}

// The replies in the order of their keys.
var replies = [...]string{"yes", "partly", "no", "na"}

// question is a question with its place in the walk-through.
type question struct {
	benchmark.Question
	area   benchmark.Area
	number int // from 1, in the order of the screen
}

// questions lists the questions in the order of the areas, safety and health
// where method.toml has it.
func questions(w ui.Work) []question {
	p := w.Pack()
	if p == nil || w.Common() == nil {
		return nil
	}
	areas := slices.Clone(w.Common().Method.Areas)
	slices.SortStableFunc(areas, func(a, b benchmark.Area) int { return cmp.Compare(a.Order, b.Order) })
	var all []question
	for _, a := range areas {
		for _, q := range p.Questions {
			if q.Area == a.ID {
				all = append(all, question{Question: q, area: a, number: len(all) + 1})
			}
		}
	}
	return all
}

// answersTo are the indexes of a question's answers: one, unless the file was
// written by hand. The last one counts.
func answersTo(a *assess.Audit, id string) []int {
	var found []int
	for i, ans := range a.Answers {
		if ans.Question == id {
			found = append(found, i)
		}
	}
	return found
}

func answerTo(a *assess.Audit, id string) (assess.Answer, bool) {
	found := answersTo(a, id)
	if len(found) == 0 {
		return assess.Answer{}, false
	}
	return a.Answers[found[len(found)-1]], true
}

// replyTo is the reply to a question, "" while there is none.
func replyTo(a *assess.Audit, id string) string {
	ans, _ := answerTo(a, id)
	return ans.Reply
}

// set is the edit that gives one key of an answer a value, "" for none. An
// answer of which nothing would be left goes; nil where nothing changes.
func set(a *assess.Audit, id, key, value string) []auditfile.Edit {
	found := answersTo(a, id)
	if len(found) == 0 {
		if value == "" {
			return nil
		}
		return []auditfile.Edit{auditfile.Append("answer", tomldoc.Table{{Key: "question", Value: id}, {Key: key, Value: value}})}
	}
	i := found[len(found)-1]
	ans := a.Answers[i]
	field := map[string]*string{"reply": &ans.Reply, "note": &ans.Note, "photo": &ans.Photo}[key]
	if *field == value {
		return nil
	}
	*field = value
	if ans.Reply == "" && ans.Note == "" && ans.Photo == "" {
		var edits []auditfile.Edit
		slices.Reverse(found) // the last first: the others keep their numbers
		for _, i := range found {
			edits = append(edits, auditfile.Remove("answer", i+1))
		}
		return edits
	}
	path := tomldoc.Path("answer", i+1, key)
	if value == "" {
		return []auditfile.Edit{auditfile.Unset(path)}
	}
	return []auditfile.Edit{auditfile.Set(path, value)}
}

// label says what an edit changes, for undo.
func (s *screen) label(key string, q question) text.Message {
	return text.M(key, "number", q.number, "area", q.area.Name)
}
