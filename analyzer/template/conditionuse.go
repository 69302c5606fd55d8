package template

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// usedConditions returns the names of the conditions that outputs and resources of relevant types hang
// on, and those that these are made of.
func (r *reader) usedConditions() []string {
	if len(r.conditions.nodes) == 0 {
		return nil
	}
	use := conditionUse{reader: r, nodes: r.conditions.nodes, used: map[string]bool{}}
	for _, member := range r.members {
		if kind := scalarText(member.Value.Get("Type")); kind == "" || r.isRelevant(kind) {
			use.visit(r.withGlobals(kind, member.Value))
		}
	}
	use.visit(r.root.Get("Outputs"))
	return slices.Sorted(maps.Keys(use.used))
}

// conditionUse collects the names of conditions.
type conditionUse struct {
	reader *reader
	nodes  map[string]*syntax.Node
	used   map[string]bool
}

func (u conditionUse) add(name string) {
	if node, ok := u.nodes[name]; ok && !u.used[name] {
		u.used[name] = true
		u.visit(node)
	}
}

// visit adds the conditions that are named below a node and in what it includes: by Fn::If, by the
// function Condition and by the attribute Condition.
func (u conditionUse) visit(node *syntax.Node) {
	if node == nil {
		return
	}
	if function, ok := asCall(node); ok {
		switch items, _ := function.arguments(1); {
		case function.name == "Fn::If" && items != nil:
			u.add(scalarText(items[0]))
		case function.name == "Condition":
			u.add(scalarText(function.argument))
		case function.name == transformName:
			u.visitIncluded(function.argument)
			return
		}
	}
	for _, item := range node.Items {
		u.visit(item)
	}
	for _, entry := range node.Entries {
		if entry.Key.Value == "Condition" {
			u.add(scalarText(entry.Value))
		}
		if entry.Key.Value == transformName {
			u.visitIncluded(entry.Value)
			continue
		}
		u.visit(entry.Value)
	}
}

func (u conditionUse) visitIncluded(argument *syntax.Node) {
	if included, reason := u.reader.include(argument); reason == "" {
		u.visit(included)
	}
}
