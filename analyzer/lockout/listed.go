package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// exempt returns the principal that an entry of a NotPrincipal element may let through; nil for none.
func (p *proof) exempt(principal *policy.Principal) *caller {
	if !canBeExempt(principal.Kind) || p.isOwnAccountID(principal) {
		return nil
	}
	one := p.namedBy(principal)
	if one == nil {
		return nil
	}
	declared, is := p.target.declared(principal)
	exists := is && one.member == value.Yes && declared.Kind == policy.User && declared.Exists == value.Yes
	if !exists {
		one.facts = append(one.facts, needs(principal, one.shown)...)
	}
	return one
}

// needs says what has to hold for a principal that NotPrincipal lists.
func needs(principal *policy.Principal, shownAs string) []Fact {
	if principal.Kind == policy.Session {
		return []Fact{
			{Kind: Existing, Value: shownAs, Text: "the role exists"},
			{Kind: InSession, Value: shownAs, Text: "the session has exactly this name"},
			{Kind: Unbounded, Value: shownAs, Text: "the role has no permissions boundary"},
		}
	}
	return []Fact{
		{Kind: Existing, Value: shownAs, Text: "the principal exists"},
		{Kind: Unbounded, Value: shownAs, Text: "has no permissions boundary"},
	}
}

// mentioned returns the principal that an entry of a Principal element names; nil for one that is no
// user or role of the owning account.
func (p *proof) mentioned(principal *policy.Principal) *caller {
	if !isOne(principal) {
		return nil
	}
	one := p.namedBy(principal)
	if one == nil {
		return nil
	}
	if declared, is := p.target.declared(principal); !is || declared.Exists != value.Yes {
		one.facts = append(one.facts, Fact{Kind: Existing, Value: one.shown, Text: "the principal exists"})
	}
	if principal.Kind == policy.Session {
		exact := Fact{Kind: InSession, Value: one.shown, Text: "the session has exactly this name"}
		one.facts = append(one.facts, exact)
	}
	return one
}

// isOne reports whether an entry names a single user or role.
func isOne(principal *policy.Principal) bool {
	switch principal.Kind {
	case policy.User, policy.Role, policy.Session, policy.FederatedUser, policy.Declared:
		return true
	case policy.Anyone, policy.Account, policy.UniqueID, policy.Service, policy.Federated, policy.CanonicalUser,
		policy.Rejected, policy.Unclear:
		return false
	default:
		return false
	}
}

// namedBy returns the principal behind an entry, with the fact that its account owns the resource where that
// is not known; nil for one of another account.
func (p *proof) namedBy(principal *policy.Principal) *caller {
	one := &caller{kind: policy.Role, named: principal, shown: shown(principal.Text), member: p.isOwn(principal).truth}
	if one.member == value.No {
		return nil
	}
	if account, isLiteral := principal.Account.Literal(); isLiteral && one.member == value.Undecided {
		one.member, one.facts = value.Yes, []Fact{ownedBy(account)}
	}
	switch known := p.known(principal); known.Kind {
	case policy.User:
		one.kind, one.arn = policy.User, p.arnIn(known, "iam", "user/", known.Name)
	case policy.FederatedUser:
		one.kind, one.arn = policy.FederatedUser, p.arnIn(known, "sts", "federated-user/", known.Name)
	case policy.Session:
		one.arn = p.arnIn(known, "iam", "role/", p.fullName(known))
		one.id = value.Join(value.OfText("AROA"+fresh+":"), known.SessionName)
	case policy.Role:
		one.arn = p.arnIn(known, "iam", "role/", known.Name)
		if principal.Kind == policy.Role {
			one.named = sessionOf(known)
		}
	case policy.Anyone, policy.Account, policy.Declared, policy.UniqueID, policy.Service, policy.Federated,
		policy.CanonicalUser, policy.Rejected, policy.Unclear:
		one.arn = principal.Source
	}
	return one
}

func ownedBy(account string) Fact {
	return Fact{Kind: Owned, Value: account, Text: "account " + account + " owns the resource"}
}

// sessionOf returns an unnamed session of a role.
func sessionOf(role *policy.Principal) *policy.Principal {
	return &policy.Principal{
		Kind: policy.Session, Account: role.Account, Name: roleName(role), SessionName: value.OfText(fresh),
		Text: role.Text,
	}
}

func (p *proof) arnIn(principal *policy.Principal, service, noun string, name *value.Value) *value.Value {
	start := value.Join(value.OfText("arn:"), p.partition, value.OfText(":"+service+"::"), principal.Account)
	return value.Join(start, value.OfText(":"+noun), name)
}

// fullName returns the name of a session's role with the path that an entry for the role gives it.
func (p *proof) fullName(session *policy.Principal) *value.Value {
	for _, statement := range p.statements {
		for i := range statement.NotPrincipals {
			entry := p.known(&statement.NotPrincipals[i])
			if entry.Kind == policy.Role && samePrincipal(entry, session) == value.Yes {
				return entry.Name
			}
		}
	}
	return session.Name
}
