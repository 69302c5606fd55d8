package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Network is what the templates say about VPCs and what is in them. All lists are in the order of
// the templates; containers that are not declared come after the declared ones.
type Network struct {
	// VPCs are the declared VPCs.
	VPCs []*VPC `json:"vpcs"`
	// Subnets are the declared subnets.
	Subnets []*Subnet `json:"subnets"`
	// RouteTables are the declared route tables, and external ones to which the templates add routes.
	RouteTables []*RouteTable `json:"route_tables"`
	// Gateways are internet, egress-only, NAT and virtual private gateways.
	Gateways []*Gateway `json:"gateways"`
	// Endpoints are the VPC endpoints.
	Endpoints []*Endpoint `json:"endpoints"`
	// SecurityGroups are the declared groups, and other ones to which the templates add rules.
	SecurityGroups []*SecurityGroup `json:"security_groups"`
	// Workloads are instances and Auto Scaling groups.
	Workloads []*Workload `json:"workloads"`
}

func newNetwork() *Network {
	return &Network{
		VPCs: []*VPC{}, Subnets: []*Subnet{}, RouteTables: []*RouteTable{}, Gateways: []*Gateway{},
		Endpoints: []*Endpoint{}, SecurityGroups: []*SecurityGroup{}, Workloads: []*Workload{},
	}
}

// Item is what every resource of the network has.
type Item struct {
	// ID is the handle of the resource, as in "net.yaml#Vpc".
	ID string `json:"id"`
	// Name is the logical id; for an external container what is known of it.
	Name string `json:"name"`
	// At is the handle of the resource in its template; empty for external containers.
	At source.At `json:"at,omitempty"`
	// Exists is "yes", or "undecided" for a resource under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
}

func item(resource *template.Resource) Item {
	return Item{ID: resource.ID, Name: resource.Name, At: resource.At, Exists: resource.Exists}
}

// VPC is a declared VPC.
type VPC struct {
	Item

	// CIDRs are the known blocks of addresses, IPv4 and IPv6, in canonical form.
	CIDRs []string `json:"cidrs"`
	// DNSSupport says whether the VPC's resolver answers; by default it does.
	DNSSupport Fact `json:"dns_support"`
	// DNSHostnames says whether instances get DNS names, which private DNS of endpoints needs; by
	// default they do not.
	DNSHostnames Fact `json:"dns_hostnames"`

	resource *template.Resource
}

// Families holds one answer for each family of addresses.
type Families struct {
	// IPv4 is the answer for IPv4.
	IPv4 Egress `json:"ipv4"`
	// IPv6 is the answer for IPv6; "none" where there are no IPv6 addresses.
	IPv6 Egress `json:"ipv6"`
}

// Build reads the network of templates that belong together. The environment tells the Region that
// endpoints in other Regions are told apart by.
func Build(templates []*template.Template, env template.Environment) *Network {
	b := newBuilder(templates, env)
	b.readVPCs()
	b.readSubnets()
	b.readTables()
	b.readGateways()
	b.readEndpoints()
	b.readGroups()
	b.readEgress()
	b.readWorkloads()
	return b.network
}

func (b *builder) readVPCs() {
	for _, resource := range b.types["AWS::EC2::VPC"] {
		vpc := &VPC{
			Item: item(resource), CIDRs: b.vpcBlocks(resource), resource: resource,
			DNSSupport:   setting(property(resource, "EnableDnsSupport"), value.Yes),
			DNSHostnames: setting(property(resource, "EnableDnsHostnames"), value.No),
		}
		b.network.VPCs = append(b.network.VPCs, vpc)
		b.vpcs[vpc.ID] = vpc
	}
}

// vpcBlocks returns the known blocks of a VPC: its own and those of AWS::EC2::VPCCidrBlock.
func (b *builder) vpcBlocks(vpc *template.Resource) []string {
	blocks := []string{}
	add := func(v *value.Value) {
		if prefix, ok := parsePrefix(v); ok {
			blocks = append(blocks, prefix.String())
		}
	}
	add(property(vpc, "CidrBlock"))
	for _, block := range b.types["AWS::EC2::VPCCidrBlock"] {
		if b.resource(property(block, "VpcId"), vpc.Type) == vpc {
			add(property(block, "CidrBlock"))
			add(property(block, "Ipv6CidrBlock"))
		}
	}
	return blocks
}

// setting reads a property that is true or false.
func setting(v *value.Value, byDefault value.Truth) Fact {
	fact := Fact{Answer: v.TruthOr(byDefault)}
	switch {
	case v == nil:
		fact.Reason = "it is so by default"
	case fact.Answer == value.Undecided:
		fact.Reason = reasonOf(v)
	}
	return fact
}

// reasonOf says why a value is not known.
func reasonOf(v *value.Value) string {
	if v.Is(value.Unresolved) && v.Reason != "" {
		return v.Reason
	}
	return "the value is not known before deployment"
}
