package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// checkCircles says when resources wait for each other in a circle, which CloudFormation refuses
// ("Circular dependency between resources"). Only what surely waits counts: nothing below Fn::If, no
// resource under a condition, and no template that a transform changes.
func (r *reader) checkCircles() {
	if len(r.template.Transforms) > 0 {
		return
	}
	search := waitSearch{needs: map[string][]string{}, state: map[string]progress{}}
	var names []string
	for _, member := range r.members {
		if scalarText(member.Value.Get("Condition")) == "" {
			name := member.Key.Value
			names = append(names, name)
			search.needs[name] = r.needs(member.Value)
		}
	}
	for _, name := range names {
		if circle := search.from(name); circle != nil {
			at := source.NewAt(r.file, "Resources").Child(circle[0])
			r.problem(at, "%s", describeCircle(circle))
			return // others mostly share members with the first
		}
	}
}

func describeCircle(circle []string) string {
	if len(circle) == 1 {
		return "resource " + circle[0] + " refers to itself"
	}
	return "the resources " + strings.Join(circle[:len(circle)-1], ", ") + " and " + circle[len(circle)-1] +
		" wait for each other in a circle"
}

// needs returns the resources that a resource waits for in any case, each once, in the order of the text.
func (r *reader) needs(resource *syntax.Node) []string {
	var needed []string
	need := func(name string) {
		if _, declared := r.resources[name]; declared && !slices.Contains(needed, name) {
			needed = append(needed, name)
		}
	}
	if waits := resource.Get("DependsOn"); waits != nil {
		need(scalarText(waits))
		for _, item := range waits.Items {
			need(scalarText(item))
		}
	}
	needsBelow(resource.Get("Properties"), need)
	return needed
}

// needsBelow calls need with every name below a node that a function refers to in any case.
func needsBelow(node *syntax.Node, need func(name string)) {
	if node == nil {
		return
	}
	switch functionName(node) {
	case "Fn::If":
		return
	case "Ref", "Fn::GetAtt", "Fn::Sub":
		function, _ := asCall(node)
		needsOf(function, need)
	}
	for _, item := range node.Items {
		needsBelow(item, need)
	}
	for _, entry := range node.Entries {
		needsBelow(entry.Value, need)
	}
}

// needsOf calls need with the names in the argument of a function that refers to resources.
func needsOf(function call, need func(name string)) {
	switch function.name {
	case "Ref":
		need(scalarText(function.argument))
	case "Fn::GetAtt":
		name, _, _ := strings.Cut(scalarText(function.argument), ".")
		if items, ok := function.arguments(2); ok {
			name = scalarText(items[0])
		}
		need(name)
	case "Fn::Sub":
		needsOfSub(function, need)
	}
}

// needsOfSub calls need with the names in the text of Fn::Sub that are not variables of its own.
func needsOfSub(function call, need func(name string)) {
	pattern, own := function.argument, &syntax.Node{}
	if items, ok := function.arguments(1); ok {
		pattern = items[0]
		if len(items) > 1 {
			own = items[1]
		}
	}
	for _, piece := range splitSub(scalarText(pattern)) {
		name, _, _ := strings.Cut(piece.variable, ".")
		if name != "" && own.Get(piece.variable) == nil {
			need(name)
		}
	}
}

// progress is how far the search has got with a resource.
type progress uint8

const (
	untouched progress = iota
	onPath
	settled
)

// waitSearch walks from resources to those they need.
type waitSearch struct {
	needs map[string][]string
	state map[string]progress
}

// from returns a circle that can be reached from a resource, from its first member in the walk on; nil
// when there is none. It keeps its own stack: a chain may be as long as a template.
func (c *waitSearch) from(start string) []string {
	type frame struct {
		name string
		next int
	}
	if c.state[start] != untouched {
		return nil
	}
	path := []frame{{name: start}}
	c.state[start] = onPath
	for len(path) > 0 {
		top := &path[len(path)-1]
		if top.next == len(c.needs[top.name]) {
			c.state[top.name] = settled
			path = path[:len(path)-1]
			continue
		}
		needed := c.needs[top.name][top.next]
		top.next++
		switch c.state[needed] {
		case onPath:
			var circle []string
			for _, step := range path {
				if step.name == needed || len(circle) > 0 {
					circle = append(circle, step.name)
				}
			}
			return circle
		case untouched:
			if _, isSure := c.needs[needed]; isSure {
				c.state[needed] = onPath
				path = append(path, frame{name: needed})
			}
		case settled:
		}
	}
	return nil
}
