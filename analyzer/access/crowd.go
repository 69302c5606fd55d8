package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// leastCrowd is how many principals a statement names at least for it to be worth sorting them by name.
const leastCrowd = 64

// crowd finds those of the many principals of an element that may be about a caller. All others are surely not.
type crowd struct {
	// open are those whose names are not enough to leave them out.
	open  []policy.Principal
	named map[string][]policy.Principal
}

// newCrowd sorts principals by their names.
func newCrowd(all []policy.Principal) crowd {
	made := crowd{named: map[string][]policy.Principal{}}
	for _, principal := range all {
		key := crowdKey(principal)
		if key == "" {
			made.open = append(made.open, principal)
			continue
		}
		made.named[key] = append(made.named[key], principal)
	}
	return made
}

// crowdKey returns what a caller has in common with the principal if they match, "" where that is not known.
func crowdKey(principal policy.Principal) string {
	text, isLiteral := principal.Source.Literal()
	account, isAccount := principal.Account.Literal()
	switch principal.Kind {
	case policy.Account:
		if isAccount {
			return accountKey(account)
		}
	case policy.User, policy.Service, policy.Federated:
		if isLiteral {
			return text
		}
	case policy.Role, policy.Session:
		if isLiteral && isAccount {
			return roleKey(account, text)
		}
	case policy.FederatedUser, policy.Anyone, policy.Declared, policy.UniqueID, policy.CanonicalUser, policy.Rejected,
		policy.Unclear:
	}
	return ""
}

func accountKey(account string) string {
	return "account " + account
}

// roleKey is equal for a role and its sessions. Roles with one name and other paths have it in common.
func roleKey(account, arn string) string {
	fields := strings.SplitN(arn, ":", arnFields)
	names := strings.Split(fields[len(fields)-1], "/")
	name := names[len(names)-1]
	if names[0] == "assumed-role" && len(names) > 1 {
		name = names[1]
	}
	return "role " + account + " " + name
}

// about returns the principals that may be about a caller; false where that can't be told by name.
func (c crowd) about(caller policy.Caller) (few []policy.Principal, ok bool) {
	text, isLiteral := caller.ARN.Literal()
	account, isAccount := caller.Account.Literal()
	keys := []string{text}
	switch caller.Kind {
	case policy.User:
		keys = append(keys, accountKey(account))
	case policy.Role, policy.Session:
		keys = []string{accountKey(account), roleKey(account, text)}
	case policy.Account:
		keys = []string{accountKey(account)}
	case policy.Service, policy.Federated:
		isAccount = true
	case policy.FederatedUser, policy.Anyone, policy.Declared, policy.UniqueID, policy.CanonicalUser, policy.Rejected,
		policy.Unclear:
		return nil, false
	}
	if !isLiteral || !isAccount {
		return nil, false
	}
	few = append([]policy.Principal{}, c.open...)
	for _, key := range keys {
		few = append(few, c.named[key]...)
	}
	return few, true
}

// crowds are the crowds of documents, by the statement.
type crowds map[*policy.Statement]crowd

// newCrowds sorts the principals of the documents; there is none where no statement names very many.
func newCrowds(documents []*policy.Document) crowds {
	found, most := crowds{}, 0
	for _, document := range documents {
		for i := range document.Statements {
			all := principalsOf(&document.Statements[i])
			found[&document.Statements[i]] = newCrowd(all)
			most = max(most, len(all))
		}
	}
	if most < leastCrowd {
		return nil
	}
	return found
}

// principalsOf returns what the statement lists, of which the one element that it has may be either.
func principalsOf(statement *policy.Statement) []policy.Principal {
	if statement.NotPrincipals != nil && statement.Principals == nil {
		return statement.NotPrincipals
	}
	return statement.Principals
}

// about returns the documents without principals that are surely not about the caller: it is answered for the
// same, and in less time.
func (c crowds) about(documents []*policy.Document, caller policy.Caller) []*policy.Document {
	if len(c) == 0 {
		return documents
	}
	fewer := make([]*policy.Document, len(documents))
	for d, document := range documents {
		copied := *document
		copied.Statements = make([]policy.Statement, len(document.Statements))
		for i := range document.Statements {
			statement := document.Statements[i]
			found, isCrowd := c[&document.Statements[i]]
			few, ok := found.about(caller)
			switch {
			case !isCrowd || !ok:
			case statement.Principals != nil:
				statement.Principals = few
			default:
				statement.NotPrincipals = few
			}
			copied.Statements[i] = statement
		}
		fewer[d] = &copied
	}
	return fewer
}

// likeness is equal for callers that documents treat alike: they differ in nothing but a name that the documents
// list in the same places, and do not ask for elsewhere. It is empty for a caller about which that is not known.
func (c crowds) likeness(documents []*policy.Document, caller policy.Caller) string {
	isNamed := caller.Kind == policy.User || caller.Kind == policy.Role || caller.Kind == policy.Account
	if len(c) == 0 || !isNamed {
		return ""
	}
	text, _ := caller.ARN.Literal()
	account, _ := caller.Account.Literal()
	var said strings.Builder
	fmt.Fprintf(&said, "%s %s %t", caller.Kind, account, strings.Contains(text, serviceLinkedPath))
	for _, document := range documents {
		for i := range document.Statements {
			statement := &document.Statements[i]
			few, ok := c[statement].about(caller)
			if !ok || asksForCaller(statement) || slices.ContainsFunc(c[statement].open, mayBeSome) {
				return ""
			}
			said.WriteString(";")
			for _, principal := range few[len(c[statement].open):] {
				own, _ := principal.Source.Literal()
				fmt.Fprintf(&said, " %s %t", principal.Kind, own == text)
			}
		}
	}
	return said.String()
}

// serviceLinkedPath stands in the ARNs of service-linked roles, which policies of an organization do not bind.
const serviceLinkedPath = ":role/aws-service-role/"

// mayBeSome reports whether a principal whose name is not known may be one caller and not another.
func mayBeSome(principal policy.Principal) bool {
	return !slices.Contains([]policy.PrincipalKind{
		policy.Anyone, policy.CanonicalUser, policy.UniqueID, policy.Rejected,
	}, principal.Kind)
}

// asksForCaller reports whether a statement asks for more of a caller than its Principal element and the account.
func asksForCaller(statement *policy.Statement) bool {
	found := false
	add := func(key string) { found = found || slices.Contains(nameKeys, strings.ToLower(key)) }
	for i := range statement.Conditions {
		add(statement.Conditions[i].Key)
		addVariables(statement.Conditions[i].Values, add)
	}
	addVariables(statement.Resources, add)
	addVariables(statement.NotResources, add)
	return found
}
