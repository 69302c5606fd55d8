package stack

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Each calls visit with every resource that exists or may exist: types in alphabetical order, the resources
// of a type in the order of the templates.
func (x *Index) Each(visit func(resource *template.Resource)) {
	for _, kind := range slices.Sorted(maps.Keys(x.byType)) {
		for _, resource := range x.byType[kind] {
			visit(resource)
		}
	}
}
