package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// thing is what the request of a question is on.
type thing struct {
	// arn is how a user wrote it, unless it is declared; nil for an action that is on nothing.
	arn *value.Value
	// declared is the resource of a template that it is, or is within; within is the rest of its name.
	declared *found
	within   string
	action   string
}

// newThing reads the resource of a question.
func newThing(inputs []Input, question Question) (thing, error) {
	text := question.Resource
	made := thing{action: strings.ToLower(question.Action)}
	switch {
	case text == "*":
		return made, nil
	case strings.ContainsAny(text, "*?"):
		return thing{}, misunderstood("resource",
			"%q has a wildcard, and a request is on one resource: name one, or ask for the table of all",
			text)
	case strings.HasPrefix(text, "arn:"):
		if strings.Count(text, ":") < arnFields-1 {
			return thing{}, misunderstood("resource", "%q is no complete ARN", text)
		}
		made.arn = value.OfText(text)
		return made, nil
	}
	name, within, hasRest := strings.Cut(text, "/")
	if file, rest, hasFile := strings.Cut(text, "#"); hasFile {
		name, within, hasRest = strings.Cut(rest, "/")
		name = file + "#" + name
	}
	otherwise := "an ARN nor a logical id in the files, which " + namesOf(inputs)
	meant, err := one("resource", text, declared(inputs, name), otherwise)
	if err != nil {
		return thing{}, err
	}
	made.declared = &meant
	if hasRest {
		made.within = usageOf(meant.resource.Type).within + within
		if usageOf(meant.resource.Type).within == "" {
			made.within = "/" + within
		}
	}
	return made, nil
}

func usageOf(resourceType string) usage {
	return usages[governed[resourceType]]
}

// in returns the ARN in the names of an owner; nil for an action that is on nothing.
func (t thing) in(known names) *value.Value {
	if t.declared == nil {
		return t.arn
	}
	return value.Join(t.declared.arn(known), value.OfText(t.within))
}

// account returns the account in the ARN of the resource, "" where there is none.
func (t thing) account() string {
	fields := policy.Split(t.arnOrNone(), ":", arnFields)
	if len(fields) < arnFields {
		return ""
	}
	text, _ := fields[arnFields-2].Literal()
	if !policy.IsAccountID(text) {
		return ""
	}
	return text
}

func (t thing) arnOrNone() *value.Value {
	if t.arn == nil {
		return value.OfText("")
	}
	return t.arn
}

// assumptionActions are what trust policies are about besides the ways to assume a role.
var assumptionActions = []string{"sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}

// assumesRole reports whether the action is one that trust policies govern.
func (t thing) assumesRole() bool {
	return strings.HasPrefix(t.action, "sts:assumerole") || slices.Contains(assumptionActions, t.action)
}

// isGoverned answers whether a policy is that of the resource. A file that does not say what it is on is taken
// to be.
func (t thing) isGoverned(input Input, entry *model.Policy) value.Truth {
	if entry.Kind == string(policy.Trust) != t.assumesRole() {
		return value.No
	}
	switch {
	case entry.Kind == string(policy.Trust) && entry.Resource == "":
		return value.Yes
	case entry.Kind != string(policy.Trust) && entry.Kind != string(policy.Resource):
		return value.No
	case t.declared != nil && entry.Resource != "":
		return t.isDeclaredOn(entry)
	}
	describing := describer{Input: input, entry: entry}
	known := input.names(unused(nil))
	arns := describing.target().ARNs(entry.Document)
	if entry.Kind == string(policy.Trust) {
		arns = [][]*value.Value{{describing.arn(input.names(t.account()))}}
	}
	if len(arns) == 0 {
		return value.TruthOf(entry.Resource == "")
	}
	asked := t.in(known)
	if asked == nil || !isOfService(asked, entry.Service) {
		return value.No
	}
	truth := value.No
	for _, each := range slices.Concat(arns...) {
		truth = truth.Or(isWithin(asked, known.value(each)))
	}
	return truth
}

// isDeclaredOn answers for a policy in a template and a resource that is declared.
func (t thing) isDeclaredOn(entry *model.Policy) value.Truth {
	id := t.declared.resource.ID
	return value.TruthOf(entry.Resource == id || slices.Contains(entry.On, id))
}

// isWithin answers whether an ARN is that of a resource, or of something within it.
func isWithin(arn, of *value.Value) value.Truth {
	truth := policy.MatchARN(of, arn)
	for _, separator := range []string{"/*", ":*"} {
		truth = truth.Or(policy.MatchARN(value.Join(of, value.OfText(separator)), arn))
	}
	return truth
}

// isOfService reports whether an ARN may be that of a resource of a service of the table of lockout. Policies
// that name no resource would be about all resources otherwise.
func isOfService(arn *value.Value, name string) bool {
	row, known := lockout.Find(name)
	form, fields := strings.SplitN(row.ARN, ":", arnFields), policy.Split(arn, ":", arnFields)
	if !known || len(form) < arnFields || len(fields) < arnFields {
		return true
	}
	text, isLiteral := fields[serviceField].Literal()
	return !isLiteral || text == form[serviceField]
}

// serviceField is the index of the service among the parts of an ARN.
const serviceField = 2
