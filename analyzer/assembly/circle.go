package assembly

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// link is a nested stack with the file of its template.
type link struct {
	from  stack
	child int
	at    source.At // of the resource
}

// findCircles notes the nested stacks that hold themselves, at any depth, at the first file of a circle.
// They can't be created: each would have to be there before the other.
func (l *linker) findCircles() {
	l.circles = map[int][]template.Problem{}
	for _, link := range l.certain {
		if link.child < link.from.file || !l.leadsTo(link.child, link.from.file, map[int]bool{}) {
			continue // of a circle, the first file's stack is told
		}
		problem := template.Problem{
			At:      link.at.Child("Properties").Child("TemplateURL"),
			Message: "nested stack " + link.from.name + " holds itself",
		}
		l.circles[link.from.file] = append(l.circles[link.from.file], problem)
	}
}

// leadsTo reports whether the stacks nested in a template hold a stack of the other one, or are it, by way
// of later files than that only.
func (l *linker) leadsTo(file, target int, seen map[int]bool) bool {
	if file == target {
		return true
	}
	seen[file] = true
	for _, link := range l.certain {
		if link.from.file == file && link.child >= target && !seen[link.child] && l.leadsTo(link.child, target, seen) {
			return true
		}
	}
	return false
}
