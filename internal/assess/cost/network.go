// Package cost follows the money of a plant's inputs along its process network
// to the products and the waste streams in which it ends (METHOD §5, §20;
// material flow cost accounting, ISO 14051).
//
// Every step receives the value of what flows in and adds its own energy and
// system cost; the sum is divided over what flows out, by amount or by a better
// key. Recycles make that a linear system, which is solved without a
// subtraction, so that no part can turn negative. What it costs to get rid of a
// waste rests wholly on that waste.
//
// The package is pure: it reads nothing and has no words. Amounts and money may
// be of any period and currency as long as all are of the same.
package cost

// Outside is the index of the world beyond the plant, for Stream.From and To.
const Outside = -1

// Kind says what a stream is. It decides where money ends: what leaves the
// plant as a product or by-product is product, what leaves as waste or loss is
// loss; the others stay within.
type Kind string

// The kinds of streams, as the audit file has them, and stock, which only
// results have.
const (
	Input        Kind = "input"
	Intermediate Kind = "intermediate"
	Product      Kind = "product"
	ByProduct    Kind = "by-product"
	Waste        Kind = "waste"
	Recycle      Kind = "recycle"
	Loss         Kind = "loss"
	Stock        Kind = "stock" // what stays at a step; its value is kept and counts as product
)

// Role says who pays for a step.
type Role int

// The roles. A step that works passes its cost on with what it makes; a part of
// what enters and is seen nowhere again is an unidentified loss. A step that
// supplies (water intake, softening, boiler house) does the same, but what it
// loses unseen is paid by those it delivers to. A step that disposes
// (wastewater treatment, discharge) charges what it costs to the waste streams
// that it receives; only the part that it returns for reuse is passed on with
// what is reused.
const (
	Works Role = iota
	Supplies
	Disposes
)

// Key is how money is divided over streams: by amount (the zero Key), by the
// content of a component, or by weights of one's own, one for every stream by
// its ID (machine hours, area, load).
type Key struct {
	Component string
	Weights   map[string]float64
}

// Charge is a cost of a stream: an amount of money per unit of the stream and
// one for the whole period.
type Charge struct{ PerUnit, PerPeriod float64 }

func (c Charge) of(amount float64) float64 { return c.PerUnit*amount + c.PerPeriod }

// Step is a unit operation.
type Step struct {
	ID   string
	Name string // for messages; empty: the ID
	Role Role

	Energy float64 // money for energy used at the step, ≥ 0
	System float64 // money for labour, depreciation and maintenance, ≥ 0

	StockChange float64 // amount that stayed at the step; negative: taken from stock, whose value is not known

	Key       Key  // divides material over the outgoing streams, and all else that has no key of its own
	EnergyKey *Key // divides energy; nil: as Key
	SystemKey *Key // divides system cost; nil: as Key
	CauseKey  Key  // of a step that disposes: divides its cost over the incoming streams (by COD, say)
}

// Stream is an arrow of the network.
type Stream struct {
	ID       string
	Name     string // for messages; empty: the ID
	From, To int    // index of a step, or Outside
	Kind     Kind
	Amount   float64 // reconciled, ≥ 0; a negative value within rounding is taken as zero, and said

	// Price is the purchase value per unit of a stream from outside; nil: not
	// known, which is said and not taken as a price of zero.
	Price *float64
	// Follows names the component that the purchase value travels with: the
	// price of roots goes where the starch goes. Empty: it goes with the amount.
	Follows string
	// Prices are purchase values per unit of single components, a part of Price
	// if that is known.
	Prices map[string]float64
	// Contents are amounts of component per amount of stream. A component that is
	// not named is not in the stream; NaN: it is, but how much is not known.
	Contents map[string]float64

	// Heat is the money of the energy that a stream carries away from its step,
	// Q/η times the price of fuel (METHOD §5, C_en). It is taken off the energy
	// cost that has come to the step before the rest is divided.
	Heat float64

	// What it costs to get rid of the stream, borne by it alone.
	Treatment, Transport, Disposal, Fee Charge

	Revenue *float64 // sales per unit of a by-product
}

// ByProducts says how by-products that are sold are counted.
type ByProducts int

// As product: a by-product keeps the value that it carries. Credited: only up
// to what it is sold for; the value that its buyers do not pay is a loss.
const (
	AsProduct ByProducts = iota
	Credited
)

// Network is what Follow works on.
type Network struct {
	Steps      []Step
	Streams    []Stream
	ByProducts ByProducts
}

// Parts is money by the cost categories of METHOD §5.
type Parts struct {
	Material  float64 // purchase value of what is in it
	Energy    float64 // energy spent up to there
	System    float64 // labour, depreciation, maintenance
	Treatment float64 // treatment, transport and disposal
	Fee       float64 // fees and penalties
}

// Total is the sum of the categories.
func (p Parts) Total() float64 { return p.Material + p.Energy + p.System + p.Treatment + p.Fee }

func (p Parts) plus(q Parts) Parts {
	return Parts{p.Material + q.Material, p.Energy + q.Energy, p.System + q.System, p.Treatment + q.Treatment, p.Fee + q.Fee}
}

func (p Parts) times(f float64) Parts {
	return Parts{p.Material * f, p.Energy * f, p.System * f, p.Treatment * f, p.Fee * f}
}

func (s Step) name() string {
	if s.Name != "" {
		return s.Name
	}
	return s.ID
}

func (s Stream) name() string {
	if s.Name != "" {
		return s.Name
	}
	return s.ID
}

// management is what it costs to get rid of the stream.
func (s Stream) management() Parts {
	return Parts{
		Treatment: s.Treatment.of(s.Amount) + s.Transport.of(s.Amount) + s.Disposal.of(s.Amount),
		Fee:       s.Fee.of(s.Amount),
	}
}
