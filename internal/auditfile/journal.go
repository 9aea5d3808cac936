package auditfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// JournalPath is where the steps since the last save of a file are.
func JournalPath(path string) string { return path + ".journal" }

// A journal is a file of JSON lines: first what text its steps start from, then
// a line a step, in the order in which they were made. A step is acknowledged
// once its line is synced. The last line may be torn: its step never was.
//
//	{"journal":1,"base":"<sha-256 of the file>"}
//	{"step":"do","label":{…},"changes":[{"o":120,"d":"1","n":"2"}]}
//	{"draft":"period[3].flows.water","text":"18"}
//	{"saving":"<sha-256 of the new file>"}
//
// A saving line comes before the file is replaced: a process that dies between
// that and the start of a new journal leaves a file that holds the steps up to
// the line already.
type journal struct {
	disk disk
	path string
	base string   // hash of the file that the steps start from
	file *os.File // nil: nothing written yet
	size int64    // of what is whole
}

// record is a line of a journal; only the fields of its kind are set.
type record struct {
	Journal int    `json:"journal,omitempty"`
	Base    string `json:"base,omitempty"`

	Step    string           `json:"step,omitempty"` // do | undo | redo
	Label   *label           `json:"label,omitempty"`
	Changes []tomldoc.Change `json:"changes,omitempty"`

	Draft string `json:"draft,omitempty"`
	Text  string `json:"text,omitempty"`

	Saving string `json:"saving,omitempty"`
}

const journalVersion = 1

func hashOf(src []byte) string {
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:])
}

// append writes lines, the first of all after the head of the journal. With
// sync they are on the disk when it returns. After an error the journal is as
// it was before.
func (j *journal) append(sync bool, records ...record) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b) // ends each line
	enc.SetEscapeHTML(false)
	if j.file == nil {
		f, err := j.disk.open(j.path, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		j.file, j.size = f, 0
		records = append([]record{{Journal: journalVersion, Base: j.base}}, records...)
	}
	for _, r := range records {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	_, err := j.file.Seek(j.size, io.SeekStart)
	if err == nil {
		err = j.disk.write(j.file, b.Bytes())
	}
	if err == nil && sync {
		err = j.disk.sync(j.file)
	}
	if err == nil {
		j.size += int64(b.Len())
		return nil
	}
	_ = j.file.Truncate(j.size)
	if j.size == 0 {
		_ = j.remove()
	}
	return err
}

// restart begins a new journal after a save, with the records that go on
// living (drafts). A process that dies in between loses these at most: the
// file has the steps.
func (j *journal) restart(base string, records ...record) error {
	if err := j.remove(); err != nil {
		return err
	}
	j.base = base
	if len(records) == 0 {
		return nil
	}
	return j.append(false, records...)
}

// remove ends the journal.
func (j *journal) remove() error {
	if j.file != nil {
		_ = j.file.Close()
		j.file, j.size = nil, 0
	}
	if err := os.Remove(j.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// close leaves the journal as it is for the next to open the file.
func (j *journal) close() {
	if j.file != nil {
		_ = j.file.Close()
		j.file = nil
	}
}

// errNoJournal says that there is nothing to recover.
var errNoJournal = errors.New("auditfile: no journal")

// read reads the journal that a process left behind: its records after the
// head, the hash that they start from, and how many bytes are whole.
func (j *journal) read() (records []record, base string, whole int64, err error) {
	const limit = 256 << 20
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", 0, errNoJournal
	}
	if err != nil {
		return nil, "", 0, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return nil, "", 0, err
	}
	for {
		end := bytes.IndexByte(content[whole:], '\n')
		if end < 0 {
			break // torn, or the end
		}
		var r record
		if err := json.Unmarshal(content[whole:whole+int64(end)], &r); err != nil {
			// A torn line is the last one; anything else is damage.
			if int(whole)+end+1 < len(content) {
				return nil, "", 0, err
			}
			break
		}
		if whole == 0 {
			if r.Journal != journalVersion {
				return nil, "", 0, errors.New("auditfile: a journal of another version")
			}
			base = r.Base
		} else {
			records = append(records, r)
		}
		whole += int64(end) + 1
	}
	if whole == 0 {
		return nil, "", 0, errNoJournal
	}
	return records, base, whole, nil
}

// resume goes on with the journal that was read.
func (j *journal) resume(base string, whole int64) error {
	f, err := j.disk.open(j.path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Truncate(whole); err != nil {
		return errors.Join(err, f.Close())
	}
	j.file, j.size, j.base = f, whole, base
	return nil
}
