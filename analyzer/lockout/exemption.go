package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// isExempt answers whether a NotPrincipal element lets the class through. For IAM to tell a listed
// user from the others, the account has to be listed as well, and for a session its role, too (IAM
// User Guide, NotPrincipal). The account alone exempts no one but its root user.
func (p *proof) isExempt(listed []policy.Principal, of *caller) answer {
	exempt := no
	for i := range listed {
		if listed[i].Kind == policy.Anyone {
			return yes
		}
		if listed[i].Kind == policy.Unclear && !p.isOwnAccountID(&listed[i]) {
			exempt = exempt.or(doubt(unclear(&listed[i]))) // it may be the entry that is missing
		}
	}
	switch {
	case of.named == nil:
		return exempt
	case of.kind == policy.Account:
		return exempt.or(p.listsRoot(listed))
	}
	return exempt.or(p.isListed(listed, of.named))
}

// isListed answers whether the list holds all that it takes to exempt the named principal.
func (p *proof) isListed(listed []policy.Principal, named *policy.Principal) answer {
	account, itself, role := no, no, no
	for i := range listed {
		entry := &listed[i]
		switch entry.Kind {
		case policy.Account:
			account = account.or(p.isInAccountOf(entry, named))
		case policy.Unclear:
			if p.isOwnAccountID(entry) {
				account = yes
			}
		case policy.Role:
			role = role.or(decide(samePrincipal(entry, named), unclear(entry)))
		case policy.Declared:
			role = role.or(p.isRoleOf(entry, named))
			itself = itself.or(p.isSelf(entry, named))
		case policy.User, policy.Session, policy.FederatedUser, policy.UniqueID:
			itself = itself.or(p.isSelf(entry, named))
		case policy.Anyone, policy.Service, policy.Federated, policy.CanonicalUser, policy.Rejected:
		}
	}
	if named.Kind != policy.Session {
		role = yes
	}
	return account.and(itself).and(role).and(p.isBounded(named).not())
}

// isBounded answers whether a principal that the set declares has a permissions boundary. One that
// is not declared is taken to have none, and the way back says so.
func (p *proof) isBounded(named *policy.Principal) answer {
	declared, is := p.target.declared(named)
	if !is || p.isOwn(named).truth == value.No {
		return no
	}
	text := "it can't be told whether the principal has a permissions boundary"
	return decide(declared.Bounded, Reason{At: named.At, Cause: Unresolved, Text: text})
}

// isSelf answers whether the entry is the named principal, in a form that exempts it.
func (p *proof) isSelf(entry, named *policy.Principal) answer {
	if entry.Kind == policy.Declared && named.Kind == policy.Session {
		return no // the set declares users and roles, and no session
	}
	same := decide(samePrincipal(entry, named), unclear(entry))
	if named.Kind == policy.User || named.Kind == policy.Session {
		return same
	}
	if named.Kind == policy.Declared {
		if declared, _ := p.target.declared(named); declared.Kind == policy.User {
			return same
		} else if declared.Kind == policy.Role {
			return no // a role is exempt through its sessions only
		}
	}
	return same.and(doubt(unclear(named))) // what has to be listed besides is not known
}

// isRoleOf answers whether a reference is to the role of the named session.
func (p *proof) isRoleOf(entry, named *policy.Principal) answer {
	if named.Kind != policy.Session {
		return no
	}
	if declared, is := p.target.declared(entry); is {
		if of, found := p.target.declared(named); found && of.Resource == declared.Resource {
			return yes
		}
	}
	return decide(value.Same(roleName(entry), roleName(named)), unclear(entry))
}

// listsRoot answers whether the list has the owning account, which stands for its root user here.
func (p *proof) listsRoot(listed []policy.Principal) answer {
	found := no
	for i := range listed {
		switch {
		case listed[i].Kind == policy.Account:
			found = found.or(p.ownAccount(&listed[i]))
		case p.isOwnAccountID(&listed[i]):
			return yes
		}
	}
	return found
}
