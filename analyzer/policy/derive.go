package policy

import (
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// callerTypes are the values of aws:PrincipalType (IAM User Guide, The principal key values).
var callerTypes = map[PrincipalKind]string{
	User: "User", Role: "AssumedRole", Session: "AssumedRole", FederatedUser: "FederatedUser",
	Account: "Account", Anyone: "Anonymous",
}

// derived returns the value of a key as far as caller, action and resource give it; nil where they do
// not.
func (r *Request) derived(key string) *value.Value {
	switch key {
	case "aws:principalarn":
		return r.Caller.principalARN()
	case "aws:principalaccount":
		if r.Caller.Kind == Anyone {
			return value.OfText(anonymous)
		}
		return r.Caller.account()
	case "aws:principalorgid":
		if r.Organization != "" && r.Caller.isIdentity() && r.isOwn() == value.Yes {
			return value.OfText(r.Organization)
		}
		return nil
	case "aws:principaltype":
		if name := callerTypes[r.Caller.Kind]; name != "" {
			return value.OfText(name)
		}
		return nil
	case "aws:principalisawsservice":
		return r.isService()
	case "aws:principalservicename":
		if r.Caller.Kind == Service {
			return r.Caller.ARN
		}
		return nil
	case "aws:username":
		return r.Caller.userName()
	case "aws:userid":
		return r.Caller.userID()
	default:
		return r.derivedOfResource(key)
	}
}

func (r *Request) derivedOfResource(key string) *value.Value {
	switch {
	case key == "aws:resourceaccount", key == "s3:resourceaccount" && r.service() == "s3":
		return r.owner()
	case key == "aws:resourceorgid" && r.Organization != "":
		return value.OfText(r.Organization)
	case key == "kms:calleraccount" && r.service() == "kms":
		return r.Caller.account()
	case key == "aws:requestedregion" && r.Resource != nil:
		fields := Split(r.Resource, ":", arnFields)
		if region, _ := fields[min(regionField, len(fields)-1)].Literal(); len(fields) == arnFields && region != "" {
			return value.OfText(region)
		}
	}
	return nil
}

func (r *Request) isService() *value.Value {
	switch {
	case r.Caller.Kind == Service:
		return value.OfText("true")
	case r.Caller.isIdentity():
		return value.OfText("false")
	default:
		return nil
	}
}

// principalARN returns aws:PrincipalArn: for a session it is the ARN of the role, path included.
func (c Caller) principalARN() *value.Value {
	switch {
	case c.Kind == Session || c.Kind == Role:
		return c.sessionARN()
	case c.isIdentity():
		return c.ARN
	default:
		return nil
	}
}

// sessionARN returns the ARN of the role, with a part that is not known in place of a path that is not.
func (c Caller) sessionARN() *value.Value {
	if role := c.role(); role != nil {
		return role
	}
	fields := Split(c.ARN, ":", arnFields)
	if len(fields) < arnFields {
		return nil
	}
	name, _ := c.sessionParts()
	return value.Join(
		value.OfText("arn:"), fields[partitionField], value.OfText(":iam::"), fields[accountField],
		value.OfText(":role/"), value.OfReason("the path of the role is not known"), name,
	)
}

// userName returns aws:username, which only IAM users have; it goes without the path.
func (c Caller) userName() *value.Value {
	fields := Split(c.ARN, ":", arnFields)
	if c.Kind != User || len(fields) < arnFields {
		return nil
	}
	return lastSegment(fields[resourceField])
}

// userID returns aws:userid: the account for the root user, the id of the role and the name of the
// session for a session, account and name for a federated user. IAM gives ids that nothing tells.
func (c Caller) userID() *value.Value {
	switch c.Kind {
	case Account:
		return c.account()
	case Session:
		_, name := c.sessionParts()
		return value.Join(value.OfReason("the id of the role is not known"), value.OfText(":"), name)
	case FederatedUser:
		fields := Split(c.ARN, ":", arnFields)
		return value.Join(c.account(), value.OfText(":"), lastSegment(fields[len(fields)-1]))
	case Anyone:
		return value.OfText(anonymous)
	case User, Role, Declared, UniqueID, Service, Federated, CanonicalUser, Rejected, Unclear:
		return nil
	default:
		return nil
	}
}
