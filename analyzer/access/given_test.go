package access_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/access"
)

func TestContextsThatNoRequestHas(t *testing.T) {
	t.Parallel()
	const session = "arn:aws:sts::111122223333:assumed-role/Deploy/ci"
	cases := map[string]struct {
		principal, key string
		values         []string
		want           string
	}{
		"a network is no address":           {user01, "aws:SourceIp", []string{"192.0.2.0/24"}, `aws:SourceIp is "192.0.2.0/24"; want an address, as in 192.0.2.7`},
		"an address":                        {user01, "aws:SourceIp", []string{"192.0.2.7"}, ""},
		"an address of IPv6":                {user01, "aws:sourceip", []string{"2001:db8::1"}, ""},
		"a word is no date":                 {user01, "aws:CurrentTime", []string{"today"}, `aws:CurrentTime is "today"; want a date, as in 2026-01-31T12:00:00Z`},
		"seconds are a date":                {user01, "aws:EpochTime", []string{"1767225600"}, ""},
		"yes is not true":                   {user01, "aws:SecureTransport", []string{"yes"}, `aws:SecureTransport is "yes"; want true or false`},
		"a word is no number":               {user01, "aws:MultiFactorAuthAge", []string{"NaN"}, `aws:MultiFactorAuthAge is "NaN"; want a number, as in 10`},
		"a name is no ARN":                  {"s3.amazonaws.com", "aws:SourceArn", []string{"photos"}, `aws:SourceArn is "photos"; want an ARN, as in arn:aws:iam::111122223333:role/Deploy`},
		"one value":                         {user01, "aws:SourceVpc", []string{"vpc-1", "vpc-2"}, `a request has one aws:SourceVpc, not vpc-1 and vpc-2`},
		"several values of a list":          {user01, "aws:TagKeys", []string{"team", "cost"}, ""},
		"who calls is given already":        {user01, "aws:PrincipalArn", []string{user01}, `aws:PrincipalArn follows from --principal, so it can't be given`},
		"and so is the account":             {user01, "aws:PrincipalAccount", []string{"444455556666"}, `aws:PrincipalAccount follows from --principal, so it can't be given`},
		"and the name":                      {user01, "aws:username", []string{"user02"}, `aws:username follows from --principal, so it can't be given`},
		"but not the id":                    {user01, "aws:userid", []string{"AIDAEXAMPLE"}, ""},
		"the path of a role is open":        {session, "aws:PrincipalArn", []string{"arn:aws:iam::111122223333:role/ci/Deploy"}, ""},
		"its name is not":                   {session, "aws:PrincipalArn", []string{"arn:aws:iam::111122223333:role/NotDeploy"}, `aws:PrincipalArn follows from --principal, so it can't be given`},
		"nor is the name of a session":      {session, "aws:userid", []string{"AROAEXAMPLE:cd"}, `aws:userid follows from --principal, so it can't be given`},
		"the id of its role is":             {session, "aws:userid", []string{"AROAEXAMPLE:ci"}, ""},
		"roles have no user name":           {session, "aws:username", []string{"ci"}, `no request of a session of a role has aws:username`},
		"every request has a protocol":      {user01, "aws:SecureTransport", []string{}, `every request of a user has aws:SecureTransport`},
		"the owner is given as such":        {user01, "aws:ResourceAccount", []string{"111122223333"}, `aws:ResourceAccount follows from --account, so it can't be given`},
		"a bucket tells no Region":          {user01, "aws:RequestedRegion", []string{"eu-west-1"}, ""},
		"what nobody knows may be anything": {user01, "example.com:sub", []string{"a", "b"}, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			question := access.Question{
				Principal: tc.principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/a",
				Context: map[string][]string{tc.key: tc.values},
			}
			_, err := answer(nil, question)
			got, want := "", ""
			if err != nil {
				got = err.Error()
			}
			if tc.want != "" {
				want = "--context: " + tc.want
			}
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestARegionInTheARNIsThatOfTheRequest(t *testing.T) {
	t.Parallel()
	question := access.Question{
		Principal: user01, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
		Context: map[string][]string{"aws:RequestedRegion": {"us-east-1"}},
	}
	_, err := answer(nil, question)
	if want := "--context: aws:RequestedRegion follows from --resource, so it can't be given"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
