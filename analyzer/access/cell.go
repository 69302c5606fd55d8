package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Answer says whether someone may do something.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
	// Conditional: under the conditions that the cell lists.
	Conditional Answer = "conditional"
	Undecided   Answer = "undecided"
)

// Cell answers for one caller and one use of the resource.
type Cell struct {
	// Use is the name of the column.
	Use    string `json:"use"`
	Answer Answer `json:"answer"`
	// Conditions all have to hold, of a Conditional answer; phrases that read after "if".
	Conditions []string `json:"conditions"`
	// Reasons say why the answer is Undecided.
	Reasons []Reason `json:"reasons"`
}

// everything is an identity policy that allows all there is.
var everything = policy.Parse(&value.Value{Kind: value.Map, Fields: []value.Field{
	{Key: "Version", Value: value.OfText("2012-10-17")},
	{Key: "Statement", Value: &value.Value{Kind: value.Map, Fields: []value.Field{
		{Key: "Effect", Value: value.OfText("Allow")},
		{Key: "Action", Value: value.OfText("*")},
		{Key: "Resource", Value: value.OfText("*")},
	}}},
}})

// ask answers for one request under the policies of the resource, where identity policies allow all.
func ask(request policy.Request, documents, originals []*policy.Document) Cell {
	decision := decide(request, documents)
	switch decision.Outcome {
	case policy.Allowed:
		return Cell{Answer: Yes}
	case policy.ImplicitDeny, policy.ExplicitDeny:
		return Cell{Answer: No}
	case policy.NotDecided:
		return conditional(request, documents, originals, decision)
	default:
		return Cell{Answer: Undecided}
	}
}

func decide(request policy.Request, documents []*policy.Document) policy.Decision {
	policies := policy.Policies{Resource: documents}
	if isIdentity(request.Caller.Kind) {
		policies.Identity = []*policy.Document{everything}
	}
	return policy.Evaluate(request, policies)
}

// conditional puts into words what an undecided request hangs on, and makes sure that it hangs on nothing
// else: with all of that as it has to be, the request is allowed.
func conditional(
	request policy.Request, documents, originals []*policy.Document, decision policy.Decision,
) Cell {
	var conditions, alternatives []string
	var denials []held
	var doubts []Reason
	favourable := make([]*policy.Document, len(documents))
	for d, document := range documents {
		copied := *document
		copied.Statements = nil
		for i := range document.Statements {
			statement := hold(request, document, &document.Statements[i], &originals[d].Statements[i])
			switch {
			case statement.truth != value.Undecided:
			case statement.doubt != nil:
				doubts = append(doubts, *statement.doubt)
			case statement.Effect == "Deny":
				conditions, denials = append(conditions, statement.spares()), append(denials, statement)
				continue
			default:
				alternatives = append(alternatives, statement.applies())
				copied.Statements = append(copied.Statements, unconditional(document.Statements[i]))
				continue
			}
			copied.Statements = append(copied.Statements, document.Statements[i])
		}
		favourable[d] = &copied
	}
	if best := decide(request, favourable); best.Outcome != policy.Allowed {
		return Cell{Answer: Undecided, Reasons: reasons(best, doubts)}
	}
	if contradict(denials) {
		return Cell{Answer: No}
	}
	if !allowedWithout(request, documents) {
		conditions = append([]string{strings.Join(alternatives, ", or ")}, conditions...)
	}
	if conditions = value.Distinct(conditions); len(conditions) == 0 {
		return Cell{Answer: Undecided, Reasons: reasons(decision, doubts)}
	}
	return Cell{Answer: Conditional, Conditions: conditions}
}

// unconditional returns the statement as one that asks nothing of the resource or the context.
func unconditional(statement policy.Statement) policy.Statement {
	statement.Conditions = nil
	if statement.Resources != nil || statement.NotResources != nil {
		statement.Resources, statement.NotResources = []policy.Text{{Value: "*", Source: value.OfText("*")}}, nil
	}
	return statement
}

// allowedWithout reports whether the request would be allowed if nothing were denied.
func allowedWithout(request policy.Request, documents []*policy.Document) bool {
	open := make([]*policy.Document, len(documents))
	for d, document := range documents {
		copied := *document
		copied.Statements = slices.DeleteFunc(slices.Clone(document.Statements), isDenial)
		open[d] = &copied
	}
	return decide(request, open).Outcome == policy.Allowed
}

func isDenial(statement policy.Statement) bool {
	return statement.Effect == "Deny"
}

// reasons returns why a request can't be decided, each once.
func reasons(decision policy.Decision, doubts []Reason) []Reason {
	all := slices.Clone(doubts)
	for _, doubt := range decision.Reasons {
		if len(doubts) == 0 || doubt.At == "" {
			all = append(all, Reason{At: doubt.At, Text: doubt.Text})
		}
	}
	return value.Distinct(all)
}

// isIdentity holds for callers that have identity policies.
func isIdentity(kind policy.PrincipalKind) bool {
	return slices.Contains([]policy.PrincipalKind{
		policy.User, policy.Role, policy.Session, policy.FederatedUser, policy.Account,
	}, kind)
}

// same reports whether two cells say the same.
func (c Cell) same(other Cell) bool {
	return c.Answer == other.Answer && slices.Equal(c.Conditions, other.Conditions)
}

// or returns the better of two cells, for actions of which one is enough.
func (c Cell) or(other Cell) Cell {
	rank := []Answer{No, Undecided, Conditional, Yes}
	if slices.Index(rank, other.Answer) > slices.Index(rank, c.Answer) {
		return other
	}
	return c
}
