// Package examples embeds the worked examples: one audit file a plant, readable
// as it stands.
package examples

import "embed"

// FS holds the audit files of this folder.
//
//go:embed *.audit.toml
var FS embed.FS
