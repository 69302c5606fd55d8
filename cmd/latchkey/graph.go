package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer/picture"
)

// graphRun is the subcommand that draws networks.
type graphRun struct {
	*Command

	analysisFlags

	format graphFormat
	output string
}

func (c *Command) graphCommand() *cobra.Command {
	run := &graphRun{Command: c}
	command := &cobra.Command{
		Use:   "graph FILE...",
		Short: "Draw the networks of templates, with what is wrong with them",
		Long: `graph draws the VPCs of templates with their zones, subnets, gateways, endpoints and workloads, the ways
that routes make, and in red what the rules about networks find. Files that refer to each other make one
drawing. It shows the scenario of the parameter values given and the defaults; what templates do not
declare is dashed.

Exit status: 0 it is drawn, 2 wrong usage, nothing to draw or an error.`,
		Example: `  latchkey graph net.yaml -o net.svg
  latchkey graph stacks/ --format html -o network.html
  latchkey graph net.yaml --format mermaid >> docs/network.md`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 && run.input.stdinName == "" {
				return misused(command, errors.New("graph needs a file, or - for standard input"))
			}
			return nil
		},
		RunE: run.run,
	}
	flags := command.Flags()
	flags.SortFlags = false
	flags.VarP(&run.format, "format", "f",
		"draw the picture as `FORMAT`: svg, mermaid, dot or html (default: as the name of -o tells, else svg)")
	flags.StringVarP(&run.output, "output", "o", "", "write the picture to this `FILE`")
	run.stack.bind(flags)
	run.input.bind(flags)
	run.config.bind(flags)
	completeValues(command, "format", picture.Formats())
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	return command
}

// graphFormat is the form of a picture; empty until it is known.
type graphFormat picture.Format

// String returns the format's name.
func (f *graphFormat) String() string { return string(*f) }

// Type returns what help calls a value.
func (f *graphFormat) Type() string { return "FORMAT" }

// Set reads a format.
func (f *graphFormat) Set(text string) error {
	if !slices.Contains(picture.Formats(), text) {
		return fmt.Errorf("want one of %s", strings.Join(picture.Formats(), ", "))
	}
	*f = graphFormat(text)
	return nil
}

// endings are the formats that the ends of file names stand for.
var endings = map[string]picture.Format{
	".svg": picture.SVG, ".html": picture.HTML, ".htm": picture.HTML, ".mmd": picture.Mermaid,
	".mermaid": picture.Mermaid, ".dot": picture.DOT, ".gv": picture.DOT,
}

// chosen returns the format: that of --format, else the one that the name of the file tells, else SVG.
func (c *graphRun) chosen() picture.Format {
	if c.format != "" {
		return picture.Format(c.format)
	}
	if told, ok := endings[strings.ToLower(filepath.Ext(c.output))]; ok {
		return told
	}
	return picture.SVG
}

func (c *graphRun) run(command *cobra.Command, args []string) error {
	run, err := c.open(command, c.analysisFlags, args)
	if err != nil {
		return err
	}
	found := run.found
	if c.output != "" && c.output != "-" && c.isInput(c.output, run.inputs()) {
		err := fmt.Errorf("--output %s: the picture would take the place of a file that is read", c.output)
		return misused(command, err)
	}
	graph, notices, failure := run.Graph(command.Context(), found.Files)
	if graph == nil {
		return failure
	}
	c.sayNotices(notices)
	if len(found.Files) == 0 && len(found.Unread) > 0 {
		return statusError(statusFailure) // that there is no network would be half of the truth
	}
	var text bytes.Buffer
	if err := graph.Write(&text, c.chosen()); err != nil {
		return errors.Join(err, failure)
	}
	if err := errors.Join(c.deliver(text.Bytes()), failure); err != nil {
		return err
	}
	if len(found.Unread) > 0 {
		return statusError(statusFailure)
	}
	return nil
}

// deliver writes the picture to where it goes.
func (c *graphRun) deliver(content []byte) error {
	if c.output == "" || c.output == "-" {
		return c.print(string(content))
	}
	if err := writeFile(c.path(c.output), content); err != nil {
		return fmt.Errorf("write %s: %w", c.output, err)
	}
	return nil
}
