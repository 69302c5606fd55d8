package lockout_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// denials returns a policy of denials, each with a condition in which "%d" is its number.
func denials(count int, condition string) string {
	all := make([]string, count)
	for i := range all {
		all[i] = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "Condition": {` +
			strings.ReplaceAll(condition, "%d", strconv.Itoa(i)) + `}}`
	}
	return `{"Version": "2012-10-17", "Statement": [` + strings.Join(all, ", ") + "]}"
}

// overlapping exempts roles by patterns of which any set has a name in common.
const overlapping = `"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*a%d*"}`

// TestWhatIsTooLargeIsUndecided uses up the bounds of the search, one by one.
func TestWhatIsTooLargeIsUndecided(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"patterns that overlap":           denials(20, overlapping),
		"patterns of many statements":     denials(200, overlapping),
		"patterns of a session":           denials(40, `"StringNotLike": {"aws:userid": "*a%d*"}`),
		"texts that addresses look like":  denials(40, `"StringNotLike": {"aws:SourceIp": ["*%d*", "%d?.*"]}`),
		"moments of two keys":             denials(60, `"DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:%dZ", "aws:TokenIssueTime": "2027-01-01T00:00:%dZ"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "%d"}`),
		"keys that variables link":        denials(40, `"StringNotLike": {"aws:PrincipalTag/a%d": ["${aws:PrincipalTag/b%d}", "*x%d*"], "aws:userid": "*:${aws:PrincipalTag/a%d}"}`),
		"spellings of a text in any case": denials(60, `"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Abc%d"}, "StringNotLike": {"aws:PrincipalArn": "*%d*"}`),
		"values that many statements compare with": denials(70, `"StringEquals": {"aws:PrincipalTag/team": [`+
			strings.Repeat(`"a", `, 28)+`"b"]}`),
	}
	for name, document := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			checkTooLarge(t, lockout.Decide(parse(t, document), bucket()))
		})
	}
}

func checkTooLarge(t *testing.T, got lockout.Verdict) {
	t.Helper()
	if got.Level != undecided || len(got.Reasons) != 1 || got.Reasons[0].Cause != lockout.Budget {
		t.Errorf("got %s for %+v, want undecided for the budget alone", got.Level, got.Reasons)
	}
}

// TestPoliciesShareAnAllowance decides one policy again and again.
func TestPoliciesShareAnAllowance(t *testing.T) {
	t.Parallel()
	document, on := parse(t, large()), bucket()
	want := lockout.Decide(document, on).Level
	on.Allowance = &lockout.Allowance{}
	decided := 0
	for lockout.Decide(document, on).Level == want {
		decided++
	}

	checkTooLarge(t, lockout.Decide(document, on))
	checkTooLarge(t, lockout.Decide(parse(t, usual), on))
	if decided < 50 {
		t.Errorf("got %d verdicts before the allowance was spent, want at least 50", decided)
	}
}

// queues returns a target of as many queues, each declared.
func queues(count int) lockout.Target {
	on := queue()
	on.Account, on.Region = value.OfText(owner), value.OfText("us-east-1")
	for i := range count {
		reference := &value.Value{Kind: value.Reference, Resource: fmt.Sprintf("t.json#Q%d", i)}
		on.Resources = append(on.Resources, lockout.Name{reference})
	}
	return on
}

func TestManyResourcesShareAVerdict(t *testing.T) {
	t.Parallel()
	const count = 300
	everyone := `{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:q7"}`
	tests := map[string]struct {
		rename   []int // the queues called q7
		want     lockout.Level
		affected []string
	}{
		"none is denied":           {nil, none, nil},
		"one of them is denied":    {[]int{7}, rootOnly, []string{"q7"}},
		"the first is denied":      {[]int{0}, rootOnly, []string{"q7"}},
		"one by two names is told": {[]int{7, 200}, rootOnly, []string{"q7", "q7"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := queues(count)
			for i := range on.Resources {
				name := fmt.Sprintf("p%d", i)
				if slices.Contains(test.rename, i) {
					name = "q7"
				}
				on.Resources[i] = lockout.Name{value.OfText(name)}
			}

			got := lockout.Decide(parse(t, `{"Version": "2012-10-17", "Statement": [`+everyone+`]}`), on)

			if got.Level != test.want {
				t.Errorf("got %s for %+v, want %s", got.Level, got.Reasons, test.want)
			}
			if diff := cmp.Diff(append([]string{}, test.affected...), got.Affected); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTooManyResourcesAreUndecided(t *testing.T) {
	t.Parallel()
	named := func(count int) string {
		arns := make([]string, count)
		for i := range arns {
			arns[i] = fmt.Sprintf(`"arn:aws:sqs:us-east-1:111122223333:q%d"`, i)
		}
		return `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": [` +
			strings.Join(arns, ", ") + `]}]}`
	}

	checkTooLarge(t, lockout.Decide(parse(t, named(600)), queues(600)))
}

func TestNumbersAreToldApart(t *testing.T) {
	t.Parallel()
	const tag, age = "aws:PrincipalTag/n", "aws:MultiFactorAuthAge"
	tests := map[string]struct {
		key         string
		from, below string // values from the one on and below the other are all that is left
		want        lockout.Level
	}{
		"a number between two":        {tag, "5", "7", conditional},
		"a fraction between two":      {tag, "5.5", "6", conditional},
		"the number itself":           {tag, "5", "5.1", conditional},
		"none where bounds cross":     {age, "6", "5", rootOnly},
		"none where bounds meet":      {age, "5", "5", rootOnly},
		"a second between two":        {age, "5", "6", conditional},
		"no seconds below the first":  {age, "-9", "-5", rootOnly},
		"a number below zero in tags": {tag, "-9", "-5", conditional},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var statements []string
			for _, condition := range []string{
				`"NumericLessThan": {"` + test.key + `": "` + test.from + `"}`,
				`"NumericGreaterThanEquals": {"` + test.key + `": "` + test.below + `"}`,
				`"Null": {"` + test.key + `": "true"}`,
			} {
				statement := `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {` + condition + `}}`
				statements = append(statements, statement)
			}

			got := lockout.Decide(parse(t, `{"Version": "2012-10-17", "Statement": [`+strings.Join(statements, ", ")+`]}`), bucket())

			if got.Level != test.want {
				t.Errorf("got %s by %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}

// TestAddressesRightOutsideANetworkAreLookedAt leaves one network but for a part of it.
func TestAddressesRightOutsideANetworkAreLookedAt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		within string
		except []string
		want   lockout.Level
	}{
		"the address behind the part":   {"203.0.113.0/24", []string{"203.0.113.0/25"}, conditional},
		"the address before the part":   {"203.0.113.0/24", []string{"203.0.113.128/25"}, conditional},
		"one address between two parts": {"203.0.113.0/30", []string{"203.0.113.0/31", "203.0.113.3/32"}, conditional},
		"none where the parts are all":  {"203.0.113.0/24", []string{"203.0.113.0/25", "203.0.113.128/25"}, rootOnly},
		"one of version 6":              {"2a00:1::/126", []string{"2a00:1::/127", "2a00:1::3/128"}, conditional},
		"the last address there is":     {"2a00:1::/126", []string{"2a00:1::/126"}, rootOnly},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := `{"Version": "2012-10-17", "Statement": [
				{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
					"Condition": {"NotIpAddress": {"aws:SourceIp": "` + test.within + `"}}},
				{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
					"Condition": {"IpAddress": {"aws:SourceIp": ["` + strings.Join(test.except, `", "`) + `"]}}},
				{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
					"Condition": {"Null": {"aws:SourceIp": "true"}}}]}`

			got := lockout.Decide(parse(t, text), bucket())

			if got.Level != test.want {
				t.Errorf("got %s by %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}

// TestWhatDestroysIsOpenToAnyone shows that actions which need a fact are not named.
func TestWhatDestroysIsOpenToAnyone(t *testing.T) {
	t.Parallel()
	closed := `{"Effect": "Deny", "Principal": "*", "Action": "s3:*BucketPolicy", "Resource": "*"}`
	deletion := func(condition string) string {
		return closed + `, {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "*", "Condition": {` + condition + `}}`
	}
	tests := map[string]struct {
		statements string
		want       []string
	}{
		"deletion is open":               {closed, []string{"s3:DeleteBucket"}},
		"deletion over TLS is open":      {deletion(`"Bool": {"aws:SecureTransport": "false"}`), []string{"s3:DeleteBucket"}},
		"deletion needs an endpoint":     {deletion(`"StringNotEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}`), []string{}},
		"deletion needs MFA":             {deletion(`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}, "Null": {"aws:MultiFactorAuthPresent": "false"}`), []string{"s3:DeleteBucket"}},
		"deletion is left to plain HTTP": {deletion(`"Bool": {"aws:SecureTransport": "true"}`), []string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := lockout.Decide(parse(t, `{"Version": "2012-10-17", "Statement": [`+test.statements+`]}`), bucket())

			if diff := cmp.Diff(test.want, got.Destroy); diff != "" || got.Level != rootOnly {
				t.Errorf("%s: mismatch (-want +got):\n%s", got.Level, diff)
			}
		})
	}
}

// TestPlainHTTPIsNoWayBack shows what is left where only a request without TLS gets through.
func TestPlainHTTPIsNoWayBack(t *testing.T) {
	t.Parallel()
	statement := func(members string) string {
		return `{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"` + members + `}`
	}
	plain := statement(`, "Condition": {"Bool": {"aws:SecureTransport": "true"}}`)
	root := statement(`, "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:root"}}`)
	tests := map[string]struct {
		service, statements string
		want                lockout.Level
	}{
		"a service that spares the root user":       {"s3", plain, rootOnly},
		"a service that spares nobody":              {"secretsmanager", plain, conditional},
		"the policy spares the root user":           {"secretsmanager", root, rootOnly},
		"the root user is spared over plain HTTP":   {"secretsmanager", root + ", " + plain, total},
		"a root user whom the service spares, too":  {"s3", root + ", " + plain, rootOnly},
		"nobody is spared by a service or a policy": {"secretsmanager", statement(""), total},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := lockout.Decide(parse(t, `{"Version": "2012-10-17", "Statement": [`+test.statements+`]}`), target(test.service, "b"))

			if got.Level != test.want {
				t.Errorf("got %s by %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}
