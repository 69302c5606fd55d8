package lockout_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestReasonsAreBounded(t *testing.T) {
	t.Parallel()

	const most = 20
	cases := map[string]struct {
		statements string
		first      lockout.Cause
		want       int
	}{
		"a few unresolved actions are all named":           {"* " + list("<X%d>", 5) + " @bucket", lockout.Unresolved, 5},
		"as many as are kept are all named":                {"* " + list("<X%d>", most) + " @bucket", lockout.Unresolved, most},
		"of many unresolved actions the first are":         {"* " + list("<X%d>", 3000) + " @bucket", lockout.Unresolved, most},
		"of many unresolved principals the first are":      {list("<X%d>", 3000) + " s3:* @bucket", lockout.Unresolved, most},
		"a condition that may not hold does not hide them": {list("<X%d>", 50) + " s3:* @bucket if-role", lockout.Unresolved, most},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, bucket(), test.statements)

			if got.Level != undecided || len(got.Reasons) != test.want || got.Reasons[0].Cause != test.first {
				t.Fatalf("got %s for %d reasons, want %d: %+v", got.Level, len(got.Reasons), test.want, got.Reasons)
			}
		})
	}
}

func TestTheFirstReasonsAreKept(t *testing.T) {
	t.Parallel()

	got := decide(t, bucket(), "* "+list("<X%d>", 40)+" @bucket").Reasons

	for i, reason := range got {
		if want := statementAt(0).Child("Action").Item(i); reason.At != want {
			t.Errorf("reason %d is about %s, want %s", i, reason.At, want)
		}
	}
}

func TestTheSearchForDataIsBounded(t *testing.T) {
	t.Parallel()

	// The second statement closes what the first one spares, so that no object settles the question.
	closed := func(spared int) string {
		return "* s3:* !" + list("@bucket/%d", spared) + ",@bucket; * s3:GetObject,s3:PutObject @bucket/*"
	}
	budget := []lockout.Cause{lockout.Budget}
	cases := map[string]struct {
		statements string
		want       lockout.Level
		causes     []lockout.Cause
	}{
		"a list as long as people write is searched": {closed(100), dataPlane, nil},
		"an enormous list is not":                    {closed(3000), none, budget},
		"one object that is spared settles it":       {"* s3:* !" + list("@bucket/%d", 3000) + ",@bucket", none, nil},
		"an enormous list of actions is not": {
			"* " + list("s3:X%d", 1<<17) + " @bucket/*", none, budget,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, bucket(), test.statements)

			var causes []lockout.Cause
			for _, reason := range got.DataReasons {
				causes = append(causes, reason.Cause)
			}
			if got.Level != test.want {
				t.Errorf("got %s, want %s", got.Level, test.want)
			}
			if diff := cmp.Diff(test.causes, causes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func list(format string, count int) string {
	items := make([]string, count)
	for i := range items {
		items[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(items, ",")
}

func TestTheSearchForConditionsIsBounded(t *testing.T) {
	t.Parallel()

	// statements deny everything unless the caller's ARN matches one of many patterns.
	statements := func(count, patterns int) string {
		var text strings.Builder
		text.WriteString(`{"Version": "2012-10-17", "Statement": [`)
		for s := range count {
			if s > 0 {
				text.WriteString(",")
			}
			fmt.Fprintf(&text, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data",
				"Condition": {"StringNotLike": {"aws:PrincipalArn": [`)
			for p := range patterns {
				if p > 0 {
					text.WriteString(",")
				}
				fmt.Fprintf(&text, `"arn:aws:iam::111122223333:role/r%d-%d*"`, s, p)
			}
			text.WriteString(`]}}}`)
		}
		text.WriteString(`]}`)
		return text.String()
	}
	tests := map[string]struct {
		document string
		tooLarge bool
	}{
		"lists as long as people write are searched": {statements(4, 20), false},
		"an enormous list is not":                    {statements(1, 3000), true},
		"nor are many lists":                         {statements(300, 6), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			target := lockout.Target{Service: "s3", Account: &value.Value{Kind: value.String, Text: "111122223333"}}
			got := lockout.Decide(parse(t, test.document), target)

			tooLarge := got.Level == undecided && got.Reasons[0].Cause == lockout.Budget
			if tooLarge != test.tooLarge {
				t.Errorf("got %s for %v, want too large = %t", got.Level, got.Reasons, test.tooLarge)
			}
		})
	}
}
