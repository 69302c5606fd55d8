package network

import (
	"net/netip"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
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

// HoldsOnPremises reports whether a block of addresses holds all of one that is known to be on premises, to what stands
// in the file of the handle.
func (n *Network) HoldsOnPremises(at source.At, block netip.Prefix) bool {
	for _, own := range n.Environment.Known(at.File()).OnPremises {
		if block.Bits() <= own.Bits() && block.Contains(own.Addr()) {
			return true
		}
	}
	return false
}

// isOnPremises reports whether all of the addresses that a route leads to are known to be on premises.
func (w *walk) isOnPremises(x exit) bool {
	addresses := x.to
	blocks := w.onPremises(x.from.workload.At, addresses.Family)
	known := AddressesOf(addresses.Family, blocks...)
	return len(blocks) > 0 && addresses.Unknown == "" && covers(known.Set, addresses.Set)
}

// announced are the candidates for the routes that a virtual private gateway propagates and that are known: those to
// the networks on premises.
func (n *Network) announced(route *Route, family Family) []candidate {
	if route.Resource == nil || route.Resource.Type != propagationType || route.Exists != value.Yes {
		return nil
	}
	var found []candidate
	for _, block := range n.onPremises(route.At, family) {
		found = append(found, candidate{route: route, set: setOf(block), bits: block.Bits()})
	}
	return found
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

// isCentral reports whether endpoints in another VPC are known to provide a service to a workload: its routes may lead
// out of its VPC to them, and neither security groups nor network ACLs nor a VPC without a resolver keep it from there
// for certain.
func (a *agents) isCentral(workload *Workload, service string) bool {
	if !a.env.Known(workload.At.File()).Provides(service) {
		return false
	}
	if vpc := a.vpcs[workload.VPC.ID]; vpc != nil && vpc.DNSSupport.Answer == value.No {
		return false
	}
	egress := workload.Egress.IPv4
	if a.hub(workload) == "" && egress.Internet.Answer != value.Undecided && len(egress.Weaker) == 0 {
		return false
	}
	anywhere := UnknownAddresses(IPv4, "the addresses of endpoints in another VPC are not known")
	peer := Side{Groups: []stack.Link{{Standing: stack.External}}, Addresses: anywhere}
	if a.network.Admits(a.network.GroupsOf(workload), Outbound, https, peer).Answer == value.No {
		return false
	}
	for _, subnet := range workload.Subnets {
		guard := a.network.Guard(subnet)
		if a.network.Passes(guard, Outbound, https, anywhere).Answer == value.No ||
			a.network.Passes(guard, Inbound, https.Reply(), anywhere).Answer == value.No {
			return false
		}
	}
	return true
}

// overHub goes to endpoints in another VPC that are known to provide a service, by a route that leads there.
func (n *Network) overHub(agents *agents, workload *Workload, service string) Path {
	w := n.walk(https, IPv4)
	if agents.hub(workload) == "" {
		w.doubt(ExternalUnknown, workload.At, "whether a route leads to the endpoints in another VPC is not known")
	}
	w.pass(workload.At, central(service))
	return w.result()
}

// areCentral reports whether endpoints in another VPC are known to provide all that the agent needs.
func (a *agents) areCentral(workload *Workload) bool {
	for _, service := range agentServices {
		if !a.isCentral(workload, service) {
			return false
		}
	}
	return true
}

// central says that a service is provided by endpoints in another VPC.
func central(service string) string {
	return "endpoints in another VPC are known to provide " + service
}
