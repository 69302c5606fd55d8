package lockout_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// usual is what most bucket policies are like: TLS, an exempt role and what an endpoint may do.
const usual = `{"Version": "2012-10-17", "Statement": [
	{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
		"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
	{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
		"Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"},
			"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Admin"}}},
	{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
]}`

// ordinary are policies such as templates have, by their services: most allow something, some deny what comes without
// TLS or from elsewhere.
var ordinary = []struct{ service, statements string }{
	{"s3", `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`},
	{"s3", `{"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
		"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}`},
	{"s3", `{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": ["s3:GetObject", "s3:ListBucket"],
		"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}`},
	{"s3", `{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
		"Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}`},
	{"s3", `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
		"Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.7"]}, "Bool": {"aws:ViaAWSService": "false"}}}`},
	{"kms", `{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},
		{"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": ["kms:Encrypt*", "kms:Decrypt*"], "Resource": "*"}`},
	{"sqs", `{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*",
		"Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t"}}}`},
	{"sns", `{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish", "Resource": "*"}`},
	{"secretsmanager", `{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*",
		"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1a2b3c4d5e"}}}`},
}

// BenchmarkOrdinaryPolicies reports the median over the policies of what one takes.
func BenchmarkOrdinaryPolicies(b *testing.B) {
	took := make([]time.Duration, len(ordinary))
	rounds := 0
	documents := make([]*policy.Document, len(ordinary))
	for i, each := range ordinary {
		documents[i] = parse(b, `{"Version": "2012-10-17", "Statement": [`+each.statements+`]}`)
	}
	for b.Loop() {
		rounds++
		for i, each := range ordinary {
			start := b.Elapsed()
			if got := lockout.Decide(documents[i], target(each.service, "b")); got.Level == lockout.Undecided {
				b.Fatalf("got %+v for %s", got.Reasons, each.statements)
			}
			took[i] += b.Elapsed() - start
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/float64(rounds), "median-ns/policy")
}

// large has twenty statements with ten keys.
func large() string {
	keys := []string{
		`"StringNotEquals": {"aws:SourceVpce": ["vpce-%d", "vpce-x"]}`, `"NotIpAddress": {"aws:SourceIp": "203.0.%d.0/24"}`,
		`"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/a%d-*", "arn:aws:iam::111122223333:role/*-b"]}`,
		`"StringNotLike": {"aws:userid": ["AROA%d:*", "AROAEXAMPLE:*"]}`, `"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`,
		`"StringNotEquals": {"aws:PrincipalTag/team": ["t%d", "admin"]}`, `"StringNotEquals": {"aws:PrincipalOrgID": ["o-%d", "o-x"]}`,
		`"DateGreaterThan": {"aws:CurrentTime": "2027-01-%dT00:00:00Z"}`, `"StringNotEquals": {"aws:SourceVpc": ["vpc-%d", "vpc-x"]}`,
		`"StringNotLike": {"aws:Referer": ["https://%d.example/*", "https://example/*"]}`,
	}
	var statements []string
	for i := range 20 {
		condition := strings.ReplaceAll(keys[i%10]+", "+keys[(i*3+1)%10], "%d", strconv.Itoa(i+10))
		statements = append(statements, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b",
			"Condition": {`+condition+`}}`)
	}
	return `{"Version": "2012-10-17", "Statement": [` + strings.Join(statements, ", ") + "]}"
}

// tls is a condition as most policies have it.
const tls = `"Bool": {"aws:SecureTransport": "false"}, "StringNotEquals": {"aws:PrincipalTag/team": "t%d"}`

func BenchmarkLockout(b *testing.B) {
	for name, written := range map[string]string{
		"usual": usual, "large": large(), "overlapping wildcards": denials(20, overlapping),
		"200 statements": denials(200, overlapping), "200 statements on one action": denials(200, tls),
	} {
		b.Run(name, func(b *testing.B) {
			document := parse(b, written)
			var got lockout.Verdict
			for b.Loop() {
				got = lockout.Decide(document, bucket())
			}
			b.ReportMetric(float64(len(got.Core)), "core")
			isTooLarge := got.Level == lockout.Undecided && got.Reasons[0].Cause == lockout.Budget
			if got.Level != lockout.Conditional && got.Level != lockout.None && !isTooLarge {
				b.Fatalf("got %s for %+v", got.Level, got.Reasons)
			}
		})
	}
}
