package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// reachRun is the subcommand that says what reaches what.
type reachRun struct {
	*Command

	analysisFlags

	question analyzer.ReachQuestion
	format   accessFormat
	color    colorMode
}

func (c *Command) reachCommand() *cobra.Command {
	run := &reachRun{Command: c, format: accessText, color: colorAuto}
	command := &cobra.Command{
		Use:   "reach FILE... --from X --to Y[:PORT]",
		Short: "Say whether one thing reaches another, or what is in the way",
		Long: `reach follows traffic through the VPCs of templates: routes, gateways, security groups, network ACLs,
endpoints and their names, in both directions where a layer keeps no state. It prints the steps of the
path, or everything that keeps the traffic back, with the line of each. Blockers have the codes of VPC
Reachability Analyzer, where it has one.

X and Y are logical ids, perhaps with their file as in net.yaml#Web, or internet, or an address or a block
of addresses; Y may be ssm, for the agent of Systems Manager. One of the two must be a workload that the
templates declare: between two blocks of addresses there is no path to follow.

PORT is as in 443, 53/udp or 8000-8100/tcp, or icmp for a ping, or all. Without it, it is the usual one of
Y, most often 443; from a load balancer it is that of its target. A range is reachable where all of it is.

Of conditions every combination is followed that they allow, and in which both ends exist. What the
templates do not tell leaves the answer undecided: a subnet that is a parameter, what a network appliance does.

Exit status: 0 reachable; 1 not; 3 undecided; 2 wrong usage or an error.`,
		Example: `  latchkey reach net.yaml --from internet --to Web:80
  latchkey reach net.yaml app.yaml --from App --to Database
  latchkey reach net.yaml --from Batch --to ssm`,
		Args: func(command *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 && run.input.stdinName == "":
				return misused(command, errors.New("reach needs a file, or - for standard input"))
			case run.question.From == "" || run.question.To == "":
				return misused(command, errors.New("reach needs --from and --to"))
			}
			return nil
		},
		RunE: run.run,
	}
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringVar(&run.question.From, "from", "",
		"where the traffic comes from, `X`: a logical id, internet, an address or a block")
	flags.StringVar(&run.question.To, "to", "",
		"where it goes, `Y[:PORT]`: a logical id, internet, an address, a block or ssm")
	run.stack.bind(flags)
	flags.VarP(&run.format, "format", "f", "write the answer as `FORMAT`: text or json")
	completeValues(command, "format", []string{string(accessText), string(accessJSON)})
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	bindColor(command, &run.color)
	run.input.bind(flags)
	run.config.bind(flags)
	return command
}

func (c *reachRun) run(command *cobra.Command, args []string) error {
	run, err := c.open(command, c.analysisFlags, args)
	if err != nil {
		return err
	}
	found := run.found
	if len(found.Unread) > 0 {
		return statusError(statusFailure)
	}
	reply, notices, err := run.Reach(command.Context(), found.Files, c.question)
	c.sayNotices(slices.DeleteFunc(notices, func(notice finding.Notice) bool { return notice.Detail }))
	if _, isQuestion := errors.AsType[*analyzer.ReachError](err); isQuestion {
		return misused(command, err)
	}
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if c.format == accessJSON {
		err = c.printJSON(reply)
	} else {
		options := report.Options{Color: c.useColor(c.color), Width: c.width()}
		err = c.print(renderReach(reply, sources(found.Files, nil), options))
	}
	if err != nil {
		return err
	}
	switch reply.Answer {
	case value.Yes:
		return nil
	case value.No:
		return statusError(statusDenied)
	case value.Undecided:
	}
	return statusError(statusUndecided)
}
