package template

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// moduleSuffix ends the types of the registry's modules, each of which is several resources.
const moduleSuffix = "::MODULE"

// typeOf returns a resource's type, "" for one that has none that can be read. That is a problem unless
// the type is the directive of a preprocessor, and always a gap: it could be any resource.
func (r *reader) typeOf(name string, resource *syntax.Node, at source.At) string {
	node := resource.Get("Type")
	kind := scalarText(node)
	if kind != "" && value.ScalarKind(node) == value.String {
		if strings.HasSuffix(kind, moduleSuffix) {
			r.gap("%s is a module, which may hold any resources", name)
		}
		return kind
	}
	switch {
	case node == nil || node.IsNull():
		r.problem(at, "resource %s has no Type", name)
	case kind != "" || node.Kind == syntax.Sequence || node.Kind == syntax.Scalar && !isShortForm(node):
		r.problem(at.Child("Type"), "the Type of %s is not a text", name)
	}
	r.gap("resource %s has no Type that can be read", name)
	return ""
}

// checkShapes says what is wrong with the members of the sections that are not resources. Null is
// let through: people leave it in what they are still writing.
func (r *reader) checkShapes() {
	for _, name := range []string{"Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs"} {
		section := r.root.Get(name)
		if section != nil && !section.IsNull() && !isMapping(section) && !isCall(section) {
			r.problem(source.NewAt(r.file, name), "section %s is not a mapping", name)
		}
	}
	r.checkMembers("Parameters", "parameter", isMapping)
	r.checkMembers("Mappings", "mapping", isMappingOfMappings)
	r.checkMembers("Conditions", "condition", func(node *syntax.Node) bool { return isMapping(node) || isCall(node) })
	r.checkMembers("Outputs", "output", func(node *syntax.Node) bool {
		return isMapping(node) && (isCall(node) || node.Get("Value") != nil)
	})
	for _, name := range r.circles() {
		r.problem(source.NewAt(r.file, "Conditions", name), "condition %s rests on itself", name)
	}
}

// circles returns the conditions that rest on themselves, one for each circle.
func (r *reader) circles() []string {
	search := circleSearch{nodes: r.conditions.nodes, state: map[string]visit{}}
	for _, member := range value.Members(orEmpty(r.root.Get("Conditions"))) {
		search.visit(member.Key.Value)
	}
	return search.found
}

// circleSearch goes through conditions and what they name.
type circleSearch struct {
	nodes map[string]*syntax.Node
	state map[string]visit
	found []string
}

// visit is how far the search is with a condition; the zero visit is not begun.
type visit uint8

const (
	begun visit = iota + 1
	done
)

func (s *circleSearch) visit(name string) {
	node, declared := s.nodes[name]
	switch {
	case !declared || s.state[name] == done:
		return
	case s.state[name] == begun:
		s.found = append(s.found, name)
		s.state[name] = done
		return
	}
	s.state[name] = begun
	s.visitBelow(node)
	s.state[name] = done
}

func (s *circleSearch) visitBelow(node *syntax.Node) {
	if function, ok := asCall(node); ok && function.name == "Condition" {
		s.visit(scalarText(function.argument))
	}
	for _, item := range node.Items {
		s.visitBelow(item)
	}
	for _, entry := range node.Entries {
		if entry.Key.Value == "Condition" {
			s.visit(scalarText(entry.Value))
		}
		s.visitBelow(entry.Value)
	}
}

// checkMembers says which members of a section have the wrong shape. What makes members, such as a
// loop, has a shape of its own.
func (r *reader) checkMembers(section, noun string, isRight func(*syntax.Node) bool) {
	for _, member := range value.Members(orEmpty(r.root.Get(section))) {
		name := member.Key.Value
		if !strings.HasPrefix(name, "Fn::") && !member.Value.IsNull() && !isRight(member.Value) {
			r.problem(source.NewAt(r.file, section, name), "%s %s has the wrong shape", noun, name)
		}
	}
}

func isMapping(node *syntax.Node) bool {
	return node.Kind == syntax.Mapping
}

// isMappingOfMappings reports whether a node has the shape of a mapping of a template: names, below them
// names, and below them values.
func isMappingOfMappings(node *syntax.Node) bool {
	if isCall(node) {
		return true
	}
	for _, entry := range node.Entries {
		if !strings.HasPrefix(entry.Key.Value, "Fn::") && !entry.Value.IsNull() && !isMapping(entry.Value) {
			return false
		}
	}
	return isMapping(node)
}
