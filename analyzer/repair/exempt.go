package repair

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const (
	conditionElement = "Condition"
	keyPrincipalARN  = "aws:PrincipalArn"
	keyViaService    = "aws:ViaAWSService"
	// breakGlass is the name of the role that an exemption is made for where none is known: whoever takes over the
	// change writes the name of their own.
	breakGlass = "BreakGlass"
)

// exemptingOperators deny whom they do not match, so that what they match is exempt.
var exemptingOperators = []string{"ArnNotLike", "ArnNotEquals", "StringNotLike", "StringNotEquals"}

// exempting proposes to spare a role that is kept for emergencies.
func (f *finder) exempting(accepts func(lockout.Verdict) bool) *change {
	role, isKnown := f.principal(f.breakGlass())
	if !isKnown {
		return nil
	}
	edits := f.improve(accepts, func(statement place) []edit { return f.exempt(statement, role) })
	if edits == nil {
		return nil
	}
	title := "exempt a break-glass role"
	if slices.ContainsFunc(f.statements, sparesPrivate) {
		title += ", since aws:SourceIp never holds a private address"
	}
	return &change{title: title, edits: edits}
}

// breakGlass returns the path of the role to exempt: one that is known to be in every account, else an example.
func (f *finder) breakGlass() string {
	for _, pattern := range f.Target.Known.BreakGlass {
		_, path, isAnywhere := strings.Cut(pattern, "::*:")
		if isAnywhere && strings.HasPrefix(path, "role/") && !strings.ContainsAny(path, "*?") {
			return path
		}
	}
	return "role/" + breakGlass
}

// privateNetworks are for use within networks (RFC 1918 and RFC 4193).
var privateNetworks = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("fc00::/7"),
}

// sparesPrivate reports whether a denial spares private addresses in aws:SourceIp, which never holds one. The key that
// does, aws:VpcSourceIp, is in requests through a VPC endpoint alone (IAM User Guide, AWS global condition context
// keys), and nothing in a policy says whether those that were meant come so.
func sparesPrivate(statement place) bool {
	return slices.ContainsFunc(conditionsOf(statement), func(entry condition) bool {
		operator, _ := policy.ParseOperator(entry.operator)
		return operator.Base == "NotIpAddress" && strings.EqualFold(entry.key, "aws:SourceIp") &&
			slices.ContainsFunc(entry.members(), func(item place) bool { return isPrivate(item.value) })
	})
}

func isPrivate(v *value.Value) bool {
	text, _ := v.Literal()
	network, isNetwork := policy.ParseNetwork(text)
	return isNetwork && slices.ContainsFunc(privateNetworks, func(private netip.Prefix) bool {
		return private.Contains(network.Addr()) && network.Bits() >= private.Bits()
	})
}

// passing proposes to let pass what AWS services ask for on behalf of somebody. Such requests do not have
// the keys about networks, and CloudFormation makes them.
func (f *finder) passing(accepts func(lockout.Verdict) bool) *change {
	if !hangsOnNetwork(f.Verdict) {
		return nil
	}
	edits := f.improve(accepts, func(statement place) []edit {
		return withCondition(statement, []string{"Bool"}, keyViaService, literal("false"))
	})
	if edits == nil {
		return nil
	}
	return &change{title: "let AWS services such as CloudFormation act for a principal", edits: edits}
}

func hangsOnNetwork(v lockout.Verdict) bool {
	return v.Escape != nil && slices.ContainsFunc(v.Escape.Facts, func(fact lockout.Fact) bool {
		return fact.Kind == lockout.Network
	})
}

// principal returns the ARN of a principal of the owning account. It reports false for a file of its own
// whose account is not known.
func (f *finder) principal(path string) (arn term, isKnown bool) {
	partition := f.partition()
	if f.Template && f.Target.Account != nil {
		shown := "${AWS::Partition}"
		if partition != "aws" {
			shown = partition // as other ARNs of the document are written
		}
		return term{
			written: map[string]any{"Fn::Sub": "arn:" + shown + ":iam::${AWS::AccountId}:" + path},
			means:   value.Join(literal("arn:"+partition+":iam::").means, f.Target.Account, literal(":"+path).means),
		}, true
	}
	account, _ := f.Target.Account.Literal()
	if account == "" && f.Verdict.On != nil {
		account = f.Verdict.On.Account
	}
	return literal("arn:" + partition + ":iam::" + account + ":" + path), account != ""
}

// partition is that of the resource, the usual one where it is not known.
func (f *finder) partition() string {
	if f.Verdict.On != nil && f.Verdict.On.Partition != "" {
		return f.Verdict.On.Partition
	}
	return "aws"
}

// exempt returns edits after which the statement spares the principal: its ARN goes to those that are exempt,
// where there are such, else under an operator that has no values for the key yet.
func (f *finder) exempt(statement place, arn term) []edit {
	for _, entry := range conditionsOf(statement) {
		if !isExempting(entry) {
			continue
		}
		if edits := f.join(entry, arn); edits != nil && f.areWritten(edits) {
			return edits
		}
	}
	return withCondition(statement, exemptingOperators, keyPrincipalARN, arn)
}

// join returns an edit that puts one more value under a key; none where those that are there can't be written.
func (f *finder) join(entry condition, what term) []edit {
	if entry.value.Is(value.List) {
		return []edit{add(entry.end(), what)}
	}
	if other, isWritable := f.shapeOf(entry.value); isWritable {
		return []edit{replace(entry.place, list(other.as(other.written), what))}
	}
	return nil
}

// isExempting reports whether the values of a condition are ARNs of principals that a Deny spares.
func isExempting(entry condition) bool {
	operator, isKnown := policy.ParseOperator(entry.operator)
	return isKnown && operator.Negated() && operator.Qualifier == "" && strings.EqualFold(entry.key, keyPrincipalARN)
}

// withCondition returns an edit that adds a key under the first of the operators that does not have it; none
// where all do, or where the conditions are not known.
func withCondition(statement place, operators []string, key string, what term) []edit {
	block := statement.child(conditionElement)
	switch {
	case statement.value == nil:
		return nil
	case block.value == nil:
		return []edit{add(block, object(member{operators[0], object(member{key, what})}))}
	case block.value.Kind != value.Map:
		return nil
	}
	for _, operator := range operators {
		under := block.child(operator)
		switch {
		case under.value == nil:
			return []edit{add(under, object(member{key, what}))}
		case under.value.Kind == value.Map && !hasKey(under.value, key):
			return []edit{add(under.child(key), what)}
		}
	}
	return nil
}

// hasKey compares without regard to case, as IAM does.
func hasKey(v *value.Value, key string) bool {
	return slices.ContainsFunc(v.Fields, func(field value.Field) bool { return strings.EqualFold(field.Key, key) })
}

// condition is a key under an operator, at the place of its values.
type condition struct {
	place

	operator, key string
}

// conditionsOf returns what stands in the Condition element, as written.
func conditionsOf(statement place) []condition {
	var all []condition
	block := statement.child(conditionElement)
	if !block.value.Is(value.Map) {
		return nil
	}
	for _, operator := range block.value.Fields {
		if !operator.Value.Is(value.Map) {
			continue
		}
		for _, key := range operator.Value.Fields {
			all = append(all, condition{block.child(operator.Key).child(key.Key), operator.Key, key.Key})
		}
	}
	return all
}
