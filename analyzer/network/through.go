package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// through returns where a route leads, from its target on.
func (b *builder) through(route *Route, table *RouteTable, family Family) Egress {
	switch target := route.Target; target.Kind {
	case ToInternet:
		return b.throughInternetGateway(target, table)
	case ToNAT:
		return b.throughNAT(target, table, family)
	case ToEgressOnly:
		return b.throughEgressOnly(target, table, family)
	case ToPeer:
		reason := "a peering connection carries traffic for the peer VPC alone, never for the internet"
		at := route.At
		if peering := b.Declared(target.value, "AWS::EC2::VPCPeeringConnection"); peering != nil {
			at = peering.At
		}
		return Egress{
			Class: Peering, Internet: fact.No(reason), Blocker: BeyondPeer, Hops: []fact.Hop{{At: at, Message: reason}},
		}
	case ToVPN:
		return beyond(PrivateGateway, target)
	case ToTransit:
		return beyond(TransitGateway, target)
	case ToCore:
		return beyond(CloudWAN, target)
	case ToMiddlebox:
		return beyond(Middlebox, target)
	case ToCarrier:
		return beyond(Carrier, target)
	case ToLocal:
		return nowhere(NoRoute, "the route leads into the VPC itself")
	case ToUnknown:
		return unknownEgress("the target of " + route.Name + " is not known: " + target.Reason)
	default:
		return unknownEgress("the target of " + route.Name + " is not known")
	}
}

// beyond is a way that leaves what the templates tell.
func beyond(class Class, target Target) Egress {
	reason := "what lies behind the " + target.describe() + " is not known"
	return Egress{Class: class, Internet: fact.Undecided(reason), Hops: []fact.Hop{}}
}

// blocked says whether public access is limited for the whole account, which the set may tell by
// AWS::EC2::VPCBlockPublicAccessOptions.
func (b *builder) blocked() bool {
	return len(b.OfType("AWS::EC2::VPCBlockPublicAccessOptions")) > 0
}

const blockedReason = "VPC Block Public Access is set, and its exclusions are not evaluated"

func (b *builder) throughInternetGateway(target Target, table *RouteTable) Egress {
	egress := Egress{Class: InternetGateway, Internet: fact.Yes(""), Hops: []fact.Hop{}}
	gateway := b.Declared(target.value, "AWS::EC2::InternetGateway")
	if gateway == nil {
		return egress.unsure("the internet gateway is not declared: " + target.Reason)
	}
	attached, by := b.attachment(gateway, b.tableVPC(table))
	switch {
	case attached.Answer == value.No:
		return nowhere(DetachedGateway, attached.Reason).then(fact.Hop{At: gateway.At, Message: attached.Reason})
	case attached.Answer == value.Undecided:
		return egress.unsure(attached.Reason)
	case gateway.Exists != value.Yes:
		return egress.unsure("it can't be decided whether " + gateway.Name + " exists")
	case b.blocked():
		return egress.unsure(blockedReason)
	}
	return egress.then(fact.Hop{At: by.At, Message: by.Name + " attaches " + gateway.Name + " to the VPC"})
}

// tableVPC returns what the route table says about its VPC.
func (b *builder) tableVPC(table *RouteTable) *value.Value {
	if table.Resource == nil {
		return nil
	}
	return stack.Property(table.Resource, "VpcId")
}

func (b *builder) throughEgressOnly(target Target, table *RouteTable, family Family) Egress {
	egress := Egress{Class: EgressOnly, Internet: fact.Yes(""), Hops: []fact.Hop{}}
	gateway := b.Declared(target.value, "AWS::EC2::EgressOnlyInternetGateway")
	switch {
	case family == IPv4:
		return egress.unsure("an egress-only internet gateway is for IPv6")
	case gateway == nil:
		return egress.unsure("the egress-only internet gateway is not declared: " + target.Reason)
	case gateway.Exists != value.Yes:
		return egress.unsure("it can't be decided whether " + gateway.Name + " exists")
	case value.Same(b.Follow(stack.Property(gateway, "VpcId")), b.Follow(b.tableVPC(table))) != value.Yes:
		return egress.unsure("it can't be decided whether " + gateway.Name + " is of this VPC")
	case b.blocked():
		return egress.unsure(blockedReason)
	}
	return egress.then(fact.Hop{At: gateway.At, Message: gateway.Name + " lets IPv6 traffic out to the internet"})
}

func (b *builder) throughNAT(target Target, table *RouteTable, family Family) Egress {
	egress := Egress{Class: PublicNAT, Internet: fact.Yes(""), Hops: []fact.Hop{}}
	nat := b.Declared(target.value, "AWS::EC2::NatGateway")
	switch {
	case nat == nil:
		return unknownEgress("the NAT gateway is not declared: " + target.Reason)
	case family == IPv6:
		return egress.unsure("a NAT gateway serves IPv6 only where names resolve to NAT64 addresses")
	case nat.Exists != value.Yes:
		return egress.unsure("it can't be decided whether " + nat.Name + " exists")
	}
	private, regional := natPrivate(nat), natRegional(nat)
	switch {
	case private.Answer == value.Undecided || regional.Answer == value.Undecided:
		return unknownEgress("it can't be decided what kind of NAT gateway " + nat.Name + " is")
	case regional.Answer == value.Yes:
		return b.throughRegionalNAT(egress, nat, table)
	}
	subnet := b.subnets[b.Link(stack.Property(nat, "SubnetId"), "AWS::EC2::Subnet").ID]
	if subnet == nil {
		return egress.unsure("the subnet of " + nat.Name + " is not declared")
	}
	place := fact.Hop{At: nat.At, Message: nat.Name + " stands in subnet " + subnet.Name}
	onward := b.egressOf(subnet, IPv4).then(place)
	if private.Answer == value.Yes {
		return throughPrivateNAT(nat, onward)
	}
	return throughPublicNAT(nat, subnet, onward)
}

// throughRegionalNAT needs an internet gateway at the VPC, but no subnet with a route to it.
func (b *builder) throughRegionalNAT(egress Egress, nat *template.Resource, table *RouteTable) Egress {
	for _, gateway := range b.OfType("AWS::EC2::InternetGateway") {
		if attached, by := b.attachment(gateway, b.tableVPC(table)); attached.Answer == value.Yes && !b.blocked() {
			return egress.then(
				fact.Hop{At: nat.At, Message: nat.Name + " is a regional NAT gateway"},
				fact.Hop{At: by.At, Message: by.Name + " attaches " + gateway.Name + " to the VPC"},
			)
		}
	}
	return egress.unsure("the internet gateway behind the regional NAT gateway " + nat.Name + " is not known")
}

// throughPrivateNAT: an internet gateway drops what a private NAT gateway sends, so only a way that
// leaves the VPC otherwise may lead on.
func throughPrivateNAT(nat *template.Resource, onward Egress) Egress {
	switch onward.Class {
	case InternetGateway, Peering, None:
		reason := "NAT gateway " + nat.Name + " is private, and its traffic does not reach the internet"
		onward.Internet = fact.No(reason)
		onward.Blocker = NATIsPrivate
	case PublicNAT, PrivateNAT, EgressOnly, TransitGateway, CloudWAN, PrivateGateway, Middlebox, Carrier, Unknown:
		onward.Internet = fact.Undecided("what lies behind the private NAT gateway " + nat.Name + " is not known")
		onward.Blocker = ""
	}
	onward.Class = PrivateNAT
	return onward
}

// throughPublicNAT: a public NAT gateway works in a subnet whose traffic goes to an internet gateway,
// and nowhere where there is no way on.
func throughPublicNAT(nat *template.Resource, subnet *Subnet, onward Egress) Egress {
	switch {
	case onward.Internet.Answer == value.No:
		reason := "NAT gateway " + nat.Name + " stands in subnet " + subnet.Name + ", which itself has no way out"
		onward.Class, onward.Internet, onward.Blocker = None, fact.No(reason), NATWithoutEgress
	case onward.Class == InternetGateway:
		onward.Class = PublicNAT
	default:
		onward.Class = PublicNAT
		onward = onward.unsure("no internet gateway stands right behind NAT gateway " + nat.Name)
	}
	return onward
}
