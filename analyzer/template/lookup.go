package template

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// guarded resolves what stands elsewhere in the template, nil when that is what is being resolved
// already: the template runs in a circle.
func (r *reader) guarded(at source.At, resolve func() *value.Value) *value.Value {
	if r.following[string(at)] {
		return nil
	}
	r.following[string(at)] = true
	defer delete(r.following, string(at))
	return resolve()
}

// readMappings makes the reader's mappings, once.
func (r *reader) readMappings() {
	if r.mappings == nil {
		r.mappings = byName(r.section("Mappings"))
	}
}

// mapped returns the value that the section Mappings has for three keys, or nil.
func (r *reader) mapped(keys []string) *syntax.Node {
	r.readMappings()
	found := r.mappings[keys[0]]
	for _, key := range keys[1:] {
		next := found.Get(key)
		if next == nil && found.Get(transformName) != nil {
			members, _ := r.unroll(found)
			next = byName(members)[key]
		}
		found = next
	}
	return found
}
