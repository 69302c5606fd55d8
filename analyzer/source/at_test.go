package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestAtTakesItselfApart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		at      source.At
		file    string
		pointer string
		steps   []string
	}{
		"the root":                       {source.NewAt("a.yaml"), "a.yaml", "", nil},
		"a member":                       {source.NewAt("a.yaml", "Resources", "Web"), "a.yaml", "/Resources/Web", []string{"Resources", "Web"}},
		"an item":                        {source.NewAt("a.yaml", "L").Item(2), "a.yaml", "/L/2", []string{"L", "2"}},
		"a key with a slash and a tilde": {source.NewAt("a.yaml", "a/b~c"), "a.yaml", "/a~1b~0c", []string{"a/b~c"}},
		"a key that looks escaped":       {source.NewAt("a.yaml", "~1"), "a.yaml", "/~01", []string{"~1"}},
		"a key that looks like a mark":   {source.NewAt("a.yaml", "~2"), "a.yaml", "/~02", []string{"~2"}},
		"an empty key":                   {source.NewAt("a.yaml", ""), "a.yaml", "/", []string{""}},
		"a file name with a hash":        {source.NewAt("c#.yaml", "A"), "c#.yaml", "/A", []string{"A"}},
		"a folder that ends in a hash":   {source.NewAt("c#/a.yaml", "A"), "c%23/a.yaml", "/A", []string{"A"}},
		"a key mark":                     {source.NewAt("a.yaml", "A").Key(), "a.yaml", "/A", []string{"A"}},
		"an occurrence":                  {source.NewAt("a.yaml", "A").Occurrence(2), "a.yaml", "/A", []string{"A"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.at.File(); got != test.file {
				t.Errorf("File() = %q, want %q", got, test.file)
			}
			if got := test.at.Pointer(); got != test.pointer {
				t.Errorf("Pointer() = %q, want %q", got, test.pointer)
			}
			if diff := cmp.Diff(test.steps, test.at.Steps()); diff != "" {
				t.Errorf("Steps() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResourceOfAHandle(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		at   source.At
		name string
		ok   bool
	}{
		"a resource":               {"a.yaml#/Resources/Web", "Web", true},
		"a property":               {"a.yaml#/Resources/Web/Properties/A", "Web", true},
		"a key":                    {source.NewAt("a.yaml", "Resources", "Web").Key(), "Web", true},
		"the section":              {"a.yaml#/Resources", "", false},
		"another section":          {"a.yaml#/Outputs/Web", "", false},
		"the root":                 {"a.yaml#", "", false},
		"a file named like it":     {"Resources/Web#", "", false},
		"a pointer without a file": {"#/Resources/a~1b/Type", "a/b", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, ok := test.at.Resource(); got != test.name || ok != test.ok {
				t.Errorf("Resource() = %q, %t, want %q, %t", got, ok, test.name, test.ok)
			}
		})
	}
}

func TestKeyMark(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		at         source.At
		occurrence int
		isKey      bool
	}{
		"a value has none":          {source.NewAt("a.yaml", "A"), 0, false},
		"a key like a mark is none": {source.NewAt("a.yaml", "~2"), 0, false},
		"the key in force":          {source.NewAt("a.yaml", "A").Key(), 0, true},
		"the third occurrence":      {source.NewAt("a.yaml", "A").Occurrence(3), 3, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			occurrence, isKey := test.at.KeyMark()
			if occurrence != test.occurrence || isKey != test.isKey {
				t.Errorf("KeyMark() = %d, %t, want %d, %t", occurrence, isKey, test.occurrence, test.isKey)
			}
		})
	}
}

func TestProblemAtIsNoNode(t *testing.T) {
	t.Parallel()
	if index, ok := source.ProblemAt("a.yaml", 4).Problem(); index != 4 || !ok {
		t.Errorf("Problem() = %d, %t, want 4, true", index, ok)
	}
	for _, at := range []source.At{source.NewAt("a.yaml"), source.NewAt("a.yaml", "~34"), source.NewAt("a.yaml", "3")} {
		if _, ok := at.Problem(); ok {
			t.Errorf("%q is taken for a problem", at)
		}
	}
}

func TestIsInComparesWithTheNameOfTheFile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.yaml", "c#.yaml", "c#/a.yaml", "c#/d#/a#b.yaml"} {
		if !source.NewAt(name, "A").IsIn(name) || !source.ProblemAt(name, 0).IsIn(name) {
			t.Errorf("a handle made for %s is not in it", name)
		}
		if source.NewAt("other.yaml", "A").IsIn(name) {
			t.Errorf("a handle of another file is in %s", name)
		}
	}
}
