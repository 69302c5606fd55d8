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
