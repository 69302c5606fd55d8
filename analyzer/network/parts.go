package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxParts bounds into how many parts a range of ports is cut.
const maxParts = 64

// inParts answers for parts of the traffic, where nothing could be said of the whole: a rule that is for a part of the
// ports decides on that part. One part that is kept back is enough that the whole does not arrive.
func (n *Network) inParts(whole Path, from, to Party, traffic Traffic) Path {
	var closed, open []Path
	for _, part := range n.parts(from, to, traffic) {
		path := n.reach(from, to, part)
		if path.Answer == value.Undecided && !traffic.hasPorts() {
			path = n.inParts(path, from, to, part)
		}
		switch path.Answer {
		case value.No:
			closed = append(closed, path)
		case value.Yes:
			open = append(open, path)
		case value.Undecided:
			open = append(open, path)
		}
	}
	switch {
	case len(closed) > 0:
		joined := joinPaths(closed)
		joined.Fact = closed[0].Fact
		return joined
	case len(open) == 0 || !traffic.hasPorts():
		return whole
	case slices.ContainsFunc(open, func(path Path) bool { return path.Answer == value.Undecided }):
		return whole
	}
	joined := joinPaths(open)
	joined.Fact = open[0].Fact
	return joined
}

// parts cuts traffic where rules begin and end. Traffic of all protocols falls into those that have ports, and ICMP.
func (n *Network) parts(from, to Party, traffic Traffic) []Traffic {
	if traffic.Protocol == "-1" {
		return []Traffic{
			{Protocol: "tcp", To: maxPort}, {Protocol: "udp", To: maxPort}, {Protocol: "icmp", From: -1, To: -1},
		}
	}
	if !traffic.hasPorts() || traffic.From == traffic.To {
		return nil
	}
	starts := []int{traffic.From}
	cut := func(first, last *int) {
		if first == nil || last == nil {
			return
		}
		for _, start := range []int{*first, *last + 1} {
			if traffic.From < start && start <= traffic.To {
				starts = append(starts, start)
			}
		}
	}
	for _, party := range []Party{from, to} {
		n.cutAt(party, cut)
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	if len(starts) == 1 || len(starts) > maxParts {
		return nil
	}
	parts := make([]Traffic, 0, len(starts))
	for i, start := range starts {
		end := traffic.To
		if i+1 < len(starts) {
			end = starts[i+1] - 1
		}
		parts = append(parts, Traffic{Protocol: traffic.Protocol, From: start, To: end})
	}
	return parts
}

// cutAt calls cut with the ports of each rule, entry and listener that a party may be asked for.
func (n *Network) cutAt(party Party, cut func(first, last *int)) {
	workload := party.Workload
	if workload == nil {
		return
	}
	for _, link := range n.GroupsOf(workload) {
		if group := n.groups[link.ID]; group != nil {
			for _, rule := range group.Rules {
				cut(rule.From, rule.To)
			}
		}
	}
	for _, subnet := range workload.Subnets {
		if acl := n.Guard(subnet).ACL; acl != nil {
			for _, entry := range acl.Entries {
				cut(entry.From, entry.To)
			}
		}
	}
	if balancer := n.balancers[workload.ID]; balancer != nil {
		for _, listener := range balancer.Listeners {
			cut(&listener.Port, &listener.Port)
		}
	}
}
