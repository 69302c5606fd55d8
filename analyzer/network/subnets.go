package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Subnet is a declared subnet.
type Subnet struct {
	Item

	// VPC is the VPC the subnet is in.
	VPC stack.Link `json:"vpc"`
	// RouteTable is the table the subnet uses: the VPC's main one, with the standing default, where
	// none is associated.
	RouteTable stack.Link `json:"route_table"`
	// PublicIPv4 says whether instances get a public IPv4 address unless they ask otherwise.
	PublicIPv4 fact.Fact `json:"public_ipv4"`
	// IPv4 says whether the subnet has IPv4 addresses; those for IPv6 alone have none.
	IPv4 fact.Fact `json:"ipv4"`
	// IPv6 says whether the subnet has IPv6 addresses.
	IPv6 fact.Fact `json:"ipv6"`
	// Egress is where traffic to the internet goes.
	Egress Families `json:"egress"`

	place     placement
	addresses blocks
	guard     Guard
}

// placement is how a subnet comes to its route table.
type placement struct {
	// table is nil for the main route table, and where unknown is set.
	table *RouteTable
	// unknown says why it is not known which table the subnet uses.
	unknown string
	// weaker are reasons why it may be another table after all.
	weaker []string
	hops   []fact.Hop
}

func (b *builder) readSubnets() {
	for _, resource := range b.OfType("AWS::EC2::Subnet") {
		subnet := &Subnet{
			Item:       item(resource),
			VPC:        b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"),
			PublicIPv4: setting(stack.Property(resource, "MapPublicIpOnLaunch"), value.No),
			IPv4:       ipv4Fact(stack.Property(resource, "Ipv6Native")),
			IPv6:       b.subnetIPv6(resource),
		}
		b.network.Subnets = append(b.network.Subnets, subnet)
		b.subnets[subnet.ID] = subnet
	}
}

func ipv4Fact(native *value.Value) fact.Fact {
	answer := setting(native, value.No)
	answer.Answer = answer.Answer.Not()
	if answer.Answer == value.No {
		answer.Reason = "the subnet is for IPv6 alone"
	}
	return answer
}

// subnetIPv6 answers whether a subnet has IPv6 addresses: by a property or by a block of its own.
func (b *builder) subnetIPv6(subnet *template.Resource) fact.Fact {
	answer := fact.No("the subnet has no IPv6 block")
	for _, key := range []string{"Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength"} {
		switch v := stack.Property(subnet, key); {
		case v == nil:
		case v.Is(value.Unresolved) && v.Symbol == "":
			answer = fact.Undecided(reasonOf(v)) // it may be absent
		default:
			return fact.Yes("")
		}
	}
	for _, block := range b.OfType("AWS::EC2::SubnetCidrBlock") {
		owner := stack.Property(block, "SubnetId")
		switch {
		case b.Declared(owner, subnet.Type) == subnet && block.Exists == value.Yes:
			return fact.Yes("")
		case b.Declared(owner, subnet.Type) == subnet, b.MayBe(owner, subnet):
			answer = fact.Undecided("the IPv6 block " + block.Name + " may be of this subnet")
		}
	}
	return answer
}

// placements finds the route table of every subnet.
func (b *builder) placements() {
	tied := map[string][]*template.Resource{}
	var loose []*template.Resource
	for _, association := range b.OfType("AWS::EC2::SubnetRouteTableAssociation") {
		subnet := b.Declared(stack.Property(association, "SubnetId"), "AWS::EC2::Subnet")
		if subnet == nil {
			loose = append(loose, association)
			continue
		}
		tied[subnet.ID] = append(tied[subnet.ID], association)
	}
	for _, subnet := range b.network.Subnets {
		if associations := tied[subnet.ID]; len(associations) > 0 {
			subnet.place = b.associated(subnet, associations)
		} else {
			subnet.place = b.unassociated(subnet, loose)
		}
		if subnet.Exists != value.Yes && subnet.place.unknown == "" {
			subnet.place.unknown = "it can't be decided whether " + subnet.Name + " exists"
		}
	}
}

// associated places a subnet that names its route table. Two associations are an error of the
// template, so nothing is known unless they agree.
func (b *builder) associated(subnet *Subnet, associations []*template.Resource) placement {
	first := associations[0]
	tableID := stack.Property(first, "RouteTableId")
	subnet.RouteTable = b.Link(tableID, "AWS::EC2::RouteTable")
	place := placement{hops: []fact.Hop{{
		At: first.At, Message: first.Name + " ties subnet " + subnet.Name + " to " + tableName(subnet.RouteTable),
	}}}
	table := b.Declared(tableID, "AWS::EC2::RouteTable")
	for _, association := range associations {
		switch {
		case association.Exists != value.Yes:
			place.unknown = "it can't be decided whether the association " + association.Name + " exists"
		case table == nil:
			place.unknown = "the route table of " + subnet.Name + " is not declared: " + subnet.RouteTable.Reason
		case b.Declared(stack.Property(association, "RouteTableId"), table.Type) != table:
			place.unknown = "more than one route table is associated with " + subnet.Name
		}
	}
	if table != nil {
		place.table = b.tables[table.ID]
	}
	return place
}

func tableName(link stack.Link) string {
	if link.Name != "" {
		return "route table " + link.Name
	}
	return "a route table that is not declared"
}

// unassociated places a subnet that no association names: on its VPC's main route table, which no
// resource of CloudFormation can change.
func (b *builder) unassociated(subnet *Subnet, loose []*template.Resource) placement {
	subnet.RouteTable = stack.Link{Standing: stack.Default, Reason: "no route table is associated with the subnet"}
	place := placement{hops: []fact.Hop{{
		At:      subnet.At,
		Message: "subnet " + subnet.Name + " has no route table association, so it uses the VPC's main route table",
	}}}
	vpc := b.vpcs[subnet.VPC.ID]
	if subnet.VPC.Standing != stack.Declared || vpc == nil {
		place.unknown = "the main route table of a VPC that is not declared is not known"
		return place
	}
	place.hops = append(place.hops, fact.Hop{
		At: vpc.At, Message: "the main route table of " + vpc.Name + " holds only the local route",
	})
	for _, association := range loose {
		if b.MayBe(stack.Property(association, "SubnetId"), subnet.Resource) {
			place.unknown = "the association " + association.Name + " may be of " + subnet.Name
			return place
		}
	}
	if custom := b.Custom(); custom != nil {
		place.unknown = "the custom resource " + custom.Name + " may change the VPC's main route table"
		return place
	}
	place.unknown, place.weaker = b.Absence(vpc.Resource)
	if place.unknown == "" {
		var weaker []string
		place.unknown, weaker = b.Absence(subnet.Resource)
		place.weaker = fact.Join(place.weaker, weaker)
	}
	return place
}
