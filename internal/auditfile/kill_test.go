package auditfile

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const helperFile, helperSeed = "AUDITFILE_TEST_FILE", "AUDITFILE_TEST_SEED"

// The test binary is its own helper: with a file in the environment it edits
// and saves that file until it is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(helperFile); path != "" {
		seed, _ := strconv.ParseUint(os.Getenv(helperSeed), 10, 64)
		if err := editForEver(path, seed); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// editForEver says what it is about to make of the number of employees, does
// it, and says that it is done.
func editForEver(path string, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 7))
	s, _, err := Open(path, Options{})
	if err != nil {
		return err
	}
	if s.ReadOnly() {
		return s.WhyReadOnly()
	}
	out := bufio.NewWriter(os.Stdout)
	say := func(word string, n int) {
		fmt.Fprintf(out, "%s %d\n", word, n)
		_ = out.Flush()
	}
	now := func() int { return *s.Audit().Plant.Employees }
	say("done", now())
	next := now()
	for {
		switch r.IntN(8) {
		case 0:
			before := now()
			say("begin", before)
			if err := s.Save(); err != nil {
				return err
			}
			say("done", now())
		case 1:
			if err := s.Draft("plant.name", fmt.Sprint(next)); err != nil {
				return err
			}
		case 2:
			// What the undo will bring cannot be said before: a mark stands for it.
			say("begin", -1)
			if _, _, err := s.Undo(); err != nil {
				return err
			}
			say("done", now())
		default:
			next = max(next, now()) + 1
			say("begin", next)
			if err := s.Apply(did, Set("plant.employees", next), Set("plant.note", strings.Repeat("x", r.IntN(5000)))); err != nil {
				return err
			}
			say("done", now())
		}
	}
}

// A process that is killed at any moment leaves a file that opens and has
// everything that was acknowledged.
func TestKill(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 15
	}
	path := fixture(t, strings.Replace(plain, "sector =", "employees = 0\nsector =", 1))
	r := rand.New(rand.NewPCG(1, 2))
	saved, recovered := 0, 0
	for i := range kills {
		done, begun := killOne(t, path, uint64(i), time.Duration(r.IntN(12_000))*time.Microsecond)

		// The file itself is always whole.
		if _, _, problems := Read(path); problems.HasErrors() {
			t.Fatalf("kill %d: the file is damaged: %v", i, problems)
		}
		s, problems, err := Open(path, Options{})
		if err != nil || s.ReadOnly() {
			t.Fatalf("kill %d: %v %v", i, err, problems)
		}
		if rec := s.Recovered(); rec != nil {
			if rec.Lost != "" {
				t.Fatalf("kill %d: the journal was lost: %v", i, rec.Why)
			}
			recovered++
		} else {
			saved++
		}
		// -1: an undo was under way, whose outcome is any earlier state.
		if got := *s.Audit().Plant.Employees; got != done && got != begun && begun != -1 {
			t.Fatalf("kill %d: acknowledged was %d, under way %d; the file has %d", i, done, begun, got)
		}
		if i%3 == 0 {
			must(t, s.Close())
		} else {
			s.Abandon() // the next process recovers again
		}
	}
	must(t, open(t, path, Options{}).Close())
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 2 { // the file and the version before
		t.Errorf("left behind: %v", left)
	}
	t.Logf("%d kills: %d with steps to recover, %d without", kills, recovered, saved)
	if recovered == 0 {
		t.Error("no kill left anything to recover: the test tests nothing")
	}
}

// killOne runs a helper, kills it after a while and returns the last state that
// it acknowledged and the one that was under way.
func killOne(t *testing.T, path string, seed uint64, after time.Duration) (done, begun int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperFile+"="+path, fmt.Sprintf("%s=%d", helperSeed, seed))
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the helper says nothing")
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for {
		word, number, ok := strings.Cut(lines.Text(), " ")
		n, err := strconv.Atoi(number)
		switch {
		case word == "failed":
			t.Fatal(lines.Text())
		case !ok || err != nil: // torn
		case word == "done":
			done, begun = n, n
		case word == "begin":
			begun = n
		}
		if !lines.Scan() {
			break
		}
	}
	_ = cmd.Wait()
	return done, begun
}
