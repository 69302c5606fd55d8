package fix_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// seeds are texts in which collections are written in ways that differ.
var seeds = []string{
	"A: 1\n# a\nB: # b\n  - x # c\n  # d\n  - y\n\n  - z\n# e\n",
	"A:\n- B: c # d\n  E: f\n-   G:\n    - h\n- - i\n  - j\n",
	"A: {b: 1, c: [x, y], d: {}} # e\nF: [] # g\nH:\nI: ~\n",
	"A: [ # a\n  b, # c\n  # d\n  e # f\n  ]\nG: {\n  h: i,\n  j: k,\n  }\n",
	"A: |\n  b\n\nC: |+\n  d\n\n\nE: >-\n  f\n  g\nH: 'i\n  j'\nK: \"l\"\n",
	"Resources:\n    A:\n        Ref: B\n    C: !Sub '${D}'\n    E: !Join ['', [!Ref F, g]]\n    H: !If\n    - I\n    - j\n    - k\n",
	"A: &a {b: c}\nD: *a\nE:\n  <<: *a\n  f: g\n",
	"\ufeffA: b\r\n# c\r\nD:\r\n  - e\r\n",
	"--- # a\nA: b\n...\n---\nC: d\n",
	"{\"a\": [1, 2, {\"b\": null}], \"c\": {}, \"d\": []}",
	"{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": \"d\"\n  },\n  \"e\": {}\n}\n",
	"{\n\t\"a\" : [ 1, 2 ],\n\t\"b\" : { \"c\" : \"d\" }\n}",
	"{\"a\":[1,[2,3]],\"b\":{\"c\":{\"d\":1},\"e\":2}}",
}

// FuzzChanges makes random edits in random documents. What is written must be what an independent reader of YAML
// makes of the old text with the edits, no comment may be lost that is not beside what is taken away, and the diff of
// the two texts must lead from one to the other.
func FuzzChanges(f *testing.F) {
	for i, seed := range seeds {
		for number := range uint64(20) {
			f.Add("x.yaml", []byte(seed), number*31+uint64(i))
		}
	}
	files, err := filepath.Glob("../../fixtures/fixes/*/before.*")
	if err != nil {
		f.Fatal(err)
	}
	for i, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for number := range uint64(20) {
			f.Add(filepath.Base(name), text, number*17+uint64(i))
		}
	}
	f.Fuzz(func(t *testing.T, name string, content []byte, seed uint64) {
		if len(content) > 1<<14 || strings.ContainsAny(name, "#/") {
			return
		}
		tree := syntax.Parse(source.New(name, content))
		if tree.Root == nil || tree.Root.Kind == syntax.Scalar {
			return
		}
		wanted := randomFix(tree, rand.New(rand.NewPCG(seed, 1)))
		changes, refusal := fix.Changes(tree, wanted)
		if refusal != "" {
			return
		}
		after := fix.Apply(content, changes)
		fixed := syntax.Parse(source.New(name, after))
		if len(fixed.Problems) > 0 {
			t.Fatalf("%v: the result does not parse: %v\n%s", wanted.Edits, fixed.Problems, after)
		}
		checkMeaning(t, tree, after, wanted)
		checkComments(t, tree, fixed, wanted)
		if got := patched(t, content, fix.Diff(name, content, after)); got != string(after) {
			t.Errorf("the diff leads elsewhere: %s", cmp.Diff(string(after), got))
		}
	})
}

// randomFix returns one to three edits of different places.
func randomFix(tree *syntax.Tree, random *rand.Rand) finding.Fix {
	var made finding.Fix
	for range 1 + random.IntN(3) {
		at := source.NewAt(tree.File.Name)
		node := tree.Root
		for depth := 0; len(node.Entries)+len(node.Items) > 0 && (depth == 0 || random.IntN(4) > 0); depth++ {
			if number := len(node.Entries); number > 0 {
				entry := node.Entries[random.IntN(number)]
				at, node = at.Child(entry.Key.Value), entry.Value
			} else {
				index := random.IntN(len(node.Items))
				at, node = at.Item(index), node.Items[index]
			}
		}
		edit := finding.Edit{Op: []string{"add", "replace", "remove"}[random.IntN(3)], At: at, Value: randomValue(random)}
		if edit.Op == "add" {
			edit.At = added(at, node, random)
		}
		edit.Written = edit.At
		made.Edits = append(made.Edits, edit)
	}
	return made
}

// added returns a place in or beside a node where something can be added.
func added(at source.At, node *syntax.Node, random *rand.Rand) source.At {
	if node.Kind == syntax.Sequence {
		return at.Item(len(node.Items))
	}
	at = at.Child("New" + strconv.Itoa(random.IntN(3)))
	if random.IntN(4) == 0 {
		at = at.Child("Below")
	}
	return at
}

func randomValue(random *rand.Rand) any {
	texts := []string{
		"text", "", "a: b", "- c", "# d", "true", "null", "0.0.0.0/0", "1", "2012-10-17", "s3:*", "*", "é\u00a0😀", "it's",
		"two\nlines", "two\nlines\n", " blank", "tab\t", "{x}", "[y]", "&a", "!b", "%c", "`d", "\"e\"", "\\", "a #b", "~",
		"end:", "${AWS::Region}", "\u0085", "\ufeff", "---", "...", "? a", "a,b", "<<", "=", "@x", "|", ">",
	}
	text := texts[random.IntN(len(texts))]
	switch random.IntN(9) {
	case 0:
		return map[string]any{"K": text, text: []any{text, json.Number("1")}}
	case 1:
		return []any{text, "other"}
	case 2:
		return []any{map[string]any{"Key": text, "Value": nil}, []any{true, []any{}}}
	case 3:
		return map[string]any{"Ref": "Name"}
	case 4:
		return map[string]any{"Fn::Join": []any{"", []any{map[string]any{"Fn::Sub": text}, text}}}
	case 5:
		return []any{json.Number("22"), true, nil, map[string]any{}, []any{}}[random.IntN(5)]
	case 6:
		return map[string]any{"Fn::Base64": map[string]any{"Fn::GetAtt": []any{"A", "B.C"}}}
	default:
		return text
	}
}

// checkMeaning compares both texts as another reader takes them.
func checkMeaning(t *testing.T, tree *syntax.Tree, after []byte, wanted finding.Fix) {
	t.Helper()
	before := tree.File.Content
	old, err := read(before)
	if err != nil || !cmp.Equal(old, ofTree(tree.Root)) {
		return // the other reader can't read everything that is YAML
	}
	got, err := read(after)
	if err != nil {
		t.Fatalf("%v: %v\n%s", wanted.Edits, err, after)
	}
	if diff := cmp.Diff(apply(old, wanted.Edits), got); diff != "" {
		t.Fatalf("%v: (-want +got):\n%s\nbefore:\n%s\nafter:\n%s", wanted.Edits, diff, before, after)
	}
}

func read(text []byte) (any, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return "null", nil
	}
	return valueOf(document.Content[0]), nil
}

// valueOf returns a node with its scalars as texts and functions in their long form.
func valueOf(node *yaml.Node) any {
	var value any
	switch node.Kind {
	case yaml.AliasNode:
		return valueOf(node.Alias)
	case yaml.MappingNode:
		members := map[string]any{}
		for i := 0; i < len(node.Content); i += 2 {
			members[node.Content[i].Value] = valueOf(node.Content[i+1])
		}
		value = members
	case yaml.SequenceNode:
		items := []any{}
		for _, item := range node.Content {
			items = append(items, valueOf(item))
		}
		value = items
	case yaml.ScalarNode, yaml.DocumentNode:
		value = node.Value
		if node.Tag == "!!null" {
			value = "null"
		}
	}
	return called(node.Tag, node.Value, value)
}

// called returns a value with a tag as a function in its long form.
func called(tag, text string, value any) any {
	name, isShort := strings.CutPrefix(tag, "!")
	if !isShort || strings.HasPrefix(name, "!") || name == "" {
		return value
	}
	if name == "GetAtt" {
		resource, attribute, _ := strings.Cut(text, ".")
		value = []any{resource, attribute}
	}
	if name != "Ref" {
		name = "Fn::" + name
	}
	return map[string]any{name: value}
}

// ofTree returns a node of our own reader in the same form.
func ofTree(node *syntax.Node) any {
	var value any
	switch {
	case node.Kind == syntax.Mapping:
		members := map[string]any{}
		for _, entry := range node.Entries {
			members[entry.Key.Value] = ofTree(entry.Value)
		}
		value = members
	case node.Kind == syntax.Sequence:
		items := []any{}
		for _, item := range node.Items {
			items = append(items, ofTree(item))
		}
		value = items
	case node.IsNull():
		value = "null"
	default:
		value = node.Value
	}
	return called(node.Tag, node.Value, value)
}

// ofJSON returns a new value in the same form.
func ofJSON(value any) any {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(value)
	case json.Number:
		return value.String()
	case []any:
		items := []any{}
		for _, item := range value {
			items = append(items, ofJSON(item))
		}
		return items
	case map[string]any:
		members := map[string]any{}
		for key, member := range value {
			members[key] = ofJSON(member)
		}
		return members
	default:
		return value
	}
}

// apply makes edits whose handles count the items of the old document.
func apply(document any, edits []finding.Edit) any {
	var gone []string
	for _, edit := range edits {
		if edit.Op == "remove" {
			gone = append(gone, edit.At.Pointer())
		} else {
			document = set(document, edit.At.Steps(), ofJSON(edit.Value), edit.Op == "add")
		}
	}
	slices.SortFunc(gone, func(a, b string) int { return compareSteps(steps(b), steps(a)) })
	for _, pointer := range slices.Compact(gone) {
		document = remove(document, steps(pointer))
	}
	return document
}

func steps(pointer string) []string {
	return source.At("x#" + pointer).Steps()
}

func compareSteps(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		first, err := strconv.Atoi(x)
		second, errs := strconv.Atoi(y)
		if err == nil && errs == nil {
			return first - second
		}
		return strings.Compare(x, y)
	})
}

func set(node any, path []string, value any, adds bool) any {
	if len(path) == 0 {
		return value
	}
	switch node := node.(type) {
	case map[string]any:
		node[path[0]] = set(node[path[0]], path[1:], value, adds)
		return node
	case []any:
		index, err := strconv.Atoi(path[0])
		if err != nil {
			return node
		}
		isKnown := func(known any) bool { return cmp.Equal(known, value) }
		switch {
		case !adds || len(path) > 1:
			if index < len(node) {
				node[index] = set(node[index], path[1:], value, adds)
			}
			return node
		case slices.ContainsFunc(node[min(len(node), index):], isKnown):
			return node
		default:
			return append(node, value)
		}
	default:
		return map[string]any{path[0]: set(nil, path[1:], value, adds)}
	}
}

func remove(node any, path []string) any {
	switch node := node.(type) {
	case map[string]any:
		if len(path) == 1 {
			delete(node, path[0])
		} else {
			node[path[0]] = remove(node[path[0]], path[1:])
		}
		return node
	case []any:
		index, err := strconv.Atoi(path[0])
		if err != nil || index >= len(node) {
			return node
		}
		if len(path) == 1 {
			return slices.Delete(node, index, index+1)
		}
		node[index] = remove(node[index], path[1:])
		return node
	default:
		return node
	}
}

// checkComments checks that comments are gone only where something was taken away.
func checkComments(t *testing.T, before, after *syntax.Tree, wanted finding.Fix) {
	t.Helper()
	left := map[string]int{}
	for _, comment := range after.Comments {
		left[comment.Text]++
	}
	takesAway := slices.ContainsFunc(wanted.Edits, func(edit finding.Edit) bool { return edit.Op != "add" })
	for _, comment := range before.Comments {
		if left[comment.Text]--; left[comment.Text] < 0 && !takesAway {
			t.Errorf("%v: the comment %q is gone", wanted.Edits, comment.Text)
		}
	}
	if len(after.Comments) > len(before.Comments) {
		t.Errorf("%v: there are more comments than before", wanted.Edits)
	}
}

// patched applies a unified diff.
func patched(t *testing.T, text []byte, diff string) string {
	t.Helper()
	if diff == "" {
		return string(text)
	}
	rest := slices.Collect(strings.Lines(string(text)))
	var out bytes.Buffer
	number := 1
	lines := slices.Collect(strings.Lines(diff))[2:]
	for i, line := range lines {
		ends := i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\\")
		body := line[1:]
		if ends {
			body = strings.TrimSuffix(body, "\n")
		}
		switch line[0] {
		case '@':
			start, _, _ := strings.Cut(strings.TrimPrefix(strings.Fields(line)[1], "-"), ",")
			first, err := strconv.Atoi(start)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(strings.Fields(line)[1], ",0") {
				first++
			}
			for ; number < first; number++ {
				out.WriteString(rest[number-1])
			}
		case ' ', '-':
			if rest[number-1] != body {
				t.Fatalf("line %d is %q, the diff says %q", number, rest[number-1], body)
			}
			number++
			if line[0] == ' ' {
				out.WriteString(body)
			}
		case '+':
			out.WriteString(body)
		}
	}
	for ; number <= len(rest); number++ {
		out.WriteString(rest[number-1])
	}
	return out.String()
}
