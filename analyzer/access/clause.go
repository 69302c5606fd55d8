package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// held is a statement of a resource policy held against a request.
type held struct {
	*policy.Statement

	truth value.Truth
	// parts are what the answer hangs on, where it is Undecided, in words.
	parts []part
	// doubt says why that can't be put into words; empty where it can.
	doubt *Reason
}

// part is something that a statement asks of a request which may or may not be so.
type part struct {
	condition *policy.Condition
	resources []policy.Text
	excluded  bool
}

// phrase says when the part is so, or is not.
func (p part) phrase(in sense) string {
	if p.condition != nil {
		return phrase(p.condition, in)
	}
	if p.excluded == (in == asWritten) {
		return "the resource is not like " + enumerate(texts(p.resources), " nor ")
	}
	return "the resource is like " + enumerate(texts(p.resources), " or ")
}

// applies says when the statement is about the request: when all its parts are so.
func (h *held) applies() string {
	return h.join(asWritten, " and ")
}

// spares says when it is not: when one of its parts is not so.
func (h *held) spares() string {
	return h.join(inverted, ", or ")
}

func (h *held) join(in sense, word string) string {
	said := make([]string, len(h.parts))
	for i, part := range h.parts {
		said[i] = part.phrase(in)
	}
	return strings.Join(said, word)
}

// hold holds a statement of a document against the request. What it hangs on is put into the words of the
// same statement as written, where names are not replaced yet.
func hold(request policy.Request, document *policy.Document, statement, original *policy.Statement) held {
	result := held{Statement: statement}
	context := completed(request, statement)
	variables := document.HasVariables()
	caller := statement.MatchesCaller(request.Caller, value.No)
	action := statement.MatchesAction(request.Action)
	resource := value.Yes
	if statement.Resources != nil || statement.NotResources != nil {
		resource = statement.MatchesResource(request.Resource, context, variables)
	}
	result.truth = caller.And(action).And(resource).And(statement.ConditionsHold(context, variables))
	if result.truth != value.Undecided {
		return result
	}
	if resource == value.Undecided {
		result.parts = append(result.parts, resourcePart(original))
	}
	for i := range statement.Conditions {
		condition := &statement.Conditions[i]
		if condition.Holds(context, variables) != value.Undecided {
			continue
		}
		result.parts = append(result.parts, part{condition: &original.Conditions[i]})
		if condition.Unresolved != "" {
			result.doubt = &Reason{At: condition.At, Text: condition.Unresolved}
		}
	}
	result.note(request.Caller.Kind, caller, action)
	return result
}

// note records what keeps a statement from being put into words.
func (h *held) note(kind policy.PrincipalKind, caller, action value.Truth) {
	switch {
	case h.Effect != "Allow" && h.Effect != "Deny":
		h.doubt = h.open("the effect of the statement is not known", "Effect")
	case caller == value.Undecided && kind == policy.Role && h.NotPrincipals != nil:
		h.doubt = h.open("NotPrincipal spares a role only in the sessions that it names", "NotPrincipal")
	case caller == value.Undecided:
		h.doubt = h.open("it can't be told whether the statement is about this principal", "Principal", "NotPrincipal")
	case action == value.Undecided:
		h.doubt = h.open("it can't be told whether the statement is about this action", "Action", "NotAction")
	}
}

// open returns why one of the elements is not known, and the text where all of it is.
func (h *held) open(text string, elements ...string) *Reason {
	for _, element := range elements {
		if unresolved, is := h.IsUnresolved(element); is {
			return &Reason{At: unresolved.At, Text: unresolved.Reason}
		}
	}
	return &Reason{At: h.At, Text: text}
}

func resourcePart(statement *policy.Statement) part {
	if statement.NotResources != nil {
		return part{resources: statement.NotResources, excluded: true}
	}
	return part{resources: statement.Resources}
}

// completed returns the context of the request with all keys that the statement may ask for.
func completed(request policy.Request, statement *policy.Statement) policy.Context {
	context := policy.Context{}
	add := func(key string) {
		key = strings.ToLower(key)
		context[key] = request.Complete(key)
	}
	for i := range statement.Conditions {
		add(statement.Conditions[i].Key)
		addVariables(statement.Conditions[i].Values, add)
	}
	addVariables(statement.Resources, add)
	addVariables(statement.NotResources, add)
	return context
}

// addVariables adds the keys of the policy variables in the texts.
func addVariables(values []policy.Text, add func(key string)) {
	for i := range values {
		for _, part := range values[i].Source.Pieces() {
			name, isVariable := strings.CutPrefix(part.Text, "${")
			if part.Kind == value.Unresolved && isVariable {
				key, _, _ := strings.Cut(strings.TrimSuffix(name, "}"), ",")
				add(strings.TrimSpace(key))
			}
		}
	}
}
