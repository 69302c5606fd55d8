package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Issue is something that is proved to be wrong with a network. A rule phrases it.
type Issue struct {
	// Kind is the id of the rule that reports it, as in "routing/nat-route-loop".
	Kind string `json:"kind"`
	// At is the narrowest place that is wrong.
	At source.At `json:"at"`
	// Name is the logical id of the offender, with which a message starts.
	Name string `json:"name"`
	// Variant tells apart issues of one kind that a message words differently; empty for the usual one.
	Variant string `json:"variant,omitempty"`
	// Words are what else a message names, by what it is, as in "gateway": "Nat".
	Words map[string]string `json:"words"`
	// Related are other places that matter, such as the workloads that are affected.
	Related []fact.Hop `json:"related"`
	// Flow is a path, hop by hop, that proves the issue; empty where there is no path.
	Flow []fact.Hop `json:"flow"`
	// Codes say what closes a way, as VPC Reachability Analyzer names it where it has a name.
	Codes []Blocker `json:"codes"`
	// Weaker are reasons why it may be no issue after all, such as an exported route table.
	Weaker []string `json:"weaker"`
	// Milder are reasons, which hold, why it does less harm than elsewhere, such as that load balancers alone use a
	// group.
	Milder []string `json:"milder"`
	// Edits are the change that removes the issue; empty where none is known.
	Edits []fact.Edit `json:"edits"`
}

// Doubt is a question about a network that can't be decided.
type Doubt struct {
	// Kind is the id of the rule that asks.
	Kind string `json:"kind"`
	// At is the place the question is about.
	At source.At `json:"at"`
	// Reason says what is unknown, in a sentence without a full stop.
	Reason string `json:"reason"`
}

// Diagnosis is what is wrong with a network, and what could not be decided about it.
type Diagnosis struct {
	// Issues are in the order in which they were found.
	Issues []Issue `json:"issues"`
	// Doubts are in the order in which they came up.
	Doubts []Doubt `json:"doubts"`
}

// Report adds an issue. Lists and words that are nil become empty.
func (d *Diagnosis) Report(issue Issue) {
	if issue.Words == nil {
		issue.Words = map[string]string{}
	}
	issue.Related, issue.Flow = orEmpty(issue.Related), orEmpty(issue.Flow)
	issue.Codes, issue.Edits = orEmpty(issue.Codes), orEmpty(issue.Edits)
	issue.Weaker, issue.Milder = orEmpty(issue.Weaker), orEmpty(issue.Milder)
	d.Issues = append(d.Issues, issue)
}

// Doubt adds a question that can't be decided.
func (d *Diagnosis) Doubt(kind string, at source.At, reason string) {
	d.Doubts = append(d.Doubts, Doubt{Kind: kind, At: at, Reason: reason})
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
