package model

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// templates returns the templates among the members.
func templates(members []assembly.Member) []*template.Template {
	var all []*template.Template
	for _, member := range members {
		if member.Template != nil {
			all = append(all, member.Template)
		}
	}
	return all
}

// member returns the member that the handle is in: of a template that makes several stacks the first.
func (d *Document) member(at source.At) (assembly.Member, bool) {
	for _, member := range d.members {
		if at.IsIn(member.Tree.File.Name) {
			return member, true
		}
	}
	return assembly.Member{}, false
}

// files describes the files of the members, each once.
func files(members []assembly.Member) []File {
	described := []File{}
	for _, member := range members {
		own := file(member)
		known := slices.IndexFunc(described, func(other File) bool { return other.Name == own.Name })
		if known < 0 {
			described = append(described, own)
			continue
		}
		for _, problem := range own.Problems {
			if !slices.Contains(described[known].Problems, problem) {
				described[known].Problems = append(described[known].Problems, problem)
			}
		}
	}
	return described
}

// file lists what is wrong with a member's text. Problems of the text come first: their handles are
// counted from the start of the tree's list.
func file(member assembly.Member) File {
	name := member.Tree.File.Name
	described := File{Name: name, Kind: member.Kind, Problems: []Problem{}, Duplicates: []Duplicate{}}
	for i, problem := range member.Tree.Problems {
		at := source.ProblemAt(name, i)
		described.Problems = append(described.Problems, Problem{At: at, Message: problem.Message})
	}
	if member.Template != nil {
		for _, problem := range member.Template.Problems {
			described.Problems = append(described.Problems, Problem{At: problem.At, Message: problem.Message})
		}
	}
	for _, problem := range member.Problems {
		described.Problems = append(described.Problems, Problem{At: problem.At, Message: problem.Message})
	}
	for _, problem := range policy.Problems(member.Policy) {
		described.Problems = append(described.Problems, Problem{At: problem.At, Message: problem.Message})
	}
	for _, duplicate := range member.Tree.Duplicates {
		occurrences := make([]source.At, len(duplicate.Occurrences))
		for i := range duplicate.Occurrences {
			occurrences[i] = duplicate.At.Occurrence(i + 1)
		}
		described.Duplicates = append(described.Duplicates, Duplicate{
			At: duplicate.At, Key: duplicate.Occurrences[0].Key.Value, Same: duplicate.Same, Occurrences: occurrences,
		})
	}
	return described
}
