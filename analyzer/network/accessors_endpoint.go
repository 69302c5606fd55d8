package network

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const roleType = "AWS::IAM::Role"

// servicePolicies are the AWS managed policies that are about one service with gateway endpoints, by its label
// (AWS Managed Policy Reference).
var servicePolicies = map[string][]string{
	"s3":       {"AmazonS3FullAccess", "AmazonS3ReadOnlyAccess"},
	"dynamodb": {"AmazonDynamoDBFullAccess", "AmazonDynamoDBFullAccess_v2", "AmazonDynamoDBReadOnlyAccess"},
}

// Grants returns where the role of a workload names actions of a service, which shows that the workload uses it.
// A role that may do everything shows nothing.
func (s *Services) Grants(workload *Workload, service string) (sign fact.Hop, is bool) {
	role := s.agents.roleOf(workload)
	if role == nil || role.Exists != value.Yes {
		return fact.Hop{}, false
	}
	message := "role " + role.Name + " of " + workload.Name + " allows actions of " + service
	for _, arn := range stack.Property(role, "ManagedPolicyArns").List() {
		if name, _ := ManagedPolicyName(arn); slices.Contains(servicePolicies[service], name) {
			return fact.Hop{At: arn.At, Message: message}, true
		}
	}
	for _, document := range s.agents.permissions(role).identity {
		for _, statement := range document.Statements {
			for _, action := range statement.Actions {
				isNamed := strings.HasPrefix(strings.ToLower(action.Value), service+":")
				if isNamed && statement.Effect == "Allow" {
					return fact.Hop{At: action.At, Message: message}, true
				}
			}
		}
	}
	return fact.Hop{}, false
}

// roleOf returns the declared role under which the programs of a workload call services; nil where it is not known.
func (a *agents) roleOf(workload *Workload) *template.Resource {
	switch workload.Kind { //nolint:exhaustive // the others run no programs of the account
	case Instance, AutoScalingGroup:
		return workload.SSM.Role
	case LambdaFunction:
		return a.Declared(stack.Property(workload.Resource, "Role"), roleType)
	case ECSService:
		task := a.Declared(stack.Property(workload.Resource, "TaskDefinition"), "AWS::ECS::TaskDefinition")
		if task != nil {
			return a.Declared(stack.Property(task, "TaskRoleArn"), roleType)
		}
	}
	return nil
}

// MayProxy reports whether the text of a workload names a proxy, through which it may reach what its own way does
// not lead to.
func (w *Workload) MayProxy() bool {
	return w.launch.says("proxy") || stack.SaysAny(w.Resource.Properties, "proxy")
}
