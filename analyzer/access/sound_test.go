package access_test

import (
	"maps"
	"math/bits"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// blocks are statements of which policies are made.
var blocks = []string{
	`{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", ` + onObjects + `}`,
	`{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:*", ` + onBoth + `, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}`,
	`{"Effect": "Deny", "Principal": "*", "Action": "s3:*Object", ` + onObjects + `, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}`,
	`{"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", ` + onBoth + `, "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}`,
	`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onBoth + `, "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/ops/*"]}}}`,
	`{"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:user/u"]}, "Action": "s3:GetObject", ` + onObjects + `}`,
	`{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:PutObject", ` + onObjects + `, "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}`,
	`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", "Condition": {"Null": {"aws:SourceVpce": "true"}}}`,
}

// mostBlocks bounds the statements of a policy.
const mostBlocks = 4

// callersOf are callers that a row stands for.
var callersOf = map[access.Standing][]string{
	access.Root:      {"arn:aws:iam::111122223333:root"},
	access.Own:       {"arn:aws:iam::111122223333:user/other", "arn:aws:iam::111122223333:role/other", "arn:aws:iam::111122223333:role/ops/a"},
	access.Other:     {"arn:aws:iam::777788889999:user/other", "arn:aws:iam::777788889999:role/other"},
	access.Anonymous: {"anonymous"},
}

// contexts are what requests may carry.
func contexts() []policy.Context {
	var all []policy.Context
	for _, network := range []policy.Context{
		{"aws:sourcevpce": policy.PresentText("vpce-1"), "aws:sourceip": {Presence: value.No}},
		{"aws:sourcevpce": policy.PresentText("vpce-2"), "aws:sourceip": {Presence: value.No}},
		{"aws:sourcevpce": {Presence: value.No}, "aws:sourceip": policy.PresentText("192.0.2.7")},
		{"aws:sourcevpce": {Presence: value.No}, "aws:sourceip": policy.PresentText("198.51.100.7")},
	} {
		for _, mfa := range []policy.Entry{policy.PresentText("true"), policy.PresentText("false"), {Presence: value.No}} {
			context := policy.Direct()
			maps.Copy(context, network)
			context["aws:multifactorauthpresent"] = mfa
			all = append(all, context)
		}
	}
	return all
}

// TestTablesAreSound holds every answer of the tables of all policies made of a few blocks against requests: yes
// means that every request goes through, no that none does.
func TestTablesAreSound(t *testing.T) {
	t.Parallel()
	everything := policy.Parse(valuetest.Build(t, statements(anything)))
	for set := 1; set < 1<<len(blocks); set++ {
		if bits.OnesCount(uint(set)) > mostBlocks {
			continue
		}
		var chosen []string
		for i, block := range blocks {
			if set&(1<<i) != 0 {
				chosen = append(chosen, block)
			}
		}
		document := policy.Parse(valuetest.Build(t, statements(chosen...)))
		described := overview([]access.Input{read(t, "bucket.json", statements(chosen...), owner)}).Policies[0]
		if described.Table == nil {
			t.Fatalf("%q has no table", chosen)
		}
		for _, row := range described.Table.Rows {
			for i, cell := range row.Cells {
				checkCell(t, row, described.Table.Columns[i], cell, document, everything)
			}
		}
		if t.Failed() {
			t.Fatalf("the policy was %q", chosen)
		}
	}
}

func checkCell(
	t *testing.T, row access.Row, column access.Column, cell access.Cell, document, everything *policy.Document,
) {
	t.Helper()
	resource := "arn:aws:s3:::b"
	if column.Use != "administer" {
		resource += "/some/thing"
	}
	for _, name := range callersOf[row.Standing] {
		caller, _ := policy.ParseCaller(name)
		policies := policy.Policies{Resource: []*policy.Document{document}}
		if caller.Kind != policy.Anyone {
			policies.Identity = []*policy.Document{everything}
		}
		for _, context := range contexts() {
			got := policy.Evaluate(policy.Request{
				Caller: caller, Action: column.Actions[0], Resource: valuetest.Symbolic(resource),
				Owner: valuetest.Symbolic(owner), Context: context,
			}, policies)
			allowed := got.Outcome == policy.Allowed
			if cell.Answer == access.Yes && !allowed || cell.Answer == access.No && allowed {
				t.Errorf("%s, %s: the table says %s, and a request of %s is %s", row.Who, column.Use, cell.Answer, name, got.Outcome)
			}
		}
	}
}
