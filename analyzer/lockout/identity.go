package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// withIDs returns the callers, and for every aws:userid that conditions tell apart those that may have it. A
// session of a role has the id of the role, a colon and the name of the session; a bare role id is nobody's
// (IAM User Guide, Where you can use policy variables).
func (p *proof) withIDs(all []*caller) []*caller {
	if !p.knows(keyUserID) {
		return all
	}
	withIDs := all
	known := map[string][]sample{}
	for _, one := range all {
		if one.id != nil && one.named == nil {
			continue
		}
		shape := p.idShape(one)
		id := value.Identity(shape)
		if id == "" || known[id] == nil {
			known[id] = p.samples(keyUserID, shape)
		}
		for _, found := range known[id] {
			if also := one.withID(found); also != nil {
				withIDs = append(withIDs, also)
			}
		}
	}
	return withIDs
}

// idShape is the form of aws:userid for a kind of principal.
func (p *proof) idShape(one *caller) *value.Value {
	switch one.kind {
	case policy.User:
		return value.OfText("AIDA%")
	case policy.FederatedUser:
		return value.Join(p.resource.place.account, value.OfText(":%"))
	case policy.Role:
		session := value.OfText("%")
		if one.named != nil && one.named.Kind == policy.Session && one.named.SessionName != nil {
			if text, _ := one.named.SessionName.Literal(); text != fresh {
				session = one.named.SessionName
			}
		}
		return value.Join(value.OfText("AROA%:"), session)
	case policy.Account, policy.Anyone, policy.Session, policy.Declared, policy.UniqueID, policy.Service,
		policy.Federated, policy.CanonicalUser, policy.Rejected, policy.Unclear:
	}
	return p.resource.place.account
}

// withID returns the caller with an id that the document tells apart; nil where it can't be its own.
func (c *caller) withID(found sample) *caller {
	if c.kind == policy.Role && !mayHoldColon(found.value) || c.kind == policy.User && holdsColon(found.value) {
		return nil
	}
	if c.kind != policy.Role && startsWithRoleID(found.value) || holdsAny(found.value, notInNames) {
		return nil
	}
	also := *c
	also.id = found.value
	if c.named == nil {
		also.shown = found.shown
	}
	also.facts = append(append([]Fact{}, c.facts...),
		Fact{Kind: Existing, Value: found.shown, Text: "a principal with the id " + found.shown + " exists"})
	if session, is := strings.CutPrefix(found.shown, "*:"); is && c.kind == policy.Role && c.named == nil {
		also.shown = "any role session named " + session
		also.facts = append(slices.Clone(c.facts),
			Fact{Kind: InSession, Value: session, Text: "the session of the role is named " + session})
	}
	return &also
}

func holdsColon(v *value.Value) bool {
	return len(policy.Split(v, ":", 2)) == 2
}

// mayHoldColon holds for what is not known, too.
func mayHoldColon(v *value.Value) bool {
	return slices.ContainsFunc(v.Pieces(), func(part *value.Value) bool {
		text, isLiteral := part.Literal()
		return strings.Contains(text, ":") || !isLiteral && !isRoleID(part)
	})
}

// holdsAny reports whether a literal part of the value has one of the characters.
func holdsAny(v *value.Value, chars string) bool {
	return slices.ContainsFunc(v.Pieces(), func(part *value.Value) bool {
		text, _ := part.Literal()
		return strings.ContainsAny(text, chars)
	})
}

// isRoleID reports whether a value is the id of a declared role: letters and digits that begin with "AROA" (IAM
// User Guide, IAM identifiers).
func isRoleID(v *value.Value) bool {
	return v.Is(value.Reference) && v.Attribute == roleID
}

// roleID is the attribute of a declared role that is its id.
const roleID = "RoleId"

// startsWithRoleID holds for ids that neither users nor accounts have.
func startsWithRoleID(v *value.Value) bool {
	pieces := v.Pieces()
	return len(pieces) > 0 && isRoleID(pieces[0])
}

// inKey returns the value as it compares with the key. The id of a declared role without a session is the
// aws:userid of nobody, so that it stands for a text that no request has.
func inKey(key string, v *value.Value) *value.Value {
	if key != keyUserID || !startsWithRoleID(v) || mayHoldColon(v) || holdsAny(v, "*?") {
		return v
	}
	nobody := *value.OfText("AROA" + fresh)
	nobody.At, nobody.Origin, nobody.Via = v.At, v.Origin, v.Via
	return &nobody
}

// withNames returns the callers, and for every aws:username that conditions tell apart the user that has it.
func (p *proof) withNames(all []*caller) []*caller {
	if !p.knows(keyUserName) {
		return all
	}
	named := all
	for _, found := range p.samples(keyUserName) {
		if text, _ := found.value.Literal(); strings.ContainsAny(text, notInNames) {
			continue
		}
		arns := []*value.Value{p.principalARN("iam", "user/", found.value)}
		for _, arn := range p.samples(keyPrincipalARN, arns[0], p.principalARN("iam", "user/%/", found.value)) {
			arns = append(arns, arn.value)
		}
		for _, arn := range arns {
			one := p.matched(sample{arn, found.shown})
			if one == nil {
				continue
			}
			one.name = found.value
			named = append(named, one)
		}
	}
	return named
}

// context returns the keys that tell of the principal, without those of its credentials.
func (c *caller) context() policy.Context {
	context := policy.Context{
		keyPrincipalARN: present(c.arn), keyPrincipalType: policy.PresentText(principalTypes[c.kind]),
	}
	switch {
	case c.id != nil:
		context[keyUserID] = present(c.id)
	case c.kind == policy.User:
		context[keyUserID] = policy.PresentText("AIDA" + fresh)
	default:
		context[keyUserID] = policy.PresentText("AROA" + fresh + ":" + fresh)
	}
	if c.kind == policy.User {
		context[keyUserName] = present(c.userName())
	}
	return context
}

// principalTypes are the values of aws:PrincipalType.
var principalTypes = map[policy.PrincipalKind]string{
	policy.Role: "AssumedRole", policy.User: "User", policy.FederatedUser: "FederatedUser", policy.Account: "Account",
}

// userName is the last segment of a user's ARN.
func (c *caller) userName() *value.Value {
	if c.name != nil {
		return c.name
	}
	segments := policy.Segments(c.arn)
	return segments[len(segments)-1]
}

// credentialKeys are the keys that tell the credentials of one principal apart.
var credentialKeys = []string{keyMFA, keyMFAAge, keyTokenIssueTime, keyAssumedRoot}

// callerAlternatives are the principals, each with all the credentials that it may use.
func (p *proof) callerAlternatives() []alternative {
	var all []alternative
	credentials := map[policy.PrincipalKind][]alternative{}
	for kind := range principalTypes {
		credentials[kind] = p.reduced(p.credentials(kind))
	}
	for _, one := range p.callers {
		base := alternative{context: one.context(), facts: one.facts, caller: one}
		if one.kind == policy.FederatedUser && one.named == nil && p.knows(keyUserID) {
			base = base.with(keyUserID, present(value.Join(p.resource.place.account, value.OfText(":"+fresh))))
		}
		all = append(all, p.product([]alternative{base}, credentials[one.kind])...)
	}
	return all
}

// credentials are those of an access key, which have no key that tells of a session, and those of a
// session. Whether a session began with a second factor is "true", "false" or not told. That of a service role of
// CloudFormation never does; whether CloudFormation tells it of a caller whose access it forwards is not
// documented (IAM User Guide, Forward access sessions).
func (p *proof) credentials(kind policy.PrincipalKind) []alternative {
	isTold := false
	for _, key := range credentialKeys {
		isTold = isTold || p.knows(key)
	}
	if !isTold {
		return []alternative{{}}
	}
	var all []alternative
	if kind == policy.User || kind == policy.Account {
		all = append(all, alternative{context: policy.Context{}})
	}
	sessions := []alternative{{context: policy.Context{}}, alternative{}.with(keyMFA, policy.PresentText("false"))}
	for _, age := range p.agesOfMFA() {
		sessions = append(sessions, alternative{
			context: policy.Context{keyMFA: policy.PresentText("true"), keyMFAAge: present(age)},
			facts:   []Fact{{Kind: MFA, Text: "the session begins with MFA"}}, manual: true,
		})
	}
	all = append(all, p.product(p.tokens(), sessions)...)
	if kind == policy.Account {
		for i := range all {
			if _, isSession := all[i].context[keyTokenIssueTime]; isSession {
				all = append(all, all[i].with(keyAssumedRoot, policy.PresentText("true")))
			}
		}
	}
	return all
}

// agesOfMFA are the times since a second factor was given, in seconds.
func (p *proof) agesOfMFA() []*value.Value {
	ages := []*value.Value{value.OfText("60")}
	for _, found := range p.samples(keyMFAAge) {
		if text, _ := found.value.Literal(); !strings.HasPrefix(text, "-") {
			ages = append(ages, found.value)
		}
	}
	return ages
}

// tokens are the sessions by the time at which they began.
func (p *proof) tokens() []alternative {
	var all []alternative
	for _, moment := range p.instantsOf(keyTokenIssueTime) {
		all = append(all, alternative{}.with(keyTokenIssueTime, policy.PresentText(written(moment.at)),
			moment.facts("the session begins ")...))
	}
	return all
}

// calling returns the caller in the form that requests have it in.
func (c *caller) calling(partition *value.Value) policy.Caller {
	fields := policy.Split(c.arn, ":", arnFields)
	switch {
	case len(fields) < arnFields:
		return policy.Caller{Kind: c.kind, ARN: c.arn}
	case c.kind == policy.FederatedUser:
		issuer := value.Join(value.OfText("arn:"), partition, value.OfText(":iam::"), fields[4],
			value.OfText(":user/"+fresh))
		return policy.Caller{Kind: c.kind, ARN: c.arn, Issuer: issuer, Account: fields[4]}
	case c.kind != policy.Role:
		return policy.Caller{Kind: c.kind, ARN: c.arn, Account: fields[4]}
	}
	segments := policy.Segments(fields[arnFields-1])
	session := value.OfText(fresh)
	if c.named != nil && c.named.Kind == policy.Session && c.named.SessionName != nil {
		session = c.named.SessionName
	}
	if names := policy.Split(c.id, ":", 2); len(names) == 2 {
		session = names[1]
	}
	arn := value.Join(value.OfText("arn:"), partition, value.OfText(":sts::"), fields[4],
		value.OfText(":assumed-role/"),
		segments[len(segments)-1], value.OfText("/"), session)
	return policy.Caller{Kind: policy.Session, ARN: arn, Issuer: c.arn, Account: fields[4]}
}
