package stack

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// IsPlain reports whether the property stands in the resource's text as it is, or is absent there, so that
// an edit may write it: no function chooses it or a mapping around it, no loop repeats it and no other file
// holds it. What a function gives is not to be overwritten, since it is meant for other cases, too.
func IsPlain(resource *template.Resource, keys ...string) bool {
	node := resource.Origin.Node
	if node == nil {
		return false
	}
	v := &value.Value{Kind: value.Map, Fields: []value.Field{{Key: "Properties", Value: resource.Properties}}}
	for _, key := range append([]string{"Properties"}, keys...) {
		node = node.Get(key)
		if v = v.Get(key); v == nil {
			return node == nil
		}
		if node == nil || v.Origin.Node != node || len(v.Via) > 0 || isFunction(node.Tag) {
			return false
		}
		if len(node.Entries) == 1 && node.Entries[0].Key != nil {
			if name := node.Entries[0].Key.Value; name == "Ref" || strings.HasPrefix(name, "Fn::") {
				return false
			}
		}
	}
	return true
}

// isFunction reports whether a tag is the short form of a function, other than the tags of YAML itself.
func isFunction(tag string) bool {
	return strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!")
}

// Set returns the edit that gives the property a value: none where a function or another file gives it one.
func Set(resource *template.Resource, to any, keys ...string) []fact.Edit {
	if !IsPlain(resource, keys...) {
		return nil
	}
	at := PropertyAt(resource, keys...)
	if Property(resource, keys...) == nil {
		return []fact.Edit{fact.Add(at, to)}
	}
	return []fact.Edit{fact.Replace(at, to)}
}

// Append returns the edits that add items to the end of a list, or that make a new one of them: none where a
// function or another file gives the list.
func Append(resource *template.Resource, key string, items ...any) []fact.Edit {
	at, given := PropertyAt(resource, key), Property(resource, key)
	switch {
	case len(items) == 0 || !IsPlain(resource, key):
		return nil
	case given == nil:
		return []fact.Edit{fact.Add(at, items)}
	case !given.Is(value.List):
		return nil
	}
	// Items that functions take away would shift the place of a new one.
	written := resource.Origin.Node.Get("Properties").Get(key)
	if written == nil || len(written.Items) != len(given.Items) {
		return nil
	}
	var edits []fact.Edit
	for i, item := range items {
		edits = append(edits, fact.Add(at.Item(len(given.Items)+i), item))
	}
	return edits
}

// PropertyAt is the handle of a property. It may be absent: then it stands for the resource.
func PropertyAt(resource *template.Resource, keys ...string) source.At {
	at := resource.At.Child("Properties")
	for _, key := range keys {
		at = at.Child(key)
	}
	return at
}
