package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

func (c *Command) modelCommand() *cobra.Command {
	var flags analysisFlags
	command := &cobra.Command{
		Use:   "model FILE...",
		Short: "Print the document that rules read about templates and policies",
		Long: `model prints as JSON what rules are given as input: the resolved resources, the proofs about policies
and the network. There is one document for each set of files that refer to each other; several follow
one another.`,
		Example: "  latchkey model app.yaml | opa eval -I --data rules/ 'data.rules.mine'",
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 && flags.input.stdinName == "" {
				return misused(command, errors.New("model needs a file, or - for standard input"))
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			return c.model(command, flags, args)
		},
	}
	command.Flags().SortFlags = false
	flags.stack.bind(command.Flags())
	flags.input.bind(command.Flags())
	flags.config.bind(command.Flags())
	return command
}

func (c *Command) model(command *cobra.Command, flags analysisFlags, args []string) error {
	run, err := c.open(command, flags, args)
	if err != nil {
		return err
	}
	documents, notices, err := run.Models(command.Context(), run.found.Files)
	if err != nil {
		return fmt.Errorf("build document: %w", err)
	}
	c.sayNotices(notices)
	for _, document := range documents {
		if err := c.printJSON(document); err != nil {
			return err
		}
	}
	if len(run.found.Unread) > 0 || len(documents) == 0 {
		return statusError(statusFailure)
	}
	return nil
}

// sayNotices writes the notices that are not mere details.
func (c *Command) sayNotices(notices []finding.Notice) {
	for _, notice := range notices {
		if !notice.Detail {
			c.sayNotice(notice)
		}
	}
}

// printJSON writes a value as indented JSON, with "<" and "&" as they are and with what could steer a
// terminal escaped.
func (c *Command) printJSON(value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return c.print(visibleJSON(text.String()))
}
