package text

import (
	"maps"
	"slices"
)

func sortedKeys(a Args) []string { return slices.Sorted(maps.Keys(a)) }
