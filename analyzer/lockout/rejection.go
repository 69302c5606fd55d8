package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// rejections returns why the service refuses the document, and why it does so with values that are
// only assumed, such as the default of a parameter. There are none where it may accept the document.
func rejections(
	row service, document *policy.Document, target Target, resources []resource,
) (certain, assumed []Reason) {
	found := append(outdated(document), ungrammatical(document)...)
	for i := range document.Statements {
		statement := &document.Statements[i]
		found = append(found, exclusive(statement)...)
		found = append(found, misspelt(statement)...)
		found = append(found, nowhere(statement)...)
		found = append(found, nameless(statement)...)
		for _, principal := range append(slices.Clone(statement.Principals), statement.NotPrincipals...) {
			found = append(found, target.invalid(&principal)...)
		}
		if row.ownActionsOnly && len(target.Resources) > 0 { // a file may be meant for something else
			found = append(found, outOfScope(row, statement)...)
		}
		if row.ownNameOnly && len(target.Resources) > 0 {
			found = append(found, foreign(row, statement, resources)...)
		}
	}
	for _, reason := range found {
		if reason.Assumed {
			assumed = append(assumed, reason)
		} else {
			certain = append(certain, reason)
		}
	}
	return certain, assumed
}

// exclusive names the elements of which a statement has two where the grammar of the policy language
// allows one.
func exclusive(statement *policy.Statement) []Reason {
	var reasons []Reason
	for _, pair := range []struct {
		name string
		both bool
	}{
		{"Principal", statement.Principals != nil && statement.NotPrincipals != nil},
		{"Action", statement.Actions != nil && statement.NotActions != nil},
		{"Resource", statement.Resources != nil && statement.NotResources != nil},
	} {
		if pair.both {
			text := "the statement has both " + pair.name + " and Not" + pair.name
			reasons = append(reasons, Reason{At: statement.At, Cause: Grammar, Text: text})
		}
	}
	return reasons
}

// outdated says so of a version that the policy language never had (IAM User Guide, Version element). What is to be
// filled in may be one that it has.
func outdated(document *policy.Document) []Reason {
	switch version := document.Version; {
	case version == "", version == "2012-10-17", version == "2008-10-17", strings.ContainsAny(version, "${}<>[]"):
		return nil
	default:
		text := version + " is no version of the policy language"
		return []Reason{{At: document.At, Cause: Grammar, Text: text}}
	}
}

// elements of a document and of a statement (IAM User Guide, Grammar of the IAM JSON policy language).
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{
		"Sid", "Principal", "NotPrincipal", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition",
	}
)

// ungrammatical names the elements that the policy language does not have, effects that are none, and statements
// without one. Services refuse all of these (IAM User Guide, Access Analyzer policy check reference).
func ungrammatical(document *policy.Document) []Reason {
	var reasons []Reason
	if document.Version != "" { // else it may be the properties of a resource, which hold more than a document
		reasons = unknown(document.Source, documentElements)
	}
	for _, statement := range document.Source.Get("Statement").List() {
		if statement.Kind != value.Map || isGenerated(statement) {
			continue
		}
		reasons = append(reasons, unknown(statement, statementElements)...)
		effect := statement.Get("Effect")
		text, isLiteral := effect.Literal()
		_, assumed := policy.Assumed(effect)
		switch {
		case effect == nil && !hasKey(statement, "Effect"):
			reasons = append(reasons, Reason{At: statement.At, Cause: Grammar, Text: "the statement has no Effect"})
		case isLiteral && text != "Allow" && text != "Deny" && !mayBeFilledIn(text):
			because := text + " is no effect: Allow or Deny is expected"
			reasons = append(reasons, Reason{At: effect.At, Cause: Grammar, Text: because, Assumed: assumed})
		}
	}
	return reasons
}

// unknown names the members of an object that are no elements. A name that differs in case alone is given the
// benefit of the doubt.
func unknown(object *value.Value, elements []string) []Reason {
	if object == nil || isGenerated(object) {
		return nil
	}
	var reasons []Reason
	for _, field := range object.Fields {
		isElement := slices.ContainsFunc(elements, func(name string) bool { return strings.EqualFold(name, field.Key) })
		if isElement || mayBeFilledIn(field.Key) {
			continue
		}
		text := field.Key + " is no element of the policy language"
		reasons = append(reasons, Reason{At: field.Value.At.Key(), Cause: Grammar, Text: text})
	}
	return reasons
}

// isGenerated reports whether a function that was not resolved adds members to the object.
func isGenerated(object *value.Value) bool {
	return slices.ContainsFunc(object.Fields, func(field value.Field) bool {
		return strings.HasPrefix(field.Key, "Fn::")
	})
}

// hasKey reports whether an object has a member, in whatever case.
func hasKey(object *value.Value, key string) bool {
	return slices.ContainsFunc(object.Fields, func(field value.Field) bool { return strings.EqualFold(field.Key, key) })
}

// mayBeFilledIn reports whether a text looks like one that something puts a value into.
func mayBeFilledIn(text string) bool {
	return text == "" || strings.ContainsAny(text, "${}<>[]%@")
}

// nameless names the actions that are not of a service: all are, but for "*" (IAM User Guide, Action).
func nameless(statement *policy.Statement) []Reason {
	return aboutActions(statement, Grammar, func(action string) string {
		if strings.Contains(action, ":") || strings.Trim(action, "*") == "" {
			return ""
		}
		return action + " is no action: a service and a colon are expected in front"
	})
}

// outOfScope names the actions of other services in the policy of one that refuses them.
func outOfScope(row service, statement *policy.Statement) []Reason {
	return aboutActions(statement, Action, func(action string) string {
		prefix, _, found := strings.Cut(action, ":")
		if !found || strings.ContainsAny(prefix, "*?") || strings.EqualFold(prefix, row.prefix()) {
			return ""
		}
		return action + " is an action of another service"
	})
}

// aboutActions returns the reasons that a function finds in the literal actions of a statement.
func aboutActions(statement *policy.Statement, cause Cause, because func(action string) string) []Reason {
	var reasons []Reason
	for _, text := range append(slices.Clone(statement.Actions), statement.NotActions...) {
		action, isLiteral := text.Source.Literal()
		if !isLiteral || mayBeFilledIn(action) {
			continue
		}
		if found := because(action); found != "" {
			_, assumed := policy.Assumed(text.Source)
			reasons = append(reasons, Reason{At: text.At, Cause: cause, Text: found, Assumed: assumed})
		}
	}
	return reasons
}

// nowhere names what conditions compare with the address of a request and is neither an address nor a range.
func nowhere(statement *policy.Statement) []Reason {
	var reasons []Reason
	for i := range statement.Conditions {
		condition := &statement.Conditions[i]
		operator, known := policy.ParseOperator(condition.Operator)
		if !known || !strings.HasSuffix(operator.Base, "IpAddress") {
			continue
		}
		for _, text := range condition.Values {
			written, isLiteral := text.Source.Literal()
			_, isNetwork := policy.ParseNetwork(written)
			if !isLiteral || isNetwork || strings.ContainsAny(written, "${}<>[]") {
				continue
			}
			_, assumed := policy.Assumed(text.Source)
			because := shown(text) + " is neither an address nor a range of them"
			reasons = append(reasons, Reason{At: text.At, Cause: Grammar, Text: because, Assumed: assumed})
		}
	}
	return reasons
}

// misspelt names the condition operators that the policy language does not have.
func misspelt(statement *policy.Statement) []Reason {
	var reasons []Reason
	for i := range statement.Conditions {
		condition := &statement.Conditions[i]
		if _, known := policy.ParseOperator(condition.Operator); !known && condition.Operator != "" {
			text := condition.Operator + " is no condition operator"
			reasons = append(reasons, Reason{At: condition.At, Cause: Grammar, Text: text})
		}
	}
	return reasons
}

// invalid returns why services refuse a principal, at most one reason.
func (t Target) invalid(principal *policy.Principal) []Reason {
	shown, why := principal.Value, principal.Invalid
	if shown == "" {
		shown = principal.Written
	}
	if shown == "" {
		shown = `""`
	}
	if why == "" {
		why = t.unfit(principal.Source)
	}
	if why == "" {
		return nil
	}
	_, assumed := policy.Assumed(principal.Source)
	text := shown + " is no valid principal: " + why
	return []Reason{{At: principal.At, Cause: Principal, Text: text, Assumed: assumed}}
}

// unfit says why a reference to a declared principal is none: Ref gives its name, which services
// refuse, and a group is never a principal (IAM User Guide, Principal).
func (t Target) unfit(v *value.Value) string {
	if !v.Is(value.Reference) {
		return ""
	}
	for _, declared := range t.Declared {
		switch {
		case declared.Resource != v.Resource:
		case declared.Kind == Group:
			return "a group is no principal"
		case v.Attribute == "":
			return "Ref gives the name of the " + string(declared.Kind) + ", and an ARN is expected"
		}
	}
	return ""
}

// foreign returns the literal ARNs in Resource that are sure to be of another resource than all
// that the policy is attached to. Symbolic ARNs are given the benefit of the doubt.
func foreign(row service, statement *policy.Statement, resources []resource) []Reason {
	var reasons []Reason
	for _, text := range statement.Resources {
		name := policy.Split(text.Source, "/", 2)[0]
		if _, isLiteral := name.Literal(); !isLiteral || len(policy.Split(name, ":", arnFields)) < arnFields {
			continue
		}
		for _, on := range resources {
			if own, is := surelyOther(row.pattern(on.place, name), on); is {
				reasons = append(reasons, foreignReason(row.Noun, text, own))
			}
		}
	}
	return reasons
}

func foreignReason(noun string, text policy.Text, own *value.Value) Reason {
	shown, _ := own.Literal()
	if shown == "" {
		shown = `""`
	}
	reason := Reason{At: text.At, Cause: Resource, Text: text.Value + " is not part of the " + noun + " " + shown}
	if step, assumed := policy.Assumed(own); assumed {
		reason.Assumed = true
		reason.Via = []Hop{{At: step.At, Message: step.Message}}
	}
	if _, assumed := policy.Assumed(text.Source); assumed {
		reason.Assumed = true // the text's own way is shown with the place it stands at
	}
	return reason
}

// surelyOther returns the literal name of the resource, in any partition, when the pattern matches
// neither that nor another form of the name.
func surelyOther(pattern *value.Value, on resource) (own *value.Value, is bool) {
	for i, arn := range on.arns {
		truth := policy.MatchARN(pattern, inAnyPartition(arn))
		if truth == value.Yes {
			return nil, false
		}
		fields := policy.Split(arn, ":", arnFields)
		if _, isLiteral := fields[len(fields)-1].Literal(); truth == value.No && isLiteral && len(fields) == arnFields {
			own, is = nameOf(fields[arnFields-1], on.name[i]), true
		}
	}
	return own, is
}

// nameOf returns the name with the way it was arrived at, which an ARN made of it may have lost.
func nameOf(name, form *value.Value) *value.Value {
	named := *name
	named.Via = form.Via
	return &named
}

// shown names a resource of several: by its logical id, its name or its URL.
func (r resource) shown() string {
	form := r.name[0]
	if form.Is(value.Reference) {
		return form.Resource[strings.LastIndex(form.Resource, "#")+1:]
	}
	return policy.Show(form)
}
