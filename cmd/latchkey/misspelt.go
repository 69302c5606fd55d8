package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// misspelt returns an error for a first word that is nearly the name of a subcommand and no path. What has a
// separator or a wildcard in it is meant as a path.
func (c *Command) misspelt(command *cobra.Command, words []string) error {
	if command.HasParent() || len(words) == 0 || words[0] == "" || strings.ContainsAny(words[0], `/\*?[{`) {
		return nil
	}
	if _, err := os.Stat(c.path(words[0])); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	names := command.SuggestionsFor(words[0])
	if len(names) == 0 {
		return nil
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("'%s %s'", command.Name(), name)
	}
	return misused(command, fmt.Errorf("%s: no such file or directory; did you mean %s?",
		words[0], strings.Join(names, " or ")))
}

// misusedFlags says what is wrong with the flags, or with the word before them: a flag of a subcommand is
// none of the root.
func (c *Command) misusedFlags(command *cobra.Command, cause error) error {
	if err := c.misspelt(command, command.Flags().Args()); err != nil {
		return err
	}
	return misused(command, cause)
}
