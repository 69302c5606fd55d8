package assembly

import (
	"reflect"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestKeyTellsAllThatAssembliesDifferIn(t *testing.T) {
	t.Parallel()
	tree := syntax.Parse(source.New("a.yaml", []byte("Resources: {}\n")))
	other := syntax.Parse(source.New("a.yaml", []byte("Resources: {}\n")))
	made := func(change func(*Assembly)) Assembly {
		all := Assembly{
			Files:     []File{{Tree: tree, Kind: Template}},
			nested:    map[stack]int{{file: 0, name: "Child"}: 1},
			exporters: map[string]int{"vpc": 0},
			importers: map[int][]template.Importer{0: {{File: "b.yaml", Import: value.OfText("vpc")}}},
			circles:   map[int][]template.Problem{0: {{At: "a.yaml#", Message: "circle"}}},
		}
		change(&all)
		return all
	}
	unresolved := &value.Value{Kind: value.Unresolved, Symbol: "one"}
	changes := map[string][]func(*Assembly){
		"Files": {
			func(a *Assembly) { a.Files[0].Tree = other },
			func(a *Assembly) { a.Files[0].Kind = Policy },
			func(a *Assembly) { a.Files = append(a.Files, File{Tree: other, Kind: Template}) },
		},
		"nested": {
			func(a *Assembly) { a.nested = nil },
			func(a *Assembly) { a.nested[stack{file: 0, name: "Child"}] = 2 },
			func(a *Assembly) { a.nested[stack{file: 1, name: "Child"}] = 1 },
		},
		"exporters": {
			func(a *Assembly) { a.exporters = nil },
			func(a *Assembly) { a.exporters["vpc"] = 1 },
			func(a *Assembly) { a.exporters["subnet"] = 0 },
		},
		"importers": {
			func(a *Assembly) { a.importers = nil },
			func(a *Assembly) { a.importers[0][0].File = "c.yaml" },
			func(a *Assembly) { a.importers[0][0].Import = value.OfText("subnet") },
			func(a *Assembly) { a.importers[0][0].Import = unresolved },
			func(a *Assembly) {
				a.importers[0][0].Import = &value.Value{Kind: value.Text, Parts: []*value.Value{unresolved}}
			},
			func(a *Assembly) { a.importers = map[int][]template.Importer{1: a.importers[0]} },
		},
		"circles": {
			func(a *Assembly) { a.circles = nil },
			func(a *Assembly) { a.circles[0][0].At = "b.yaml#" },
			func(a *Assembly) { a.circles[0][0].Message = "none" },
		},
	}
	same := made(func(*Assembly) {}).Key()
	if again := made(func(*Assembly) {}).Key(); again != same {
		t.Errorf("two keys of one assembly:\n%s\n%s", same, again)
	}
	seen := map[string]bool{same: true}
	for field := range reflect.TypeFor[Assembly]().Fields() {
		if len(changes[field.Name]) == 0 {
			t.Errorf("no case changes %s", field.Name)
		}
		for i, change := range changes[field.Name] {
			key := made(change).Key()
			if seen[key] {
				t.Errorf("change %d of %s leaves the key as it is", i, field.Name)
			}
			seen[key] = true
		}
	}
}
