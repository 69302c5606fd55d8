package access

import "github.com/latchkey-dev/latchkey/analyzer/source"

// Reason says why something can't be decided.
type Reason struct {
	// At is the place that is in doubt; empty for what stands nowhere.
	At source.At `json:"-"`
	// Location is the same place in the text.
	Location *Location `json:"location,omitempty"`
	// Text is a phrase without a full stop.
	Text string `json:"text"`
}

// same reports whether two reasons say the same of the same place.
func (r Reason) same(other Reason) bool {
	return r.At == other.At && r.Text == other.Text
}
