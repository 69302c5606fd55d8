package lockout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// TestEveryServiceCanBeLocked denies everything to everyone on each kind of resource.
func TestEveryServiceCanBeLocked(t *testing.T) {
	t.Parallel()

	for _, service := range lockout.Services() {
		t.Run(service.Name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, target(service.Name, "x"), "* * *")

			if want := closed(service); got.Level != want {
				t.Errorf("got %s, want %s", got.Level, want)
			}
		})
	}
}

// closed is the verdict on a policy of the service that denies everything.
func closed(service lockout.Service) lockout.Level {
	switch {
	case len(service.Edit) == 0:
		return dataPlane
	case service.Safety != "":
		return rejected
	case len(service.Root) > 0:
		return rootOnly
	default:
		return total
	}
}

// TestEveryServiceCanBeOpen denies the actions of each service but those that edit the policy.
func TestEveryServiceCanBeOpen(t *testing.T) {
	t.Parallel()

	for _, service := range lockout.Services() {
		t.Run(service.Name, func(t *testing.T) {
			t.Parallel()
			if len(service.Edit) == 0 {
				t.Skip("the policy is edited by what identity policies allow")
			}

			got := decide(t, target(service.Name, "x"), "* !"+strings.Join(service.Edit, ",")+" *; Effect=Allow @root * *")

			if got.Level != none && got.Level != dataPlane {
				t.Errorf("got %s for %+v", got.Level, got.Reasons)
			}
			if got.Data != (len(service.Data) > 0) {
				t.Errorf("got %t for the data", got.Data)
			}
		})
	}
}

func TestTheTableIsWhole(t *testing.T) {
	t.Parallel()

	for _, service := range lockout.Services() {
		found, known := lockout.Find(service.Name)
		if diff := cmp.Diff(service, found); diff != "" || !known {
			t.Errorf("%s is not found by its name: %s", service.Name, diff)
		}
		if service.Noun == "" || service.ARN == "" || service.Unlock != "" && len(service.Root) == 0 {
			t.Errorf("%+v lacks something", service)
		}
		for _, action := range append(append(service.Edit, service.Remove...), service.Root...) {
			if strings.Count(action, ":") != 1 {
				t.Errorf("%s has no prefix", action)
			}
		}
	}
}

func TestSafetyChecks(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		service string
		bypass  value.Truth
		want    lockout.Level
		reason  string
	}{
		"a check refuses":                   {"kms", value.No, rejected, "nobody could edit or remove the policy, which the service checks unless told not to by BypassPolicyLockoutSafetyCheck"},
		"what is not known is no":           {"elasticfilesystem", value.Undecided, rejected, "nobody could edit or remove the policy, which the service checks unless told not to by BypassPolicyLockoutSafetyCheck"},
		"a check that is turned off":        {"kms", value.Yes, total, ""},
		"another check that is turned off":  {"ecr", value.Yes, total, ""},
		"a check that leaves the root user": {"dynamodb", value.Yes, rootOnly, ""},
		"a check that can't be turned off":  {"acm-pca", value.Yes, rejected, "nobody could edit or remove the policy, which the service checks"},
		"no check at all":                   {"secretsmanager", value.No, total, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := target(test.service, "x")
			on.Bypass = test.bypass

			got := decide(t, on, "Effect=Allow @root * *; * * *")

			reason := ""
			if len(got.Reasons) > 0 {
				reason = got.Reasons[0].Text
			}
			if got.Level != test.want || reason != test.reason {
				t.Errorf("got %s for %q, want %s for %q", got.Level, reason, test.want, test.reason)
			}
			if diff := cmp.Diff([]source.At{statementAt(1)}, got.Core); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeyPolicies(t *testing.T) {
	t.Parallel()

	admin := lockout.Declared{Resource: "t.json#Admin", Kind: policy.Role, Exists: value.Yes, Bounded: value.No}
	cases := map[string]struct {
		statements string
		want       lockout.Level
		context    string
	}{
		"the account may do everything":               {"Effect=Allow @root kms:* *", none, ""},
		"the account may put the policy":              {"Effect=Allow @owner kms:Put* *", none, ""},
		"everyone may":                                {"Effect=Allow * kms:* *", none, ""},
		"the account may not":                         {"Effect=Allow @root kms:Decrypt *", total, ""},
		"nobody may anything":                         {"Effect=Allow Service=s3.amazonaws.com kms:* *", total, ""},
		"another account may":                         {"Effect=Allow @other kms:* *", total, ""},
		"one role may":                                {"Effect=Allow @iam:role/A kms:* *", conditional, "the principal exists"},
		"a declared role may":                         {"Effect=Allow <!Admin.Arn> kms:* *", none, ""},
		"a role may and is denied":                    {"Effect=Allow @iam:role/A kms:* *; @iam:role/A kms:Put* *", total, ""},
		"the account may and one role is denied":      {"Effect=Allow @root kms:* *; @iam:role/A kms:* *", principalOnly, ""},
		"the account may and everyone is denied":      {"Effect=Allow @root kms:* *; * kms:PutKeyPolicy *", total, ""},
		"all but a role are denied":                   {"Effect=Allow @root kms:* *; * kms:* * if-role", conditional, "the role exists"},
		"the account may under a condition":           {"Effect=Allow @root kms:* * if-role-only", conditional, "the role exists"},
		"the account may over plain HTTP":             {"Effect=Allow @root kms:* * if", conditional, "the request is made over plain HTTP"},
		"the account may all but put it":              {"Effect=Allow @root !kms:PutKeyPolicy *", total, ""},
		"one of two statements is enough":             {"Effect=Allow @iam:role/A kms:* *; Effect=Allow @root kms:PutKeyPolicy *", none, ""},
		"parts of two statements are not":             {"Effect=Allow @root kms:Get* *; Effect=Allow @other kms:Put* *", total, ""},
		"an unresolved principal may be the account":  {"Effect=Allow <X> kms:* *", undecided, ""},
		"an unresolved principal besides the account": {"Effect=Allow <X> kms:* *; Effect=Allow @root kms:* *", none, ""},
		"an unresolved effect may allow it":           {"Effect=<X> @root kms:* *", undecided, ""},
		"a symbolic role may":                         {"Effect=Allow arn:aws:iam::@owner:role/<Role> kms:* *", conditional, "the principal exists"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := target("kms", "<!Key>")
			on.Bypass, on.Declared = value.Yes, []lockout.Declared{admin}

			got := decide(t, on, test.statements)

			context := ""
			if got.Escape != nil {
				context = got.Escape.Context
			}
			if got.Level != test.want || context != test.context {
				t.Errorf("got %s if %q for %+v, want %s if %q", got.Level, context, got.Reasons, test.want, test.context)
			}
		})
	}
}

func TestWhatAnAllowIsMissed(t *testing.T) {
	t.Parallel()
	on := target("kms", "x")
	on.Bypass = value.Yes

	omitted, denied := decide(t, on, "Effect=Allow @root kms:Decrypt *"), decide(t, on, "Effect=Allow @root kms:* *; * kms:* *")
	hanging := decide(t, on, "Effect=Allow @root kms:Decrypt *; Effect=Allow @iam:role/A kms:* *")

	if !omitted.Omitted || len(omitted.Core) > 0 || denied.Omitted || len(denied.Core) != 1 {
		t.Errorf("got %+v and %+v", omitted, denied)
	}
	if diff := cmp.Diff(statementAt(1), hanging.Granted[0]); diff != "" {
		t.Error(diff)
	}
}

func TestReferencesToResources(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		service, name, resource string
		want                    lockout.Level
	}{
		"a topic by what Ref gives":            {"sns", "<!Topic>", "<!Topic>", total},
		"a topic by an attribute":              {"sns", "<!Topic.TopicArn>", "<!Topic>", total},
		"a topic by its ARN":                   {"sns", "arn:aws:sns:us-east-1:@owner:t", "arn:aws:sns:us-east-1:@owner:t", total},
		"another topic":                        {"sns", "<!Topic>", "<!Other>", none},
		"another topic is refused":             {"sns", "arn:aws:sns:us-east-1:@owner:t", "arn:aws:sns:us-east-1:@owner:u", rejected},
		"a vault by its name":                  {"backup", "v", "arn:aws:backup:us-east-1:@owner:backup-vault:v", total},
		"a vault by reference":                 {"backup", "<!Vault>", "<!Vault.BackupVaultArn>", total},
		"a bus by its name":                    {"events", "bus", "arn:aws:events:us-east-1:@owner:event-bus/bus", total},
		"a bus in another Region":              {"events", "bus", "arn:aws:events:eu-west-1:@owner:event-bus/bus", none},
		"a domain and what is in it":           {"es", "d", "arn:aws:es:us-east-1:@owner:domain/d*", total},
		"what is in a domain":                  {"es", "d", "arn:aws:es:us-east-1:@owner:domain/d/*", dataPlane},
		"an access point":                      {"s3-access-point", "p", "arn:aws:s3:us-east-1:@owner:accesspoint/p", total},
		"the objects behind an access point":   {"s3-access-point", "p", "arn:aws:s3:us-east-1:@owner:accesspoint/p/object/*", dataPlane},
		"the bucket behind an access point":    {"s3-access-point", "p", "arn:aws:s3:::p", none},
		"a multi-Region access point":          {"s3-multi-region", "p", "arn:aws:s3::@owner:accesspoint/p", total},
		"a directory bucket":                   {"s3express", "b--use1-az4--x-s3", "arn:aws:s3express:us-east-1:@owner:bucket/b--use1-az4--x-s3", rootOnly},
		"a bucket on an Outpost":               {"s3-outposts", "b", "arn:aws:s3-outposts:us-east-1:@owner:outpost/*/bucket/b", rootOnly},
		"a bucket on an Outpost of its own":    {"s3-outposts", "b", "arn:aws:s3-outposts:us-east-1:@owner:outpost/op-1/bucket/b", undecided},
		"a secret with the suffix it is given": {"secretsmanager", "s", "arn:aws:secretsmanager:us-east-1:@owner:secret:s-*", total},
		"a secret with six characters":         {"secretsmanager", "s", "arn:aws:secretsmanager:us-east-1:@owner:secret:s-??????", total},
		"another secret with six characters":   {"secretsmanager", "s", "arn:aws:secretsmanager:us-east-1:@owner:secret:t-??????", none},
		"a secret whose name is longer":        {"secretsmanager", "s-x", "arn:aws:secretsmanager:us-east-1:@owner:secret:s-??????", none},
		"a secret by reference":                {"secretsmanager", "<!Secret>", "<!Secret>", total},
		"a log policy is on no resource":       {"logs", "p", "arn:aws:logs:us-east-1:@owner:log-group:x", none},
		"a log policy on everything":           {"logs", "p", "*", total},
		"a stream of a table":                  {"dynamodb-stream", "t", "arn:aws:dynamodb:us-east-1:@owner:table/t/stream/*", rejected},
		"the table of a stream":                {"dynamodb-stream", "t", "arn:aws:dynamodb:us-east-1:@owner:table/t", none},
		"a repository in a domain":             {"codeartifact", "arn:aws:codeartifact:us-east-1:@owner:repository/d/r", "*", total},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, target(test.service, arns.Replace(test.name)), "* * "+test.resource)

			if got.Level != test.want {
				t.Errorf("got %s for %+v, want %s", got.Level, got.Reasons, test.want)
			}
		})
	}
}

func TestPoliciesWithoutAResource(t *testing.T) {
	t.Parallel()

	for service, want := range map[string]lockout.Level{
		"ecr": rejected, "ecr-public": rejected, "elasticfilesystem": rejected, "sts": dataPlane, "secretsmanager": undecided,
	} {
		if got := decide(t, target(service, "x"), "* * -"); got.Level != want {
			t.Errorf("%s: got %s, want %s", service, got.Level, want)
		}
	}
}

func TestWhoIsStillLeftOut(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		conditions []string
		level      lockout.Level
		deployer   bool
		denied     []string
	}{
		"an endpoint shuts CloudFormation out": {
			[]string{`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`}, conditional, true, []string{},
		},
		"MFA shuts its service roles out": {
			[]string{`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`}, conditional, true, []string{},
		},
		"so does plain HTTP, for all but old clients": {
			[]string{`"Bool": {"aws:SecureTransport": "true"}`}, rootOnly, false, []string{},
		},
		"so does a header": {
			[]string{`"StringNotLike": {"aws:UserAgent": "secret"}`}, conditional, true, []string{},
		},
		"an address does not, since services pass it on": {
			[]string{`"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}`}, conditional, false, []string{},
		},
		"an endpoint for all but services does not": {
			[]string{`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Bool": {"aws:ViaAWSService": "false"}`}, none, false, []string{},
		},
		"what services pass on may be denied": {
			[]string{`"Bool": {"aws:ViaAWSService": "true"}`, `"ForAllValues:StringEquals": {"aws:CalledVia": "x"}, "Null": {"aws:SourceVpce": "true"}`},
			conditional, true,
			[]string{},
		},
		"one role can't deploy": {
			[]string{`"ArnLike": {"aws:PrincipalArn": "@iam:role/Deployer"}`},
			principalOnly, false,
			[]string{"arn:aws:iam::111122223333:role/Deployer"},
		},
		"one role can, over an endpoint": {
			[]string{`"ArnLike": {"aws:PrincipalArn": "@iam:role/D"}, "StringNotEquals": {"aws:SourceVpce": "vpce-1"}`},
			none, false,
			[]string{},
		},
		"a foreign role is not ours": {
			[]string{`"ArnLike": {"aws:PrincipalArn": "@their:role/D"}`}, none, false, []string{},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := under(t, bucket(), test.conditions...)

			if got.Level != test.level || got.Deployer != test.deployer || (len(got.DeployerCore) > 0) != test.deployer {
				t.Errorf("got %s, for deployers %t by %v", got.Level, got.Deployer, got.DeployerCore)
			}
			if diff := cmp.Diff(test.denied, got.Denied); diff != "" || (len(got.DeniedCore) > 0) != (len(test.denied) > 0) {
				t.Errorf("%s by %v", diff, got.DeniedCore)
			}
		})
	}
}

func TestWhatIsLeftOfALockedResource(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		target        lockout.Target
		statements    string
		level         lockout.Level
		root, destroy []string
	}{
		"a queue that can be deleted": {
			queue(), "* sqs:*Permission,sqs:Set* @queue", rootOnly,
			[]string{"sqs:SetQueueAttributes"},
			[]string{"sqs:DeleteQueue"},
		},
		"a bucket that can't": {
			bucket(), "* s3:* @bucket", rootOnly, []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"}, []string{},
		},
		"a topic that spares the root user": {
			target("sns", "t"), "!@root sns:* *", rootOnly, []string{}, []string{},
		},
		"a topic that does not": {target("sns", "t"), "* sns:*Permission,sns:Set* *", total, []string{}, []string{"sns:DeleteTopic"}},
		"a topic that is open":  {target("sns", "t"), "* sns:DeleteTopic *", none, []string{}, []string{}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, test.target, test.statements)

			if got.Level != test.level {
				t.Errorf("got %s, want %s", got.Level, test.level)
			}
			if diff := cmp.Diff(test.root, got.Root) + cmp.Diff(test.destroy, got.Destroy); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheDeploymentMayDecide(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		condition string
		cause     lockout.Cause
		reason    string
	}{
		"the account": {
			`"StringNotEquals": {"aws:PrincipalAccount": "@owner"}`, lockout.Account,
			"it can't be told whether account 111122223333 owns the resource (give it as --account)",
		},
		"the Region": {
			`"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}`, lockout.Region,
			"it can't be told whether the resource is in us-east-1 (give it as --region)",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := under(t, lockout.Target{Service: "s3"}, test.condition)

			want := []lockout.Reason{{At: "t.json#", Cause: test.cause, Text: test.reason}}
			if diff := cmp.Diff(want, got.Reasons); diff != "" || got.Level != undecided {
				t.Errorf("got %s: %s", got.Level, diff)
			}
		})
	}
}

func TestAnIdentityOfAnUnknownAccount(t *testing.T) {
	t.Parallel()

	got := under(t, lockout.Target{Service: "s3"}, `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}`)

	if got.Level != conditional || got.Escape.Context != "account 111122223333 owns the resource and the role exists" {
		t.Errorf("got %s if %q", got.Level, got.Escape.Context)
	}
}

func TestTheOwnerThatTopicsAreCalledFor(t *testing.T) {
	t.Parallel()

	other := `"StringNotEquals": {"AWS:SourceOwner": "@other"}`
	cases := map[string]struct {
		service   string
		account   string
		condition string
		want      lockout.Level
	}{
		"the owner's callers carry it":               {"sns", owner, `"StringNotEquals": {"AWS:SourceOwner": "@owner"}`, none},
		"it is not documented that all do":           {"sns", owner, `"StringEquals": {"AWS:SourceOwner": "@owner"}`, none},
		"that of another account is nobody's here":   {"sns", owner, other, total},
		"the owner may not be known":                 {"sns", "", other, undecided},
		"whether other services set it is not known": {"sqs", owner, `"StringNotEquals": {"AWS:SourceOwner": "@owner"}`, undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := target(test.service, "<!Thing>")
			on.Account = nil
			if test.account != "" {
				on.Account = valuetest.Symbolic(test.account)
			}

			document := parse(t, arns.Replace(`{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", `+
				`"Action": "`+test.service+`:*", "Resource": "<!Thing>", "Condition": {`+test.condition+`}}}`))

			if got := lockout.Decide(document, on); got.Level != test.want {
				t.Errorf("got %s for %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}

func TestFilesOfOtherPartitions(t *testing.T) {
	t.Parallel()
	on := lockout.Target{Service: "s3", Account: valuetest.Symbolic(owner)}

	got := under(t, on, `"StringNotLike": {"aws:PrincipalArn": "arn:aws-us-gov:iam::@owner:role/A"}`)

	if got.Level != rootOnly {
		t.Errorf("got %s, but a principal of another partition can't manage the bucket", got.Level)
	}
}
