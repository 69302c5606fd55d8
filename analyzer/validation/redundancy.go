package validation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about what can be left out without a difference.
const (
	RedundantAction            Code = "redundant-action"
	RedundantResource          Code = "redundant-resource"
	RedundantStatement         Code = "redundant-statement"
	RedundantConditionValueNum Code = "redundant-condition-value-num"
)

func (c *checker) checkRedundancy(s *statement) {
	for _, name := range []string{"Action", "NotAction"} {
		c.checkCovered(RedundantAction, c.literals(s.source.Get(name)), strings.ToLower)
	}
	for _, name := range []string{"Resource", "NotResource"} {
		same := func(text string) string { return text }
		c.checkCovered(RedundantResource, c.literals(s.source.Get(name)), same)
	}
	c.checkRepeated(s)
	c.checkNumbers(s)
	c.checkSessions(s)
}

// maxCompared bounds the lists that are compared item by item, maxPattern the items, of which no ARN is longer,
// and mostSteps the work on all lists of a document.
const (
	maxCompared = 200
	maxPattern  = 2048
	mostSteps   = 1 << 25
)

// checkCovered finds patterns that another of the list covers. One issue stands for all of them.
func (c *checker) checkCovered(code Code, items []literal, form func(string) string) {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = form(item.text)
	}
	if len(items) > maxCompared || !c.mayCompare(texts) {
		return
	}
	var first *Issue
	for i, item := range items {
		by := -1
		for j := range items {
			if by < 0 && items[j].Value != item.Value && covers(texts[j], texts[i]) {
				by = j
			}
		}
		// Of two that are equal the second is redundant.
		if by < 0 || by > i && texts[by] == texts[i] {
			continue
		}
		if first == nil {
			first = c.add(code, item.At, quoted(item.text))
			first.Detail = quoted(items[by].text)
			continue
		}
		first.Related = append(first.Related, Place{At: item.At, Message: "covered by " + quoted(items[by].text)})
	}
}

// mayCompare reports whether there are steps left to hold every pattern of a list against every text, and takes
// them. One pattern and one text may take the product of their lengths.
func (c *checker) mayCompare(texts []string) bool {
	patterns, all := 0, 0
	for _, text := range texts {
		all += len(text)
		if strings.Contains(text, "*") {
			patterns += len(text)
		}
	}
	if steps := c.steps + patterns*all; steps <= mostSteps {
		c.steps = steps
		return true
	}
	return false
}

// covers reports whether a pattern matches all that another matches. Held against the other's "*" a "?"
// would match too much.
func covers(pattern, other string) bool {
	switch {
	case pattern == other:
		return true
	case len(pattern) > maxPattern || len(other) > maxPattern:
		return false
	}
	return strings.Contains(pattern, "*") && !strings.ContainsAny(pattern, "?$") && policy.Wildcard(pattern, other)
}

// checkRepeated finds a statement that says what an earlier one says.
func (c *checker) checkRepeated(s *statement) {
	if len(c.document.Statements) < 2 {
		return
	}
	own := canonical(s.source)
	if own == "" {
		return
	}
	first, is := c.said[own]
	if !is {
		c.said[own] = s.source.At
		return
	}
	c.add(RedundantStatement, s.At, "").Related = []Place{{At: first, Message: "the statement it repeats"}}
}

// canonical returns a text that is equal for statements that say the same, whatever their Sids; "" for
// one that is not wholly known.
func canonical(v *value.Value) string {
	if v.Kind != value.Map {
		return ""
	}
	var parts []string
	for _, field := range v.Fields {
		if field.Key == "Sid" {
			continue
		}
		part := identity(field.Value)
		if part == "" {
			return ""
		}
		parts = append(parts, strconv.Quote(field.Key)+":"+part)
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// identity returns a text that is equal for values that are sure to be equal, "" where nothing is.
func identity(v *value.Value) string {
	switch v.Kind {
	case value.List:
		return joined(v.Items)
	case value.Map:
		members := make([]string, 0, len(v.Fields))
		for _, field := range v.Fields {
			member := identity(field.Value)
			if member == "" {
				return ""
			}
			members = append(members, strconv.Quote(field.Key)+":"+member)
		}
		slices.Sort(members)
		return "{" + strings.Join(members, ",") + "}"
	case value.Null, value.Bool, value.Number, value.String, value.Reference, value.Text, value.Unresolved:
		return joined([]*value.Value{v}) // one value is a list of one
	default:
		return ""
	}
}

func joined(items []*value.Value) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = strconv.Quote(value.Identity(item))
		if value.Identity(item) == "" {
			return ""
		}
	}
	slices.Sort(texts)
	return "[" + strings.Join(texts, ",") + "]"
}

// checkNumbers finds bounds of which another is the weaker one: values are alternatives.
func (c *checker) checkNumbers(s *statement) {
	for _, operator := range fields(s.source.Get("Condition")) {
		read, _ := policy.ParseOperator(operator.Key)
		if !strings.HasPrefix(read.Base, "NumericLess") && !strings.HasPrefix(read.Base, "NumericGreater") {
			continue
		}
		for _, key := range fields(operator.Value) {
			if len(key.Value.List()) < 2 || !c.allLiteral(key.Value) {
				continue
			}
			c.add(RedundantConditionValueNum, key.Value.At, key.Key).Detail = operator.Key
		}
	}
}

// checkSessions finds sessions beside the role that they are of, in a trust policy.
func (c *checker) checkSessions(s *statement) {
	if c.use.Kind != Trust {
		return
	}
	type id struct{ account, name string }
	roles := map[id][]*policy.Principal{}
	for i := range s.Principals {
		if role := &s.Principals[i]; role.Kind == policy.Role {
			own := id{value.Identity(role.Account), value.Identity(lastStep(role.Name))}
			roles[own] = append(roles[own], role)
		}
	}
	for _, session := range s.Principals {
		own := id{value.Identity(session.Account), value.Identity(session.Name)}
		if session.Kind != policy.Session || own.account == "" || own.name == "" || len(roles[own]) == 0 {
			continue
		}
		role := roles[own][0]
		issue := c.add(RedundantPrincipalInTrustPolicy, session.At, shown(session.Source))
		issue.Detail = shown(role.Source)
		issue.Related = []Place{{At: role.At, Message: "the role of the session"}}
	}
}

// lastStep returns the name of a role without its path, as it stands in the ARNs of sessions.
func lastStep(name *value.Value) *value.Value {
	steps := policy.Split(name, "/", 64)
	return steps[len(steps)-1]
}
