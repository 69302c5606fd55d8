package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// option is an alternative, or an action, with the duties that it does: see [proof].
type option struct {
	alternative

	// sure are the duties that it does, hard those that it does unless something unresolved outside of the
	// conditions stands against it.
	sure, hard set
	// action is the number of the action where acts is set.
	action int
	acts   bool
	price  cost
}

// group is what has to be chosen together: the options on one axis, or on several that depend on each other.
type group struct {
	axes    []axis
	options []option
}

// table returns the groups for the callers of the proof.
func (p *proof) table() []group {
	var groups []group
	for _, axes := range p.linked() {
		groups = append(groups, p.group(axes))
	}
	return groups
}

// linked returns the axes of the proof, those together that a condition links by a policy variable.
func (p *proof) linked() [][]axis {
	sets := [][]axis{{onAction}, {onDocument}, {onCaller}, {onDeployment}}
	for _, read := range p.conditions {
		var linked []axis
		for _, key := range read.keys {
			if on := p.row.axisOf(key); on != "" && !slices.Contains(linked, on) {
				linked = append(linked, on)
			}
		}
		if len(linked) > 0 {
			sets = unite(sets, linked)
		}
	}
	return sets
}

// unite puts what has an axis in common into one set.
func unite(sets [][]axis, linked []axis) [][]axis {
	var rest [][]axis
	for _, one := range sets {
		if slices.ContainsFunc(one, func(on axis) bool { return slices.Contains(linked, on) }) {
			linked = append(linked, slices.DeleteFunc(slices.Clone(one), func(on axis) bool {
				return slices.Contains(linked, on)
			})...)
			continue
		}
		rest = append(rest, one)
	}
	return append(rest, linked)
}

// group weighs the alternatives on the axes.
func (p *proof) group(axes []axis) group {
	lists := make([][]alternative, 0, len(axes))
	for _, on := range axes {
		lists = append(lists, p.alternatives(on))
	}
	weighed := group{axes: axes}
	if slices.Contains(axes, onAction) {
		weighed.options = p.actionOptions()
		return weighed
	}
	clauses := p.clausesOn(axes)
	for i, one := range p.product(lists...) {
		if p.tests > mostTests && i > 0 {
			p.cut = true
			break
		}
		weighed.options = append(weighed.options, p.weigh(p.expanded(one), clauses)...)
	}
	if slices.Contains(axes, onDocument) {
		p.addStanding(&weighed.options[0])
	}
	if len(axes) == 1 && (axes[0] == onTime || axes[0] == onOrganization) {
		weighed.options = append([]option{whatever(weighed.options)}, weighed.options...)
	}
	weighed.options = undominated(weighed.options)
	return weighed
}

// mostTests bounds the work on the alternatives of a proof: the values that they are compared with, and the keys of
// those that are put together. Twenty statements with ten keys take a tenth of it.
const mostTests = 1 << 17

// expanded returns the alternative with what it has itself for the policy variables in its values, as in a tag that
// is the name of the user.
func (p *proof) expanded(one alternative) alternative {
	if !p.document.HasVariables() {
		return one
	}
	for key, entry := range one.context {
		for i, v := range entry.Values {
			if len(variables(v)) == 0 {
				continue
			}
			if text, complete := (policy.Text{Source: v}).Expand(one.context); complete == value.Yes {
				entry.Values = slices.Clone(entry.Values)
				entry.Values[i] = text
				one = one.with(key, entry)
			}
		}
	}
	return one
}

// clausesOn returns the clauses that the axes settle. Those without an axis, on keys that no request has, are
// settled by the document.
func (p *proof) clausesOn(axes []axis) []*clause {
	var settled []*clause
	for _, read := range p.conditions {
		on := onDocument
		for _, key := range read.keys {
			if found := p.row.axisOf(key); found != "" {
				on = found
			}
		}
		if slices.Contains(axes, on) {
			settled = append(settled, read)
		}
	}
	return settled
}

// whatever is the option that leaves open which of the others it is: it does what all of them do.
func whatever(options []option) option {
	first := alternative{context: options[0].context}
	all := option{alternative: first, sure: options[0].sure.clone(), hard: options[0].hard.clone()}
	for i := range options {
		all.sure.keep(options[i].sure)
		all.hard.keep(options[i].hard)
	}
	return all
}

// undominated leaves out what does no more than something that costs no more, and sorts the rest by price.
// Options that CloudFormation has are kept beside those that it does not have, and callers apart.
func undominated(options []option) []option {
	slices.SortStableFunc(options, func(a, b option) int {
		switch {
		case a.price < b.price:
			return -1
		case a.price > b.price:
			return 1
		default:
			return 0
		}
	})
	var kept []option
	for _, one := range options {
		isIdle := slices.ContainsFunc(kept, one.isWorseThan)
		if !isIdle {
			kept = append(kept, one)
		}
	}
	return kept
}

func (o *option) isWorseThan(other option) bool {
	if o.caller != other.caller || other.manual && !o.manual {
		return false
	}
	both := other.sure.clone()
	both.join(other.hard)
	return o.sure.within(other.sure) && o.hard.within(both)
}

// reduced leaves out alternatives that do no more than cheaper ones, as far as their own conditions tell.
func (p *proof) reduced(all []alternative) []alternative {
	var options []option
	for _, one := range all {
		if p.tests > mostTests {
			return all
		}
		var clauses []*clause
		for key := range one.context {
			for _, read := range p.about(key) {
				if len(read.keys) > 1 {
					return all // it depends on another key
				}
				clauses = append(clauses, read)
			}
		}
		weighed, hoped, _ := p.outcome(one, clauses)
		weighed.hard = hoped
		options = append(options, weighed)
	}
	var kept []alternative
	for _, one := range undominated(options) {
		kept = append(kept, one.alternative)
	}
	return kept
}
