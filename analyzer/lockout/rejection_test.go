package lockout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestRejections(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statement string
		want      string // the reason
	}{
		"two elements for principals": {
			`"Principal": "*", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"`,
			"the statement has both Principal and NotPrincipal",
		},
		"two elements for actions": {
			`"Principal": "*", "Action": "s3:*", "NotAction": "s3:*", "Resource": "arn:aws:s3:::b"`,
			"the statement has both Action and NotAction",
		},
		"two elements for resources": {
			`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "NotResource": "arn:aws:s3:::b/*"`,
			"the statement has both Resource and NotResource",
		},
		"an operator that there is not": {
			`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "Condition": {"StringNot": {"aws:userid": "x"}}`,
			"StringNot is no condition operator",
		},
		"an address that is none": {
			`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "Condition": {"NotIpAddress": {"aws:SourceIp": "x"}}`,
			"x is neither an address nor a range of them",
		},
		"an empty principal": {
			`"Principal": {"AWS": ""}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"`,
			`"" is no valid principal: an account id, an ARN or * is expected`,
		},
		"an element that there is not": {
			`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "Conditions": {"Bool": {"aws:SecureTransport": "false"}}`,
			"Conditions is no element of the policy language",
		},
		"an action without a service": {
			`"Principal": "*", "Action": ["s3:*", "PutObject"], "Resource": "arn:aws:s3:::b"`,
			"PutObject is no action: a service and a colon are expected in front",
		},
		"an action without a service among those left out": {
			`"Principal": "*", "NotAction": "PutObject", "Resource": "arn:aws:s3:::b"`,
			"PutObject is no action: a service and a colon are expected in front",
		},
		"an action of another service": {
			`"Principal": "*", "Action": ["s3:*", "kms:Decrypt"], "Resource": "arn:aws:s3:::b"`,
			"kms:Decrypt is an action of another service",
		},
		"another bucket": {
			`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::c/*"`,
			"arn:aws:s3:::c/* is not part of the bucket b",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := lockout.Decide(parse(t, `{"Statement": {"Effect": "Deny", `+test.statement+`}}`), bucket())

			if got.Level != lockout.Rejected || len(got.Reasons) != 1 || got.Reasons[0].Text != test.want {
				t.Errorf("got %s for %+v", got.Level, got.Reasons)
			}
		})
	}
}

func TestAnEffectThatIsNoneIsRejected(t *testing.T) {
	t.Parallel()

	const rest = `"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"`
	cases := map[string]struct {
		text string
		want []string
	}{
		"another case": {`{"Statement": {"Effect": "deny", ` + rest + `}}`, []string{"deny is no effect: Allow or Deny is expected"}},
		"none":         {`{"Statement": {` + rest + `}}`, []string{"the statement has no Effect"}},
		"an element of the document that there is not": {
			`{"Version": "2012-10-17", "Comment": "x", "Statement": {"Effect": "Deny", ` + rest + `}}`,
			[]string{"Comment is no element of the policy language"},
		},
		"more properties than a document has":  {`{"EventBusName": "x", "Statement": {"Effect": "Deny", ` + rest + `}}`, nil},
		"one that is to be filled in":          {`{"Statement": {"Effect": "{{ effect }}", ` + rest + `}}`, nil},
		"one that is not known":                {`{"Statement": {"Effect": "<X>", ` + rest + `}}`, nil},
		"elements that are to be filled in":    {`{"Statement": {"Effect": "Deny", "Fn::Transform": {"Name": "x"}, "More": "y", ` + rest + `}}`, nil},
		"an element in another case":           {`{"Statement": {"effect": "Deny", ` + rest + `}}`, nil},
		"an element that a tool puts in place": {`{"Statement": {"Effect": "Deny", "{{ more }}": "y", ` + rest + `}}`, nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := lockout.Decide(parse(t, test.text), bucket())

			var texts []string
			if got.Level == rejected {
				for _, reason := range got.Reasons {
					texts = append(texts, reason.Text)
				}
			}
			if diff := cmp.Diff(test.want, texts); diff != "" {
				t.Errorf("%s (-want +got):\n%s", got.Level, diff)
			}
		})
	}
}

func TestActionsOfOtherServicesThatMayBeAccepted(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		target     lockout.Target
		statements string
	}{
		"a wildcard for the service": {bucket(), "* *:*,s3:* @bucket"},
		"everything":                 {bucket(), "* * @bucket"},
		"another case":               {bucket(), "* S3:* @bucket"},
		"a service that takes more":  {target("secretsmanager", "<s>"), "* secretsmanager:*,kms:* *"},
	} {
		if got := decide(t, test.target, test.statements); got.Level == rejected {
			t.Errorf("%s: got %s for %+v", name, got.Level, got.Reasons)
		}
	}
}

func TestADefaultIsNoReasonToReject(t *testing.T) {
	t.Parallel()

	step := value.Step{At: "t.json#/Parameters/P/Default", Message: "default of parameter P", Assumed: true}
	byDefault := func(text string) *value.Value {
		return &value.Value{Kind: value.String, Text: text, Via: []value.Step{step}}
	}
	given := &value.Value{
		Kind: value.String, Text: "user01", Via: []value.Step{{Message: "value given for parameter P"}},
	}
	cases := map[string]struct {
		principal, bucket *value.Value
		want              lockout.Level
		assumed           []string
		via               []lockout.Hop
	}{
		"a principal by default is in doubt": {
			byDefault("CHANGEME"), valuetest.Symbolic("b"), undecided,
			[]string{"CHANGEME is no valid principal: an account id, an ARN or * is expected"},
			nil,
		},
		"a principal that is given is refused":     {given, valuetest.Symbolic("b"), rejected, nil, nil},
		"a valid principal by default is accepted": {byDefault("*"), valuetest.Symbolic("b"), rootOnly, nil, nil},
		"the bucket's name by default names the default": {
			valuetest.Symbolic("*"), byDefault("c"), none,
			[]string{"arn:aws:s3:::b is not part of the bucket c"},
			[]lockout.Hop{{At: step.At, Message: step.Message}},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := valuetest.Build(t, `{"Statement": {"Effect": "Deny", "Principal": {"AWS": ""}, "Action": "s3:*",
				"Resource": "arn:aws:s3:::b"}}`)
			*document.Dig("Statement", "Principal", "AWS") = *test.principal
			on := bucket()
			on.Resources = []lockout.Name{{test.bucket}}

			got := lockout.Decide(policy.Parse(document), on)

			var assumed []string
			var via []lockout.Hop
			for _, reason := range got.Assumed {
				assumed, via = append(assumed, reason.Text), append(via, reason.Via...)
			}
			if got.Level != test.want {
				t.Errorf("got %s, want %s", got.Level, test.want)
			}
			if diff := cmp.Diff(test.assumed, assumed) + cmp.Diff(test.via, via); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlaceholdersThatDecideLeaveTheVerdictOpen(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statement string
		want      lockout.Level
	}{
		"the bucket":        {`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${b}"`, undecided},
		"a principal":       {`"Principal": {"AWS": "{{ACCOUNT}}"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"`, undecided},
		"an action":         {`"Principal": "*", "Action": "s3:{{ verbs }}", "Resource": "arn:aws:s3:::b"`, undecided},
		"the bucket's data": {`"Principal": "*", "Action": "s3:X", "Resource": "arn:aws:s3:::${b}/*"`, none},
		"all data":          {`"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${b}/*"`, none},
		"a role":            {`"Principal": {"AWS": "arn:aws:iam::111122223333:role/[R]"}, "Action": "*", "Resource": "arn:aws:s3:::b"`, none},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := valuetest.Build(t, `{"Statement": {"Effect": "Deny", `+test.statement+`}}`)

			got := lockout.Decide(policy.ParseFile(document), lockout.Target{Service: "s3"})

			if got.Level != test.want {
				t.Errorf("got %s for %+v, want %s", got.Level, got.Reasons, test.want)
			}
			for _, reason := range got.Reasons {
				if reason.Cause != lockout.Unresolved {
					t.Errorf("got %+v, want an unresolved value", reason)
				}
			}
		})
	}
}

func TestAnAddressToBeFilledInIsAccepted(t *testing.T) {
	t.Parallel()

	got := under(t, bucket(), `"NotIpAddress": {"aws:SourceIp": "<ip>"}`)

	if got.Level != conditional {
		t.Errorf("got %s for %+v", got.Level, got.Reasons)
	}
}

func TestDataIsDeniedDespiteAnExemptionOfNobody(t *testing.T) {
	t.Parallel()

	for condition, want := range map[string]lockout.Level{
		`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::@owner:assumed-role/x/*"}`:                  dataPlane,
		`"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:sts::@owner:assumed-role/x/*", "@iam:role/x"]}`: none,
		`"ArnLike": {"aws:PrincipalArn": "arn:aws:sts::@owner:assumed-role/x/*"}`:                     none,
		`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:*::@owner:assumed-role/x/*"}`:                    none,
	} {
		document := parse(t, `{"Statement": {"Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"],
			"Resource": "arn:aws:s3:::b/*", "Condition": {`+condition+`}}}`)

		if got := lockout.Decide(document, bucket()); got.Level != want {
			t.Errorf("%s: got %s, want %s", condition, got.Level, want)
		}
	}
}

func TestACanonicalUserIsAnOpenQuestionOfTheDocument(t *testing.T) {
	t.Parallel()

	got := decide(t, bucket(), "CanonicalUser=79a5 s3:* @bucket")

	if got.Level != undecided || got.Reasons[0].Cause != lockout.Unresolved {
		t.Errorf("got %s for %+v", got.Level, got.Reasons)
	}
}
