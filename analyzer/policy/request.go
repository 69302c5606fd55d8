package policy

import (
	"maps"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Request is what [Evaluate] decides about.
type Request struct {
	Caller Caller
	// Action is the name with its service, as in "s3:GetObject".
	Action string
	// Resource is the ARN of the one resource; nil for an action that is on none, for which policies
	// have to say "*".
	Resource *value.Value
	// Owner is the account that owns the resource. Where it is nil, the ARN tells, if it names one.
	Owner *value.Value
	// Context holds the condition keys that are known. See [Request.Complete] for the others.
	Context Context
	// Organization is the id of the organization that the owner is in; empty where it is not known.
	Organization string
	// Closed says that a key which Context does not hold is absent.
	Closed bool
}

// Direct returns the context of a call that a person or a program makes itself, over HTTPS: no service
// makes it on someone's behalf.
func Direct() Context {
	context := Context{
		"aws:securetransport": PresentText("true"),
		"aws:viaawsservice":   PresentText("false"),
	}
	for _, key := range []string{"aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "kms:viaservice"} {
		context[key] = Entry{Presence: value.No, Multivalued: IsMultivalued(key)}
	}
	return context
}

// Complete returns the entry of a condition key. Where the context does not hold it, and is not
// closed, the entry is derived from caller, action and resource: aws:PrincipalArn, PrincipalAccount,
// PrincipalType, PrincipalIsAWSService, PrincipalServiceName, username, userid as far as it is known,
// ResourceAccount, RequestedRegion for a resource in one, s3:ResourceAccount, kms:CallerAccount and, where the
// organization is known, ResourceOrgID and the PrincipalOrgID of the owner's own principals.
// The values of all other keys are unresolved; whether they are in the request is as [KeyPresence] has it.
func (r *Request) Complete(key string) Entry {
	key = strings.ToLower(key)
	if entry, is := r.Context[key]; is {
		return entry
	}
	if r.Closed {
		return Entry{Presence: value.No}
	}
	if v := r.derived(key); v != nil {
		return Entry{Values: []*value.Value{v}, Presence: value.Yes, Multivalued: IsMultivalued(key)}
	}
	return Entry{
		Values:      []*value.Value{value.OfReason(key + " of the request is not known")},
		Multivalued: IsMultivalued(key),
		Presence:    KeyPresence(key, r.Caller.Kind),
	}
}

// completed returns the context with all keys that the documents ask for.
func (r *Request) completed(documents []*Document) Context {
	context := maps.Clone(r.Context)
	if context == nil {
		context = Context{}
	}
	for _, document := range documents {
		for i := range document.Statements {
			for _, key := range document.Statements[i].keys() {
				context[key] = r.Complete(key)
			}
		}
	}
	return context
}

// keys returns the condition keys, in lower case, that decide whether the statement matches.
func (s *Statement) keys() []string {
	var keys []string
	for i := range s.Conditions {
		keys = append(keys, s.Conditions[i].Key)
		keys = append(keys, variables(s.Conditions[i].Values)...)
	}
	keys = append(keys, variables(s.Resources)...)
	return append(keys, variables(s.NotResources)...)
}

// variables returns the keys of the policy variables in the texts.
func variables(texts []Text) []string {
	var keys []string
	for i := range texts {
		for _, part := range texts[i].Source.Pieces() {
			if form := variableForm.FindStringSubmatch(part.Text); isVariable(part) && form != nil {
				keys = append(keys, strings.ToLower(form[1]))
			}
		}
	}
	return keys
}

// owner returns the account that owns the resource; nil where it is not known.
func (r *Request) owner() *value.Value {
	if r.Owner != nil || r.Resource == nil {
		return r.Owner
	}
	fields := Split(r.Resource, ":", arnFields)
	if len(fields) < arnFields {
		return nil
	}
	if text, isLiteral := fields[accountField].Literal(); isLiteral && !IsAccountID(text) {
		return nil
	}
	return fields[accountField]
}

// isOwn answers whether the caller belongs to the account that owns the resource. What is on no
// resource concerns the caller's own account.
func (r *Request) isOwn() value.Truth {
	if r.Resource == nil && r.Owner == nil {
		return value.TruthOf(r.Caller.isIdentity())
	}
	return r.Caller.isIn(r.owner())
}

// service returns the prefix of the action, in lower case.
func (r *Request) service() string {
	service, _, _ := strings.Cut(strings.ToLower(r.Action), ":")
	return service
}
