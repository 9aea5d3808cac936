package lack

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Everything that is looked for is said by somebody, and every page has a name.
func TestWords(t *testing.T) {
	for _, lang := range text.Langs {
		p := i18n.Embedded().Printer(lang)
		for what, place := range places {
			page, _, _ := strings.Cut(place, " ")
			if title := Title(page); title.Empty() || strings.ContainsAny(p.Say(title), "<{") {
				t.Errorf("%s: the page %s has no name", what, page)
			}
			if said := p.Say(text.M(what, "count", 1, "questions", "", "options", "")); strings.HasPrefix(said, "<") {
				t.Errorf("nobody says %s", what)
			}
		}
	}
}

// What is missing leads to the field or the row.
func TestPlace(t *testing.T) {
	w := pagetest.Open(pagetest.Examples()["tinh-bot-san-chi-tiet.audit.toml"])
	sheets := w.Result().Options.Sheets
	second := sheets[1]
	for _, c := range []struct {
		what text.Message
		want ui.Go
	}{
		{text.M("task.no-phone"), ui.Go{Page: "plant", Target: "team.phone"}},
		{text.M("documents.lack.output"), ui.Go{Page: "data", Target: "product." + w.Audit().Products[0].ID}},
		{text.M("documents.lack.investment", "options", text.Name{VI: second.Name.VI + "; x", EN: second.Name.EN + "; x"}), ui.Go{Page: "options", Target: second.Option.ID}},
		{text.M("task.no-per-year"), ui.Go{Page: "network", Target: network.HeadTarget}},
		{text.M("nothing"), ui.Go{}},
	} {
		if got := Place(w, c.what); got != c.want {
			t.Errorf("%v is at %v, want %v", c.what, got, c.want)
		}
	}
}
