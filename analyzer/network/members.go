package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The kinds of members besides instances and Auto Scaling groups. They have no SSM agent.
const (
	// NetworkInterface is an AWS::EC2::NetworkInterface, attached to an instance or not.
	NetworkInterface WorkloadKind = "network-interface"
	// ECSService is an AWS::ECS::Service whose tasks have interfaces of their own (awsvpc).
	ECSService WorkloadKind = "ecs-service"
	// LambdaFunction is an AWS::Lambda::Function, or an AWS::Serverless::Function, with a VpcConfig.
	LambdaFunction WorkloadKind = "lambda-function"
	// DBInstance is an AWS::RDS::DBInstance.
	DBInstance WorkloadKind = "rds-instance"
	// DBCluster is an AWS::RDS::DBCluster.
	DBCluster WorkloadKind = "rds-cluster"
	// DBProxy is an AWS::RDS::DBProxy.
	DBProxy WorkloadKind = "rds-proxy"
	// LoadBalancer is an AWS::ElasticLoadBalancingV2::LoadBalancer of any type.
	LoadBalancer WorkloadKind = "load-balancer"
	// ClassicLoadBalancer is an AWS::ElasticLoadBalancing::LoadBalancer.
	ClassicLoadBalancer WorkloadKind = "classic-load-balancer"
	// ConnectEndpoint is an AWS::EC2::InstanceConnectEndpoint.
	ConnectEndpoint WorkloadKind = "instance-connect-endpoint"
	// InterfaceEndpoint is an AWS::EC2::VPCEndpoint of the type Interface.
	InterfaceEndpoint WorkloadKind = "interface-endpoint"
	// MountTarget is an AWS::EFS::MountTarget.
	MountTarget WorkloadKind = "efs-mount-target"
)

// Member returns the member with the id, as in "net.yaml#Web"; nil where there is none.
func (n *Network) Member(id string) *Workload { return n.members[id] }

// GroupsOf returns the security groups that are in force for a workload: those it names, else the default one of
// its VPC. None where they are not known, and for the few kinds that have none.
func (n *Network) GroupsOf(workload *Workload) []stack.Link {
	if len(workload.SecurityGroups) > 0 {
		return workload.SecurityGroups
	}
	if vpc := n.vpcs[workload.VPC.ID]; vpc != nil && !workload.Groupless {
		return []stack.Link{DefaultGroup(vpc)}
	}
	return nil
}

// AddressesOf are the private addresses of the family that a workload may have: those of its subnets, or those
// that it asks for.
func (n *Network) AddressesOf(workload *Workload, family Family) Addresses {
	asked := AddressesOf(family)
	for _, v := range workload.fixed {
		if address, ok := parseAddress(v); ok {
			asked = asked.Join(AddressesOf(family, address))
		}
	}
	if family == IPv4 && len(workload.Subnets) == 1 && !IsEmpty(asked.Set) {
		return asked
	}
	if len(workload.Subnets) == 0 {
		return UnknownAddresses(family, workload.Name+" names no subnet")
	}
	all := AddressesOf(family)
	for _, subnet := range workload.Subnets {
		all = all.Join(n.SubnetAddresses(subnet, family))
	}
	return all
}

// member is what a kind of workload says about its network.
type member struct {
	kind         WorkloadKind
	subnets      *value.Value
	groups       *value.Value
	public, ipv6 fact.Fact
	isGroupless  bool
}

// readMembers reads what has network interfaces besides instances and Auto Scaling groups.
func (b *builder) readMembers() {
	for _, workload := range b.network.Workloads {
		workload.fixed = b.fixedAddresses(workload)
		b.network.Members = append(b.network.Members, workload)
	}
	for _, reader := range []struct {
		kind string
		read func(*template.Resource) (member, bool)
	}{
		{"AWS::EC2::NetworkInterface", b.interfaceMember},
		{"AWS::ECS::Service", serviceMember},
		{"AWS::Lambda::Function", functionMember},
		{"AWS::Serverless::Function", functionMember},
		{"AWS::RDS::DBInstance", b.databaseMember},
		{"AWS::RDS::DBCluster", b.clusterMember},
		{"AWS::RDS::DBProxy", proxyMember},
		{"AWS::ElasticLoadBalancingV2::LoadBalancer", balancerMember},
		{"AWS::ElasticLoadBalancing::LoadBalancer", classicMember},
		{"AWS::EC2::InstanceConnectEndpoint", connectMember},
		{"AWS::EC2::VPCEndpoint", endpointMember},
		{"AWS::EFS::MountTarget", mountMember},
	} {
		for _, resource := range b.OfType(reader.kind) {
			if read, is := reader.read(resource); is {
				b.addMember(resource, read)
			}
		}
	}
	b.members = map[string]*Workload{}
	for _, workload := range b.network.Members {
		b.members[workload.ID] = workload
	}
}

// fixedAddresses are the private addresses that an instance or an interface asks for.
func (b *builder) fixedAddresses(workload *Workload) []*value.Value {
	var fixed []*value.Value
	for _, iface := range append([]*template.Resource{workload.Resource}, workload.launch.interfaces...) {
		if v := stack.Property(iface, "PrivateIpAddress"); v != nil {
			fixed = append(fixed, v)
		}
	}
	return fixed
}

func (b *builder) addMember(resource *template.Resource, read member) {
	workload := &Workload{
		Item: item(resource), Kind: read.kind, Subnets: []stack.Link{}, SecurityGroups: []stack.Link{},
		PublicIPv4: read.public, IPv6: read.ipv6, Groupless: read.isGroupless,
	}
	workload.launch.subnets, workload.launch.groups = items(read.subnets), items(read.groups)
	for _, subnet := range workload.launch.subnets {
		workload.Subnets = append(workload.Subnets, b.Link(subnet, "AWS::EC2::Subnet"))
	}
	for _, group := range workload.launch.groups {
		if link := b.Link(group, groupType); !slices.Contains(workload.SecurityGroups, link) {
			workload.SecurityGroups = append(workload.SecurityGroups, link)
		}
	}
	if read.kind == NetworkInterface {
		workload.launch.interfaces = []*template.Resource{resource}
		workload.PublicIPv4 = b.elasticIP(workload)
		workload.fixed = b.fixedAddresses(workload)
	}
	workload.VPC = b.workloadVPC(workload)
	b.settlePublic(workload)
	workload.Egress = Families{IPv4: b.workloadEgress(workload, IPv4), IPv6: b.workloadEgress(workload, IPv6)}
	b.network.Members = append(b.network.Members, workload)
}

// settlePublic decides on a database that does not say whether it is public: it is where its subnets are in a VPC
// with an internet gateway (Amazon RDS API reference, CreateDBInstance, PubliclyAccessible).
func (b *builder) settlePublic(workload *Workload) {
	if workload.PublicIPv4 != databaseDefault {
		return
	}
	vpc := b.vpcs[workload.VPC.ID]
	if vpc == nil {
		workload.PublicIPv4 = fact.Undecided("whether the VPC has an internet gateway is not known")
		return
	}
	workload.PublicIPv4 = fact.No("it is not public by default in a VPC without an internet gateway")
	for _, gateway := range b.network.Gateways {
		if gateway.Kind != ToInternet {
			continue
		}
		switch attached, _ := b.attachment(gateway.Resource, reference(vpc)); attached.Answer {
		case value.Yes:
			workload.PublicIPv4 = fact.Yes("it is public by default in a VPC with an internet gateway")
			return
		case value.Undecided:
			workload.PublicIPv4 = attached
		case value.No:
		}
	}
}

var databaseDefault = fact.Undecided("PubliclyAccessible is not given")

func noPublic(kind string) fact.Fact { return fact.No(kind + " has no public IPv4 address") }

func (b *builder) interfaceMember(resource *template.Resource) (member, bool) {
	return member{
		kind: NetworkInterface, subnets: stack.Property(resource, "SubnetId"),
		groups: stack.Property(resource, "GroupSet"), ipv6: asksIPv6(resource.Properties),
	}, true
}

func serviceMember(resource *template.Resource) (member, bool) {
	network := stack.Property(resource, "NetworkConfiguration", "AwsvpcConfiguration")
	if network == nil {
		return member{}, false // its tasks use the interfaces of their instances
	}
	public := isText(stack.Dig(network, "AssignPublicIp"), "ENABLED", "DISABLED")
	return member{
		kind: ECSService, subnets: stack.Dig(network, "Subnets"), groups: stack.Dig(network, "SecurityGroups"),
		public: public, ipv6: fact.Undecided("whether tasks get IPv6 addresses is a setting of the account"),
	}, true
}

func functionMember(resource *template.Resource) (member, bool) {
	network := stack.Property(resource, "VpcConfig")
	if network == nil {
		return member{}, false
	}
	return member{
		kind: LambdaFunction, subnets: stack.Dig(network, "SubnetIds"), groups: stack.Dig(network, "SecurityGroupIds"),
		public: noPublic("a function"), ipv6: setting(stack.Dig(network, "Ipv6AllowedForDualStack"), value.No),
	}, true
}

// groupSubnets returns the subnets of a DB subnet group; nothing where none is named, which leaves the default VPC.
func (b *builder) groupSubnets(name *value.Value) *value.Value {
	const kind = "AWS::RDS::DBSubnetGroup"
	if name == nil {
		return nil
	}
	if group := b.Declared(name, kind); group != nil {
		return stack.Property(group, "SubnetIds")
	}
	for _, group := range b.OfType(kind) {
		declared := stack.Property(group, "DBSubnetGroupName")
		if declared != nil && value.Same(declared, name) == value.Yes {
			return stack.Property(group, "SubnetIds")
		}
	}
	return &value.Value{Kind: value.Unresolved, Reason: "the DB subnet group is not declared", At: name.At}
}

// databaseMember reads an instance. One of a cluster has the cluster's subnets and groups.
func (b *builder) databaseMember(resource *template.Resource) (member, bool) {
	read := member{
		kind: DBInstance, subnets: b.groupSubnets(stack.Property(resource, "DBSubnetGroupName")),
		groups: stack.Property(resource, "VPCSecurityGroups"), public: databasePublic(resource),
		ipv6: dualStack(resource),
	}
	if cluster := b.Declared(stack.Property(resource, "DBClusterIdentifier"), "AWS::RDS::DBCluster"); cluster != nil {
		whole, _ := b.clusterMember(cluster)
		read.groups = whole.groups
		if read.subnets == nil {
			read.subnets = whole.subnets
		}
	}
	return read, true
}

func (b *builder) clusterMember(resource *template.Resource) (member, bool) {
	return member{
		kind: DBCluster, subnets: b.groupSubnets(stack.Property(resource, "DBSubnetGroupName")),
		groups: stack.Property(resource, "VpcSecurityGroupIds"), public: databasePublic(resource),
		ipv6: dualStack(resource),
	}, true
}

func databasePublic(resource *template.Resource) fact.Fact {
	given := stack.Property(resource, "PubliclyAccessible")
	if given == nil {
		return databaseDefault
	}
	return setting(given, value.No)
}

// dualStack answers whether a database has IPv6 addresses.
func dualStack(resource *template.Resource) fact.Fact {
	return isText(stack.Property(resource, "NetworkType"), "DUAL", "IPV4")
}

func proxyMember(resource *template.Resource) (member, bool) {
	return member{
		kind: DBProxy, subnets: stack.Property(resource, "VpcSubnetIds"),
		groups: stack.Property(resource, "VpcSecurityGroupIds"),
		public: noPublic("a proxy"), ipv6: fact.No("a proxy has no IPv6 address"),
	}, true
}

// balancerMember reads a load balancer. Those of the types network and gateway may be without a group.
func balancerMember(resource *template.Resource) (member, bool) {
	read := member{
		kind: LoadBalancer, subnets: stack.Property(resource, "Subnets"),
		groups: stack.Property(resource, "SecurityGroups"),
		public: facing(stack.Property(resource, "Scheme")), ipv6: balancerIPv6(resource),
	}
	for _, mapping := range stack.Property(resource, "SubnetMappings").List() {
		list := &value.Value{Kind: value.List, At: mapping.At}
		if read.subnets != nil {
			list.Items = append(list.Items, read.subnets.List()...)
		}
		list.Items = append(list.Items, orUnknown(stack.Dig(mapping, "SubnetId"), "a subnet is not given"))
		read.subnets = list
	}
	kind, _ := stack.Property(resource, "Type").Literal()
	read.isGroupless = read.groups == nil && (kind == "network" || kind == "gateway")
	return read, true
}

func orUnknown(v *value.Value, reason string) *value.Value {
	if v != nil {
		return v
	}
	return &value.Value{Kind: value.Unresolved, Reason: reason}
}

// facing answers whether a load balancer faces the internet, which is the default (Elastic Load Balancing API
// reference, CreateLoadBalancer, Scheme).
func facing(scheme *value.Value) fact.Fact {
	if scheme == nil {
		return fact.Yes("a load balancer faces the internet by default")
	}
	text, ok := scheme.Literal()
	if !ok {
		return fact.Undecided(reasonOf(scheme))
	}
	if text == "internal" {
		return fact.No("the load balancer is internal")
	}
	return fact.Yes("the load balancer faces the internet")
}

func balancerIPv6(resource *template.Resource) fact.Fact {
	answer := isText(stack.Property(resource, "IpAddressType"), "dualstack", "ipv4")
	if isText(stack.Property(resource, "IpAddressType"), "dualstack-without-public-ipv4", "ipv4").Answer == value.Yes {
		return fact.Yes("")
	}
	return answer
}

func classicMember(resource *template.Resource) (member, bool) {
	return member{
		kind: ClassicLoadBalancer, subnets: stack.Property(resource, "Subnets"),
		groups: stack.Property(resource, "SecurityGroups"), public: facing(stack.Property(resource, "Scheme")),
		ipv6: fact.No("a classic load balancer in a VPC has no IPv6 address"),
	}, true
}

func connectMember(resource *template.Resource) (member, bool) {
	return member{
		kind: ConnectEndpoint, subnets: stack.Property(resource, "SubnetId"),
		groups: stack.Property(resource, "SecurityGroupIds"),
		public: noPublic("an endpoint"), ipv6: fact.No("the endpoint has no IPv6 address"),
	}, true
}

func endpointMember(resource *template.Resource) (member, bool) {
	if endpointType(stack.Property(resource, "VpcEndpointType")) != "Interface" {
		return member{}, false
	}
	return member{
		kind: InterfaceEndpoint, subnets: stack.Property(resource, "SubnetIds"),
		groups: stack.Property(resource, "SecurityGroupIds"), public: noPublic("an endpoint"),
		ipv6: endpointIPv6(resource),
	}, true
}

func endpointIPv6(resource *template.Resource) fact.Fact {
	given := stack.Property(resource, "IpAddressType")
	answer := isText(given, "dualstack", "ipv4")
	return answer.Or(isText(given, "ipv6", "ipv4"))
}

func mountMember(resource *template.Resource) (member, bool) {
	return member{
		kind: MountTarget, subnets: stack.Property(resource, "SubnetId"),
		groups: stack.Property(resource, "SecurityGroups"),
		public: noPublic("a mount target"), ipv6: fact.No("the mount target has no IPv6 address"),
	}, true
}
