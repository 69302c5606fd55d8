package network

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ACL is a declared network ACL, or a VPC's default one to which the templates add entries.
type ACL struct {
	Item

	// Standing is "declared" or "default".
	Standing stack.Standing
	// VPC is the VPC the ACL is of.
	VPC stack.Link
	// Entries are the entries in the order in which they are asked, ingress and egress mixed: the lowest number
	// first. Those whose number is not known come last.
	Entries []*ACLEntry
	// Subnets are the declared subnets that are associated with the ACL.
	Subnets []*Subnet

	// unknown says why the ACL may hold other entries; empty where it holds these alone.
	unknown string
	weaker  []string
}

// ACLEntry is an entry of a network ACL, normalised.
type ACLEntry struct {
	// Item names the resource of the entry; its place is that of the ACL for the entries of a default ACL.
	Item
	// Number is the RuleNumber; 0 where it is not known.
	Number int
	// Direction is "ingress" or "egress".
	Direction Direction
	// Allow says whether the entry lets traffic pass.
	Allow value.Truth
	// Protocol is "tcp", "udp", "icmp", "icmpv6" or "-1" for all. Other numbers stand for all traffic, as AWS
	// takes them (API reference, CreateNetworkAclEntry). Empty where it is not known.
	Protocol string
	// From is the first port, or the type of ICMP; nil where none is given or known.
	From *int
	// To is the last port, or the code of ICMP; nil where none is given or known.
	To *int
	// Family is the family of the block; empty where it is not known.
	Family Family
	// Block is the block of addresses; the zero one where it is not known.
	Block netip.Prefix
	// Undecided says what about the entry is not known, in a phrase without a full stop.
	Undecided string
}

// name names the entry for messages.
func (e *ACLEntry) name() string {
	if e.Resource == nil {
		return "the default entry " + strconv.Itoa(e.Number)
	}
	return e.Name + " (" + strconv.Itoa(e.Number) + ")"
}

const (
	aclType   = "AWS::EC2::NetworkAcl"
	entryType = "AWS::EC2::NetworkAclEntry"
	tieType   = "AWS::EC2::SubnetNetworkAclAssociation"
)

// readACLs reads the network ACLs, puts every entry into its ACL and every subnet behind one.
func (b *builder) readACLs() {
	for _, resource := range b.OfType(aclType) {
		acl := &ACL{
			Item: item(resource), Standing: stack.Declared,
			VPC: b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"),
		}
		acl.unknown, acl.weaker = b.Absence(resource)
		b.addACL(acl)
	}
	for _, vpc := range b.network.VPCs {
		b.addACL(b.defaultACL(vpc))
	}
	for _, resource := range b.OfType(entryType) {
		b.addEntry(resource)
	}
	for _, acl := range b.network.ACLs {
		slices.SortStableFunc(acl.Entries, func(a, other *ACLEntry) int {
			if (a.Number == 0) != (other.Number == 0) {
				return cmp.Compare(other.Number, a.Number)
			}
			return cmp.Compare(a.Number, other.Number)
		})
	}
	b.placeBehindACLs()
}

func (b *builder) addACL(acl *ACL) {
	b.network.ACLs = append(b.network.ACLs, acl)
	b.acls[acl.ID] = acl
}

// defaultACL is the ACL that comes with a VPC and lets everything pass (Amazon VPC User Guide, default network
// ACL).
func (b *builder) defaultACL(vpc *VPC) *ACL {
	acl := &ACL{
		Item: Item{
			ID: vpc.ID + ".DefaultNetworkAcl", Name: "the default network ACL of " + vpc.Name,
			At: vpc.At, Exists: vpc.Exists,
		},
		Standing: stack.Default, VPC: stack.Link{Standing: stack.Declared, ID: vpc.ID, Name: vpc.Name},
	}
	if custom := b.Custom(); custom != nil {
		acl.weaker = append(acl.weaker, "the custom resource "+custom.Name+" may change the network")
	}
	for _, direction := range []Direction{Inbound, Outbound} {
		for i, block := range []string{"0.0.0.0/0", "::/0"} {
			prefix := netip.MustParsePrefix(block)
			acl.Entries = append(acl.Entries, &ACLEntry{
				Item: Item{At: vpc.At, Name: acl.Name, Exists: value.Yes}, Number: 100 + i, Direction: direction,
				Allow: value.Yes, Protocol: "-1", Family: familyOf(prefix), Block: prefix,
			})
		}
	}
	return acl
}

// addEntry puts an entry into its ACL. One whose ACL is not known may be in any ACL it fits.
func (b *builder) addEntry(resource *template.Resource) {
	aclID := stack.Property(resource, "NetworkAclId")
	if acl := b.acls[b.Link(aclID, aclType).ID]; acl != nil {
		acl.Entries = append(acl.Entries, aclEntry(resource, b))
		return
	}
	if !mayTurnOut(b.Follow(aclID)) {
		return
	}
	for _, acl := range b.network.ACLs {
		if acl.Resource != nil && acl.unknown == "" && b.MayBe(aclID, acl.Resource) {
			acl.unknown = "the entry " + resource.Name + " may be in network ACL " + acl.Name
		}
	}
}

func aclEntry(resource *template.Resource, b *builder) *ACLEntry {
	entry := &ACLEntry{Item: item(resource), Direction: Inbound}
	if number, ok := stack.Property(resource, "RuleNumber").Int(); ok {
		entry.Number = number
	} else {
		entry.doubt("its number is not known")
	}
	switch setting(stack.Property(resource, "Egress"), value.No).Answer {
	case value.Yes:
		entry.Direction = Outbound
	case value.Undecided:
		entry.Direction = ""
		entry.doubt("its direction is not known")
	case value.No:
	}
	entry.setAction(stack.Property(resource, "RuleAction"))
	entry.setBlock(b.Follow(stack.Property(resource, "CidrBlock")), IPv4)
	entry.setBlock(b.Follow(stack.Property(resource, "Ipv6CidrBlock")), IPv6)
	entry.setProtocol(resource)
	return entry
}

func (e *ACLEntry) doubt(reason string) {
	if e.Undecided == "" {
		e.Undecided = reason
	}
}

func (e *ACLEntry) setAction(v *value.Value) {
	switch text, _ := v.Literal(); strings.ToLower(strings.TrimSpace(text)) {
	case "allow":
		e.Allow = value.Yes
	case "deny":
		e.Allow = value.No
	default:
		e.doubt("its action is not known")
	}
}

func (e *ACLEntry) setBlock(v *value.Value, family Family) {
	if v == nil {
		return
	}
	e.Family = family
	prefix, ok := parsePrefix(v)
	if !ok || familyOf(prefix) != family {
		e.doubt("its block is not known: " + reasonOf(v))
		return
	}
	e.Block = prefix
}

// setProtocol reads the protocol and its ports. ICMP for IPv6 with an IPv4 block is all traffic.
func (e *ACLEntry) setProtocol(resource *template.Resource) {
	text, ok := stack.Property(resource, "Protocol").Literal()
	if !ok {
		e.doubt("its protocol is not known")
		return
	}
	text = strings.ToLower(strings.TrimSpace(text))
	if number, err := strconv.Atoi(text); err == nil {
		text = protocols[number]
	}
	ports, keys := "PortRange", []string{"From", "To"}
	switch {
	case text == "icmpv6" && e.Family == IPv6, text == "icmp":
		ports, keys = "Icmp", []string{"Type", "Code"}
	case text != "tcp" && text != "udp":
		e.Protocol = "-1"
		return
	}
	e.Protocol = text
	e.From = e.port(stack.Property(resource, ports, keys[0]))
	e.To = e.port(stack.Property(resource, ports, keys[1]))
}

func (e *ACLEntry) port(v *value.Value) *int {
	number, ok := v.Int()
	if !ok {
		e.doubt("its ports are not known")
		return nil
	}
	return &number
}

// Guard is the network ACL that a subnet stands behind.
type Guard struct {
	// ACL is nil where it is not known.
	ACL *ACL
	// Unknown says why the ACL is not known, or may be another one.
	Unknown string
	// Weaker are reasons why it may be another ACL after all.
	Weaker []string
	// At is the association; the subnet where there is none.
	At source.At
}

// Guard returns the network ACL that a subnet stands behind.
func (n *Network) Guard(subnet stack.Link) Guard {
	if declared := n.subnets[subnet.ID]; declared != nil {
		return declared.guard
	}
	return Guard{Unknown: "the network ACL of a subnet that is not declared is not known"}
}

// GuardOf returns the network ACL that a declared subnet stands behind.
func (n *Network) GuardOf(subnet *Subnet) Guard { return subnet.guard }

// placeBehindACLs finds the ACL of every subnet: the one that is associated, else the VPC's default one.
func (b *builder) placeBehindACLs() {
	tied := map[string][]*template.Resource{}
	var loose []*template.Resource
	for _, tie := range b.OfType(tieType) {
		subnetID := stack.Property(tie, "SubnetId")
		if subnet := b.Declared(subnetID, "AWS::EC2::Subnet"); subnet != nil {
			tied[subnet.ID] = append(tied[subnet.ID], tie)
		} else if mayTurnOut(b.Follow(subnetID)) {
			loose = append(loose, tie)
		}
	}
	for _, subnet := range b.network.Subnets {
		subnet.guard = b.guardOf(subnet, tied[subnet.ID], loose)
		if subnet.guard.ACL != nil {
			subnet.guard.ACL.Subnets = append(subnet.guard.ACL.Subnets, subnet)
		}
	}
}

func (b *builder) guardOf(subnet *Subnet, ties, loose []*template.Resource) Guard {
	if len(ties) == 0 {
		return b.defaultGuard(subnet, loose)
	}
	guard := Guard{At: ties[0].At, ACL: b.acls[b.Link(stack.Property(ties[0], "NetworkAclId"), aclType).ID]}
	switch {
	case guard.ACL == nil:
		guard.Unknown = "the network ACL of " + subnet.Name + " is not declared"
	case len(ties) > 1:
		guard.Unknown = "more than one network ACL is associated with " + subnet.Name
	case !isSure(ties[0]):
		guard.Unknown = "it can't be decided whether the association " + ties[0].Name + " exists"
	}
	return guard
}

func (b *builder) defaultGuard(subnet *Subnet, loose []*template.Resource) Guard {
	guard := Guard{At: subnet.At, ACL: b.acls[subnet.VPC.ID+".DefaultNetworkAcl"]}
	if guard.ACL == nil {
		guard.Unknown = "the default network ACL of a VPC that is not declared is not known"
		return guard
	}
	for _, tie := range loose {
		if b.MayBe(stack.Property(tie, "SubnetId"), subnet.Resource) {
			guard.Unknown = "the association " + tie.Name + " may be of " + subnet.Name
			return guard
		}
	}
	guard.Unknown, guard.Weaker = b.Absence(subnet.Resource)
	return guard
}

// ACLCode is RA's name for a network ACL that keeps traffic back.
const ACLCode Blocker = "SUBNET_ACL_RESTRICTION"

// Passage is whether a network ACL lets traffic pass.
type Passage struct {
	// Fact is "yes" where all of the traffic passes, "no" where nothing does.
	fact.Fact
	// Entries are those that decide, in their order; none where no entry is for the traffic, which denies it.
	Entries []*ACLEntry
	// Hop is the place that decides: the first entry, else the ACL.
	Hop fact.Hop
	// Weaker are reasons why a "no" may be wrong after all.
	Weaker []string
}

// Passes answers whether the ACL of a subnet lets traffic in from the remote addresses, or out to them.
// Entries are asked in the order of their numbers, and the first that is for a packet decides. An ACL keeps no
// state: ask for [Traffic.Reply] in the other direction, too.
func (n *Network) Passes(guard Guard, direction Direction, traffic Traffic, remote Addresses) Passage {
	acl := guard.ACL
	if acl == nil {
		return Passage{Fact: fact.Undecided(guard.Unknown)}
	}
	passage := acl.passes(direction, traffic, remote)
	unsure := ""
	switch {
	case guard.Unknown != "":
		unsure = guard.Unknown
	case acl.unknown != "":
		unsure = acl.unknown
	case acl.Exists != value.Yes:
		unsure = "it can't be decided whether network ACL " + acl.Name + " exists"
	}
	if unsure != "" {
		passage.Fact = fact.Undecided(unsure)
	}
	passage.Weaker = fact.Join(guard.Weaker, acl.weaker)
	return passage
}
