package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

func main() {
	cat, err := i18n.Load()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	p := cat.Printer(text.Lang(os.Args[1]))
	w, _ := strconv.Atoi(os.Args[2])
	doc, probs := tomldoc.Read(os.Args[3], tomldoc.DefaultLimits())
	var a assess.Audit
	probs = append(probs, doc.Decode(&a)...)
	for _, pr := range probs {
		fmt.Println(pr.Line, p.Say(pr.Message))
	}
	pack, pp := benchmark.Load(sectors.FS, a.Plant.Sector)
	common, cp := benchmark.LoadCommon(sectors.FS)
	for _, pr := range append(pp, cp...) {
		fmt.Println(pr.File, pr.Line, p.Say(pr.Message))
	}
	r := assess.Assess(&a, pack, common)
	in := report.Input{Audit: &a, Result: r, Pack: pack, Common: common, Problems: r.Problems}
	d := report.Assessment(in)
	if len(os.Args) > 4 {
		if os.Args[4] == "md" {
			report.Markdown(os.Stdout, d, p)
			return
		}
		for _, f := range r.Figures() {
			if f.ID == os.Args[4] {
				report.WhyTree(os.Stdout, f.Why, w, p)
				return
			}
		}
		for _, f := range r.Figures() {
			fmt.Println(f.ID)
		}
		return
	}
	report.Terminal(os.Stdout, d, w, p)
}

func init() {
	if len(os.Args) > 4 && os.Args[4] == "pack" {
		cat, err := i18n.Load()
		if err != nil {
			panic(err)
		}
		pack, _ := benchmark.Load(sectors.FS, os.Args[3])
		common, _ := benchmark.LoadCommon(sectors.FS)
		w, _ := strconv.Atoi(os.Args[2])
		report.Terminal(os.Stdout, report.Sector(pack, common), w, cat.Printer(text.Lang(os.Args[1])))
		os.Exit(0)
	}
}
