// Package dns finds what is wrong with how names are resolved in VPCs: Route 53 Resolver endpoints, rules and
// query logs, private hosted zones and DHCP options.
package dns

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The types of resources that the questions are about.
const (
	endpointType       = "AWS::Route53Resolver::ResolverEndpoint"
	ruleType           = "AWS::Route53Resolver::ResolverRule"
	ruleTieType        = "AWS::Route53Resolver::ResolverRuleAssociation"
	queryLogType       = "AWS::Route53Resolver::ResolverQueryLoggingConfig"
	queryLogTieType    = "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation"
	zoneType           = "AWS::Route53::HostedZone"
	recordType         = "AWS::Route53::RecordSet"
	recordGroupType    = "AWS::Route53::RecordSetGroup"
	optionsType        = "AWS::EC2::DHCPOptions"
	optionsTieType     = "AWS::EC2::VPCDHCPOptionsAssociation"
	vpcType            = "AWS::EC2::VPC"
	subnetType         = "AWS::EC2::Subnet"
	groupType          = "AWS::EC2::SecurityGroup"
	bucketType         = "AWS::S3::Bucket"
	groupIngressKey    = "SecurityGroupIngress"
	groupEgressKey     = "SecurityGroupEgress"
	nameserverPort     = 53
	resolverAddress    = "169.254.169.253"
	amazonProvidedName = "AmazonProvidedDNS"
)

// survey holds what the questions look up.
type survey struct {
	*stack.Index

	network   *network.Network
	diagnosis *network.Diagnosis
}

// Diagnose reports what is wrong with the names of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	a := survey{Index: n.Index, network: n, diagnosis: d}
	a.resolverEndpoints()
	a.queryLogs()
	a.zones()
	a.shadows()
	a.servers()
}

// domain returns a name in lower case without the final dot. It reports false for one that is not known.
func domain(v *value.Value) (name string, known bool) {
	text, ok := v.Literal()
	return strings.ToLower(strings.Trim(text, ". ")), ok
}

// isWithin reports whether a name is the domain or lies below it.
func isWithin(name, domain string) bool {
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// exists reports whether all of the resources surely exist.
func exists(resources ...*template.Resource) bool {
	for _, resource := range resources {
		if resource.Exists != value.Yes {
			return false
		}
	}
	return true
}

// hop is a step at a resource.
func hop(place source.At, message string) fact.Hop { return fact.Hop{At: place, Message: message} }
