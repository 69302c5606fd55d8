package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// mostTrials bounds the values that declared principals are compared with.
const mostTrials = 1 << 16

// declared are the users and roles of the analysed set that conditions tell from others.
func (p *proof) declared() []*caller {
	var all []*caller
	usual := map[policy.PrincipalKind]*caller{}
	for _, one := range p.anyone() {
		usual[one.kind] = one
	}
	for _, declared := range p.target.Declared {
		if declared.Kind == Group || declared.Exists == value.No {
			continue
		}
		reference := &value.Value{Kind: value.Reference, Resource: declared.Resource, Attribute: "Arn"}
		arn := p.declaredARN(declared)
		one := &caller{
			kind: declared.Kind, member: value.Yes, arn: arn, shown: policy.Show(reference),
		}
		one.named = p.known(&policy.Principal{
			Kind: policy.Declared, Name: reference, Text: policy.Text{Source: reference},
		})
		if declared.Kind == policy.Role {
			one.named = sessionOf(one.named)
			id := &value.Value{Kind: value.Reference, Resource: declared.Resource, Attribute: roleID}
			one.id = value.Join(id, value.OfText(":"+fresh))
		}
		if declared.Exists != value.Yes {
			one.facts = []Fact{{Kind: Existing, Value: one.shown, Text: "the principal exists"}}
		}
		if p.trials > mostTrials {
			p.cut = true
			break
		}
		if p.tellsApart(one, usual[one.kind]) {
			all = append(all, one)
		}
	}
	return all
}

// tellsApart reports whether a condition holds for one caller and not for the other.
func (p *proof) tellsApart(one, other *caller) bool {
	return slices.ContainsFunc(p.conditions, func(read *clause) bool {
		p.trials += 1 + len(read.condition.Values)
		return read.holds(one.context(), p.document) != p.usually(read, other)
	})
}

// usually is holds of a clause for a caller that is compared with many.
func (p *proof) usually(read *clause, of *caller) value.Truth {
	id := usualKey{read, of.kind}
	truth, isKnown := p.usual[id]
	if !isKnown {
		truth = read.holds(of.context(), p.document)
		p.usual[id] = truth
	}
	return truth
}

// usualKey is a clause with a kind of callers of whom nothing else is known.
type usualKey struct {
	clause *clause
	kind   policy.PrincipalKind
}

// matching are the principals whose ARNs the conditions tell apart. Only ARNs of users, roles and federated
// users of the owning account count: the ARN of a session is never the aws:PrincipalArn of a request, and the
// roles of IAM Identity Center have a path of their own.
func (p *proof) matching() []*caller {
	var shapes []*value.Value
	for _, account := range []*value.Value{p.resource.place.account, value.OfText("%")} {
		for _, shape := range []struct{ service, noun string }{
			{"iam", "role/%"}, {"iam", "role/" + reservedPath + "%"}, {"iam", "user/%"}, {"sts", "federated-user/%"},
		} {
			shapes = append(shapes, value.Join(value.OfText("arn:"), p.partition, value.OfText(":"+shape.service+"::"),
				account,
				value.OfText(":"+shape.noun)))
		}
	}
	var all []*caller
	for _, found := range p.samples(keyPrincipalARN, shapes...) {
		if one := p.matched(found); one != nil {
			all = append(all, one)
		}
	}
	return all
}

// reservedPath is the path of the roles that IAM Identity Center makes, and reservedName the beginning of
// their names, which no other role can have (IAM Identity Center User Guide, Referencing permission sets).
const (
	reservedPath = "aws-reserved/sso.amazonaws.com/"
	reservedName = "AWSReservedSSO_"
)

// notInNames are characters that neither principals nor sessions have in their names, and that a policy may
// write where they stand for themselves (IAM User Guide, IAM and AWS STS quotas).
const notInNames = "*?${}"

// matched returns the principal with the ARN; nil for one that there can't be.
func (p *proof) matched(found sample) *caller {
	one := &caller{kind: policy.Role, arn: found.value, shown: found.shown, member: value.Yes}
	fields := policy.Split(found.value, ":", arnFields)
	if len(fields) < arnFields {
		one.facts = []Fact{{Kind: Existing, Value: found.shown, Text: "the principal exists"}}
		return one
	}
	text, _ := found.value.Literal()
	resource := policy.Split(fields[arnFields-1], "/", 2)
	noun, _ := resource[0].Literal()
	if strings.ContainsAny(text, notInNames) || len(resource) < 2 || !isPrincipalName(resource[1]) {
		return nil
	}
	named := &policy.Principal{
		Kind: policy.User, Account: fields[4], Name: resource[1], Text: policy.Text{Source: found.value},
	}
	switch noun {
	case "user":
		one.kind, one.named = policy.User, named
	case "federated-user":
		one.kind, named.Kind, one.named = policy.FederatedUser, policy.FederatedUser, named
	default:
		one.named = sessionOf(named)
	}
	facts, possible := p.isIn(fields[4])
	if !possible || p.hasOtherPath(one.kind, resource[1]) {
		return nil
	}
	facts = append(facts, existing(noun, found.shown))
	one.facts = facts
	return one
}

// hasOtherPath reports whether the set declares a user or role of that name with another path. Names are unique
// in an account whatever the path (IAM User Guide, IAM and AWS STS quotas), so that there is no other.
func (p *proof) hasOtherPath(kind policy.PrincipalKind, name *value.Value) bool {
	_, has := p.otherPath(kind, name)
	return has
}

// otherPath returns the path and name of the one that is declared.
func (p *proof) otherPath(kind policy.PrincipalKind, name *value.Value) (own string, has bool) {
	written, isLiteral := name.Literal()
	for _, declared := range p.target.Declared {
		own, isNamed := declared.Name.Literal()
		if isLiteral && isNamed && declared.Exists == value.Yes && declared.Kind == kind && own != written &&
			WithoutPath(own) == WithoutPath(written) {
			return own, true
		}
	}
	return "", false
}

// misplaced returns the exemptions of a statement from which the path of a declared user or role is missing.
func (p *proof) misplaced(statement *policy.Statement) []Hop {
	var found []Hop
	for _, condition := range statement.Conditions {
		operator, isKnown := policy.ParseOperator(condition.Operator)
		if condition.Key != keyPrincipalARN || !isKnown || !operator.Negated() {
			continue
		}
		for _, text := range condition.Values {
			if missing := p.missingPath(text.Source); missing != "" {
				found = append(found, Hop{At: text.At, Message: "matches nobody: " + missing})
			}
		}
	}
	return found
}

// missingPath says which path the user or role of the ARN has that the ARN lacks; "" where it lacks none.
func (p *proof) missingPath(arn *value.Value) string {
	fields := policy.Split(arn, ":", arnFields)
	if len(fields) < arnFields {
		return ""
	}
	resource := policy.Split(fields[arnFields-1], "/", 2)
	if _, isOurs := p.isIn(fields[4]); !isOurs || len(resource) < 2 {
		return ""
	}
	noun, _ := resource[0].Literal()
	own, has := p.otherPath(policy.PrincipalKind(noun), resource[1])
	if !has {
		return ""
	}
	name := WithoutPath(own)
	return "the " + noun + " " + name + " has the path /" + strings.TrimSuffix(own, name)
}

// WithoutPath returns the last part of the name of a user or role that has its path before it.
func WithoutPath(name string) string {
	return name[strings.LastIndex(name, "/")+1:]
}

func existing(noun, shownAs string) Fact {
	text := "the " + strings.ReplaceAll(noun, "-", " ") + " exists"
	if strings.ContainsAny(shownAs, "*?") || strings.Contains(shownAs, " and ") {
		text = "such a " + strings.TrimPrefix(text, "the ")
	}
	return Fact{Kind: Existing, Value: shownAs, Text: text}
}

// isPrincipalName reports whether a path with a name may be that of a user or role.
func isPrincipalName(path *value.Value) bool {
	segments := policy.Segments(path)
	for _, segment := range segments {
		if text, isLiteral := segment.Literal(); isLiteral && text == "" {
			return false
		}
	}
	name, _ := segments[len(segments)-1].Literal()
	whole, isLiteral := path.Literal()
	return !isLiteral || !strings.HasPrefix(name, reservedName) || strings.HasPrefix(whole, reservedPath)
}

// isIn returns what has to hold for an account in an ARN to be the owning one, and whether it can.
func (p *proof) isIn(account *value.Value) (facts []Fact, possible bool) {
	text, isLiteral := account.Literal()
	switch same := value.Same(account, p.resource.place.account); {
	case same == value.Yes:
		return nil, true
	case same == value.No, isLiteral && !policy.IsAccountID(text):
		return nil, false
	case isLiteral:
		return []Fact{ownedBy(text)}, true
	default:
		written := policy.Show(account)
		return []Fact{{Kind: Given, Value: written, Text: written + " is the account that owns the resource"}}, true
	}
}
