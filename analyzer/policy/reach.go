package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// reach says by which of its names a Principal element means a caller. What an Allow gives depends on
// it.
type reach struct {
	// direct: by "*" or by what the caller is itself, such as a user or a session.
	direct value.Truth
	// issuer: by the role, or the user, that issued the caller's session.
	issuer value.Truth
	// account: by the account, which hands the decision to the account's identity policies.
	account value.Truth
}

// unreached is the reach of an element that does not mean the caller.
func unreached() reach {
	return reach{direct: value.No, issuer: value.No, account: value.No}
}

// any answers whether the element means the caller at all.
func (r reach) any() value.Truth {
	return r.direct.Or(r.issuer).Or(r.account)
}

func (r reach) or(other reach) reach {
	return reach{
		direct:  r.direct.Or(other.direct),
		issuer:  r.issuer.Or(other.issuer),
		account: r.account.Or(other.account),
	}
}

// MatchesCaller answers whether the statement is about the caller, by its Principal or NotPrincipal.
// A statement without either, which has no place in a resource policy, is Undecided.
//
// NotPrincipal spares a user only where its account is listed, too, and a session where its account
// and its role are (IAM User Guide, NotPrincipal). It spares nobody with a permissions boundary, which
// bounded tells.
func (s *Statement) MatchesCaller(caller Caller, bounded value.Truth) value.Truth {
	return s.reaches(caller, bounded).any()
}

func (s *Statement) reaches(caller Caller, bounded value.Truth) reach {
	switch {
	case s.Principals != nil && s.NotPrincipals != nil:
		return reach{}
	case s.NotPrincipals != nil:
		met := unreached()
		met.direct = spares(s.NotPrincipals, caller, bounded).Not()
		return met
	case s.Principals != nil:
		met := unreached()
		for i := range s.Principals {
			met = met.or(s.Principals[i].reaches(caller))
		}
		return met
	default:
		return reach{}
	}
}

// Matches answers whether the principal stands for the caller.
func (p *Principal) Matches(caller Caller) value.Truth {
	return p.reaches(caller).any()
}

func (p *Principal) reaches(c Caller) reach {
	met := unreached()
	switch p.Kind {
	case Anyone:
		met.direct = value.Yes
	case Account:
		met.account = c.isIn(p.Account)
	case User:
		met.direct, met.issuer = p.is(c, User), p.issues(c, FederatedUser)
	case Role:
		met.issuer = p.issuesSession(c)
	case Session:
		met.direct = p.isSession(c)
	case FederatedUser, Service, Federated:
		met.direct = p.is(c, p.Kind)
	case Declared:
		met.direct = p.is(c, User)
		met.issuer = p.issues(c, FederatedUser).Or(p.issuesSession(c))
	case UniqueID:
		met.direct = value.TruthOf(c.isIdentity() && c.Kind != Account).And(value.Undecided)
	case CanonicalUser:
		met.account = value.TruthOf(c.isIdentity()).And(value.Undecided)
	case Unclear:
		if c.isIn(p.Account) == value.Yes {
			met.account = value.Yes
			return met
		}
		return reach{}
	case Rejected:
		return reach{}
	}
	return met
}

// isIn answers whether the caller belongs to the account.
func (c Caller) isIn(account *value.Value) value.Truth {
	if own := c.account(); own != nil && account != nil {
		return equal(own, account)
	}
	return value.TruthOf(c.isIdentity()).And(value.Undecided)
}

// is answers whether the principal is the caller, who has to be of the kind.
func (p *Principal) is(c Caller, kind PrincipalKind) value.Truth {
	if c.Kind != kind {
		return value.No
	}
	return sameARN(p.Source, c.ARN)
}

// issues answers whether the principal issued the caller, who has to be of the kind.
func (p *Principal) issues(c Caller, kind PrincipalKind) value.Truth {
	switch {
	case c.Kind != kind:
		return value.No
	case c.Issuer == nil:
		return value.Undecided
	default:
		return sameARN(p.Source, c.Issuer)
	}
}

// issuesSession answers whether the principal is the role of the caller. Where only the role's name
// is known and not its path, it may be another one.
func (p *Principal) issuesSession(c Caller) value.Truth {
	if c.Kind != Session && c.Kind != Role {
		return value.No
	}
	if role := c.role(); role != nil {
		return sameARN(p.Source, role)
	}
	if p.Kind == Declared {
		return value.Undecided
	}
	name, _ := c.sessionParts()
	return c.isIn(p.Account).And(equal(lastSegment(p.Name), name)).And(value.Undecided)
}

// isSession answers whether the principal is the session that calls.
func (p *Principal) isSession(c Caller) value.Truth {
	switch c.Kind {
	case Session:
		return sameARN(p.Source, c.ARN)
	case Role:
		fields := Split(c.ARN, ":", arnFields)
		if len(fields) < arnFields {
			return value.Undecided
		}
		sameRole := equal(p.Name, lastSegment(fields[resourceField]))
		return c.isIn(p.Account).And(sameRole).And(value.Undecided)
	case User, FederatedUser, Account, Anyone, Declared, UniqueID, Service, Federated, CanonicalUser, Rejected, Unclear:
		return value.No
	default:
		return value.No
	}
}

// sameARN compares two ARNs part by part, but for a partition that is symbolic.
func sameARN(a, b *value.Value) value.Truth {
	_, literalA := a.Literal()
	_, literalB := b.Literal()
	if literalA && literalB {
		return equal(a, b)
	}
	left, right := Split(a, ":", arnFields), Split(b, ":", arnFields)
	if len(left) < arnFields || len(right) < arnFields {
		return equal(a, b)
	}
	truth := value.Yes
	for i := range left {
		_, leftLiteral := left[i].Literal()
		_, rightLiteral := right[i].Literal()
		if i == partitionField && (!leftLiteral || !rightLiteral) {
			continue
		}
		truth = truth.And(equal(left[i], right[i]))
	}
	return truth
}

// lastSegment returns what follows the last "/": the name without its path.
func lastSegment(name *value.Value) *value.Value {
	segments := Segments(name)
	return segments[len(segments)-1]
}

// Segments returns what stands between the slashes of a path with a name behind it.
func Segments(path *value.Value) []*value.Value {
	return Split(path, "/", maxPathSegments)
}

// maxPathSegments is more than a path of 512 characters has.
const maxPathSegments = 513
