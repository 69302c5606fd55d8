package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

var (
	kebabName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	plainName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
)

// Index reads all rules of a rule set and returns what they say of themselves, by id, without
// examples. It holds them to the contract: a rule is a folder family/name with the file name.rego,
// dashes being underscores there, and the package rules.family["name"]; its metadata is complete; it
// compiles, type-checked against the schema of the document; it defines the set findings, perhaps the
// set undecided, and nothing it calls is nondeterministic. What does not keep it is a *FileError,
// joined with the others.
//
// Rules may use the libraries of their own set and those of the given sets; they may not repeat an
// id or a library of a given set.
func Index(ruleSet fs.FS, given ...fs.FS) ([]rule.Rule, error) {
	reader := indexer{ruleSet: ruleSet, given: given, modules: map[string]*ast.Module{}}
	files, err := regoFiles(ruleSet)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		reader.read(file)
	}
	if len(reader.errs) == 0 {
		reader.compile()
	}
	if err := errors.Join(reader.errs...); err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(reader.rules), compareIDs), nil
}

// indexer gathers the modules of a rule set, and what is wrong with them.
type indexer struct {
	ruleSet fs.FS
	given   []fs.FS
	modules map[string]*ast.Module // by file; with the libraries of the given sets that are needed
	rules   []rule.Rule
	errs    []error
}

// regoFiles returns the paths of all Rego files but tests. Folders whose names start with a dot are
// not of the rule set.
func regoFiles(ruleSet fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(ruleSet, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !entry.IsDir() && path.Ext(file) == extension && !strings.HasSuffix(file, "_test"+extension):
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	return files, nil
}

// Digest returns a text that is equal for rule sets with the same files of rules and libraries, whatever ends their
// lines.
func Digest(ruleSet fs.FS) (string, error) {
	files, err := regoFiles(ruleSet)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, file := range files {
		text, err := fs.ReadFile(ruleSet, file)
		if err != nil {
			return "", fmt.Errorf("read rules: %w", err)
		}
		text = bytes.ReplaceAll(text, []byte("\r"), nil)
		_, _ = fmt.Fprintf(sum, "%q %x\n", file, sha256.Sum256(text)) // a hash takes all
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// read parses a file of the rule set and checks all that can be checked before it is compiled.
func (i *indexer) read(file string) {
	if err := checkPlace(file); err != nil {
		i.errs = append(i.errs, err)
		return
	}
	for _, other := range i.given {
		if _, err := fs.Stat(other, file); err == nil {
			i.fail(file, "%s is the name of a built-in: choose another folder", path.Dir(file))
			return
		}
	}
	tree := i.module(file, i.ruleSet)
	if tree == nil {
		return
	}
	folder := path.Dir(file)
	if want := packageRef(folder); !tree.Package.Path.Equal(want) {
		i.errs = append(i.errs, errorAt(tree.Package.Loc(), "package is %s: want %s, which is the folder's name",
			packageName(tree.Package.Path), packageName(want)))
		return
	}
	i.errs = append(i.errs, checkBuiltins(tree)...)
	libraries := i.libraries(tree)
	if strings.HasPrefix(file, libraryFamily+"/") {
		return
	}
	i.errs = append(i.errs, checkDefinitions(tree)...)
	described, errs := describe(tree)
	i.errs = append(append(i.errs, errs...), checkLate(described, tree)...)
	described.ID, described.File, described.Libraries = folder, file, libraries
	described.Tags = tagsOf(described)
	i.rules = append(i.rules, described)
}

// module returns the parsed file of the first set that has it; nil after an error.
func (i *indexer) module(file string, ruleSets ...fs.FS) *ast.Module {
	if tree, ok := i.modules[file]; ok {
		return tree
	}
	tree, err := parse(file, ast.ParserOptions{ProcessAnnotation: true}, ruleSets...)
	if err != nil {
		i.errs = append(i.errs, err)
	}
	i.modules[file] = tree
	return tree
}

// libraries returns the packages that the module needs, their own needs included, sorted.
func (i *indexer) libraries(tree *ast.Module) []string {
	direct, errs := imported(tree)
	i.errs = append(i.errs, errs...)
	found := map[string]bool{}
	i.follow(direct, found)
	return slices.Sorted(maps.Keys(found))
}

// follow adds the libraries, and those that they need, to found.
func (i *indexer) follow(libraries map[string]*ast.Location, found map[string]bool) {
	for _, name := range slices.Sorted(maps.Keys(libraries)) {
		if found[name] {
			continue
		}
		found[name] = true
		if needed := i.library(name, libraries[name]); needed != nil {
			further, _ := imported(needed) // what is wrong there is told when the library itself is read
			i.follow(further, found)
		}
	}
}

// library returns the module of a library that is used at the location; nil after an error.
func (i *indexer) library(name string, location *ast.Location) *ast.Module {
	file := libraryFile(name)
	for _, ruleSet := range append([]fs.FS{i.ruleSet}, i.given...) {
		if _, err := fs.Stat(ruleSet, file); err == nil {
			return i.module(file, ruleSet)
		}
	}
	i.errs = append(i.errs, errorAt(location, "there is no library %s: want it in %s", name, file))
	return nil
}

// compile adds what only the compiler can tell, such as unused variables and properties that the
// document does not have.
func (i *indexer) compile() {
	schemas, err := documentSchema()
	if err != nil {
		i.errs = append(i.errs, err)
		return
	}
	compiler := newCompiler().WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
	compiler.Compile(i.modules)
	if compiler.Failed() {
		i.errs = append(i.errs, fileErrors(compiler.Errors))
	}
}

// documentSchema returns the schema that metadata calls schema.document.
func documentSchema() (*ast.SchemaSet, error) {
	var schema any
	if err := json.Unmarshal(model.Schema, &schema); err != nil {
		return nil, fmt.Errorf("read schema of the document: %w", err)
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef.Append(ast.StringTerm("document")), schema)
	return schemas, nil
}

func (i *indexer) fail(file, format string, values ...any) {
	i.errs = append(i.errs, &FileError{File: file, Message: fmt.Sprintf(format, values...)})
}

// tagsOf returns the rule's tags with its family, sorted.
func tagsOf(described rule.Rule) []string {
	tags := slices.Sorted(slices.Values(append([]string{described.Family()}, described.Tags...)))
	return slices.Compact(tags)
}
