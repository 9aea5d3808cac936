package write_test
import (
 "os"
 "testing"
 "path/filepath"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/write"
	"github.com/sxsh-audit/audit/internal/text"
)
func TestTmp(t *testing.T) {
	c, err := i18n.Load()
	if err != nil { t.Fatal(err) }
	for _, f := range write.Formats {
		o, _ := os.Create(filepath.Join("/tmp/out", "all."+string(f)))
		if err := write.Document(o, f, sample.Document(), c.Printer(text.VI), c.Printer(text.EN)); err != nil { t.Fatal(f, err) }
		o.Close()
	}
}
