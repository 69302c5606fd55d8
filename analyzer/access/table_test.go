package access_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/access"
)

const (
	onBucket  = `"Resource": "arn:aws:s3:::b"`
	onObjects = `"Resource": "arn:aws:s3:::b/*"`
	onBoth    = `"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]`
)

// rows writes the table of the only policy, a line for each row: its standing or principal, and its cells.
func rows(tb testing.TB, input access.Input) []string {
	tb.Helper()
	report := overview([]access.Input{input})
	if len(report.Policies) != 1 || report.Policies[0].Table == nil {
		tb.Fatalf("want one policy with a table, got %+v", report.Policies)
	}
	var lines []string
	for _, row := range report.Policies[0].Table.Rows {
		line := string(row.Standing)
		if row.Principal != "" {
			line = row.Who
		}
		lines = append(lines, line+cellTexts(row))
	}
	return lines
}

// cellTexts writes the cells of a row.
func cellTexts(row access.Row) string {
	var texts strings.Builder
	for _, cell := range row.Cells {
		texts.WriteString(" | " + cellText(cell))
	}
	return texts.String()
}

func cellText(cell access.Cell) string {
	texts := []string{string(cell.Answer)}
	for _, condition := range cell.Conditions {
		texts = append(texts, "if "+condition)
	}
	for _, reason := range cell.Reasons {
		texts = append(texts, "? "+reason.Text)
	}
	return strings.TrimPrefix(strings.Join(texts, ", "), "conditional, ")
}

func TestTablesOfBuckets(t *testing.T) {
	t.Parallel()
	const (
		rootMay   = "root | yes | yes | yes"
		ownMay    = "own | yes | yes | yes"
		otherNot  = "other | no | no | no"
		anyoneNot = "anonymous | no | no | no"
	)
	cases := map[string]struct {
		statements []string
		want       []string
	}{
		"everything is denied": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `}`},
			[]string{"root | yes | no | no", "own | no | no | no", otherNot, anyoneNot},
		},
		"objects are public": {
			[]string{`{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `}`},
			[]string{rootMay, ownMay, "other | no | yes | no", "anonymous | no | yes | no"},
		},
		"some objects are public": {
			[]string{`{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/public/*"}`},
			[]string{
				rootMay, ownMay,
				"other | no | if the resource is like arn:aws:s3:::b/public/* | no",
				"anonymous | no | if the resource is like arn:aws:s3:::b/public/* | no",
			},
		},
		"some objects are public, and some of them are not": {
			[]string{
				`{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/public/*"}`,
				`{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/public/old/*"}`,
			},
			[]string{
				"root | yes | if the resource is not like arn:aws:s3:::b/public/old/* | yes",
				"own | yes | if the resource is not like arn:aws:s3:::b/public/old/* | yes",
				"other | no | if the resource is like arn:aws:s3:::b/public/* and not like arn:aws:s3:::b/public/old/* | no",
				"anonymous | no | if the resource is like arn:aws:s3:::b/public/* and not like arn:aws:s3:::b/public/old/* | no",
			},
		},
		"some objects are closed": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/secret/*"}`},
			[]string{
				"root | yes | if the resource is not like arn:aws:s3:::b/secret/* | yes",
				"own | yes | if the resource is not like arn:aws:s3:::b/secret/* | yes", otherNot, anyoneNot,
			},
		},
		"a request over plain HTTP is none that people make": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`},
			[]string{rootMay, ownMay, otherNot, anyoneNot},
		},
		"all comes through an endpoint": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}`},
			[]string{
				"root | yes | if aws:SourceVpce is vpce-1 | yes", "own | yes | if aws:SourceVpce is vpce-1 | yes",
				otherNot, anyoneNot,
			},
		},
		"an endpoint and an address exclude each other": {
			[]string{
				`{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}`,
				`{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `, "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}`,
			},
			[]string{"root | yes | no | yes", "own | yes | no | yes", otherNot, anyoneNot},
		},
		"either an endpoint or an address": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}`},
			[]string{
				"root | yes | if aws:SourceVpce is vpce-1, or aws:SourceIp is in 192.0.2.0/24 | yes",
				"own | yes | if aws:SourceVpce is vpce-1, or aws:SourceIp is in 192.0.2.0/24 | yes", otherNot, anyoneNot,
			},
		},
		"a principal is exempt by its ARN": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ops/Rescue"}}}`},
			[]string{"root | yes | no | no", "own | no | no | no", "role/ops/Rescue | yes | yes | yes", otherNot, anyoneNot},
		},
		"principals are exempt by a pattern": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ops/*"}}}`},
			[]string{
				"root | yes | no | no",
				"own | if aws:PrincipalArn is like arn:aws:iam::111122223333:role/ops/* | if aws:PrincipalArn is like arn:aws:iam::111122223333:role/ops/* | if aws:PrincipalArn is like arn:aws:iam::111122223333:role/ops/*",
				otherNot, anyoneNot,
			},
		},
		"another account may read, its users their own": {
			[]string{`{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"}`},
			[]string{
				rootMay, ownMay,
				"account 444455556666 | no | if the caller is a user, if the resource is like arn:aws:s3:::b/${aws:username}/* | no",
				otherNot, anyoneNot,
			},
		},
		"a service writes for an account": {
			[]string{`{"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject", ` + onObjects + `, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}`},
			[]string{
				rootMay, ownMay, "logging.s3.amazonaws.com | no | no | if aws:SourceAccount is 111122223333", otherNot, anyoneNot,
			},
		},
		"a session is spared where its role and its account are": {
			[]string{`{"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:role/A", "arn:aws:sts::111122223333:assumed-role/A/x"]}, "Action": "s3:*", ` + onBoth + `}`},
			[]string{
				rootMay, "own | no | no | no",
				"role/A | undecided, ? NotPrincipal spares a role only in the sessions that it names | undecided, ? NotPrincipal spares a role only in the sessions that it names | undecided, ? NotPrincipal spares a role only in the sessions that it names",
				"assumed-role/A/x | yes | yes | yes", otherNot, anyoneNot,
			},
		},
		"a header that downloads never carry": {
			[]string{`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}`},
			[]string{
				"root | yes | no | if s3:x-amz-server-side-encryption is aws:kms",
				"own | no | no | if s3:x-amz-server-side-encryption is aws:kms", otherNot, anyoneNot,
			},
		},
		"a canonical user is somebody": {
			[]string{`{"Effect": "Allow", "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, "Action": "s3:GetObject", ` + onObjects + `}`},
			[]string{
				rootMay, ownMay,
				"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be | undecided, ? a canonical user id does not tell whose it is | undecided, ? a canonical user id does not tell whose it is | undecided, ? a canonical user id does not tell whose it is",
				otherNot, anyoneNot,
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rows(t, read(t, "bucket.json", statements(tc.statements...), owner))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheOwnerMayBeOpen(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		statement string
		want      []string
	}{
		"an account is denied all that its owner needs": {
			`{"Effect": "Deny", "Principal": {"AWS": "444455556666"}, "Action": "s3:*", ` + onBoth + `}`,
			[]string{
				"root | yes | if an account other than 444455556666 owns the resource | if an account other than 444455556666 owns the resource",
				"own | if an account other than 444455556666 owns the resource | if an account other than 444455556666 owns the resource | if an account other than 444455556666 owns the resource",
				"account 444455556666 | no | no | no", "other | no | no | no", "anonymous | no | no | no",
			},
		},
		"an exempt role counts for its own account": {
			`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/A"}}}`,
			[]string{
				"root | yes | no | no", "own | no | no | no",
				"role/A of account 444455556666 | if account 444455556666 owns the resource | if account 444455556666 owns the resource | if account 444455556666 owns the resource",
				"other | no | no | no", "anonymous | no | no | no",
			},
		},
		"what is open to all is open to each": {
			`{"Effect": "Allow", "Principal": {"AWS": ["*", "444455556666"]}, "Action": "s3:GetObject", ` + onObjects + `}`,
			[]string{
				"root | yes | yes | yes", "own | yes | yes | yes",
				"account 444455556666 | if account 444455556666 owns the resource | yes | if account 444455556666 owns the resource",
				"other | no | yes | no", "anonymous | no | yes | no",
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rows(t, read(t, "bucket.json", statements(tc.statement), ""))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
