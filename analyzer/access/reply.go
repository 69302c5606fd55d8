package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// owner returns the policy that a handle is in; false for none that is known.
func (r request) policyAt(layer policy.Layer, at source.At) (layered, bool) {
	for _, each := range r.policies {
		if each.layer == layer && each.entry != nil && each.statement(at) != nil {
			return each, true
		}
	}
	return layered{}, false
}

// deciding describes the statements of a decision, as their files have them.
func (r request) deciding(decision policy.Decision) []Deciding {
	described := []Deciding{}
	for _, each := range decision.Statements {
		in, known := r.policyAt(each.Layer, each.At)
		if !known {
			continue
		}
		statement := in.statement(each.At)
		described = append(described, Deciding{
			Layer: each.Layer, Policy: in.name(),
			Statement: Statement{
				Name: Name(statement), Sid: statement.Sid, Location: in.locate(each.At),
				Effect: statement.Effect, Text: Sentence(statement),
			},
		})
	}
	return described
}

// reasons says what is not known, with places.
func (r request) reasons(decision policy.Decision) []Reason {
	said := []Reason{}
	for _, doubt := range decision.Reasons {
		reason := Reason{At: doubt.At, Text: doubt.Text}
		if in, known := r.policyAt(doubt.Layer, doubt.At); known {
			place := in.locate(doubt.At)
			reason.Location = &place
			statement := in.statement(doubt.At)
			if condition := conditionAt(statement, doubt.At); condition != nil && condition.Unresolved == "" {
				reason.Text = Name(statement) + " " + effect(statement) + " it if " + phrase(condition, asWritten) +
					", which is not known"
			}
		}
		said = append(said, reason)
	}
	return said
}

func conditionAt(statement *policy.Statement, at source.At) *policy.Condition {
	for i := range statement.Conditions {
		if statement.Conditions[i].At == at {
			return &statement.Conditions[i]
		}
	}
	return nil
}

// sentence says in one sentence what becomes of the request.
func (r request) sentence(made *Reply, main hypothesis) string {
	who, what := r.asker.name(r.question), r.question.what()
	switch made.Outcome {
	case policy.Allowed:
		if len(made.Statements) == 0 && r.asker.caller.Kind == policy.Account {
			return who + " may call " + what + ", as nothing denies it"
		}
		return who + " may call " + what
	case policy.ExplicitDeny:
		if len(made.Statements) == 0 {
			return who + " may not call " + what
		}
		by := made.Statements[0]
		return by.Name + " of the " + by.Policy + " denies " + who + " " + what
	case policy.ImplicitDeny:
		if len(made.Reasons) > 0 && len(main.decision.Missing) == 1 && main.decision.Missing[0] == policy.LayerService {
			return who + " may not call " + what + ": " + made.Reasons[0].Text
		}
		return "nothing lets " + who + " call " + what + ": " + r.lacks(main)
	case policy.NotDecided:
		return "whether " + who + " may call " + what + " can't be told from what is given"
	default:
		return ""
	}
}

// lacking says of each layer that it does not allow a request.
var lacking = map[policy.Layer]string{
	policy.LayerIdentity: "no identity policy allows it", policy.LayerResource: "no policy of the resource allows it",
	policy.LayerBoundary: "the permissions boundary does not allow it",
	policy.LayerSession:  "the session policy does not allow it",
	policy.LayerSCP:      "a level of the service control policies does not allow it",
	policy.LayerEndpoint: "the policy of the VPC endpoint does not allow it",
}

// lacks says which policies would have to allow the request, and do not.
func (r request) lacks(main hypothesis) string {
	var said []string
	for _, layer := range r.needed(main) {
		said = append(said, lacking[layer])
	}
	if len(said) == 0 {
		return "no policy allows it"
	}
	return strings.Join(said, ", and ")
}

// needed returns the layers that would have to allow the request. Most resources have no policy, so that it is
// left out where others would do as well.
func (r request) needed(main hypothesis) []policy.Layer {
	var layers []policy.Layer
	for _, layer := range main.decision.Missing {
		hasOthers := len(main.decision.Missing) > 1 && main.isOwn == value.Yes
		isMoot := layer == policy.LayerResource && !r.has(layer) && hasOthers
		if lacking[layer] != "" && !isMoot {
			layers = append(layers, layer)
		}
	}
	return layers
}

func (r request) has(layer policy.Layer) bool {
	for _, each := range r.policies {
		if each.layer == layer {
			return true
		}
	}
	return false
}
