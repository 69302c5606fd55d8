package lockout

import (
	"cmp"
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// alternative is one way in which a request can be on an axis, or on several.
type alternative struct {
	context policy.Context
	facts   []Fact
	// phrase says how such a request is made, where that is worth telling and needs no fact.
	phrase string
	// caller is set on the axis of callers alone.
	caller *caller
	// manual says that CloudFormation makes no such request.
	manual bool
}

// with returns the alternative with a key more.
func (a alternative) with(key string, entry policy.Entry, facts ...Fact) alternative {
	a.context = maps.Clone(a.context)
	if a.context == nil {
		a.context = policy.Context{}
	}
	a.context[key] = entry
	a.facts = append(append([]Fact{}, a.facts...), facts...)
	return a
}

// merge returns the alternative that is both.
func (a alternative) merge(other alternative) alternative {
	merged := alternative{context: policy.Context{}, phrase: a.phrase + other.phrase, caller: a.caller}
	maps.Copy(merged.context, a.context)
	maps.Copy(merged.context, other.context)
	merged.facts = append(append([]Fact{}, a.facts...), other.facts...)
	merged.manual = a.manual || other.manual
	if merged.caller == nil {
		merged.caller = other.caller
	}
	return merged
}

// mostAlternatives bounds what is looked at on axes that depend on each other.
const mostAlternatives = 1 << 12

// product returns all combinations of what is chosen from each list.
func (p *proof) product(lists ...[]alternative) []alternative {
	all := []alternative{{}}
	for _, list := range lists {
		var longer []alternative
		for _, one := range all {
			for _, other := range list {
				if len(longer) > 0 && (len(longer) == mostAlternatives || p.tests > mostTests) {
					p.cut = true
					break
				}
				p.tests += 1 + len(one.context)
				longer = append(longer, one.merge(other))
			}
		}
		all = longer
	}
	return all
}

// alternatives returns the ways to be on an axis, the cheapest first.
func (p *proof) alternatives(on axis) []alternative {
	switch on {
	case onCaller:
		return p.callerAlternatives()
	case onRoute:
		return p.routes()
	case onTransport:
		return p.transports()
	case onTime:
		return p.instants()
	case onOrganization:
		return p.organizations()
	case onDeployment:
		return []alternative{{context: p.settled()}}
	case onAction, onDocument:
		return []alternative{{}}
	case keySourceOwner:
		if p.row.Name == "sns" {
			return p.sourceOwners()
		}
		return p.independent(string(on))
	default:
		return p.independent(string(on))
	}
}

// sourceOwners are what is known of aws:SourceOwner in calls of Amazon SNS: the policy that a topic has by default
// lets the principals of its account in by it (Amazon SNS Developer Guide, Default access policy), while no list of
// keys says when it is there.
func (p *proof) sourceOwners() []alternative {
	return []alternative{alternative{}.with(keySourceOwner, policy.Present(p.resource.place.account)), {}}
}

// settled returns the keys whose values follow from where the resource is. The caller is of the account
// that owns it.
func (p *proof) settled() policy.Context {
	account := policy.Present(p.resource.place.account)
	context := policy.Context{
		keyAccount: account, keyOwnAccount: account, keyRegion: policy.Present(p.resource.place.region),
		keyIsService: policy.PresentText("false"),
	}
	for _, name := range accountKeys {
		context[p.row.prefix()+":"+name] = account
	}
	return context
}

// transports are HTTPS in the versions that AWS accepts, and plain HTTP.
func (p *proof) transports() []alternative {
	versionKey := p.row.prefix() + ":tlsversion"
	var all []alternative
	for _, version := range []string{"1.3", "1.2"} {
		all = append(all, alternative{context: policy.Context{
			keySecureTransport: policy.PresentText("true"), versionKey: policy.PresentText(version),
		}})
	}
	plain := alternative{manual: true}.with(keySecureTransport, policy.PresentText("false"),
		Fact{Kind: PlainHTTP, Text: "the request is made over plain HTTP"})
	return append(all, plain)
}

// independent returns the ways to have a key that depends on no other.
func (p *proof) independent(key string) []alternative {
	known := traitOf(key)
	var all []alternative
	if known.optional {
		all = append(all, alternative{context: policy.Context{}})
	}
	for _, usual := range known.usual {
		all = append(all, alternative{}.with(key, policy.PresentText(usual)))
	}
	for _, rare := range known.rare {
		fact := Fact{Kind: known.kind, Value: known.name + rare, Text: known.text + rare}
		all = append(all, alternative{manual: known.kind == Header}.with(key, policy.PresentText(rare), fact))
	}
	if known.free {
		all = append(all, alternative{}.with(key, policy.PresentText(fresh)))
	}
	if known.any != "" {
		all = append(all, alternative{}.with(key, policy.PresentText(fresh), Fact{Kind: known.kind, Text: known.any}))
	}
	for _, found := range p.samples(key) {
		fact := Fact{Kind: known.kind, Value: known.name + found.shown, Text: known.text + found.shown}
		another := alternative{manual: known.kind == Header}.with(key, policy.Present(found.value), fact)
		all = append(all, another)
	}
	return append(all, p.addressed(key, known)...)
}

// addressed returns the ways to have a key that is compared with networks.
func (p *proof) addressed(key string, known trait) []alternative {
	if !slices.ContainsFunc(p.about(key), comparesNetworks) {
		return nil
	}
	var all []alternative
	for _, found := range p.addresses(key, isAnyAddress) {
		fact := Fact{Kind: known.kind, Value: known.name + found.shown, Text: known.text + found.shown}
		if found.shown == "" {
			fact.Text = cmp.Or(known.any, known.text+"another address")
		}
		all = append(all, alternative{}.with(key, policy.Present(found.value), fact))
	}
	return all
}

// about returns the clauses on the key.
func (p *proof) about(key string) []*clause {
	return p.clauses[key]
}

// knows reports whether the document has conditions on the key, or a policy variable of that name.
func (p *proof) knows(key string) bool {
	return p.keys[key]
}

func present(v *value.Value) policy.Entry {
	return policy.Present(v)
}
