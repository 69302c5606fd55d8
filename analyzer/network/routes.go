package network

import (
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// RouteTable is a declared route table, or another one to which the templates add routes.
type RouteTable struct {
	Item

	// Standing is "declared" or "external".
	Standing stack.Standing `json:"standing"`
	// VPC is the VPC the table is of.
	VPC stack.Link `json:"vpc"`
	// Routes are the routes that the templates add; the local route, which every table has, is not
	// listed.
	Routes []*Route `json:"routes"`

	// unknown says why the table may hold other routes; empty where it holds none but these.
	unknown string
	weaker  []string
}

// Route is a route that the templates add to a table.
type Route struct {
	Item

	// Destination is the canonical block or the id of a prefix list; empty when it is not known.
	Destination string `json:"destination,omitempty"`
	// Family is "ipv4" or "ipv6"; empty when it is not known.
	Family Family `json:"family,omitempty"`
	// Target is where the route sends traffic.
	Target Target `json:"target"`
	// Via says how the destination was arrived at, such as by a parameter's default.
	Via []fact.Hop `json:"via,omitempty"`

	prefixes []netip.Prefix
	// unknown says why the destination is not known; such a route may be a default route.
	unknown string
}

// Target is where a route sends traffic.
type Target struct {
	// Kind is "internet-gateway", "nat-gateway", "egress-only-gateway", "virtual-private-gateway",
	// "transit-gateway", "core-network", "peering", "middlebox" (an instance, an interface or a Gateway Load
	// Balancer endpoint), "carrier" (a carrier or local gateway), "local" or "unknown".
	Kind TargetKind `json:"kind"`
	// Link is the target; its standing is external unless it is declared.
	stack.Link

	value *value.Value
}

// TargetKind tells the sorts of targets apart.
type TargetKind string

// The kinds of targets.
const (
	ToInternet   TargetKind = "internet-gateway"
	ToNAT        TargetKind = "nat-gateway"
	ToEgressOnly TargetKind = "egress-only-gateway"
	ToVPN        TargetKind = "virtual-private-gateway"
	ToTransit    TargetKind = "transit-gateway"
	ToCore       TargetKind = "core-network"
	ToPeer       TargetKind = "peering"
	ToMiddlebox  TargetKind = "middlebox"
	ToCarrier    TargetKind = "carrier"
	ToLocal      TargetKind = "local"
	ToUnknown    TargetKind = "unknown"
)

// targets are the properties of AWS::EC2::Route that name a target. GatewayId is left out: what it
// names decides, not the property.
var targets = []struct {
	property string
	kind     TargetKind
	types    []string
}{
	{"NatGatewayId", ToNAT, []string{"AWS::EC2::NatGateway"}},
	{"EgressOnlyInternetGatewayId", ToEgressOnly, []string{"AWS::EC2::EgressOnlyInternetGateway"}},
	{"TransitGatewayId", ToTransit, []string{"AWS::EC2::TransitGateway"}},
	{"VpcPeeringConnectionId", ToPeer, []string{"AWS::EC2::VPCPeeringConnection"}},
	{"InstanceId", ToMiddlebox, []string{"AWS::EC2::Instance"}},
	{"NetworkInterfaceId", ToMiddlebox, []string{"AWS::EC2::NetworkInterface"}},
	{"VpcEndpointId", ToMiddlebox, []string{"AWS::EC2::VPCEndpoint"}},
	{"CarrierGatewayId", ToCarrier, []string{"AWS::EC2::CarrierGateway"}},
	{"LocalGatewayId", ToCarrier, nil},
	{"CoreNetworkArn", ToCore, []string{"AWS::NetworkManager::CoreNetwork"}},
	{"OdbNetworkArn", ToUnknown, nil},
}

// readTables reads route tables, puts every route into its table and every subnet onto one.
func (b *builder) readTables() {
	for _, resource := range b.OfType("AWS::EC2::RouteTable") {
		table := &RouteTable{
			Item: item(resource), Standing: stack.Declared,
			VPC: b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"), Routes: []*Route{},
		}
		table.unknown, table.weaker = b.Absence(resource)
		if by := b.Handed(table.VPC.ID); by != nil && stack.IsCustom(by.Type) && table.unknown == "" {
			table.unknown = "the custom resource " + by.Name + " is handed the VPC and may add routes"
		}
		b.network.RouteTables = append(b.network.RouteTables, table)
		b.tables[table.ID] = table
	}
	for _, resource := range b.OfType("AWS::EC2::Route") {
		b.addRoute(stack.Property(resource, "RouteTableId"), b.readRoute(resource))
	}
	for _, resource := range b.OfType(propagationType) {
		b.addPropagation(resource)
	}
	b.placements()
}

// addRoute puts a route into its table. A route whose table is not known may be in any table it fits.
func (b *builder) addRoute(tableID *value.Value, route *Route) {
	if resource := b.Declared(tableID, "AWS::EC2::RouteTable"); resource != nil {
		table := b.tables[resource.ID]
		table.Routes = append(table.Routes, route)
		return
	}
	for _, table := range b.network.RouteTables {
		if table.Resource != nil && table.unknown == "" && b.MayBe(tableID, table.Resource) {
			table.unknown = "the route " + route.Name + " may be in route table " + table.Name
		}
	}
	table := b.externalTable(tableID)
	table.Routes = append(table.Routes, route)
}

// externalTable returns the container for routes to a table that is not declared. Routes of which
// nothing tells whether they share a table get one each.
func (b *builder) externalTable(tableID *value.Value) *RouteTable {
	link := b.Link(tableID, "AWS::EC2::RouteTable")
	if table := b.tables[link.ID]; table != nil && link.ID != "" {
		return table
	}
	table := &RouteTable{
		Item: Item{ID: link.ID, Name: link.ID, Exists: value.Yes}, Standing: stack.External,
		VPC: stack.Link{Standing: stack.External, Reason: link.Reason}, unknown: link.Reason,
	}
	b.network.RouteTables = append(b.network.RouteTables, table)
	if link.ID != "" {
		b.tables[link.ID] = table
	}
	return table
}

// addPropagation adds the routes that a virtual private gateway announces. Which these are is known
// only to the other side.
func (b *builder) addPropagation(resource *template.Resource) {
	gateway := stack.Property(resource, "VpnGatewayId")
	for _, tableID := range stack.Property(resource, "RouteTableIds").List() {
		b.addRoute(tableID, &Route{
			Item:    item(resource),
			Target:  Target{Kind: ToVPN, Link: b.Link(gateway, "AWS::EC2::VPNGateway"), value: gateway},
			unknown: "the routes that " + resource.Name + " propagates are not known",
		})
	}
}

func (b *builder) readRoute(resource *template.Resource) *Route {
	route := &Route{Item: item(resource), Target: b.readTarget(resource)}
	given := 0
	for _, key := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		v := stack.Property(resource, key)
		if v == nil {
			continue
		}
		given++
		route.Via = append(route.Via, fact.Steps(v)...)
		b.setDestination(route, key, v)
	}
	if given != 1 {
		route.Destination, route.Family, route.prefixes = "", "", nil
		route.unknown = "it can't be decided which destination " + resource.Name + " has"
	}
	return route
}

func (b *builder) setDestination(route *Route, key string, v *value.Value) {
	v = b.Follow(v)
	if key == "DestinationPrefixListId" {
		route.Destination = b.Link(v, "AWS::EC2::PrefixList").ID
		route.prefixes, route.unknown = b.listed(v)
		if len(route.prefixes) > 0 {
			route.Family = familyOf(route.prefixes[0])
		}
		return
	}
	prefix, ok := parsePrefix(v)
	if !ok {
		route.unknown = "the destination of " + route.Name + " is not known: " + reasonOf(v)
		route.Family = IPv4
		if key == "DestinationIpv6CidrBlock" {
			route.Family = IPv6
		}
		return
	}
	route.Destination, route.Family, route.prefixes = prefix.String(), familyOf(prefix), []netip.Prefix{prefix}
}

// listed returns the blocks of a declared prefix list, or why they are not known. The addresses of a
// list have one family.
func (b *builder) listed(list *value.Value) (prefixes []netip.Prefix, unknown string) {
	resource := b.Declared(list, "AWS::EC2::PrefixList")
	if resource == nil {
		return nil, "the prefix list is not declared"
	}
	for _, entry := range stack.Property(resource, "Entries").List() {
		prefix, ok := parsePrefix(b.Follow(stack.Dig(entry, "Cidr")))
		if !ok {
			return nil, "an entry of prefix list " + resource.Name + " is not known"
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, ""
}

func (b *builder) readTarget(resource *template.Resource) Target {
	target := Target{Kind: ToUnknown, Link: stack.Link{Standing: stack.External, Reason: "the route names no target"}}
	given := 0
	if v := b.Follow(stack.Property(resource, "GatewayId")); v != nil {
		given++
		target = b.gatewayTarget(v)
	}
	for _, candidate := range targets {
		if v := b.Follow(stack.Property(resource, candidate.property)); v != nil {
			given++
			target = Target{Kind: candidate.kind, Link: b.Link(v, candidate.types...), value: v}
		}
	}
	if given > 1 {
		several := stack.Link{Standing: stack.External, Reason: "more than one target is given"}
		return Target{Kind: ToUnknown, Link: several}
	}
	return target
}

// gatewayTarget reads GatewayId, which takes internet gateways, virtual private gateways and, for
// edge cases, endpoints and the word local. Literal ids tell by their prefix.
func (b *builder) gatewayTarget(v *value.Value) Target {
	target := Target{Kind: ToUnknown, Link: b.Link(v, "AWS::EC2::InternetGateway", "AWS::EC2::VPNGateway"), value: v}
	text, _ := v.Literal()
	switch {
	case b.Declared(v, "AWS::EC2::InternetGateway") != nil, strings.HasPrefix(text, "igw-"):
		target.Kind = ToInternet
	case b.Declared(v, "AWS::EC2::VPNGateway") != nil, strings.HasPrefix(text, "vgw-"):
		target.Kind = ToVPN
	case strings.HasPrefix(text, "vpce-"):
		target.Kind = ToMiddlebox
	case text == "local":
		target.Kind = ToLocal
	}
	return target
}

// share returns the internet addresses that a route of the table decides on: those of its
// destination without those of more specific routes that surely exist.
func (t *RouteTable) share(route *Route) *netipx.IPSet {
	var set netipx.IPSetBuilder
	for _, prefix := range route.prefixes {
		set.AddPrefix(prefix)
	}
	for _, other := range t.Routes {
		if other.Exists != value.Yes {
			continue
		}
		for _, inner := range other.prefixes {
			if route.contains(inner) {
				set.RemovePrefix(inner)
			}
		}
	}
	set.Intersect(routable[route.Family])
	return build(&set)
}

// contains reports whether the inner block is more specific than one of the route's.
func (r *Route) contains(inner netip.Prefix) bool {
	for _, prefix := range r.prefixes {
		if prefix.Bits() < inner.Bits() && prefix.Contains(inner.Addr()) {
			return true
		}
	}
	return false
}

// width returns the number of leading bits that the route's widest block fixes: 0 for a default
// route.
func (r *Route) width() int {
	width := 128
	for _, prefix := range r.prefixes {
		width = min(width, prefix.Bits())
	}
	return width
}
