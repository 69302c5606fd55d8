package policy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// PrincipalKind says what a principal stands for.
type PrincipalKind string

// The kinds of principals.
const (
	// Anyone is "*": every caller, anonymous ones included.
	Anyone PrincipalKind = "anyone"
	// Account is an account id or its ":root" ARN: all IAM principals of the account and its root
	// user in Principal, the root user alone in NotPrincipal.
	Account PrincipalKind = "account"
	User    PrincipalKind = "user"
	Role    PrincipalKind = "role"
	// Session is one named session of a role.
	Session       PrincipalKind = "session"
	FederatedUser PrincipalKind = "federated-user"
	// Declared is the ARN of a resource of the set, which may be a role or a user.
	Declared PrincipalKind = "declared"
	// UniqueID is an id such as AIDA..., which a policy shows once its principal is deleted.
	UniqueID      PrincipalKind = "unique-id"
	Service       PrincipalKind = "service"
	Federated     PrincipalKind = "federated"
	CanonicalUser PrincipalKind = "canonical-user"
	// Rejected is no valid principal: services refuse the policy. Principal.Invalid says why.
	Rejected PrincipalKind = "rejected"
	// Unclear is a principal about which too little is known.
	Unclear PrincipalKind = "unclear"
)

// Principal is one entry of a Principal or NotPrincipal element.
type Principal struct {
	Text
	// Type is the key it stands under, as in "AWS" or "Service"; "*" for a star on its own.
	Type string        `json:"type"`
	Kind PrincipalKind `json:"kind"`
	// Invalid says why services refuse the principal; empty for one that they may accept. An Unclear
	// principal with a reason is refused with the values that are assumed; see [Assumed].
	Invalid string `json:"invalid,omitempty"`
	// Account is the account that an AWS principal belongs to; nil for the other types. For an
	// Unclear principal it is the whole value, which may turn out to be an account id.
	Account *value.Value `json:"-"`
	// Name is what follows "user/", "role/" or the like in the ARN, path included; for a Session it
	// is the name of its role. For a Declared principal it is the reference.
	Name *value.Value `json:"-"`
	// SessionName is the last part of a Session's ARN.
	SessionName *value.Value `json:"-"`
}

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	// partition leaves room for partitions to come.
	partition = regexp.MustCompile(`^aws(-[a-z]+)*$`)
	// uniqueID follows the table of unique identifiers in the IAM User Guide.
	uniqueID = regexp.MustCompile(`^(AIDA|AROA|AGPA|AIPA|ANPA|ANVA|ASCA)[A-Z0-9]{12,}$`)
)

// notPrincipals are the IAM resource types that are never principals (IAM User Guide, Principal).
var notPrincipals = []string{"group", "policy", "instance-profile", "server-certificate", "mfa"}

// originAccessIdentities is what CloudFront's own users have in place of an account id; S3 accepts
// them in bucket policies.
const originAccessIdentities = "cloudfront"

// IsAccountID reports whether the text is a 12-digit account id.
func IsAccountID(text string) bool {
	return accountID.MatchString(text)
}

func parsePrincipals(v *value.Value) []Principal {
	if v.Kind != value.Map {
		return []Principal{barePrincipal(v)}
	}
	principals := []Principal{}
	for _, field := range v.Fields {
		for _, item := range field.Value.List() {
			principals = append(principals, typedPrincipal(field.Key, item))
		}
	}
	return principals
}

// barePrincipal reads what stands without a type. Only "*" may.
func barePrincipal(v *value.Value) Principal {
	principal := Principal{Text: newText(v), Type: "*", Kind: Unclear, Account: v}
	if text, ok := v.Literal(); ok {
		if text == "*" {
			principal.Kind, principal.Account = Anyone, nil
			return principal
		}
		principal.reject("only * may stand without a type such as AWS or Service")
	}
	return principal
}

func typedPrincipal(kind string, v *value.Value) Principal {
	principal := Principal{Text: newText(v), Type: kind}
	switch kind {
	case "AWS":
		principal.classify(v)
	case "Service":
		principal.Kind = Service
	case "Federated":
		principal.Kind = Federated
	case "CanonicalUser":
		principal.Kind = CanonicalUser
	default:
		principal.reject(kind + " is no type of principal")
	}
	return principal
}

// reject marks a principal that services refuse. One that rests on a parameter's default stays unclear,
// since another deployment may give another one.
func (p *Principal) reject(reason string) {
	p.Kind, p.Invalid = Rejected, reason
	p.Account, p.Name, p.SessionName = nil, nil, nil
	if _, assumed := Assumed(p.Source); assumed {
		p.Kind, p.Account = Unclear, p.Source
	}
}

// classify reads a principal of the type AWS.
func (p *Principal) classify(v *value.Value) {
	p.Kind, p.Account = Unclear, v
	text, isLiteral := v.Literal()
	switch {
	case isLiteral && text == "*":
		p.Kind, p.Account = Anyone, nil
	case isLiteral && IsAccountID(text):
		p.Kind = Account
	case isLiteral && uniqueID.MatchString(text):
		p.Kind, p.Account = UniqueID, nil
	case isLiteral && !strings.HasPrefix(text, "arn:"):
		p.reject("an account id, an ARN or * is expected")
	case v.Kind == value.Reference && v.Attribute == "Arn":
		p.Kind, p.Account, p.Name = Declared, nil, v
	case isLiteral || v.Kind == value.Text:
		p.classifyARN(Split(v, ":", arnFields))
	}
}

// classifyARN reads a principal's ARN, in parts that may be symbolic. Where a part decides nothing,
// the principal stays Unclear.
func (p *Principal) classifyARN(fields []*value.Value) {
	if len(fields) < arnFields {
		if p.Value != "" {
			p.reject("the ARN is not complete")
		}
		return
	}
	if prefix, ok := fields[0].Literal(); !ok || prefix != "arn" {
		return
	}
	if reason := invalidARN(fields); reason != "" {
		p.reject(reason)
		return
	}
	service, _ := fields[2].Literal()
	resource := Split(fields[5], "/", 2)
	noun, _ := resource[0].Literal()
	switch {
	case service == "iam" && noun == "root" && len(resource) == 1:
		p.Kind, p.Account = Account, fields[4]
	case len(resource) == 1:
	case service == "iam" && noun == "user":
		p.Kind, p.Account, p.Name = User, fields[4], resource[1]
	case service == "iam" && noun == "role":
		p.Kind, p.Account, p.Name = Role, fields[4], resource[1]
	case service == "sts" && noun == "federated-user":
		p.Kind, p.Account, p.Name = FederatedUser, fields[4], resource[1]
	case service == "sts" && noun == "assumed-role":
		p.classifySession(fields[4], resource[1])
	}
}

func (p *Principal) classifySession(account, rest *value.Value) {
	if names := Split(rest, "/", 2); len(names) == 2 {
		p.Kind, p.Account, p.Name, p.SessionName = Session, account, names[0], names[1]
	}
}

// invalidARN says why services refuse the ARN as a principal, as far as its literal parts tell.
func invalidARN(fields []*value.Value) string {
	for _, field := range fields {
		for _, part := range field.Pieces() {
			if text, ok := part.Literal(); ok && strings.ContainsAny(text, "*?") {
				return "a principal's ARN holds no wildcard"
			}
		}
	}
	if name, isLiteral := fields[partitionField].Literal(); isLiteral && !partition.MatchString(name) {
		return "there is no partition " + name
	}
	service, isLiteral := fields[serviceField].Literal()
	if isLiteral && service != "iam" && service != "sts" {
		return "an ARN of IAM or STS is expected"
	}
	if region, isLiteral := fields[regionField].Literal(); isLiteral && region != "" {
		return "an ARN of IAM or STS has no Region"
	}
	account, isLiteral := fields[accountField].Literal()
	if isLiteral && !IsAccountID(account) && account != originAccessIdentities {
		return "the ARN has no 12-digit account id"
	}
	noun, isLiteral := Split(fields[5], "/", 2)[0].Literal()
	if isLiteral && service == "iam" && slices.Contains(notPrincipals, noun) {
		return "a " + noun + " is no principal"
	}
	if name, isLiteral := lastSegment(fields[resourceField]).Literal(); isLiteral && name == "" {
		return "the ARN names no one"
	}
	return ""
}
