package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// namedElsewhere says why the service's name may lead to an endpoint outside the VPC: a private hosted
// zone, a Route 53 profile or a resolver rule answers for it. Empty where none may.
func (b *builder) namedElsewhere(vpc *VPC, service string) string {
	for _, zone := range b.OfType("AWS::Route53::HostedZone") {
		for _, associated := range stack.Property(zone, "VPCs").List() {
			if b.may(stack.Dig(associated, "VPCId"), vpc) && mayName(stack.Property(zone, "Name"), service) {
				return "the private hosted zone " + zone.Name + " may answer for " + service
			}
		}
	}
	for _, profile := range b.OfType("AWS::Route53Profiles::ProfileAssociation") {
		if b.may(stack.Property(profile, "ResourceId"), vpc) {
			return "the Route 53 profile of " + profile.Name + " may answer for " + service
		}
	}
	for _, association := range b.OfType("AWS::Route53Resolver::ResolverRuleAssociation") {
		if !b.may(stack.Property(association, "VPCId"), vpc) {
			continue
		}
		rule := b.Declared(stack.Property(association, "ResolverRuleId"), "AWS::Route53Resolver::ResolverRule")
		if rule == nil || mayName(stack.Property(rule, "DomainName"), service) {
			return "the resolver rule of " + association.Name + " may answer for " + service
		}
	}
	return ""
}

// may answers whether a value may name the VPC. What is not resolved may: a zone is associated late.
func (b *builder) may(v *value.Value, vpc *VPC) bool {
	v = b.Follow(v)
	if v == nil {
		return false
	}
	if v.Kind == value.Unresolved && v.Symbol != "" && v.At.File() == vpc.At.File() {
		return false // older than the VPC
	}
	return value.Same(v, reference(vpc)) != value.No
}

// endpointNames are the ends of the names that the agent asks for, after the service and the Region.
var endpointNames = [][]string{{"amazonaws", "com"}, {"amazonaws", "com", "cn"}, {"api", "aws"}}

// anyLabel stands for labels that are not known, such as that of the Region.
const anyLabel = "*"

// mayName reports whether a zone or a rule for the domain may answer for the names of the service,
// <service>.<region>.amazonaws.com and the like: it is one of them, or a parent of one.
func mayName(domain *value.Value, service string) bool {
	labels := labelsOf(domain)
	if len(labels) == 0 || strings.Contains(labels[len(labels)-1], anyLabel) {
		return true
	}
	for _, end := range endpointNames {
		if isEnd(labels, append([]string{service, anyLabel}, end...)) {
			return true
		}
	}
	return false
}

// labelsOf returns the labels of a domain in lower case, with anyLabel in place of what is not known.
func labelsOf(domain *value.Value) []string {
	if domain == nil {
		return nil
	}
	parts := []*value.Value{domain}
	if domain.Kind == value.Text {
		parts = domain.Parts
	}
	var text strings.Builder
	for _, part := range parts {
		literal, ok := part.Literal()
		if !ok {
			literal = anyLabel
		}
		text.WriteString(strings.ToLower(literal))
	}
	name := strings.Trim(text.String(), ". ")
	if name == "" {
		return nil
	}
	return strings.Split(name, ".")
}

// isEnd reports whether the labels are the last ones of the name.
func isEnd(labels, name []string) bool {
	if len(labels) > len(name) {
		return false
	}
	for i, label := range name[len(name)-len(labels):] {
		if label != anyLabel && !strings.Contains(labels[i], anyLabel) && label != labels[i] {
			return false
		}
	}
	return true
}
