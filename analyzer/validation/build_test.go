package validation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/validation"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// The uses that tests are about.
var (
	identity = validation.Use{Kind: validation.Identity}
	file     = validation.Use{Kind: validation.Identity, File: true}
	bucket   = validation.Use{Kind: validation.Resource, Service: "s3"}
	queue    = validation.Use{Kind: validation.Resource, Service: "sqs"}
	api      = validation.Use{Kind: validation.Resource, Service: "execute-api"}
	trust    = validation.Use{Kind: validation.Trust, Service: "sts"}
	endpoint = validation.Use{Kind: validation.Endpoint}
	control  = validation.Use{Kind: validation.ServiceControl}
	resource = validation.Use{Kind: validation.ResourceControl}
	unclear  = validation.Use{File: true}
)

// test is a document with the issues it has, each as "CODE PLACE SUBJECT" and, in brackets, its detail and
// its variant. The place is a pointer without "t.json#".
type test struct {
	use  validation.Use
	text string
	want []string
}

// check runs tests on whole documents.
func check(t *testing.T, tests map[string]test) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := issues(t, test.text, test.use)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// checkStatements runs tests on single statements, given by their members. Places start at the statement,
// which is itself "/.".
func checkStatements(t *testing.T, tests map[string]test) {
	t.Helper()
	for name, test := range tests {
		test.text = `{"Version": "2012-10-17", "Statement": {` + test.text + `}}`
		for i := range test.want {
			test.want[i] = strings.Replace(test.want[i], " /", " /Statement/", 1)
			test.want[i] = strings.Replace(test.want[i], " /Statement/.", " /Statement", 1)
		}
		tests[name] = test
	}
	check(t, tests)
}

func issues(tb testing.TB, text string, use validation.Use) []string {
	tb.Helper()
	v := valuetest.Build(tb, text)
	document := policy.Parse(v)
	if use.File {
		document = policy.ParseFile(v)
	}
	var found []string
	for _, issue := range validation.Issues(document, use) {
		line := string(issue.Code) + " " + strings.TrimPrefix(string(issue.At), "t.json#") + " " + issue.Subject
		if issue.Detail != "" {
			line += " (" + issue.Detail + ")"
		}
		if issue.Variant != "" {
			line += " [" + string(issue.Variant) + "]"
		}
		found = append(found, strings.TrimRight(line, " "))
	}
	return found
}

// allow returns the members of a statement that allows to read a bucket, with others after them.
func allow(members string) string {
	return `"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", ` + members
}

// under returns the members of a statement with a condition.
func under(condition string) string {
	return allow(`"Condition": {` + condition + `}`)
}
