package lsp

import (
	"context"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Backend is what the server needs of the analyzer. Its methods are called by several goroutines at once, but for
// Analyze.
type Backend interface {
	// Analyze says what is found in a workspace. The error is for a context that ends, and for what keeps the
	// workspace from being analysed at all.
	Analyze(ctx context.Context, workspace Workspace) (Analysis, error)
	// Page returns the page about a rule in Markdown, and Link where it stands on the web; both are "" for what is
	// no rule.
	Page(rule string) string
	Link(rule string) string
}

// Workspace is what is analysed.
type Workspace struct {
	// Dir is the directory that file names start from: the first of the folders, if there is one. A name has forward
	// slashes, and is the path of a file outside of Dir.
	Dir string
	// Folders are the paths of the folders of the workspace.
	Folders []string
	// Open are the documents that editors hold, which come before what is on the disk. A document that has not
	// changed is the same value as before.
	Open []*source.File
	// Rescan says that the folders have to be searched again, and Changed are the paths of files that are known to
	// have changed on the disk since the last analysis that succeeded.
	Rescan  bool
	Changed []string
}

// Analysis is what was found. It may be used by several goroutines at once.
type Analysis interface {
	// Report returns the findings, with the files that they are in.
	Report() *finding.Report
	// Problems returns what is wrong with files that are not analysed, such as a configuration.
	Problems() []Problem
	// Fix returns the changes that make the fix of a finding, or why it can't be made.
	Fix(ctx context.Context, found finding.Finding) (changes []finding.Replacement, refusal string, err error)
	// FixAll returns the changes that make all safe fixes of a file.
	FixAll(ctx context.Context, file string) ([]finding.Replacement, error)
	// Ignore returns the changes that suppress a finding for a reason, and what they cover, as in "here"; or why
	// there are none.
	Ignore(found finding.Finding, reason string) (changes []finding.Replacement, scope, refusal string)
	// Resolve returns what the text at a byte offset comes to, nil for text that means what it says.
	Resolve(ctx context.Context, file string, offset int) (*Meaning, error)
}

// Problem is something wrong with a file that is not analysed.
type Problem struct {
	// File is nil for a problem that stands nowhere: the user is told of it in the client's log.
	File    *source.File
	Span    source.Span
	Message string
}

// Meaning is what a piece of text comes to.
type Meaning struct {
	Span  source.Span
	Cases []Case
}

// Case is a value of a piece of text, and how it came about.
type Case struct {
	// Text is the value; Reason says in its place why it is not known.
	Text, Reason string

	Steps []finding.Step
	// Scenario names the conditions under which it is the value; empty where it always is.
	Scenario map[string]bool
}
