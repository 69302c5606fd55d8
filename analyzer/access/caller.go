package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Standing says what a row of a table stands for.
type Standing string

// The standings.
const (
	// Root is the root user of the owning account.
	Root Standing = "root"
	// Own is every IAM principal of the owning account that has no row of its own.
	Own Standing = "own"
	// Named is a principal that the document names.
	Named Standing = "named"
	// Other is every account but the owning one, as far as it has no row of its own.
	Other Standing = "other"
	// Anonymous is a caller without credentials.
	Anonymous Standing = "anonymous"
)

// unnamed is a name that no document is expected to write: it has a character from the private use area.
const unnamed = "\ue000"

// who is a row: one caller, or several that have to agree.
type who struct {
	standing Standing
	name     string
	// principal is the principal as the document writes it.
	principal string
	callers   []policy.Caller
	context   policy.Context
	// doubt says why nothing is known of the caller; empty for one that is known.
	doubt string
	// at is the place of what is in doubt.
	at source.At
}

// callers returns the rows of a table about documents of one resource.
func (t table) callers() []who {
	named := t.named()
	own := "any IAM principal of the account"
	if slices.ContainsFunc(named, func(row who) bool { return t.belongs(row.callers[0]) }) {
		own = "any other IAM principal of the account"
	}
	root := t.caller(policy.Account, t.names.owner, "root")
	rows := []who{
		{standing: Root, name: "the account's root user", callers: []policy.Caller{root}},
		{standing: Own, name: own, callers: t.anyone(t.names.owner), context: t.namesOpen(t.names.owner)},
	}
	rows = append(rows, named...)
	foreign := t.unusedAccount()
	rows = append(rows, who{
		standing: Other, name: "any other account", callers: t.anyone(foreign), context: t.namesOpen(foreign),
	})
	if !slices.Contains(unsigned, t.service) {
		return rows
	}
	anyone := policy.Caller{Kind: policy.Anyone}
	return append(rows, who{standing: Anonymous, name: "anyone without credentials", callers: []policy.Caller{anyone}})
}

// anyone returns a role and a user of the account that no document names.
func (t table) anyone(account *value.Value) []policy.Caller {
	return []policy.Caller{
		t.caller(policy.Role, account, "role/"+unnamed), t.caller(policy.User, account, "user/"+unnamed),
	}
}

func (t table) caller(kind policy.PrincipalKind, account *value.Value, name string) policy.Caller {
	arn := value.Join(value.OfText("arn:"+t.names.partition+":iam::"), account, value.OfText(":"+name))
	return policy.Caller{Kind: kind, ARN: arn, Account: account}
}

// nameKeys are the condition keys that tell one principal of an account from another by its name.
var nameKeys = []string{"aws:principalarn", "aws:username", "aws:userid"}

// namesOpen returns the context in which it stays open what a principal is called, where a document asks
// for that with a pattern. Principals that it names exactly have rows of their own.
func (t table) namesOpen(account *value.Value) policy.Context {
	asks := slices.ContainsFunc(t.documents, func(document *policy.Document) bool {
		return slices.ContainsFunc(document.Statements, asksForName)
	})
	if !asks {
		return nil
	}
	open := value.OfReason("the name of the principal is not known")
	arn := value.Join(value.OfText("arn:"+t.names.partition+":iam::"), account, value.OfText(":"), open)
	return policy.Context{"aws:principalarn": policy.Present(arn)}
}

func asksForName(statement policy.Statement) bool {
	return slices.ContainsFunc(statement.Conditions, func(condition policy.Condition) bool {
		if condition.Key != "aws:principalarn" {
			return slices.Contains(nameKeys, condition.Key)
		}
		return slices.ContainsFunc(condition.Values, func(text policy.Text) bool {
			return text.Value == "" || strings.ContainsAny(text.Value, "*?$")
		})
	})
}
