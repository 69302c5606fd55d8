package access

import (
	"maps"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// checkContext refuses condition keys that no such request has as they are given. The error is a
// [*QuestionError].
func (r request) checkContext() error {
	for _, key := range slices.Sorted(maps.Keys(r.question.Context)) {
		name, values := keyName(strings.ToLower(key)), r.question.Context[key]
		if err := checkValues(name, values); err != nil {
			return err
		}
		presence := policy.KeyPresence(key, r.asker.caller.Kind)
		switch by := r.fixedBy(strings.ToLower(key), values); {
		case by != "":
			return misunderstood("context", "%s follows from --%s, so it can't be given", name, by)
		case presence == value.Yes && len(values) == 0:
			return misunderstood("context", "every request of %s has %s", callerNouns[r.asker.caller.Kind], name)
		case presence == value.No && len(values) > 0:
			return misunderstood("context", "no request of %s has %s", callerNouns[r.asker.caller.Kind], name)
		}
	}
	return nil
}

// callerNouns are what a person calls the callers of a kind.
var callerNouns = map[policy.PrincipalKind]string{
	policy.User: "a user", policy.Role: "a session of a role", policy.Session: "a session of a role",
	policy.FederatedUser: "a federated user", policy.Account: "a root user", policy.Service: "an AWS service",
	policy.Anyone: "a caller without credentials",
}

// checkValues refuses values that a key can't have. Keys whose type is not known have any.
func checkValues(name string, values []string) error {
	known, isKnown := catalogue.FindKey(name)
	if !isKnown {
		return nil
	}
	if len(values) > 1 && !known.Multivalued && !policy.IsMultivalued(name) {
		return misunderstood("context", "a request has one %s, not %s", name, enumerate(values, " and "))
	}
	isARN := known.Type == catalogue.TypeARN && strings.HasPrefix(strings.ToLower(name), "aws:")
	form, isChecked := forms[known.Type]
	for _, text := range values {
		if isChecked && (isARN || known.Type != catalogue.TypeARN) && !form.has(text) {
			return misunderstood("context", "%s is %q; want %s", name, text, form.want)
		}
	}
	return nil
}

// form is what values of a type look like.
type form struct {
	want string
	has  func(text string) bool
}

// forms are what the values of condition keys look like in requests, by type (IAM User Guide, IAM JSON policy
// elements: Condition operators). Services write what they call ARNs in other forms, too.
var forms = map[catalogue.Type]form{
	catalogue.TypeBool: {"true or false", func(text string) bool {
		return strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
	}},
	catalogue.TypeNumeric: {"a number, as in 10", func(text string) bool {
		number, err := strconv.ParseFloat(text, 64)
		return err == nil && !math.IsNaN(number) && !math.IsInf(number, 0)
	}},
	catalogue.TypeDate: {"a date, as in 2026-01-31T12:00:00Z", func(text string) bool {
		_, isDate := policy.ParseDate(text)
		return isDate
	}},
	catalogue.TypeIPAddress: {"an address, as in 192.0.2.7", func(text string) bool {
		address, err := netip.ParseAddr(text)
		return err == nil && address.Zone() == ""
	}},
	catalogue.TypeARN: {"an ARN, as in arn:aws:iam::111122223333:role/Deploy", func(text string) bool {
		return strings.HasPrefix(text, "arn:") && strings.Count(text, ":") >= arnFields-1
	}},
}

// fixers are the parts of a question that keys follow from (IAM User Guide, AWS global condition context keys).
var fixers = map[string]string{
	"aws:principalarn": "principal", "aws:principalaccount": "principal", "aws:principaltype": "principal",
	"aws:principalisawsservice": "principal", "aws:principalservicename": "principal", "aws:username": "principal",
	"aws:userid": "principal", "kms:calleraccount": "principal", "aws:requestedregion": "resource",
	"aws:resourceaccount": "account", "s3:resourceaccount": "account",
}

// fixedBy returns the part of the question that a key follows from; "" for a key that is open, as far as the
// values given are.
func (r request) fixedBy(key string, values []string) string {
	by := fixers[key]
	if by == "" || by == "account" {
		return by
	}
	stacks, _ := r.accounts()
	known := r.names(stacks[0])
	bare := policy.Request{
		Caller: r.asker.in(known), Action: r.question.Action, Resource: r.thing.in(known),
	}
	derived := bare.Complete(key).Values
	isOpen := len(derived) == 1 && !slices.ContainsFunc(values, func(text string) bool {
		return !mayBe(derived[0], text)
	})
	if isOpen && (len(values) > 0 || derived[0].Is(value.Unresolved)) {
		return ""
	}
	return by
}

// mayBe reports whether a value that begins or ends with what is not known may be the text: the ARN of a role
// whose path is not known, or the name of a session after the id of its role.
func mayBe(v *value.Value, text string) bool {
	parts := v.Pieces()
	start, _ := parts[0].Literal()
	end, _ := parts[len(parts)-1].Literal()
	isOpen := slices.ContainsFunc(parts, func(part *value.Value) bool { return part.Is(value.Unresolved) })
	rest, found := strings.CutPrefix(text, start)
	isWhole := rest == end || strings.HasPrefix(end, ":") || strings.HasSuffix(rest, "/"+end)
	return isOpen && found && (end == "" || isWhole && strings.HasSuffix(rest, end))
}
