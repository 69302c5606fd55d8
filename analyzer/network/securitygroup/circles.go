package securitygroup

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// reference is an inline rule of one group that names another group of the same template, which
// CloudFormation therefore has to create first.
type reference struct {
	from, to *network.SecurityGroup
	rule     *network.GroupRule
	at       source.At
}

// circles finds groups whose inline rules wait for each other.
func (s *survey) circles() {
	waits := map[string][]reference{}
	for _, group := range s.SecurityGroups {
		if group.Resource != nil {
			waits[group.ID] = s.waitsOf(group)
		}
	}
	search := &circleSearch{waits: waits, state: map[string]visit{}}
	for _, group := range s.SecurityGroups {
		search.from(group.ID)
	}
	for _, circle := range search.found {
		s.reportCircle(circle)
	}
}

// waitsOf returns the references of a group's inline rules.
func (s *survey) waitsOf(group *network.SecurityGroup) []reference {
	var found []reference
	for _, rule := range group.Rules {
		if rule.Owner != group.Name {
			continue
		}
		for _, peer := range rule.Peers {
			if peer.Group == nil || peer.Group.Standing != stack.Declared {
				continue
			}
			other := s.SecurityGroup(peer.Group.ID)
			if other != nil && other.At.File() == group.At.File() {
				found = append(found, reference{from: group, to: other, rule: rule, at: peer.At})
			}
		}
	}
	return found
}

// visit says how far a search has come with a group.
type visit struct {
	done bool
	// depth is the length of the path up to the group, while the search is below it.
	depth int
}

// circleSearch follows references depth first. Each group is left for good once, so of groups that are in
// several circles one circle is found.
type circleSearch struct {
	waits map[string][]reference
	state map[string]visit
	path  []reference
	found [][]reference
}

func (c *circleSearch) from(id string) {
	if _, seen := c.state[id]; seen {
		return
	}
	c.state[id] = visit{depth: len(c.path)}
	for _, next := range c.waits[id] {
		state, seen := c.state[next.to.ID]
		switch {
		case !seen:
			c.path = append(c.path, next)
			c.from(next.to.ID)
			c.path = c.path[:len(c.path)-1]
		case !state.done:
			circle := append(slices.Clone(c.path[state.depth:]), next)
			if !c.isKnown(circle) {
				c.found = append(c.found, circle)
			}
		}
	}
	c.state[id] = visit{done: true}
}

// isKnown reports whether a circle of the same groups was found before, by another of their rules.
func (c *circleSearch) isKnown(circle []reference) bool {
	return slices.ContainsFunc(c.found, func(known []reference) bool {
		return slices.EqualFunc(known, circle, func(a, b reference) bool { return a.from == b.from && a.to == b.to })
	})
}

// reportCircle reports groups that wait for each other, at the rule of the first of them.
func (s *survey) reportCircle(circle []reference) {
	first := circle[0]
	var names []string
	var related []fact.Hop
	for _, step := range circle {
		if step.from.Exists != value.Yes {
			s.doubt(circular, first.at, "it can't be decided whether "+step.from.Name+" exists")
			return
		}
		names = append(names, step.from.Name)
		if step != first {
			related = append(related, fact.Hop{At: step.at, Message: step.from.Name + " waits for " + step.to.Name})
		}
	}
	issue := network.Issue{
		Kind: circular, At: first.at, Name: first.from.Name, Related: related,
		Words: map[string]string{"groups": fact.Enumerate(names)}, Edits: s.apart(first),
	}
	if len(circle) == 1 {
		issue.Variant = "itself"
	}
	s.diagnosis.Report(issue)
}

// apart is the change that writes a rule as a resource of its own, which CloudFormation creates after both groups.
// There is none for egress rules, the first of which revokes the default, none where another rule of the group names
// the same one, and none where the text does not allow it.
func (s *survey) apart(step reference) []fact.Edit {
	text, isPlain := s.writtenRule(step.rule)
	if !isPlain || step.rule.Direction != network.Inbound || step.from.Resource.Condition != "" ||
		len(step.rule.Peers) != 1 {
		return nil
	}
	for _, other := range s.waitsOf(step.from) {
		if other.to == step.to && other.at != step.at {
			return nil
		}
	}
	name := step.from.Name + "From" + step.to.Name
	stated := map[string]any{"GroupId": idOf(step.from.Name)}
	for _, field := range text.fields.Fields {
		literal, ok := plain(text, field)
		if field.Value.Is(value.Reference) {
			literal, ok = idOf(step.to.Name), true
		}
		if !ok {
			return nil
		}
		stated[field.Key] = literal
	}
	if s.Index.Resource(step.from.At.File()+"#"+name) != nil {
		return nil
	}
	return []fact.Edit{
		fact.Remove(s.wholeOf(step)),
		fact.Add(source.NewAt(step.from.At.File(), "Resources", name), map[string]any{
			"Type": ingressType, "Properties": stated,
		}),
	}
}

// wholeOf is what goes with a rule: the list that it is the only item of, else the rule.
func (s *survey) wholeOf(step reference) source.At {
	if len(stack.Property(step.from.Resource, "SecurityGroupIngress").List()) == 1 {
		return step.from.At.Child("Properties").Child("SecurityGroupIngress")
	}
	return step.rule.At
}

// plain returns what a property of a rule holds that stands in the text as such, and not by a function.
func plain(rule written, field value.Field) (literal any, ok bool) {
	node := rule.fields.Origin.Node.Get(field.Key)
	text, ok := field.Value.Literal()
	if !ok || node == nil || node.Value != text {
		return nil, false
	}
	if number, isNumber := field.Value.Int(); isNumber && field.Value.Is(value.Number) {
		return number, true
	}
	return text, true
}
