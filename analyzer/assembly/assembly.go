// Package assembly links files that belong together and reads them as one: stacks that import what
// others export, nested stacks, and policy files about resources that a template declares.
package assembly

import (
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// File is a file that was recognised and parsed.
type File struct {
	Tree *syntax.Tree
	// Kind is what the file was recognised as: "template" or "policy".
	Kind string
}

// Assembly is the unit of analysis: files that are linked to each other, or one file on its own.
type Assembly struct {
	Files []File
	// nested says which file is the template of a nested stack, by the file and the logical id of
	// the stack.
	nested map[stack]int
	// exporters says which file exports a name.
	exporters map[string]int
	// importers are the imports of other files that may mean an export of a file, by the file.
	importers map[int][]template.Importer
	// circles are the nested stacks that hold themselves, by the file they stand in.
	circles map[int][]template.Problem
}

// stack names a resource that makes a stack of its own: the file it stands in, by its index in the
// assembly, and its logical id.
type stack struct {
	file int
	name string
}

// Member is what a file of an assembly says. Either Template or Policy is set, unless the file does
// not parse. A template that makes several stacks is a member for each of them.
type Member struct {
	Tree *syntax.Tree
	Kind string
	// Template is resolved, or an outline that only tells its problems.
	Template *template.Template
	// Policy is the document of a policy file.
	Policy *value.Value
	// Problems are what is wrong with the template's links to others.
	Problems []template.Problem
}

// The kinds of files.
const (
	Template = "template"
	Policy   = "policy"
)
