package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// Desk is what the screens before the workbench need: what can be opened and
// what a new audit can be of. The frame owns the files.
type Desk interface {
	Recent() []Recent
	Examples() []Example
	// Sectors are what an audit can be of, in the order in which they are offered.
	Sectors() []benchmark.Sector
	// Sector is the name of a sector, the id itself where there is no such pack.
	Sector(id string) text.Name
	// Pack is the data of a sector; nil where there is none.
	Pack(id string) *benchmark.Pack
	// Common are the data that every sector shares.
	Common() *benchmark.Common
	// Folder is where the file list begins.
	Folder() string
	// List reads a folder; the answer is a Listing.
	List(folder string) tea.Cmd
	// Propose is a free path for the audit of a plant.
	Propose(plant string) string
}

// Recent is a file that was open before.
type Recent struct {
	Path     string    `json:"path"`
	Opened   time.Time `json:"opened"`
	Plant    string    `json:"plant,omitempty"`
	Sector   string    `json:"sector,omitempty"`
	Level    string    `json:"level,omitempty"`
	Done     int       `json:"done"`
	Total    int       `json:"total"`
	Compared int       `json:"compared,omitempty"` // flows
	Percent  *float64  `json:"percent,omitempty"`  // potential
	Money    *float64  `json:"money,omitempty"`
	Currency string    `json:"currency,omitempty"`
	Copy     bool      `json:"copy,omitempty"` // of an example
}

// Example is an audit that comes with the program.
type Example struct {
	Name   string // of its file
	Plant  string
	Sector string // id
	Level  string
}

// Listing is what a folder holds.
type Listing struct {
	Folder  string
	Folders []string
	Files   []string // audit files
	Err     error
}
