package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// checkUses says where the text names a condition that the template does not declare ("Unresolved
// condition dependency"), and which loops have the wrong shape. CloudFormation refuses both.
func (r *reader) checkUses() {
	check := useCheck{reader: r, said: map[string]bool{}}
	for _, name := range []string{"Resources", "Outputs", "Conditions"} {
		at := source.NewAt(r.file, name)
		section := orEmpty(r.root.Get(name))
		if name == "Conditions" {
			check.below(section, at)
			continue
		}
		for _, member := range value.Members(section) {
			check.member(member, at.Child(member.Key.Value))
		}
	}
}

// useCheck looks at what a text names.
type useCheck struct {
	reader *reader
	said   map[string]bool // the conditions that are reported, each once
}

// member looks at a resource or an output, whose attribute Condition names a condition.
func (c useCheck) member(member syntax.Entry, at source.At) {
	if isLoop(member.Key.Value) {
		c.loop(member, at)
		return
	}
	c.condition(member.Value.Get("Condition"), at.Child("Condition"))
	for _, attribute := range value.Members(orEmpty(member.Value)) {
		if attribute.Key.Value != "Metadata" { // it may hold anything
			c.below(attribute.Value, at.Child(attribute.Key.Value))
		}
	}
}

// below looks at everything from the node down. Nothing in the body of a loop is looked at: names may be
// put together from what it repeats over.
func (c useCheck) below(node *syntax.Node, at source.At) {
	function, _ := asCall(node)
	switch items, _ := function.arguments(1); {
	case function.name == "Fn::If" && items != nil:
		c.condition(items[0], at)
	case function.name == "Condition":
		c.condition(function.argument, at)
	}
	for i, item := range node.Items {
		c.below(item, at.Item(i))
	}
	for _, entry := range node.Entries {
		next := at.Child(entry.Key.Value)
		if isLoop(entry.Key.Value) {
			c.loop(entry, next)
			continue
		}
		if entry.Key.Value == "Condition" && strings.HasPrefix(at.Pointer(), "/Conditions/") {
			c.condition(entry.Value, next)
		}
		c.below(entry.Value, next)
	}
}

// condition looks at the name of a condition. What macros make of a template may declare more.
func (c useCheck) condition(node *syntax.Node, at source.At) {
	name := scalarText(node)
	_, declared := c.reader.conditions.nodes[name]
	if name == "" || declared || c.said[name] || c.reader.conditions.partial || c.reader.runsMacros() {
		return
	}
	c.said[name] = true
	c.reader.problem(at, "condition %s is not declared", name)
}

// runsMacros reports whether a transform may change the template as a whole in ways that are not known.
func (r *reader) runsMacros() bool {
	return slices.ContainsFunc(r.template.Transforms, func(name string) bool { return !offlineTransforms[name] })
}

// loop looks at the shape of a loop: an identifier, a collection, a mapping that it repeats.
func (c useCheck) loop(loop syntax.Entry, at source.At) {
	if !isLoopShape(loop.Value) {
		c.reader.problem(at, "loop %s is not a list of an identifier, a collection and a mapping", loop.Key.Value)
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
