package phrase

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Rough is a message with the digits that a sentence needs: one decimal, two
// below 1. What is smaller than 0.1 keeps its own, and so do amounts in units;
// the table beside the sentence and the why-tree have the rest.
func Rough(m text.Message) text.Message {
	if len(m.Args) == 0 {
		return m
	}
	args := make(text.Args, len(m.Args))
	for k, v := range m.Args {
		switch v := v.(type) {
		case float64:
			args[k] = rough(v)
		case text.Message:
			args[k] = Rough(v)
		case []text.Message:
			all := make([]text.Message, len(v))
			for i := range v {
				all[i] = Rough(v[i])
			}
			args[k] = all
		default:
			args[k] = v
		}
	}
	return text.Message{Key: m.Key, Args: args}
}

func rough(v float64) float64 {
	switch a := math.Abs(v); {
	case a < 0.1 || a >= 1e6:
		return v
	case a < 1:
		return math.Round(v*100) / 100
	case a < 1000:
		return math.Round(v*10) / 10
	}
	return v
}
