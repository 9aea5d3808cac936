package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style is every look that screens use, named by what it means. No screen
// names a colour, and nothing is said by a look alone: each meaning has its
// sign or word as well.
type Style struct {
	Plain  lipgloss.Style
	Strong lipgloss.Style
	Muted  lipgloss.Style // hints, units, what matters less
	Accent lipgloss.Style // headings, what is being looked at
	Bar    lipgloss.Style // the line at the top of the window
	Rule   lipgloss.Style // lines between areas

	Good lipgloss.Style
	Warn lipgloss.Style
	Bad  lipgloss.Style

	Selected lipgloss.Style // the row or cell that keys act on
	Resting  lipgloss.Style // the same, in an area without the keys
	Marked   lipgloss.Style // rows or cells selected together

	Field        lipgloss.Style // what can be typed in
	FieldFocused lipgloss.Style
	Match        lipgloss.Style // the letters that were searched for

	KeyName lipgloss.Style
	KeyHelp lipgloss.Style

	Dialog lipgloss.Style // frame and inset of a dialog

	// Bands of a comparison, by the name of the band (benchmark.Band).
	Bands map[string]lipgloss.Style
}

// NewStyle builds the styles for a dark or light background; without colour,
// meanings that need a look get one that a black and white terminal has.
func NewStyle(dark, colour bool, g *Glyphs) *Style {
	pick := lipgloss.LightDark(dark)
	fg := func(light, darkColour string) lipgloss.Style {
		if !colour {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(pick(lipgloss.Color(light), lipgloss.Color(darkColour)))
	}
	bg := func(s lipgloss.Style, light, darkColour string) lipgloss.Style {
		if !colour {
			return s
		}
		return s.Background(pick(lipgloss.Color(light), lipgloss.Color(darkColour)))
	}
	s := &Style{
		Plain:   lipgloss.NewStyle(),
		Strong:  lipgloss.NewStyle().Bold(true),
		Muted:   fg("#5f6b70", "#8c9aa0"),
		Accent:  fg("#00607a", "#5fc4dc").Bold(true),
		Bar:     bg(fg("#ffffff", "#e8f4f7"), "#00607a", "#0b4a5c").Bold(true),
		Rule:    fg("#b4bfc3", "#4a5a60"),
		Good:    fg("#1f7a3a", "#6fcf8a"),
		Warn:    fg("#8a5a00", "#e5b454"),
		Bad:     fg("#b3261e", "#ff8a80"),
		Marked:  bg(lipgloss.NewStyle(), "#d7eaf0", "#23414b"),
		Resting: lipgloss.NewStyle().Bold(true),
		Match:   fg("#00607a", "#5fc4dc").Underline(true),
		KeyName: fg("#00607a", "#5fc4dc").Bold(true),
		KeyHelp: fg("#3e4a4f", "#aab6bb"),
	}
	if colour {
		s.Selected = bg(fg("#ffffff", "#ffffff"), "#00607a", "#126a82").Bold(true)
		s.Field = bg(lipgloss.NewStyle(), "#e8eef0", "#262f33")
		s.FieldFocused = bg(lipgloss.NewStyle(), "#d0e6ee", "#17414f")
	} else {
		s.Selected = lipgloss.NewStyle().Reverse(true)
		s.Field = lipgloss.NewStyle().Underline(true)
		s.FieldFocused = lipgloss.NewStyle().Underline(true).Bold(true)
		s.Bar = lipgloss.NewStyle().Reverse(true)
		s.Marked = lipgloss.NewStyle().Reverse(true)
	}
	s.Dialog = lipgloss.NewStyle().Border(g.Border).Padding(0, 1)
	if colour {
		s.Dialog = s.Dialog.BorderForeground(pick(lipgloss.Color("#00607a"), lipgloss.Color("#5fc4dc")))
	}
	s.Bands = map[string]lipgloss.Style{
		"best":    fg("#1f7a3a", "#6fcf8a").Bold(true),
		"good":    fg("#1f7a3a", "#6fcf8a"),
		"typical": fg("#3e4a4f", "#c8d2d6"),
		"poor":    fg("#8a5a00", "#e5b454"),
		"beyond":  fg("#b3261e", "#ff8a80").Bold(true),
	}
	return s
}

// Glyphs are the signs that are not letters, in Unicode or plain ASCII.
type Glyphs struct {
	ASCII bool

	Cursor   string // before the row that keys act on
	Done     string
	Partly   string
	Todo     string
	Warn     string
	Bad      string
	Info     string
	On, Off  string // choices of which one or several hold
	In, Out  string // check boxes
	More     string // text that was cut
	Sep      string // between things on one line
	Up, Down string // more above, below
	Rule     string
	Wall     string
	TeeDown  string
	TeeUp    string
	Full     string // bars: full, range, empty, mark
	Shade    string
	Light    string
	Mark     string
	Border   lipgloss.Border
}

// UnicodeGlyphs are the signs for terminals that draw Unicode: all of them one
// cell wide, in fonts of old systems too.
func UnicodeGlyphs() *Glyphs {
	return &Glyphs{
		Cursor: "›", Done: "✓", Partly: "◐", Todo: "○", Warn: "!", Bad: "✗", Info: "·",
		On: "●", Off: "○", In: "[x]", Out: "[ ]", More: "…", Sep: "·", Up: "↑", Down: "↓",
		Rule: "─", Wall: "│", TeeDown: "┬", TeeUp: "┴",
		Full: "█", Shade: "▒", Light: "·", Mark: "●",
		Border: lipgloss.RoundedBorder(),
	}
}

// ASCIIGlyphs are the signs for terminals that draw nothing else (letters of
// the language are Unicode all the same).
func ASCIIGlyphs() *Glyphs {
	return &Glyphs{
		ASCII:  true,
		Cursor: ">", Done: "x", Partly: "-", Todo: ".", Warn: "!", Bad: "X", Info: "*",
		On: "(*)", Off: "( )", In: "[x]", Out: "[ ]", More: "~", Sep: "-", Up: "^", Down: "v",
		Rule: "-", Wall: "|", TeeDown: "+", TeeUp: "+",
		Full: "#", Shade: "=", Light: ".", Mark: "o",
		Border: lipgloss.ASCIIBorder(),
	}
}

var asciiKeys = strings.NewReplacer("↑↓", "Up/Down", "←→", "Left/Right", "↑", "Up", "↓", "Down",
	"←", "Left", "→", "Right", "⏎", "Enter", "⇥", "Tab", "⇧", "Shift+", "–", "-", "…", "...")

// Key is how the name of a key is shown.
func (g *Glyphs) Key(name string) string {
	switch name {
	case "enter":
		name = "⏎"
	case "up":
		name = "↑"
	case "down":
		name = "↓"
	case "left":
		name = "←"
	case "right":
		name = "→"
	case "tab":
		name = "Tab"
	case "shift+tab":
		name = "Shift+Tab"
	case "esc":
		name = "Esc"
	case "space":
		name = "Space"
	case "delete":
		name = "Del"
	case "backspace":
		name = "Backspace"
	case "pgup":
		name = "PgUp"
	case "pgdown":
		name = "PgDn"
	case "home":
		name = "Home"
	case "end":
		name = "End"
	default:
		if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
			name = "Ctrl+" + strings.ToUpper(rest[:1]) + rest[1:]
		} else if rest, ok := strings.CutPrefix(name, "shift+"); ok {
			name = "Shift+" + g.Key(rest)
		} else if len(name) > 1 && name[0] == 'f' && name[1] >= '1' && name[1] <= '9' {
			name = strings.ToUpper(name)
		}
	}
	if g.ASCII {
		return asciiKeys.Replace(name)
	}
	return name
}
