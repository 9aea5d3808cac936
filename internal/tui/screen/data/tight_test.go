package data

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
)

// A figure that is longer than its cell is shown in millions, with a sign where
// that rounds it; never with an exponent.
func TestLongFigures(t *testing.T) {
	const source = "format = 1\n\n[plant]\nname = \"x\"\nsector = \"cassava-starch\"\n\n[audit]\nlevel = \"quick\"\n\n[[product]]\nid = \"starch\"\nunit = \"t\"\n\n" +
		"[[flow]]\nid = \"water\"\nprice = 27000000\n\n[[flow]]\nid = \"coal\"\nprice = 27123456\n\n" +
		"[[period]]\nmonth = \"2018-01\"\noutput = { starch = 1 }\nflows = { water = 1, coal = 1 }\n"
	d := open(t, source).show(58, 15)
	d.contains("27 tr").contains("~27 tr")
	d.language(text.EN).contains("27 M").contains("~27.1 M")
}
