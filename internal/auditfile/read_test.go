package auditfile

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// The file with everything reads without a problem, and no field of an audit is
// missing in it.
func TestReadEverything(t *testing.T) {
	a, doc, problems := Read("testdata/full.audit.toml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if doc.File() != "testdata/full.audit.toml" {
		t.Error(doc.File())
	}
	absent(t, "", reflect.ValueOf(*a))
	if a.Basis["root-starch"] != 26.5 || a.Basis["process"] != "wet" || a.Plant.Note != "Hai dây chuyền,\n\"cũ\" và mới." {
		t.Errorf("got %v, %q", a.Basis, a.Plant.Note)
	}
}

// absent reports every field that has no value in any of the tables.
func absent(t *testing.T, at string, v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), at+v.Type().Field(i).Name
		switch {
		case f.Kind() == reflect.Struct && f.Type().Name() != "Date" && f.Type().Name() != "Month":
			absent(t, name+".", f)
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			all := reflect.New(f.Type().Elem()).Elem()
			for k := range f.Len() {
				for j := range all.NumField() {
					if x := f.Index(k).Field(j); !x.IsZero() {
						all.Field(j).Set(x)
					}
				}
			}
			absent(t, name+".", all)
		case f.IsZero() && !strings.HasSuffix(name, "Streams.From") && !strings.HasSuffix(name, "Options.Reason"):
			t.Errorf("the example lacks %s", name)
		}
	}
}

// Writing what was read changes nothing, and what is written from nothing reads
// back the same.
func TestWriteReadWrite(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.audit.toml")
	must(t, err)
	for _, file := range append(files, "testdata/full.audit.toml") {
		a, doc, problems := Read(file)
		if problems.HasErrors() {
			t.Errorf("%s: %v", file, problems)
			continue
		}
		e := doc.Edit()
		setAll(t, e, *a)
		if c := e.Changes(); len(c) > 0 {
			t.Errorf("%s: writing what was read changes %+v", file, c)
		}

		empty, _ := tomldoc.Parse("x", nil)
		e = empty.Like(assess.Audit{}).Edit()
		setAll(t, e, *a)
		fresh, problems := e.Done()
		if fresh == nil {
			t.Fatal(problems)
		}
		b, problems := Decode(fresh)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		if !reflect.DeepEqual(without(*a), without(*b)) {
			t.Errorf("%s: read %+v\nwritten and read %+v", file, a, b)
		}
		e = fresh.Edit()
		setAll(t, e, *b)
		if c := e.Changes(); len(c) > 0 {
			t.Errorf("%s: the second writing changes %+v", file, c)
		}
	}
}

// setAll sets every key of an audit.
func setAll(t *testing.T, e *tomldoc.Editor, a assess.Audit) {
	var set func(at string, fields tomldoc.Table)
	set = func(at string, fields tomldoc.Table) {
		for _, f := range fields {
			path := at + f.Key
			switch v := f.Value.(type) {
			case tomldoc.Table:
				set(path+".", v)
			case []tomldoc.Table:
				for i, table := range v {
					row := tomldoc.Path(f.Key, i+1)
					if at != "" {
						row = strings.TrimSuffix(at, ".") + "." + row
					}
					if err := e.Set(row+".x", nil); err != nil {
						t.Fatal(err)
					}
					if !hasRow(e, row) {
						must(t, e.Append(path, table))
						continue
					}
					set(row+".", table)
				}
			default:
				must(t, e.Set(path, v))
			}
		}
	}
	set("", tomldoc.Fields(a))
}

// hasRow reports whether a table of an array is there already.
func hasRow(e *tomldoc.Editor, row string) bool {
	d, _ := e.Done()
	return d != nil && d.Has(row)
}

// without drops what is not told apart: an empty list is as good as none.
func without(a assess.Audit) assess.Audit {
	for i := range a.Options {
		if len(a.Options[i].Excludes) == 0 {
			a.Options[i].Excludes = nil
		}
	}
	return a
}

func TestFormat0IsMigrated(t *testing.T) {
	a, doc, problems := Read("testdata/format0.audit.toml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := read(t, "testdata/format0.migrated.audit.toml")
	if string(doc.Source()) != want {
		t.Errorf("got\n%s", doc.Source())
	}
	if a.Format != 1 || a.Settings.Level != "quick" || a.Periods[1].Output["starch"] != 1100 {
		t.Errorf("got %+v", a)
	}
}

// The file is migrated at its first save, and the old text is kept beside it.
func TestMigrationIsWrittenWithASave(t *testing.T) {
	old := read(t, "testdata/format0.audit.toml")
	path := fixture(t, old)
	s := open(t, path, Options{})
	if s.Dirty() {
		t.Error("looking at an old file is no edit")
	}
	must(t, s.Close())
	if read(t, path) != old || exists(Backup(path, 0)) {
		t.Fatal("looking at an old file has changed it")
	}

	s = open(t, path, Options{})
	must(t, s.Apply(did, Set("plant.province", "Sơn La")))
	want := string(s.Source())
	crash(s) // the journal fits the migrated text
	s = open(t, path, deadProcess())
	if string(s.Source()) != want || s.Recovered().Steps != 1 {
		t.Fatalf("recovered\n%s", s.Source())
	}
	must(t, s.Discard())
	must(t, s.Apply(did, Set("plant.province", "Sơn La")))
	must(t, s.Save())
	if read(t, path) != want || read(t, Backup(path, 0)) != old || !strings.HasSuffix(Backup(path, 0), "x.audit.toml.format0.bak") {
		t.Error("not migrated, or the old text not kept")
	}
	must(t, s.Apply(did, Set("plant.province", "Hà Nội")))
	must(t, s.Close())
	if read(t, Backup(path, 0)) != old {
		t.Error("the old text was overwritten")
	}

	// Without an edit, an explicit save migrates.
	must(t, os.WriteFile(path, []byte(old), 0o644))
	must(t, os.Remove(Backup(path, 0)))
	s = open(t, path, Options{})
	must(t, s.Save())
	if read(t, path) != read(t, "testdata/format0.migrated.audit.toml") || read(t, Backup(path, 0)) != old {
		t.Error("an explicit save does not migrate")
	}
	must(t, s.Close())
}

func TestNotOnlyTheFirstErrorIsFound(t *testing.T) {
	_, _, problems := Read("testdata/broken/several.audit.toml")
	if len(problems) < 4 {
		t.Error(problems)
	}
}

// FuzzRead: no text makes the reader panic, and whatever it accepts can be
// edited.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.audit.toml")
	broken, _ := filepath.Glob("testdata/broken/*.audit.toml")
	for _, file := range append(files, broken...) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		a, doc, problems := Parse("x", src)
		if (a == nil) != (doc == nil) || a == nil && !problems.HasErrors() {
			t.Fatal("refused without a reason")
		}
		for _, p := range problems {
			if p.Message.Empty() {
				t.Fatalf("no words: %+v", p)
			}
		}
		if doc == nil {
			return
		}
		for _, x := range []Edit{Set("plant.name", "x"), water(1), Append("answer", tomldoc.Table{{Key: "question", Value: "q"}}), Remove("option", 1), Unset("team")} {
			e := doc.Edit()
			if Do(e, x) != nil {
				continue // refused in words: no such table, say
			}
			if after, problems := e.Done(); after == nil {
				t.Fatalf("%+v makes the file invalid: %v\n%s", x, problems, src)
			}
		}
	})
}
