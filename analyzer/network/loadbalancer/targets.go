package loadbalancer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// link is a load balancer with targets that have the same security groups.
type link struct {
	balancer *network.Balancer
	// targets are the workloads, without repetitions.
	targets []*network.Workload
	groups  []stack.Link
	// ports are what the load balancer asks the targets on.
	ports []asked
	hops  []fact.Hop
	// listener is the first one that forwards to the targets.
	listener *network.Listener
}

// asked is a port that a load balancer reaches targets at.
type asked struct {
	network.Traffic

	isHealthCheck bool
}

// targets asks whether load balancers reach their targets, and whether others do.
func (a *survey) targets() {
	for _, balancer := range a.network.Balancers {
		for _, found := range a.links(balancer) {
			a.egressBlocks(found)
			a.targetClosed(found)
			a.bypassable(found)
		}
	}
}

// links gathers the targets of a load balancer by their security groups.
func (a *survey) links(balancer *network.Balancer) []*link {
	if balancer.Type == gateway || balancer.Type == "" || !exists(balancer.Item) {
		return nil
	}
	var links []*link
	byGroups := map[string]*link{}
	for _, listener := range balancer.Listeners {
		if !exists(listener.Item) {
			continue
		}
		for _, group := range listener.Targets {
			for _, registered := range group.Targets {
				ports := portsOf(balancer, listener, group, registered)
				if len(ports) == 0 || !isReached(balancer, group, registered) {
					continue
				}
				groups := a.network.GroupsOf(registered.Workload)
				key := keyOf(groups)
				found := byGroups[key]
				if found == nil {
					found = &link{balancer: balancer, groups: groups, listener: listener}
					byGroups[key] = found
					links = append(links, found)
				}
				found.add(group, registered, ports)
			}
		}
	}
	return links
}

func keyOf(groups []stack.Link) string {
	ids := make([]string, 0, len(groups))
	for _, group := range groups {
		ids = append(ids, string(group.Standing)+" "+group.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, "\n")
}

// isReached reports whether a target is a workload that surely exists, has IPv4 addresses for the load balancer, and
// does not stand in another VPC.
func isReached(balancer *network.Balancer, group *network.TargetGroup, registered network.Registration) bool {
	target := registered.Workload
	if target == nil || !exists(target.Item, group.Item) || group.Type == "" {
		return false
	}
	isOfIPv6 := text(stack.Property(group.Resource, "IpAddressType")) == "ipv6"
	isElsewhere := target.VPC.Standing == stack.Declared && balancer.VPC.Standing == stack.Declared &&
		target.VPC.ID != balancer.VPC.ID
	return !isOfIPv6 && !isElsewhere
}

// portsOf returns what a load balancer asks a target on: the port of the traffic, and another one for health checks.
func portsOf(
	balancer *network.Balancer, listener *network.Listener, group *network.TargetGroup, registered network.Registration,
) []asked {
	protocol := group.Protocol
	if balancer.Type == classic {
		protocol = listener.Protocol
	}
	var ports []asked
	if traffic, known := trafficOf(protocol, registered.Port); known {
		ports = append(ports, asked{Traffic: traffic})
	}
	check := asked{Traffic: network.TCP(healthPortOf(balancer, group, registered)), isHealthCheck: true}
	if check.From > 0 && (len(ports) == 0 || ports[0].Traffic != check.Traffic) {
		ports = append(ports, check)
	}
	return ports
}

// healthPortOf returns the port that health checks come to, all of them by TCP, even those of a target group for UDP
// (Network Load Balancers guide, health checks); 0 where it is not known. That of a Classic Load Balancer stands in
// its target, as in "HTTP:8080/ping".
func healthPortOf(balancer *network.Balancer, group *network.TargetGroup, registered network.Registration) int {
	switch {
	case balancer.Type == classic:
		target := text(stack.Property(balancer.Resource, "HealthCheck", "Target"))
		_, rest, _ := strings.Cut(target, ":")
		digits, _, _ := strings.Cut(rest, "/")
		port, err := strconv.Atoi(digits)
		if err != nil {
			return 0
		}
		return port
	case group.HealthPort != 0:
		return max(group.HealthPort, 0)
	case group.Protocol == "UDP" || group.Protocol == "TCP_UDP":
		return registered.Port
	default:
		return 0
	}
}

func (l *link) add(group *network.TargetGroup, registered network.Registration, ports []asked) {
	for _, port := range ports {
		if !slices.Contains(l.ports, port) {
			l.ports = append(l.ports, port)
		}
	}
	if !slices.Contains(l.targets, registered.Workload) {
		l.targets = append(l.targets, registered.Workload)
		at := cmp.Or(registered.At, registered.Workload.At)
		l.hops = append(l.hops, hop(at, registered.Workload.Name+" is a target of "+l.balancer.Name+" by "+group.Name))
		traffic, health := stack.Property(group.Resource, "Port"), stack.Property(group.Resource, "HealthCheckPort")
		l.hops = append(l.hops, fact.Steps(traffic, health)...)
	}
}

// way is the way of a request from its client to the first target.
func (l *link) way() []fact.Hop {
	return []fact.Hop{
		hop(l.balancer.At, "a client comes to "+l.balancer.Name),
		hop(l.listener.At, l.listener.Name+" forwards to "+l.targets[0].Name),
		hop(l.targets[0].At, l.targets[0].Name+" is asked on "+l.ports[0].String()),
	}
}

// names enumerates the targets.
func (l *link) names() string {
	names := make([]string, 0, len(l.targets))
	for _, target := range l.targets {
		names = append(names, target.Name)
	}
	return fact.Enumerate(names)
}

// traffic returns the ports without their use, each once.
func traffic(ports []asked) []network.Traffic {
	var all []network.Traffic
	for _, port := range ports {
		if !slices.Contains(all, port.Traffic) {
			all = append(all, port.Traffic)
		}
	}
	return all
}

// enumerate names ports, and which of them are for health checks.
func enumerate(ports []asked) string {
	var names []string
	for _, port := range ports {
		name := port.String()
		if port.isHealthCheck {
			name += " for health checks"
		}
		names = append(names, name)
	}
	return fact.Enumerate(names)
}

// closed are the ports of a link that are surely not admitted, with what proves it.
type closed struct {
	ports  []asked
	hops   []fact.Hop
	weaker []string
	codes  []network.Blocker
}

// closedPorts asks for each port of the link, and notes a doubt where it can't be decided.
func (a *survey) closedPorts(l *link, ask func(network.Traffic) network.Admission) closed {
	var found closed
	for _, port := range l.ports {
		admits := ask(port.Traffic)
		if admits.Answer != value.No {
			continue
		}
		found.ports = append(found.ports, port)
		found.weaker = fact.Join(found.weaker, admits.Weaker)
		for _, proof := range admits.Hops {
			if !slices.Contains(found.hops, proof) {
				found.hops = append(found.hops, proof)
			}
		}
		if !slices.Contains(found.codes, admits.Code) {
			found.codes = append(found.codes, admits.Code)
		}
	}
	return found
}

// addressesOf joins the private addresses of the targets.
func (a *survey) addressesOf(targets []*network.Workload) network.Addresses {
	all := network.AddressesOf(network.IPv4)
	for _, target := range targets {
		all = all.Join(a.network.AddressesOf(target, network.IPv4))
	}
	return all
}

// egressBlocks finds load balancers whose own security groups keep them from their targets.
func (a *survey) egressBlocks(l *link) {
	groups := a.network.GroupsOf(l.balancer.Workload)
	if len(groups) == 0 {
		return
	}
	targets := network.Side{Groups: orUnknown(l.groups), Addresses: a.addressesOf(l.targets)}
	found := a.closedPorts(l, func(port network.Traffic) network.Admission {
		return a.network.Admits(groups, network.Outbound, port, targets)
	})
	if len(found.ports) == 0 {
		return
	}
	kind := "load-balancer/egress-blocks-target"
	issue := a.closedIssue(kind, l, found, groups, network.Outbound, l.balancer.Resource)
	own, others := a.groupsOf(groups), a.groupsOf(l.groups)
	if len(own) > 0 && len(others) > 0 {
		issue.Edits = a.network.LetThrough(own[0], others[0], network.Outbound, traffic(found.ports)...)
	}
	a.diagnosis.Report(issue)
}

// targetClosed finds targets whose security groups do not admit their load balancer.
func (a *survey) targetClosed(l *link) {
	if len(l.groups) == 0 {
		return
	}
	clients := a.clientsOf(l.balancer)
	found := a.closedPorts(l, func(port network.Traffic) network.Admission {
		return a.network.Admits(l.groups, network.Inbound, port, clients)
	})
	subnet := ""
	if len(found.ports) == 0 {
		found, subnet = a.subnetClosed(l, clients)
	}
	if len(found.ports) == 0 {
		return
	}
	kind := "load-balancer/target-closed-to-load-balancer"
	issue := a.closedIssue(kind, l, found, l.groups, network.Inbound, l.targets[0].Resource)
	if subnet != "" {
		issue.Variant, issue.Words["subnet"] = "subnet", subnet
	}
	own, others := a.groupsOf(l.groups), a.groupsOf(a.network.GroupsOf(l.balancer.Workload))
	if len(own) > 0 && len(others) > 0 {
		issue.Edits = a.network.LetThrough(own[0], others[0], network.Inbound, traffic(found.ports)...)
	}
	a.diagnosis.Report(issue)
}

// subnetClosed finds ports that targets do not admit from one of the subnets of an Application or a Classic Load
// Balancer, which sends requests and health checks from each of them. It names the first such subnet.
func (a *survey) subnetClosed(l *link, clients network.Side) (found closed, subnet string) {
	if l.balancer.Type == networkLB {
		return closed{}, ""
	}
	for _, link := range l.balancer.Subnets {
		declared := a.network.Subnet(link.ID)
		if declared == nil || !exists(declared.Item) {
			continue
		}
		part := network.Side{Groups: clients.Groups, Addresses: a.network.SubnetAddresses(link, network.IPv4)}
		if part.Addresses.Unknown != "" || part.Addresses.IsNone() {
			continue
		}
		found = a.closedPorts(l, func(port network.Traffic) network.Admission {
			return a.network.Admits(l.groups, network.Inbound, port, part)
		})
		if len(found.ports) > 0 {
			stands := hop(declared.At, l.balancer.Name+" stands in "+declared.Name)
			found.hops = append([]fact.Hop{stands}, found.hops...)
			return found, declared.Name
		}
	}
	return closed{}, ""
}

// clientsOf is what targets see of a load balancer: the load balancer itself, or with a Network Load Balancer that
// keeps the addresses of its clients anybody (Network Load Balancers guide, client IP preservation).
func (a *survey) clientsOf(balancer *network.Balancer) network.Side {
	clients := network.Side{
		Groups:    a.network.GroupsOf(balancer.Workload),
		Addresses: a.network.AddressesOf(balancer.Workload, network.IPv4),
	}
	if !balancer.Groupless {
		clients.Groups = orUnknown(clients.Groups)
	}
	if balancer.Type == networkLB {
		clients.Addresses = network.UnknownAddresses(network.IPv4, "the clients of "+balancer.Name+" are not known")
	}
	return clients
}

// closedIssue describes ports that security groups of one side do not let through to the other side.
func (a *survey) closedIssue(
	kind string, l *link, found closed, groups []stack.Link, direction network.Direction, holder *template.Resource,
) network.Issue {
	issue := network.Issue{
		Kind: kind, Name: holder.Name, At: groupsAt(holder),
		Words: map[string]string{
			"balancer": l.balancer.Name, "targets": l.names(), "ports": enumerate(found.ports),
		},
		Related: append(slices.Clone(l.hops), found.hops...), Weaker: found.weaker, Codes: found.codes,
		Flow: append(l.way(), found.hops...),
	}
	if own := a.groupsOf(groups); len(own) > 0 {
		issue.Name, issue.At = own[0].Name, stack.PropertyAt(own[0].Resource, direction.Key())
	} else {
		issue.Variant = "default"
	}
	return issue
}

// groupsAt returns the place where a resource names its security groups.
func groupsAt(resource *template.Resource) source.At {
	if resource.Type == "AWS::EC2::Instance" {
		return stack.PropertyAt(resource, "SecurityGroupIds")
	}
	if stack.Property(resource, "SecurityGroups") != nil || resource.Type == balancerType {
		return stack.PropertyAt(resource, "SecurityGroups")
	}
	return resource.At
}

// bypassable finds targets of Application and Classic Load Balancers that anybody may reach without them. With a
// Network Load Balancer targets often have to admit its clients themselves.
func (a *survey) bypassable(l *link) {
	if l.balancer.Type != application && l.balancer.Type != classic {
		return
	}
	for _, group := range a.groupsOf(l.groups) {
		open, isOpen := openingOf(group, l.ports)
		if !isOpen || !exists(group.Item) {
			continue
		}
		issue := network.Issue{
			Kind: "load-balancer/bypassable-target", Name: group.Name, At: open.peer.At,
			Words: map[string]string{
				"balancer": l.balancer.Name, "targets": l.names(), "port": open.port.String(),
			},
			Related: append(slices.Clone(l.hops), open.rule.Via...),
			Flow: []fact.Hop{
				hop(open.peer.At, group.Name+" admits everybody on "+open.port.String()),
				hop(l.targets[0].At, l.targets[0].Name+" is reached without "+l.balancer.Name),
			},
		}
		if a.isShared(l.balancer, group) {
			issue.Variant = "shared"
		} else {
			issue.Edits = a.narrowed(l, group, open)
		}
		if private := privateTargets(l.targets); private != "" {
			issue.Weaker = append(issue.Weaker, private)
		}
		a.diagnosis.Report(issue)
		return
	}
}

// opening is a rule that admits the internet to a port of targets, by one of its peers.
type opening struct {
	rule *network.GroupRule
	peer *network.Peer
	port asked
}

// openingOf returns the first rule of a group that surely admits the internet to a port that traffic comes to.
func openingOf(group *network.SecurityGroup, ports []asked) (opening, bool) {
	for _, rule := range group.Rules {
		if rule.Direction != network.Inbound || rule.Exists != value.Yes || rule.Undecided != "" || !rule.Any {
			continue
		}
		for _, port := range ports {
			if port.isHealthCheck || !isFor(rule, port.Traffic) {
				continue
			}
			for _, peer := range rule.Peers {
				if peer.Any {
					return opening{rule: rule, peer: peer, port: port}, true
				}
			}
		}
	}
	return opening{}, false
}

// isFor reports whether a rule is for the traffic, and not for all there is.
func isFor(rule *network.GroupRule, traffic network.Traffic) bool {
	if rule.Protocol == "-1" {
		return true
	}
	return rule.Protocol == traffic.Protocol && rule.From != nil && rule.To != nil &&
		(*rule.From <= traffic.From && traffic.To <= *rule.To || *rule.From < 0 && *rule.To < 0)
}

// isShared reports whether the load balancer itself is in the group.
func (a *survey) isShared(balancer *network.Balancer, group *network.SecurityGroup) bool {
	groups := a.network.GroupsOf(balancer.Workload)
	return slices.ContainsFunc(groups, func(own stack.Link) bool { return own.ID == group.ID })
}

// privateTargets says that no target has a public address, so that only the VPC and what is connected to it come
// past the load balancer.
func privateTargets(targets []*network.Workload) string {
	for _, target := range targets {
		if target.PublicIPv4.Answer != value.No || target.IPv6.Answer == value.Yes {
			return ""
		}
	}
	return "no target has a public address, so that only the VPC and what is connected to it may pass by"
}

// narrowed are the edits that admit the load balancer in place of everybody, where the rule is for the port alone.
func (a *survey) narrowed(l *link, group *network.SecurityGroup, open opening) []fact.Edit {
	own := a.groupsOf(a.network.GroupsOf(l.balancer.Workload))
	rule, peer := open.rule, open.peer
	isBlock := len(rule.Peers) == 1 && peer.Kind == network.BlockPeer && len(peer.Union) == 0
	isExact := rule.From != nil && *rule.From == open.port.From && *rule.To == open.port.To
	if len(own) == 0 || !isBlock || !isExact || len(rule.Via) > 0 ||
		own[0].Resource.At.File() != rule.At.File() || a.DependsOn(own[0].Resource, group.Resource) {
		return nil
	}
	return []fact.Edit{
		fact.Remove(peer.At),
		fact.Add(rule.At.Child("SourceSecurityGroupId"), map[string]any{"Fn::GetAtt": []any{own[0].Name, "GroupId"}}),
	}
}
