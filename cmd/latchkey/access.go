package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// The exit statuses of an answered request, besides statusClean for one that is allowed.
const (
	// statusDenied says that the request is denied.
	statusDenied = 1
	// statusUndecided says that what is given does not tell.
	statusUndecided = 3
)

// accessRun is the subcommand that says who may do what.
type accessRun struct {
	*Command

	analysisFlags

	question questionFlags
	format   accessFormat
	color    colorMode
}

func (c *Command) accessCommand() *cobra.Command {
	run := &accessRun{Command: c, format: accessText, color: colorAuto}
	command := &cobra.Command{
		Use:   "access FILE...",
		Short: "Say who may change a policy and use what it is on",
		Long: `access says of each policy in templates and policy files who could still change
it, the smallest way back, the statements that close the others, and who may
administer, read and write what it is on.

With --principal, --action and --resource it answers one request instead:
allowed or denied, by which statement, and what would have to change. Of a
template it takes the policy of the resource, and what the template gives a
declared role or user: its policies, those of its groups, its boundary. Identity
policies that nothing gives are not known, which leaves most requests undecided:
those among several files count only where --identity gives them, and a FILE on
its own that is one is taken to be the principal's. Other kinds of policies that
are not given are taken not to exist. The call is taken to be direct, over
HTTPS; other condition keys that --context does not tell are not known.

A request is on one resource: wildcards in --resource are refused, as what lies
within a pattern may well differ. What an overview or an answer owes to the
conditions of a template stands once for each outcome, with the conditions.

Exit status: 0 allowed, or no request was asked about; 1 denied; 3 undecided,
which includes that it is allowed in one scenario of a template's conditions and
not in another; 2 wrong usage or an error.`,
		Example: `  latchkey access bucket-policy.json --account 111122223333
  latchkey access app.yaml --principal DeployRole --action s3:PutObject \
    --resource Artifacts/app.zip
  latchkey access bucket-policy.json --identity user01.json \
    --principal arn:aws:iam::111122223333:user/user01 --account 111122223333 \
    --action s3:GetObject --resource arn:aws:s3:::photos/a.png \
    --context aws:SourceIp=192.0.2.7`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 && run.input.stdinName == "" && len(run.question.files()) == 0 {
				return misused(command, errors.New("access needs a file, or - for standard input"))
			}
			return nil
		},
		RunE: run.run,
	}
	flags := command.Flags()
	flags.SortFlags = false
	run.question.bind(flags)
	run.stack.bind(flags)
	flags.VarP(&run.format, "format", "f", "write the answer as `FORMAT`: text or json")
	completeValues(command, "format", []string{string(accessText), string(accessJSON)})
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	bindColor(command, &run.color)
	run.input.bind(flags)
	run.config.bind(flags)
	return command
}

// accessFormat is a form in which access answers.
type accessFormat string

const (
	accessText accessFormat = "text"
	accessJSON accessFormat = "json"
)

// String returns the format's name.
func (f *accessFormat) String() string { return string(*f) }

// Type returns what help calls a value.
func (f *accessFormat) Type() string { return "FORMAT" }

// Set reads a format.
func (f *accessFormat) Set(text string) error {
	*f = accessFormat(text)
	if *f != accessText && *f != accessJSON {
		return fmt.Errorf("want %s or %s", accessText, accessJSON)
	}
	return nil
}

func (c *accessRun) run(command *cobra.Command, args []string) error {
	question, err := c.question.read()
	if err != nil {
		return misused(command, err)
	}
	given, err := c.givenFiles(command)
	if err != nil {
		return err
	}
	for _, each := range given {
		c.beside = append(c.beside, each.File)
	}
	run, err := c.open(command, c.analysisFlags, args)
	if err != nil {
		return err
	}
	found := run.found
	if len(found.Unread) > 0 {
		return statusError(statusFailure)
	}
	if question != nil {
		question.Alone = c.isFile(args) && len(found.Files) == 1
		return c.answer(command, run, given, *question)
	}
	said, notices, err := run.Access(command.Context(), found.Files)
	if err != nil {
		return fmt.Errorf("read policies: %w", err)
	}
	c.sayNotices(notices)
	hasFault := slices.ContainsFunc(notices, func(notice finding.Notice) bool { return notice.Fault })
	err = c.show(said)
	if err == nil && (hasFault || len(found.Files) == 0) {
		return statusError(statusFailure)
	}
	return err
}

// isFile reports whether the arguments are one file, or standard input: not a folder or a pattern with what is
// found there.
func (c *accessRun) isFile(args []string) bool {
	if len(args) == 0 || args[0] == discover.Stdin {
		return len(args) < 2 // no other argument
	}
	info, err := os.Stat(c.path(args[0]))
	return len(args) == 1 && err == nil && !info.IsDir()
}

// show writes what is said of the policies. Files without policies leave nothing to say.
func (c *accessRun) show(said access.Report) error {
	if c.format == accessJSON {
		return c.printJSON(said)
	}
	if len(said.Policies) == 0 {
		c.say("there is no policy in the files")
	}
	return c.print(renderOverview(said, c.reportOptions()))
}

func (c *accessRun) reportOptions() report.Options {
	return report.Options{Color: c.useColor(c.color), Width: c.width()}
}

// answer answers the question, and ends with the status that says so.
func (c *accessRun) answer(
	command *cobra.Command, run *prepared, given []analyzer.GivenFile, question access.Question,
) error {
	reply, notices, err := run.Ask(command.Context(), run.found.Files, question, given)
	if _, isQuestion := errors.AsType[*access.QuestionError](err); isQuestion {
		return misused(command, err)
	}
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	c.sayNotices(notices)
	c.hint(question)
	if c.format == accessJSON {
		err = c.printJSON(reply)
	} else {
		err = c.print(renderReply(reply, sources(run.found.Files, given), c.reportOptions()))
	}
	if err != nil {
		return err
	}
	return replyStatus(reply.Outcome)
}

// replyStatus returns the exit status of an outcome, as an error.
func replyStatus(outcome policy.Outcome) error {
	switch outcome {
	case policy.Allowed:
		return nil
	case policy.ExplicitDeny, policy.ImplicitDeny:
		return statusError(statusDenied)
	case policy.NotDecided:
		return statusError(statusUndecided)
	default:
		return statusError(statusUndecided)
	}
}
