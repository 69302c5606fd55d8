package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer/config"
)

func (c *Command) initCommand() *cobra.Command {
	var schema bool
	command := &cobra.Command{
		Use:   "init",
		Short: "Write a configuration to begin with",
		Long: `init writes ` + config.Name + ` into the current directory, with every key that there is as a comment.
A file that is there is left alone.`,
		Example: `  latchkey init              write ` + config.Name + `
  latchkey init --schema     print the JSON Schema of the file, for editors`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if schema {
				return c.print(string(config.Schema))
			}
			return c.writeConfiguration()
		},
	}
	command.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the file in place of writing it")
	return command
}

// writeConfiguration writes the file unless it is there.
func (c *Command) writeConfiguration() error {
	//nolint:gosec // for all who work on the project
	file, err := os.OpenFile(c.path(config.Name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("write %s: it is there already", config.Name)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", config.Name, cause(err))
	}
	_, err = file.Write(config.Template)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", config.Name, cause(err))
	}
	c.say("wrote %s: all of it is comments, so nothing changes until you take some away", config.Name)
	return nil
}
