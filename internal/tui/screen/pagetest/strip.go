package pagetest

import (
	"regexp"
	"slices"
	"strings"
)

var (
	tableHead = regexp.MustCompile(`^\[\[?([a-z-]+)\]?\]\s*$`)
	keyOf     = regexp.MustCompile(`^([a-z_]+)\s*=`)
	ends      = regexp.MustCompile(`, low = [-\d.]+, high = [-\d.]+`)
)

// Undone is an audit before its team came to a part of the work: without some
// tables ("monitor", "ranking"), and without some keys of its options
// ("funding"; "low" stands for the ends of what they save). Only keys with their
// value on one line are left out.
func Undone(source string, tables, optionKeys []string) string {
	var out []string
	table := ""
	for _, line := range strings.Split(source, "\n") {
		if m := tableHead.FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if slices.Contains(tables, table) {
			continue
		}
		if table == "option" {
			if m := keyOf.FindStringSubmatch(line); m != nil && slices.Contains(optionKeys, m[1]) {
				continue
			}
			if slices.Contains(optionKeys, "low") {
				line = ends.ReplaceAllString(line, "")
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
