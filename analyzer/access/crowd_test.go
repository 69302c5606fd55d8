package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/access"
)

// oddPrincipals match callers by other things than their whole ARN.
var oddPrincipals = []string{
	"arn:aws:iam::111122223333:role/ci/Deploy", "arn:aws:iam::111122223333:role/Deploy",
	"arn:aws:sts::111122223333:assumed-role/Deploy/first", "arn:aws:sts::111122223333:assumed-role/Lone/second",
	"arn:aws:iam::111122223333:role/Lone", "arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:user/ann",
	"arn:aws:sts::444455556666:federated-user/bob", "777788889999", "AIDAEXAMPLEEXAMPLE",
}

// rowsOf returns the rows of the odd principals where so many others are named beside them in each statement.
func rowsOf(t *testing.T, others int, conditions string) []access.Row {
	t.Helper()
	named := oddPrincipals
	for i := range others {
		named = append(named, fmt.Sprintf("arn:aws:iam::111122223333:user/other%d", i))
	}
	list := `{"AWS": ["` + strings.Join(named, `", "`) + `"]}`
	most := `{"AWS": ["` + strings.Join(named[1:], `", "`) + `"]}`
	text := statements(
		`{"Effect": "Allow", "Principal": `+list+`, "Action": "s3:GetObject", `+onObjects+`}`,
		`{"Effect": "Deny", "NotPrincipal": `+most+`, "Action": "s3:PutObject", `+onObjects+`}`,
		`{"Effect": "Deny", "Principal": {"AWS": ["arn:aws:iam::444455556666:user/ann"]}, "Action": "s3:GetObject", `+onObjects+conditions+`}`,
	)
	table := overview([]access.Input{read(t, "bucket.json", text, owner)}).Policies[0].Table
	var rows []access.Row
	for _, row := range table.Rows {
		if !strings.Contains(row.Principal, "user/other") {
			rows = append(rows, row)
		}
	}
	return rows
}

func TestManyPrincipalsAreAnsweredLikeFew(t *testing.T) {
	t.Parallel()
	for name, conditions := range map[string]string{
		"by what lists them":            "",
		"by a name in a condition":      `, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}`,
		"by a name in another position": `, "Condition": {"StringEquals": {"aws:username": "ann"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			few, many := rowsOf(t, 2, conditions), rowsOf(t, 100, conditions)
			for r := range few {
				for c := range few[r].Cells { // the places are others
					few[r].Cells[c].Reasons, many[r].Cells[c].Reasons = nil, nil
				}
			}
			if diff := cmp.Diff(few, many); diff != "" {
				t.Errorf("(-few +many):\n%s", diff)
			}
		})
	}
}

func TestVeryManyPrincipalsAllHaveARow(t *testing.T) {
	t.Parallel()
	const count = 20_000
	named := make([]string, count)
	for i := range named {
		named[i] = fmt.Sprintf(`"arn:aws:iam::%012d:role/r%d"`, 1+i%20, i)
	}
	text := statements(`{"Effect": "Allow", "Principal": {"AWS": [` + strings.Join(named, ",") + `]}, "Action": "s3:GetObject", ` + onObjects + `}`)
	table := overview([]access.Input{read(t, "bucket.json", text, owner)}).Policies[0].Table
	answered := 0
	for _, row := range table.Rows {
		if row.Standing == access.Named && row.Cells[1].Answer == access.Yes && row.Cells[2].Answer == access.No {
			answered++
		}
	}
	if answered != count {
		t.Errorf("%d of %d are answered", answered, count)
	}
}

func TestWhatTakesTooLongToReadIsUndecided(t *testing.T) {
	t.Parallel()
	deny := `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", ` + onObjects + `, "Condition": {"StringNotLike": {` +
		`"aws:PrincipalArn": "` + strings.Repeat("*a", 300) + `*"}}}`
	hostile := statements(slices.Repeat([]string{deny}, 60)...)

	table := overview([]access.Input{read(t, "bucket.json", hostile, owner)}).Policies[0].Table

	last := table.Rows[len(table.Rows)-1].Cells[0]
	if last.Answer != access.Undecided || last.Reasons[0].Text != "the policies are too large to answer for everyone" {
		t.Errorf("got %+v", last)
	}
}
