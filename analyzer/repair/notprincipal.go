package repair

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// mendPrincipals replaces NotPrincipal by a condition: there the ARN of a role stands for all its sessions, and
// neither the account nor a permissions boundary matters.
func (f *finder) mendPrincipals(statement, exempted place) []edit {
	var arns []term
	for _, item := range exempted.child("AWS").members() {
		arn, isWritable := f.exemptARN(item.value)
		if !isWritable {
			return nil
		}
		isListed := slices.ContainsFunc(arns, func(other term) bool {
			return value.Same(other.means, arn.means) == value.Yes
		})
		if !isListed {
			arns = append(arns, arn)
		}
	}
	conditions := withCondition(statement, exemptingOperators, keyPrincipalARN, oneOrMore(arns))
	if len(arns) == 0 || len(exempted.value.Fields) > 1 || conditions == nil {
		return nil
	}
	return append([]edit{remove(exempted), add(statement.child("Principal"), literal("*"))}, conditions...)
}

// exemptARN returns what aws:PrincipalArn holds for a principal: the ARN of its role for a session, and that of the
// root user for an account, which is all that NotPrincipal exempts by it.
func (f *finder) exemptARN(principal *value.Value) (arn term, isWritable bool) {
	if f.isAccount(principal) {
		return f.rootOf(principal)
	}
	text, isWritable := f.shapeOf(principal)
	written, _ := correct(keyPrincipalARN, text.written)
	if !isWritable {
		return term{}, false
	}
	arn = text.as(written)
	return arn, strings.HasPrefix(written, "arn:") || arn.means.Is(value.Reference) && arn.means.Attribute == "Arn"
}

// isAccount reports whether a value is the id of an account and nothing else.
func (f *finder) isAccount(v *value.Value) bool {
	text, isLiteral := v.Literal()
	return isLiteral && policy.IsAccountID(text) || v.Is(value.Unresolved) && v.Symbol == "AWS::AccountId"
}

// rootOf returns the ARN of an account's root user, in the partition that other ARNs of the document are in.
func (f *finder) rootOf(account *value.Value) (arn term, isWritable bool) {
	shape, isWritable := f.shapeOf(account)
	if !isWritable {
		return term{}, false
	}
	partition, shown := f.partition(), f.partition()
	if f.Template && partition == "aws" {
		shown = "${AWS::Partition}"
	}
	arn.means = value.Join(literal("arn:"+partition+":iam::").means, account, literal(":root").means)
	text := "arn:" + shown + ":iam::" + shape.written + ":root"
	arn.written = text
	if strings.Contains(text, "${") {
		arn.written = map[string]any{"Fn::Sub": text}
	}
	return arn, true
}

// ForNotPrincipal returns changes of the statements that deny all but a NotPrincipal, by the handles of the statements:
// each exempts the same principals by a condition. It is proved that the policy can be changed as before or better.
// Where nothing but accounts is listed there is none: what was meant can't be told.
func ForNotPrincipal(of Policy) map[source.At]*Repair {
	found := map[source.At]*Repair{}
	if !slices.ContainsFunc(of.Document.Statements, isExemptingByName) {
		return found
	}
	finder := newFinder(of)
	if finder == nil {
		return found
	}
	for i := range of.Document.Statements {
		if !isExemptingByName(of.Document.Statements[i]) {
			continue
		}
		at := of.Document.Statements[i].At
		if repair := finder.first(finder.isNoWorse, finder.rewriting(at)); repair != nil {
			found[at] = repair
		}
	}
	return found
}

// isExemptingByName reports whether a denial exempts users, roles or sessions by NotPrincipal.
func isExemptingByName(statement policy.Statement) bool {
	return statement.Effect == "Deny" && slices.ContainsFunc(statement.NotPrincipals, func(p policy.Principal) bool {
		switch p.Kind {
		case policy.User, policy.Role, policy.Session, policy.Declared:
			return true
		case policy.Anyone, policy.Account, policy.FederatedUser, policy.UniqueID, policy.Service, policy.Federated,
			policy.CanonicalUser, policy.Rejected, policy.Unclear:
			return false
		default:
			return false
		}
	})
}

// rewriting proposes a condition in place of the NotPrincipal of a statement.
func (f *finder) rewriting(at source.At) proposal {
	return func(func(lockout.Verdict) bool) *change {
		statement := f.statementAt(at)
		exempted := statement.child("NotPrincipal")
		if !exempted.value.Is(value.Map) {
			return nil
		}
		edits := f.mendPrincipals(statement, exempted)
		if edits == nil {
			return nil
		}
		return &change{
			title: "exempt by a condition on aws:PrincipalArn, for which the ARN of a role stands for its sessions",
			edits: edits,
		}
	}
}

// isNoWorse accepts a verdict that is as good as the one before, or leaves a way to edit the policy.
func (f *finder) isNoWorse(v lockout.Verdict) bool {
	isProved := v.Level != lockout.Undecided && v.Level != lockout.Rejected
	return isProved && v.Level == f.Verdict.Level || f.openAsMeant(v)
}
