package assembly

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Key returns a text that is equal for assemblies that are read alike: of the same trees, linked in the same way, and
// with the same to be known of files outside. It holds for as long as the trees are kept, since it tells them apart by
// their addresses.
func (a Assembly) Key() string {
	var key strings.Builder
	for _, file := range a.Files {
		fmt.Fprintf(&key, "%p %s\n", file.Tree, file.Kind)
	}
	inOrder := func(a, b stack) int { return cmp.Or(cmp.Compare(a.file, b.file), strings.Compare(a.name, b.name)) }
	for _, from := range slices.SortedFunc(maps.Keys(a.nested), inOrder) {
		fmt.Fprintf(&key, "nested %d %q %d\n", from.file, from.name, a.nested[from])
	}
	for _, name := range slices.Sorted(maps.Keys(a.exporters)) {
		fmt.Fprintf(&key, "exporter %q %d\n", name, a.exporters[name])
	}
	for _, file := range slices.Sorted(maps.Keys(a.importers)) {
		for _, importer := range a.importers[file] {
			fmt.Fprintf(&key, "importer %d %q", file, importer.File)
			writeMeaning(&key, importer.Import)
			key.WriteString("\n")
		}
	}
	for _, file := range slices.Sorted(maps.Keys(a.circles)) {
		for _, problem := range a.circles[file] {
			fmt.Fprintf(&key, "circle %d %q %q\n", file, problem.At, problem.Message)
		}
	}
	return key.String()
}

// HasImporters reports whether files outside of the assembly may import what is exported in it.
func (a Assembly) HasImporters() bool {
	for _, importers := range a.importers {
		if len(importers) > 0 {
			return true
		}
	}
	return false
}

// writeMeaning writes down all of a value but where it stands.
func writeMeaning(text *strings.Builder, v *value.Value) {
	if v == nil {
		text.WriteString(" nil")
		return
	}
	fmt.Fprintf(text, " (%d %d %q %q %q %q %q",
		v.Kind, v.Alphabet, v.Text, v.Resource, v.Attribute, v.Symbol, v.Reason)
	for _, part := range slices.Concat(v.Parts, v.Items) {
		writeMeaning(text, part)
	}
	for _, field := range v.Fields {
		fmt.Fprintf(text, " %q", field.Key)
		writeMeaning(text, field.Value)
	}
	text.WriteString(")")
}
