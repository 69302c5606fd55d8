package loadbalancer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// somebody is a peer of whom nothing is known: what is closed to it is closed to everybody.
func somebody(family network.Family) network.Side {
	return network.Side{
		Groups:    []stack.Link{{Standing: stack.External, Reason: "the peer is not known"}},
		Addresses: network.UnknownAddresses(family, "the peer is not known"),
	}
}

// orUnknown returns the security groups of a workload, and one that may be any where they are not known.
func orUnknown(groups []stack.Link) []stack.Link {
	if len(groups) == 0 {
		return []stack.Link{{Standing: stack.External, Reason: "the security groups are not known"}}
	}
	return groups
}

// closedListeners finds ports that a load balancer listens on and that its security groups admit nobody to.
func (a *survey) closedListeners() {
	for _, balancer := range a.network.Balancers {
		groups := a.network.GroupsOf(balancer.Workload)
		if len(groups) == 0 || balancer.Type == gateway || balancer.Type == "" || isBehindService(balancer) {
			continue
		}
		for _, listener := range balancer.Listeners {
			if traffic, known := trafficOf(listener.Protocol, listener.Port); known {
				a.closedListener(balancer, listener, groups, traffic)
			}
		}
	}
}

// isBehindService reports whether a Network Load Balancer may have clients that come by an endpoint service, whom its
// security groups need not admit (Network Load Balancers guide, security groups and PrivateLink).
func isBehindService(balancer *network.Balancer) bool {
	enforced := stack.Property(balancer.Resource, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic")
	return enforced != nil && text(enforced) != "on"
}

// trafficOf returns what comes to a port by the protocol of a listener or a target group. It reports false for
// protocols with two of them, and for what is not known.
func trafficOf(protocol string, port int) (traffic network.Traffic, known bool) {
	switch protocol {
	case "HTTP", "HTTPS", "TCP", "TLS", "SSL", "http", "https", "tcp", "ssl":
		traffic = network.TCP(port)
	case "UDP":
		traffic = network.UDP(port)
	default:
		return network.Traffic{}, false
	}
	return traffic, port > 0
}

func (a *survey) closedListener(
	balancer *network.Balancer, listener *network.Listener, groups []stack.Link, traffic network.Traffic,
) {
	const kind = "load-balancer/closed-listener-port"
	closed, isByDefault := a.closedToAll(balancer, groups, traffic)
	if closed.Answer != value.No {
		return
	}
	if !exists(balancer.Item, listener.Item) {
		a.diagnosis.Doubt(kind, listener.At, perhaps(listener.Name))
		return
	}
	issue := network.Issue{
		Kind: kind, Name: balancer.Name, At: stack.PropertyAt(balancer.Resource, "SecurityGroups"),
		Weaker: closed.Weaker,
		Words:  map[string]string{"listener": listener.Name, "balancer": balancer.Name, "traffic": traffic.String()},
		Related: append([]fact.Hop{
			hop(listener.At, listener.Name+" listens on "+traffic.String()),
		}, closed.Hops...),
		Codes: []network.Blocker{closed.Code},
	}
	if isByDefault {
		issue.Variant = "default"
		a.diagnosis.Report(issue)
		return
	}
	group := a.network.SecurityGroup(groups[0].ID)
	issue.Variant = "internal"
	if balancer.Internet.Answer == value.Yes {
		issue.Variant = "internet"
	}
	if a.isForSome(balancer, groups) {
		issue.Variant = "some"
	}
	issue.Name, issue.At = group.Name, stack.PropertyAt(group.Resource, network.Inbound.Key())
	issue.Words["clients"], issue.Edits = a.opened(balancer, group, traffic)
	issue.Flow = append([]fact.Hop{
		hop(balancer.At, "a client comes to "+balancer.Name),
		hop(listener.At, listener.Name+" listens on "+traffic.String()),
	}, closed.Hops...)
	a.diagnosis.Report(issue)
}

// isForSome reports whether the groups admit chosen clients only, and those to another listener of the load balancer:
// a listener that they leave out may be closed on purpose.
func (a *survey) isForSome(balancer *network.Balancer, groups []stack.Link) bool {
	for _, group := range a.groupsOf(groups) {
		for _, rule := range group.Rules {
			if rule.Direction == network.Inbound && rule.Any {
				return false
			}
		}
	}
	return slices.ContainsFunc(balancer.Listeners, func(other *network.Listener) bool {
		traffic, known := trafficOf(other.Protocol, other.Port)
		if !known || !exists(other.Item) {
			return false
		}
		closed, _ := a.closedToAll(balancer, groups, traffic)
		return closed.Answer != value.No
	})
}

// closedToAll answers whether somebody is admitted. The default group admits its own members, who come to a load
// balancer at the internet by its public addresses, under which no group knows them.
func (a *survey) closedToAll(
	balancer *network.Balancer, groups []stack.Link, traffic network.Traffic,
) (closed network.Admission, isByDefault bool) {
	for _, group := range groups {
		isByDefault = isByDefault || group.Standing == stack.Default
	}
	if isByDefault && balancer.Internet.Answer != value.Yes {
		return network.Admission{Fact: fact.Yes("")}, true
	}
	closed = a.network.Admits(groups, network.Inbound, traffic, somebody(network.IPv4))
	if closed.Answer != value.No {
		return closed, isByDefault
	}
	if six := a.network.Admits(groups, network.Inbound, traffic, somebody(network.IPv6)); six.Answer != value.No {
		return six, isByDefault
	}
	return closed, isByDefault
}

// opened is the edit that admits clients, and who these are: the sources of the group's other rules where all of
// them are narrower than everybody, else those that the scheme tells, the internet or the VPC. Where other rules hang
// on a condition, or where some clients come from a group, the port may be meant for a part of the clients.
func (a *survey) opened(
	balancer *network.Balancer, group *network.SecurityGroup, traffic network.Traffic,
) (clients string, edits []fact.Edit) {
	if a.hasConditionalRule(group) {
		return "", nil
	}
	if isNarrow(group) {
		return "the sources of its other rules", stack.Append(
			group.Resource, network.Inbound.Key(), sourcesFor(group, traffic)...)
	}
	item := network.RuleFor(traffic)
	switch {
	case admitsGroup(group):
		return "", nil
	case balancer.Internet.Answer == value.Yes:
		clients, item["CidrIp"] = "the internet", "0.0.0.0/0"
	case a.network.VPC(group.VPC.ID) != nil && balancer.Internet.Answer == value.No:
		clients, item["CidrIp"] = "the VPC", map[string]any{"Fn::GetAtt": []any{group.VPC.Name, "CidrBlock"}}
	default:
		return "", nil
	}
	return clients, stack.Append(group.Resource, network.Inbound.Key(), item)
}

// hasConditionalRule reports whether an ingress rule of the group is a resource that not every deployment has.
func (a *survey) hasConditionalRule(group *network.SecurityGroup) bool {
	conditional := map[string]bool{}
	for _, resource := range a.OfType("AWS::EC2::SecurityGroupIngress") {
		conditional[resource.Name] = resource.Condition != "" && resource.Condition != group.Resource.Condition
	}
	return slices.ContainsFunc(group.Rules, func(rule *network.GroupRule) bool {
		return rule.Direction == network.Inbound && conditional[rule.Owner]
	})
}

// admitsGroup reports whether an ingress rule of the group is for the members of a group.
func admitsGroup(group *network.SecurityGroup) bool {
	return slices.ContainsFunc(group.Rules, func(rule *network.GroupRule) bool {
		return rule.Direction == network.Inbound && slices.ContainsFunc(rule.Peers, func(peer *network.Peer) bool {
			return peer.Kind == network.GroupPeer
		})
	})
}

// isNarrow reports whether the group admits somebody, and nobody of its peers is everybody.
func isNarrow(group *network.SecurityGroup) bool {
	narrow := false
	for _, rule := range group.Rules {
		if rule.Direction != network.Inbound {
			continue
		}
		if rule.Any {
			return false
		}
		narrow = narrow || len(rule.Peers) > 0
	}
	return narrow
}

// sourceKeys are the properties of a rule that name whom it admits.
var sourceKeys = []string{"CidrIp", "CidrIpv6", "SourcePrefixListId", "SourceSecurityGroupId"}

// sourcesFor returns rules for the traffic from each source that the group itself admits to other ports. There are
// none where one is not a text, a parameter or an attribute, which alone can be written again.
func sourcesFor(group *network.SecurityGroup, traffic network.Traffic) []any {
	var rules []any
	seen := map[string]bool{}
	for _, fields := range stack.Property(group.Resource, network.Inbound.Key()).List() {
		for _, key := range sourceKeys {
			if stack.Dig(fields, key) == nil {
				continue
			}
			written, ok := again(fields, key)
			if !ok {
				return nil
			}
			if name := key + fmt.Sprint(written); !seen[name] {
				seen[name] = true
				rule := network.RuleFor(traffic)
				rule[key] = written
				rules = append(rules, rule)
			}
		}
	}
	return rules
}

// again returns what stands under a key in a template, to be written once more. It reports false for others than texts,
// references and attributes.
func again(fields *value.Value, key string) (written any, ok bool) {
	node := fields.Origin.Node.Get(key)
	switch {
	case node == nil:
		return nil, false
	case node.Tag == "!Ref":
		return map[string]any{"Ref": node.Value}, true
	case node.Tag == "!GetAtt" && len(node.Items) == 0:
		name, attribute, _ := strings.Cut(node.Value, ".")
		return map[string]any{"Fn::GetAtt": []any{name, attribute}}, true
	case len(node.Entries) == 1 && node.Get("Ref") != nil:
		return map[string]any{"Ref": node.Get("Ref").Value}, true
	case len(node.Entries) == 1 && node.Get("Fn::GetAtt") != nil && len(node.Get("Fn::GetAtt").Items) == 2:
		parts := node.Get("Fn::GetAtt").Items
		return map[string]any{"Fn::GetAtt": []any{parts[0].Value, parts[1].Value}}, true
	case len(node.Items) > 0 || len(node.Entries) > 0:
		return nil, false
	case strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!"):
		return nil, false
	default:
		return node.Value, node.Value != ""
	}
}

// groupsOf returns the declared groups among the links.
func (a *survey) groupsOf(links []stack.Link) []*network.SecurityGroup {
	var groups []*network.SecurityGroup
	for _, link := range links {
		group := a.network.SecurityGroup(link.ID)
		if group != nil && group.Resource != nil && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
	}
	return groups
}
