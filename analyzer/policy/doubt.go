package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// doubt says which part of a statement keeps it from being decided.
func (e *evaluation) doubt(in layered, document *Document, statement *Statement) Doubt {
	doubt := Doubt{Layer: in.layer, At: statement.At}
	if unresolved, is := e.openElement(in.layer, statement); is {
		doubt.At, doubt.Text = unresolved.At, unresolved.Reason
		return doubt
	}
	known := document.HasVariables()
	switch {
	case e.matchesCaller(in.layer, statement) == value.Undecided:
		doubt.Text = "it can't be told whether the statement is about the caller"
	case statement.MatchesAction(e.request.Action) == value.Undecided:
		doubt.Text = "it can't be told whether the statement is about the action"
	case statement.ConditionsHold(e.context, known) == value.Undecided:
		return e.conditionDoubt(doubt, document, statement)
	case statement.MatchesResource(e.resource, e.context, known) == value.Undecided:
		doubt.Text = "it can't be told whether the statement is about the resource"
	case in.layer == LayerRCP && in.applies == value.Undecided && e.request.Caller.isServiceLinked() == value.No:
		doubt.Text = "it is not known whether resource control policies apply to " + e.request.service()
	case in.layer == LayerResource && in.applies == value.Undecided:
		doubt.Text = ownerDoubt
	case in.applies == value.Undecided:
		doubt.Text = serviceLinkedDoubt
	default:
		doubt.Text = "Allow with NotPrincipal is not supported"
	}
	return doubt
}

// openElement returns an element of which nothing can be known, or that services do not accept.
func (e *evaluation) openElement(layer Layer, statement *Statement) (open Unresolved, is bool) {
	if open, is = statement.IsUnresolved("Effect"); is {
		return open, true
	}
	for _, principal := range statement.Principals {
		if principal.Kind == Rejected && layer == LayerResource {
			return Unresolved{At: principal.At, Reason: "services refuse the principal: " + principal.Invalid}, true
		}
	}
	if e.isTrust(layer) && statement.hasResource() {
		return Unresolved{At: statement.At, Reason: "IAM refuses a trust policy that names resources"}, true
	}
	return Unresolved{}, false
}

// conditionDoubt points at the first condition that can't be decided.
func (e *evaluation) conditionDoubt(doubt Doubt, document *Document, statement *Statement) Doubt {
	for i := range statement.Conditions {
		condition := &statement.Conditions[i]
		if condition.Holds(e.context, document.HasVariables()) != value.Undecided {
			continue
		}
		doubt.At = condition.At
		doubt.Text = condition.Unresolved
		if doubt.Text == "" {
			doubt.Text = "it depends on " + condition.Key + ", which is not known of the request"
		}
		return doubt
	}
	return doubt
}
