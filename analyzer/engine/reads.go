package engine

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// reads are the members of the document that rules look at, by name. all is true when a rule takes the
// document as a whole.
type reads struct {
	members map[string]bool
	all     bool
}

// Reads returns the members of the document that the rules look at, by name, so that others need not
// be built. All is true when a rule takes the document as a whole.
func (p *Prepared) Reads() (members map[string]bool, all bool) {
	known := p.reads()
	return known.members, known.all
}

// readsOf goes through the text of the rules, which costs as much as evaluating them on a small document.
func readsOf(rules []rule.Rule, modules map[string]*ast.Module) reads {
	found := reads{members: map[string]bool{}}
	for _, selected := range rules {
		found.visit(modules[selected.File])
		for _, library := range selected.Libraries {
			found.visit(modules[libraryFile(library)])
		}
	}
	return found
}

// visit adds what a module looks at.
func (r *reads) visit(module *ast.Module) {
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case ast.Ref:
			if !node[0].Equal(ast.InputRootDocument) {
				return false
			}
			if name, isText := memberOf(node); isText {
				r.members[name] = true
			} else {
				r.all = true
			}
			for _, operand := range node[1:] {
				visitor.Walk(operand)
			}
			return true
		case ast.Var:
			r.all = r.all || node.Equal(ast.InputRootDocument.Value)
		}
		return false
	})
	visitor.Walk(module)
}

// memberOf returns the name of the member that a reference to the document is to, if it is literal.
func memberOf(ref ast.Ref) (string, bool) {
	if len(ref) < 2 {
		return "", false
	}
	name, isText := ref[1].Value.(ast.String)
	return string(name), isText
}
