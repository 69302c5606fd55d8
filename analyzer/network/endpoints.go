package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Endpoint is a VPC endpoint that the templates declare.
type Endpoint struct {
	Item

	// VPC is the VPC the endpoint is in.
	VPC stack.Link `json:"vpc"`
	// Service is the last label of the service's name, as in "ssm" for
	// "com.amazonaws.eu-west-1.ssm"; empty when it is not known.
	Service string `json:"service,omitempty"`
	// Type is "Interface", "Gateway", "GatewayLoadBalancer", "ServiceNetwork" or "Resource"; Gateway is
	// the default. Empty when it is not known.
	Type string `json:"type,omitempty"`
	// Via says how the service's name was arrived at, such as by a parameter's default.
	Via []fact.Hop `json:"via,omitempty"`

	vpc *value.Value
	// elsewhere says that the service may be that of another Region.
	elsewhere bool
	// unknown says why the service is not known.
	unknown string
}

// IsOfAWS reports whether the service is one that AWS offers, by its name: those of others are named
// after their endpoint service, as in "com.amazonaws.vpce.eu-west-1.vpce-svc-1".
func (e *Endpoint) IsOfAWS() bool {
	name := stack.Property(e.Resource, "ServiceName")
	text, ok := name.Literal()
	if !ok && name.Is(value.Text) {
		text, _ = name.Parts[0].Literal()
	}
	isOwn := strings.HasPrefix(text, "com.amazonaws.") || strings.HasPrefix(text, "cn.com.amazonaws.") ||
		strings.HasPrefix(text, "aws.")
	return isOwn && !strings.HasPrefix(text, "com.amazonaws.vpce.")
}

func (b *builder) readEndpoints() {
	for _, resource := range b.OfType("AWS::EC2::VPCEndpoint") {
		name := stack.Property(resource, "ServiceName")
		endpoint := &Endpoint{
			Item: item(resource), Via: fact.Steps(name),
			vpc: b.endpointVPC(resource), Type: endpointType(stack.Property(resource, "VpcEndpointType")),
			elsewhere: b.elsewhere(stack.Property(resource, "ServiceRegion")),
		}
		endpoint.VPC = b.Link(endpoint.vpc, "AWS::EC2::VPC")
		endpoint.Service, endpoint.unknown = serviceLabel(name)
		b.network.Endpoints = append(b.network.Endpoints, endpoint)
	}
}

// endpointVPC returns what an endpoint says about its VPC: by VpcId, else by a declared subnet.
func (b *builder) endpointVPC(endpoint *template.Resource) *value.Value {
	vpc := b.Follow(stack.Property(endpoint, "VpcId"))
	if b.Declared(vpc, "AWS::EC2::VPC") != nil {
		return vpc
	}
	for _, subnetID := range stack.Property(endpoint, "SubnetIds").List() {
		if subnet := b.Declared(subnetID, "AWS::EC2::Subnet"); subnet != nil {
			return b.Follow(stack.Property(subnet, "VpcId"))
		}
	}
	return vpc
}

func endpointType(v *value.Value) string {
	if v == nil {
		return "Gateway"
	}
	text, _ := v.Literal()
	return text
}

// elsewhere reports whether an endpoint may be one of another Region.
func (b *builder) elsewhere(region *value.Value) bool {
	if region == nil || value.Identity(region) == "?AWS::Region" {
		return false
	}
	text, _ := region.Literal()
	return text == "" || text != b.env.Region
}

// serviceLabel returns the last label of a service's name. The name is often text around the Region,
// which need not be known.
func serviceLabel(name *value.Value) (label, unknown string) {
	if name == nil {
		return "", "" // such as an endpoint for a resource of VPC Lattice
	}
	text, ok := name.Literal()
	if !ok && name.Kind == value.Text {
		text, ok = name.Parts[len(name.Parts)-1].Literal()
		ok = ok && strings.Contains(text, ".")
	}
	if !ok {
		return "", reasonOf(name)
	}
	return strings.ToLower(text[strings.LastIndex(text, ".")+1:]), ""
}

// serves answers whether the endpoint is one for the service that clients in the VPC can use.
func (b *builder) serves(endpoint *Endpoint, vpc *VPC, service string) fact.Fact {
	switch in := value.Same(endpoint.vpc, reference(vpc)); {
	case in == value.No || in == value.Undecided && !b.MayBe(endpoint.vpc, vpc.Resource):
		return fact.No("")
	case in == value.Undecided:
		return fact.Undecided("endpoint " + endpoint.Name + " may be in " + vpc.Name)
	case endpoint.unknown != "":
		return fact.Undecided("the service of endpoint " + endpoint.Name + " is not known: " + endpoint.unknown)
	case endpoint.Service == service+"-fips":
		return fact.Undecided("endpoint " + endpoint.Name + " is for the FIPS names of " + service)
	case endpoint.Service != service:
		return fact.No("")
	case endpoint.Exists != value.Yes:
		return fact.Undecided("it can't be decided whether endpoint " + endpoint.Name + " exists")
	case endpoint.Type != "Interface":
		return fact.Undecided("endpoint " + endpoint.Name + " is not of the type Interface")
	case endpoint.elsewhere:
		return fact.Undecided("endpoint " + endpoint.Name + " may lead to another Region")
	default:
		return fact.Yes("")
	}
}

func reference(vpc *VPC) *value.Value {
	return &value.Value{Kind: value.Reference, Resource: vpc.ID}
}

// endpointFor answers whether the VPC has an endpoint for the service, and with how much doubt the
// templates leave that it has none.
func (b *builder) endpointFor(vpc *VPC, service string) (has fact.Fact, weaker []string) {
	has = fact.No(vpc.Name + " has no interface endpoint for " + service)
	for _, endpoint := range b.network.Endpoints {
		switch serves := b.serves(endpoint, vpc, service); serves.Answer {
		case value.Yes:
			return serves, nil
		case value.Undecided:
			has = serves
		case value.No:
		}
	}
	if has.Answer != value.No {
		return has, nil
	}
	unknown, weaker := b.Absence(vpc.Resource)
	if unknown == "" {
		unknown = b.namedElsewhere(vpc, service)
	}
	if unknown != "" {
		return fact.Undecided(unknown), nil
	}
	return has, weaker
}
