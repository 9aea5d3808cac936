package quantity

import "github.com/sxsh-audit/audit/internal/text"

// standardUnit is a row of the unit table: the unit and other spellings of its
// symbol. A spelling is listed only if nobody could mean something else by it:
// "Mg" and "mW" are not here, since the one prefix differs from the other by a
// factor of 10⁹.
type standardUnit struct {
	Unit
	also []string
}

// standardUnits is the unit table. The base of a dimension is its smallest unit
// wherever possible, so that factors are whole numbers and exact. Sources:
//
//   - SI and its prefixes: BIPM, The International System of Units, 9th ed.
//   - IT calorie 4.1868 J, thermochemical calorie 4.184 J, BTU (IT)
//     1055.05585262 J, kgf/cm2 98066.5 Pa, metric horsepower 735.49875 W
//     (75 kgf·m/s), boiler horsepower 9809.5 W, psi 6894.757 Pa, yard
//     0.9144 m: NIST SP 811 (2008), appendix B.
//   - Ton of refrigeration: 12 000 BTU/h.
//   - toe = 10⁷ kcal = 41.868 GJ; tce = 7×10⁶ kcal = 29.3076 GJ (IT calorie).
func standardUnits() []standardUnit {
	const (
		btu  = 1055.05585262 // J
		hour = 3600.0        // s
	)
	u := func(d Dimension, factor float64, symbol, vi, en string, also ...string) standardUnit {
		return standardUnit{Unit{symbol, text.Name{VI: vi, EN: en}, d, factor}, also}
	}
	return []standardUnit{
		u(Mass, 1, "mg", "miligam", "milligram"),
		u(Mass, 1e3, "g", "gam", "gram", "gr", "gam", "gram"),
		u(Mass, 1e6, "kg", "kilôgam", "kilogram", "Kg", "KG", "kgs", "ký", "kilogam"),
		u(Mass, 1e8, "ta", "tạ", "quintal (100 kg)", "tạ", "Tạ"),
		u(Mass, 1e9, "t", "tấn", "tonne", "T", "tấn", "Tấn", "TẤN", "tan", "ton", "tons", "tonne", "tonnes"),

		u(Volume, 1, "ml", "mililít", "millilitre", "mL", "cm3", "cc"),
		u(Volume, 1e3, "l", "lít", "litre", "L", "lít", "Lít", "lit", "Lit", "litre", "liter", "dm3"),
		u(Volume, 1e5, "hl", "hectôlít", "hectolitre", "hL", "HL"),
		u(Volume, 1e6, "m3", "mét khối", "cubic metre", "M3", "m^3", "khối", "mét khối", "kl", "kL", "KL"),

		u(NormalVolume, 1, "Nm3", "mét khối tiêu chuẩn (0 °C, 1 atm)", "normal cubic metre (0 °C, 1 atm)", "NM3", "Nm^3", "nm3"),

		u(Energy, 1, "J", "jun", "joule"),
		u(Energy, 1e3, "kJ", "kilôjun", "kilojoule", "KJ"),
		u(Energy, 1e6, "MJ", "mêgajun", "megajoule"),
		u(Energy, 1e9, "GJ", "gigajun", "gigajoule"),
		u(Energy, 1e12, "TJ", "têrajun", "terajoule"),
		u(Energy, 3.6e3, "Wh", "oát giờ", "watt-hour"),
		u(Energy, 3.6e6, "kWh", "kilôoát giờ", "kilowatt-hour", "KWH", "KWh", "Kwh", "kwh", "kW.h", "kW·h", "kWhr"),
		u(Energy, 3.6e9, "MWh", "mêgaoát giờ", "megawatt-hour", "MWH", "Mwh"),
		u(Energy, 3.6e12, "GWh", "gigaoát giờ", "gigawatt-hour", "GWH", "Gwh", "triệu kWh"),
		u(Energy, 4186.8, "kcal", "kilôcalo (IT)", "kilocalorie (IT)", "Kcal", "KCal", "kCal", "KCAL"),
		u(Energy, 4186.8e3, "Mcal", "mêgacalo (IT)", "megacalorie (IT)", "MCal", "MCAL"),
		u(Energy, 4184, "kcal_th", "kilôcalo (nhiệt hóa)", "kilocalorie (thermochemical)"),
		u(Energy, 41.868e9, "toe", "tấn dầu tương đương", "tonne of oil equivalent", "TOE", "Toe"),
		u(Energy, 29.3076e9, "tce", "tấn than tương đương", "tonne of coal equivalent", "TCE"),
		u(Energy, btu, "BTU", "BTU (IT)", "BTU (IT)", "Btu", "btu"),
		u(Energy, btu*1e6, "MMBtu", "triệu BTU (IT)", "million BTU (IT)", "MMBTU", "mmBtu", "MMbtu", "mmbtu", "MMBTu"),

		u(Power, 1, "W", "oát", "watt"),
		u(Power, 1e3, "kW", "kilôoát", "kilowatt", "KW", "Kw"),
		u(Power, 1e6, "MW", "mêgaoát", "megawatt"),
		u(Power, 735.49875, "HP", "mã lực (hệ mét)", "metric horsepower", "hp", "Hp", "mã lực", "PS", "CV"),
		u(Power, 12000*btu/hour, "RT", "tôn lạnh", "ton of refrigeration", "tôn lạnh", "TR", "USRT"),
		u(Power, 9809.5, "BHP", "mã lực lò hơi", "boiler horsepower", "mã lực lò hơi"),
		u(Power, 4186.8/hour, "kcal/h", "kilôcalo trên giờ", "kilocalorie per hour", "Kcal/h", "kcal/giờ"),
		u(Power, btu/hour, "BTU/h", "BTU trên giờ", "BTU per hour", "Btu/h", "BTU/giờ"),

		u(Pressure, 1, "Pa", "pascal", "pascal"),
		u(Pressure, 1e3, "kPa", "kilôpascal", "kilopascal", "KPa"),
		u(Pressure, 1e6, "MPa", "mêgapascal", "megapascal"),
		u(Pressure, 1e5, "bar", "bar", "bar", "Bar", "BAR"),
		u(Pressure, 98066.5, "kgf/cm2", "kilôgam lực trên xentimét vuông", "kilogram-force per square centimetre",
			"kG/cm2", "kg/cm2", "KG/cm2", "kgf/cm^2", "kG/cm^2", "kg/cm^2"),
		u(Pressure, 6894.757293168, "psi", "pound trên inch vuông", "pound per square inch", "PSI"),

		u(Length, 1, "mm", "milimét", "millimetre"),
		u(Length, 10, "cm", "xentimét", "centimetre"),
		u(Length, 1e3, "m", "mét", "metre", "mét", "metre", "meter"),
		u(Length, 1e6, "km", "kilômét", "kilometre", "Km", "KM"),
		u(Length, 914.4, "yd", "yard (thước Anh)", "yard", "yard", "yards", "yds"),

		u(Area, 1, "cm2", "xentimét vuông", "square centimetre", "cm^2"),
		u(Area, 1e2, "dm2", "đêximét vuông", "square decimetre", "dm^2"),
		u(Area, 1e4, "m2", "mét vuông", "square metre", "M2", "m^2", "mét vuông"),
		u(Area, 1e8, "ha", "hecta", "hectare", "Ha", "HA", "hecta"),

		u(Count, 1, "pcs", "cái", "piece", "pc", "pcs.", "Pcs", "PCS", "piece", "pieces", "cái", "Cái", "chiếc", "Chiếc"),

		u(Time, 1, "s", "giây", "second", "giây"),
		u(Time, 60, "min", "phút", "minute", "phút"),
		u(Time, hour, "h", "giờ", "hour", "giờ", "hr", "hour", "hours"),
		u(Time, 24*hour, "day", "ngày", "day", "d", "ngày", "Ngày", "days"),
		u(Time, 365*24*hour, "year", "năm", "year", "yr", "năm", "years"),

		u(VolumeFlow, 24, "l/h", "lít trên giờ", "litre per hour", "L/h", "lít/giờ"),
		u(VolumeFlow, 24*60, "l/min", "lít trên phút", "litre per minute", "L/min", "lít/phút"),
		u(VolumeFlow, 24*hour, "l/s", "lít trên giây", "litre per second", "L/s", "lít/giây"),
		u(VolumeFlow, 1e3, "m3/day", "mét khối trên ngày", "cubic metre per day", "m3/d", "m3/ngày", "m3/ngày đêm", "m3/ng.đ", "m3/ngđ"),
		u(VolumeFlow, 24e3, "m3/h", "mét khối trên giờ", "cubic metre per hour", "m3/giờ", "M3/h"),
		u(VolumeFlow, 24e3*hour, "m3/s", "mét khối trên giây", "cubic metre per second", "m3/giây"),

		u(VND, 1, "VND", "đồng", "Vietnamese dong", "VNĐ", "vnđ", "vnd", "đ", "₫", "đồng", "Đồng"),
		u(VND, 1e3, "nghìn VND", "nghìn đồng", "thousand dong",
			"nghìn đồng", "Nghìn đồng", "nghìn đ", "ngàn đồng", "1000 đồng", "1.000 đồng", "1000 VND", "1000đ"),
		u(VND, 1e6, "triệu VND", "triệu đồng", "million dong",
			"triệu đồng", "Triệu đồng", "triệu đ", "tr.đ", "trđ", "million VND"),
		u(VND, 1e9, "tỷ VND", "tỷ đồng", "billion dong", "tỷ đồng", "Tỷ đồng", "tỉ đồng", "tỷ đ", "tỉ đ", "billion VND"),
		u(USD, 1, "USD", "đô la Mỹ", "US dollar", "US$", "$", "usd"),

		u(Ratio, 1e3, "-", "không thứ nguyên", "dimensionless", "ratio", "tỷ lệ", "tỉ lệ", "lần", "times"),
		u(Ratio, 10, "%", "phần trăm", "percent", "percent", "phần trăm"),
		u(Ratio, 1, "‰", "phần nghìn", "per mille"),

		u(Concentration, 1, "µg/l", "micrôgam trên lít", "microgram per litre", "µg/L", "ug/l", "ug/L"),
		u(Concentration, 1e3, "mg/l", "miligam trên lít", "milligram per litre", "mg/L", "mg/lít", "g/m3"),
		u(Concentration, 1e6, "g/l", "gam trên lít", "gram per litre", "g/L", "g/lít", "kg/m3"),
		u(GasConcentration, 1, "mg/Nm3", "miligam trên mét khối tiêu chuẩn", "milligram per normal cubic metre", "mg/Nm^3"),
		u(GasConcentration, 1e3, "g/Nm3", "gam trên mét khối tiêu chuẩn", "gram per normal cubic metre", "g/Nm^3"),

		u(CO2e, 1, "kg CO2e", "kilôgam CO2 tương đương", "kilogram of CO2 equivalent",
			"kgCO2e", "kg CO2eq", "kgCO2eq", "kg CO2 eq", "kg CO2", "kgCO2", "kg CO2 tđ", "kgCO2tđ"),
		u(CO2e, 1e3, "t CO2e", "tấn CO2 tương đương", "tonne of CO2 equivalent",
			"tCO2e", "t CO2eq", "tCO2eq", "t CO2 eq", "t CO2", "tCO2", "tấn CO2e", "tấn CO2", "tấn CO2 tđ", "tấn CO2tđ", "tấn CO2 tương đương"),

		u(Temperature, 1, "°C", "độ C", "degree Celsius", "oC", "độ C"),
	}
}

func dimensionNames() map[Dimension]text.Name {
	return map[Dimension]text.Name{
		Mass:             {VI: "khối lượng", EN: "mass"},
		Volume:           {VI: "thể tích", EN: "volume"},
		NormalVolume:     {VI: "thể tích khí ở điều kiện tiêu chuẩn", EN: "volume of gas at normal conditions"},
		Energy:           {VI: "năng lượng", EN: "energy"},
		Power:            {VI: "công suất", EN: "power"},
		Pressure:         {VI: "áp suất", EN: "pressure"},
		Length:           {VI: "chiều dài", EN: "length"},
		Area:             {VI: "diện tích", EN: "area"},
		Count:            {VI: "số lượng", EN: "count"},
		Time:             {VI: "thời gian", EN: "time"},
		VolumeFlow:       {VI: "lưu lượng", EN: "volume flow"},
		VND:              {VI: "tiền đồng", EN: "Vietnamese dong"},
		USD:              {VI: "đô la Mỹ", EN: "US dollars"},
		Ratio:            {VI: "tỷ lệ", EN: "ratio"},
		Concentration:    {VI: "nồng độ trong nước", EN: "concentration in water"},
		GasConcentration: {VI: "nồng độ trong khí", EN: "concentration in gas"},
		CO2e:             {VI: "khí nhà kính", EN: "greenhouse gas"},
		Temperature:      {VI: "nhiệt độ", EN: "temperature"},
	}
}
