package validation_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/validation"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestDocuments(t *testing.T) {
	t.Parallel()
	sound := `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`
	check(t, map[string]test{
		"a sound document":                  {identity, `{"Version": "2012-10-17", "Id": "x", "Statement": [` + sound + `]}`, nil},
		"an unknown version":                {identity, `{"Version": "2020-01-01", "Statement": ` + sound + `}`, []string{"invalid-version /Version 2020-01-01"}},
		"a version that is a list":          {identity, `{"Version": ["2012-10-17"], "Statement": ` + sound + `}`, []string{"data-type-mismatch /Version Version (a string)"}},
		"no version":                        {identity, `{"Statement": ` + sound + `}`, []string{"missing-version"}},
		"a version that is not known":       {identity, `{"Version": "<V>", "Statement": ` + sound + `}`, nil},
		"no statement":                      {identity, `{"Version": "2012-10-17"}`, []string{"missing-statement"}},
		"an empty list of statements":       {identity, `{"Version": "2012-10-17", "Statement": []}`, []string{"missing-statement /Statement"}},
		"statements that are not known":     {identity, `{"Version": "2012-10-17", "Statement": "<S>"}`, nil},
		"a statement that is text":          {identity, `{"Version": "2012-10-17", "Statement": ["x"]}`, []string{"data-type-mismatch /Statement/0 Statement (an object)"}},
		"text in a file is for syntax":      {file, `{"Version": "2012-10-17", "Statement": ["x"]}`, nil},
		"an unknown element":                {identity, `{"Version": "2012-10-17", "Statements": [], "Statement": ` + sound + `}`, []string{"invalid-policy-element /Statements~2 Statements (Statement)"}},
		"what a macro adds":                 {identity, `{"Fn::Transform": {}}`, nil},
		"one Sid in an identity policy":     {identity, `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"}, {"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}`, []string{"unique-sids-required /Statement/1/Sid A"}},
		"one Sid in a service control":      {control, `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"}, {"Sid": "A", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}`, []string{"unique-sids-required /Statement/1/Sid A"}},
		"one Sid in a bucket policy":        {bucket, `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}, {"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}`, []string{"unique-sids-recommended /Statement/1/Sid A"}},
		"Sids that differ in case":          {bucket, `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}, {"Sid": "a", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}`, nil},
		"a statement that repeats another":  {identity, `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Action": ["b:c"], "Resource": "<R>"}, {"Effect": "Deny", "Action": "b:c", "Resource": "<R>"}]}`, []string{"invalid-service-in-action /Statement/0/Action/0 b (q)", "invalid-service-in-action /Statement/1/Action b (q)", "redundant-statement /Statement/1"}},
		"statements with unknown resources": {file, `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "<>"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "<>"}]}`, nil},
	})
}

func TestStatements(t *testing.T) {
	t.Parallel()
	checkStatements(t, map[string]test{
		"an effect in lower case":             {identity, `"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"`, []string{"invalid-effect /Effect allow"}},
		"an empty effect":                     {identity, `"Effect": "", "Action": "s3:GetObject", "Resource": "*"`, []string{`invalid-effect /Effect ""`}},
		"an effect that is not known":         {identity, `"Effect": "<E>", "Action": "s3:GetObject", "Resource": "*"`, nil},
		"an effect to be filled in":           {file, `"Effect": "{{ effect }}", "Action": "s3:GetObject", "Resource": "*"`, nil},
		"an effect that is a list":            {identity, `"Effect": ["Allow"], "Action": "s3:GetObject", "Resource": "*"`, []string{"data-type-mismatch /Effect Effect (a string)"}},
		"nothing at all":                      {identity, ``, []string{"missing-effect /.", "missing-action /.", "missing-resource /."}},
		"no resource in a bucket policy":      {bucket, `"Effect": "Deny", "Principal": "*", "Action": "s3:*"`, []string{"missing-resource /."}},
		"no resource in an endpoint policy":   {endpoint, `"Effect": "Deny", "Principal": "*", "Action": "s3:*"`, []string{"missing-resource /."}},
		"no resource in a queue policy":       {queue, `"Effect": "Deny", "Principal": "*", "Action": "sqs:*"`, nil},
		"no resource in an unclear policy":    {unclear, `"Effect": "Deny", "Principal": "*", "Action": "sqs:*"`, nil},
		"no principal in a bucket policy":     {bucket, `"Effect": "Deny", "Action": "s3:*", "Resource": "*"`, []string{"missing-principal /."}},
		"no principal in a trust policy":      {trust, `"Effect": "Allow", "Action": "sts:AssumeRole"`, []string{"missing-principal /."}},
		"both elements of a pair":             {identity, `"Effect": "Deny", "Action": "s3:*", "NotAction": "s3:GetObject", "Resource": "*"`, []string{"unsupported-element-combination /NotAction~2 NotAction (Action)"}},
		"an element in lower case":            {identity, `"Effect": "Deny", "action": "s3:*", "Action": "s3:*", "Resource": "*"`, []string{"invalid-policy-element /action~2 action (Action)"}},
		"an element that a macro adds":        {identity, `"Fn::Transform": {}`, nil},
		"an action that is an object":         {identity, `"Effect": "Deny", "Action": {"a": "b"}, "Resource": "*"`, []string{"data-type-mismatch /Action Action (a string or a list of strings)"}},
		"a condition that is a list":          {identity, `"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": []`, []string{"data-type-mismatch /Condition Condition (an object)"}},
		"a condition that is not known":       {identity, `"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": "<C>"`, nil},
		"a Sid with a space":                  {identity, allow(`"Sid": "a b"`), []string{"unsupported-sid /Sid a b"}},
		"a Sid with a space in a bucket's":    {bucket, allow(`"Sid": "a b", "Principal": {"AWS": "111122223333"}`), nil},
		"a Sid with a dash in a file":         {file, allow(`"Sid": "a-b"`), nil},
		"an empty Sid":                        {identity, allow(`"Sid": ""`), []string{"empty-sid-value /Sid"}},
		"empty lists":                         {bucket, `"Effect": "Deny", "Principal": {"AWS": []}, "Action": [], "Resource": []`, []string{"empty-array-action /Action Action", "empty-array-resource /Resource Resource", "empty-array-principal /Principal/AWS AWS"}},
		"an empty principal":                  {bucket, `"Effect": "Deny", "Principal": {}, "Action": "s3:*", "Resource": "*"`, []string{"empty-object-principal /Principal Principal"}},
		"a list of principals without a type": {bucket, `"Effect": "Deny", "Principal": ["*"], "Action": "s3:*", "Resource": "*"`, []string{"invalid-principal-format /Principal Principal (a list stands without a type such as AWS or Service)"}},
	})
}

func TestWhatIsNoDocumentHasNoIssues(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]*policy.Document{
		"nothing":         nil,
		"no value":        policy.Parse(nil),
		"an unknown text": policy.Parse(&value.Value{Kind: value.Unresolved, Reason: "not known"}),
		"a list":          policy.Parse(&value.Value{Kind: value.List}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found := validation.Issues(document, identity); len(found) > 0 {
				t.Errorf("got %v", found)
			}
		})
	}
}
