package repair_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/repair"
)

func TestNotPrincipalBecomesACondition(t *testing.T) {
	t.Parallel()
	const (
		deny  = `        - {Effect: Deny, Action: 's3:*', Resource: 'arn:aws:s3:::b', `
		role  = "'arn:aws:iam::111122223333:role/A'"
		title = "exempt by a condition on aws:PrincipalArn, for which the ARN of a role stands for its sessions"
	)
	under := func(arns string) []string {
		return []string{
			title, "remove /NotPrincipal null", `add /Principal "*"`,
			`add /Condition {"ArnNotLike":{"aws:PrincipalArn":` + arns + `}}`,
		}
	}
	tests := map[string]struct {
		statement string
		want      []string
	}{
		"a role": {
			deny + "NotPrincipal: {AWS: [" + role + "]}}", under(`"arn:aws:iam::111122223333:role/A"`),
		},
		"a role with its session": {
			deny + "NotPrincipal: {AWS: [" + role + ", 'arn:aws:sts::111122223333:assumed-role/A/s']}}",
			under(`"arn:aws:iam::111122223333:role/A"`),
		},
		"a user of this account beside the account": {
			deny + "NotPrincipal: {AWS: [!Ref AWS::AccountId, !Sub 'arn:aws:iam::${AWS::AccountId}:user/a']}}",
			under(`[{"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},` +
				`{"Fn::Sub":"arn:aws:iam::${AWS::AccountId}:user/a"}]`),
		},
		"a declared role": {
			deny + "NotPrincipal: {AWS: !GetAtt Admins.Arn}}", under(`{"Fn::GetAtt":["Admins","Arn"]}`),
		},
		"a condition that is there already": {
			deny + "NotPrincipal: {AWS: " + role + "}, Condition: {ArnNotLike: {'aws:PrincipalArn': 'x'}}}",
			[]string{
				title, "remove /NotPrincipal null", `add /Principal "*"`,
				`add /Condition/ArnNotEquals {"aws:PrincipalArn":"arn:aws:iam::111122223333:role/A"}`,
			},
		},
		"an account alone":          {deny + "NotPrincipal: {AWS: '111122223333'}}", nil},
		"a service beside the role": {deny + "NotPrincipal: {AWS: " + role + ", Service: s3.amazonaws.com}}", nil},
		"a branch":                  {deny + "NotPrincipal: {AWS: [!If [Locked, " + role + ", x]]}}", nil},
		"a chosen element":          {deny + "NotPrincipal: !If [Locked, {AWS: " + role + "}, x]}", nil},
		"a default":                 {deny + "NotPrincipal: {AWS: !Ref Admin}}", nil},
		"a chosen statement":        {"        - !If [Locked, {Effect: Deny, Action: '*', Resource: '*', NotPrincipal: {AWS: " + role + "}}, x]", nil},
		"a permission": {
			"        - {Effect: Allow, Action: '*', Resource: '*', NotPrincipal: {AWS: " + role + "}}", nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := inTemplate(t, test.statement)
			found := repair.ForNotPrincipal(subject)[subject.Document.Statements[0].At]
			got := shown(t, found)
			for i, line := range got {
				got[i] = strings.Replace(line, "/Resources/P/Properties/PolicyDocument/Statement/0", "", 1)
			}
			if len(got) > 0 {
				got = got[:len(got)-1] // the verdict hangs on who is listed
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
