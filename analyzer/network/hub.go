package network

import (
	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// hubWay is whether a workload has a way to endpoints in another VPC that are known to provide a service.
type hubWay struct {
	fact.Fact
	// hops are the routes that lead there, with what they lead through, where the answer is "yes".
	hops []fact.Hop
	// to are the addresses that the endpoints may have, since routes lead there.
	to *netipx.IPSet
	// overPeering says that a peering connection may lead there, which keeps references to security groups.
	overPeering bool
}

// hubKey is a question about the way of a workload to a service in another VPC.
type hubKey struct {
	workload, service string
}

// hubQuestion asks for routes from a workload to endpoints in another VPC.
type hubQuestion struct {
	*agents

	workload *Workload
	service  string
	family   Family
	// seen are the subnets on the way that have been looked at.
	seen map[string]bool
}

// isCentral reports whether endpoints in another VPC are known to provide a service to a workload.
func (a *agents) isCentral(workload *Workload, service string) bool {
	return a.toHub(workload, service).Answer == value.Yes
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

// hubFor says why endpoints in another network may provide a service to a workload; empty where none may, and where
// they surely do. Where it is known that endpoints in another VPC provide it, the routes there decide.
func (a *agents) hubFor(workload *Workload, service string) string {
	if !a.env.Known(workload.At.File()).Provides(service) {
		return a.hub(workload)
	}
	if way := a.toHub(workload, service); way.Answer == value.Undecided {
		return way.Reason
	}
	return ""
}

// toHub answers whether a workload reaches endpoints in another VPC that are known to provide a service: "no" where
// they are not known to, and where surely none of its routes leads to another VPC.
func (a *agents) toHub(workload *Workload, service string) hubWay {
	if !a.env.Known(workload.At.File()).Provides(service) {
		return hubWay{Fact: fact.No("endpoints in another VPC are not known to provide " + service)}
	}
	key := hubKey{workload.ID, service}
	way, done := a.hubs[key]
	if !done {
		way = a.findHub(workload, service)
		a.hubs[key] = way
	}
	return way
}

// findHub asks for routes, and then for what keeps the traffic back on the way to them.
func (a *agents) findHub(workload *Workload, service string) hubWay {
	way := a.hubRoutes(workload, service, IPv4)
	if way.Answer == value.No {
		// agents and other clients use IPv6 only where they are told to
		if workload.IPv6.Answer != value.No && a.hubRoutes(workload, service, IPv6).Answer != value.No {
			return hubWay{Fact: fact.Undecided("endpoints in another VPC are reached by IPv6 alone")}
		}
		return way
	}
	if reason := a.keptFromHub(workload, way); reason != "" && way.Answer == value.Yes {
		way.Fact = fact.Undecided(reason)
	}
	return way
}

// keptFromHub says what keeps a workload from endpoints in another VPC, or may do so: a VPC without a resolver, or
// security groups and network ACLs that do not surely let HTTPS through.
func (a *agents) keptFromHub(workload *Workload, way hubWay) string {
	if vpc := a.vpcs[workload.VPC.ID]; vpc != nil && vpc.DNSSupport.Answer != value.Yes {
		return "names may not be resolved in " + vpc.Name + ": " + vpc.DNSSupport.Reason
	}
	to := Addresses{Family: IPv4, Set: way.to}
	peer := Side{Addresses: to}
	if way.overPeering {
		peer.Groups = []stack.Link{{Standing: stack.External}}
	}
	if admits := a.network.Admits(a.network.GroupsOf(workload), Outbound, https, peer); admits.Answer != value.Yes {
		return "security groups" + keep(admits.Fact, workload) + admits.Reason
	}
	for _, subnet := range workload.Subnets {
		guard := a.network.Guard(subnet)
		for _, passage := range []Passage{
			a.network.Passes(guard, Outbound, https, to), a.network.Passes(guard, Inbound, https.Reply(), to),
		} {
			if passage.Answer != value.Yes {
				return "network ACLs" + keep(passage.Fact, workload) + passage.Reason
			}
		}
	}
	return ""
}

// keep says what that which lets traffic through or not does to a workload.
func keep(lets fact.Fact, workload *Workload) string {
	verb := " may keep "
	if lets.Answer == value.No {
		verb = " keep "
	}
	return verb + workload.Name + " from endpoints in another VPC: "
}

// hubRoutes asks all subnets of a workload for a route to endpoints in another VPC. These have addresses outside of
// the workload's own VPC and of the networks on premises.
func (a *agents) hubRoutes(workload *Workload, service string, family Family) hubWay {
	if len(workload.Subnets) == 0 {
		reason := "the subnets of " + workload.Name + " are not known"
		return hubWay{Fact: fact.Undecided(reason), to: everything[family]}
	}
	var all hubWay
	for i, subnet := range workload.Subnets {
		q := hubQuestion{agents: a, workload: workload, service: service, family: family, seen: map[string]bool{}}
		to := subtract(everything[family], AddressesOf(family, a.network.onPremises(workload.At, family)...).Set)
		to = subtract(to, a.network.VPCAddresses(workload.VPC, family).Set)
		way := q.from(subnet, to)
		if i == 0 {
			all = way
			continue
		}
		all.and(way)
	}
	return all
}

// and joins the ways of two subnets, which both have to lead there.
func (w *hubWay) and(other hubWay) {
	switch {
	case w.Answer == value.Undecided:
	case other.Answer == value.Undecided:
		w.Fact = other.Fact
	case w.Answer != other.Answer:
		w.Fact = fact.Undecided("routes of some subnets only lead to endpoints in another VPC")
	}
	w.join(other)
}

// or joins two routes of a subnet, of which one has to lead there.
func (w *hubWay) or(other hubWay) {
	switch {
	case other.Answer == value.No:
		return
	case other.Answer == value.Yes && w.Answer != value.Yes:
		w.Fact, w.hops = other.Fact, nil
	case w.Answer == value.No:
		w.Fact = other.Fact
	case other.Answer == value.Undecided && w.Answer == value.Yes:
		return // a way is known
	}
	w.join(other)
}

func (w *hubWay) join(other hubWay) {
	w.hops = value.Distinct(append(w.hops, other.hops...))
	w.overPeering = w.overPeering || other.overPeering
	w.to = union(w.to, other.to)
}

// union returns the addresses of both sets, each of which may be nil.
func union(a, b *netipx.IPSet) *netipx.IPSet {
	var set netipx.IPSetBuilder
	for _, each := range []*netipx.IPSet{a, b} {
		if each != nil {
			set.AddSet(each)
		}
	}
	return build(&set)
}

// from asks the route table of a subnet. Local routes of blocks that are not known are passed over: addresses of
// another VPC are none of them.
func (q *hubQuestion) from(subnet stack.Link, to *netipx.IPSet) hubWay {
	table := q.network.Table(subnet)
	way := hubWay{Fact: fact.No("no route leads to endpoints in another VPC")}
	if q.seen[subnet.ID] {
		return way
	}
	q.seen[subnet.ID] = true
	if table.Unknown != "" {
		way = hubWay{Fact: fact.Undecided(table.Unknown), to: to}
	} else if len(table.Weaker) > 0 {
		way = hubWay{Fact: fact.Undecided(table.Weaker[0]), to: to}
	}
	for _, candidate := range q.network.candidates(subnet, table.RouteTable, q.family) {
		part := intersect(to, candidate.set)
		isDoubtful := candidate.unknown != ""
		if IsEmpty(part) || isDoubtful && candidate.isLocalRoute() {
			continue
		}
		if !isDoubtful {
			to = subtract(to, part)
		}
		if candidate.isLocalRoute() {
			continue
		}
		leg := q.over(candidate.route, subnet, table.RouteTable, part)
		if leg.Answer == value.Yes && isDoubtful {
			leg.Fact = fact.Undecided(candidate.unknown)
		}
		way.or(leg)
	}
	return way
}

// over asks one route.
func (q *hubQuestion) over(route *Route, subnet stack.Link, table *RouteTable, to *netipx.IPSet) hubWay {
	way := hubWay{Fact: fact.No(""), to: to}
	what := "the " + route.Target.describe() + " of " + route.Name
	switch route.Target.Kind {
	case ToTransit:
		way.Fact, way.hops = q.overTransit(route, subnet)
	case ToVPN:
		way.Fact = q.overVPN(route, table)
	case ToCore:
		way.Fact = fact.Yes("")
	case ToPeer:
		way.Fact, way.overPeering = q.overPeering(route, to), true
	case ToNAT:
		return q.overNAT(route, to)
	case ToMiddlebox, ToCarrier, ToUnknown:
		way.Fact = fact.Undecided("whether " + what + " leads to endpoints in another VPC is not known")
	case ToInternet, ToEgressOnly, ToLocal:
	}
	hop := fact.Hop{At: route.At, Message: route.Name + " leads to the " + route.Target.describe()}
	way.hops = append([]fact.Hop{hop}, way.hops...)
	return way
}

// overTransit asks whether the VPC is attached to a transit gateway, in the zone of the subnet. One that is not
// declared leads to the other VPC, as far as anything is known.
func (q *hubQuestion) overTransit(route *Route, subnet stack.Link) (fact.Fact, []fact.Hop) {
	transit := q.network.Transit(route.Target.ID)
	if transit == nil || transit.Standing == stack.External {
		return fact.Yes(""), nil
	}
	w := q.network.walk(https, q.family)
	w.transitEnd(transit, spot{workload: q.workload, subnet: subnet, declared: q.subnets[subnet.ID]})
	path := w.result()
	_, weaker := q.Absence(transit.Resource)
	switch {
	case path.Answer == value.No && len(weaker) > 0:
		return fact.Undecided(weaker[0]), nil
	case path.Answer == value.No:
	case transit.Exists != value.Yes:
		return fact.Undecided("it can't be decided whether " + transit.Name + " exists"), nil
	case path.Answer == value.Yes && transit.OwnTables.Answer != value.No:
		return fact.Undecided("the route tables of transit gateway " + transit.Name + " are not looked at"), nil
	}
	return path.Fact, path.Hops
}

// overVPN asks whether a virtual private gateway is attached to the VPC.
func (q *hubQuestion) overVPN(route *Route, table *RouteTable) fact.Fact {
	gateway := q.Declared(route.Target.value, "AWS::EC2::VPNGateway")
	if gateway == nil {
		return fact.Yes("")
	}
	attached, _ := q.attachment(gateway, q.tableVPC(table))
	_, weaker := q.Absence(gateway)
	switch {
	case attached.Answer == value.No && len(weaker) > 0:
		return fact.Undecided(weaker[0])
	case attached.Answer == value.Yes && gateway.Exists != value.Yes:
		return fact.Undecided("it can't be decided whether " + gateway.Name + " exists")
	}
	return attached
}

// overPeering asks for endpoints in the VPC behind a peering connection, where it is declared: whether the workload
// reaches one, and whether its replies come back.
func (q *hubQuestion) overPeering(route *Route, to *netipx.IPSet) fact.Fact {
	peering := q.network.Peering(route.Target.ID)
	if peering == nil {
		return fact.Yes("")
	}
	other, isOurs := peering.Other(q.workload.VPC)
	if !isOurs || peering.Exists != value.Yes {
		return fact.Undecided("which VPCs " + peering.Name + " connects is not known")
	}
	blocks := q.network.VPCAddresses(other, q.family)
	vpc := q.vpcs[other.ID]
	switch {
	case vpc == nil:
		return fact.Yes("")
	case blocks.Unknown == "" && IsEmpty(intersect(blocks.Set, to)):
		return fact.No("a peering connection carries traffic for the peer VPC alone")
	}
	answer := q.endpoint(vpc, q.service)
	switch {
	case answer.fact.Answer == value.No && (q.IsExported(vpc.ID) || len(answer.weaker) > 0):
		return fact.Undecided("another stack may add an endpoint for " + q.service + " to " + vpc.Name)
	case answer.fact.Answer != value.Yes:
		return answer.fact
	}
	var paths []Path
	for _, endpoint := range answer.through {
		path := q.network.Reach(At(q.workload), At(q.network.members[endpoint.ID]), https)
		if path.Answer == value.No && len(path.Weaker) > 0 {
			path.Fact = fact.Undecided(path.Weaker[0])
		}
		paths = append(paths, path)
	}
	return either(paths).Fact
}

// overNAT goes on from the subnet of a NAT gateway, which keeps the destination.
func (q *hubQuestion) overNAT(route *Route, to *netipx.IPSet) hubWay {
	nat := q.Declared(route.Target.value, "AWS::EC2::NatGateway")
	if nat == nil {
		reason := "what lies behind the " + route.Target.describe() + " of " + route.Name + " is not known"
		return hubWay{Fact: fact.Undecided(reason), to: to}
	}
	if natRegional(nat).Answer != value.No {
		return hubWay{Fact: fact.Undecided("the routes of " + nat.Name + " are not looked at"), to: to}
	}
	way := q.from(q.Link(stack.Property(nat, "SubnetId"), "AWS::EC2::Subnet"), to)
	if way.Answer == value.Yes && nat.Exists != value.Yes {
		way.Fact = fact.Undecided("it can't be decided whether " + nat.Name + " exists")
	}
	hop := fact.Hop{At: route.At, Message: route.Name + " leads to the " + route.Target.describe()}
	way.hops = append([]fact.Hop{hop}, way.hops...)
	return way
}
