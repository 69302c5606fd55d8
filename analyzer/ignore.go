package analyzer

import (
	"bytes"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Scope is how much of a file a suppression covers.
type Scope string

// The scopes.
const (
	// ScopeNode is the key or item that a finding is in.
	ScopeNode Scope = "here"
	// ScopeResource is its resource, and ScopeFile all of its file.
	ScopeResource Scope = "in this resource"
	ScopeFile     Scope = "in this file"
)

// Ignoring is a change of text that suppresses a finding.
type Ignoring struct {
	Changes []finding.Replacement
	Scope   Scope
}

// Ignore returns the change that suppresses a finding for a reason: a comment above the line, or an entry in metadata
// where a comment has no place. With an empty reason the suppression hides nothing and is a finding of its own, until
// one is written in. The refusal says why there is no such change, in a phrase without a full stop.
func (x *Analysis) Ignore(found finding.Finding, reason string) (made Ignoring, refusal string) {
	tree := x.tree(found.Location.File)
	switch {
	case tree == nil || tree.Root == nil || len(tree.Problems) > 0:
		return Ignoring{}, "the file does not parse"
	case strings.HasPrefix(found.Rule, suppress.Family):
		return Ignoring{}, "it is about a suppression itself"
	case found.Location.Span.IsZero():
		return Ignoring{}, "the finding has no place"
	}
	writer := ignoreWriter{tree: tree, found: found, reason: reason}
	if changes := writer.comment(); changes != nil {
		return Ignoring{Changes: changes, Scope: ScopeNode}, ""
	}
	if made, ok := writer.metadata(); ok {
		return made, ""
	}
	return Ignoring{}, "the file has no place for a suppression; a configuration has one"
}

// ignoreWriter writes the suppression of one finding.
type ignoreWriter struct {
	tree   *syntax.Tree
	found  finding.Finding
	reason string
}

// comment returns a comment above the line of the finding or, where that would not do, above the nearest node around
// it in its resource. Nil means that there is no place for one.
func (w ignoreWriter) comment() []finding.Replacement {
	file := w.tree.File
	eol := "\n"
	if bytes.Contains(file.Content, []byte("\r\n")) {
		eol = "\r\n"
	}
	for _, number := range w.lines() {
		start := file.LineStart(number)
		line := file.Line(number)
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		if number == 1 {
			start = bytes.Index(file.Content, []byte(line)) // after a byte order mark
		}
		text := indent + "# latchkey: ignore[" + w.found.Rule + "] reason=" + w.reason + eol
		changes := []finding.Replacement{{File: file.Name, Span: file.Span(start, start), Text: text}}
		if w.hides(changes, isSameNode) {
			return changes
		}
	}
	return nil
}

// lines returns the numbers of the lines above which a comment may stand, the best first.
func (w ignoreWriter) lines() []int {
	file, at := w.tree.File, w.found.Location.Span.Start
	numbers := []int{at.Line}
	for _, start := range slices.Backward(around(w.tree.Root, at.Offset)) {
		numbers = append(numbers, file.Position(start).Line)
	}
	return slices.Compact(numbers)
}

// around returns the byte offsets at which the members and items begin that an offset is in, from the outside in. A
// section and all that is around it are left out: they are more than one resource.
func around(node *syntax.Node, offset int) []int {
	var starts []int
	for node != nil {
		var next *syntax.Node
		for _, entry := range node.Entries {
			if entry.Key.Start <= offset && offset < max(entry.Key.End, entry.Value.End) {
				starts, next = append(starts, entry.Key.Start), entry.Value
			}
		}
		for _, item := range node.Items {
			if item.Start <= offset && offset < item.End {
				starts, next = append(starts, item.Start), item
			}
		}
		node = next
	}
	return starts[min(1, len(starts)):]
}

// metadata returns an entry in the metadata of the resource, or of the template where the finding is in none.
func (w ignoreWriter) metadata() (made Ignoring, ok bool) {
	resources := w.tree.Root.Get("Resources")
	if resources == nil {
		return Ignoring{}, false
	}
	made.Scope = ScopeFile
	root := source.NewAt(w.tree.File.Name)
	at, owner := root, w.tree.Root
	name, isInResource := (root + source.At(w.found.Location.Path)).Resource()
	if isInResource && resources.Get(name) != nil {
		made.Scope = ScopeResource
		at, owner = root.Child("Resources").Child(name), resources.Get(name)
	}
	known := 0
	if list := owner.Get("Metadata").Get("latchkey").Get("ignore"); list != nil {
		known = len(list.Items)
	}
	at = at.Child("Metadata").Child("latchkey").Child("ignore").Item(known)
	value := map[string]any{"rule": w.found.Rule, "reason": w.reason}
	edit := finding.Edit{Op: "add", At: at, Written: at, Value: value}
	changes, refusal := fix.Changes(w.tree, finding.Fix{Edits: []finding.Edit{edit}})
	if refusal != "" || !w.hides(changes, nil) {
		return Ignoring{}, false
	}
	made.Changes = changes
	return made, true
}

// hides reports whether a change makes a suppression that covers the finding, and leaves a document that is the same
// as before. With nil the change is known to.
func (w ignoreWriter) hides(changes []finding.Replacement, isSame func(a, b *syntax.Node) bool) bool {
	before := suppress.Read(w.tree)
	file := source.New(w.tree.File.Name, fix.Apply(w.tree.File.Content, changes))
	changed := syntax.Parse(file)
	if changed.Root == nil || len(changed.Problems) > 0 || isSame != nil && !isSame(w.tree.Root, changed.Root) {
		return false
	}
	after := suppress.Read(changed)
	if len(after) != len(before)+1 {
		return false
	}
	moved := w.found.Location
	start, end := shifted(moved.Span.Start.Offset, changes), shifted(moved.Span.End.Offset, changes)
	moved.Span = file.Span(start, end)
	return slices.ContainsFunc(after, func(made *suppress.Suppression) bool {
		return slices.Equal(made.Rules, []string{w.found.Rule}) && made.Reason == w.reason && made.Covers(moved)
	})
}

// shifted returns where the byte at an offset is after changes.
func shifted(offset int, changes []finding.Replacement) int {
	moved := offset
	for _, change := range changes {
		if change.Span.End.Offset <= offset {
			moved += len(change.Text) - (change.Span.End.Offset - change.Span.Start.Offset)
		}
	}
	return moved
}

// isSameNode reports whether two trees say the same, wherever it stands.
func isSameNode(a, b *syntax.Node) bool {
	compared := sameNodes{}
	return compared.are(a, b)
}

// sameNodes holds pairs of nodes that were compared: aliases share what is below them.
type sameNodes map[[2]*syntax.Node]bool

func (s sameNodes) are(a, b *syntax.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	pair := [2]*syntax.Node{a, b}
	if s[pair] {
		return true
	}
	s[pair] = true
	sameEntry := func(x, y syntax.Entry) bool { return s.are(x.Key, y.Key) && s.are(x.Value, y.Value) }
	return a.Kind == b.Kind && a.Tag == b.Tag && a.Style == b.Style && a.Value == b.Value &&
		slices.EqualFunc(a.Entries, b.Entries, sameEntry) && slices.EqualFunc(a.Items, b.Items, s.are)
}
