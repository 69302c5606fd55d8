package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

func TestRecogniseAPolicyThatDoesNotNameItsResource(t *testing.T) {
	t.Parallel()

	const root = `{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}`
	cases := map[string]struct {
		statements string
		kind       policy.Kind
		unnamed    bool
	}{
		"a key policy": {root, policy.Resource, true},
		"a key policy that denies": {
			root + `, {"Effect": "Deny", "Principal": "*", "Action": "kms:PutKeyPolicy", "Resource": "*"}`,
			policy.Resource, true,
		},
		"denials of KMS alone are no key policy": {
			`{"Effect": "Deny", "Principal": "*", "Action": "kms:CreateKey", "Resource": "*"}`,
			policy.Control, false,
		},
		"a secret's policy": {
			`{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:*", "Resource": "*"}`,
			policy.Resource, true,
		},
		"a denial under a condition may be that of an organization": {
			`{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:*", "Resource": "*",
				"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}}`,
			policy.Control, false,
		},
		"a repository policy has no Resource": {
			`{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}`,
			policy.Resource, true,
		},
		"what everyone may do may be the policy of an endpoint": {
			`{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}`,
			policy.Resource, false,
		},
		"a policy that names a secret": {
			`{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:*",
				"Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-1a2b3c"}`,
			policy.Resource, false,
		},
		"a resource control policy names the services of its actions": {
			`{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}`, policy.Resource, false,
		},
		"buckets have to be named": {
			`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}`, policy.Control, false,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := policy.Recognise(parse(t, `{"Statement": [`+test.statements+`]}`))

			if got.Kind != test.kind || got.Unnamed != test.unnamed {
				t.Errorf("got %q, unnamed %t", got.Kind, got.Unnamed)
			}
		})
	}
}

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
				"Resource": "arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*"}]`,
			policy.Resource, "s3-access-point", "arn:aws:s3:us-east-1:111122223333:accesspoint/a",
		},
		"the policy of a bucket that names an access point": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": ["arn:aws:s3:us-east-1:111122223333:accesspoint/a", "arn:aws:s3:::b"]}]`,
			policy.Resource, "s3", "arn:aws:s3:::b",
		},
		"a queue policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "sqs:*",
				"Resource": "arn:aws:sqs:us-east-1:111122223333:q"}]`,
			policy.Resource, "sqs", "arn:aws:sqs:us-east-1:111122223333:q",
		},
		"a topic policy": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "sns:*",
				"Resource": "arn:aws:sns:us-east-1:111122223333:t"}]`,
			policy.Resource, "sns", "arn:aws:sns:us-east-1:111122223333:t",
		},
		"a table policy with an index": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "dynamodb:*",
				"Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/T/index/*"}]`,
			policy.Resource, "dynamodb", "arn:aws:dynamodb:us-east-1:111122223333:table/T",
		},
		"a stream of a table is not the table": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "dynamodb:*",
				"Resource": "arn:aws:dynamodb:us-east-1:111122223333:import/T"}]`,
			policy.Resource, "dynamodb", "",
		},
		"a repository's name may hold slashes": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "ecr:*",
				"Resource": "arn:aws:ecr:us-east-1:111122223333:repository/team/app"}]`,
			policy.Resource, "ecr", "arn:aws:ecr:us-east-1:111122223333:repository/team/app",
		},
		"a domain policy on what is within": {
			`[{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "es:*",
				"Resource": "arn:aws:es:us-east-1:111122223333:domain/logs/*"}]`,
			policy.Resource, "es", "arn:aws:es:us-east-1:111122223333:domain/logs",
		},
		"a resource control policy on the topics of all accounts": {
			`[{"Effect": "Deny", "Principal": "*", "Action": "sns:*",
				"Resource": "arn:aws:sns:*:*:alerts"}]`,
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
		"a service control policy that may be something else": {
			`[{"Effect": "Deny", "Action": "s3:*",
				"Resource": "arn:aws:s3:::b"}]`,
			policy.Identity, "", "",
		},
		"a service control policy looks at its callers": {
			`[{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"},
				{"Effect": "Deny", "Action": "iam:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/Admin"}}}]`,
			policy.ServiceControl, "", "",
		},
		"a policy that looks at its callers and allows something": {
			`[{"Effect": "Allow", "Action": "*", "Resource": "*"},
				{"Effect": "Deny", "Action": "iam:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}}]`,
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
