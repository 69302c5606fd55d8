package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// samTransform is the macro that AWS SAM is.
const samTransform = "AWS::Serverless-2016-10-31"

// samPrefix starts the types of AWS SAM.
const samPrefix = "AWS::Serverless::"

// isServerless reports whether a template's Transform has AWS SAM among its macros.
func isServerless(transform *syntax.Node) bool {
	if transform == nil {
		return false
	}
	if transform.Kind == syntax.Sequence {
		return slices.ContainsFunc(transform.Items, isServerless)
	}
	return scalarText(transform) == samTransform || scalarText(transform.Get("Name")) == samTransform
}

// withGlobals returns a resource with what the section Globals gives to all resources of its type, as
// AWS SAM does it: mappings are merged, of lists the global items come first, and of everything else,
// functions included, the resource's own is in force (AWS SAM Developer Guide, Globals section).
func (r *reader) withGlobals(kind string, resource *syntax.Node) *syntax.Node {
	name, ok := strings.CutPrefix(kind, samPrefix)
	if !ok || !r.serverless {
		return resource
	}
	globals := r.root.Get("Globals").Get(name)
	if globals == nil || globals.Kind != syntax.Mapping || isShortForm(globals) || !r.spend(nodes(globals), 0) {
		return resource
	}
	merged := *resource
	merged.Entries = slices.Clone(resource.Entries)
	for i, entry := range slices.Backward(merged.Entries) { // the last one is in force
		if entry.Key.Value == "Properties" {
			if entry.Value.IsNull() {
				merged.Entries[i].Value = globals
			} else {
				merged.Entries[i].Value = mergeGlobals(globals, entry.Value)
			}
			return &merged
		}
	}
	key := *r.root.Get("Globals").Entry(name).Key
	key.Value = "Properties"
	merged.Entries = append(merged.Entries, syntax.Entry{Key: &key, Value: globals})
	return &merged
}

// mergeGlobals merges a global value into a resource's own. The result stands at the own one's text.
func mergeGlobals(global, own *syntax.Node) *syntax.Node {
	if global.Kind != own.Kind || own.Kind == syntax.Scalar || isCall(global) || isCall(own) {
		return own
	}
	merged := *own
	if own.Kind == syntax.Sequence {
		merged.Items = slices.Concat(global.Items, own.Items)
		return &merged
	}
	merged.Entries = slices.Clone(value.Members(own))
	index := make(map[string]int, len(merged.Entries))
	for i, entry := range merged.Entries {
		index[entry.Key.Value] = i
	}
	for _, entry := range value.Members(global) {
		if i, both := index[entry.Key.Value]; both {
			merged.Entries[i].Value = mergeGlobals(entry.Value, merged.Entries[i].Value)
		} else {
			merged.Entries = append(merged.Entries, entry)
		}
	}
	return &merged
}

// impliedReference returns a reference to what AWS SAM makes of a declared resource, nil for any other
// name. Resources may be named by their logical ids, as in MyFunctionRole, or by the property that made
// them, as in MyFunction.Version. Some ids end in a hash, so the start of the name decides.
func (r *reader) impliedReference(name string) *value.Value {
	if !r.serverless {
		return nil
	}
	base, property, dotted := strings.Cut(name, ".")
	if node := r.resources[base]; dotted && node != nil && strings.HasPrefix(scalarText(node.Get("Type")), samPrefix) {
		return &value.Value{Kind: value.Reference, Resource: r.id(base), Attribute: property}
	}
	if r.makers == nil {
		r.makers = []string{}
		for _, made := range r.implied() {
			r.makers = append(r.makers, made.Name)
		}
		for _, member := range r.members {
			if strings.HasPrefix(scalarText(member.Value.Get("Type")), samPrefix) {
				r.makers = append(r.makers, member.Key.Value)
			}
		}
	}
	isMaker := func(maker string) bool { return strings.HasPrefix(name, maker) }
	if !slices.ContainsFunc(r.makers, isMaker) {
		return nil
	}
	return &value.Value{Kind: value.Reference, Resource: r.id(name)}
}
