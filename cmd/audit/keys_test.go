package main

import (
	"reflect"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func TestFindPlace(t *testing.T) {
	audit := &assess.Audit{
		Products: []assess.Product{{ID: "starch"}},
		Flows:    []assess.Flow{{ID: "water"}, {ID: "electricity"}},
		Periods: []assess.Period{
			{Month: quantity.Month{Year: 2018, Month: 1}},
			{From: quantity.Date{Year: 2018, Month: 2, Day: 1}, To: quantity.Date{Year: 2018, Month: 12, Day: 31}},
		},
		Tasks: []assess.Task{{ID: "2.5"}},
	}
	for _, x := range []struct{ key, path, array, kind string }{
		{"plant.name", "plant.name", "", "string"},
		{"plant.employees", "plant.employees", "", "*int"},
		{"audit.date", "audit.date", "", "quantity.Date"},
		{"team.members", "team.members", "", "[]string"},
		{"balance.unit", "balance.unit", "", "string"},
		{"basis.root-starch", "basis.root-starch", "", ""},
		{"flow.electricity.price", "flow[2].price", "", "*float64"},
		{"flow.coal.price", "flow[3].price", "flow", "*float64"},
		{"product.starch.equivalent", "product[1].equivalent", "", "*float64"},
		{"period.2018-01.flows.water", "period[1].flows.water", "", "float64"},
		{"period.2018-01.note", "period[1].note", "", "string"},
		{"period.2018-02-01/2018-12-31.output.starch", "period[2].output.starch", "", "float64"},
		{"period.2019-03.drivers.rain", "period[3].drivers.rain", "period", "float64"},
		{"period[2].flows.water", "period[2].flows.water", "", "float64"},
		{"task.2.5.done", "task[1].done", "", "bool"},
		{"task.3.8.done", "task[2].done", "task", "bool"},
		{"stream.s1.content.starch", "stream[1].content.starch", "stream", "float64"},
		{"answer.q.reply", "answer[1].reply", "answer", "string"},
		{"reference.water.best", "reference[1].best", "reference", "*float64"},
	} {
		p, err := findPlace(audit, x.key)
		if err != nil {
			t.Errorf("%s: %v", x.key, err)
			continue
		}
		kind := ""
		if p.kind != nil {
			kind = p.kind.String()
		}
		if p.path != x.path || p.array != x.array || kind != x.kind {
			t.Errorf("%s: got %s in %q of type %q, want %s in %q of type %q", x.key, p.path, p.array, kind, x.path, x.array, x.kind)
		}
	}
	for _, key := range []string{
		"", ".", "plant", "plant.", "plant.nmae", "plant.name.x", "format", "nothing.x", "basis", "basis.a.b",
		"flow.electricity", "flow.price", "flow..price", "period.2018-13.note", "period.2018.note", "period.2018-01.flows",
		"option.x.saves", "reading.x.amount", "period[1]", "period[1].flows", "nothing[1].x", "plant.name[1].x",
	} {
		if p, err := findPlace(audit, key); err == nil {
			t.Errorf("%q: got %s, want an error", key, p.path)
		}
	}
}

func TestValue(t *testing.T) {
	for _, x := range []struct {
		lang  text.Lang
		kind  reflect.Type
		typed string
		want  any
	}{
		{text.VI, reflect.TypeFor[*float64](), "1.234,5", 1234.5},
		{text.EN, reflect.TypeFor[*float64](), "1,234.5", 1234.5},
		{text.VI, reflect.TypeFor[float64](), "–", nil},
		{text.VI, reflect.TypeFor[*int](), "1.200", 1200},
		{text.VI, reflect.TypeFor[*bool](), "Có", true},
		{text.EN, reflect.TypeFor[bool](), "no", false},
		{text.VI, reflect.TypeFor[string](), " ", nil},
		{text.VI, reflect.TypeFor[[]string](), "a, b; c;", []string{"a, b", "c"}},
		{text.VI, reflect.TypeFor[quantity.Month](), "2018-03", quantity.Month{Year: 2018, Month: 3}},
		{text.VI, nil, "25,8", 25.8},
		{text.VI, nil, "craft", "craft"},
		{text.VI, nil, "", nil},
	} {
		a := &app{lang: x.lang}
		got, err := a.value(place{kind: x.kind}, x.typed)
		if err != nil || !reflect.DeepEqual(got, x.want) {
			t.Errorf("%q as %v: got %v, %v, want %v", x.typed, x.kind, got, err, x.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, x := range []struct {
		args  []string
		env   string
		want  text.Lang
		given bool
		fails bool
	}{
		{nil, "", text.VI, false, false},
		{nil, "en", text.EN, true, false},
		{[]string{"show", "--lang", "en"}, "", text.EN, true, false},
		{[]string{"--lang=vi"}, "en", text.VI, true, false},
		{[]string{"set", "--", "--lang=en"}, "", text.VI, false, false},
		{[]string{"--lang=fr"}, "en", text.EN, true, true},
	} {
		got, given, err := language(x.args, func(name string) string {
			if name == "AUDIT_LANG" {
				return x.env
			}
			return ""
		})
		if got != x.want || given != x.given || err != nil != x.fails {
			t.Errorf("%q with AUDIT_LANG=%q: got %s, %v, %v", x.args, x.env, got, given, err)
		}
	}
}

func TestAnswer(t *testing.T) {
	for typed, want := range map[string]string{
		"Có": "yes", "yes": "yes", "một phần": "partly", "mot phan": "partly", "KHÔNG": "no", "n/a": "na", "không áp dụng": "na", "perhaps": "", "": "",
	} {
		if got := answer(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}
