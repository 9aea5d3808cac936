package flowpic_test

import (
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

// say writes an amount as Vietnamese writes it, enough for these tests.
func say(x float64, unit string) string {
	s := strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1)
	return strings.TrimSuffix(s, ",0") + " " + unit
}

// net builds a graph from steps and streams given by name.
type net struct {
	flowpic.Graph
	unit string
}

func (n *net) step(name, imbalance string) {
	id := strconv.Itoa(len(n.Steps) + 1)
	n.Steps = append(n.Steps, flowpic.Step{ID: id, Name: id + ". " + name, Imbalance: imbalance})
}

// flow adds a stream; steps count from 1, 0 is outside; a negative amount is
// unknown.
func (n *net) flow(from, to int, kind flowpic.Kind, name string, amount float64) {
	s := flowpic.Stream{ID: "s" + strconv.Itoa(len(n.Streams)+1), Name: name, From: from - 1, To: to - 1, Kind: kind}
	if amount >= 0 {
		s.Amount, s.Text = &amount, say(amount, n.unit)
	}
	n.Streams = append(n.Streams, s)
}

func (n *net) suspect() { n.Streams[len(n.Streams)-1].Flag = flowpic.Suspect }

// cassava is a starch plant per 100 t of roots: whole mass, t. The figures are
// made up to close, except at step 4.
func cassava() flowpic.Graph {
	n := net{unit: "t"}
	for _, s := range []string{"Tiếp nhận, bóc vỏ", "Rửa củ", "Băm, nghiền", "Trích ly, sàng", "Tách dịch, tinh chế", "Ly tâm tách nước", "Sấy khí động", "Rây, đóng bao", "Ép bã"} {
		n.step(s, "")
	}
	n.Steps[3].Imbalance = "−3,2 %"
	n.Steps[6].Note = "Lò dầu tải nhiệt 4 Gcal/h"
	f := n.flow
	f(0, 1, flowpic.Input, "Củ sắn tươi", 100)
	f(1, 2, flowpic.Intermediate, "Củ đã bóc vỏ", 96)
	f(1, 0, flowpic.ByProduct, "Vỏ lụa, đất cát", 4)
	f(0, 2, flowpic.Input, "Nước rửa", 20)
	f(5, 2, flowpic.Recycle, "Nước dịch tuần hoàn về rửa", 130)
	f(2, 3, flowpic.Intermediate, "Củ sạch", 95)
	f(2, 0, flowpic.Waste, "Nước thải rửa củ", 151)
	f(3, 4, flowpic.Intermediate, "Bột nhão", 95)
	f(0, 4, flowpic.Input, "Nước trích ly", 250)
	f(6, 4, flowpic.Recycle, "Nước ly tâm quay lại", 40)
	n.suspect()
	f(4, 5, flowpic.Intermediate, "Sữa bột thô", 290)
	f(4, 9, flowpic.Intermediate, "Bã ướt", 82.7)
	f(0, 5, flowpic.Input, "Nước tinh chế", 60)
	f(0, 5, flowpic.Input, "Dung dịch SO₂", 0.05)
	f(5, 6, flowpic.Intermediate, "Sữa bột tinh 22 °Bé", 85)
	f(5, 0, flowpic.Waste, "Nước dịch thải", 135.05)
	f(6, 7, flowpic.Intermediate, "Bột ẩm 35 %", 45)
	f(0, 7, flowpic.Input, "Không khí nóng", -1)
	f(7, 8, flowpic.Intermediate, "Bột khô", 30.5)
	f(7, 0, flowpic.Loss, "Hơi ẩm theo khí thải", 14.3)
	f(7, 0, flowpic.Loss, "Bụi tinh bột", 0.2)
	f(8, 0, flowpic.Product, "Tinh bột sắn", 30.4)
	f(8, 0, flowpic.Waste, "Bột quét sàn", 0.1)
	f(9, 0, flowpic.ByProduct, "Bã ép làm thức ăn chăn nuôi", 32.7)
	f(9, 4, flowpic.Recycle, "Nước ép bã", 50)
	return n.Graph
}

// textile is a dyeing line per day: water, m³.
func textile() flowpic.Graph {
	n := net{unit: "m³"}
	for _, s := range []string{"Kiểm vải, đốt lông", "Rũ hồ", "Nấu, tẩy", "Giặt sau tẩy", "Làm bóng", "Nhuộm", "Giặt sau nhuộm", "Cầm màu, hồ mềm", "Văng khổ, sấy", "Bể nước ấm thu hồi", "Kiểm tra, đóng kiện"} {
		n.step(s, "")
	}
	n.Steps[5].Imbalance = "+12,4 %"
	f := n.flow
	f(0, 1, flowpic.Input, "Vải mộc (nước trong vải)", 0.6)
	f(1, 2, flowpic.Intermediate, "Vải đốt lông", 0.5)
	f(1, 0, flowpic.Loss, "Hơi", 0.1)
	f(0, 2, flowpic.Input, "Nước mềm", 48)
	f(2, 3, flowpic.Intermediate, "Vải rũ hồ", 8)
	f(2, 0, flowpic.Waste, "Nước thải rũ hồ, COD cao, nhiệt độ 80 °C", 40.5)
	f(0, 3, flowpic.Input, "Nước mềm", 60)
	f(0, 3, flowpic.Input, "Hơi trực tiếp", 9)
	f(3, 4, flowpic.Intermediate, "Vải nấu tẩy", 9)
	f(3, 0, flowpic.Waste, "Dịch nấu tẩy", 68)
	f(0, 4, flowpic.Input, "Nước mềm", 80)
	f(10, 4, flowpic.Recycle, "Nước ấm quay lại", 55)
	f(4, 5, flowpic.Intermediate, "Vải giặt", 9)
	f(4, 0, flowpic.Waste, "Nước giặt", 135)
	f(0, 5, flowpic.Input, "Xút 28 °Bé", 12)
	f(5, 6, flowpic.Intermediate, "Vải bóng", 9)
	f(5, 0, flowpic.ByProduct, "Xút loãng thu hồi", 12)
	f(0, 6, flowpic.Input, "Nước mềm", 110)
	f(0, 6, flowpic.Input, "Thuốc nhuộm, muối, trợ chất", 6)
	f(6, 7, flowpic.Intermediate, "Vải nhuộm", 10)
	f(6, 0, flowpic.Waste, "Dịch nhuộm", 85)
	n.suspect()
	f(6, 10, flowpic.Intermediate, "Nước làm mát máy nhuộm", 15)
	f(0, 7, flowpic.Input, "Nước mềm", 160)
	f(7, 8, flowpic.Intermediate, "Vải giặt", 10)
	f(7, 0, flowpic.Waste, "Nước giặt sau nhuộm", 160)
	f(0, 8, flowpic.Input, "Nước mềm", 18)
	f(8, 9, flowpic.Intermediate, "Vải hồ", 8)
	f(8, 0, flowpic.Waste, "Dịch hồ thải", 20)
	f(9, 11, flowpic.Intermediate, "Vải khô", 0.7)
	f(9, 0, flowpic.Loss, "Hơi ẩm", 7.3)
	f(0, 10, flowpic.Input, "Nước ngưng từ lò hơi", 40)
	f(11, 0, flowpic.Product, "Vải thành phẩm", 0.7)
	f(11, 0, flowpic.Waste, "Vải lỗi", -1)
	return n.Graph
}

// plating is a nickel line with counter-current rinsing per day: water, m³.
func plating() flowpic.Graph {
	n := net{unit: "m³"}
	for _, s := range []string{"Tẩy dầu nóng", "Rửa 1", "Tẩy gỉ axit", "Rửa 2", "Mạ niken", "Rửa thu hồi (tĩnh)", "Rửa tràn 3a", "Rửa tràn 3b", "Sấy"} {
		n.step(s, "")
	}
	f := n.flow
	f(0, 1, flowpic.Input, "Chi tiết thép", 0.02)
	f(0, 1, flowpic.Input, "Nước bù bể tẩy dầu", 0.9)
	f(1, 2, flowpic.Intermediate, "Kéo theo", 0.3)
	f(1, 0, flowpic.Loss, "Bay hơi", 0.62)
	f(0, 2, flowpic.Input, "Nước cấp", 24)
	f(2, 0, flowpic.Waste, "Nước thải kiềm", 24)
	f(2, 3, flowpic.Intermediate, "Kéo theo", 0.3)
	f(0, 3, flowpic.Input, "HCl 18 %", 0.4)
	f(3, 4, flowpic.Intermediate, "Kéo theo", 0.3)
	f(3, 0, flowpic.Waste, "Axit thải", 0.4)
	f(7, 4, flowpic.Recycle, "Nước tràn dùng lại", 12)
	f(4, 0, flowpic.Waste, "Nước thải axit", 12)
	f(4, 5, flowpic.Intermediate, "Kéo theo", 0.3)
	f(0, 5, flowpic.Input, "NiSO₄, NiCl₂, H₃BO₃", 0.05)
	f(6, 5, flowpic.Recycle, "Dung dịch thu hồi", 0.5)
	f(5, 6, flowpic.Intermediate, "Kéo theo (Ni)", 0.3)
	f(5, 0, flowpic.Loss, "Bay hơi bể mạ", 0.55)
	f(0, 6, flowpic.Input, "Nước khử khoáng", 0.5)
	f(6, 7, flowpic.Intermediate, "Kéo theo", 0.3)
	f(8, 7, flowpic.Recycle, "Nước tràn ngược dòng", 18)
	f(7, 0, flowpic.Waste, "Nước thải niken", 6)
	f(7, 8, flowpic.Intermediate, "Kéo theo", 0.3)
	f(0, 8, flowpic.Input, "Nước khử khoáng", 18)
	f(8, 9, flowpic.Intermediate, "Chi tiết ướt", 0.3)
	f(9, 0, flowpic.Product, "Chi tiết mạ", 0.02)
	f(9, 0, flowpic.Loss, "Hơi ẩm", 0.28)
	return n.Graph
}

func words() flowpic.Words {
	return flowpic.Words{
		Title: "Sơ đồ công nghệ", Desc: "Các công đoạn và dòng vật chất",
		From: func(s string) string { return "từ " + s },
		To:   func(s string) string { return "tới " + s },
		Kind: map[flowpic.Kind]string{
			flowpic.Input: "đầu vào", flowpic.Intermediate: "bán thành phẩm", flowpic.Product: "sản phẩm", flowpic.ByProduct: "sản phẩm phụ",
			flowpic.Waste: "dòng thải", flowpic.Loss: "tổn thất", flowpic.Recycle: "tuần hoàn",
		},
		Suspect: "số đo đáng ngờ", Imbalance: "không cân bằng",
		Scale: func(per float64) string {
			return "1 mm = " + strings.Replace(strconv.FormatFloat(per, 'f', -1, 64), ".", ",", 1)
		},
		Thin: "quá nhỏ để vẽ theo tỷ lệ", Missing: "chưa biết lượng",
	}
}

var networks = []struct {
	name  string
	graph func() flowpic.Graph
	unit  string
}{{"tinh-bot-san", cassava, "t"}, {"nhuom", textile, "m³"}, {"ma-niken", plating, "m³"}}

func scaled(unit string) flowpic.Words {
	w := words()
	plain := w.Scale
	w.Scale = func(per float64) string { return plain(per) + " " + unit }
	return w
}
