// Package sectors embeds the sector packs and the common data files, so that
// the program works from one file.
package sectors

import "embed"

// FS holds every pack (<id>.toml) and common file of this folder.
//
//go:embed *.toml
var FS embed.FS
