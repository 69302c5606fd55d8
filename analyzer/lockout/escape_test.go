package lockout_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// choice picks one of some texts.
func choice(random *rand.Rand, texts ...string) string {
	return texts[random.IntN(len(texts))]
}

// kinds are what made-up policies are on.
var kinds = []struct {
	target            lockout.Target
	resource          string
	actions, recovery []string
	needsAllow        bool
}{
	{
		target: bucket(), resource: "@bucket",
		actions: []string{
			`"Action": "s3:*"`, `"Action": "s3:*"`, `"Action": "s3:Put*"`, `"Action": "s3:DeleteBucketPolicy"`, `"NotAction": "s3:GetObject"`,
		},
		recovery: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"},
	},
	{
		target: keyTarget(), resource: "*", needsAllow: true,
		actions:  []string{`"Action": "kms:*"`, `"Action": "kms:Put*"`, `"NotAction": "kms:Decrypt"`, `"Action": "kms:Get*"`},
		recovery: []string{"kms:PutKeyPolicy"},
	},
	{
		target:   lockout.Target{Service: "s3", Account: value.OfText(owner)},
		resource: "@bucket", actions: []string{`"Action": "s3:*"`, `"NotAction": "s3:GetObject"`},
		recovery: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"},
	},
	{
		target:   lockout.Target{Service: "s3", Account: value.OfText(owner), Resources: []lockout.Name{{value.OfText("b")}}},
		resource: "@bucket", actions: []string{`"Action": "s3:*"`, `"NotAction": "s3:GetObject"`},
		recovery: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"},
	},
}

func keyTarget() lockout.Target {
	on := target("kms", "k")
	on.Bypass = value.Yes
	return on
}

// aDocument makes up a policy of some denials, on the kind of resource.
func aDocument(random *rand.Rand, kind int) string {
	written := make([]string, 1+random.IntN(4))
	for i := range written {
		effect := "Deny"
		if kinds[kind].needsAllow && random.IntN(2) == 0 {
			effect = "Allow"
		}
		principal := choice(random, `"Principal": "*"`, `"Principal": "*"`, `"Principal": {"AWS": "@owner"}`,
			`"Principal": {"AWS": "@iam:role/A"}`, `"Principal": {"AWS": ["@other", "@iam:user/u"]}`,
			`"NotPrincipal": {"AWS": ["@root", "@iam:user/u"]}`, `"NotPrincipal": {"AWS": "@root"}`,
			`"NotPrincipal": {"AWS": ["@root", "@iam:role/A", "@session"]}`)
		if effect == "Allow" {
			principal = strings.Replace(principal, "NotPrincipal", "Principal", 1)
		}
		written[i] = `{"Effect": "` + effect + `", ` + principal + ", " + choice(random, kinds[kind].actions...) +
			`, "Resource": "` + kinds[kind].resource + `"` + aCondition(random) + "}"
	}
	version := choice(random, "2012-10-17", "2012-10-17", "2008-10-17")
	return arns.Replace(`{"Version": "` + version + `", "Statement": [` + strings.Join(written, ", ") + "]}")
}

// aCondition makes up a condition of some keys, or none.
func aCondition(random *rand.Rand) string {
	operators := map[string][]string{}
	for range random.IntN(4) {
		base, key, values := aTest(random)
		if random.IntN(5) == 0 && base != "Null" {
			base += "IfExists"
		}
		operators[base] = append(operators[base], fmt.Sprintf("%q: %s", key, values))
	}
	written := []string{}
	for _, operator := range slices.Sorted(keysOf(operators)) {
		written = append(written, fmt.Sprintf("%q: {%s}", operator, strings.Join(distinctKeys(operators[operator]), ", ")))
	}
	if len(written) == 0 {
		return ""
	}
	return `, "Condition": {` + strings.Join(written, ", ") + "}"
}

func keysOf(all map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range all {
			if !yield(key) {
				return
			}
		}
	}
}

// distinctKeys keeps the first of several members with one key.
func distinctKeys(members []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(members, func(member string) bool {
		key, _, _ := strings.Cut(member, ": ")
		isSeen := seen[key]
		seen[key] = true
		return isSeen
	})
}

// aTest makes up an operator, a key and values.
func aTest(random *rand.Rand) (operator, key, values string) {
	text := func(values ...string) string {
		chosen := []string{}
		for range 1 + random.IntN(2) {
			chosen = append(chosen, `"`+choice(random, values...)+`"`)
		}
		return "[" + strings.Join(chosen, ", ") + "]"
	}
	texts := func() string {
		return choice(random, "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")
	}
	bools := func() string { return text("true", "false") }
	switch random.IntN(20) {
	case 0, 1:
		return choice(random, "ArnLike", "ArnNotLike", "StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", texts()), "aws:PrincipalArn",
			text("ARN:AWS:IAM::@owner:ROLE/A", "arn:aws:iam::@owner:Role/ab", "@iam:role/A", "@iam:role/*", "@iam:role/A*", "@iam:role/*B", "@iam:user/u", "@iam:user/*", "@their:role/A",
				"@root", "@sts:assumed-role/A/*", "@iam:role/?", "@iam:*", "arn:aws-cn:iam::@owner:role/A",
				"arn:aws-us-gov:iam::@owner:user/u", "arn:*:iam::@owner:role/A")
	case 2:
		return texts(), "aws:userid", text("aidaexample", "aroaexample:S", "AROAEXAMPLE:*", "AIDAEXAMPLE", "*:s", "AROAEXAMPLE", "*", "@owner")
	case 3:
		return texts(), "aws:username", text("u", "u*", "v", "*")
	case 4:
		return texts(), "aws:PrincipalType", text("User", "AssumedRole", "Account")
	case 5:
		return texts(), "aws:SourceVpce", text("vpce-1", "vpce-2", "vpce-*", "VPCE-1")
	case 6:
		return texts(), "aws:SourceVpc", text("vpc-1", "vpc-2", "VPC-2")
	case 7:
		return choice(random, "IpAddress", "NotIpAddress"), "aws:SourceIp",
			text("203.0.113.0/24", "203.0.113.7", "10.0.0.0/8", "0.0.0.0/0", "::/0", "0.0.0.0/1", "2001:db8::/32")
	case 8:
		return "Bool", choice(random, "aws:SecureTransport", "aws:ViaAWSService", "aws:MultiFactorAuthPresent"), bools()
	case 9:
		return "Null", choice(random, "aws:SourceVpce", "aws:TokenIssueTime", "aws:SourceIp", "aws:MultiFactorAuthAge",
			"aws:PrincipalTag/team", "aws:username", "aws:PrincipalOrgID", "s3:prefix", "aws:CalledVia"), bools()
	case 10:
		return choice(random, "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "DateEquals", "DateNotEquals", texts()),
			choice(random, "aws:CurrentTime", "aws:TokenIssueTime"),
			text("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2020-01-01T00:00:00Z")
	case 11:
		return choice(random, "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"),
			choice(random, "aws:MultiFactorAuthAge", "s3:TlsVersion"), text("1.2", "3600", "1.3")
	case 12:
		return texts(), choice(random, "aws:PrincipalTag/team", "aws:PrincipalTag/role"), text("a", "a*", "b", "*b", "${aws:username}")
	case 13:
		return texts(), choice(random, "aws:PrincipalOrgID", "aws:ResourceOrgID"), text("o-1a", "O-1A", "o-2", "o-*", "${aws:ResourceOrgID}")
	case 14, 15:
		return choice(random, "", "", "ForAnyValue:", "ForAllValues:") + texts(), choice(random, "aws:SourceIp", "aws:VpcSourceIp"),
			text("203.0.113.7", "203.0.113.*", "8.8.*", "*.9", "10.1.*", "10.1.2.3", "*", "*.1.?", "2001:db8:*", "2001:DB8::1", "203.0.113.0/24")
	case 16, 17:
		return aSessionTest(random, texts, text)
	case 18:
		return choice(random, "", "ForAnyValue:", "ForAllValues:") + texts(), choice(random, "aws:VpceOrgID", "aws:SourceVpcArn"),
			text("o-1a", "O-1A", "ARN:AWS:EC2:US-EAST-1:@owner:VPC/VPC-1", "arn:aws:ec2:us-east-1:@owner:vpc/vpc-*",
				"arn:aws-cn:ec2:cn-north-1:@owner:vpc/vpc-1")
	case 19:
		return choice(random, "ForAnyValue:", "ForAllValues:") + texts(), "aws:CalledVia",
			text("cloudformation.amazonaws.com", "athena.amazonaws.com")
	default:
		return texts(), choice(random, "aws:Referer", "aws:UserAgent", "s3:x-amz-acl", "aws:SourceArn", "aws:PrincipalAccount",
			"aws:RequestedRegion"), text("x", "@owner", "@other", "us-east-1", "x*")
	}
}

// aSessionTest makes up a test of what AWS puts into the requests of a session.
func aSessionTest(random *rand.Rand, texts func() string, text func(...string) string) (operator, key, values string) {
	switch random.IntN(4) {
	case 0:
		return "Null", choice(random, slices.Sorted(maps.Keys(sessionKeys))...), text("true", "false")
	case 1:
		return "BinaryEquals", "aws:PrincipalTag/team", text("YQ==", "YWI=")
	case 2:
		return choice(random, "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"), choice(random, "lambda:SourceFunctionArn", "ec2:SourceInstanceARN"),
			text("arn:aws:lambda:us-east-1:@owner:function:f", "arn:aws:lambda:*:@owner:function:*", "arn:aws:ec2:us-east-1:@owner:instance/i-1")
	default:
		key := choice(random, slices.Sorted(maps.Keys(sessionKeys))...)
		return texts(), key, text(append([]string{"x", "*", strings.ToUpper(sessionKeys[key][0])}, sessionKeys[key]...)...)
	}
}

// sessionKeys are keys that AWS puts into the requests of a session, with values.
var sessionKeys = map[string][]string{
	"lambda:SourceFunctionArn": {"arn:aws:lambda:us-east-1:@owner:function:f", "arn:aws:lambda:us-east-1:@owner:function:g"},
	"ec2:SourceInstanceARN":    {"arn:aws:ec2:us-east-1:@owner:instance/i-1"},
	"identitystore:UserId":     {"x", "y"},
	"glue:RoleAssumedBy":       {"glue.amazonaws.com"},
	"brandnew:Key":             {"x", "z"},
}

// aRequest makes up a request of a user or role of the owner, as such requests are.
func aRequest(random *rand.Rand, kind int) policy.Request {
	context := policy.Context{}
	put := func(key, text string) { context[strings.ToLower(key)] = policy.PresentText(arns.Replace(text)) }
	caller := putCaller(random, put)
	putRoute(random, context, put)
	put("aws:SecureTransport", "true")
	if !kinds[kind].needsAllow {
		put("s3:TlsVersion", choice(random, "1.2", "1.3"))
	}
	put("aws:PrincipalAccount", "@owner")
	put("aws:ResourceAccount", "@owner")
	put("aws:RequestedRegion", "us-east-1")
	put("aws:CurrentTime", choice(random, "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-06-01T00:00:00Z", "2029-01-01T00:00:00Z"))
	put("aws:UserAgent", choice(random, "x", "aws-cli"))
	for _, tag := range []string{"team", "role"} {
		if has := choice(random, "", "a", "b", "ab", "u", "v", "z"); has != "" {
			put("aws:PrincipalTag/"+tag, has)
		}
	}
	if id := choice(random, "", "o-1a", "o-2", "o-3"); id != "" {
		put("aws:PrincipalOrgID", id)
		put("aws:ResourceOrgID", id)
	}
	for _, key := range slices.Sorted(maps.Keys(sessionKeys)) {
		if random.IntN(2) == 0 {
			put(key, choice(random, sessionKeys[key]...))
		}
	}
	if referer := choice(random, "", "x", "y"); referer != "" {
		put("aws:Referer", referer)
	}
	return policy.Request{
		Caller: caller, Action: choice(random, kinds[kind].recovery...),
		Resource: text(strings.Replace(kinds[kind].resource, "*", "arn:aws:kms:us-east-1:@owner:key/k", 1)),
		Owner:    text("@owner"), Context: context, Closed: true,
	}
}

func text(written string) *value.Value {
	return &value.Value{Kind: value.String, Text: arns.Replace(written)}
}

// putCaller makes up a principal with its credentials.
func putCaller(random *rand.Rand, put func(key, text string)) policy.Caller {
	session := func() {
		put("aws:TokenIssueTime", choice(random, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z", "2029-01-01T00:00:00Z"))
		switch random.IntN(3) {
		case 0:
			put("aws:MultiFactorAuthPresent", "true")
			put("aws:MultiFactorAuthAge", choice(random, "1", "3599", "3600", "9999"))
		case 1:
			put("aws:MultiFactorAuthPresent", "false")
		}
	}
	if random.IntN(2) == 0 {
		name := choice(random, "u", "v", "uv", "w")
		put("aws:PrincipalArn", "@iam:user/"+name)
		put("aws:PrincipalType", "User")
		put("aws:username", name)
		put("aws:userid", choice(random, "AIDAEXAMPLE", "AIDAOTHER"))
		if random.IntN(2) == 0 {
			session()
		}
		return policy.Caller{Kind: policy.User, ARN: text("@iam:user/" + name)}
	}
	role, as := choice(random, "A", "B", "AB", "AxB", "C", "p/A"), choice(random, "s", "t")
	put("aws:PrincipalArn", "@iam:role/"+role)
	put("aws:PrincipalType", "AssumedRole")
	put("aws:userid", choice(random, "AROAEXAMPLE:", "AROAOTHER:")+as)
	session()
	name := role[strings.LastIndex(role, "/")+1:]
	return policy.Caller{
		Kind: policy.Session, ARN: text("@sts:assumed-role/" + name + "/" + as), Issuer: text("@iam:role/" + role),
	}
}

// putRoute makes up where the request comes from.
func putRoute(random *rand.Rand, context policy.Context, put func(key, text string)) {
	put("aws:ViaAWSService", "false")
	switch random.IntN(3) {
	case 0:
		put("aws:SourceVpce", choice(random, "vpce-1", "vpce-2", "vpce-3"))
		vpc := choice(random, "vpc-1", "vpc-2", "vpc-3")
		put("aws:SourceVpc", vpc)
		put("aws:SourceVpcArn", "arn:aws:ec2:us-east-1:@owner:vpc/"+vpc)
		put("aws:VpcSourceIp", choice(random, "10.1.2.3", "10.1.9.9", "192.168.1.9"))
		put("aws:VpceOrgID", choice(random, "o-1a", "o-2"))
		return
	case 1:
		service := choice(random, "cloudformation.amazonaws.com", "athena.amazonaws.com", "other.amazonaws.com")
		put("aws:ViaAWSService", "true")
		put("aws:CalledViaFirst", service)
		put("aws:CalledViaLast", service)
		context["aws:calledvia"] = policy.Entry{Values: []*value.Value{text(service)}, Multivalued: true, Presence: value.Yes}
	}
	put("aws:SourceIp", choice(random, "203.0.113.7", "203.0.113.9", "8.8.8.8", "8.1.1.9", "150.1.1.1", "2001:db8::1", "2a00::1"))
}

// aPlainRequest makes up a request that anybody can make, through no endpoint and with nothing to its name.
func aPlainRequest(random *rand.Rand, kind int) policy.Request {
	request := aRequest(random, kind)
	context := request.Context
	for key := range context {
		if strings.HasPrefix(key, "aws:principaltag/") || strings.HasPrefix(key, "aws:multifactor") || key == "aws:referer" || isOfSession(key) {
			delete(context, key)
		}
	}
	context["aws:useragent"] = policy.PresentText("z")
	if _, throughEndpoint := context["aws:sourcevpce"]; throughEndpoint {
		delete(context, "aws:sourcevpce")
		delete(context, "aws:sourcevpc")
		delete(context, "aws:sourcevpcarn")
		delete(context, "aws:vpcsourceip")
		delete(context, "aws:vpceorgid")
	}
	context["aws:sourceip"] = policy.PresentText(choice(random, "8.8.8.8", "9.9.9.9"))
	if service := context["aws:calledviafirst"].Values; len(service) > 0 && service[0].Text != "cloudformation.amazonaws.com" {
		context["aws:viaawsservice"] = policy.PresentText("false")
		for _, key := range []string{"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"} {
			delete(context, key)
		}
	}
	name := choice(random, "zz", "yy")
	if request.Caller.Kind == policy.User {
		request.Caller.ARN = text("@iam:user/" + name)
		context["aws:username"], context["aws:userid"] = policy.PresentText(name), policy.PresentText("AIDAZ")
		context["aws:principalarn"] = policy.Present(request.Caller.ARN)
		return request
	}
	request.Caller.ARN, request.Caller.Issuer = text("@sts:assumed-role/"+name+"/z"), text("@iam:role/"+name)
	context["aws:userid"], context["aws:principalarn"] = policy.PresentText("AROAZ:z"), policy.Present(request.Caller.Issuer)
	return request
}

func isOfSession(key string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(sessionKeys)), func(other string) bool { return strings.EqualFold(key, other) })
}

// FuzzLockedMeansLocked checks a verdict on a made-up policy against made-up requests, and the way back that
// it names. The seeds alone make more than 100,000 requests.
func FuzzLockedMeansLocked(f *testing.F) {
	for seed := range uint64(550) {
		f.Add(seed)
	}
	administrator := parse(f, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)
	f.Fuzz(func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 1))
		kind := random.IntN(len(kinds))
		made := made{written: aDocument(random, kind), identity: []*policy.Document{administrator}}
		made.document = parse(t, made.written)
		made.verdict = lockout.Decide(made.document, kinds[kind].target)
		made.checkEscape(t)
		for range 200 {
			made.checkRequest(t, aRequest(random, kind))
			made.checkPlainRequest(t, aPlainRequest(random, kind))
		}
	})
}

// made is a made-up policy with its verdict.
type made struct {
	written  string
	document *policy.Document
	identity []*policy.Document
	verdict  lockout.Verdict
}

// outcome is what becomes of a request by somebody who is allowed everything.
func (m made) outcome(request policy.Request) policy.Outcome {
	policies := policy.Policies{Identity: m.identity, Resource: []*policy.Document{m.document}}
	if request.Caller.Kind == policy.FederatedUser {
		policies.Session = m.identity // it can do what its session policies allow
	}
	return policy.Evaluate(request, policies).Outcome
}

// checkEscape checks that the way back that a verdict names is one.
func (m made) checkEscape(t *testing.T) {
	t.Helper()
	if m.verdict.Escape == nil {
		return
	}
	outcome := m.outcome(m.verdict.Escape.Request)
	isHoped := slices.ContainsFunc(m.verdict.Escape.Facts, func(fact lockout.Fact) bool { return fact.Kind == lockout.Given })
	if outcome == policy.ExplicitDeny || outcome != policy.Allowed && !isHoped {
		t.Errorf("%s\nis %s, and the way back %+v is %s", m.written, m.verdict.Level, *m.verdict.Escape, outcome)
	}
}

// checkRequest checks that no request gets through that the verdict excludes.
func (m made) checkRequest(t *testing.T, request policy.Request) {
	t.Helper()
	isLocked := m.verdict.Level == lockout.RootOnly || m.verdict.Level == lockout.Total
	if (isLocked || m.verdict.Deployer && isByStack(request)) && m.outcome(request) == policy.Allowed {
		t.Fatalf("%s\nis %s, and gets through: %+v", m.written, m.verdict.Level, request)
	}
}

// isByStack reports whether CloudFormation makes the request with the access of its caller.
func isByStack(request policy.Request) bool {
	first := request.Context["aws:calledviafirst"].Values
	_, hasReferer := request.Context["aws:referer"]
	_, knowsMFA := request.Context["aws:multifactorauthage"]
	return len(first) > 0 && first[0].Text == "cloudformation.amazonaws.com" && !hasReferer && !knowsMFA &&
		request.Context["aws:useragent"].Values[0].Text == "aws-cli"
}

// checkPlainRequest checks that what anybody can do is no way back that needs a fact. The time, and the
// organization, are facts about which no request has a choice.
func (m made) checkPlainRequest(t *testing.T, request policy.Request) {
	t.Helper()
	isSettled := !strings.Contains(m.written, "Time") && !strings.Contains(m.written, "OrgID")
	if isSettled && m.verdict.Level == lockout.Conditional && m.outcome(request) == policy.Allowed {
		t.Fatalf("%s\nneeds %q, and gets through: %+v", m.written, m.verdict.Escape.Context, request)
	}
}
