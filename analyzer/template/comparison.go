package template

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// comparison is what conditions do with a parameter.
type comparison struct {
	// texts are what it is compared with, and what mappings are asked for by it.
	texts []string
	// free says that it is put together with something else, so that any of its values may matter.
	free bool
}

// comparisons are the parameters that conditions read, by name.
type comparisons map[string]*comparison

func (c comparisons) names() []string {
	return slices.Sorted(maps.Keys(c))
}

func (c comparisons) of(name string) *comparison {
	if c[name] == nil {
		c[name] = &comparison{}
	}
	return c[name]
}

// compare notes the parameters that a condition reads, with what it compares them with.
func (r *reader) compare(node *syntax.Node, compared comparisons) {
	function, isCall := asCall(node)
	if !isCall {
		r.compareAll(node, compared)
		return
	}
	switch items, _ := function.arguments(2); {
	case items == nil:
		r.compareAll(function.argument, compared)
	case function.name == "Fn::Equals", function.name == "Fn::Contains",
		function.name == "Fn::EachMemberEquals", function.name == "Fn::EachMemberIn":
		r.operand(items[0], r.textsOf(items[1]), compared)
		r.operand(items[1], r.textsOf(items[0]), compared)
	default:
		r.compareAll(function.argument, compared)
	}
}

// compareAll goes on to what a node holds.
func (r *reader) compareAll(node *syntax.Node, compared comparisons) {
	if node == nil {
		return
	}
	for _, item := range node.Items {
		r.compare(item, compared)
	}
	for _, entry := range node.Entries {
		r.compare(entry.Value, compared)
	}
}

// operand notes the parameters in one side of a comparison with the texts on the other side.
func (r *reader) operand(node *syntax.Node, texts []string, compared comparisons) {
	if name := referredTo(node); name != "" {
		known := compared.of(name)
		known.texts = append(known.texts, texts...)
		return
	}
	if function, _ := asCall(node); function.name == "Fn::FindInMap" {
		r.lookup(function, compared)
		return
	}
	r.parts(node, compared)
}

// referredTo returns the parameter whose value a node is, as !Ref P or !Sub "${P}"; "" for any other node.
func referredTo(node *syntax.Node) string {
	function, _ := asCall(node)
	switch function.name {
	case "Ref":
		return scalarText(function.argument)
	case "Fn::Sub":
		if pieces := splitSub(scalarText(function.argument)); len(pieces) == 1 {
			return pieces[0].variable
		}
	}
	return ""
}

// lookup notes the parameters that a mapping is asked by, with the names it has.
func (r *reader) lookup(function call, compared comparisons) {
	items, ok := function.arguments(3)
	if !ok {
		return
	}
	r.readMappings()
	var first, second []string
	for _, entry := range value.Members(orEmpty(r.mappings[scalarText(items[0])])) {
		first = append(first, entry.Key.Value)
		for _, below := range value.Members(orEmpty(entry.Value)) {
			second = append(second, below.Key.Value)
		}
	}
	r.operand(items[1], first, compared)
	r.operand(items[2], second, compared)
	for _, rest := range items[3:] {
		r.parts(rest, compared)
	}
}

// parts notes the parameters that a text or a list is made of.
func (r *reader) parts(node *syntax.Node, compared comparisons) {
	if node == nil {
		return
	}
	function, isCall := asCall(node)
	switch {
	case isCall && function.name == "Ref":
		compared.of(scalarText(function.argument)).free = true
	case isCall && function.name == "Fn::Sub":
		pattern := function.argument
		if items, ok := function.arguments(1); ok {
			pattern = items[0]
		}
		for _, piece := range splitSub(scalarText(pattern)) {
			if piece.variable != "" {
				compared.of(piece.variable).free = true
			}
		}
	}
	for _, item := range node.Items {
		r.parts(item, compared)
	}
	for _, entry := range node.Entries {
		r.parts(entry.Value, compared)
	}
}

// textsOf returns the texts of a literal, or of a list of literals.
func (r *reader) textsOf(node *syntax.Node) []string {
	if isCall(node) {
		return nil
	}
	var texts []string
	for _, item := range r.resolve(nil, node, source.NewAt(r.file)).List() {
		if text, ok := item.Literal(); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// hand notes in a stack what conditions of a nested one do with the parameters that it gives it.
func (r *reader) hand(name string, nested, compared comparisons) {
	given := r.resources[name].Get("Properties").Get("Parameters")
	for _, parameter := range nested.names() {
		node := given.Get(parameter)
		if node == nil {
			continue
		}
		r.operand(node, nested[parameter].texts, compared)
		if own := referredTo(node); own != "" && nested[parameter].free {
			compared.of(own).free = true
		}
	}
}
