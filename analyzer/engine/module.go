package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	// findingsName and undecidedName are the two rules that a rule's package shows to the engine.
	findingsName  = "findings"
	undecidedName = "undecided"
	// resultName is the variable of the query that holds all answers.
	resultName = "result"
	// libraryFamily is the folder of the libraries, which has no rules.
	libraryFamily = "lib"
	// libraryPrefix stands before a library's own name in the name of its package.
	libraryPrefix = "rules.lib."
	extension     = ".rego"
)

// nondeterministic holds the names of the builtins that may answer differently from one call to the
// next, such as http.send and time.now_ns.
var nondeterministic = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, builtin := range ast.Builtins {
		if builtin.IsNondeterministic() {
			names[builtin.Name] = true
		}
	}
	return names
})

// capabilities are those of this version of OPA without the network and without nondeterministic
// builtins.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	all.AllowNet = []string{}
	all.Builtins = slices.DeleteFunc(all.Builtins, (*ast.Builtin).IsNondeterministic)
	return all
})

func newCompiler() *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true).SetErrorLimit(0)
}

// parseAll parses the files, each from the first rule set that has it.
func parseAll(ctx context.Context, files []string, ruleSets []fs.FS) (map[string]*ast.Module, error) {
	trees := make([]*ast.Module, len(files))
	errs := make([]error, len(files))
	var group sync.WaitGroup
	for i, file := range files {
		group.Go(func() {
			if errs[i] = ctx.Err(); errs[i] == nil {
				trees[i], errs[i] = parse(file, ast.ParserOptions{}, ruleSets...)
			}
		})
	}
	group.Wait()
	modules := make(map[string]*ast.Module, len(files))
	for i, file := range files {
		modules[file] = trees[i]
	}
	return modules, errors.Join(errs...)
}

// parse parses the file of the first rule set that has it.
func parse(file string, options ast.ParserOptions, ruleSets ...fs.FS) (*ast.Module, error) {
	text, err := readFirst(file, ruleSets)
	if err != nil {
		return nil, err
	}
	options.RegoVersion = ast.RegoV1
	options.Capabilities = capabilities()
	tree, err := ast.ParseModuleWithOpts(file, string(text), options)
	if err != nil {
		return nil, fileErrors(err)
	}
	return tree, nil
}

func readFirst(file string, ruleSets []fs.FS) ([]byte, error) {
	for _, ruleSet := range ruleSets {
		text, err := fs.ReadFile(ruleSet, file)
		if !errors.Is(err, fs.ErrNotExist) {
			return text, err //nolint:wrapcheck // a path error already says what was read
		}
	}
	return nil, fmt.Errorf("read %s: %w", file, fs.ErrNotExist)
}

// fileOf returns the path of the file for a folder: "sqs/public-queue" has the file
// "sqs/public-queue/public_queue.rego".
func fileOf(folder string) string {
	return path.Join(folder, strings.ReplaceAll(path.Base(folder), "-", "_")+extension)
}

// libraryFile returns the path of a library's file, given its package, as in "rules.lib.principal".
func libraryFile(library string) string {
	return fileOf(path.Join(libraryFamily, strings.TrimPrefix(library, libraryPrefix)))
}

// packageRef returns the package that a folder has to hold: data.rules.sqs["public-queue"].
func packageRef(folder string) ast.Ref {
	ref := ast.DefaultRootRef.Append(ast.StringTerm("rules"))
	for step := range strings.SplitSeq(folder, "/") {
		ref = ref.Append(ast.StringTerm(step))
	}
	return ref
}

// defines reports whether the module has a rule with the name.
func defines(tree *ast.Module, name string) bool {
	return slices.ContainsFunc(tree.Rules, func(candidate *ast.Rule) bool {
		return candidate.Head.Ref()[0].Value.Compare(ast.Var(name)) == 0
	})
}
