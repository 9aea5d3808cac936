package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return a.command("version", &cobra.Command{
		Args: between(0, 0),
		Run:  func(*cobra.Command, []string) { fmt.Fprint(a.env.Stdout, a.version()) },
	})
}

func (a *app) version() string {
	return fmt.Sprintf("audit %s (%s, %s/%s)\n", a.env.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
