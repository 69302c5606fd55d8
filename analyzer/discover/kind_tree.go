package discover

import "github.com/latchkey-dev/latchkey/analyzer/syntax"

// lookAtTree looks at the members of a parsed document.
func lookAtTree(tree *syntax.Tree) *look {
	seen := &look{generated: isCookiecutter(tree.File.Content)}
	for _, entry := range tree.Root.Entries {
		seen.keys = append(seen.keys, entry.Key.Value)
		for _, value := range itself(entry.Value) {
			seen.note(entry.Key.Value, value.Value)
			if name := value.Get("Name"); name != nil {
				seen.note(entry.Key.Value, name.Value)
			}
		}
	}
	if resources := tree.Root.Get("Resources"); resources != nil {
		for _, resource := range resources.Entries {
			kind := resource.Value.Get("Type")
			seen.typed = seen.typed || kind != nil && typeName.MatchString(kind.Value)
		}
	}
	for _, statement := range itself(tree.Root.Get("Statement")) {
		seen.effect = seen.effect || statement.Get("Effect") != nil
	}
	return seen
}

// itself returns the items of a sequence, and of anything else the node itself.
func itself(node *syntax.Node) []*syntax.Node {
	switch {
	case node == nil:
		return nil
	case node.Kind == syntax.Sequence:
		return node.Items
	default:
		return []*syntax.Node{node}
	}
}
