package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ServiceLink is one thing that has to hold for a workload to reach a service through an endpoint.
type ServiceLink struct {
	// Kind is "private-dns", "vpc-dns", "workload-egress", "network-acl", "endpoint-ingress",
	// "endpoint-policy" or "role".
	Kind LinkKind `json:"kind"`
	// Holds says whether it does, and why not.
	Holds fact.Fact `json:"holds"`
	// At is the place that decides, or that lacks what would.
	At source.At `json:"at"`
	// Blocker is a code for what is wrong where it does not hold, or where it holds by a setting of the account alone.
	Blocker Blocker `json:"blocker,omitempty"`
	// Actions are those that the role or the endpoint's policy surely does not allow.
	Actions []string `json:"actions,omitempty"`
	// Related are the places that prove that it does not hold.
	Related []fact.Hop `json:"related,omitempty"`
	// Weaker are reasons why it may hold after all.
	Weaker []string `json:"weaker,omitempty"`
}

// LinkKind tells the links of the way to a service apart.
type LinkKind string

// The links, in the order in which a request meets them.
const (
	// RoleLink is that the role of the workload allows what the agent calls.
	RoleLink LinkKind = "role"
	// PrivateDNSLink is that the service's usual name leads to the endpoint.
	PrivateDNSLink LinkKind = "private-dns"
	// VPCDNSLink is that the VPC answers such names and has them.
	VPCDNSLink LinkKind = "vpc-dns"
	// WorkloadEgressLink is that the workload's security groups let TCP 443 out to the endpoint.
	WorkloadEgressLink LinkKind = "workload-egress"
	// NetworkACLLink is that the network ACLs between both subnets pass the connection.
	NetworkACLLink LinkKind = "network-acl"
	// EndpointIngressLink is that the endpoint's security groups admit TCP 443 from the workload.
	EndpointIngressLink LinkKind = "endpoint-ingress"
	// EndpointPolicyLink is that the endpoint's policy allows what the agent calls.
	EndpointPolicyLink LinkKind = "endpoint-policy"
)

// attempt is a workload that tries to reach a service through an endpoint.
type attempt struct {
	workload *Workload
	ssm      *SSM
	vpc      *VPC
	endpoint *Endpoint
	service  string
	// hub says why an endpoint in another network may serve the workload instead; empty where none may.
	hub string
}

// links returns what has to hold for the attempt to succeed; without an endpoint only what does not hang
// on one.
func (a *agents) links(try attempt) []ServiceLink {
	links := []ServiceLink{a.roleLink(try)}
	if try.endpoint == nil {
		return links
	}
	return append(
		links, a.privateDNSLink(try), vpcDNSLink(try), a.workloadLink(try), a.aclLink(try), a.endpointLink(try),
		a.policyLink(try),
	)
}

// nameWords show that a script tells the agent, or the whole machine, other names for the service.
var nameWords = []string{"amazon-ssm-agent.json", "vpce-", "/etc/hosts", `\etc\hosts`}

// privateDNSLink asks whether the service's usual name leads to the endpoint. Where private DNS is off,
// a hosted zone may do the same, and so may the resolver of another network.
func (a *agents) privateDNSLink(try attempt) ServiceLink {
	written := stack.Property(try.endpoint.Resource, "PrivateDnsEnabled")
	link := ServiceLink{
		Kind: PrivateDNSLink, At: try.endpoint.At.Child("Properties").Child("PrivateDnsEnabled"),
		Holds: setting(written, value.No), Related: fact.Steps(written),
	}
	if custom := a.network.Resolution(try.workload.VPC).Custom; custom.Answer != value.No {
		link.Holds = fact.Undecided(custom.Reason) // its servers may forward the names to the VPC's resolver
	}
	if link.Holds.Answer != value.No {
		return link
	}
	unknown := a.namedElsewhere(try.vpc, try.service)
	for _, resource := range []*Item{&try.vpc.Item, &try.endpoint.Item} {
		reason, weaker := a.Absence(resource.Resource)
		link.Weaker = fact.Join(link.Weaker, weaker)
		if unknown == "" {
			unknown = reason
		}
	}
	switch {
	case unknown != "":
		link.Holds = fact.Undecided(unknown)
	case try.hub != "":
		link.Holds = fact.Undecided(try.hub)
	case try.workload.launch.says(nameWords...):
		link.Holds = fact.Undecided("the user data or metadata of " + try.workload.Name + " may set other names")
	default:
		reason := "private DNS of " + try.endpoint.Name + " is off, so the name of " + try.service + " leads elsewhere"
		link.Holds, link.Blocker = fact.No(reason), PrivateDNSDisabled
	}
	return link
}

// vpcDNSLink asks for the attributes of the VPC that names of endpoints need (AWS PrivateLink guide,
// access an AWS service, private DNS).
func vpcDNSLink(try attempt) ServiceLink {
	link := ServiceLink{Kind: VPCDNSLink, At: try.vpc.At, Holds: fact.Yes("")}
	for _, attribute := range try.vpc.DNSAttributes() {
		switch attribute.Is.Answer {
		case value.No:
			link.At = try.vpc.At.Child("Properties").Child(attribute.Key)
			link.Holds, link.Blocker = fact.No(attribute.Key+" of "+try.vpc.Name+" is off"), VPCDNSDisabled
			return link
		case value.Undecided:
			link.Holds = attribute.Is
		case value.Yes:
		}
	}
	return link
}

// DNSAttribute is an attribute of a VPC that the names of endpoints need.
type DNSAttribute struct {
	// Key is the name of the property.
	Key string
	// Is says whether the attribute is on.
	Is fact.Fact
}

// DNSAttributes are the attributes of the VPC that private DNS of its endpoints needs: both have to be on
// (AWS PrivateLink guide, private DNS).
func (v *VPC) DNSAttributes() []DNSAttribute {
	return []DNSAttribute{{"EnableDnsSupport", v.DNSSupport}, {"EnableDnsHostnames", v.DNSHostnames}}
}

// groupLink turns what security groups admit into a link.
func groupLink(kind LinkKind, admission Admission) ServiceLink {
	link := ServiceLink{
		Kind: kind, Holds: admission.Fact, At: admission.At(), Blocker: admission.Code, Weaker: admission.Weaker,
	}
	if admission.Answer == value.No && len(admission.Hops) > 1 {
		link.Related = admission.Hops[1:]
	}
	return link
}

// workloadLink asks whether the workload's security groups let its calls out to the endpoint.
func (a *agents) workloadLink(try attempt) ServiceLink {
	link := groupLink(WorkloadEgressLink, a.network.Admits(a.network.GroupsOf(try.workload), Outbound, https, Side{
		Groups: a.endpointGroups(try.endpoint, try.vpc), Addresses: a.addressesOf(a.endpointSubnets(try.endpoint)),
	}))
	if link.At == "" {
		link.At = try.workload.At
	}
	return link
}

// endpointLink asks whether the endpoint's security groups admit the workload. Without any it has the VPC's
// default one (API reference, CreateVpcEndpoint).
func (a *agents) endpointLink(try attempt) ServiceLink {
	groups := a.endpointGroups(try.endpoint, try.vpc)
	link := groupLink(EndpointIngressLink, a.network.Admits(groups, Inbound, https, Side{
		Groups: a.network.GroupsOf(try.workload), Addresses: a.addressesOf(try.workload.Subnets),
	}))
	if link.At == "" || groups[0].Standing == stack.Default {
		link.At = try.endpoint.At.Child("Properties").Child("SecurityGroupIds")
	}
	return link
}

func (a *agents) endpointGroups(endpoint *Endpoint, vpc *VPC) []stack.Link {
	var groups []stack.Link
	for _, group := range items(stack.Property(endpoint.Resource, "SecurityGroupIds")) {
		groups = append(groups, a.Link(group, groupType))
	}
	if len(groups) == 0 {
		return []stack.Link{DefaultGroup(vpc)}
	}
	return groups
}

func (a *agents) endpointSubnets(endpoint *Endpoint) []stack.Link {
	var subnets []stack.Link
	for _, subnet := range items(stack.Property(endpoint.Resource, "SubnetIds")) {
		subnets = append(subnets, a.Link(subnet, "AWS::EC2::Subnet"))
	}
	return subnets
}

// addressesOf are the IPv4 addresses of subnets.
func (a *agents) addressesOf(subnets []stack.Link) Addresses {
	if len(subnets) == 0 {
		return UnknownAddresses(IPv4, "no subnet is named")
	}
	all := AddressesOf(IPv4)
	for _, subnet := range subnets {
		all = all.Join(a.network.SubnetAddresses(subnet, IPv4))
	}
	return all
}

// aclLink asks whether some subnet of the endpoint can be reached from every subnet of the workload. It does
// not hold where no subnet of the workload reaches any.
func (a *agents) aclLink(try attempt) ServiceLink {
	link := ServiceLink{Kind: NetworkACLLink, At: try.endpoint.At}
	to := a.endpointSubnets(try.endpoint)
	if len(to) == 0 {
		link.Holds = fact.Undecided("the subnets of " + try.endpoint.Name + " are not known")
		return link
	}
	var ways []Passage
	for _, from := range try.workload.Subnets {
		ways = append(ways, a.passage(from, to))
	}
	link.Holds = fact.Yes("")
	for i, way := range ways {
		switch {
		case i == 0 || link.Holds.Answer == value.Yes && way.Answer != value.Yes:
			link.Holds, link.Weaker = way.Fact, way.Weaker
			if way.Hop.At != "" {
				link.At = way.Hop.At
			}
		case way.Answer == value.Yes && link.Holds.Answer == value.No:
			link.Holds = fact.Undecided("some subnets of " + try.workload.Name + " reach " + try.endpoint.Name)
		}
	}
	if link.Holds.Answer == value.No {
		link.Blocker = ACLCode
	} else {
		link.Weaker = nil
	}
	return link
}

// passage answers whether a connection from the subnet gets through the network ACLs to one of the others. The
// ACL of a subnet is not asked about traffic inside it (Amazon VPC User Guide, network ACLs).
func (a *agents) passage(from stack.Link, to []stack.Link) Passage {
	var found Passage
	for i, subnet := range to {
		way := a.passagePair(from, subnet)
		if way.Answer == value.Yes {
			return way
		}
		if i == 0 || way.Answer == value.Undecided && found.Answer == value.No {
			found = way
		}
	}
	return found
}

// passagePair asks both network ACLs for the call and for its answer.
func (a *agents) passagePair(from, to stack.Link) Passage {
	if from.ID != "" && from.ID == to.ID {
		return Passage{Fact: fact.Yes("network ACLs are not asked inside a subnet")}
	}
	key := [2]string{from.ID, to.ID}
	if passage, done := a.passages[key]; done && from.ID != "" && to.ID != "" {
		return passage
	}
	passage := a.passThrough(from, to)
	a.passages[key] = passage
	return passage
}

// passThrough returns the first passage that is closed, else the first that is not known, else an open one.
func (a *agents) passThrough(from, to stack.Link) Passage {
	near, far := a.network.SubnetAddresses(from, IPv4), a.network.SubnetAddresses(to, IPv4)
	result := Passage{Fact: fact.Yes("")}
	for _, asked := range []struct {
		guard     Guard
		direction Direction
		traffic   Traffic
		remote    Addresses
	}{
		{a.network.Guard(from), Outbound, https, far},
		{a.network.Guard(to), Inbound, https, near},
		{a.network.Guard(to), Outbound, https.Reply(), near},
		{a.network.Guard(from), Inbound, https.Reply(), far},
	} {
		passage := a.network.Passes(asked.guard, asked.direction, asked.traffic, asked.remote)
		if passage.Answer == value.No {
			return passage
		}
		if passage.Answer == value.Undecided && result.Answer == value.Yes {
			result = passage
		}
	}
	return result
}
