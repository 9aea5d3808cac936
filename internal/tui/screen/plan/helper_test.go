package plan

import "github.com/sxsh-audit/audit/internal/assess/baseline"

func track() *baseline.Track { return &baseline.Track{} }

// running is an alarm of the model that ends in a month.
func running(to, direction int) []baseline.Alarm {
	return []baseline.Alarm{{From: to - 1, To: to, Direction: direction}}
}
