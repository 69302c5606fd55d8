package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestMatchARN(t *testing.T) {
	t.Parallel()

	const (
		bucket  = "arn:aws:s3:::b"
		object  = "arn:aws:s3:::b/k/1"
		queue   = "arn:aws:sqs:us-east-1:111122223333:q"
		named   = "arn:aws:s3:::<!Bucket>"
		symbols = "arn:aws:sqs:<AWS::Region>:<AWS::AccountId>:q"
	)
	cases := map[string]struct {
		pattern, arn string
		want         value.Truth
	}{
		"a star matches every resource":                {"*", bucket, value.Yes},
		"an ARN matches itself":                        {bucket, bucket, value.Yes},
		"case matters":                                 {"arn:aws:s3:::B", bucket, value.No},
		"a pattern without a slash matches the bucket": {"arn:aws:s3:::b*", bucket, value.Yes},
		"a pattern without a slash matches objects":    {"arn:aws:s3:::b*", object, value.Yes},
		"a pattern with a slash matches objects only":  {"arn:aws:s3:::b/*", bucket, value.No},
		"a star runs over slashes":                     {"arn:aws:s3:::b/*", object, value.Yes},
		"stars for empty parts":                        {"arn:aws:s3:*:*:b", bucket, value.Yes},
		"a wildcard for the service matches nothing":   {"arn:aws:*:::b", bucket, value.No},
		"a wildcard in the service matches nothing":    {"arn:aws:s?:::b", bucket, value.No},
		"nor beside a symbol":                          {"arn:aws:s*:::<X>", bucket, value.No},
		"a short pattern is completed for a symbol":    {"arn:aws:s3", named, value.Yes},
		"a short pattern of another service":           {"arn:aws:sqs", named, value.No},
		"a name holds no slash, on neither side":       {"arn:aws:s3:::<X>q", "arn:aws:s3:::a/q<X>", value.No},
		"what is no name may hold one":                 {"arn:aws:s3:::<X>q", "arn:aws:s3:::a/q<Y>", value.Undecided},
		"a short pattern is completed":                 {"arn:aws:s3", bucket, value.Yes},
		"a final star runs past colons":                {"arn:aws:sqs:us-east-1:*", queue, value.Yes},
		"a star in the middle does not":                {"arn:aws:sqs:*:q", queue, value.No},
		"another Region":                               {"arn:aws:sqs:eu-west-1:*:q", queue, value.No},
		"another partition":                            {"arn:aws-cn:s3:::b", bucket, value.No},
		"an unresolved partition is the right one":     {"arn:<AWS::Partition>:s3:::b", bucket, value.Yes},
		"no ARN at all":                                {"b", bucket, value.No},
		"a declared bucket":                            {named, named, value.Yes},
		"the objects of a declared bucket":             {"arn:aws:s3:::<!Bucket>/*", named, value.No},
		"all that begins with its name":                {"arn:aws:s3:::<!Bucket>*", named, value.Yes},
		"another declared bucket":                      {"arn:aws:s3:::<!Logs>", named, value.No},
		"the objects of another declared bucket":       {"arn:aws:s3:::<!Logs>/*", named, value.No},
		"a literal name for a declared bucket":         {bucket, named, value.Undecided},
		"literal objects are not a declared bucket":    {"arn:aws:s3:::b/*", named, value.No},
		"an unresolved name":                           {"arn:aws:s3:::<X>", bucket, value.Undecided},
		"an unresolved ARN":                            {"<X>", bucket, value.Undecided},
		"the objects of an unresolved ARN":             {"<X>/*", bucket, value.No},
		"a pseudo parameter for a literal Region":      {symbols, queue, value.Undecided},
		"a literal Region for a pseudo parameter":      {queue, symbols, value.Undecided},
		"pseudo parameters on both sides":              {symbols, symbols, value.Yes},
		"another name beside pseudo parameters":        {"arn:aws:sqs:us-east-1:111122223333:p", symbols, value.No},
		"an ARN that is one symbol":                    {bucket, "<X>", value.Undecided},
		"a star for an ARN that is one symbol":         {"*", "<X>", value.Yes},
		"one symbol for itself":                        {"<!R.Arn>", "<!R.Arn>", value.Yes},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := policy.MatchARN(valuetest.Symbolic(test.pattern), valuetest.Symbolic(test.arn)); got != test.want {
				t.Errorf("%s matches %s: %s, want %s", test.pattern, test.arn, got, test.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		text string
		want []string // identities
	}{
		"a literal":                     {"a:b:c", []string{"=a", "=b:c"}},
		"no separator":                  {"a", []string{"=a"}},
		"a separator at the end":        {"a:", []string{"=a", "="}},
		"symbols stay whole":            {"a<X>:b", []string{"+=a+?X", "=b"}},
		"a symbol is a field by itself": {"a:<X>", []string{"=a", "?X"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var got []string
			for _, field := range policy.Split(valuetest.Symbolic(test.text), ":", 2) {
				got = append(got, value.Identity(field))
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
