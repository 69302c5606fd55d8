package template

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// checkUses says where the text names a condition that the template does not declare ("Unresolved
// condition dependency"), and which loops have the wrong shape. CloudFormation refuses both.
func (r *reader) checkUses() {
	check := useCheck{reader: r, said: map[string]bool{}}
	for _, name := range []string{"Resources", "Outputs"} {
		for _, member := range value.Members(orEmpty(r.root.Get(name))) {
			check.under(func() { check.member(member) }, name, member.Key.Value)
		}
	}
	check.under(func() { check.below(orEmpty(r.root.Get("Conditions"))) }, "Conditions")
}

// useCheck looks at what a text names.
type useCheck struct {
	reader *reader
	path   []string        // the steps to the node that is looked at
	said   map[string]bool // the conditions that are reported, each once
}

// under looks at something further down.
func (c *useCheck) under(look func(), steps ...string) {
	depth := len(c.path)
	c.path = append(c.path, steps...)
	look()
	c.path = c.path[:depth]
}

// problem reports something at the node that is looked at, or at steps below it.
func (c *useCheck) problem(format, name string, steps ...string) {
	c.reader.problem(source.NewAt(c.reader.file, slices.Concat(c.path, steps)...), format, name)
}

// member looks at a resource or an output, whose attribute Condition names a condition.
func (c *useCheck) member(member syntax.Entry) {
	if isLoop(member.Key.Value) {
		c.loop(member)
		return
	}
	c.condition(member.Value.Get("Condition"), "Condition")
	for _, attribute := range value.Members(orEmpty(member.Value)) {
		if attribute.Key.Value != "Metadata" { // it may hold anything
			c.under(func() { c.below(attribute.Value) }, attribute.Key.Value)
		}
	}
}

// below looks at everything from the node down. Nothing in the body of a loop is looked at: names may be
// put together from what it repeats over.
func (c *useCheck) below(node *syntax.Node) {
	switch functionName(node) {
	case "Fn::If":
		function, _ := asCall(node)
		if items, ok := function.arguments(1); ok {
			c.condition(items[0])
		}
	case "Condition":
		function, _ := asCall(node)
		c.condition(function.argument)
	}
	for i, item := range node.Items {
		if item.Kind != syntax.Scalar || isShortForm(item) {
			c.under(func() { c.below(item) }, strconv.Itoa(i))
		}
	}
	for _, entry := range node.Entries {
		switch {
		case isLoop(entry.Key.Value):
			c.under(func() { c.loop(entry) }, entry.Key.Value)
		case entry.Key.Value == "Condition" && c.path[0] == "Conditions":
			c.condition(entry.Value, "Condition")
		case entry.Value.Kind != syntax.Scalar || isShortForm(entry.Value):
			c.under(func() { c.below(entry.Value) }, entry.Key.Value)
		}
	}
}

// condition looks at the name of a condition, at steps below the node that is looked at. What macros make
// of a template may declare more.
func (c *useCheck) condition(node *syntax.Node, steps ...string) {
	name := scalarText(node)
	_, declared := c.reader.conditions.nodes[name]
	if name == "" || declared || c.said[name] || c.reader.conditions.partial || c.reader.runsMacros() {
		return
	}
	c.said[name] = true
	c.problem("condition %s is not declared", name, steps...)
}

// runsMacros reports whether a transform may change the template as a whole in ways that are not known.
func (r *reader) runsMacros() bool {
	return slices.ContainsFunc(r.template.Transforms, func(name string) bool { return !offlineTransforms[name] })
}

// loop looks at the shape of a loop: an identifier, a collection, a mapping that it repeats.
func (c *useCheck) loop(loop syntax.Entry) {
	if !isLoopShape(loop.Value) {
		c.problem("loop %s is not a list of an identifier, a collection and a mapping", loop.Key.Value)
	}
}

func isLoop(key string) bool {
	return strings.HasPrefix(key, forEachPrefix)
}

func isLoopShape(node *syntax.Node) bool {
	items := node.Items
	if len(items) != 3 || scalarText(items[0]) == "" || items[2].Kind != syntax.Mapping {
		return false
	}
	return isCall(items[1]) || items[1].Kind == syntax.Sequence
}
