package assembly

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Types returns the resource types that a file may declare, without resolving anything. A policy file
// counts as the pseudo type "policy".
func Types(file File) []string {
	if file.Kind == Policy {
		return []string{Policy}
	}
	return typesIn(file.Tree.Root.Get("Resources"), nil)
}

// typesIn collects the types of a section's members, and of those that functions such as Fn::ForEach
// make, at any depth.
func typesIn(section *syntax.Node, types []string) []string {
	if section == nil {
		return types
	}
	for _, item := range section.Items {
		types = typesIn(item, types)
	}
	for _, entry := range section.Entries {
		if declared := entry.Value.Get("Type"); declared != nil {
			types = append(types, declared.Value)
		} else if strings.HasPrefix(entry.Key.Value, "Fn::") {
			types = typesIn(entry.Value, types)
		}
	}
	return types
}
