package ssm

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// deprecatedPolicies finds roles with the managed policy for the agent that AWS is about to withdraw, since it
// lets instances read and write every bucket (Systems Manager User Guide, instance permissions).
func (f *survey) deprecatedPolicies() {
	const kind = "ssm/deprecated-managed-policy"
	for _, role := range f.Index.OfType("AWS::IAM::Role") {
		attached := stack.Property(role, "ManagedPolicyArns").List()
		hasCore := false
		for _, arn := range attached {
			name, _ := network.ManagedPolicyName(arn)
			hasCore = hasCore || name == "AmazonSSMManagedInstanceCore"
		}
		for _, arn := range attached {
			if name, _ := network.ManagedPolicyName(arn); name != "AmazonEC2RoleforSSM" {
				continue
			}
			if role.Exists != value.Yes {
				f.doubt(kind, arn.At, "it can't be decided whether "+role.Name+" exists")
				continue
			}
			issue := network.Issue{Kind: kind, At: arn.At, Name: role.Name, Related: fact.Steps(arn)}
			switch {
			case !isPlain(role, "ManagedPolicyArns") || len(arn.Via) > 0:
			case hasCore:
				issue.Edits = []fact.Edit{fact.Remove(arn.At)}
			default:
				issue.Edits = []fact.Edit{fact.Replace(arn.At, managedCore())}
			}
			f.d.Report(issue)
		}
	}
}
