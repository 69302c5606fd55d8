package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// asker is who makes the request of a question.
type asker struct {
	// caller is how a user wrote the principal, unless it is declared.
	caller policy.Caller
	// declared is the role or user of a template that it is; nil for none.
	declared *found
}

// newAsker reads the principal of a question.
func newAsker(inputs []Input, question Question) (asker, error) {
	text := question.Principal
	if text != "*" && strings.ContainsAny(text, "*?") {
		return asker{}, misunderstood("principal", "%q has a wildcard, and a request is made by one principal", text)
	}
	caller, isWritten := policy.ParseCaller(text)
	if isWritten {
		made := asker{caller: caller, declared: declaredAs(inputs, caller)}
		if made.declared != nil && caller.Kind == policy.Session {
			made.caller.Issuer = made.declared.arn(made.declared.names(accountIn(caller)))
		}
		return made, nil
	}
	if strings.Contains(text, ":") {
		return asker{}, misunderstood("principal", "%q is no ARN of a role, a user, a session or a root user", text)
	}
	otherwise := "an ARN nor the logical id of a role or user in the files, which " +
		namesOf(inputs, roleType, userType)
	meant, err := one("principal", text, declared(inputs, text, roleType, userType), otherwise)
	if err != nil {
		return asker{}, err
	}
	kind := map[string]policy.PrincipalKind{roleType: policy.Role, userType: policy.User}[meant.resource.Type]
	return asker{caller: policy.Caller{Kind: kind}, declared: &meant}, nil
}

// declaredAs returns the declared role or user that an ARN is surely of; nil for none.
func declaredAs(inputs []Input, caller policy.Caller) *found {
	if caller.Kind != policy.Role && caller.Kind != policy.User && caller.Kind != policy.Session {
		return nil
	}
	for _, input := range inputs {
		known := input.names(accountIn(caller))
		for _, read := range known.templates {
			for _, resource := range read.Resources {
				if resource.Type != roleType && resource.Type != userType {
					continue
				}
				if isOf(caller, known.principal(read, resource)) {
					return &found{Input: input, resource: resource}
				}
			}
		}
	}
	return nil
}

// isOf reports whether the caller surely is the principal with the ARN, or a session of it.
func isOf(caller policy.Caller, arn *value.Value) bool {
	if caller.Kind != policy.Session {
		return value.Same(caller.ARN, arn) == value.Yes
	}
	text, _ := arn.Literal()
	session, _ := caller.ARN.Literal()
	_, name, _ := strings.Cut(session, ":assumed-role/")
	name, _, _ = strings.Cut(name, "/")
	return name != "" && strings.Contains(text, ":"+accountIn(caller)+":role/") && strings.HasSuffix(text, "/"+name)
}

// accountIn returns the account in the ARN of a caller, "" where there is none.
func accountIn(caller policy.Caller) string {
	text, _ := caller.Account.Literal()
	return text
}

// in returns the caller in the names of an owner of the stack.
func (a asker) in(stack names) policy.Caller {
	caller := a.caller
	if caller.ARN == nil && a.declared != nil {
		reference := &value.Value{Kind: value.Reference, Resource: a.declared.resource.ID, Attribute: "Arn"}
		caller.ARN = stack.value(reference)
		caller.Account = stack.owner
	}
	return caller
}

// hasIdentity reports whether the caller may have identity policies: the root user needs none.
func (a asker) hasIdentity() bool {
	return isIdentity(a.caller.Kind) && a.caller.Kind != policy.Account
}

// name is what a sentence calls the caller: an ARN without what all ARNs of its account have in common.
func (a asker) name(question Question) string {
	fields := strings.SplitN(question.Principal, ":", arnFields)
	switch {
	case a.caller.Kind == policy.Account:
		return "the root user of account " + accountIn(a.caller)
	case len(fields) < arnFields:
		return question.Principal
	default:
		return fields[arnFields-1]
	}
}
