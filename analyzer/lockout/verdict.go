package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Level is a verdict in one word.
type Level string

// The verdicts, mildest first.
const (
	// None says that an ordinary principal of the account can edit the policy.
	None Level = "none"
	// PrincipalOnly is None for a policy that denies every way back to single principals of the account.
	PrincipalOnly Level = "principal"
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
	// Total says that nobody can edit or remove the policy, the root user included.
	Total Level = "total"
	// Rejected says that the service refuses the document, so that it never comes into force.
	Rejected Level = "rejected"
)

// rank orders verdicts on one document by how much a user needs to know of them.
var rank = map[Level]int{
	None: 0, PrincipalOnly: 1, DataPlane: 2, Undecided: 3, Partial: 4, Conditional: 5, RootOnly: 6, Total: 7,
	Rejected: 8,
}

// Verdict is what was proved of a policy, with the evidence.
type Verdict struct {
	Level Level `json:"verdict"`
	// Core are the statements that, together and without any one of them to spare, make the verdict;
	// in the order of the file. Empty for None, PrincipalOnly and Undecided, for a policy that is refused for
	// other reasons than that it locks, and where nothing is denied but an Allow is missing.
	Core []source.At `json:"core"`
	// Closed says what each statement of Core closes.
	Closed []Closure `json:"closed"`
	// Omitted says that it is no statement that locks, but the lack of one that allows.
	Omitted bool `json:"omitted"`
	// Granted is the statement that allows Escape, where the policy has to.
	Granted []source.At `json:"granted"`
	// On is the resource that the verdict is on; nil where it is not known.
	On *Place `json:"on,omitempty"`
	// Affected names the resources with this verdict, where several share the policy and others fare
	// better; else it is empty.
	Affected []string `json:"affected"`
	// Removals are the statements that have to be removed, one by one, before the policy can be edited
	// again; for a Partial verdict on a service that works so.
	Removals []source.At `json:"removals"`
	// Escape is the easiest way back of an IAM principal; nil where there is none or it is undecided. With
	// RootOnly it leads over plain HTTP.
	Escape *Escape `json:"escape,omitempty"`
	// Deployer says that CloudFormation has no way back, so that it can neither update nor delete the policy,
	// while others have one. Not said where nobody has.
	Deployer bool `json:"deployer"`
	// DeployerCore are the statements that keep CloudFormation out.
	DeployerCore []source.At `json:"deployer_core"`
	// Denied are the principals that a PrincipalOnly verdict is about, as the document writes them; set for
	// DataPlane, too. DeniedCore are the statements that deny them every way back.
	Denied     []string    `json:"denied"`
	DeniedCore []source.At `json:"denied_core"`
	// Root are the actions that the service leaves to the root user of the account, with RootOnly. None where
	// the policy itself spares the root user.
	Root []string `json:"root"`
	// Destroy are the actions that delete the resource with its policy and that any principal may still do,
	// with RootOnly, Total and Rejected.
	Destroy []string `json:"destroy"`
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
	// Strongest is RootOnly or Total where an Undecided verdict is that for some resource, or in some Region, that the
	// policy may be on; else empty.
	Strongest Level `json:"strongest,omitempty"`
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
	To Audience `json:"to"`
	// Condition says that the statement stands under a condition.
	Condition bool `json:"condition"`
	// Unlabelled says that the statement has no Sid where it has to be removed by that, as far as is documented.
	Unlabelled bool `json:"unlabelled"`
	// Misplaced are the exemptions of the statement that match nobody, since the set declares the user or role
	// with another path.
	Misplaced []Hop `json:"misplaced,omitempty"`
}

// Audience is whom a statement is about.
type Audience string

// The audiences of statements that deny something to principals of the account.
const (
	// Everyone is Principal "*".
	Everyone Audience = "everyone"
	// Owner is the account that owns the resource, as a principal.
	Owner Audience = "account"
	// Others is everyone whom NotPrincipal does not exempt.
	Others Audience = "others"
	// Named are single principals, such as a user that another statement exempts.
	Named Audience = "named"
)

// Escape is a way back.
type Escape struct {
	// Principal is a phrase for an ordinary principal, or a principal as the document writes it.
	Principal string `json:"principal"`
	Action    string `json:"action"`
	// Via says how the request is made, as in "through CloudFormation"; empty for one that anybody can make
	// directly.
	Via string `json:"via,omitempty"`
	// Context is what has to hold, in a phrase; empty for a way back that needs nothing.
	Context string `json:"context,omitempty"`
	// Facts are what has to hold, one by one.
	Facts []Fact `json:"facts"`
	// Request is an example of it. Names that no statement writes are made up.
	Request policy.Request `json:"-"`
}

// Cause sorts reasons by what would settle them.
type Cause string

// The causes of doubt and refusal.
const (
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
	// Action is an action that the policies of the service can't name.
	Action Cause = "action"
	// Unanalysed is a service that is not analysed.
	Unanalysed Cause = "service"
	// Region is the Region of the resource, which was not given.
	Region Cause = "region"
	// Safety is a check of the service that a document does not lock out the one who puts it.
	Safety Cause = "safety"
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
	v.Granted = append([]source.At{}, v.Granted...)
	v.DeployerCore = append([]source.At{}, v.DeployerCore...)
	v.Denied = append([]string{}, v.Denied...)
	v.DeniedCore = append([]source.At{}, v.DeniedCore...)
	v.Root = append([]string{}, v.Root...)
	v.Destroy = append([]string{}, v.Destroy...)
	v.DataCore = append([]source.At{}, v.DataCore...)
	v.DataActions = append([]string{}, v.DataActions...)
	v.DataReasons = append([]Reason{}, v.DataReasons...)
	v.Reasons = append([]Reason{}, v.Reasons...)
	return v
}
