package validation_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/validation"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// repeated returns texts in quotes with commas between them; "%d" is the number of each.
func repeated(format string, count int) string {
	all := make([]string, count)
	for i := range all {
		all[i] = strings.ReplaceAll(format, "%d", strconv.Itoa(i))
	}
	return strings.Join(all, ", ")
}

// document returns a policy with the statements.
func document(statements string) string {
	return `{"Version": "2012-10-17", "Statement": [` + statements + `]}`
}

func TestOfManyIssuesTheFirstAreReported(t *testing.T) {
	t.Parallel()
	text := document(`{"Effect": "Allow", "Action": [` + repeated(`"s3:Get%d"`, 250) + `, "nonsense"], "Resource": "*"}`)

	issues := validation.Issues(policy.Parse(valuetest.Build(t, text)), identity)

	issues = slices.DeleteFunc(issues, func(issue validation.Issue) bool { return issue.Code != validation.InvalidAction })
	if len(issues) != 101 {
		t.Fatalf("got %d issues, want 100 of one case and one of the other", len(issues))
	}
	last := issues[99]
	want := validation.Place{At: "t.json#/Statement/0/Action/100", Message: "the next of 150 more that are not reported one by one"}
	if !slices.Equal(last.Related, []validation.Place{want}) || len(issues[98].Related) != 0 {
		t.Errorf("got %v at the last of them, want %v", last.Related, want)
	}
	if issues[100].Variant != validation.Malformed {
		t.Errorf("got the variant %q, want the case that is there once", issues[100].Variant)
	}
}

func TestLargeDocumentsAreLookedAt(t *testing.T) {
	t.Parallel()
	statement := `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b%d/*"}`
	check(t, map[string]test{
		"a statement that repeats the first of many": {
			use: unclear, text: document(repeated(statement, 300) + ", " + strings.ReplaceAll(statement, "%d", "0")),
			want: []string{"redundant-statement /Statement/300"},
		},
		"a session beside many roles": {
			use: trust,
			text: document(`{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": [` +
				repeated(`"arn:aws:iam::111122223333:role/r%d"`, 50) + `, "arn:aws:sts::111122223333:assumed-role/r7/s"]}}`),
			want: []string{
				"redundant-principal-in-role-trust-policy /Statement/0/Principal/AWS/50 arn:aws:sts::111122223333:assumed-role/r7/s" +
					" (arn:aws:iam::111122223333:role/r7)",
			},
		},
	})
}

// BenchmarkIssues shows how the work grows with the size of a document.
func BenchmarkIssues(b *testing.B) {
	shapes := map[string]func(count int) string{
		"actions": func(count int) string {
			return document(`{"Effect": "Allow", "Action": [` + repeated(`"s3:Get%d"`, count) + `], "Resource": "*"}`)
		},
		"wildcards": func(count int) string {
			return document(`{"Effect": "Allow", "Action": [` + repeated(`"ec2:*%d*"`, count) + `], "Resource": "*"}`)
		},
		"resources": func(count int) string {
			return document(`{"Effect": "Allow", "Action": "s3:*", "Resource": [` + repeated(`"arn:aws:s3:::b%d*"`, count) + `]}`)
		},
		"statements": func(count int) string {
			return document(repeated(`{"Effect": "Allow", "Action": "s3:Get%d", "Resource": "*"}`, count))
		},
		"keys": func(count int) string {
			return document(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {` + repeated(`"aws:PrincipalTag/k%d": "v"`, count) + `}}}`)
		},
	}
	for name, shape := range shapes {
		for _, count := range []int{100, 1000, 10000} {
			parsed := policy.Parse(valuetest.Build(b, shape(count)))
			b.Run(fmt.Sprintf("%s/%d", name, count), func(b *testing.B) {
				for b.Loop() {
					validation.Issues(parsed, identity)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*count), "ns/item")
			})
		}
	}
}
