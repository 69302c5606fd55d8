package network

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Addresses are the addresses of one family that something has.
type Addresses struct {
	// Family is the family of all of them.
	Family Family
	// Set holds the addresses that are known; never nil.
	Set *netipx.IPSet
	// Unknown says why there may be others, in a phrase without a full stop; empty where these are all.
	Unknown string
}

// AddressesOf are the addresses of the family in the blocks.
func AddressesOf(family Family, blocks ...netip.Prefix) Addresses {
	var set netipx.IPSetBuilder
	for _, block := range blocks {
		if familyOf(block) == family {
			set.AddPrefix(block.Masked())
		}
	}
	return Addresses{Family: family, Set: build(&set)}
}

// InternetAddresses are the addresses of the family that the internet uses.
func InternetAddresses(family Family) Addresses {
	return Addresses{Family: family, Set: internet[family]}
}

// UnknownAddresses are addresses of which nothing but the family is known.
func UnknownAddresses(family Family, reason string) Addresses {
	return Addresses{Family: family, Set: &netipx.IPSet{}, Unknown: reason}
}

// everything holds all addresses, by family.
var everything = map[Family]*netipx.IPSet{IPv4: without("0.0.0.0/0"), IPv6: without("::/0")}

// Bounds holds every address there may be: those of the set, or all of the family where others are possible.
func (a Addresses) Bounds() *netipx.IPSet {
	if a.Unknown != "" {
		return everything[a.Family]
	}
	return a.Set
}

// IsNone reports whether there surely is no address.
func (a Addresses) IsNone() bool { return a.Unknown == "" && IsEmpty(a.Set) }

// IsEmpty reports whether a set holds no address.
func IsEmpty(set *netipx.IPSet) bool { return set == nil || len(set.Ranges()) == 0 }

// Join are the addresses of both.
func (a Addresses) Join(other Addresses) Addresses {
	var set netipx.IPSetBuilder
	set.AddSet(a.Set)
	set.AddSet(other.Set)
	joined := Addresses{Family: a.Family, Set: build(&set), Unknown: a.Unknown}
	if joined.Unknown == "" {
		joined.Unknown = other.Unknown
	}
	return joined
}

// covers reports whether a set holds all addresses of another.
func covers(set, other *netipx.IPSet) bool {
	var rest netipx.IPSetBuilder
	rest.AddSet(other)
	rest.RemoveSet(set)
	return IsEmpty(build(&rest))
}

// intersect returns what two sets have in common.
func intersect(a, b *netipx.IPSet) *netipx.IPSet {
	var set netipx.IPSetBuilder
	set.AddSet(a)
	set.Intersect(b)
	return build(&set)
}

// subtract returns the first set without the second.
func subtract(a, b *netipx.IPSet) *netipx.IPSet {
	var set netipx.IPSetBuilder
	set.AddSet(a)
	set.RemoveSet(b)
	return build(&set)
}

// isSure reports whether a resource surely exists.
func isSure(resource *template.Resource) bool { return resource.Exists == value.Yes }

// VPCAddresses are the blocks of a VPC, its own and those that are added to it.
func (n *Network) VPCAddresses(vpc stack.Link, family Family) Addresses {
	declared := n.vpcs[vpc.ID]
	if declared == nil {
		return UnknownAddresses(family, "the blocks of a VPC that is not declared are not known")
	}
	return declared.addresses[family]
}

// SubnetAddresses are the blocks of a subnet, its own and those that are added to it.
func (n *Network) SubnetAddresses(subnet stack.Link, family Family) Addresses {
	declared := n.subnets[subnet.ID]
	if declared == nil {
		return UnknownAddresses(family, "the subnet is not declared: "+subnet.Reason)
	}
	return declared.addresses[family]
}

// blocks gathers the addresses of a VPC or a subnet out of properties.
type blocks map[Family]Addresses

func newBlocks() blocks {
	return blocks{IPv4: AddressesOf(IPv4), IPv6: AddressesOf(IPv6)}
}

// add adds the block that a property gives, if it gives one.
func (s blocks) add(family Family, v *value.Value, name string) {
	if v == nil {
		return
	}
	prefix, ok := parsePrefix(v)
	if !ok || familyOf(prefix) != family {
		s.doubt(family, "a block of "+name+" is not known: "+reasonOf(v))
		return
	}
	s[family] = s[family].Join(AddressesOf(family, prefix))
}

func (s blocks) doubt(family Family, reason string) {
	known := s[family]
	if known.Unknown == "" {
		known.Unknown = reason
	}
	s[family] = known
}

// given doubts the addresses of a family where one of the properties has AWS choose them.
func (s blocks) given(family Family, owner *template.Resource, name string, keys ...string) {
	for _, key := range keys {
		if v := stack.Property(owner, key); v != nil && v.Truth() != value.No {
			s.doubt(family, "AWS chooses a block of "+name)
		}
	}
}

// readAddresses finds the addresses of all VPCs and subnets.
func (b *builder) readAddresses() {
	for _, vpc := range b.network.VPCs {
		vpc.addresses = newBlocks()
		vpc.addresses.add(IPv4, b.Follow(stack.Property(vpc.Resource, "CidrBlock")), vpc.Name)
		vpc.addresses.given(IPv4, vpc.Resource, vpc.Name, "Ipv4IpamPoolId")
	}
	for _, block := range b.OfType("AWS::EC2::VPCCidrBlock") {
		if vpc := b.declaredVPC(stack.Property(block, "VpcId")); vpc != nil {
			b.addBlock(vpc.addresses, block, vpc.Name)
		}
	}
	for _, subnet := range b.network.Subnets {
		subnet.addresses = newBlocks()
		subnet.addresses.add(IPv4, b.Follow(stack.Property(subnet.Resource, "CidrBlock")), subnet.Name)
		subnet.addresses.add(IPv6, b.Follow(stack.Property(subnet.Resource, "Ipv6CidrBlock")), subnet.Name)
		subnet.addresses.given(IPv4, subnet.Resource, subnet.Name, "Ipv4IpamPoolId")
		subnet.addresses.given(IPv6, subnet.Resource, subnet.Name, "Ipv6IpamPoolId", "Ipv6NetmaskLength")
	}
	for _, block := range b.OfType("AWS::EC2::SubnetCidrBlock") {
		owner := b.Declared(stack.Property(block, "SubnetId"), "AWS::EC2::Subnet")
		if owner == nil {
			continue
		}
		if subnet := b.subnets[owner.ID]; subnet != nil {
			b.addBlock(subnet.addresses, block, subnet.Name)
		}
	}
}

// addBlock adds what a resource adds to the blocks of a VPC or a subnet.
func (b *builder) addBlock(to blocks, block *template.Resource, name string) {
	if !isSure(block) {
		reason := "it can't be decided whether " + block.Name + " exists"
		to.doubt(IPv4, reason)
		to.doubt(IPv6, reason)
		return
	}
	to.add(IPv4, b.Follow(stack.Property(block, "CidrBlock")), name)
	to.add(IPv6, b.Follow(stack.Property(block, "Ipv6CidrBlock")), name)
	to.given(IPv4, block, name, "Ipv4IpamPoolId")
	to.given(IPv6, block, name, "AmazonProvidedIpv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool", "Ipv6NetmaskLength")
}

func (b *builder) declaredVPC(v *value.Value) *VPC {
	if resource := b.Declared(v, "AWS::EC2::VPC"); resource != nil {
		return b.vpcs[resource.ID]
	}
	return nil
}
