package template

import (
	"slices"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxExpansions bounds how many members loops may make in one template, which a template can nest
// to any number.
const maxExpansions = 10_000

// unroll returns the members of a mapping that are in force, with what makes members replaced by what
// it makes: the loops of AWS::LanguageExtensions (Fn::ForEach) and included files. Where that is not
// known, unknown says why: the mapping may have more members. The members of a loop stand at the text
// of its body.
func (r *reader) unroll(node *syntax.Node) (members []syntax.Entry, unknown string) {
	entries := value.Members(node)
	var expanded []syntax.Entry
	for i, entry := range entries {
		if !makesMembers(entry.Key.Value) {
			if expanded != nil {
				expanded = append(expanded, entry)
			}
			continue
		}
		if expanded == nil {
			expanded = append(make([]syntax.Entry, 0, len(entries)), entries[:i]...)
		}
		made, reason := r.expand(entry)
		if unknown == "" {
			unknown = reason
		}
		expanded = append(expanded, made...)
	}
	if expanded == nil {
		return entries, ""
	}
	return lastInForce(expanded), unknown
}

// makesMembers reports whether a key stands for members of the mapping it is in.
func makesMembers(key string) bool {
	return strings.HasPrefix(key, "Fn::") && (isLoop(key) || key == transformName)
}

// lastInForce leaves of members with one key the last, at the place of the first.
func lastInForce(entries []syntax.Entry) []syntax.Entry {
	return value.Members(&syntax.Node{Kind: syntax.Mapping, Entries: entries})
}

// expand returns the members that a key such as Fn::ForEach::Name stands for, or why they are not known.
func (r *reader) expand(entry syntax.Entry) (made []syntax.Entry, unknown string) {
	if entry.Key.Value == transformName {
		return r.includeMembers(entry)
	}
	return r.repeat(entry)
}

// repeat returns what a loop makes, or why that is not known. See checkUses for loops of the wrong shape.
func (r *reader) repeat(loop syntax.Entry) (made []syntax.Entry, unknown string) {
	if !isLoopShape(loop.Value) {
		return nil, loop.Key.Value + " has the wrong shape"
	}
	identifier, body := loop.Value.Items[0].Value, loop.Value.Items[2]
	collection := r.resolve(nil, loop.Value.Items[1], source.NewAt(r.file))
	unknown = loop.Key.Value + " repeats over values that are not known"
	if !collection.Is(value.List) {
		return nil, unknown
	}
	size := nodes(body)
	if r.traces == nil {
		r.traces = traces{}
	}
	for _, item := range collection.Items {
		text, ok := item.Literal()
		if !ok {
			return nil, unknown
		}
		bound := binding{identifier: identifier, text: text, traces: r.traces}
		bound.via = slices.Concat(firstSteps(item.Via), firstSteps(collection.Via))
		if !r.mayExpand() || !r.spend(size, bound.growth(body)) {
			return nil, loop.Key.Value + " makes more than is read"
		}
		inner, reason := r.unroll(bound.apply(body))
		if reason != "" {
			return nil, reason
		}
		made = append(made, inner...)
	}
	return made, ""
}

// mayExpand counts the rounds of loops. It returns false once there are too many, and says so in the
// template, once.
func (r *reader) mayExpand() bool {
	r.expansions++
	if r.expansions == maxExpansions+1 {
		r.problem(source.NewAt(r.file), "the template's loops make more members than are read")
	}
	return r.expansions <= maxExpansions
}

// traces say of nodes that loops made how texts in them came about: the steps to what the loop repeats over.
type traces map[*syntax.Node][]value.Step

// binding is a loop's identifier with the text it stands for in one round.
type binding struct {
	identifier, text string
	via              []value.Step // how the text came about
	traces           traces
}

// apply returns a copy of the node with the identifier replaced: as ${Identifier} and Ref by its text,
// as &{Identifier} by the letters and digits of it.
func (b binding) apply(node *syntax.Node) *syntax.Node {
	if functionName(node) == "Ref" && b.isArgument(node) {
		put := &syntax.Node{
			Kind: syntax.Scalar, Style: syntax.DoubleQuoted, Value: b.text, Start: node.Start, End: node.End,
		}
		b.trace(put, b.via)
		return put
	}
	bound := *node
	switch node.Kind {
	case syntax.Scalar:
		b.trace(&bound, b.traces[node])
		if bound.Value = b.replace(node.Value); bound.Value != node.Value {
			b.trace(&bound, b.via)
		}
	case syntax.Sequence:
		bound.Items = make([]*syntax.Node, len(node.Items))
		for i, item := range node.Items {
			bound.Items[i] = b.apply(item)
		}
	case syntax.Mapping:
		bound.Entries = make([]syntax.Entry, len(node.Entries))
		for i, entry := range node.Entries {
			bound.Entries[i] = syntax.Entry{Key: b.apply(entry.Key), Value: b.apply(entry.Value)}
		}
	}
	return &bound
}

// isArgument reports whether the function that a node is has the identifier for its argument.
func (b binding) isArgument(node *syntax.Node) bool {
	function, _ := asCall(node)
	return scalarText(function.argument) == b.identifier
}

// trace adds steps to those of a node.
func (b binding) trace(node *syntax.Node, via []value.Step) {
	if len(via) > 0 {
		b.traces[node] = firstSteps(slices.Concat(b.traces[node], via))
	}
}

// firstSteps leaves of many steps the first ones: loops could multiply them, and nobody reads them all.
func firstSteps(via []value.Step) []value.Step {
	const most = 8
	return slices.Clip(via[:min(len(via), most)])
}

func (b binding) replace(text string) string {
	text = strings.ReplaceAll(text, "${"+b.identifier+"}", b.text)
	if plain := "&{" + b.identifier + "}"; strings.Contains(text, plain) {
		return strings.ReplaceAll(text, plain, alphanumeric(b.text))
	}
	return text
}

// growth is how many bytes a round adds to the texts below the node.
func (b binding) growth(node *syntax.Node) int {
	bytes := strings.Count(node.Value, "{"+b.identifier+"}") * len(b.text)
	for _, item := range node.Items {
		bytes += b.growth(item)
	}
	for _, entry := range node.Entries {
		bytes += b.growth(entry.Key) + b.growth(entry.Value)
	}
	return bytes
}

// nodes counts the nodes from the given one down.
func nodes(node *syntax.Node) int {
	count := 1
	for _, item := range node.Items {
		count += nodes(item)
	}
	for _, entry := range node.Entries {
		count += nodes(entry.Key) + nodes(entry.Value)
	}
	return count
}

func alphanumeric(text string) string {
	return strings.Map(func(char rune) rune {
		if unicode.IsLetter(char) || unicode.IsDigit(char) {
			return char
		}
		return -1
	}, text)
}
