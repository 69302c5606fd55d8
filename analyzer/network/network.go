package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
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

	// ACLs are the declared network ACLs, then the default ones of declared VPCs.
	ACLs []*ACL `json:"-"`

	// Members are all that has network interfaces in VPCs: the workloads, then interfaces, services, functions,
	// databases, load balancers, endpoints and mount targets.
	Members []*Workload `json:"-"`

	// Balancers are the load balancers.
	Balancers []*Balancer `json:"-"`
	// TargetGroups are the target groups of load balancers.
	TargetGroups []*TargetGroup `json:"-"`

	// Peerings are the peering connections.
	Peerings []*PeeringConnection `json:"-"`
	// Transits are the transit gateways, declared ones first.
	Transits []*Transit `json:"-"`
	// PublicAccess is VPC Block Public Access as far as it is declared; nil where it is not.
	PublicAccess *PublicAccess `json:"-"`

	// Index finds the resources of the templates.
	Index *stack.Index `json:"-"`
	// Environment is what is known of the deployment.
	Environment template.Environment `json:"-"`

	vpcs    map[string]*VPC
	subnets map[string]*Subnet
	tables  map[string]*RouteTable
	groups  map[string]*SecurityGroup
	members map[string]*Workload

	builder   *builder
	targets   map[string]*TargetGroup
	balancers map[string]*Balancer
}

// VPC returns the declared VPC with the id; nil for another one.
func (n *Network) VPC(id string) *VPC { return n.vpcs[id] }

// Subnet returns the declared subnet with the id; nil for another one.
func (n *Network) Subnet(id string) *Subnet { return n.subnets[id] }

// RouteTable returns the route table with the id; nil for one of which nothing is known.
func (n *Network) RouteTable(id string) *RouteTable { return n.tables[id] }

// SecurityGroup returns the security group with the id; nil for one of which nothing is known.
func (n *Network) SecurityGroup(id string) *SecurityGroup { return n.groups[id] }

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
	// Resource is the declared resource; nil for external containers.
	Resource *template.Resource `json:"-"`
}

func item(resource *template.Resource) Item {
	return Item{
		ID: resource.ID, Name: resource.Name, At: resource.At, Exists: resource.Exists, Resource: resource,
	}
}

// VPC is a declared VPC.
type VPC struct {
	Item

	// CIDRs are the known blocks of addresses, IPv4 and IPv6, in canonical form.
	CIDRs []string `json:"cidrs"`
	// DNSSupport says whether the VPC's resolver answers; by default it does.
	DNSSupport fact.Fact `json:"dns_support"`
	// DNSHostnames says whether instances get DNS names, which private DNS of endpoints needs; by
	// default they do not.
	DNSHostnames fact.Fact `json:"dns_hostnames"`

	addresses  blocks
	resolution Resolution
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
	b := newBuilder(stack.NewIndex(templates), env)
	b.readVPCs()
	b.readSubnets()
	b.readAddresses()
	b.readTables()
	b.readACLs()
	b.readGateways()
	b.readEndpoints()
	b.readGroups()
	b.readEgress()
	n := b.network
	n.Index, n.Environment, n.vpcs, n.subnets, n.tables, n.groups = b.Index, env, b.vpcs, b.subnets, b.tables, b.groups
	b.readWorkloads()
	b.readMembers()
	b.readBalancers()
	b.readPeerings()
	n.members, n.builder = b.members, b
	b.readAgents()
	return n
}

func (b *builder) readVPCs() {
	for _, resource := range b.OfType("AWS::EC2::VPC") {
		vpc := &VPC{
			Item: item(resource), CIDRs: b.vpcBlocks(resource),
			DNSSupport:   setting(stack.Property(resource, "EnableDnsSupport"), value.Yes),
			DNSHostnames: setting(stack.Property(resource, "EnableDnsHostnames"), value.No),
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
	add(stack.Property(vpc, "CidrBlock"))
	for _, block := range b.OfType("AWS::EC2::VPCCidrBlock") {
		if b.Declared(stack.Property(block, "VpcId"), vpc.Type) == vpc {
			add(stack.Property(block, "CidrBlock"))
			add(stack.Property(block, "Ipv6CidrBlock"))
		}
	}
	return blocks
}

// setting reads a property that is true or false.
func setting(v *value.Value, byDefault value.Truth) fact.Fact {
	answer := fact.Fact{Answer: v.TruthOr(byDefault)}
	switch {
	case v == nil:
		answer.Reason = "it is so by default"
	case answer.Answer == value.Undecided:
		answer.Reason = reasonOf(v)
	}
	return answer
}

// reasonOf says why a value is not known.
func reasonOf(v *value.Value) string {
	if v.Is(value.Unresolved) && v.Reason != "" {
		return v.Reason
	}
	return "the value is not known before deployment"
}
