package main

import (
	"context"
	"errors"
	"io/fs"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
)

// screens runs the terminal program, on a file or from its home screen.
func (a *app) screens(ctx context.Context, file string) error {
	data, err := a.data(file)
	if err != nil {
		return err
	}
	o := tui.Options{
		Catalogue: a.catalogue, Sectors: data, Examples: examples.FS, Reports: &reports{app: a},
		File: file, StateDir: a.env.StateDir, Now: a.env.Now,
		SectorsFor: func(audit string) fs.FS {
			if beside, err := a.data(audit); err == nil {
				return beside
			}
			return data
		},
	}
	if a.langGiven { // otherwise it is the one that was chosen on the screen last
		o.Lang = a.lang
	}
	err = tui.Run(ctx, o)
	if crash := (*tui.Crash)(nil); errors.As(err, &crash) {
		return text.M("cli.crash", "cause", crash.Cause, "file", crash.File)
	}
	return err
}
