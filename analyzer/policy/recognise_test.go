package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

func TestRecognise(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statements string
		kind       policy.Kind
		service    string
		name       string // the text of the name, empty for none
	}{
		"a bucket policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]`,
			policy.Resource, "s3", "arn:aws:s3:::b",
		},
		"a bucket policy on objects": {
			`[{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
				"Resource": "arn:aws:s3:::b/*"}]`,
			policy.Resource, "s3", "arn:aws:s3:::b",
		},
		"a bucket policy that spares objects": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/open/*"}]`,
			policy.Resource, "s3", "arn:aws:s3:::b",
		},
		"a bucket policy with nothing but a pattern": {
			`[{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*",
				"Resource": "arn:aws:s3:::logs-*"}]`,
			policy.Resource, "s3", "arn:aws:s3:::logs-*",
		},
		"a pattern denied to everyone may be a resource control policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": "arn:aws:s3:::logs-*"}]`,
			policy.Resource, "s3", "",
		},
		"a statement on all resources may be that of an endpoint": {
			`[{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
				{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]`,
			policy.Resource, "s3", "",
		},
		"a statement on all buckets may be that of an endpoint": {
			`[{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::*"},
				{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]`,
			policy.Resource, "s3", "",
		},
		"two buckets are not one": {
			`[{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
				"Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}]`,
			policy.Resource, "s3", "",
		},
		"the policy of an access point": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": "arn:aws:s3:us-east-1:111122223333:accesspoint/a"}]`,
			policy.Resource, "s3", "",
		},
		"a queue policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "sqs:*",
				"Resource": "arn:aws:sqs:us-east-1:111122223333:q"}]`,
			policy.Resource, "sqs", "arn:aws:sqs:us-east-1:111122223333:q",
		},
		"a topic policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "sns:*",
				"Resource": "arn:aws:sns:us-east-1:111122223333:t"}]`,
			policy.Resource, "sns", "",
		},
		"a key policy is known by its actions": {
			`[{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*",
				"Resource": "*"}]`,
			policy.Resource, "kms", "",
		},
		"a resource control policy names no resource": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": "*"}]`,
			policy.Control, "s3", "",
		},
		"a resource control policy on all buckets": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": "arn:aws:s3:::*"}]`,
			policy.Control, "s3", "",
		},
		"a service control policy": {
			`[{"Effect": "Deny", "Action": "s3:*",
				"Resource": "arn:aws:s3:::b"}]`,
			policy.Identity, "", "",
		},
		"a trust policy": {
			`[{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, 
				"Action": ["sts:AssumeRole", "sts:TagSession"]}]`,
			policy.Trust, "sts", "",
		},
		"services do not mix": {
			`[{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
				"Resource": ["arn:aws:s3:::b", "arn:aws:sqs:::q"]}]`,
			policy.Resource, "", "",
		},
		"no statements": {`[]`, "", "", ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := policy.Recognise(parse(t, `{"Statement": `+test.statements+`}`))

			gotName := ""
			if got.Name != nil {
				gotName = got.Name.Text
			}
			if got.Kind != test.kind || got.Service != test.service || gotName != test.name {
				t.Errorf("got %q on %q named %q", got.Kind, got.Service, gotName)
			}
		})
	}
}
