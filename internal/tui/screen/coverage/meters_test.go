package coverage

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

// A month that one of two meters covers is not "0 %": it says how many meters
// have it and which one lacks it.
func TestOneOfTwoMeters(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("cassava-starch")+`
[[period]]
month = "2024-01"

[[period]]
month = "2024-02"

[[reading]]
flow   = "electricity"
meter  = "CT1"
from   = 2024-01-01
to     = 2024-02-29
amount = 600

[[reading]]
flow   = "electricity"
meter  = "CT2"
from   = 2024-02-01
to     = 2024-02-29
amount = 29
`), 80, 24)
	on(t, s, "electricity", "2024-01-01")
	s.Sees("Mới có 1/2 đồng hồ đủ số đo", "Còn thiếu: đồng hồ CT2 từ 01/01/2024 đến 31/01/2024", " 50 ")
	s.Press("tab")
	s.Sees("Điện: tháng 1/2024 mới có 1/2 đồng hồ đủ số đo")
	s.Press("esc")
	on(t, s, "electricity", "2024-02-01")
	s.Sees("Đủ: cộng từ 2 hóa đơn")
}
