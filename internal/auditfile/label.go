package auditfile

import (
	"encoding/json"
	"fmt"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// A label is a message as the journal keeps it. Values that have a type of
// their own say which, so that they are put into words again after a crash.
type label struct {
	Key  string                     `json:"key"`
	Args map[string]json.RawMessage `json:"args,omitempty"`
}

// typed is a value with its type.
type typed struct {
	Name    *text.Name       `json:"name,omitempty"`
	Message *label           `json:"message,omitempty"`
	Amount  *quantity.Amount `json:"amount,omitempty"`
	Date    string           `json:"date,omitempty"`
	Month   string           `json:"month,omitempty"`
	Int     *int             `json:"int,omitempty"`
}

func labelOf(m text.Message) *label {
	l := &label{Key: m.Key}
	for k, v := range m.Args {
		var x any = v
		switch v := v.(type) {
		case string, bool, float64:
		case int:
			x = typed{Int: &v}
		case text.Name:
			x = typed{Name: &v}
		case text.Message:
			x = typed{Message: labelOf(v)}
		case quantity.Amount:
			x = typed{Amount: &v}
		case quantity.Date:
			x = typed{Date: v.String()}
		case quantity.Month:
			x = typed{Month: v.String()}
		default:
			x = fmt.Sprint(v)
		}
		raw, err := json.Marshal(x)
		if err != nil { // a number that is none
			raw = []byte(`""`)
		}
		if l.Args == nil {
			l.Args = map[string]json.RawMessage{}
		}
		l.Args[k] = raw
	}
	return l
}

func (l *label) message() text.Message {
	if l == nil {
		return text.Message{}
	}
	m := text.Message{Key: l.Key}
	for k, raw := range l.Args {
		if m.Args == nil {
			m.Args = text.Args{}
		}
		m.Args[k] = valueOf(raw)
	}
	return m
}

func valueOf(raw json.RawMessage) any {
	var t typed
	if json.Unmarshal(raw, &t) != nil {
		var v any
		_ = json.Unmarshal(raw, &v)
		return v
	}
	switch {
	case t.Name != nil:
		return *t.Name
	case t.Message != nil:
		return t.Message.message()
	case t.Amount != nil:
		return *t.Amount
	case t.Date != "":
		d, _ := quantity.ParseDate(t.Date)
		return d
	case t.Month != "":
		m, _ := quantity.ParseMonth(t.Month)
		return m
	case t.Int != nil:
		return *t.Int
	}
	return ""
}
