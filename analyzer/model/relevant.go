package model

import (
	"slices"
	"strings"
)

// networkTypes are the prefixes of the resource types that the network is made of, and of the certificates that
// load balancers in it show.
var networkTypes = []string{
	"AWS::EC2::", "AWS::AutoScaling::", "AWS::Route53", "AWS::NetworkManager::", "AWS::ECS::",
	"AWS::ElasticLoadBalancing", "AWS::RDS::", "AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::EFS::",
	"AWS::NetworkFirewall::", "AWS::DirectConnect::", "AWS::ElastiCache::", "AWS::Redshift::", "AWS::DocDB::",
	"AWS::Neptune::", "AWS::IAM::ServerCertificate",
}

// besideTypes are the prefixes of those that say what the network is for, and of those that may add to it
// unseen, such as nested stacks.
var besideTypes = []string{
	"AWS::IAM::", "AWS::SSM::", "AWS::SSMQuickSetup::", "AWS::CloudFormation::", "AWS::Serverless::Application",
	"AWS::ServiceCatalog::", "AWS::S3::Bucket", "AWS::RAM::", "AWS::GlobalAccelerator::EndpointGroup",
	"AWS::CloudFront::VpcOrigin", "AWS::CloudFront::Distribution", "AWS::VpcLattice::TargetGroup",
}

// HoldsNetwork reports whether resources of the type are a part of a network that something may be wrong
// with.
func HoldsNetwork(resourceType string) bool { return hasPrefix(resourceType, networkTypes) }

// Relevant returns a function that reports whether resources of a type can change what the sections
// hold.
func Relevant(sections []Section) func(resourceType string) bool {
	has := func(section Section) bool { return slices.Contains(sections, section) }
	isNetwork := has(Network) || has(Diagnosis)
	all := has(Resources) || has(ByType) || has(Conditions)
	return func(resourceType string) bool {
		if all || !strings.HasPrefix(resourceType, "AWS::") {
			return true
		}
		return has(Policies) && isPolicyType(resourceType) ||
			(has(Policies) || has(Logs)) && isLogType(resourceType) ||
			isNetwork && (hasPrefix(resourceType, networkTypes) || hasPrefix(resourceType, besideTypes))
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
