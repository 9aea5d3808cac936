package widget

import "testing"

// What is typed is looked for as it stands first, then by its words.
func TestNarrow(t *testing.T) {
	var l List
	l.SetItems([]Item{{ID: "2", Name: "2. Rửa 1"}, {ID: "3", Name: "3. Rửa 2"}, {ID: "4", Name: "4. Rửa 3"}, {ID: "5", Name: "5. Nước rửa"}})
	for typed, want := range map[string]string{"rua 3": "4", "rửa 2": "3", "3": "3", "nuoc": "5", "rua": "2", "rua nuoc": "5"} {
		l.Filter.SetValue(typed)
		l.narrow()
		if got, _ := l.Selected(); got.ID != want {
			t.Errorf("%q finds %s, want %s", typed, got.ID, want)
		}
		l.Reset()
		l.at = -1
	}
}
