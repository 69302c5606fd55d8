package lockout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestWhereTheResourceIs(t *testing.T) {
	t.Parallel()

	const url = "https://sqs.us-east-1.amazonaws.com/" + owner + "/q"
	china := lockout.Target{
		Service: "sqs", Resources: []lockout.Name{{valuetest.Symbolic("q")}},
		Account: valuetest.Symbolic(owner), Region: valuetest.Symbolic("cn-north-1"),
	}
	cases := map[string]struct {
		target    lockout.Target
		statement string
		want      lockout.Place
	}{
		"a bucket by its name": {
			bucket(), "* s3:* @bucket",
			lockout.Place{Name: "b", Partition: "aws", Region: "us-east-1", Account: owner},
		},
		"a bucket in a file": {
			lockout.Target{Service: "s3"},
			"* s3:* arn:aws-cn:s3:::b",
			lockout.Place{Name: "b", Partition: "aws-cn"},
		},
		"a bucket whose name is not known": {
			target("s3", "<!Data>"), "* s3:* <!Data.Arn>",
			lockout.Place{Partition: "aws", Region: "us-east-1", Account: owner},
		},
		"a declared bucket with a literal name": {
			target("s3", "<!Data>", "b"), "* s3:* <!Data.Arn>",
			lockout.Place{Name: "b", Partition: "aws", Region: "us-east-1", Account: owner},
		},
		"a queue in a file": {
			queue(), "* sqs:* @queue",
			lockout.Place{Name: "q", URL: url, Partition: "aws", Region: "us-east-1", Account: owner},
		},
		"a pattern is no place": {
			queue(), "@owner sqs:* arn:aws:sqs:*:@owner:q",
			lockout.Place{Name: "q", Partition: "aws", Account: owner},
		},
		"a queue in China": {
			china, "* sqs:* *",
			lockout.Place{
				Name: "q", URL: "https://sqs.cn-north-1.amazonaws.com.cn/" + owner + "/q",
				Partition: "aws-cn", Region: "cn-north-1", Account: owner,
			},
		},
		"a given partition counts": {
			lockout.Target{Service: "s3", Partition: "aws-us-gov"},
			"* s3:* @bucket",
			lockout.Place{Name: "b", Partition: "aws-us-gov"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, test.target, test.statement).On

			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
