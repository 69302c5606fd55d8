package model

import (
	"slices"
	"strings"
)

// networkTypes are the prefixes of the resource types that the network is made of, and of those that
// may add to it unseen, such as nested stacks.
var networkTypes = []string{
	"AWS::EC2::", "AWS::IAM::", "AWS::SSM::", "AWS::AutoScaling::", "AWS::Route53", "AWS::NetworkManager::",
	"AWS::CloudFormation::", "AWS::ECS::Service", "AWS::Serverless::Application", "AWS::ServiceCatalog::",
}

// Relevant returns a function that reports whether resources of a type can change what the sections
// hold.
func Relevant(sections []Section) func(resourceType string) bool {
	has := func(section Section) bool { return slices.Contains(sections, section) }
	all := has(Resources) || has(ByType) || has(Conditions)
	return func(resourceType string) bool {
		if all || !strings.HasPrefix(resourceType, "AWS::") {
			return true
		}
		return has(Policies) && isPolicyType(resourceType) ||
			(has(Policies) || has(Logs)) && isLogType(resourceType) ||
			has(Network) && hasPrefix(resourceType, networkTypes)
	}
}

// isPolicyType reports whether a resource holds a policy or is what a policy can be on.
func isPolicyType(resourceType string) bool {
	_, isHolder := holders[resourceType]
	return isHolder || targetTypes[resourceType]
}

func hasPrefix(text string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}
