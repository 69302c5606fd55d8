package network

import (
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// propagationType is that of resources that put the routes of a virtual private gateway into route tables.
const propagationType = "AWS::EC2::VPNGatewayRoutePropagation"

// onPremises are the blocks of a family that are known to be those of networks outside of AWS, to what a file declares.
func (n *Network) onPremises(at source.At, family Family) []netip.Prefix {
	var blocks []netip.Prefix
	for _, block := range n.Environment.Known(at.File()).OnPremises {
		if familyOf(block) == family {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// IsForOnPremises reports whether all of a block is known to belong to networks on premises, to what stands in the file
// of the handle, and not all of it is a VPC's own: the addresses of a VPC are never on premises.
func (n *Network) IsForOnPremises(at source.At, block netip.Prefix, home Addresses) bool {
	whole := setOf(block)
	known := AddressesOf(familyOf(block), n.onPremises(at, familyOf(block))...)
	return covers(known.Set, whole) && !covers(home.Set, whole)
}

// isOnPremises reports whether all of the addresses that a route leads to are known to be on premises.
func (w *walk) isOnPremises(x exit) bool {
	addresses := x.to
	blocks := w.onPremises(x.from.workload.At, addresses.Family)
	known := AddressesOf(addresses.Family, blocks...)
	return len(blocks) > 0 && addresses.Unknown == "" && covers(known.Set, addresses.Set)
}

// announced are the candidates for the routes that a virtual private gateway propagates and that are known: those to
// the networks on premises, as far as nothing says that it does not learn of them.
func (n *Network) announced(route *Route, family Family) []candidate {
	if route.Resource == nil || route.Resource.Type != propagationType || route.Exists != value.Yes {
		return nil
	}
	gateway := n.Index.Declared(route.Target.value, "AWS::EC2::VPNGateway")
	var found []candidate
	for _, block := range n.onPremises(route.At, family) {
		if n.learns(gateway, block) {
			found = append(found, candidate{route: route, set: setOf(block), bits: block.Bits()})
		}
	}
	return found
}

// learns reports whether a virtual private gateway learns of a network on premises, as far as its declared connections
// tell. One with static routes alone knows the networks of these (AWS Site-to-Site VPN User Guide, static and dynamic
// routing); without a declared connection, Direct Connect may lead there.
func (n *Network) learns(gateway *template.Resource, block netip.Prefix) bool {
	if gateway == nil {
		return true
	}
	isStatic, known := false, &netipx.IPSet{}
	for _, connection := range n.Index.OfType("AWS::EC2::VPNConnection") {
		if n.Index.Declared(stack.Property(connection, "VpnGatewayId"), gateway.Type) != gateway {
			continue
		}
		if stack.Property(connection, "StaticRoutesOnly").TruthOr(value.No) == value.No && isSure(connection) {
			return true
		}
		isStatic, known = true, union(known, n.staticRoutes(connection))
	}
	return !isStatic || covers(known, setOf(block))
}

// staticRoutes are the networks that the static routes of a VPN connection surely lead to.
func (n *Network) staticRoutes(connection *template.Resource) *netipx.IPSet {
	var known netipx.IPSetBuilder
	for _, route := range n.Index.OfType("AWS::EC2::VPNConnectionRoute") {
		isOwn := n.Index.Declared(stack.Property(route, "VpnConnectionId"), connection.Type) == connection
		prefix, ok := parsePrefix(n.Index.Follow(stack.Property(route, "DestinationCidrBlock")))
		if isOwn && ok && isSure(route) && isSure(connection) {
			known.AddPrefix(prefix)
		}
	}
	return build(&known)
}

// dropAnnounced takes out of legs that are not known what surely takes the same route.
func (w *Way) dropAnnounced() {
	for i := range w.Legs {
		leg := &w.Legs[i]
		for _, sure := range w.Legs {
			if leg.Unknown != "" && leg.Route != nil && sure.Unknown == "" && sure.Route == leg.Route {
				leg.Set = subtract(leg.Set, sure.Set)
			}
		}
	}
	w.Legs = slices.DeleteFunc(w.Legs, func(leg Leg) bool { return IsEmpty(leg.Set) })
}

// beyondTransit leaves through a transit gateway or a core network, behind which nothing is known but the networks on
// premises. What route tables of its own send there is not looked at.
func (w *walk) beyondTransit(x exit) {
	route := x.leg.Route
	transit := w.Transit(route.Target.ID)
	isRouted := transit == nil || transit.Standing == stack.External || transit.OwnTables.Answer == value.No
	if !w.isOnPremises(x) || !isRouted {
		w.doubt(ExternalUnknown, route.At, "what lies behind the "+route.Target.describe()+" is not known")
		return
	}
	if transit != nil && transit.Standing == stack.Declared {
		w.transitEnd(transit, x.from)
	}
	w.pass(route.At, "the network on premises lies behind the "+route.Target.describe())
}

// overHub goes to endpoints in another VPC that are known to provide a service, by the routes that lead there.
func (n *Network) overHub(workload *Workload, way hubWay, service string) Path {
	w := n.walk(https, IPv4)
	for _, hop := range way.hops {
		w.pass(hop.At, hop.Message)
	}
	w.pass(workload.At, central(service))
	return w.result()
}

// central says that a service is provided by endpoints in another VPC.
func central(service string) string {
	return "endpoints in another VPC are known to provide " + service
}
