package lockout

import (
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// level returns the verdict of a view on the policy itself, with the easiest way back.
func (p *proof) level(v view) (Level, way) {
	found := p.find(v, everything)
	switch {
	case found.found && found.price == 0:
		return None, found
	case found.exhausted:
		return Undecided, found
	case !found.found:
		return p.lastResort(v), found
	case found.price.needsNothing():
		return Partial, found
	case found.price.hangsOnDeployment() && !found.isAssured():
		return Undecided, found
	case found.price.overPlainHTTP() && len(p.row.Root) > 0:
		return RootOnly, found
	case found.price.hangsOnUndocumented():
		return Undecided, found
	default:
		return Conditional, found
	}
}

// isAssured reports whether the way is that of a principal that is known to exist. Such a way is a condition of the
// document, which would be one without the knowledge, too: the account or Region is all that is left of it.
func (w way) isAssured() bool {
	return slices.ContainsFunc(w.options, func(chosen *option) bool {
		return chosen.caller != nil && chosen.caller.assured
	})
}

// lastResort is the verdict when no principal has a way back. The root user has one where the service says so,
// or where the policy itself spares it.
func (p *proof) lastResort(v view) Level {
	if len(p.row.Root) > 0 {
		return RootOnly
	}
	root := *p
	root.callers = []*caller{p.root()}
	root.groups = root.table()
	switch found := root.find(v, everything); {
	case found.found && !found.price.overPlainHTTP():
		return RootOnly
	case found.exhausted:
		return Undecided
	default:
		return Total
	}
}

// escape puts a way back into words.
func (p *proof) escape(v view, found way) *Escape {
	if !found.found {
		return nil
	}
	escape := &Escape{Facts: []Fact{}}
	var phrases []string
	for _, chosen := range found.options {
		escape.Facts = append(escape.Facts, chosen.facts...)
		if chosen.phrase != "" {
			phrases = append(phrases, chosen.phrase)
		}
		if chosen.caller != nil {
			escape.Principal = chosen.caller.shown
			if chosen.caller.named == nil && !chosen.caller.assured && p.isForAll(v, found.price) {
				escape.Principal = "any IAM principal of the account"
			}
		}
	}
	escape.Action = p.actions[found.action()]
	escape.Request = p.request(found, escape.Action)
	escape.Facts = distinctFacts(escape.Facts)
	var needed []string
	for _, fact := range escape.Facts {
		needed = append(needed, fact.Text)
	}
	escape.Context = strings.TrimSpace(enumerate(needed))
	escape.Via = strings.Join(phrases, ", ")
	return escape
}

// request returns a request that takes the way.
func (p *proof) request(found way, action string) policy.Request {
	request := policy.Request{
		Action: action, Resource: p.resource.arns[0], Owner: p.resource.place.account,
		Context: policy.Context{}, Closed: true,
	}
	for _, chosen := range found.options {
		maps.Copy(request.Context, chosen.context)
		if chosen.caller != nil {
			request.Caller = chosen.caller.calling(p.partition)
		}
	}
	return request
}

// action returns the number of the action that a way back takes.
func (w way) action() int {
	for _, chosen := range w.options {
		if chosen.acts {
			return chosen.action
		}
	}
	return 0
}

// isForAll reports whether the unnamed users and the unnamed roles have a way back at the price.
func (p *proof) isForAll(v view, price cost) bool {
	for _, kind := range []policy.PrincipalKind{policy.User, policy.Role} {
		found := p.find(v, func(one *option) bool {
			return one.caller == nil ||
				one.caller.named == nil && !one.caller.assured && one.caller.kind == kind
		})
		if !found.found || found.price > price {
			return false
		}
	}
	return true
}
