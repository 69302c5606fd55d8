package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// named returns a row for each principal that the documents name, in their order.
func (t table) named() []who {
	var rows []who
	seen := map[string]bool{}
	for d, document := range t.documents {
		for i := range document.Statements {
			all, shown := mentions(&document.Statements[i]), mentions(&t.originals[d].Statements[i])
			if len(shown) != len(all) { // a wildcard came in with a name
				shown = all
			}
			few := newCrowd(all)
			for j, principal := range all {
				row := t.nameRow(principal, all, few)
				identity := value.Identity(principal.Source)
				if len(row.callers) == 0 || seen[identity] && identity != "" {
					continue
				}
				seen[identity] = true
				row.principal = written(shown[j].Text)
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// mentions returns the principals that a statement names, in conditions, too.
func mentions(statement *policy.Statement) []policy.Principal {
	all := slices.Concat(statement.Principals, statement.NotPrincipals)
	for i := range statement.Conditions {
		all = append(all, conditionPrincipals(&statement.Conditions[i])...)
	}
	return all
}

// nameRow returns the row for a principal; without callers for one that has no row.
func (t table) nameRow(principal policy.Principal, beside []policy.Principal, sorted crowd) who {
	row := who{standing: Named, callers: t.callersOf(principal)}
	if len(row.callers) == 0 {
		return row
	}
	if few, ok := sorted.about(row.callers[0]); ok {
		beside = few
	}
	row.callers[0].Issuer = issuer(principal, beside)
	row.name = t.nameOf(row.callers[0], written(principal.Text))
	if row.callers[0].Kind == policy.Unclear {
		row.doubt, row.at = doubtOf(principal), principal.At
	}
	return row
}

// doubtOf says why it can't be told who a principal is.
func doubtOf(principal policy.Principal) string {
	switch {
	case principal.Unresolved != "":
		return principal.Unresolved
	case principal.Kind == policy.CanonicalUser:
		return "a canonical user id does not tell whose it is"
	case principal.Kind == policy.UniqueID:
		return "a unique id does not tell whose it is"
	default:
		return "who this principal is can't be told"
	}
}

// issuer returns the role of a session, path included, where it stands beside the session; else nil.
func issuer(session policy.Principal, beside []policy.Principal) *value.Value {
	if session.Kind != policy.Session {
		return nil
	}
	for _, role := range beside {
		if role.Kind != policy.Role || session.Account == nil {
			continue
		}
		segments := policy.Split(role.Name, "/", len(policy.Show(role.Name))+1)
		sameName := value.Same(segments[len(segments)-1], session.Name)
		if sameName.And(value.Same(role.Account, session.Account)) == value.Yes {
			return role.Source
		}
	}
	return nil
}

// callersOf returns a principal as callers; none for what a row of its own says, such as "*" and the owning
// account, or what is no principal.
func (t table) callersOf(principal policy.Principal) []policy.Caller {
	switch principal.Kind {
	case policy.User, policy.Role, policy.Session, policy.FederatedUser, policy.Service, policy.Federated:
		return []policy.Caller{{Kind: principal.Kind, ARN: principal.Source, Account: principal.Account}}
	case policy.Account:
		if value.Same(principal.Account, t.names.owner) == value.Yes {
			return nil
		}
		return t.anyone(principal.Account)
	case policy.Declared, policy.Unclear, policy.UniqueID, policy.CanonicalUser:
		return []policy.Caller{{Kind: policy.Unclear, ARN: principal.Source}}
	case policy.Anyone, policy.Rejected:
		return nil
	default:
		return nil
	}
}

// conditionPrincipals returns the principals and accounts that a condition names exactly.
func conditionPrincipals(condition *policy.Condition) []policy.Principal {
	if condition.Key != "aws:principalarn" && condition.Key != "aws:principalaccount" {
		return nil
	}
	operator, known := policy.ParseOperator(condition.Operator)
	if !known || operator.Base == "Null" {
		return nil
	}
	var found []policy.Principal
	for _, text := range condition.Values {
		if strings.ContainsAny(written(text), "*?") {
			continue
		}
		found = append(found, principalOf(text.Source))
	}
	return found
}

// principalOf reads a value as an entry of a Principal element.
func principalOf(v *value.Value) policy.Principal {
	principals := mapping("Principal", mapping("AWS", v))
	document := policy.Parse(mapping("Statement", principals))
	return document.Statements[0].Principals[0]
}

func mapping(key string, member *value.Value) *value.Value {
	return &value.Value{Kind: value.Map, Fields: []value.Field{{Key: key, Value: member}}}
}

// withoutUnclear returns documents without principals that have a row of their own, and of which nothing is
// known: whoever they are, they are not among all others.
func withoutUnclear(documents []*policy.Document) []*policy.Document {
	kept := make([]*policy.Document, len(documents))
	for d, document := range documents {
		copied := *document
		copied.Statements = slices.Clone(document.Statements)
		for i := range copied.Statements {
			statement := &copied.Statements[i]
			if statement.Principals != nil {
				statement.Principals = slices.DeleteFunc(slices.Clone(statement.Principals), isUnclear)
			}
		}
		kept[d] = &copied
	}
	return kept
}

func isUnclear(principal policy.Principal) bool {
	return slices.Contains([]policy.PrincipalKind{
		policy.Unclear, policy.CanonicalUser, policy.UniqueID, policy.Declared,
	}, principal.Kind)
}

// belongs reports whether a caller surely is of the owning account.
func (t table) belongs(caller policy.Caller) bool {
	return isIdentity(caller.Kind) && value.Same(caller.Account, t.names.owner) == value.Yes
}

// nameOf returns what a person calls a caller: what follows the account of an ARN, with the account where
// that is another one.
func (t table) nameOf(caller policy.Caller, shown string) string {
	fields := strings.SplitN(shown, ":", arnFields)
	switch {
	case shown == "${?}":
		return "a principal that is not known"
	case caller.Kind == policy.Service || caller.Kind == policy.Federated || !isIdentity(caller.Kind):
		return shown
	case policy.IsAccountID(shown) || strings.HasSuffix(shown, ":root"):
		return "account " + policy.Show(caller.Account)
	case len(fields) < arnFields:
		return shown
	case t.belongs(caller):
		return fields[arnFields-1]
	default:
		return fields[arnFields-1] + " of account " + policy.Show(caller.Account)
	}
}

// arnFields is the number of parts of an ARN.
const arnFields = 6
