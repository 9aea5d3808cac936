package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// OutputDriver is the driver that every audit has: the equivalent product.
// "output.<id>" is one product of several.
const OutputDriver = "output"

// drivers lists the drivers that the audit declares, then those that its
// periods state without declaring them.
func (s *site) drivers() []Driver {
	if s.driverList == nil {
		s.driverList = s.findDrivers()
	}
	return s.driverList
}

func (s *site) findDrivers() []Driver {
	all := append([]Driver{}, s.audit.Drivers...)
	known := map[string]bool{}
	for _, d := range all {
		known[d.ID] = true
	}
	found := map[string]bool{}
	for _, p := range s.audit.Periods {
		for id := range p.Drivers {
			found[id] = true
		}
	}
	for _, id := range sortedKeys(found) {
		if !known[id] {
			all = append(all, Driver{ID: id})
		}
	}
	return all
}

// driverValues are the values of a driver by span, nil where it has none.
func (s *site) driverValues(id string) []*float64 {
	if all, known := s.driven[id]; known {
		return all
	}
	product, ofProduct := cutOutput(id)
	all := make([]*float64, len(s.spans))
	for i, sp := range s.spans {
		p := s.audit.Periods[sp.index]
		v, ok := p.Drivers[id]
		if !ok && ofProduct {
			v, ok = p.Output[product]
		}
		if id == OutputDriver {
			all[i] = sp.output
		} else if ok {
			all[i] = &v
		}
	}
	s.driven[id] = all
	return all
}

// label is the name of a driver, its id where it has none.
func (d Driver) label() text.Name {
	if d.Name == "" {
		return text.Both(d.ID)
	}
	return text.Both(d.Name)
}

// sign is what physics says of the driver: +1 more of it means more of the
// flow, −1 less, 0 nothing.
func (d Driver) sign() int {
	switch d.Effect {
	case "more":
		return 1
	case "less":
		return -1
	}
	return 0
}

// cutOutput is the product of a driver "output.<id>".
func cutOutput(id string) (product string, ok bool) {
	const prefix = OutputDriver + "."
	if len(id) > len(prefix) && id[:len(prefix)] == prefix {
		return id[len(prefix):], true
	}
	return "", false
}

// driverNamed describes a driver by its id.
func (s *site) driverNamed(id string) (Driver, bool) {
	if id == OutputDriver {
		return Driver{ID: id, Name: s.pack.Sector.Product.VI, Unit: s.unit, Effect: "more"}, true
	}
	for _, d := range s.drivers() {
		if d.ID == id {
			return d, true
		}
	}
	if product, ok := cutOutput(id); ok {
		for _, p := range s.audit.Products {
			if p.ID == product {
				return Driver{ID: id, Name: p.Name, Unit: p.Unit, Effect: "more"}, true
			}
		}
	}
	return Driver{}, false
}

// DriverName is the name of a driver in words.
func (s *site) driverName(id string) text.Name {
	if id == OutputDriver {
		return s.pack.Sector.Product
	}
	if d, ok := s.driverNamed(id); ok {
		return d.label()
	}
	return text.Both(id)
}

// checkDrivers doubts declared drivers without any value.
func (s *site) checkDrivers() {
	for i, d := range s.audit.Drivers {
		stated := slices.ContainsFunc(s.audit.Periods, func(p Period) bool { _, ok := p.Drivers[d.ID]; return ok })
		if !stated && len(s.audit.Periods) > 0 {
			s.probs.Add(problem.Note, at("driver", i, ""), text.M("driver.no-values", "driver", d.label()))
		}
	}
}
