package validation

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about principals.
const (
	InvalidPrincipalFormat          Code = "invalid-principal-format"
	InvalidPrincipalKey             Code = "invalid-principal-key"
	UnsupportedWildcardInPrincipal  Code = "unsupported-wildcard-in-principal"
	UnsupportedPrincipal            Code = "unsupported-principal"
	InvalidServicePrincipalFormat   Code = "invalid-service-principal-format"
	FederatedPrincipalNotSupported  Code = "federated-principal-not-supported"
	AllowWithNotPrincipal           Code = "allow-with-not-principal"
	InvalidRoleReference            Code = "invalid-role-reference"
	InvalidUserReference            Code = "invalid-user-reference"
	RedundantPrincipalInTrustPolicy Code = "redundant-principal-in-role-trust-policy"
)

func (c *checker) checkPrincipals(s *statement) {
	for _, name := range []string{"Principal", "NotPrincipal"} {
		element := s.source.Get(name)
		if element == nil {
			continue
		}
		if c.use.hasNoPrincipal() {
			c.checkForbidden(element, name)
			continue
		}
		c.checkPrincipalKeys(element)
		c.checkPrincipalValues(s, element, name)
	}
	if not := s.source.Get("NotPrincipal"); not != nil && s.Effect == "Allow" && c.use.Kind != Trust {
		if _, ok := c.literal(s.source.Get("Effect")); ok && !c.use.hasNoPrincipal() && c.use.Kind != ResourceControl {
			c.add(AllowWithNotPrincipal, not.At.Key(), "NotPrincipal")
		}
	}
}

// checkForbidden finds principals where the kind of document has none.
func (c *checker) checkForbidden(element *value.Value, name string) {
	code := UnsupportedPrincipal
	if c.use.Kind == ServiceControl {
		code = ControlPrincipal
	}
	c.add(code, element.At.Key(), name)
}

var principalKeys = []string{"AWS", "CanonicalUser", "Federated", "Service"}

func (c *checker) checkPrincipalKeys(element *value.Value) {
	if !element.Is(value.Map) || isGenerated(element) {
		return
	}
	for _, field := range element.Fields {
		if !slices.Contains(principalKeys, field.Key) {
			issue := c.add(InvalidPrincipalKey, field.Value.At.Key(), quoted(field.Key))
			issue.Detail = nearest(field.Key, principalKeys)
		}
	}
}

// checkPrincipalValues finds principals that no service takes.
func (c *checker) checkPrincipalValues(s *statement, element *value.Value, name string) {
	if element.Kind == value.List {
		c.add(InvalidPrincipalFormat, element.At, name).Detail = "a list stands without a type such as AWS or Service"
		return
	}
	principals := s.Principals
	if name == "NotPrincipal" {
		principals = s.NotPrincipals
	}
	for i := range principals {
		c.checkPrincipal(&principals[i])
	}
}

func (c *checker) checkPrincipal(principal *policy.Principal) {
	text, isLiteral := c.literal(principal.Source)
	switch principal.Type {
	case "*", "AWS":
		c.checkAWSPrincipal(principal)
	case "Service":
		if isLiteral {
			c.checkServicePrincipal(principal.At, text)
		}
	case "Federated":
		if isLiteral {
			c.checkFederated(principal.At, text)
		}
	}
}

var (
	roleID = regexp.MustCompile(`^AROA[A-Z0-9]{12,}$`)
	userID = regexp.MustCompile(`^AIDA[A-Z0-9]{12,}$`)
)

func (c *checker) checkAWSPrincipal(principal *policy.Principal) {
	name := shown(principal.Source)
	switch {
	case principal.Kind == policy.Rejected && strings.HasPrefix(name, "arn:") && strings.ContainsAny(name, "*?"):
		c.add(UnsupportedWildcardInPrincipal, principal.At, name).Detail = principal.Type
	case principal.Kind == policy.Rejected:
		c.add(InvalidPrincipalFormat, principal.At, name).Detail = principal.Invalid
	case roleID.MatchString(principal.Value):
		c.add(InvalidRoleReference, principal.At, name)
	case userID.MatchString(principal.Value):
		c.add(InvalidUserReference, principal.At, name)
	default:
		c.checkReference(principal)
	}
}

// named holds what Ref gives for the types that people take for principals.
var named = map[string]string{
	"AWS::IAM::Role": "the name of the role", "AWS::IAM::User": "the name of the user",
	"AWS::IAM::Group": "the name of the group", "AWS::IAM::InstanceProfile": "the name of the instance profile",
}

// checkReference finds references that give a name where an ARN is needed.
func (c *checker) checkReference(principal *policy.Principal) {
	if gives := named[c.typeOf(principal.Source)]; gives != "" {
		issue := c.add(InvalidPrincipalFormat, principal.At, shown(principal.Source))
		issue.Detail = "Ref gives " + gives + ", and an ARN is expected"
	}
}

// typeOf returns the type of the declared resource that the value is a Ref to, "" for others.
func (c *checker) typeOf(v *value.Value) string {
	if !v.Is(value.Reference) || v.Attribute != "" || c.use.TypeOf == nil {
		return ""
	}
	return c.use.TypeOf(v.Resource)
}

// servicePrincipal matches the names of service principals in all partitions. Some have more than one
// part, as in "logs.eu-west-1.amazonaws.com".
var servicePrincipal = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+$`)

// awsDomains are what the names of service principals end with.
var awsDomains = []string{"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "aws.internal", "ic.gov", "sgov.gov"}

func (c *checker) checkServicePrincipal(at source.At, text string) {
	if hasWildcard(text) {
		c.add(UnsupportedWildcardInPrincipal, at, text).Detail = "Service"
		return
	}
	if !isServicePrincipal(text) {
		c.add(InvalidServicePrincipalFormat, at, quoted(text)).Detail = "SERVICE.amazonaws.com"
	}
}

// isServicePrincipal reports whether the text may name a service. It errs on the side of yes: partitions
// have domains of their own.
func isServicePrincipal(text string) bool {
	if !servicePrincipal.MatchString(text) {
		return false
	}
	for _, domain := range awsDomains {
		if strings.HasSuffix(text, "."+domain) {
			return true
		}
	}
	return strings.Contains(text, "aws") || strings.HasSuffix(text, ".gov") || strings.HasSuffix(text, ".uk")
}

// checkFederated finds providers in policies of resources, which have no use for them, and names that
// are no providers in trust policies.
func (c *checker) checkFederated(at source.At, text string) {
	switch {
	case !c.use.File && c.use.Kind == Resource:
		c.add(FederatedPrincipalNotSupported, at, quoted(text))
	case hasWildcard(text):
		c.add(UnsupportedWildcardInPrincipal, at, text).Detail = "Federated"
	case c.use.Kind == Trust && !isProvider(text):
		c.add(InvalidFederatedPrincipal, at, quoted(text))
	}
}
