package catalogue_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

func TestNearestAction(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service, name string
		want          string
	}{
		"a letter is missing":             {"s3", "PutBuketPolicy", "PutBucketPolicy"},
		"a letter too many":               {"s3", "GetObjects", "GetObject"},
		"a wrong letter":                  {"kms", "PutKeyPolicz", "PutKeyPolicy"},
		"two letters are swapped":         {"sqs", "SednMessage", "SendMessage"},
		"case is no mistake":              {"sqs", "sendmesage", "SendMessage"},
		"three mistakes in a long name":   {"s3", "PutBuketPolcyy", "PutBucketPolicy"},
		"nothing alike":                   {"s3", "LaunchRocket", ""},
		"a short name needs to be nearer": {"sts", "Tag", ""},
		"a known name needs no other":     {"sts", "assumeroot", ""},
		"no name":                         {"s3", "", ""},
		"a name without end":              {"s3", strings.Repeat("PutObject", 1000), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, found := service(t, test.service).NearestAction(test.name); got != test.want || found != (test.want != "") {
				t.Errorf("NearestAction(%q) = %q, %t, want %q", test.name, got, found, test.want)
			}
		})
	}
}

func TestNearestService(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{
		"cloudformaton": "cloudformation", "secretmanager": "secretsmanager", "dynamdb": "dynamodb", "Lamda": "lambda", "no-such-service": "",
	} {
		if got, _ := catalogue.NearestService(prefix); got != want {
			t.Errorf("NearestService(%q) = %q, want %q", prefix, got, want)
		}
	}
}

func TestNearestKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"aws:SourceVPCEndpoint": "", "aws:PrincipleArn": "aws:PrincipalArn", "aws:SourceAccont": "aws:SourceAccount",
		"s3:prefixes": "s3:prefix", "s3:max-key": "s3:max-keys", "nowhere:at-all": "",
	} {
		if got, _ := catalogue.NearestKey(name); got != want {
			t.Errorf("NearestKey(%q) = %q, want %q", name, got, want)
		}
	}
}
