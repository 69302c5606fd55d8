package lockout

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// clause is one condition of a statement, made ready for the search.
type clause struct {
	condition policy.Condition
	operator  policy.Operator
	// keys are the condition's key and those of the policy variables in its values.
	keys []string
	// duty is the number of what is done when the condition fails, for a Deny, or holds, for an Allow.
	duty   int
	grants bool
}

// clausesOf returns the conditions of a statement with their values in the form that the search compares.
// Those that nothing is known of are left out.
func (p *proof) clausesOf(statement *policy.Statement) []clause {
	var clauses []clause
	for _, condition := range statement.Conditions {
		operator, known := policy.ParseOperator(condition.Operator)
		if !known || condition.Unresolved != "" || condition.Key == "" {
			continue
		}
		read := clause{condition: condition, operator: operator, keys: []string{condition.Key}}
		read.condition.Values = slices.Clone(condition.Values)
		for i, text := range condition.Values {
			read.condition.Values[i].Source = inKey(condition.Key, p.normal(text.Source))
			read.keys = append(read.keys, variables(text.Source)...)
		}
		clauses = append(clauses, read)
	}
	return clauses
}

// holds answers whether the condition holds for what varies on some axes.
func (c *clause) holds(context policy.Context, document *policy.Document) value.Truth {
	return c.condition.Holds(context, document.HasVariables())
}

// variables returns the keys of the policy variables in a value, in lower case.
func variables(v *value.Value) []string {
	parts := []*value.Value{v}
	if v.Kind == value.Text {
		parts = v.Parts
	}
	var keys []string
	for _, part := range parts {
		name, is := strings.CutPrefix(part.Text, "${")
		if part.Kind != value.Unresolved || !is {
			continue
		}
		name, _, _ = strings.Cut(strings.TrimSuffix(name, "}"), ",")
		if name = strings.ToLower(strings.TrimSpace(name)); strings.Contains(name, ":") {
			keys = append(keys, name)
		}
	}
	return keys
}

// unfilled matches what people leave in a policy to be filled in, as in "<ACCOUNT_ID>" and "{{ account }}".
var unfilled = regexp.MustCompile(`<[^<>]+>|\{\{[^{}]+\}\}`)

// normal returns a value of a condition with the ARNs and names of declared principals spelled out, and
// what is to be filled in as symbols.
func (p *proof) normal(v *value.Value) *value.Value {
	if text, isLiteral := v.Literal(); isLiteral && !unfilled.MatchString(text) {
		return v
	}
	parts := []*value.Value{v}
	if v.Kind == value.Text {
		parts = v.Parts
	}
	var spelled []*value.Value
	for _, part := range parts {
		spelled = append(spelled, p.spelled(part)...)
	}
	joined := value.Join(spelled...)
	joined.At, joined.Origin, joined.Via = v.At, v.Origin, v.Via
	return joined
}

func (p *proof) spelled(part *value.Value) []*value.Value {
	if text, isLiteral := part.Literal(); isLiteral {
		return cut(text)
	}
	if part.Kind != value.Reference {
		return []*value.Value{part}
	}
	for _, declared := range p.target.Declared {
		switch {
		case declared.Resource != part.Resource:
		case part.Attribute == "Arn" && declared.Kind != Group:
			return []*value.Value{p.declaredARN(declared)}
		case part.Attribute == "" && declared.Name != nil:
			return []*value.Value{declared.shortName()}
		}
	}
	return []*value.Value{part}
}

// cut takes what is to be filled in out of a literal.
func cut(text string) []*value.Value {
	var parts []*value.Value
	end := 0
	for _, span := range unfilled.FindAllStringIndex(text, -1) {
		written := text[span[0]:span[1]]
		symbol := &value.Value{
			Kind: value.Unresolved, Symbol: "placeholder " + written, Reason: written + " is a placeholder",
		}
		parts = append(parts, value.OfText(text[end:span[0]]), symbol)
		end = span[1]
	}
	return append(parts, value.OfText(text[end:]))
}

// declaredARN returns the ARN of a declared user or role, in which the name may be symbolic.
func (p *proof) declaredARN(declared Declared) *value.Value {
	name := declared.Name
	if name == nil {
		name = &value.Value{Kind: value.Reference, Resource: declared.Resource}
	}
	return p.principalARN("iam", string(declared.Kind)+"/", name)
}

// principalARN returns an ARN of the owning account.
func (p *proof) principalARN(service, noun string, name *value.Value) *value.Value {
	return value.Join(value.OfText("arn:"), p.partition, value.OfText(":"+service+"::"), p.resource.place.account,
		value.OfText(":"+noun), name)
}
