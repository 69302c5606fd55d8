package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// Policies are what may allow or deny a request. Those that are left out don't exist, but for the
// policy of a KMS key and the trust policy of a role, which always do.
type Policies struct {
	// Identity are the policies of the user, its groups, or the role.
	Identity []*Document
	// Boundary is the permissions boundary of the user or the role.
	Boundary []*Document
	// Session are the policies given to the session when it was made. A session of the root user
	// has its task policy here, a federated user can do only what these allow.
	Session []*Document
	// Resource is the policy of the resource; for sts:AssumeRole and its like the trust policy.
	Resource []*Document
	// SCPs are the service control policies of the caller's organization: those of the root, of each
	// organizational unit on the way down, and of the account. Each level has to allow a request.
	SCPs [][]*Document
	// RCPs are the resource control policies that apply to the resource's account, where it is not
	// the management account. They only deny.
	RCPs []*Document
	// Endpoint is the policy of the VPC endpoint through which the request goes.
	Endpoint []*Document
}

// Evaluate decides what becomes of a request (IAM User Guide, Policy evaluation logic). A Deny in any
// policy that applies wins. Else the request needs an Allow: at every level of the service control
// policies, in the policy of the VPC endpoint, and
//
//   - in the account of the resource: in an identity policy within boundary and session policies, or
//     in the policy of the resource. That bypasses what boundary and session policies leave out when
//     it names the user or the session, or anyone; not when it names the role. It is needed for KMS
//     keys and to assume a role, and leaves the decision to identity policies where it names the
//     account;
//   - from another account: in both;
//   - for services and anonymous callers: in the policy of the resource.
//
// The root user may do anything that is not denied. What is not known of request or policies may leave
// the answer undecided; an implicit deny may then be an explicit one as well.
func Evaluate(request Request, policies Policies) Decision {
	e := newEvaluation(request, policies)
	denials, doubts := e.denials()
	if len(denials) > 0 {
		return Decision{Outcome: ExplicitDeny, Statements: denials}
	}
	allowed := e.access().and(e.controls()).and(e.endpoint())
	switch {
	case allowed.truth == value.No:
		return Decision{Outcome: ImplicitDeny, Missing: allowed.missing, Reasons: allowed.doubts}
	case len(doubts) > 0 || allowed.truth == value.Undecided:
		open := grant{doubts: append(doubts, allowed.doubts...)}.compact()
		return Decision{Outcome: NotDecided, Reasons: open.doubts}
	default:
		return Decision{Outcome: Allowed, Statements: allowed.by}
	}
}

// evaluation is one request held against policies.
type evaluation struct {
	request  Request
	policies Policies
	context  Context
	resource *value.Value
	bounded  value.Truth
}

func newEvaluation(request Request, policies Policies) *evaluation {
	e := &evaluation{request: request, policies: policies, resource: request.Resource}
	e.bounded = value.TruthOf(len(policies.Boundary) > 0)
	if e.resource == nil {
		e.resource = value.OfText("*")
	}
	var documents []*Document
	for _, layer := range e.layers() {
		documents = append(documents, layer.documents...)
	}
	e.context = request.completed(documents)
	return e
}

// layered is what one layer holds, and whether it applies to the request.
type layered struct {
	layer     Layer
	documents []*Document
	applies   value.Truth
}

func (e *evaluation) layers() []layered {
	layers := []layered{
		{LayerIdentity, e.policies.Identity, value.Yes},
		{LayerResource, e.policies.Resource, e.request.isExempt().Not()},
		{LayerBoundary, e.policies.Boundary, value.Yes},
		{LayerSession, e.policies.Session, value.Yes},
		{LayerRCP, e.policies.RCPs, e.request.underRCPs()},
		{LayerEndpoint, e.policies.Endpoint, value.Yes},
	}
	for _, level := range e.policies.SCPs {
		layers = append(layers, layered{LayerSCP, level, e.request.underSCPs()})
	}
	return layers
}

// denials returns the statements that surely deny the request, and why others might.
func (e *evaluation) denials() (denials []Deciding, doubts []Doubt) {
	for _, in := range e.layers() {
		for _, document := range in.documents {
			if in.applies == value.No {
				continue
			}
			if document.Unresolved != "" {
				doubts = append(doubts, Doubt{Layer: in.layer, At: document.At, Text: document.Unresolved})
			}
			for i := range document.Statements {
				statement := &document.Statements[i]
				switch e.denies(in.layer, document, statement).And(in.applies) {
				case value.Yes:
					denials = append(denials, e.deciding(in.layer, statement))
				case value.Undecided:
					doubts = append(doubts, e.doubt(in, document, statement))
				case value.No:
				}
			}
		}
	}
	return denials, doubts
}

func (e *evaluation) denies(layer Layer, document *Document, statement *Statement) value.Truth {
	return statement.hasEffect("Deny").And(e.matches(layer, document, statement))
}

// hasEffect compares effects exactly, as IAM does.
func (s *Statement) hasEffect(effect string) value.Truth {
	if _, is := s.IsUnresolved("Effect"); is {
		return value.Undecided
	}
	return value.TruthOf(s.Effect == effect)
}

// matches answers whether the statement is about the request.
func (e *evaluation) matches(layer Layer, document *Document, statement *Statement) value.Truth {
	truth := e.matchesRest(layer, document, statement)
	if truth == value.No {
		return value.No
	}
	return truth.And(e.matchesCaller(layer, statement))
}

func (e *evaluation) matchesCaller(layer Layer, statement *Statement) value.Truth {
	return e.reach(layer, statement).any()
}

// reach says how the statement means the caller. What is attached to it means it directly.
func (e *evaluation) reach(layer Layer, statement *Statement) reach {
	if layer == LayerResource || layer == LayerRCP || layer == LayerEndpoint {
		return statement.reaches(e.request.Caller, e.bounded)
	}
	met := unreached()
	met.direct = value.Yes
	if statement.HasPrincipal() {
		met.direct = value.Undecided // no service accepts it
	}
	return met
}

// matchesRest answers for everything but the principal. A trust policy names no resource: IAM refuses one
// that does (IAM User Guide, Access Analyzer policy check reference, Role trust policy syntax error).
func (e *evaluation) matchesRest(layer Layer, document *Document, statement *Statement) value.Truth {
	truth := statement.MatchesAction(e.request.Action)
	if truth == value.No {
		return value.No
	}
	known := document.HasVariables()
	switch {
	case !e.isTrust(layer):
		truth = truth.And(statement.MatchesResource(e.resource, e.context, known))
	case statement.hasResource():
		truth = truth.And(value.Undecided)
	}
	return truth.And(statement.ConditionsHold(e.context, known))
}

// isTrust reports whether the policies of the layer are trust policies.
func (e *evaluation) isTrust(layer Layer) bool {
	return layer == LayerResource && e.request.assumesRole()
}

// hasResource reports whether the statement has a Resource or NotResource element, whatever it lists.
func (s *Statement) hasResource() bool {
	return s.Resources != nil || s.NotResources != nil
}

func (e *evaluation) deciding(layer Layer, statement *Statement) Deciding {
	return Deciding{Layer: layer, At: statement.At, Sid: statement.Sid, Statement: statement}
}
