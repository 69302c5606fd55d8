// Package finding holds what the analyzer says: findings with their evidence, what could not be
// decided, and the report that carries them to a writer.
package finding

import (
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Finding is one thing that is wrong, with the proof that it is.
type Finding struct {
	// Rule is the id of the rule that speaks.
	Rule string
	// Severity is the rule's, unless the finding carries its own.
	Severity rule.Severity
	// Message is one sentence that starts with the offender's name, without a full stop.
	Message string
	// Label says what is wrong about exactly the text at Location, in a few words; may be empty.
	Label string
	// Location is the narrowest place that is wrong.
	Location Location
	// Related are other places that matter, in the order a reader wants them.
	Related []Step
	// Flow is a path, hop by hop, that proves the finding; empty where there is no path.
	Flow []Step
	// Notes carry the evidence that has no place in the text, such as the way back.
	Notes []Note
	// Scenario names the conditions under which the finding holds; empty where it always does.
	Scenario map[string]bool
	// Fix is the edit that removes the finding, nil where there is none.
	Fix *Fix
	// Properties are further facts for machines, as JSON values.
	Properties map[string]any
	// Fingerprint identifies the finding across runs: it does not depend on line numbers.
	Fingerprint string
	// Suppression is why the finding is left out; nil for one that stands.
	Suppression *Suppression
}

// Suppression is why a finding is left out.
type Suppression struct {
	// Reason is the reason as given; never empty.
	Reason string
	// Until is the last day on which it holds, as in 2027-01-31; empty where it always does.
	Until string
	// Location is where the suppression stands.
	Location Location
	// External says that it stands in the configuration, not in the file it is about.
	External bool
}

// Location is a place in a file.
type Location struct {
	// File is the name of the file.
	File string
	// Path is the JSON Pointer of the node in the document; empty for a place without a node.
	Path string
	// Span is the text to mark.
	Span source.Span
}

// Step is a place with a sentence about it.
type Step struct {
	Location Location
	Message  string
}

// Note is a labelled line of evidence, as in "way back: only the account's root user".
type Note struct {
	// Label is a word or two in lower case, such as "way back" or "why".
	Label string
	// Text may hold several lines.
	Text string
}

// Fix is a change that removes a finding.
type Fix struct {
	Title string
	// Safe says that the change keeps the template's meaning otherwise and needs no choice.
	Safe  bool
	Edits []Edit
	// Text are changes of text that belong to no node, such as the removal of a comment. Most fixes have none.
	Text []Replacement
	// Refusal says why the edits can't be written to the text, in a phrase without a full stop; empty where they
	// can. It is known once the fix has its place in the text.
	Refusal string
}

// Edit is one symbolic change of a document.
type Edit struct {
	// Op is "add", "replace" or "remove".
	Op string
	// At is the node to change; for "add" the node to create.
	At source.At
	// Value is the JSON value to write; nil for "remove".
	Value any
	// Written is At with the items of lists counted as they stand in the text; empty until the fix has its place
	// in the text, and for an edit that can't be written.
	Written source.At
}

// Replacement is a change of text: what Span marks in the file becomes Text.
type Replacement struct {
	File string
	Span source.Span
	Text string
}

// Undecided is a question that a rule could not answer.
type Undecided struct {
	Rule     string
	Location Location
	// Reason says what is unknown, in a sentence without a full stop.
	Reason string
}

// Notice is something a user should know about the run itself, such as a file that was left out.
type Notice struct {
	// File is the name of the file it is about; empty for the whole run.
	File    string
	Message string
	// Detail marks a notice that only a curious user wants (-v), such as why a file was skipped.
	Detail bool
	// Fault marks what kept the run from saying all it should, such as a rule that failed: its silence
	// proves nothing.
	Fault bool
	// Unread marks what could not be read and may have held templates.
	Unread bool
}

// Incomplete reports whether the notice means that the run did not look at all it should have.
func (n Notice) Incomplete() bool { return n.Fault || n.Unread }
