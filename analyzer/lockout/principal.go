package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// canBeExempt leaves out what NotPrincipal never exempts as a way back: a role without a session
// (IAM User Guide: the session has to be listed, too), accounts and services.
func canBeExempt(kind policy.PrincipalKind) bool {
	switch kind {
	case policy.User, policy.Session, policy.FederatedUser, policy.Declared, policy.Unclear, policy.UniqueID:
		return true
	case policy.Anyone, policy.Account, policy.Role, policy.Service, policy.Federated, policy.CanonicalUser,
		policy.Rejected:
		return false
	default:
		return false
	}
}

// isOwn answers whether a principal belongs to the owning account.
func (p *proof) isOwn(principal *policy.Principal) answer {
	switch principal.Kind {
	case policy.Declared:
		return yes // a stack makes its principals in its own account
	case policy.User, policy.Session, policy.FederatedUser, policy.Account, policy.Role:
		return p.ownAccount(principal)
	case policy.Unclear, policy.UniqueID:
		return doubt(unclear(principal))
	case policy.Anyone, policy.Service, policy.Federated, policy.CanonicalUser, policy.Rejected:
		return no
	default:
		return no
	}
}

// ownAccount answers whether the account of a principal is the owning one.
func (p *proof) ownAccount(principal *policy.Principal) answer {
	text, isLiteral := principal.Account.Literal()
	if isLiteral && !policy.IsAccountID(text) {
		return no
	}
	reason := Reason{At: principal.At, Cause: Unresolved, Text: "the account of the principal is not known"}
	if isLiteral {
		reason.Cause = Account
		reason.Text = "account " + text + " may or may not be the one that owns the resource (give it as --account)"
	}
	return decide(value.Same(principal.Account, p.resource.place.account), reason)
}

// isInAccountOf answers whether an account that is listed is the one of a principal that may be
// spared. The principal only matters where it belongs to the owning account.
func (p *proof) isInAccountOf(account, named *policy.Principal) answer {
	switch named.Kind {
	case policy.User, policy.Session, policy.FederatedUser:
		if same := value.Same(account.Account, named.Account); same != value.Undecided {
			return decide(same, unclear(account))
		}
	case policy.Declared, policy.Unclear, policy.UniqueID, policy.Anyone, policy.Account, policy.Role,
		policy.Service, policy.Federated, policy.CanonicalUser, policy.Rejected:
	}
	return p.ownAccount(account)
}

func unclear(principal *policy.Principal) Reason {
	return Reason{At: principal.At, Cause: Unresolved, Text: describe("principal", principal.Text)}
}

// describe says that it can't be told what a text of the document stands for.
func describe(noun string, text policy.Text) string {
	switch {
	case text.Unresolved != "":
		return "the " + noun + " is unresolved: " + text.Unresolved
	case text.Written != "":
		return "it can't be told what the " + noun + " " + text.Written + " stands for"
	case text.Value == "":
		return "it can't be told what the " + noun + " stands for"
	default:
		return "it can't be told what the " + noun + " " + text.Value + " stands for"
	}
}

// includes answers whether an entry of a Principal element covers the class.
func (p *proof) includes(principal *policy.Principal, of *caller) answer {
	switch principal.Kind {
	case policy.Anyone:
		return yes
	case policy.Account:
		return p.ownAccount(principal)
	case policy.CanonicalUser:
		return doubt(Reason{
			At: principal.At, Cause: Unresolved, // an account id would not settle it
			Text: "the canonical user id may or may not be that of the owning account",
		})
	case policy.Unclear:
		if p.isOwnAccountID(principal) {
			return yes
		}
		return doubt(unclear(principal))
	case policy.User, policy.Role, policy.Session, policy.FederatedUser, policy.Declared, policy.UniqueID:
		if of.named == nil {
			return no
		}
		return decide(samePrincipal(p.known(principal), p.known(of.named)), unclear(principal))
	case policy.Service, policy.Federated, policy.Rejected:
		return no
	default:
		return no
	}
}

// known returns a principal that is declared as the user or role that it is; others as they are.
func (p *proof) known(principal *policy.Principal) *policy.Principal {
	if principal.Kind != policy.Declared {
		return principal
	}
	declared, is := p.target.declared(principal)
	if !is || declared.Kind == Group {
		return principal
	}
	named := *principal
	named.Kind, named.Account = declared.Kind, p.resource.place.account
	if named.Name = declared.Name; named.Name == nil {
		named.Name = attribute(principal.Name, "")
	}
	return &named
}

// isOwnAccountID holds for a value that is surely the id of the owning account, such as
// AWS::AccountId.
func (p *proof) isOwnAccountID(principal *policy.Principal) bool {
	return principal.Kind == policy.Unclear && value.Same(principal.Account, p.resource.place.account) == value.Yes
}

// samePrincipal answers whether two entries name one principal, or one a role and the other a
// session of it.
func samePrincipal(a, b *policy.Principal) value.Truth {
	switch {
	case value.Same(a.Source, b.Source) == value.Yes:
		return value.Yes
	case a.Kind == policy.Declared || b.Kind == policy.Declared,
		a.Kind == policy.UniqueID || b.Kind == policy.UniqueID,
		a.Kind == policy.Unclear || b.Kind == policy.Unclear:
		return value.Undecided
	case a.Kind == policy.Role && b.Kind == policy.Session:
		return value.Same(a.Account, b.Account).And(value.Same(roleName(a), roleName(b)))
	case a.Kind != b.Kind:
		return value.No
	}
	same := value.Same(a.Account, b.Account).And(value.Same(a.Name, b.Name))
	if a.Kind == policy.Session {
		same = same.And(value.Same(a.SessionName, b.SessionName))
	}
	return same
}

// roleName returns the name of the role that an entry is about. A role's ARN has the path before the
// name, that of a session has no path.
func roleName(principal *policy.Principal) *value.Value {
	if principal.Kind == policy.Declared {
		return attribute(principal.Name, "")
	}
	segments := policy.Segments(principal.Name)
	return segments[len(segments)-1]
}
