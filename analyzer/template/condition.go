package template

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// conditions decides the section Conditions, each condition once.
type conditions struct {
	reader  *reader
	at      source.At
	nodes   map[string]*syntax.Node
	decided map[string]value.Truth
	open    map[string]bool // being decided now, to stop at a cycle
	partial bool            // the template may declare more than nodes
}

// readConditions makes the reader's conditions. They are there, and undecided, while the section
// itself is read: a loop in it may hang on a condition.
func (r *reader) readConditions() {
	r.conditions = &conditions{
		reader: r, at: source.NewAt(r.file, "Conditions"), decided: map[string]value.Truth{}, open: map[string]bool{},
	}
	r.conditions.nodes = byName(r.section("Conditions"))
}

// decideAll decides every condition of the template.
func (c *conditions) decideAll() map[string]value.Truth {
	scenario := make(map[string]value.Truth, len(c.nodes))
	for _, name := range slices.Sorted(maps.Keys(c.nodes)) { // in a circle it matters where one starts
		scenario[name] = c.decide(name)
	}
	return scenario
}

// decide answers whether the named condition holds. A condition that is not declared, or that rests
// on itself, is Undecided.
func (c *conditions) decide(name string) value.Truth {
	answer := c.answer(name)
	c.reader.meet(circumstance{condition: name, truth: answer})
	return answer
}

// answer is decide for those on whom nothing hangs.
func (c *conditions) answer(name string) value.Truth {
	if answer, ok := c.decided[name]; ok {
		return answer
	}
	node, ok := c.nodes[name]
	if !ok || c.open[name] {
		return value.Undecided
	}
	c.open[name] = true
	answer := c.evaluate(node, c.at.Child(name))
	if c.reader.env.AnyScenario && c.mayVary(name) {
		answer = value.Undecided
	}
	delete(c.open, name)
	c.decided[name] = answer
	return answer
}

// evaluate answers a condition function. Inside Conditions the key Condition is a function, too.
func (c *conditions) evaluate(node *syntax.Node, at source.At) value.Truth {
	c.reader.spent++
	function, ok := asCall(node)
	if !ok && node.Kind == syntax.Mapping && len(node.Entries) == 1 {
		function = call{name: node.Entries[0].Key.Value, argument: node.Entries[0].Value}
	}
	switch function.name {
	case "Condition":
		return c.decide(scalarText(function.argument))
	case "Fn::Equals":
		return c.equals(function, at)
	case "Fn::Not":
		if items, ok := function.arguments(1); ok {
			return c.evaluate(items[0], at).Not()
		}
	case "Fn::And":
		return c.fold(function, at, value.Yes, value.Truth.And)
	case "Fn::Or":
		return c.fold(function, at, value.No, value.Truth.Or)
	case "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn":
		return c.compareMembers(function, at)
	case "":
		return c.reader.resolve(nil, node, at).TruthOr(value.Undecided)
	}
	return value.Undecided
}

// mayVary reports whether a condition reads a parameter, itself or in a condition that it is made of, that
// may be one thing or another.
func (c *conditions) mayVary(name string) bool {
	use := conditionUse{reader: c.reader, nodes: c.nodes, used: map[string]bool{}}
	use.add(name)
	compared := comparisons{}
	for used := range use.used {
		c.reader.compare(c.nodes[used], compared)
	}
	return slices.ContainsFunc(compared.names(), func(parameter string) bool {
		return len(c.reader.choices(parameter, compared[parameter])) > 1
	})
}

func (c *conditions) fold(
	function call, at source.At, answer value.Truth, join func(value.Truth, value.Truth) value.Truth,
) value.Truth {
	items, ok := function.arguments(1)
	if !ok {
		return value.Undecided
	}
	for _, item := range items {
		answer = join(answer, c.evaluate(item, at))
	}
	return answer
}

// assume decides everything anew, with parameters as the assignment has them.
func (r *reader) assume(assignment Assignment) {
	r.env.Scenario, r.spent = assignment, 0
	clear(r.conditions.decided)
	clear(r.values)
}

func (c *conditions) equals(function call, at source.At) value.Truth {
	items, ok := function.arguments(2)
	if !ok {
		return value.Undecided
	}
	c.reader.comparing++
	defer func() { c.reader.comparing-- }()
	left := c.reader.resolve(nil, items[0], at.Item(0))
	right := c.reader.resolve(nil, items[1], at.Item(1))
	switch {
	case left == nil || right == nil:
		return value.Undecided
	case c.reader.isOther(items[0]) && isLiteral(items[1]), c.reader.isOther(items[1]) && isLiteral(items[0]):
		return value.No
	}
	return value.Same(left, right)
}

// isLiteral reports whether a node is a scalar as it stands, not a function in its short form.
func isLiteral(node *syntax.Node) bool {
	return node.Kind == syntax.Scalar && !isShortForm(node)
}

// isOther reports whether a node refers to a parameter that the scenario takes to be none of the texts
// that conditions compare it with.
func (r *reader) isOther(node *syntax.Node) bool {
	if functionName(node) != "Ref" {
		return false
	}
	function, _ := asCall(node)
	choice, _ := r.choice(scalarText(function.argument))
	return choice.Other
}
