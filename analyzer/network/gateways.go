package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Gateway is a gateway that the templates declare.
type Gateway struct {
	Item

	// Kind is "internet-gateway", "nat-gateway", "egress-only-gateway" or "virtual-private-gateway".
	Kind TargetKind `json:"kind"`
	// VPCs are the VPCs that the gateway is attached to, or stands in.
	VPCs []stack.Link `json:"vpcs"`
	// Subnet is the subnet of a zonal NAT gateway; nil for all others.
	Subnet *stack.Link `json:"subnet,omitempty"`
	// Private says of a NAT gateway whether it translates to private addresses only.
	Private *fact.Fact `json:"private,omitempty"`
	// Regional says of a NAT gateway whether it spans the zones of its VPC, without a subnet.
	Regional *fact.Fact `json:"regional,omitempty"`
}

func (b *builder) readGateways() {
	for _, resource := range b.OfType("AWS::EC2::InternetGateway") {
		b.addGateway(resource, ToInternet, b.attachedTo(resource, "InternetGatewayId"))
	}
	for _, resource := range b.OfType("AWS::EC2::VPNGateway") {
		b.addGateway(resource, ToVPN, b.attachedTo(resource, "VpnGatewayId"))
	}
	for _, resource := range b.OfType("AWS::EC2::EgressOnlyInternetGateway") {
		b.addGateway(resource, ToEgressOnly, []stack.Link{b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC")})
	}
	for _, resource := range b.OfType("AWS::EC2::NatGateway") {
		b.addNAT(resource)
	}
}

func (b *builder) addGateway(resource *template.Resource, kind TargetKind, vpcs []stack.Link) *Gateway {
	gateway := &Gateway{Item: item(resource), Kind: kind, VPCs: vpcs}
	b.network.Gateways = append(b.network.Gateways, gateway)
	return gateway
}

func (b *builder) addNAT(resource *template.Resource) {
	gateway := b.addGateway(resource, ToNAT, []stack.Link{})
	private, regional := natPrivate(resource), natRegional(resource)
	gateway.Private, gateway.Regional = &private, &regional
	if regional.Answer == value.Yes {
		gateway.VPCs = append(gateway.VPCs, b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"))
		return
	}
	link := b.Link(stack.Property(resource, "SubnetId"), "AWS::EC2::Subnet")
	gateway.Subnet = &link
	if subnet := b.subnets[link.ID]; subnet != nil {
		gateway.VPCs = append(gateway.VPCs, subnet.VPC)
	}
}

// natPrivate answers whether a NAT gateway has only private addresses; public is the default.
func natPrivate(nat *template.Resource) fact.Fact {
	return isText(stack.Property(nat, "ConnectivityType"), "private", "public")
}

// natRegional answers whether a NAT gateway is regional; zonal is the default. A regional one names
// a VPC in place of a subnet.
func natRegional(nat *template.Resource) fact.Fact {
	mode := isText(stack.Property(nat, "AvailabilityMode"), "regional", "zonal")
	if mode.Answer == value.No && stack.Property(nat, "SubnetId") == nil && stack.Property(nat, "VpcId") != nil {
		return fact.Yes("it names a VPC and no subnet")
	}
	return mode
}

// isText answers whether a property holds the text; an absent one holds the other.
func isText(v *value.Value, text, byDefault string) fact.Fact {
	if v == nil {
		return fact.No("the default is " + byDefault)
	}
	given, ok := v.Literal()
	if !ok {
		return fact.Undecided(reasonOf(v))
	}
	return fact.Fact{Answer: value.TruthOf(given == text)}
}

// attachedTo returns the VPCs that attachments tie a gateway to.
func (b *builder) attachedTo(gateway *template.Resource, key string) []stack.Link {
	links := []stack.Link{}
	for _, attachment := range b.OfType("AWS::EC2::VPCGatewayAttachment") {
		if b.Declared(stack.Property(attachment, key), gateway.Type) == gateway {
			links = append(links, b.Link(stack.Property(attachment, "VpcId"), "AWS::EC2::VPC"))
		}
	}
	return links
}

// attachment answers whether an internet gateway or a virtual private gateway is attached to a VPC, and names the
// attachment that does it.
func (b *builder) attachment(gateway *template.Resource, vpc *value.Value) (attached fact.Fact, by *template.Resource) {
	kind, key := "internet gateway ", "InternetGatewayId"
	if gateway.Type == "AWS::EC2::VPNGateway" {
		kind, key = "virtual private gateway ", "VpnGatewayId"
	}
	attached = fact.No(kind + gateway.Name + " is attached to no VPC")
	for _, candidate := range b.OfType("AWS::EC2::VPCGatewayAttachment") {
		gatewayID := stack.Property(candidate, key)
		if b.Declared(gatewayID, gateway.Type) != gateway {
			if b.MayBe(gatewayID, gateway) {
				attached = fact.Undecided(candidate.Name + " may attach " + gateway.Name)
			}
			continue
		}
		switch same := value.Same(b.Follow(stack.Property(candidate, "VpcId")), b.Follow(vpc)); {
		case same == value.Yes && candidate.Exists == value.Yes:
			return fact.Yes(""), candidate
		case same == value.No:
			attached.Reason = kind + gateway.Name + " is attached to another VPC"
		default:
			attached = fact.Undecided("it can't be decided whether " + candidate.Name + " attaches " + gateway.Name)
		}
	}
	if attached.Answer == value.No {
		if unknown, _ := b.Absence(gateway); unknown != "" || b.Custom() != nil || b.Given(gateway.ID) != "" {
			return fact.Undecided("another stack or a custom resource may attach " + gateway.Name), nil
		}
	}
	return attached, nil
}
