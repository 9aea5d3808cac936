package main

import (
	"os/exec"
	"runtime"
	"time"

	"github.com/sxsh-audit/audit/internal/text"
)

// opener is the program of a system that opens files and folders as a click on
// them does. An error says that there is none, or no desktop to show them on.
func opener(system string, getenv func(string) string, look func(string) (string, error)) ([]string, error) {
	switch system {
	case "windows":
		// "start" is a word of the command shell, which would read signs in the
		// path as its own; this is what it does.
		return []string{"rundll32", "url.dll,FileProtocolHandler"}, nil
	case "darwin":
		return []string{"open"}, nil
	}
	programs := []string{"xdg-open"}
	if getenv("WSL_DISTRO_NAME") != "" {
		programs = []string{"wslview", "xdg-open"}
	} else if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
		return nil, text.M("exportpage.no-desktop")
	}
	for _, p := range programs {
		if found, err := look(p); err == nil {
			return []string{found}, nil
		}
	}
	return nil, text.M("exportpage.no-opener", "programs", programs)
}

// openerPatience is how long an opener has to fail: one that goes on is showing
// the file.
const openerPatience = 3 * time.Second

// openPath opens a file or a folder with the system's program for it.
func openPath(getenv func(string) string, path string) error {
	command, err := opener(runtime.GOOS, getenv, exec.LookPath)
	if err != nil {
		return err
	}
	cmd := exec.Command(command[0], append(command[1:], path)...)
	if err := cmd.Start(); err != nil {
		return text.M("exportpage.opener-failed", "program", command[0], "error", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil && runtime.GOOS != "windows" { // there the number means nothing
			return text.M("exportpage.opener-failed", "program", command[0], "error", err)
		}
	case <-time.After(openerPatience):
	}
	return nil
}
