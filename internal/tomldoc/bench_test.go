package tomldoc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// months is a file of so many months with so many flows.
func months(n, flows int) string {
	var b strings.Builder
	b.WriteString("format = 1\n\n[plant]\nname   = \"Nhà máy tinh bột sắn Mai Sơn\"\nsector = \"cassava-starch\"\n\n[[product]]\nid = \"starch\"\n")
	for i := range n {
		fmt.Fprintf(&b, "\n[[period]]\nmonth  = \"%d-%02d\"\nphase  = \"before\"\noutput = { starch = %d }\nflows  = { ", 2010+i/12, i%12+1, 1250+i)
		for j := range flows {
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "flow-number-%d = %d.5", j, 231000+i*j)
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for _, size := range [][2]int{{12, 8}, {120, 50}} {
		src := []byte(months(size[0], size[1]))
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if d, _ := Parse("x.toml", src); d == nil {
					b.Fatal("not valid")
				}
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	d := parseSample(b, months(120, 50))
	for b.Loop() {
		var s sample
		if p := d.Decode(&s); p != nil {
			b.Fatal(list(p))
		}
	}
}

func BenchmarkLayout(b *testing.B) {
	src := []byte(months(120, 50))
	for b.Loop() {
		if _, err := layOut(src, 0); err != nil {
			b.Fatal(err)
		}
	}
}

// One cell of a large file: the edit alone, and with reading the result.
func BenchmarkEdit(b *testing.B) {
	d := parseSample(b, months(120, 50))
	d.lay()
	for _, read := range []bool{false, true} {
		b.Run(fmt.Sprintf("read=%v", read), func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				e := d.Edit()
				if err := e.Set(Path("period", i%120+1, "flows", fmt.Sprintf("flow-number-%d", i%50)), float64(i)); err != nil {
					b.Fatal(err)
				}
				if read {
					if d, _ := e.Done(); d == nil {
						b.Fatal("not valid")
					}
				}
			}
		})
	}
}

func BenchmarkPacks(b *testing.B) {
	files, _ := filepath.Glob("../../sectors/*.toml")
	var srcs [][]byte
	n := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		srcs = append(srcs, src)
		n += len(src)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for i, src := range srcs {
			if d, p := Parse(files[i], src); d == nil {
				b.Fatal(list(p))
			}
		}
	}
}
