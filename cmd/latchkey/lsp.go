package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/lsp"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// statusNotShutDown says that a client ended the server without asking it to shut down first, as the protocol wants.
const statusNotShutDown = 1

// lspRun is the subcommand that serves editors. What it has in common with a check it has from there.
type lspRun struct {
	*check
}

func (c *Command) lspCommand() *cobra.Command {
	run := &lspRun{&check{Command: c, minSeverity: rule.Low, failOn: threshold(rule.Medium)}}
	command := &cobra.Command{
		Use:   "lsp",
		Short: "Serve editors over the Language Server Protocol",
		Long: `lsp is a language server on standard input and output. It shows findings while you type, in all
templates and policies of the workspace at once, offers fixes and suppressions, and says what a
function comes to and what a rule is about. Files that an editor has open count as they are there.

An editor starts it; docs/editors.md has the settings for some. Which rules are on, and what is known
of the deployment, is read from .latchkey.yaml as for 'latchkey check', and may be given here.

Exit status: 0 the editor is done, 1 it left without saying so, 2 wrong usage or an error.`,
		Example: `  latchkey lsp
  latchkey lsp --min-severity medium --region eu-west-1
  latchkey lsp -v 2>latchkey.log`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return run.run(command) },
	}
	flags := command.Flags()
	flags.SortFlags = false
	run.rules.bind(flags)
	flags.TextVar(&run.minSeverity, "min-severity", run.minSeverity, "show nothing below this `SEVERITY`")
	run.stack.bind(flags)
	flags.IntVar(&run.jobs, "jobs", 0, "work on `N` files at once; 0 means one for each processor")
	run.config.bind(flags)
	flags.BoolVarP(&run.verbose, "verbose", "v", false, "write what the server does to standard error")
	flags.Bool("stdio", true, "serve standard input and output, which is what it always does")
	_ = flags.MarkHidden("stdio") // the client of Visual Studio Code adds it; the flag is there
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	completeRules(command)
	return command
}

func (c *lspRun) run(command *cobra.Command) error {
	if err := c.conflict(); err != nil {
		return misused(command, err)
	}
	if c.config.none && c.config.file != "" {
		return misused(command, errors.New("--config and --no-config exclude each other"))
	}
	options, notices, err := c.stackOptions(command, c.stack)
	if err != nil {
		return err
	}
	c.tell(notices)
	options.MinSeverity, options.Jobs, options.Texts = c.minSeverity, c.jobs, true
	made, err := c.analyzer(command, c.rules, options)
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err //nolint:wrapcheck // it says what failed
	}
	if c.config.file != "" && !filepath.IsAbs(c.config.file) {
		c.config.file = filepath.Join(dir, c.config.file) // whatever folder the editor opens
	}
	debug.SetGCPercent(keenPercent) // it runs for days, and most of that idle
	serving := lsp.Options{Version: readVersion().module, Dir: dir}
	if c.verbose {
		serving.Log = visibleWriter{c.Stderr}
	}
	if stdin, isFile := c.Stdin.(*os.File); isFile && term.IsTerminal(int(stdin.Fd())) {
		c.say("waiting for an editor on standard input; docs/editors.md says how one starts this; Ctrl-D ends it")
	}
	backend := newEditorBackend(c.check, command, made, options)
	err = lsp.NewServer(backend, serving).Run(command.Context(), c.Stdin, c.Stdout)
	if errors.Is(err, lsp.ErrNotShutDown) {
		return statusError(statusNotShutDown)
	}
	return err
}

var _ lsp.Backend = (*editorBackend)(nil)

// ruleTexts are the pages of rules, by id.
type ruleTexts map[string]rule.Rule

func newRuleTexts(run *analyzer.Analyzer) ruleTexts {
	texts := ruleTexts{}
	for _, each := range run.Rules() {
		texts[each.ID] = each
	}
	return texts
}
