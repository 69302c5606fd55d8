package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// access answers whether identity policies and the policy of the resource allow the request.
func (e *evaluation) access() grant {
	request := e.request
	switch {
	case request.Caller.Kind == Account && request.assumesRole():
		return serviceRule("the root user can't assume a role")
	case request.Caller.isIdentity():
		return e.accountAccess()
	case request.Caller.Kind == Federated && !request.assumesRole():
		return serviceRule("an outside identity has to assume a role first")
	default:
		return e.resourceAllows().any()
	}
}

func serviceRule(text string) grant {
	return grant{truth: value.No, missing: []Layer{LayerService}, doubts: []Doubt{{Layer: LayerService, Text: text}}}
}

// accountAccess answers for the callers of an account. Where it is not known whether the resource is in
// the same one, only what holds in both cases is sure.
func (e *evaluation) accountAccess() grant {
	other := e.otherAccount
	if e.request.isOwnersAlone() {
		other = func() grant { return serviceRule("only the account that owns the resource may do this") }
	}
	switch e.request.isOwn() {
	case value.Yes:
		return e.sameAccount()
	case value.No:
		return other()
	case value.Undecided:
	}
	here, there := e.sameAccount(), other()
	switch {
	case here.truth == value.Yes && there.truth == value.Yes:
		return there
	case here.truth == value.No && there.truth == value.No:
		return here.or(there)
	}
	owner := Doubt{Layer: LayerResource, Text: ownerDoubt}
	return doubted(append(append(here.doubts, there.doubts...), owner)...)
}

func (e *evaluation) sameAccount() grant {
	resource := e.resourceAllows()
	identity := e.identityAllows()
	limits := e.limits(LayerBoundary, e.policies.Boundary).and(e.limits(LayerSession, e.policies.Session))
	named := resource.direct.or(resource.issuer.and(e.issuerLimits(limits)))
	if !e.request.needsResourcePolicy() {
		return identity.or(named)
	}
	return named.or(resource.account.and(identity))
}

// issuerLimits are the limits on what the policy of the resource gives to the role of a session, or
// to the user of a federated user, who has no permissions beyond its session policies.
func (e *evaluation) issuerLimits(limits grant) grant {
	if e.request.Caller.Kind == FederatedUser && len(e.policies.Session) == 0 {
		return refused(LayerSession)
	}
	return limits
}

func (e *evaluation) otherAccount() grant {
	return e.resourceAllows().any().and(e.identityAllows())
}

// identityAllows answers for the identity policies within boundary and session policies. The root user
// needs none; only a session with a task policy limits it.
func (e *evaluation) identityAllows() grant {
	session := e.limits(LayerSession, e.policies.Session)
	switch e.request.Caller.Kind {
	case Account:
		return session
	case FederatedUser:
		session = e.issuerLimits(session)
	case User, Role, Session, Anyone, Declared, UniqueID, Service, Federated, CanonicalUser, Rejected, Unclear:
	}
	allowed := e.allows(LayerIdentity, e.policies.Identity, reach.any)
	return allowed.and(e.limits(LayerBoundary, e.policies.Boundary)).and(session)
}

// limits answers for policies that take away what they do not allow, where there are any.
func (e *evaluation) limits(layer Layer, documents []*Document) grant {
	if len(documents) == 0 {
		return given()
	}
	return e.allows(layer, documents, reach.any)
}

// controls answers for the service control policies: each level has to allow the request.
func (e *evaluation) controls() grant {
	applies := e.request.underSCPs()
	allowed := given()
	if applies == value.No {
		return allowed
	}
	for _, level := range e.policies.SCPs {
		allowed = allowed.and(e.allows(LayerSCP, level, reach.any))
	}
	if applies == value.Undecided && allowed.truth == value.No {
		return doubted(Doubt{Layer: LayerSCP, Text: serviceLinkedDoubt})
	}
	return allowed
}

func (e *evaluation) endpoint() grant {
	return e.limits(LayerEndpoint, e.policies.Endpoint)
}

// resourceGrants are what the policy of a resource allows, by the name under which it means the caller.
type resourceGrants struct {
	direct, issuer, account grant
}

func (r resourceGrants) any() grant {
	return r.direct.or(r.issuer).or(r.account)
}

func (e *evaluation) resourceAllows() resourceGrants {
	if len(e.policies.Resource) == 0 && e.request.needsResourcePolicy() {
		missing := doubted(Doubt{Layer: LayerResource, Text: "the policy of the resource is not known"})
		return resourceGrants{missing, missing, missing}
	}
	by := func(choose func(reach) value.Truth) grant {
		return e.allows(LayerResource, e.policies.Resource, choose)
	}
	return resourceGrants{
		direct:  by(func(r reach) value.Truth { return r.direct }),
		issuer:  by(func(r reach) value.Truth { return r.issuer }),
		account: by(func(r reach) value.Truth { return r.account }),
	}
}

// allows answers whether a statement allows the request to the caller as choose sees it.
func (e *evaluation) allows(layer Layer, documents []*Document, choose func(reach) value.Truth) grant {
	allowed := refused(layer)
	for _, document := range documents {
		if document.Unresolved != "" {
			allowed = allowed.or(doubted(Doubt{Layer: layer, At: document.At, Text: document.Unresolved}))
		}
		for i := range document.Statements {
			statement := &document.Statements[i]
			truth := statement.hasEffect("Allow").And(e.allowsCaller(layer, statement, choose))
			if truth != value.No {
				truth = truth.And(e.matchesRest(layer, document, statement))
			}
			switch truth {
			case value.Yes:
				return grant{truth: value.Yes, by: []Deciding{e.deciding(layer, statement)}}
			case value.Undecided:
				doubt := e.doubt(layered{layer: layer, applies: value.Yes}, document, statement)
				allowed = allowed.or(doubted(doubt))
			case value.No:
			}
		}
	}
	return allowed
}

// allowsCaller answers for the principal of an Allow. One with NotPrincipal is not supported (IAM User
// Guide, NotPrincipal), so that it is never sure to allow something.
func (e *evaluation) allowsCaller(layer Layer, statement *Statement, choose func(reach) value.Truth) value.Truth {
	truth := choose(e.reach(layer, statement))
	if statement.NotPrincipals != nil {
		return truth.And(value.Undecided)
	}
	return truth
}
