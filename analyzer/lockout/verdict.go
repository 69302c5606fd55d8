package lockout

import "github.com/latchkey-dev/latchkey/analyzer/source"

// Level is a verdict in one word.
type Level string

// The verdicts, mildest first.
const (
	// None says that an ordinary principal of the account can edit the policy.
	None Level = "none"
	// DataPlane is None for a policy that denies the service's core data actions to everyone.
	DataPlane Level = "data-plane"
	// Undecided says that the verdict hangs on something that can't be known; Reasons say on what.
	Undecided Level = "undecided"
	// Partial says that an ordinary principal can remove the policy but nobody can edit it.
	Partial Level = "partial"
	// Conditional says that every way back needs a fact that the document can't prove.
	Conditional Level = "conditional"
	// RootOnly says that only the root user of the account can edit or remove the policy.
	RootOnly Level = "root-only"
	// Total says that nobody can edit or remove the policy.
	Total Level = "total"
	// Rejected says that the service refuses the document, so that it never comes into force.
	Rejected Level = "rejected"
)

// rank orders verdicts on one document by how much a user needs to know of them.
var rank = map[Level]int{
	None: 0, DataPlane: 1, Undecided: 2, Partial: 3, Conditional: 4, RootOnly: 5, Total: 6, Rejected: 7,
}

// Verdict is what was proved of a policy, with the evidence.
type Verdict struct {
	Level Level `json:"verdict"`
	// Core are the statements that, together and without any one of them to spare, make the verdict;
	// in the order of the file. Empty for None, Undecided and Rejected.
	Core []source.At `json:"core"`
	// Closed says what each statement of Core closes.
	Closed []Closure `json:"closed"`
	// On is the resource that the verdict is on; nil where it is not known.
	On *Place `json:"on,omitempty"`
	// Affected names the resources with this verdict, where several share the policy and others fare
	// better; else it is empty.
	Affected []string `json:"affected"`
	// Removals are the statements that have to be removed, one by one, before the policy can be edited
	// again; for a Partial verdict on a service that works so.
	Removals []source.At `json:"removals"`
	// Escape is the easiest way back; nil where there is none or it is undecided.
	Escape *Escape `json:"escape,omitempty"`
	// Data says that everyone is denied the service's core data actions, at any level.
	Data bool `json:"data"`
	// DataCore are the statements that do so, and DataActions what they close.
	DataCore    []source.At `json:"data_core"`
	DataActions []string    `json:"data_actions"`
	// DataReasons say why Data can't be decided; empty when it can.
	DataReasons []Reason `json:"data_reasons"`
	// Unlock is the name of AWS's task policy for a root session that opens the policy again, as in
	// "S3UnlockBucketPolicy"; set when only the root user is left.
	Unlock string `json:"unlock,omitempty"`
	// Reasons say what an Undecided verdict hangs on, or why a document is Rejected.
	Reasons []Reason `json:"reasons"`
	// Assumed says why the service would refuse the document with the values that are assumed for
	// parameters, such as their defaults; at any level.
	Assumed []Reason `json:"assumed"`
}

// Closure is what one statement of a core closes.
type Closure struct {
	At source.At `json:"at"`
	// Actions are the actions that would edit or remove the policy.
	Actions []string `json:"actions"`
	// To says whom the statement denies them.
	To Reach `json:"to"`
	// Unlabelled says that the statement has no Sid where it would be removed by that.
	Unlabelled bool `json:"unlabelled"`
}

// Reach is whom a statement is about.
type Reach string

// The reaches of statements that deny something to principals of the account.
const (
	// Everyone is Principal "*".
	Everyone Reach = "everyone"
	// Owner is the account that owns the resource, as a principal.
	Owner Reach = "account"
	// Others is everyone whom NotPrincipal does not exempt.
	Others Reach = "others"
	// Named are single principals, such as a user that another statement exempts.
	Named Reach = "named"
)

// Escape is a way back.
type Escape struct {
	// Principal is a phrase for an ordinary principal, or a principal as the document writes it.
	Principal string `json:"principal"`
	Action    string `json:"action"`
	// Context is what has to hold, in a phrase; empty for a way back that needs nothing.
	Context string `json:"context,omitempty"`
}

// Cause sorts reasons by what would settle them.
type Cause string

// The causes of doubt and refusal.
const (
	// Condition is a statement's Condition, which is not analysed.
	Condition Cause = "condition"
	// Unresolved is a value that can't be known offline.
	Unresolved Cause = "unresolved"
	// Account is the account that owns the resource, which was not given.
	Account Cause = "account"
	// Incomplete is a statement that lacks an element it has to have.
	Incomplete Cause = "incomplete"
	// Unreadable is a document of which nothing is known.
	Unreadable Cause = "unreadable"
	// Resource is a resource that the policy does not belong to, or no resource at all.
	Resource Cause = "resource"
	// Principal is a principal that services refuse.
	Principal Cause = "principal"
	// Grammar is a statement that the policy language does not allow.
	Grammar Cause = "grammar"
	// Service is a service that is not analysed.
	Service Cause = "service"
	// Budget is a document too large to search.
	Budget Cause = "budget"
)

// Reason is why something can't be decided, or why a document is refused.
type Reason struct {
	At    source.At `json:"at"`
	Cause Cause     `json:"kind"`
	// Text is a phrase without a full stop.
	Text string `json:"reason"`
	// Via are the places besides At that the reason rests on, such as the default of a parameter.
	Via []Hop `json:"via,omitempty"`
	// Assumed says that the reason rests on a value that another deployment may set otherwise.
	Assumed bool `json:"-"`
}

// Hop is a place on the way to a value.
type Hop struct {
	At      source.At `json:"at"`
	Message string    `json:"message"`
}

func undecided(reasons ...Reason) Verdict {
	return Verdict{Level: Undecided, Reasons: reasons}
}

// withLists replaces absent lists by empty ones, so that rules can always walk them.
func (v Verdict) withLists() Verdict {
	v.Core = append([]source.At{}, v.Core...)
	v.Closed = append([]Closure{}, v.Closed...)
	v.Affected = append([]string{}, v.Affected...)
	v.Removals = append([]source.At{}, v.Removals...)
	v.Assumed = append([]Reason{}, v.Assumed...)
	v.DataCore = append([]source.At{}, v.DataCore...)
	v.DataActions = append([]string{}, v.DataActions...)
	v.DataReasons = append([]Reason{}, v.DataReasons...)
	v.Reasons = append([]Reason{}, v.Reasons...)
	return v
}
