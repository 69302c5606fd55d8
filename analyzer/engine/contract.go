package engine

import (
	"fmt"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkPlace reports a file that is not at family/name/name.rego or lib/noun/noun.rego.
func checkPlace(file string) error {
	folder := path.Dir(file)
	family, name, _ := strings.Cut(folder, "/")
	switch {
	case strings.Count(file, "/") != 2:
		return &FileError{File: file, Message: "want a rule's file at family/name/name.rego"}
	case !kebabName.MatchString(family):
		return &FileError{File: file, Message: fmt.Sprintf("the family %q is not in lower case with dashes", family)}
	case family == libraryFamily && !plainName.MatchString(name): // a package is named without quotes then
		return &FileError{File: file, Message: fmt.Sprintf("the name of a library is one word: %q is not", name)}
	case !kebabName.MatchString(name):
		return &FileError{File: file, Message: fmt.Sprintf("the name %q is not in lower case with dashes", name)}
	case file != fileOf(folder):
		return &FileError{File: file, Message: "want the file's name to be " + path.Base(fileOf(folder))}
	default:
		return nil
	}
}

// checkDefinitions reports a rule whose package does not define what the engine asks for.
func checkDefinitions(tree *ast.Module) []error {
	var errs []error
	if !defines(tree, findingsName) {
		errs = append(errs, errorAt(tree.Package.Loc(), "the package does not define findings"))
	}
	for _, definition := range tree.Rules {
		name := definition.Head.Ref()[0].Value
		if name.Compare(ast.Var(findingsName)) != 0 && name.Compare(ast.Var(undecidedName)) != 0 {
			continue
		}
		if len(definition.Head.Ref()) != 1 || definition.Head.RuleKind() != ast.MultiValue {
			errs = append(errs, errorAt(definition.Loc(), "%s is not a set: define it with \"contains\"", name))
		}
	}
	return errs
}

// checkBuiltins reports nondeterministic builtins, with more help than the compiler, which does not
// know them at all.
func checkBuiltins(tree *ast.Module) []error {
	var errs []error
	ast.WalkRefs(tree, func(ref ast.Ref) bool {
		if nondeterministic()[ref.String()] {
			errs = append(errs, errorAt(ref[0].Location,
				"%s is not available: a rule gives the same result for the same document, offline", ref))
		}
		return false
	})
	return errs
}

// imported returns the libraries that the module names itself, each with a place where it does. A
// rule reads nothing else outside its own package: rules do not depend on rules.
func imported(tree *ast.Module) (map[string]*ast.Location, []error) {
	libraries := map[string]*ast.Location{}
	var errs []error
	root := ast.DefaultRootRef.Append(ast.StringTerm("rules")).Append(ast.StringTerm(libraryFamily))
	visit := func(ref ast.Ref) bool {
		switch {
		case !ref.HasPrefix(ast.DefaultRootRef) || ref.HasPrefix(tree.Package.Path):
		case ref.HasPrefix(root) && len(ref) > len(root) && isString(ref[len(root)]):
			name := libraryPrefix + string(ref[len(root)].Value.(ast.String))
			if libraries[name] == nil {
				libraries[name] = ref[0].Location
			}
		default:
			errs = append(errs, errorAt(ref[0].Location,
				"%s is out of reach: a rule reads input, its own package and libraries by name, as in %sarn",
				ref, "data."+libraryPrefix))
		}
		return false
	}
	for _, statement := range tree.Imports {
		ast.WalkRefs(statement.Path, visit)
	}
	for _, definition := range tree.Rules {
		ast.WalkRefs(definition, visit)
	}
	return libraries, errs
}

func isString(term *ast.Term) bool {
	_, ok := term.Value.(ast.String)
	return ok
}

// packageName returns a package as its file declares it, without the leading data.
func packageName(ref ast.Ref) string {
	return strings.TrimPrefix(ref.String(), "data.")
}
