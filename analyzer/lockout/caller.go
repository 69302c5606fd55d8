package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// caller is a principal of the owning account, or all those that no statement tells from it.
type caller struct {
	// kind is [policy.User], [policy.Role] for a session of a role, [policy.FederatedUser], or
	// [policy.Account] for the root user.
	kind policy.PrincipalKind
	// named is how elements name the principal; nil for principals that none names.
	named *policy.Principal
	// shown is a phrase, or the principal as the document writes it.
	shown string
	// member says whether it belongs to the owning account.
	member value.Truth
	facts  []Fact
	// assured says that it is known to exist, whoever it is.
	assured bool
	// arn is its aws:PrincipalArn, id its aws:userid and name its aws:username, where that is known.
	arn, id, name *value.Value
}

// anyone are the principals that no statement names.
func (p *proof) anyone() []*caller {
	role := &caller{kind: policy.Role, shown: "any role of the account"}
	user := &caller{kind: policy.User, shown: "any IAM user of the account"}
	federated := &caller{
		kind: policy.FederatedUser, shown: "any federated user of the account",
		facts: []Fact{{Kind: InSession, Text: "the session is that of a federated user"}},
	}
	name := value.OfText(fresh)
	role.arn, user.arn = p.principalARN("iam", "role/", name), p.principalARN("iam", "user/", name)
	federated.arn = p.principalARN("sts", "federated-user/", name)
	for _, one := range []*caller{role, user, federated} {
		one.member = value.Yes
	}
	return []*caller{role, user, federated}
}

// root is the root user of the owning account.
func (p *proof) root() *caller {
	account := p.resource.place.account
	return &caller{
		kind: policy.Account, shown: "the root user of the account", member: value.Yes,
		named: &policy.Principal{Kind: policy.Account, Account: account},
		arn:   p.principalARN("iam", "root", value.OfText("")), id: account,
	}
}

// allCallers returns the principals that may differ in what is denied to them.
func (p *proof) allCallers() []*caller {
	all := p.anyone()
	seen := map[string]bool{}
	add := func(one *caller, id string) {
		if one != nil && (id == "" || !seen[id]) {
			all = append(all, one)
		}
		seen[id] = true
	}
	for _, statement := range p.statements {
		for i := range statement.NotPrincipals {
			principal := &statement.NotPrincipals[i]
			add(p.exempt(principal), "not "+value.Identity(principal.Source))
		}
		for i := range statement.Principals {
			principal := &statement.Principals[i]
			add(p.mentioned(principal), "is "+value.Identity(principal.Source))
		}
	}
	if p.tellsCallersApart() {
		for _, one := range append(p.declared(), p.matching()...) {
			add(one, "arn "+value.Identity(one.arn))
		}
	}
	for _, one := range p.assured() {
		add(one, "")
	}
	return p.withNames(p.withIDs(all))
}

// tellsCallersApart reports whether conditions look at who the caller is.
func (p *proof) tellsCallersApart() bool {
	return slices.ContainsFunc([]string{keyPrincipalARN, keyUserID, keyUserName}, p.knows)
}
