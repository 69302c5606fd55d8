package policy

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Outcome is what becomes of a request.
type Outcome string

// The outcomes.
const (
	// Allowed: everything that has to allow the request does, and nothing denies it.
	Allowed Outcome = "allowed"
	// ImplicitDeny: something that has to allow the request does not.
	ImplicitDeny Outcome = "implicit-deny"
	// ExplicitDeny: a statement denies the request.
	ExplicitDeny Outcome = "explicit-deny"
	// NotDecided: what is known does not tell.
	NotDecided Outcome = "undecided"
)

// Layer is a kind of policy that takes part in a decision.
type Layer string

// The layers.
const (
	LayerIdentity Layer = "identity"
	// LayerResource is the policy of the resource: that of a bucket or a key, or the trust policy of
	// a role.
	LayerResource Layer = "resource"
	LayerBoundary Layer = "boundary"
	LayerSession  Layer = "session"
	LayerSCP      Layer = "scp"
	LayerRCP      Layer = "rcp"
	LayerEndpoint Layer = "endpoint"
	// LayerService stands for rules of the service itself, which no policy changes.
	LayerService Layer = "service"
)

// Decision is the answer to a request.
type Decision struct {
	Outcome Outcome `json:"outcome"`
	// Statements are those that decide: all that deny the request, or one chain of those that allow it.
	Statements []Deciding `json:"statements,omitzero"`
	// Missing are the layers that would have to allow the request, of an ImplicitDeny.
	Missing []Layer `json:"missing,omitzero"`
	// Reasons say what is not known, or what a service does of its own accord.
	Reasons []Doubt `json:"reasons,omitzero"`
}

// Deciding is a statement that takes part in a decision.
type Deciding struct {
	Layer Layer     `json:"layer"`
	At    source.At `json:"at"`
	Sid   string    `json:"sid,omitempty"`
	// Statement is the statement itself.
	Statement *Statement `json:"-"`
}

// Doubt is something that the decision would need to know, or a fact that decides.
type Doubt struct {
	Layer Layer `json:"layer"`
	// At is the place that is in doubt; zero for what stands nowhere.
	At   source.At `json:"at,omitzero"`
	Text string    `json:"text"`
}

// Allows answers whether the request goes through.
func (d Decision) Allows() value.Truth {
	switch d.Outcome {
	case Allowed:
		return value.Yes
	case ImplicitDeny, ExplicitDeny:
		return value.No
	case NotDecided:
		return value.Undecided
	default:
		return value.Undecided
	}
}
