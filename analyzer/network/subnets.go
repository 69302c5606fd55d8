package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Subnet is a declared subnet.
type Subnet struct {
	Item

	// VPC is the VPC the subnet is in.
	VPC Link `json:"vpc"`
	// RouteTable is the table the subnet uses: the VPC's main one, with the standing default, where
	// none is associated.
	RouteTable Link `json:"route_table"`
	// PublicIPv4 says whether instances get a public IPv4 address unless they ask otherwise.
	PublicIPv4 Fact `json:"public_ipv4"`
	// IPv4 says whether the subnet has IPv4 addresses; those for IPv6 alone have none.
	IPv4 Fact `json:"ipv4"`
	// IPv6 says whether the subnet has IPv6 addresses.
	IPv6 Fact `json:"ipv6"`
	// Egress is where traffic to the internet goes.
	Egress Families `json:"egress"`

	resource *template.Resource
	place    placement
}

// placement is how a subnet comes to its route table.
type placement struct {
	// table is nil for the main route table, and where unknown is set.
	table *RouteTable
	// unknown says why it is not known which table the subnet uses.
	unknown string
	// weaker are reasons why it may be another table after all.
	weaker []string
	hops   []Hop
}

func (b *builder) readSubnets() {
	for _, resource := range b.types["AWS::EC2::Subnet"] {
		subnet := &Subnet{
			Item: item(resource), resource: resource,
			VPC:        b.link(property(resource, "VpcId"), "AWS::EC2::VPC"),
			PublicIPv4: setting(property(resource, "MapPublicIpOnLaunch"), value.No),
			IPv4:       ipv4Fact(property(resource, "Ipv6Native")),
			IPv6:       b.subnetIPv6(resource),
		}
		b.network.Subnets = append(b.network.Subnets, subnet)
		b.subnets[subnet.ID] = subnet
	}
}

func ipv4Fact(native *value.Value) Fact {
	fact := setting(native, value.No)
	fact.Answer = fact.Answer.Not()
	if fact.Answer == value.No {
		fact.Reason = "the subnet is for IPv6 alone"
	}
	return fact
}

// subnetIPv6 answers whether a subnet has IPv6 addresses: by a property or by a block of its own.
func (b *builder) subnetIPv6(subnet *template.Resource) Fact {
	answer := no("the subnet has no IPv6 block")
	for _, key := range []string{"Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength"} {
		switch v := property(subnet, key); {
		case v == nil:
		case v.Is(value.Unresolved) && v.Symbol == "":
			answer = undecided(reasonOf(v)) // it may be absent
		default:
			return yes("")
		}
	}
	for _, block := range b.types["AWS::EC2::SubnetCidrBlock"] {
		owner := property(block, "SubnetId")
		switch {
		case b.resource(owner, subnet.Type) == subnet && block.Exists == value.Yes:
			return yes("")
		case b.resource(owner, subnet.Type) == subnet, b.mayBe(owner, subnet):
			answer = undecided("the IPv6 block " + block.Name + " may be of this subnet")
		}
	}
	return answer
}

// placements finds the route table of every subnet.
func (b *builder) placements() {
	tied := map[string][]*template.Resource{}
	var loose []*template.Resource
	for _, association := range b.types["AWS::EC2::SubnetRouteTableAssociation"] {
		subnet := b.resource(property(association, "SubnetId"), "AWS::EC2::Subnet")
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
	tableID := property(first, "RouteTableId")
	subnet.RouteTable = b.link(tableID, "AWS::EC2::RouteTable")
	place := placement{hops: []Hop{{
		At: first.At, Message: first.Name + " ties subnet " + subnet.Name + " to " + tableName(subnet.RouteTable),
	}}}
	table := b.resource(tableID, "AWS::EC2::RouteTable")
	for _, association := range associations {
		switch {
		case association.Exists != value.Yes:
			place.unknown = "it can't be decided whether the association " + association.Name + " exists"
		case table == nil:
			place.unknown = "the route table of " + subnet.Name + " is not declared: " + subnet.RouteTable.Reason
		case b.resource(property(association, "RouteTableId"), table.Type) != table:
			place.unknown = "more than one route table is associated with " + subnet.Name
		}
	}
	if table != nil {
		place.table = b.tables[table.ID]
	}
	return place
}

func tableName(link Link) string {
	if link.Name != "" {
		return "route table " + link.Name
	}
	return "a route table that is not declared"
}

// unassociated places a subnet that no association names: on its VPC's main route table, which no
// resource of CloudFormation can change.
func (b *builder) unassociated(subnet *Subnet, loose []*template.Resource) placement {
	subnet.RouteTable = Link{Standing: Default, Reason: "no route table is associated with the subnet"}
	place := placement{hops: []Hop{{
		At:      subnet.At,
		Message: "subnet " + subnet.Name + " has no route table association, so it uses the VPC's main route table",
	}}}
	vpc := b.vpcs[subnet.VPC.ID]
	if subnet.VPC.Standing != Declared || vpc == nil {
		place.unknown = "the main route table of a VPC that is not declared is not known"
		return place
	}
	place.hops = append(place.hops, Hop{
		At: vpc.At, Message: "the main route table of " + vpc.Name + " holds only the local route",
	})
	for _, association := range loose {
		if b.mayBe(property(association, "SubnetId"), subnet.resource) {
			place.unknown = "the association " + association.Name + " may be of " + subnet.Name
			return place
		}
	}
	if custom := b.world.custom; custom != nil {
		place.unknown = "the custom resource " + custom.Name + " may change the VPC's main route table"
		return place
	}
	place.unknown, place.weaker = b.absence(vpc.resource)
	if place.unknown == "" {
		var weaker []string
		place.unknown, weaker = b.absence(subnet.resource)
		place.weaker = join(place.weaker, weaker)
	}
	return place
}
