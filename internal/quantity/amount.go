// Package quantity owns what figures are made of: units and their conversion,
// numbers as people write them, amounts, dates and months. It knows no plant
// and has no words: errors are messages that package i18n puts into words.
package quantity

// Amount is a value in a unit, the unit written as a symbol of the unit table
// ("kWh", "m3") or as a ratio of symbols ("kWh/t").
type Amount struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}
