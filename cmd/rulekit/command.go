package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// The exit statuses.
const (
	// statusOK says that all is done, or up to date.
	statusOK = 0
	// statusStale says that -check found a file that is not up to date.
	statusStale = 1
	// statusError says that the command could not do its work.
	statusError = 2
)

const usage = `usage:
  rulekit new FAMILY/NAME   start a rule: its Rego file, its test and two fixtures
  rulekit index [-check]    write, or check, rules/index.json and rules/texts.json
  rulekit docs [-check]     write, or check, docs/rules and the table in docs/lockout.md
  rulekit help              print this text

Exit status: 0 done or up to date, 1 a file that is out of date, 2 wrong usage or an error.
`

var (
	errUsage = errors.New("wrong arguments")
	// errStale says that a derived file does not fit the rules.
	errStale = errors.New("run go generate ./rules")
)

// Command is one run of rulekit.
type Command struct {
	Stdout, Stderr io.Writer
	// Dir is a folder of the repository, or one below it.
	Dir string
}

// Main runs the command with the arguments after its name and returns its exit status: 0 for done,
// 1 for a file that is not up to date, 2 for an error.
func (c *Command) Main(args []string) int {
	err := c.run(args)
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errStale):
		c.complain("rulekit: %v\n", err)
		return statusStale
	case errors.Is(err, errUsage):
		c.complain("rulekit: %v\n%s", err, usage)
		return statusError
	default:
		c.complain("rulekit: %v\n", err)
		return statusError
	}
}

func (c *Command) run(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	if slices.ContainsFunc(args, isHelp) {
		return c.print(usage)
	}
	root, err := findRoot(c.Dir)
	if err != nil {
		return err
	}
	name, rest := args[0], args[1:]
	switch {
	case name == "new" && len(rest) == 1:
		return c.newRule(root, rest[0])
	case name == "index" && len(rest) == 0:
		return deriveIndex(root, writeFiles)
	case name == "index" && isCheck(rest):
		return deriveIndex(root, checkFiles)
	case name == "docs" && len(rest) == 0:
		return deriveDocs(root, writeFiles)
	case name == "docs" && isCheck(rest):
		return deriveDocs(root, checkFiles)
	default:
		return fmt.Errorf("%w: %v", errUsage, args)
	}
}

// isHelp holds for the words that ask how rulekit is used. None of them is an id of a rule.
func isHelp(arg string) bool {
	return arg == "help" || arg == "-h" || arg == "-help" || arg == "--help"
}

func isCheck(args []string) bool {
	return len(args) == 1 && (args[0] == "-check" || args[0] == "--check")
}

// print writes to standard output.
func (c *Command) print(text string) error {
	if _, err := io.WriteString(c.Stdout, text); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// complain writes to the error stream, the last place where an error could be told.
func (c *Command) complain(format string, values ...any) {
	_, _ = fmt.Fprintf(c.Stderr, format, values...)
}

// findRoot returns the nearest folder from dir upwards that holds go.mod.
func findRoot(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find repository: %w", err)
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("find repository: no go.mod in %s or above", start)
		}
	}
}
