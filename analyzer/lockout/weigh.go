package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// weigh returns the options for an alternative: with the duties that it surely does, and where the outcome of
// conditions is open, one that hopes for it.
func (p *proof) weigh(one alternative, clauses []*clause) []option {
	sure, hoped, facts := p.outcome(one, clauses)
	if one.caller != nil {
		p.addCoverage(one.caller, &sure)
	}
	if hoped.within(sure.sure) {
		return []option{sure}
	}
	hopeful := sure
	hopeful.sure = sure.sure.clone()
	hopeful.sure.join(hoped)
	hopeful.facts = distinctFacts(append(slices.Clone(sure.facts), facts...))
	hopeful.price = costOf(hopeful.facts)
	return []option{sure, hopeful}
}

// outcome returns the alternative with the duties that it surely does, and those that it may do, with what has
// to be for that.
func (p *proof) outcome(one alternative, clauses []*clause) (sure option, hoped set, facts []Fact) {
	sure = option{alternative: one, sure: newSet(p.duties), hard: newSet(p.duties), price: costOf(one.facts)}
	hoped = newSet(p.duties)
	for _, read := range clauses {
		p.tests += 1 + len(read.condition.Values)
		holds := p.holds(read, one.context)
		if !read.grants {
			holds = holds.Not()
		}
		switch holds {
		case value.Yes:
			sure.sure.add(read.duty)
		case value.Undecided:
			hoped.add(read.duty)
			facts = append(facts, p.hope(read, one.context))
		case value.No:
		}
	}
	return sure, hoped, facts
}

// hope says what has to be for a condition of which the outcome is open.
func (p *proof) hope(read *clause, context policy.Context) Fact {
	key, values := read.condition.Key, read.values()
	negated := read.operator.Negated() == read.grants
	switch {
	case p.row.axisOf(key) == onDeployment && key == keyRegion:
		return Fact{Kind: Placed, Value: values, Text: "the resource is" + not(negated) + " in " + values}
	case p.isOfOwner(key) && read.isLiteral():
		verb := "owns"
		if negated {
			verb = "does not own"
		}
		return Fact{Kind: Owned, Value: values, Text: "account " + values + " " + verb + " the resource"}
	case read.isLiteral() && holdsLiterals(context[key]):
		return Fact{Kind: undocumented, Value: spelled(key), Text: "the condition on " + spelled(key) + " holds"}
	default:
		return Fact{Kind: Given, Value: spelled(key), Text: "the condition on " + spelled(key) + " lets it through"}
	}
}

// isOfOwner reports whether the value of a key follows from which account owns the resource.
func (p *proof) isOfOwner(key string) bool {
	return p.row.axisOf(key) == onDeployment || key == keySourceOwner && p.row.Name == "sns"
}

// holds answers whether a condition holds. How AWS writes the instants that operators for texts compare is not
// documented, so that a value may be another spelling of the same.
func (p *proof) holds(read *clause, context policy.Context) value.Truth {
	holds := read.holds(context, p.document)
	key := read.condition.Key
	if (p.row.axisOf(key) == onTime || key == keyTokenIssueTime) && comparesTexts(read.operator) &&
		read.operator.Negated() && context[key].Presence == value.Yes && holds == value.Yes {
		return value.Undecided
	}
	if key == keyRegion && holds == value.Undecided && read.comparesWithWildcards() {
		return value.TruthOf(read.operator.Negated())
	}
	return holds
}

// comparesWithWildcards reports whether all values have a wildcard that the operator takes literally, which no name
// of a Region has.
func (c *clause) comparesWithWildcards() bool {
	return comparesTexts(c.operator) && !c.operator.Wildcards() &&
		!slices.ContainsFunc(c.condition.Values, func(text policy.Text) bool {
			written, isLiteral := text.Source.Literal()
			return !isLiteral || !strings.ContainsAny(written, "*?")
		})
}

// holdsLiterals reports whether all that a request has of a key is known.
func holdsLiterals(entry policy.Entry) bool {
	return !slices.ContainsFunc(entry.Values, func(v *value.Value) bool {
		_, isLiteral := v.Literal()
		return !isLiteral
	})
}

func not(negated bool) string { //nolint:revive // negated is the value to put into words, not a switch
	if negated {
		return " not"
	}
	return ""
}

// values reads out what a condition compares its key with.
func (c *clause) values() string {
	var all []string
	for _, text := range c.condition.Values {
		all = append(all, shown(text))
	}
	return strings.Join(all, " or ")
}

func (c *clause) isLiteral() bool {
	for _, text := range c.condition.Values {
		if _, is := text.Source.Literal(); !is {
			return false
		}
	}
	return true
}

// addCoverage adds what follows from the principals that the statements name.
func (p *proof) addCoverage(of *caller, to *option) {
	for s := range p.statements {
		duty, covered := p.rules[s].covering, p.covered(s, of)
		if !p.rules[s].grants {
			covered = covered.not()
		}
		to.add(duty, covered.truth)
	}
}

// add notes a duty that is done, or may be.
func (o *option) add(duty int, done value.Truth) {
	switch done {
	case value.Yes:
		o.sure.add(duty)
	case value.Undecided:
		o.hard.add(duty)
	case value.No:
	}
}

// actionOptions are the recovery actions.
func (p *proof) actionOptions() []option {
	var all []option
	for a := range p.actions {
		one := option{action: a, acts: true, sure: newSet(p.duties), hard: newSet(p.duties)}
		if a >= p.edits {
			one.price = removal
		}
		for s := range p.statements {
			about := p.rules[s].about[a]
			if !p.rules[s].grants {
				about = about.not()
			}
			one.add(p.rules[s].acting, about.truth)
		}
		all = append(all, one)
	}
	return all
}

// addStanding adds what follows from whether the statements deny, or allow, anything at all.
func (p *proof) addStanding(to *option) {
	for s := range p.statements {
		stands := p.rules[s].stands
		if !p.rules[s].grants {
			stands = stands.not()
		}
		to.add(p.rules[s].standing, stands.truth)
	}
}
