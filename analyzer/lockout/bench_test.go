package lockout_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
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
