package policy

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Caller is who makes a request.
type Caller struct {
	// Kind is User, Session, Role for a session of a role whose name is not known, FederatedUser,
	// Account for the root user, Service, Federated for what assumes a role as a web or SAML
	// identity, or Anyone for an anonymous caller. Nothing is decided about other kinds.
	Kind PrincipalKind
	// ARN is the ARN of the user, the session, the role, the federated user or the root user; the
	// service's name, as in "s3.amazonaws.com"; or the identity provider. Nil for an anonymous caller.
	ARN *value.Value
	// Issuer is the ARN of the role, with its path, that a Session is of, or of the user that a
	// FederatedUser is of. It may be nil: an STS ARN does not show the path.
	Issuer *value.Value
	// Account is the account of the caller. Where it is nil, the ARN tells.
	Account *value.Value
	// Management says that the account is the management account of its organization, which service
	// control policies do not bind.
	Management bool
}

// anonymous is what the key aws:PrincipalAccount, and a user who asks, calls an anonymous caller.
const anonymous = "anonymous"

// ParseCaller reads a caller as people write one: an ARN of IAM or STS, an account id or ":root" for
// the root user, the name of a service such as "s3.amazonaws.com", "anonymous" or "*".
func ParseCaller(text string) (caller Caller, ok bool) {
	switch {
	case text == "*" || text == anonymous:
		return Caller{Kind: Anyone}, true
	case IsAccountID(text):
		return ParseCaller("arn:aws:iam::" + text + ":root")
	case !strings.HasPrefix(text, "arn:") && strings.Contains(text, ".amazonaws.com"):
		return Caller{Kind: Service, ARN: value.OfText(text)}, true
	}
	principal := typedPrincipal("AWS", value.OfText(text))
	switch principal.Kind {
	case Account, User, Role, Session, FederatedUser:
		return Caller{Kind: principal.Kind, ARN: value.OfText(text), Account: principal.Account}, true
	case Anyone, Declared, UniqueID, Service, Federated, CanonicalUser, Rejected, Unclear:
		return Caller{}, false
	default:
		return Caller{}, false
	}
}

// account returns the account of the caller; nil for one that has none.
func (c Caller) account() *value.Value {
	if c.Account != nil {
		return c.Account
	}
	fields := Split(c.ARN, ":", arnFields)
	if !c.isIdentity() || len(fields) < arnFields {
		return nil
	}
	return fields[accountField]
}

// isIdentity holds for callers of an account: the root user and the principals of IAM and STS.
func (c Caller) isIdentity() bool {
	switch c.Kind {
	case User, Role, Session, FederatedUser, Account:
		return true
	case Anyone, Declared, UniqueID, Service, Federated, CanonicalUser, Rejected, Unclear:
		return false
	default:
		return false
	}
}

// role returns the ARN of the role that the caller is a session of; nil where it is not known, or
// there is none.
func (c Caller) role() *value.Value {
	if c.Kind == Role {
		return c.ARN
	}
	if c.Kind == Session {
		return c.Issuer
	}
	return nil
}

// sessionParts returns the name of the role and that of the session, from the ARN of a session.
func (c Caller) sessionParts() (role, session *value.Value) {
	fields := Split(c.ARN, ":", arnFields)
	names := Split(fields[len(fields)-1], "/", 3)
	if c.Kind != Session || len(fields) < arnFields || len(names) < 3 {
		return value.OfReason("the role's name is not known"), value.OfReason("the session's name is not known")
	}
	return names[1], names[2]
}

// serviceLinked is how the path of a service-linked role begins, and its name.
const (
	serviceLinkedPath = "aws-service-role"
	serviceLinkedName = "AWSServiceRoleFor"
)

// isServiceLinked answers whether the caller is a session of a service-linked role. Policies of an
// organization do not bind those. A name tells nothing for sure, since roles may be called anything.
func (c Caller) isServiceLinked() value.Truth {
	if role := c.role(); role != nil {
		fields := Split(role, ":", arnFields)
		segments := Split(fields[len(fields)-1], "/", 3)
		if len(segments) < 3 {
			return value.No
		}
		path, _ := segments[1].Literal()
		return value.TruthOf(path == serviceLinkedPath)
	}
	if c.Kind != Session {
		return value.No
	}
	name, _ := c.sessionParts()
	text, isLiteral := name.Literal()
	if isLiteral && !strings.HasPrefix(text, serviceLinkedName) {
		return value.No
	}
	return value.Undecided
}
