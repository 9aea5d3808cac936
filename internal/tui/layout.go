package tui

// The smallest window in which everything works, and the width from which the
// list of steps has its own place at the left.
const (
	minWidth  = 60
	minHeight = 20
	wideFrom  = 100
	paneWidth = 26 // of the list of steps, without its wall
)

// rect is an area of the window.
type rect struct{ x, y, w, h int }

// layout is where everything is. The bar is always line 0; the key line is the
// last, the rule above it carries the toasts.
type layout struct {
	small bool // too small to draw anything but that
	wide  bool
	pane  rect // list of steps; in a narrow window it takes the body's place
	crumb int  // line of the breadcrumb, -1: none
	upper int  // line of the rule below the bar
	body  rect
	lower int // line of the rule above the key line
	keys  int
}

// plan lays a window out: bench is whether an audit is open.
func plan(w, h int, bench bool) layout {
	l := layout{small: w < minWidth || h < minHeight, wide: bench && w >= wideFrom, crumb: -1, upper: 1, lower: h - 2, keys: h - 1}
	if l.small {
		return l
	}
	if bench && !l.wide {
		l.crumb, l.upper = 1, 2
	}
	top := l.upper + 1
	l.body = rect{0, top, w, l.lower - top}
	l.pane = l.body
	if l.wide {
		l.pane.w = paneWidth
		l.body.x = paneWidth + 1
		l.body.w = w - l.body.x
	}
	return l
}
