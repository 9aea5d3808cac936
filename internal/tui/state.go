package tui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// state is what the program remembers between runs: nothing that an assessment
// depends on. A state that cannot be read is an empty one, and one that cannot
// be written is forgotten: neither may stop anybody from working.
type state struct {
	Lang   text.Lang   `json:"lang,omitempty"`
	Mouse  bool        `json:"mouse,omitempty"`
	Recent []ui.Recent `json:"recent,omitempty"`

	file string
}

// mostRecent is how many recent files are kept.
const mostRecent = 12

func readState(dir string) *state {
	s := &state{}
	if dir == "" {
		return s
	}
	s.file = filepath.Join(dir, "state.json")
	s.reread()
	return s
}

// reread takes what another window has written meanwhile.
func (s *state) reread() {
	if s.file == "" {
		return
	}
	data, err := os.ReadFile(s.file)
	if err != nil {
		return
	}
	var got state
	if json.Unmarshal(data, &got) != nil {
		return
	}
	got.file = s.file
	*s = got
}

// change edits the state as it is on the disk now.
func (s *state) change(edit func(*state)) {
	s.reread()
	edit(s)
	if s.file == "" {
		return
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(s.file), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(s.file), "state-*")
	if err != nil {
		return
	}
	defer os.Remove(f.Name()) // nothing is left to remove once it has its name
	_, err = f.Write(append(data, '\n'))
	if f.Close() == nil && err == nil {
		_ = os.Rename(f.Name(), s.file)
	}
}

// remember puts a file at the top of the recent ones.
func (s *state) remember(r ui.Recent) {
	s.change(func(s *state) {
		s.Recent = slices.DeleteFunc(s.Recent, func(o ui.Recent) bool { return o.Path == r.Path })
		s.Recent = slices.Insert(s.Recent, 0, r)
		s.Recent = s.Recent[:min(len(s.Recent), mostRecent)]
	})
}

func (s *state) forget(path string) {
	s.change(func(s *state) {
		s.Recent = slices.DeleteFunc(s.Recent, func(o ui.Recent) bool { return o.Path == path })
	})
}
