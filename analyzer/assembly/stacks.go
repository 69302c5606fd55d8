package assembly

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Stacks returns the stacks that the templates of the assembly make, each after the one that it is nested
// in. It reports whether these are all: it stops at a bound.
func (a Assembly) Stacks() (stacks []template.Stack, complete bool) {
	listing := listing{assembly: a}
	for _, file := range a.outermost() {
		listing.add(file, template.Stack{Parent: template.Outermost}, nil)
	}
	return listing.stacks, !listing.isCut
}

// listing is the work of listing stacks.
type listing struct {
	assembly Assembly
	stacks   []template.Stack
	isCut    bool
}

// add lists a stack and those nested in it; above are the files of the stacks that it is in.
func (l *listing) add(file int, added template.Stack, above []int) {
	if len(l.stacks) == maxStacks {
		l.isCut = true
		return
	}
	added.Tree = l.assembly.Files[file].Tree
	index := len(l.stacks)
	l.stacks = append(l.stacks, added)
	above = append(slices.Clip(above), file)
	for _, name := range l.assembly.nestedIn(file) {
		child := l.assembly.nested[stack{file: file, name: name}]
		if !slices.Contains(above, child) {
			l.add(child, template.Stack{Parent: index, Name: name}, above)
		}
	}
}

// nestedIn returns the logical ids of the stacks nested in a template, sorted.
func (a Assembly) nestedIn(file int) []string {
	var names []string
	for from := range maps.Keys(a.nested) {
		if from.file == file {
			names = append(names, from.name)
		}
	}
	slices.Sort(names)
	return names
}

// Relevant adds to the types of resources that somebody looks at those that pass values between stacks.
func (a Assembly) Relevant(isRelevant func(resourceType string) bool) func(resourceType string) bool {
	if len(a.nested) == 0 {
		return isRelevant
	}
	return func(resourceType string) bool {
		return resourceType == "AWS::CloudFormation::Stack" || isRelevant(resourceType)
	}
}
