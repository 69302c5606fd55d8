package lockout_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

const (
	exceptHome = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "@bucket",
		"Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/y"}}}`
	exceptChina = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "@bucket",
		"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws-cn:iam::@owner:role/y"}}}`
	exceptBoth = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "@bucket",
		"Condition": {"ArnNotLike": {"aws:PrincipalArn": ["@iam:role/y", "arn:aws-cn:iam::@owner:role/z"]}}}`
	noData = `{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "@bucket/*",
		"Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws-cn:iam::@owner:role/r", "@iam:role/r"]}}}`
	logs = `{"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "s3:PutObject",
		"Resource": "@bucket/*",
		"Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:logs:*:@owner:*", "arn:aws-us-gov:logs:*:@owner:*"]}}}`
	toNobody = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}`
)

func TestThePartitionIsThatOfTheResourceFirst(t *testing.T) {
	t.Parallel()

	declared := lockout.Target{Service: "s3", Resources: []lockout.Name{{value.OfText("b")}}}
	given := func(partition, region string) lockout.Target {
		on := declared
		on.Partition = partition
		if region != "" {
			on.Region = value.OfText(region)
		}
		return on
	}
	atChina := lockout.Target{Service: "s3", Resources: []lockout.Name{{valuetest.Symbolic("arn:aws-cn:s3:::b")}}}
	file := lockout.Target{Service: "s3"}
	cases := map[string]struct {
		target     lockout.Target
		statements string
		want       lockout.Level
		partition  string
	}{
		"a source of another partition does not count":    {file, exceptHome + "," + logs, conditional, "aws"},
		"nor does an exemption from a data action":        {file, exceptHome + "," + noData, conditional, "aws"},
		"a role of another partition is exempt of nobody": {file, exceptChina, rootOnly, "aws"},
		"an invented partition is none": {
			declared, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": ["@iam:role/y", "arn:aws-x:iam::@owner:role/y"]}}}`,
			conditional, "aws",
		},
		"principals tell where the resource does not": {
			declared, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws-cn:iam::@owner:role/y"}}}`,
			conditional, "aws-cn",
		},
		"sources tell where principals do not either": {
			declared, toNobody + `, {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws-us-gov:logs:*:*:*"}}}`,
			rootOnly, "aws-us-gov",
		},
		"principals of one partition outweigh sources of several": {
			declared, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/y"}}}, {"Effect": "Allow", "Principal": "*",
				"Action": "s3:*", "Resource": "*",
				"Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:logs:*:*:*", "arn:aws-us-gov:logs:*:*:*"]}}}`,
			conditional, "aws",
		},
		"exemptions that differ by the partition leave it open": {declared, exceptBoth + "," + exceptHome, undecided, "aws"},
		"exemptions for both are enough for both":               {declared, exceptBoth, conditional, "aws"},
		"what locks everywhere locks": {
			declared, toNobody + "," + exceptBoth, rootOnly, "aws",
		},
		"the ARN of the declared resource counts first": {
			atChina, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/y"}}}`,
			rootOnly, "aws-cn",
		},
		"a partition that is given settles it": {
			given("aws-cn", ""), `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/y"}}}`,
			rootOnly, "aws-cn",
		},
		"so does a Region": {
			given("", "us-gov-west-1"), `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
				"Condition": {"ArnNotLike": {"aws:PrincipalArn": ["@iam:role/y", "arn:aws-cn:iam::@owner:role/y"]}}}`,
			rootOnly, "aws-us-gov",
		},
		"the partition that AWS::Partition is assumed to be settles nothing": {declared, exceptChina, undecided, "aws"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, arns.Replace(`{"Version": "2012-10-17", "Statement": [`+test.statements+`]}`))

			got := lockout.Decide(document, test.target)

			if got.Level != test.want {
				t.Errorf("got %s for %+v, want %s", got.Level, got.Reasons, test.want)
			}
			if got.On == nil || got.On.Partition != test.partition {
				t.Errorf("got %+v, want it in %s", got.On, test.partition)
			}
		})
	}
}

func TestAnARNThatStandsInATemplateTellsThePartition(t *testing.T) {
	t.Parallel()

	document := valuetest.Build(t, arns.Replace(`{"Version": "2012-10-17", "Statement": `+exceptChina+`}`))
	*document.Dig("Statement", "Resource") = value.Value{
		Kind: value.String, Text: "arn:aws:s3:::b", At: source.At("t.json#/Resource"),
		Origin: value.Origin{Node: &syntax.Node{Kind: syntax.Scalar, Value: "arn:aws:s3:::b"}},
	}

	got := lockout.Decide(policy.Parse(document), lockout.Target{
		Service: "s3", Resources: []lockout.Name{{valuetest.Symbolic("b")}},
	})

	if got.Level != rootOnly {
		t.Errorf("got %s for %+v, want %s", got.Level, got.Reasons, rootOnly)
	}
}

func TestDataThatIsClosedInOnePartitionAlone(t *testing.T) {
	t.Parallel()

	document := parse(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
		"Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws-cn:s3:::b/*"}, {"Effect": "Deny", "Principal": "*",
		"Action": "s3:GetObject", "Resource": "arn:aws-us-gov:s3:::b/*"}]}`)

	got := lockout.Decide(document, lockout.Target{Service: "s3", Resources: []lockout.Name{{value.OfText("b")}}})

	if got.Level != none || got.Data || len(got.DataCore) > 0 || len(got.DataReasons) != 1 {
		t.Errorf("got %s with closed data %t for %+v, want a doubt", got.Level, got.Data, got.DataReasons)
	}
}
