package report

import (
	"io/fs"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
)

// section is a part of a document that a kind may name.
type section struct {
	name  string
	write func(*assessment)
	// lacks says what is missing for it, in words; nil: nothing can be. A section
	// that writes nothing and lacks something says so in one line.
	lacks func(*assessment) []text.Message
}

// sections are all parts of documents, in the order in which they are listed.
func sections() []section {
	return []section{
		{"summary", (*assessment).summary, (*assessment).lacksOutput},
		{"plant", (*assessment).plant, (*assessment).lacksPlant},
		{"plant-brief", (*assessment).plantBrief, (*assessment).lacksPlant},
		{"team", (*assessment).team, (*assessment).lacksTeam},
		{"steps", (*assessment).stepList, (*assessment).lacksSteps},
		{"output", (*assessment).output, (*assessment).lacksOutput},
		{"production-brief", (*assessment).productionBrief, (*assessment).lacksOutput},
		{"inputs", (*assessment).inputs, (*assessment).lacksOutput},
		{"norms", (*assessment).norms, (*assessment).lacksOutput},
		{"environment-brief", (*assessment).environmentBrief, (*assessment).lacksEnvironment},
		{"energy", (*assessment).energy, (*assessment).lacksEnergy},
		{"emissions", (*assessment).emissions, (*assessment).lacksEnergy},
		{"wastewater", (*assessment).wastewater, (*assessment).lacksWastewater},
		{"comparison", (*assessment).comparisonWithFigure, (*assessment).lacksComparison},
		{"comparison-brief", (*assessment).comparisonBrief, (*assessment).lacksComparison},
		{"walkthrough", (*assessment).walkthrough, (*assessment).lacksWalkthrough},
		{"potential", (*assessment).potential, (*assessment).lacksComparison},
		{"potential-brief", (*assessment).potentialBrief, (*assessment).lacksComparison},
		{"suggestions", (*assessment).suggestions, nil},
		{"opportunities", (*assessment).opportunities, (*assessment).lacksOpportunities},
		{"recommendation", (*assessment).recommendation, nil},
		{"recommendation-brief", (*assessment).recommendationBrief, nil},
		{"focus", (*assessment).focusSection, (*assessment).lacksFocus},
		{"flow-diagram", (*assessment).flowDiagram, (*assessment).lacksNetwork},
		{"balance", (*assessment).balanceSection, (*assessment).lacksNetwork},
		{"sankey", (*assessment).sankey, (*assessment).lacksNetwork},
		{"waste-costs", (*assessment).wasteCostSection, (*assessment).lacksNetwork},
		{"causes", (*assessment).causes, (*assessment).lacksCauses},
		{"options", (*assessment).optionList, (*assessment).lacksOptions},
		{"screening", (*assessment).screeningSection, (*assessment).lacksOptions},
		{"technical", (*assessment).technical, (*assessment).lacksOptions},
		{"economics", (*assessment).economics, (*assessment).lacksOptions},
		{"environmental", (*assessment).environmental, (*assessment).lacksOptions},
		{"ranking", (*assessment).rankingSection, (*assessment).lacksScores},
		{"portfolio", (*assessment).portfolioSection, (*assessment).lacksPortfolio},
		{"plan-grounds", (*assessment).planGrounds, nil},
		{"plan", (*assessment).planSection, (*assessment).lacksPlan},
		{"budget", (*assessment).budget, (*assessment).lacksPlan},
		{"expected", (*assessment).expected, (*assessment).lacksPlan},
		{"next-year", (*assessment).nextYear, nil},
		{"savings", (*assessment).savings, (*assessment).lacksAfter},
		{"savings-brief", (*assessment).savingsBrief, (*assessment).lacksAfter},
		{"savings-table", (*assessment).savingsTable, (*assessment).lacksAfter},
		{"saving-figures", (*assessment).savingFigures, nil},
		{"monthly-figures", (*assessment).monthlyFigures, nil},
		{"models", (*assessment).modelsSection, (*assessment).lacksModels},
		{"promises", (*assessment).promises, (*assessment).lacksAfter},
		{"monitors", (*assessment).monitors, (*assessment).lacksMonitors},
		{"next-focus", (*assessment).nextFocus, (*assessment).lacksNextFocus},
		{"conclusion", (*assessment).conclusion, nil},
		{"tasks", (*assessment).tasks, nil},
		{"worksheets", (*assessment).worksheets, nil},
		{"monthly-data", (*assessment).periodData, (*assessment).lacksOutput},
		{"why", (*assessment).whys, (*assessment).lacksOutput},
		{"doubts", (*assessment).doubts, nil},
		{"term", (*assessment).termSection, nil},
		{"activities", (*assessment).activities, nil},
		{"status", (*assessment).status, (*assessment).lacksPlan},
		{"difficulties", (*assessment).difficulties, nil},
		{"investments", (*assessment).investments, (*assessment).lacksInvestments},
		{"case", (*assessment).caseStudy, (*assessment).lacksAfter},
		{"table4", (*assessment).table4, (*assessment).lacksTable4},
		{"signatures", (*assessment).signHere, nil},
		{"table4-basis", (*assessment).table4Basis, nil},
	}
}

func sectionOf(name string) (section, bool) {
	for _, s := range sections() {
		if s.name == name {
			return s, true
		}
	}
	return section{}, false
}

// KnownParts are the sections and signers that files of kinds may name.
func KnownParts() kind.Known {
	var k kind.Known
	for _, s := range sections() {
		k.Sections = append(k.Sections, s.name)
	}
	for _, s := range signers {
		k.Signers = append(k.Signers, s.id)
	}
	return k
}

// Kinds are the kinds of document of the program, overlaid by the files *.toml
// of a folder (nil: none). See kind.Load for the errors.
func Kinds(folder fs.FS) ([]kind.Kind, problem.List) { return kind.Load(folder, KnownParts()) }

// DefaultKind is the kind of document of an audit's level.
func DefaultKind(level string) string {
	if level == "detailed" {
		return "detailed"
	}
	return "quick"
}

// Wanted is what of a kind is wanted.
type Wanted struct {
	Option string // the investment sheet of this option only; empty: of all
	Term   Term   // of a half-year or annual report; zero: the one of the last data
}

// Build makes a document of a kind. A section without data says in one line what
// is missing, or is left out where the kind says so.
func Build(k kind.Kind, in Input, w Wanted) *Document {
	a := &assessment{Input: in, wanted: w, kind: k}
	s := in.Audit.Settings
	a.doc.Title = nameOf(k.Title)
	a.doc.Subtitle = text.M("report.subtitle", "plant", in.Audit.Plant.DisplayName(), "sector", in.Pack.Sector.Name, "date", s.Date)
	if k.Bare {
		a.doc.Subtitle = text.Message{}
	}
	a.doc.Info = Info{Author: nameOf(text.Both(s.Auditor)), Organisation: nameOf(text.Both(s.Auditor)), Date: s.Date, Subject: nameOf(k.About)}
	a.doc.Numbered, a.doc.Landscape = k.Numbered, k.Orientation == kind.Landscape
	if k.Cover {
		a.doc.Cover = a.cover()
	}
	if k.Contents {
		a.add(Contents{Depth: 2})
	}
	for _, s := range k.Sections {
		a.chapter(s)
	}
	if !k.Has("signatures") {
		a.signHere()
	}
	if k.Short {
		for i := range a.doc.Sources {
			a.doc.Sources[i].Brief = true
		}
	}
	a.unnumber()
	return &a.doc
}

// unnumber takes the numbers off the headings of a kind that wants none.
func (a *assessment) unnumber() {
	if a.kind.Numbered > 0 {
		return
	}
	for i, b := range a.doc.Blocks {
		if h, ok := b.(Heading); ok {
			h.Unnumbered = !h.Annex
			a.doc.Blocks[i] = h
		}
	}
}

// chapter writes the parts of a section under its heading. The headings within
// go down a level below a heading of the chapter's own; that of an only part
// makes room for it.
func (a *assessment) chapter(s kind.Section) {
	var all []Block
	alone := len(s.Parts) == 1
	for _, name := range s.Parts {
		part, ok := sectionOf(name)
		if !ok {
			continue
		}
		all = append(all, a.part(part, s, alone)...)
	}
	if len(all) == 0 {
		return
	}
	if s.Break {
		a.add(PageBreak{})
	}
	if !s.Title.Empty() {
		h := Heading{Level: 1, Text: nameOf(s.Title), Annex: s.Annex, Unnumbered: s.Plain}
		if alone {
			h.Label = partLabel(s.Parts[0])
		}
		a.add(h)
	}
	a.add(all...)
}

// partLabel is the name by which other parts refer to a part.
func partLabel(name string) Label { return Label("part-" + name) }

// part is what a part writes, with its headings where the chapter wants them.
func (a *assessment) part(p section, s kind.Section, alone bool) []Block {
	blocks := a.written(p.write)
	titled := !s.Title.Empty()
	var lacks []text.Message
	if p.lacks != nil {
		lacks = p.lacks(a)
	}
	if bare(blocks) {
		if s.Optional || len(lacks) == 0 {
			return nil
		}
		if !hasHeading(blocks) && !(titled && alone) {
			blocks = []Block{Heading{Level: 1, Text: sectionName(p.name)}}
		}
		blocks = append(headings(blocks), Paragraph{Kind: Remark, Text: text.M("documents.lacking", "what", lacks)})
	}
	if !alone {
		raise(blocks)
	}
	first := true
	var out []Block
	for _, b := range blocks {
		h, ok := b.(Heading)
		if !ok {
			out = append(out, b)
			continue
		}
		opens := first && h.Level == 1
		first = false
		if opens {
			if titled && alone {
				continue
			}
			if t, ok := s.Heading(p.name); ok {
				h.Text = nameOf(t)
			}
			if h.Label == "" {
				h.Label = partLabel(p.name)
			}
		}
		if titled {
			h.Level++
			if alone { // its own first heading made room
				h.Level = max(2, h.Level-1)
			}
		}
		out = append(out, h)
	}
	return out
}

// written are the blocks that a section writes.
func (a *assessment) written(write func(*assessment)) []Block {
	before := a.doc.Blocks
	a.doc.Blocks = nil
	write(a)
	blocks := a.doc.Blocks
	a.doc.Blocks = before
	return blocks
}

// raise lifts the headings of a part so that the highest is of level 1.
func raise(blocks []Block) {
	top := 0
	for _, b := range blocks {
		if h, ok := b.(Heading); ok && (top == 0 || h.Level < top) {
			top = h.Level
		}
	}
	for i, b := range blocks {
		if h, ok := b.(Heading); ok && top > 1 {
			h.Level -= top - 1
			blocks[i] = h
		}
	}
}

// bare reports whether blocks hold nothing but headings.
func bare(blocks []Block) bool {
	return !slices.ContainsFunc(blocks, func(b Block) bool { _, ok := b.(Heading); return !ok })
}

func hasHeading(blocks []Block) bool { return len(headings(blocks)) > 0 }

// headings are the first heading of blocks.
func headings(blocks []Block) []Block {
	for _, b := range blocks {
		if h, ok := b.(Heading); ok {
			return []Block{h}
		}
	}
	return nil
}

// sectionName is a section that wrote no heading of its own.
func sectionName(name string) text.Message { return text.M("documents.section." + name) }

// Lack is a section of a document that cannot be written as it should be.
type Lack struct {
	Section text.Message
	What    []text.Message
}

// Missing is what a document of a kind would lack, in the order of its sections:
// the dry list before anything is written.
func Missing(k kind.Kind, in Input) []Lack {
	a := &assessment{Input: in, kind: k}
	var all []Lack
	seen := map[string]bool{}
	for _, s := range k.Sections {
		for _, name := range s.Parts {
			part, ok := sectionOf(name)
			if !ok || part.lacks == nil || s.Optional {
				continue
			}
			var what []text.Message
			for _, m := range part.lacks(a) {
				if !seen[m.Error()] {
					seen[m.Error()] = true
					what = append(what, m)
				}
			}
			if len(what) == 0 {
				continue
			}
			title := nameOf(s.Title)
			if s.Title.Empty() || len(s.Parts) > 1 {
				title = sectionName(name)
			}
			all = append(all, Lack{title, what})
		}
	}
	return all
}

// Fits reports whether a document of a kind is worth handing over: the audit has
// its level, and every section that the kind requires has something to say.
func Fits(k kind.Kind, in Input) bool {
	if k.Level != "" && k.Level != in.Audit.Settings.Level && !(in.Audit.Settings.Level == "" && k.Level == "quick") {
		return false
	}
	for _, name := range k.Requires {
		part, ok := sectionOf(name)
		a := &assessment{Input: in, kind: k}
		if !ok || bare(a.written(part.write)) {
			return false
		}
	}
	return true
}

// signers are who signs documents, by the ids of the files.
var signers = [...]struct{ id, role string }{
	{"leader", "documents.sign.leader"},
	{"management", "documents.sign.management"},
	{"consultant", "documents.sign.consultant"},
}

// signHere is the signature block of the kind: a section of its own where the
// kind names it, else the end of the document.
func (a *assessment) signHere() {
	ids := a.kind.Signers
	if len(ids) == 0 {
		return
	}
	names := map[string]string{"leader": a.Audit.Team.Leader, "consultant": a.Audit.Settings.Auditor}
	s := Signatures{Place: nameOf(text.Both(a.Audit.Plant.Province)), Date: a.Audit.Settings.Date}
	if a.Audit.Plant.Province == "" {
		s.Place = text.Message{}
	}
	for _, id := range ids {
		for _, who := range signers {
			if who.id != id {
				continue
			}
			x := Signer{Role: text.M(who.role)}
			if names[id] != "" {
				x.Name = nameOf(text.Both(names[id]))
			}
			s.Signers = append(s.Signers, x)
		}
	}
	a.add(s)
}

func (a *assessment) cover() *Cover {
	p, s := a.Audit.Plant, a.Audit.Settings
	c := &Cover{Plant: plantName(a), Date: s.Date}
	if s.Auditor != "" {
		c.Organisation = nameOf(text.Both(s.Auditor))
	}
	if p.Address != "" {
		c.Address = nameOf(text.Both(p.Address))
	}
	if p.Province != "" {
		c.Place = nameOf(text.Both(p.Province))
	}
	c.Facts = append(c.Facts, Fact{text.M("report.plant.sector"), nameOf(a.Pack.Sector.Name)})
	if a.Audit.Team.Leader != "" {
		c.Facts = append(c.Facts, Fact{text.M("report.plant.leader"), nameOf(text.Both(a.Audit.Team.Leader))})
	}
	return c
}

func plantName(a *assessment) text.Message {
	return text.M("say.text", "text", a.Audit.Plant.DisplayName())
}
