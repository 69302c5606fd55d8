package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Workload is something that runs in subnets and sends traffic.
type Workload struct {
	Item

	// Kind is "instance" or "auto-scaling-group"; of the network's other members one of the kinds below.
	Kind WorkloadKind `json:"kind"`
	// VPC is the VPC of the subnets; its standing is default for a workload that names no subnet.
	VPC stack.Link `json:"vpc"`
	// Subnets are the subnets of all its network interfaces, or all that a group may start instances in.
	Subnets []stack.Link `json:"subnets"`
	// SecurityGroups are the groups of all its network interfaces.
	SecurityGroups []stack.Link `json:"security_groups"`
	// PublicIPv4 says whether it has a public IPv4 address.
	PublicIPv4 fact.Fact `json:"public_ipv4"`
	// IPv6 says whether it has an IPv6 address.
	IPv6 fact.Fact `json:"ipv6"`
	// Egress is how it reaches the internet, with the hops from the workload on.
	Egress Families `json:"egress"`
	// SSM is how it reaches AWS Systems Manager; nil but for instances and Auto Scaling groups.
	SSM *SSM `json:"ssm"`
	// Groupless says that it has no security group and no default one, as a Network Load Balancer may.
	Groupless bool `json:"-"`

	launch launch
	// fixed are the private addresses that it asks for.
	fixed []*value.Value
}

// WorkloadKind tells the sorts of workloads apart.
type WorkloadKind string

// The kinds of workloads.
const (
	Instance         WorkloadKind = "instance"
	AutoScalingGroup WorkloadKind = "auto-scaling-group"
)

// readWorkloads reads instances and Auto Scaling groups.
func (b *builder) readWorkloads() {
	for _, resource := range b.OfType("AWS::EC2::Instance") {
		b.addWorkload(resource, Instance, b.instanceLaunch(resource))
	}
	for _, resource := range b.OfType("AWS::AutoScaling::AutoScalingGroup") {
		b.addWorkload(resource, AutoScalingGroup, b.groupLaunch(resource))
	}
}

func (b *builder) addWorkload(resource *template.Resource, kind WorkloadKind, launched launch) {
	workload := &Workload{
		Item: item(resource), Kind: kind, launch: launched,
		Subnets: []stack.Link{}, SecurityGroups: []stack.Link{},
	}
	for _, subnet := range launched.subnets {
		workload.Subnets = append(workload.Subnets, b.Link(subnet, "AWS::EC2::Subnet"))
	}
	for _, group := range launched.groups {
		link := b.Link(group, groupType)
		if !slices.Contains(workload.SecurityGroups, link) {
			workload.SecurityGroups = append(workload.SecurityGroups, link)
		}
	}
	workload.VPC = b.workloadVPC(workload)
	workload.PublicIPv4 = b.publicIPv4(workload)
	workload.IPv6 = b.workloadIPv6(workload)
	workload.Egress = Families{IPv4: b.workloadEgress(workload, IPv4), IPv6: b.workloadEgress(workload, IPv6)}
	b.network.Workloads = append(b.network.Workloads, workload)
}

// readAgents asks how the agents of workloads reach Systems Manager, which takes the whole network.
func (b *builder) readAgents() {
	agents := agentsOf(b)
	for _, workload := range b.network.Workloads {
		workload.SSM = agents.ssm(workload)
	}
}

// workloadVPC returns the VPC of the first subnet: all of them are in one.
func (b *builder) workloadVPC(workload *Workload) stack.Link {
	if len(workload.Subnets) == 0 {
		return stack.Link{Standing: stack.Default, Reason: "no subnet is named"}
	}
	first := workload.Subnets[0]
	if subnet := b.subnets[first.ID]; subnet != nil {
		return subnet.VPC
	}
	return stack.Link{Standing: stack.External, Reason: first.Reason}
}

// publicIPv4 answers whether a workload has a public IPv4 address: an Elastic IP, one it asks for, or
// one that its subnet gives.
func (b *builder) publicIPv4(workload *Workload) fact.Fact {
	if answer := b.elasticIP(workload); answer.Answer != value.No {
		return answer
	}
	answer := workload.launch.public
	if answer == nil {
		given := b.subnetPublicIPv4(workload)
		answer = &given
	}
	if answer.Answer == value.No && workload.launch.says("associate-address", "associateaddress", "associate_address") {
		return fact.Undecided("the user data of " + workload.Name + " may associate an Elastic IP address")
	}
	return *answer
}

// subnetPublicIPv4 answers whether every subnet gives a public address.
func (b *builder) subnetPublicIPv4(workload *Workload) fact.Fact {
	var all []fact.Fact
	for _, link := range workload.Subnets {
		subnet := b.subnets[link.ID]
		if subnet == nil {
			return fact.Undecided("subnet is not declared: " + link.Reason)
		}
		all = append(all, subnet.PublicIPv4)
	}
	return agree(all, "the default VPC may give public addresses", "some of its subnets give public addresses")
}

// agree returns the answer that all facts have.
func agree(facts []fact.Fact, none, mixed string) fact.Fact {
	if len(facts) == 0 {
		return fact.Undecided(none)
	}
	for _, answer := range facts[1:] {
		if answer.Answer != facts[0].Answer {
			return fact.Undecided(mixed)
		}
	}
	return facts[0]
}

// elasticIP answers whether an Elastic IP address is associated with the workload. An address that
// nothing uses may be associated at run time.
func (b *builder) elasticIP(workload *Workload) fact.Fact {
	answer := fact.No("")
	known := b.knownAddresses()
	candidates := slices.Concat(known[workload.Resource], known[nil])
	for _, iface := range workload.launch.interfaces {
		candidates = append(candidates, known[iface]...)
	}
	for _, resource := range candidates {
		switch owner := b.owns(resource, workload); {
		case owner == value.Yes && resource.Exists == value.Yes:
			return fact.Yes(resource.Name + " gives it an Elastic IP address")
		case owner != value.No:
			answer = fact.Undecided("the Elastic IP address " + resource.Name + " may be its own")
		}
	}
	return answer
}

// knownAddresses returns the Elastic IP addresses and their associations by the instance or interface that has them;
// under nil those of which that is not known.
func (b *builder) knownAddresses() map[*template.Resource][]*template.Resource {
	if b.elastic != nil {
		return b.elastic
	}
	b.elastic = map[*template.Resource][]*template.Resource{}
	for _, kind := range []string{"AWS::EC2::EIP", "AWS::EC2::EIPAssociation"} {
		for _, resource := range b.OfType(kind) {
			owner := b.Declared(stack.Property(resource, "InstanceId"), "AWS::EC2::Instance")
			if owner == nil {
				owner = b.Declared(stack.Property(resource, "NetworkInterfaceId"), "AWS::EC2::NetworkInterface")
			}
			b.elastic[owner] = append(b.elastic[owner], resource)
		}
	}
	return b.elastic
}

// owns answers whether an Elastic IP address or its association is the workload's.
func (b *builder) owns(address *template.Resource, workload *Workload) value.Truth {
	instance, iface := stack.Property(address, "InstanceId"), stack.Property(address, "NetworkInterfaceId")
	if instance == nil && iface == nil {
		if address.Type == "AWS::EC2::EIP" && b.KeepsAddress(address.ID) {
			return value.No
		}
		return value.Undecided
	}
	if resource := b.Declared(instance, "AWS::EC2::Instance"); resource != nil {
		return value.TruthOf(resource == workload.Resource)
	}
	if resource := b.Declared(iface, "AWS::EC2::NetworkInterface"); resource != nil {
		return value.TruthOf(slices.Contains(workload.launch.interfaces, resource))
	}
	for _, v := range []*value.Value{instance, iface} {
		if b.MayBe(v, workload.Resource) {
			return value.Undecided
		}
	}
	return value.No
}

// workloadIPv6 answers whether a workload has an IPv6 address: one it asks for, or one that its
// subnets give.
func (b *builder) workloadIPv6(workload *Workload) fact.Fact {
	if answer := workload.launch.ipv6; answer.Answer != value.No {
		return answer
	}
	var all []fact.Fact
	for _, link := range workload.Subnets {
		subnet := b.subnets[link.ID]
		if subnet == nil {
			return fact.Undecided("subnet is not declared: " + link.Reason)
		}
		given := setting(stack.Property(subnet.Resource, "AssignIpv6AddressOnCreation"), value.No)
		if subnet.IPv4.Answer == value.No {
			given = fact.Yes("its subnet is for IPv6 alone")
		}
		all = append(all, given)
	}
	return agree(all, "the subnets of the default VPC are not known", "some of its subnets give IPv6 addresses")
}

// workloadEgress returns how a workload leaves: a group of instances as all of its subnets do, if
// they agree.
func (b *builder) workloadEgress(workload *Workload, family Family) Egress {
	if workload.Exists != value.Yes {
		return unknownEgress("it can't be decided whether " + workload.Name + " exists")
	}
	if len(workload.Subnets) == 0 {
		return unknownEgress(workload.Name + " names no subnet")
	}
	var ways []Egress
	for _, link := range workload.Subnets {
		subnet := b.subnets[link.ID]
		if subnet == nil {
			return unknownEgress("subnet is not declared: " + link.Reason)
		}
		ways = append(ways, b.address(workload, b.egressOf(subnet, family), family))
	}
	return merge(ways).then(fact.Hop{At: workload.At, Message: workload.Name + " starts in " + subnetNames(workload)})
}

// subnetNames names the subnets of a workload, each once.
func subnetNames(workload *Workload) string {
	var names []string
	for _, link := range workload.Subnets {
		names = append(names, link.Name)
	}
	names = fact.Join(names)
	if len(names) == 1 {
		return "subnet " + names[0]
	}
	return "subnets " + fact.Enumerate(names)
}

// merge returns the way that all subnets have, with the hops of each and, where none leads out, the reasons
// of each.
func merge(ways []Egress) Egress {
	merged := ways[0]
	hops, reasons := slices.Clone(merged.Hops), []string{merged.Internet.Reason}
	for _, way := range ways[1:] {
		merged.Weaker = fact.Join(merged.Weaker, way.Weaker)
		hops, reasons = append(hops, way.Hops...), append(reasons, way.Internet.Reason)
		if way.Internet.Answer != merged.Internet.Answer {
			merged.Internet = fact.Undecided("some of its subnets reach the internet and others do not")
			merged.Blocker = ""
		}
		if way.Class != merged.Class {
			merged.Class = Unknown
			if merged.Internet.Answer == value.No {
				merged.Class = None
			}
		}
	}
	merged.Hops = value.Distinct(hops)
	if merged.Internet.Answer == value.No {
		merged.Internet.Reason = fact.Enumerate(fact.Join(reasons))
	}
	return merged
}

// address ends the way of a workload that has no address for it: an internet gateway serves public
// addresses only.
func (b *builder) address(workload *Workload, way Egress, family Family) Egress {
	has, blocker := workload.PublicIPv4, NoPublicAddress
	reason := workload.Name + " has no public IPv4 address, and an internet gateway serves no other"
	switch {
	case family == IPv6:
		has, blocker, reason = workload.IPv6, NoSource, workload.Name+" has no IPv6 address"
	case way.Class != InternetGateway:
		return way
	}
	switch has.Answer {
	case value.No:
		if way.Internet.Answer != value.No {
			way.Class, way.Internet, way.Blocker = None, fact.No(reason), blocker
			way.Hops = append(slices.Clip(way.Hops), fact.Hop{At: workload.At, Message: reason})
		}
	case value.Undecided:
		way = way.unsure(has.Reason)
	case value.Yes:
	}
	return way
}
