package lockout

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Known is what is known of an account and stands in no document.
type Known struct {
	// BreakGlass are patterns of the ARNs of users and roles, with "*" for any text and "?" for any character. In every
	// account that fits there is one for each pattern, without a permissions boundary.
	BreakGlass []string
	// Organization is the id of the organization that the account is in; empty where it is not known.
	Organization string
	// OnPremises are blocks of addresses. Somebody makes requests from the public ones among them.
	OnPremises []netip.Prefix
}

// assured are the principals that are known to exist. A pattern tells that there is one that fits it, and not which:
// it counts where the document treats all that fit it alike.
func (p *proof) assured() []*caller {
	var all []*caller
	for _, pattern := range p.target.Known.BreakGlass {
		for i, arn := range p.inOwnAccount(pattern) {
			if one := p.assuredAs(arn); one != nil {
				one.shown, one.assured = pattern, true
				if i > 0 {
					one.shown = arn // with the account that it is tried in
				}
				all = append(all, one)
			}
		}
	}
	return all
}

// assuredAs returns a principal that fits a pattern of ours; nil where there is none, or where the document tells those
// that fit it apart.
func (p *proof) assuredAs(pattern string) *caller {
	one := p.fitting(pattern, fresh)
	name := strings.SplitN(pattern, ":", arnFields)[arnFields-1]
	if one == nil || !strings.ContainsAny(name, "*?") {
		return one
	}
	if !p.treatsAlike(one, pattern) {
		return nil
	}
	one.named = nil // it may be anybody but whom an element names
	return one
}

// inOwnAccount returns the pattern with the partition, for the account that owns the resource. Where that is not known,
// it may also be each account that the document names, which
// come behind; none for principals of another account or partition.
func (p *proof) inOwnAccount(pattern string) []string {
	fields := strings.SplitN(pattern, ":", arnFields)
	partition, _ := p.partition.Literal()
	if len(fields) < arnFields || fields[1] != "*" && fields[1] != partition {
		return nil
	}
	account, isKnown := p.resource.place.account.Literal()
	if fields[4] != "*" && isKnown && fields[4] != account {
		return nil
	}
	fields[1] = partition
	all := []string{strings.Join(fields, ":")}
	if fields[4] == "*" && !isKnown {
		for _, named := range p.accounts() {
			fields[4] = named
			all = append(all, strings.Join(fields, ":"))
		}
	}
	return all
}

// mostAccounts bounds the accounts that a pattern for all of them is tried in: a policy that is about the principals of
// its own account names few.
const mostAccounts = 16

// accounts returns the ids of the accounts of which the document tells principals apart, each once.
func (p *proof) accounts() []string {
	var arns []*value.Value
	for _, read := range p.about(keyPrincipalARN) {
		for _, text := range read.condition.Values {
			arns = append(arns, text.Source)
		}
	}
	for _, statement := range p.statements {
		for _, named := range slices.Concat(statement.Principals, statement.NotPrincipals) {
			arns = append(arns, named.Source)
		}
	}
	var all []string
	for _, arn := range arns {
		fields := policy.Split(arn, ":", arnFields)
		if len(fields) < arnFields {
			continue
		}
		id, isLiteral := fields[4].Literal()
		if isLiteral && policy.IsAccountID(id) && !slices.Contains(all, id) && len(all) < mostAccounts {
			all = append(all, id)
		}
	}
	return all
}

// fitting returns the principal whose ARN is a pattern of ours with a text for each "*" in its name; nil for one that
// there can't be.
func (p *proof) fitting(pattern, text string) *caller {
	one := p.matched(sample{value: p.inAccount(strings.NewReplacer("*", text, "?", string(freshRune)), pattern)})
	if one != nil {
		one.facts = slices.DeleteFunc(one.facts, func(fact Fact) bool { return fact.Kind == Existing })
	}
	return one
}

// inAccount returns a pattern of ours with the owning account in place of any, and with a change to what follows.
func (p *proof) inAccount(change *strings.Replacer, pattern string) *value.Value {
	fields := strings.SplitN(pattern, ":", arnFields)
	account := value.OfText(fields[4])
	if fields[4] == "*" {
		account = p.resource.place.account
	}
	return value.Join(
		value.OfText(strings.Join(fields[:4], ":")+":"), account, value.OfText(":"+change.Replace(fields[arnFields-1])),
	)
}

// treatsAlike reports whether the document treats all principals whose ARNs fit a pattern like one of them.
func (p *proof) treatsAlike(one *caller, pattern string) bool {
	if p.knows(keyUserID) || p.knows(keyUserName) || p.deniesOneOf(pattern) {
		return false
	}
	others := []*caller{p.fitting(pattern, ""), p.fitting(pattern, string(freshRune))}
	for _, found := range p.samples(keyPrincipalARN, p.inAccount(strings.NewReplacer(), pattern)) {
		others = append(others, p.matched(found))
	}
	return !slices.ContainsFunc(others, func(other *caller) bool { return other != nil && p.isToldFrom(other, one) })
}

// isToldFrom reports whether a condition holds for one caller and not for the other.
func (p *proof) isToldFrom(one, other *caller) bool {
	return slices.ContainsFunc(p.conditions, func(read *clause) bool {
		p.trials += 1 + len(read.condition.Values)
		return read.holds(one.context(), p.document) != read.holds(other.context(), p.document)
	})
}

// deniesOneOf reports whether a denial may name one of the principals whose ARNs fit a pattern, and not the others.
func (p *proof) deniesOneOf(pattern string) bool {
	mayBeMeant := func(named policy.Principal) bool { return isOne(&named) && mayFit(&named, pattern) }
	return slices.ContainsFunc(p.statements, func(statement *policy.Statement) bool {
		return statement.Effect != "Allow" && slices.ContainsFunc(statement.Principals, mayBeMeant)
	})
}

// mayFit reports whether the ARN of a principal that an element names may fit a pattern. What does not show it may.
func mayFit(named *policy.Principal, pattern string) bool {
	switch named.Kind { //nolint:exhaustive // the others are no single principals
	case policy.User, policy.Role:
		return policy.MatchARN(value.OfText(pattern), named.Source) != value.No
	case policy.FederatedUser:
		return false
	default:
		return true
	}
}

// fromKnownNetworks are the requests from known networks, as far as all addresses of a network are alike to the
// document: which of them somebody has is not known.
func (p *proof) fromKnownNetworks() []alternative {
	var all []alternative
	for _, network := range p.target.Known.OnPremises {
		isPrivate := slices.ContainsFunc(notPublic, network.Overlaps)
		if !isPrivate && !slices.ContainsFunc(p.about(keySourceIP), func(read *clause) bool {
			return tellsApartIn(network, read)
		}) {
			all = append(all, alternative{}.with(keySourceIP, policy.PresentText(network.Addr().String())))
		}
	}
	return all
}

// tellsApartIn reports whether a clause may hold for some addresses of a network and not for others.
func tellsApartIn(network netip.Prefix, read *clause) bool {
	if read.operator.Base == "Null" {
		return false
	}
	return slices.ContainsFunc(read.condition.Values, func(text policy.Text) bool {
		written, isLiteral := text.Source.Literal()
		other, isNetwork := policy.ParseNetwork(written)
		return !comparesNetworks(read) || !isLiteral ||
			isNetwork && other.Overlaps(network) && other.Bits() > network.Bits()
	})
}

// inKnownOrganization are the places in the organization that the account is known to be in. Which of its units that
// is, is not known.
func (p *proof) inKnownOrganization() []alternative {
	id := value.OfText(p.target.Known.Organization)
	var all []alternative
	var named []string
	for _, key := range []string{keyPaths, keyOwnPaths} {
		for _, found := range p.samples(key, value.Join(id, value.OfText("/*"))) {
			in := inOrganization(id, found.value).because("the account is in the organizational unit " + found.shown)
			in.facts[0].Value = found.shown
			all = append(all, in)
			if !slices.Contains(named, found.shown) {
				named = append(named, found.shown)
			}
		}
	}
	rest := inOrganization(id, value.Join(id, value.OfText("/r-"+fresh+"/")))
	if len(named) > 0 {
		rest = rest.because("the account is not in the organizational unit " + strings.Join(named, " or "))
	}
	return append(all, rest)
}
