package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// PeeringConnection is a peering connection that the templates declare.
type PeeringConnection struct {
	Item
	// VPCs are the VPC that asks and the one that accepts.
	VPCs [2]stack.Link
	// OtherRegion says whether the VPC that accepts is in another Region.
	OtherRegion fact.Fact
	// OtherAccount says whether it is in another account, which has to accept the connection.
	OtherAccount fact.Fact
}

// Other returns the VPC on the other side of the connection.
func (p *PeeringConnection) Other(vpc stack.Link) (other stack.Link, is bool) {
	for i, link := range p.VPCs {
		if link.ID == vpc.ID && link.ID != "" {
			return p.VPCs[1-i], true
		}
	}
	return stack.Link{}, false
}

// Transit is a transit gateway that the templates declare or attach VPCs to.
type Transit struct {
	Item
	// Standing is "declared" or "external".
	Standing stack.Standing
	// References says whether security groups of attached VPCs may be referenced; by default they may not.
	References fact.Fact
	// OwnTables says whether attachments use and announce to route tables other than the default one, which the
	// templates do not tell in full.
	OwnTables fact.Fact
	// Attachments are the VPCs that the templates attach.
	Attachments []*TransitAttachment

	unknown string
}

// TransitAttachment attaches a VPC to a transit gateway.
type TransitAttachment struct {
	Item
	VPC stack.Link
	// Subnets are where it has its interfaces. Traffic of a zone enters only where one of them is in the zone.
	Subnets []stack.Link
}

// Resolution is what answers DNS names in a VPC.
type Resolution struct {
	// Custom says whether the VPC's DHCP options name DNS servers other than AmazonProvidedDNS, which is the
	// default.
	Custom fact.Fact
	// At is the DHCP options; empty where there are none.
	At fact.Hop
}

// PublicAccess is what VPC Block Public Access keeps out in the Region.
type PublicAccess struct {
	Item
	// Mode is "block-bidirectional", "block-ingress" or "off"; empty where it is not known.
	Mode string
	// Exclusions are the declared exclusions.
	Exclusions []*Exclusion
	unknown    string
}

// Exclusion exempts a VPC or a subnet from VPC Block Public Access.
type Exclusion struct {
	Item
	// Mode is "allow-bidirectional" or "allow-egress"; empty where it is not known.
	Mode        string
	VPC, Subnet stack.Link
}

// readPeerings reads what ties VPCs together and what holds for them as a whole.
func (b *builder) readPeerings() {
	for _, resource := range b.OfType("AWS::EC2::VPCPeeringConnection") {
		b.network.Peerings = append(b.network.Peerings, &PeeringConnection{
			Item: item(resource),
			VPCs: [2]stack.Link{
				b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"),
				b.Link(stack.Property(resource, "PeerVpcId"), "AWS::EC2::VPC"),
			},
			OtherRegion:  b.differs(stack.Property(resource, "PeerRegion"), "AWS::Region", b.env.Region),
			OtherAccount: b.differs(stack.Property(resource, "PeerOwnerId"), "AWS::AccountId", b.env.Account),
		})
	}
	b.readTransits()
	b.readResolution()
	b.readPublicAccess()
	for _, association := range b.OfType("AWS::EC2::SecurityGroupVpcAssociation") {
		if group := b.Declared(stack.Property(association, "GroupId"), groupType); group != nil {
			known := b.groups[group.ID]
			known.AlsoIn = append(known.AlsoIn, b.Link(stack.Property(association, "VpcId"), "AWS::EC2::VPC"))
		}
	}
}

// differs answers whether a property names another Region or account than the stack's own.
func (b *builder) differs(v *value.Value, own, known string) fact.Fact {
	if v == nil || value.Identity(v) == "?"+own {
		return fact.No("")
	}
	text, ok := v.Literal()
	switch {
	case !ok:
		return fact.Undecided(reasonOf(v))
	case known == "":
		return fact.Undecided("the " + own + " of the stack is not known")
	default:
		return fact.Fact{Answer: value.TruthOf(text != known)}
	}
}

const transitType = "AWS::EC2::TransitGateway"

// readTransits reads transit gateways with their attachments.
func (b *builder) readTransits() {
	byID := map[string]*Transit{}
	for _, resource := range b.OfType(transitType) {
		table := isText(stack.Property(resource, "DefaultRouteTableAssociation"), "disable", "enable")
		spread := isText(stack.Property(resource, "DefaultRouteTablePropagation"), "disable", "enable")
		transit := &Transit{
			Item: item(resource), Standing: stack.Declared, OwnTables: table.Or(spread),
			References: isText(stack.Property(resource, "SecurityGroupReferencingSupport"), "enable", "disable"),
		}
		transit.unknown, _ = b.Absence(resource)
		byID[transit.ID] = transit
		b.network.Transits = append(b.network.Transits, transit)
	}
	for _, kind := range []string{"AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment"} {
		for _, resource := range b.OfType(kind) {
			b.addAttachment(resource, byID)
		}
	}
	for _, kind := range []string{
		"AWS::EC2::TransitGatewayRouteTable", "AWS::EC2::TransitGatewayRoute",
		"AWS::EC2::TransitGatewayRouteTableAssociation", "AWS::EC2::TransitGatewayRouteTablePropagation",
	} {
		own := b.OfType(kind)
		for _, transit := range b.network.Transits {
			if len(own) > 0 {
				transit.OwnTables = fact.Yes(own[0].Name + " gives it route tables of its own")
			}
		}
	}
}

func (b *builder) addAttachment(resource *template.Resource, byID map[string]*Transit) {
	link := b.Link(stack.Property(resource, "TransitGatewayId"), transitType)
	transit := byID[link.ID]
	if transit == nil || link.ID == "" {
		transit = &Transit{
			Item: Item{ID: link.ID, Name: link.ID, Exists: value.Yes}, Standing: stack.External, unknown: link.Reason,
			References: fact.Undecided("the transit gateway is not declared"),
			OwnTables:  fact.Undecided("the transit gateway is not declared"),
		}
		b.network.Transits = append(b.network.Transits, transit)
		byID[link.ID] = transit
	}
	attachment := &TransitAttachment{
		Item: item(resource), VPC: b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"),
	}
	for _, subnet := range items(stack.Property(resource, "SubnetIds")) {
		attachment.Subnets = append(attachment.Subnets, b.Link(subnet, "AWS::EC2::Subnet"))
	}
	transit.Attachments = append(transit.Attachments, attachment)
}

// Peering returns the declared peering connection with the id; nil where there is none.
func (n *Network) Peering(id string) *PeeringConnection {
	for _, peering := range n.Peerings {
		if peering.ID == id {
			return peering
		}
	}
	return nil
}

// Transit returns the transit gateway with the id; nil where nothing is known of it.
func (n *Network) Transit(id string) *Transit {
	for _, transit := range n.Transits {
		if transit.ID == id && id != "" {
			return transit
		}
	}
	return nil
}

// Resolution returns what answers DNS names in a VPC.
func (n *Network) Resolution(vpc stack.Link) Resolution {
	if declared := n.vpcs[vpc.ID]; declared != nil {
		return declared.resolution
	}
	return Resolution{Custom: fact.Undecided("the DHCP options of a VPC that is not declared are not known")}
}

// readResolution finds the DHCP options of every declared VPC.
func (b *builder) readResolution() {
	const kind = "AWS::EC2::VPCDHCPOptionsAssociation"
	for _, vpc := range b.network.VPCs {
		vpc.resolution = Resolution{Custom: fact.No("the VPC uses the resolver of AWS by default")}
	}
	for _, association := range b.OfType(kind) {
		vpc := b.declaredVPC(stack.Property(association, "VpcId"))
		if vpc == nil {
			continue
		}
		id := stack.Property(association, "DhcpOptionsId")
		resolution := Resolution{
			Custom: fact.Undecided("the DHCP options of " + vpc.Name + " are not declared"),
			At: fact.Hop{
				At: association.At, Message: association.Name + " gives " + vpc.Name + " its DHCP options",
			},
		}
		if options := b.Declared(id, "AWS::EC2::DHCPOptions"); options != nil {
			resolution.Custom = servers(options)
			resolution.At.At = options.At
		} else if text, _ := id.Literal(); text == "default" {
			resolution.Custom = fact.No("the VPC uses the resolver of AWS by default")
		}
		if !isSure(association) && resolution.Custom.Answer != value.No {
			resolution.Custom = fact.Undecided("it can't be decided whether " + association.Name + " exists")
		}
		vpc.resolution = resolution
	}
}

// servers answers whether DHCP options name DNS servers other than the one of AWS.
func servers(options *template.Resource) fact.Fact {
	named := stack.Property(options, "DomainNameServers")
	if named == nil {
		return fact.No("the options name no DNS server")
	}
	answer := fact.No("the options name the resolver of AWS")
	for _, server := range named.List() {
		switch text, ok := server.Literal(); {
		case !ok:
			answer = answer.Or(fact.Undecided(reasonOf(server)))
		case text != "AmazonProvidedDNS":
			return fact.Yes(options.Name + " names the DNS server " + text)
		}
	}
	return answer
}

// readPublicAccess reads VPC Block Public Access, which an account sets once for a Region.
func (b *builder) readPublicAccess() {
	for _, resource := range b.OfType("AWS::EC2::VPCBlockPublicAccessOptions") {
		access := &PublicAccess{
			Item: item(resource), Mode: textOr(stack.Property(resource, "InternetGatewayBlockMode"), ""),
		}
		access.unknown, _ = b.Absence(resource)
		for _, exclusion := range b.OfType("AWS::EC2::VPCBlockPublicAccessExclusion") {
			access.Exclusions = append(access.Exclusions, &Exclusion{
				Item: item(exclusion), Mode: textOr(stack.Property(exclusion, "InternetGatewayExclusionMode"), ""),
				VPC:    b.Link(stack.Property(exclusion, "VpcId"), "AWS::EC2::VPC"),
				Subnet: b.Link(stack.Property(exclusion, "SubnetId"), "AWS::EC2::Subnet"),
			})
		}
		b.network.PublicAccess = access
	}
}

// PublicAccessCode is RA's name for what VPC Block Public Access keeps out.
const PublicAccessCode Blocker = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"

// BlocksPublic answers whether VPC Block Public Access keeps traffic of the subnet's internet gateways out. A
// conversation that starts inside counts as outbound.
func (n *Network) BlocksPublic(subnet *Subnet, direction Direction) fact.Fact {
	access := n.PublicAccess
	if access == nil {
		return fact.No("")
	}
	if access.Exists != value.Yes || access.Mode == "" {
		return fact.Undecided("it can't be decided whether " + access.Name + " blocks public access")
	}
	if access.Mode == "off" {
		return fact.No(access.Name + " is off")
	}
	if direction == Outbound && access.Mode == "block-ingress" {
		// Only NAT and egress-only gateways are let through: of an internet gateway nothing is.
		return fact.Undecided(access.Name + " lets only NAT gateways and egress-only internet gateways out")
	}
	for _, exclusion := range access.Exclusions {
		if !exclusion.isOf(subnet) {
			continue
		}
		if exclusion.Exists != value.Yes || exclusion.Mode == "" {
			return fact.Undecided("it can't be decided whether " + exclusion.Name + " applies")
		}
		if exclusion.Mode == "allow-bidirectional" || direction == Outbound {
			return fact.No(exclusion.Name + " is an exclusion")
		}
	}
	if access.unknown != "" || slices.ContainsFunc(access.Exclusions, (*Exclusion).isLoose) {
		return fact.Undecided("the exclusions of VPC Block Public Access are not fully known")
	}
	return fact.Yes(access.Name + " blocks public access (" + access.Mode + ")")
}

func (e *Exclusion) isOf(subnet *Subnet) bool {
	return e.Subnet.ID == subnet.ID || e.VPC.ID != "" && e.VPC.ID == subnet.VPC.ID
}

// isLoose reports whether it is not known what the exclusion exempts.
func (e *Exclusion) isLoose() bool {
	return e.Subnet.Standing == stack.External || e.VPC.Standing == stack.External
}
