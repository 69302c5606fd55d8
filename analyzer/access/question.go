package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// Question asks whether one request goes through.
type Question struct {
	// Principal is an ARN of IAM or STS, an account id for its root user, the name of a service, "anonymous",
	// or the logical id of a declared role or user.
	Principal string
	// Action is the name with its service, as in "s3:GetObject".
	Action string
	// Resource is an ARN, "*" for an action that is on no resource, or the logical id of a declared resource,
	// with the name of what is within behind it, as in "Logs/2026/a.txt".
	Resource string
	// Context holds the values of condition keys, by their names in any case. A key without values is absent
	// from the request.
	Context map[string][]string
	// Account is the account that owns the resource; "" where it is not known.
	Account string
	// Organization is the organization that Account is in; "" where it is not known.
	Organization string
	// Given are the policies that are given for a layer, besides those that the files hold.
	Given []Given
	// NoIdentity says that the principal has no identity policies.
	NoIdentity bool
	// Alone says that the files are one that a person names. An identity policy that it holds is taken to be one of
	// the principal's; of several files nobody says whose they are.
	Alone bool
}

// Given is a policy that is given for a layer.
type Given struct {
	Layer policy.Layer
	Input Input
}

// has reports whether a policy is given for the layer.
func (q Question) has(layer policy.Layer) bool {
	return slices.ContainsFunc(q.Given, func(given Given) bool { return given.Layer == layer })
}

// Names reports whether the question is about a declared resource with the logical id.
func (q Question) Names(id string) bool {
	on, _, _ := strings.Cut(q.Resource[strings.LastIndexByte(q.Resource, '#')+1:], "/")
	return id == on || id == q.Principal[strings.LastIndexByte(q.Principal, '#')+1:]
}

// what returns the action with what it is on.
func (q Question) what() string {
	if q.Resource == "*" {
		return q.Action
	}
	return q.Action + " on " + q.Resource
}

// QuestionError says that a question can't be understood.
type QuestionError struct {
	// Flag is the part of the question, as in "principal"; empty for its files.
	Flag    string
	Message string

	// isMissing says that a resource is not declared, which another scenario may.
	isMissing bool
}

// Error names the part of the question, and says what is wrong with it.
func (e *QuestionError) Error() string {
	if e.Flag == "" {
		return e.Message
	}
	return fmt.Sprintf("--%s: %s", e.Flag, e.Message)
}

func misunderstood(flag, format string, values ...any) error {
	return &QuestionError{Flag: flag, Message: fmt.Sprintf(format, values...)}
}

// Reply is what becomes of a request.
type Reply struct {
	Version int            `json:"version"`
	Outcome policy.Outcome `json:"outcome"`
	// Text says so in a sentence without a full stop.
	Text    string  `json:"text"`
	Request Request `json:"request"`
	// Scenarios are the conditions of the templates under which this is the reply, as those of a [Policy] are.
	Scenarios []map[string]bool `json:"scenarios"`
	// Replies are the different ones that there are by the conditions; none where there is but one. What they do
	// not have in common is left to them.
	Replies []Reply `json:"replies"`
	// Statements are those that decide: all that deny the request, or those that together allow it.
	Statements []Deciding `json:"statements"`
	// Reasons say what is not known, or what a service does of its own accord.
	Reasons []Reason `json:"reasons"`
	// Changes say what would have to be otherwise for another outcome, each in a phrase.
	Changes []Change `json:"changes"`
	// Policies are the documents that were looked at.
	Policies []Looked `json:"policies"`
	// Assumed is what was taken for granted.
	Assumed []string `json:"assumed"`
}

// Request is the request as it was understood.
type Request struct {
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Resource  string `json:"resource"`
	// Owner is the account that owns the resource, null where it is not known.
	Owner   *string             `json:"owner"`
	Context map[string][]string `json:"context"`
}

// Deciding is a statement that takes part in the decision.
type Deciding struct {
	Layer policy.Layer `json:"layer"`
	// Policy is the document that it stands in, as in "bucket policy LogsPolicy".
	Policy string `json:"policy"`
	Statement
}

// Change is something that would have to be otherwise.
type Change struct {
	// Location is the place of what it is about; null for what stands nowhere.
	Location *Location `json:"location,omitempty"`
	Text     string    `json:"text"`
}

// Looked is a document that was looked at.
type Looked struct {
	Layer policy.Layer `json:"layer"`
	Name  string       `json:"name"`
	File  string       `json:"file"`
}
