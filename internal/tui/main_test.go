package tui_test

import (
	"os"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // times of files are on the screens
	tuitest.Child()       // a test that kills the program runs it in a process of its own
	os.Exit(m.Run())
}
