package lockout

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// sparesNobody reports whether all conditions of a denial hold for every request, whoever makes it: there are none, or
// they exempt what no request has. Others may let someone through. A principal of another account is not among what
// nobody has: such a principal can use the resource, if not manage its policy.
func sparesNobody(statement *policy.Statement) bool {
	return !slices.ContainsFunc(statement.Conditions, func(condition policy.Condition) bool {
		return !isIdle(&condition)
	})
}

// isIdle reports whether a condition exempts what requests have only for values that none of them has.
func isIdle(condition *policy.Condition) bool {
	operator, isKnown := policy.ParseOperator(condition.Operator)
	isMet := idleValues[condition.Key]
	isExemption := isKnown && operator.Negated() && operator.Qualifier == policy.Unqualified
	if condition.Unresolved != "" || !isExemption || isMet == nil || len(condition.Values) == 0 {
		return false
	}
	return !slices.ContainsFunc(condition.Values, func(text policy.Text) bool { return !isMet(operator, text.Source) })
}

// idleValues tell the values that a key never has, by the key (IAM User Guide, AWS global condition context keys and
// IAM identifiers).
var idleValues = map[string]func(operator policy.Operator, v *value.Value) bool{
	keyPrincipalARN: isNobodysARN,
	keySourceIP:     isNoSource,
	keyUserID: func(operator policy.Operator, v *value.Value) bool {
		text, isLiteral := v.Literal()
		return isLiteral && isText(operator) && (bareRoleID.MatchString(text) || isUnspeakable(operator, text, idForm))
	},
	keyUserName: func(operator policy.Operator, v *value.Value) bool {
		text, isLiteral := v.Literal()
		return isLiteral && isText(operator) && isUnspeakable(operator, text, nameForm)
	},
}

var (
	// bareRoleID is the id of a role. The aws:userid of its sessions has their name behind it.
	bareRoleID = regexp.MustCompile(`^AROA[A-Z0-9]+$`)
	nameForm   = regexp.MustCompile(`^[\w+=,.@-]*$`)
	idForm     = regexp.MustCompile(`^[\w+=,.@:-]*$`)
	// anything is what the wildcards of an operator may stand for.
	anything = strings.NewReplacer("*", "", "?", "")
)

func isText(operator policy.Operator) bool {
	return strings.HasPrefix(operator.Base, "String")
}

// isUnspeakable reports whether a text has characters that no name has: a wildcard that stands for itself, or a
// variable in a document of a version without.
func isUnspeakable(operator policy.Operator, text string, form *regexp.Regexp) bool {
	if operator.Wildcards() {
		text = anything.Replace(text)
	}
	return !form.MatchString(text)
}

// isNobodysARN reports whether a pattern matches the aws:PrincipalArn of nobody: it is for the ARNs of sessions, where
// the key has that of the role; for a role of IAM Identity Center without its path; or it has a wildcard that stands
// for itself.
func isNobodysARN(operator policy.Operator, v *value.Value) bool {
	text, isLiteral := v.Literal()
	if isLiteral && isText(operator) && !operator.Wildcards() && strings.ContainsAny(text, "*?") {
		return true
	}
	fields := policy.Split(v, ":", arnFields)
	if len(fields) < arnFields || isText(operator) && slices.ContainsFunc(fields[:arnFields-1], hasWildcards) {
		return false // a wildcard of StringNotLike may run over colons
	}
	service, _ := fields[2].Literal()
	noun, _ := fields[arnFields-1].Pieces()[0].Literal()
	return service == "sts" && strings.HasPrefix(noun, "assumed-role/") ||
		service == "iam" && strings.HasPrefix(noun, "role/AWSReservedSSO_")
}

// hasWildcards reports whether a wildcard stands in a part of a pattern, or may.
func hasWildcards(v *value.Value) bool {
	return slices.ContainsFunc(v.Pieces(), func(part *value.Value) bool {
		text, isLiteral := part.Literal()
		return isLiteral && strings.ContainsAny(text, "*?") || part.Is(value.Unresolved) && !isPseudo(part)
	})
}

// isPseudo reports whether a value is a pseudo parameter, none of which has a wildcard.
func isPseudo(v *value.Value) bool {
	return v.Is(value.Unresolved) && strings.HasPrefix(v.Symbol, "AWS::")
}

// isNoSource reports whether a network is one that no request on the internet comes from. Those through a VPC
// endpoint have no aws:SourceIp at all.
func isNoSource(operator policy.Operator, v *value.Value) bool {
	text, isLiteral := v.Literal()
	network, isNetwork := policy.ParseNetwork(text)
	return operator.Base == "NotIpAddress" && isLiteral && isNetwork &&
		slices.ContainsFunc(notPublic, func(other netip.Prefix) bool {
			return other.Bits() <= network.Bits() && other.Contains(network.Addr())
		})
}
