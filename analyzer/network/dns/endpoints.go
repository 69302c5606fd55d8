package dns

import (
	"net/netip"
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

func (a *survey) resolverEndpoints() {
	targets := a.targets()
	for _, endpoint := range a.OfType(endpointType) {
		if !exists(endpoint) {
			continue
		}
		a.addresses(endpoint)
		a.closed(endpoint, targets[endpoint.ID])
	}
}

// leastAddresses is how many addresses Route 53 asks a resolver endpoint to have (Route 53 Developer Guide,
// values for inbound and outbound endpoints).
const leastAddresses = 2

// addresses finds endpoints with fewer addresses than AWS takes, and those in one Availability Zone.
func (a *survey) addresses(endpoint *template.Resource) {
	const kind = "dns/single-resolver-address"
	stated := stack.Property(endpoint, "IpAddresses")
	if stated.Is(value.Unresolved) {
		return
	}
	given := stated.List()
	for _, address := range given {
		if address.Is(value.Unresolved) {
			return
		}
	}
	issue := network.Issue{
		Kind: kind, Name: endpoint.Name, At: stack.PropertyAt(endpoint, "IpAddresses"),
		Words: map[string]string{"direction": direction(endpoint)},
	}
	if len(given) < leastAddresses {
		issue.Variant = "one"
		a.diagnosis.Report(issue)
		return
	}
	zone, related := a.commonZone(given)
	if zone == nil {
		return
	}
	related = append(related, fact.Steps(zone)...)
	issue.Related = related
	a.diagnosis.Report(issue)
}

// commonZone returns the Availability Zone that all addresses stand in, and nil where they stand in several
// or that is not known.
func (a *survey) commonZone(addresses []*value.Value) (zone *value.Value, related []fact.Hop) {
	for _, address := range addresses {
		subnet := a.Declared(stack.Dig(address, "SubnetId"), subnetType)
		if subnet == nil || !exists(subnet) {
			return nil, nil
		}
		own := stack.Property(subnet, "AvailabilityZone")
		if own == nil {
			return nil, nil
		}
		if zone != nil && value.Same(zone, own) != value.Yes {
			return nil, nil
		}
		zone = own
		related = append(related, hop(own.At, subnet.Name+" stands in this zone"))
	}
	return zone, value.Distinct(related)
}

// direction is "inbound" or "outbound", and empty where that is not known.
func direction(endpoint *template.Resource) string {
	text, _ := stack.Property(endpoint, "Direction").Literal()
	switch text = strings.ToLower(text); text {
	case "inbound", "outbound":
		return text
	default:
		return ""
	}
}

// target is a name server that a rule forwards queries to.
type target struct {
	rule *template.Resource
	at   source.At
	// address is not valid where it is not known, nor for IPv6.
	address netip.Addr
	port    int
}

// targets returns what the rules of each outbound endpoint send queries to.
func (a *survey) targets() map[string][]target {
	targets := map[string][]target{}
	for _, rule := range a.OfType(ruleType) {
		endpoint := a.Declared(stack.Property(rule, "ResolverEndpointId"), endpointType)
		if endpoint == nil || !exists(rule) {
			continue
		}
		for _, server := range stack.Property(rule, "TargetIps").List() {
			found := target{rule: rule, at: server.At, port: nameserverPort}
			if given := stack.Dig(server, "Port"); given != nil {
				found.port, _ = given.Int() // 0 where it is not known
			}
			text, _ := stack.Dig(server, "Ip").Literal()
			found.address, _ = netip.ParseAddr(strings.TrimSpace(text))
			targets[endpoint.ID] = append(targets[endpoint.ID], found)
		}
	}
	return targets
}

// closed finds endpoints whose security groups let no query pass by TCP or by UDP.
func (a *survey) closed(endpoint *template.Resource, targets []target) {
	groups, known := a.groupsOf(endpoint)
	switch {
	case !known:
	case direction(endpoint) == "inbound":
		a.closedPorts(endpoint, groups, network.Inbound, []target{{port: nameserverPort}})
	case direction(endpoint) == "outbound":
		a.closedOutbound(endpoint, groups, targets)
	}
}

// closedOutbound asks for each target of an outbound endpoint. Where no rule of the templates uses it, others tell its
// targets: what is let out by one protocol on port 53 is then meant to be let out by the other.
func (a *survey) closedOutbound(endpoint *template.Resource, groups []*network.SecurityGroup, targets []target) {
	protocols := usedProtocols(endpoint)
	if len(targets) == 0 {
		isOpen := func(protocol string) bool {
			passes, _ := a.passes(groups, network.Outbound, protocol, nameserverPort)
			return passes.Answer != value.No
		}
		if len(protocols) > 0 && !slices.ContainsFunc(protocols, isOpen) {
			reason := "the rules that use " + endpoint.Name + " are not in the templates"
			a.diagnosis.Doubt(closedKind, stack.PropertyAt(endpoint, "SecurityGroupIds"), reason)
			return
		}
		targets = []target{{port: nameserverPort}}
	}
	a.closedPorts(endpoint, groups, network.Outbound, targets)
}

// closedPorts reports the first port that is closed by each protocol, in one issue where it is closed by both.
func (a *survey) closedPorts(
	endpoint *template.Resource, groups []*network.SecurityGroup, way network.Direction, targets []target,
) {
	var found []network.Issue
	for _, protocol := range usedProtocols(endpoint) {
		for _, server := range targets {
			if server.port == 0 {
				continue
			}
			if issue := a.closedPort(endpoint, groups, way, protocol, server); issue != nil {
				found = append(found, *issue)
				break
			}
		}
	}
	if len(found) > 1 && found[0].Variant == found[1].Variant && found[0].Words["port"] == found[1].Words["port"] &&
		found[0].Words["target"] == found[1].Words["target"] {
		found[0].Words["protocol"], found[0].Edits = "TCP or UDP", nil
		found = found[:1]
	}
	for _, issue := range found {
		a.diagnosis.Report(issue)
	}
}

// closedPort describes an endpoint whose groups let no query to the port pass, or none to the address of the target.
// It is nil for others.
func (a *survey) closedPort(
	endpoint *template.Resource, groups []*network.SecurityGroup, way network.Direction, protocol string, server target,
) *network.Issue {
	passes, weaker := a.passes(groups, way, protocol, server.port)
	place := stack.PropertyAt(endpoint, "SecurityGroupIds")
	if passes.Answer == value.Undecided {
		a.diagnosis.Doubt(closedKind, place, passes.Reason)
	}
	if passes.Answer == value.No {
		issue := a.closedIssue(endpoint, groups[0], way, weaker, protocol, server)
		return &issue
	}
	if passes.Answer != value.Yes || !server.address.Is4() {
		return nil
	}
	admits := a.network.Admits(linksOf(groups), way, trafficOf(protocol, server.port), network.Side{
		Addresses: network.AddressesOf(network.IPv4, netip.PrefixFrom(server.address, server.address.BitLen())),
		Groups:    []stack.Link{{Standing: stack.External, Reason: "the groups of the name server are not known"}},
	})
	if admits.Answer != value.No {
		return nil
	}
	issue := a.closedIssue(endpoint, groups[0], way, admits.Weaker, protocol, server)
	issue.Variant, issue.Words["target"], issue.Edits = "target", server.address.String(), nil
	return &issue
}

func linksOf(groups []*network.SecurityGroup) []stack.Link {
	var links []stack.Link
	for _, group := range groups {
		links = append(links, stack.Link{Standing: stack.Declared, ID: group.ID, Name: group.Name})
	}
	return links
}

func trafficOf(protocol string, port int) network.Traffic {
	if protocol == "udp" {
		return network.UDP(port)
	}
	return network.TCP(port)
}

const closedKind = "dns/resolver-endpoint-closed"

// usedProtocols are those that the endpoint speaks DNS over: TCP and UDP, where it is not made for DNS over
// HTTPS alone.
func usedProtocols(endpoint *template.Resource) []string {
	stated := stack.Property(endpoint, "Protocols")
	if stated == nil {
		return []string{"tcp", "udp"}
	}
	for _, protocol := range stated.List() {
		if text, ok := protocol.Literal(); ok && strings.EqualFold(text, "Do53") {
			return []string{"tcp", "udp"}
		}
	}
	return nil
}

// groupsOf returns the security groups of an endpoint, and reports false where they are not all declared.
func (a *survey) groupsOf(endpoint *template.Resource) (groups []*network.SecurityGroup, known bool) {
	stated := stack.Property(endpoint, "SecurityGroupIds")
	if stated.Is(value.Unresolved) {
		return nil, false
	}
	for _, id := range stated.List() {
		declared := a.Declared(id, groupType)
		if declared == nil || !exists(declared) {
			return nil, false
		}
		groups = append(groups, a.network.SecurityGroup(declared.ID))
	}
	return groups, len(groups) > 0
}

// passes answers whether some peer is let through on the port, with reasons why a "no" may be wrong.
func (a *survey) passes(
	groups []*network.SecurityGroup, way network.Direction, protocol string, port int,
) (passes fact.Fact, weaker []string) {
	passes = fact.No("")
	for _, group := range groups {
		if way == network.Outbound && group.DefaultEgress.Answer != value.No {
			return group.DefaultEgress, nil
		}
		for _, rule := range group.Rules {
			switch {
			case rule.Direction != way:
			case rule.Undecided != "" || rule.Exists != value.Yes:
				passes = fact.Undecided("it can't be decided what a rule of " + rule.Owner + " admits")
			case covers(rule, protocol, port):
				return fact.Yes(""), nil
			}
		}
		unknown, doubts := a.Absence(group.Resource)
		if unknown != "" {
			return fact.Undecided(unknown), nil
		}
		weaker = fact.Join(weaker, doubts)
	}
	return passes, weaker
}

// covers reports whether a rule is for the port. Rules for all protocols, and those for others by their
// number, have none.
func covers(rule *network.GroupRule, protocol string, port int) bool {
	if rule.Protocol == "-1" {
		return true
	}
	return rule.Protocol == protocol && rule.From != nil && rule.To != nil && *rule.From <= port && port <= *rule.To
}

func (a *survey) closedIssue(
	endpoint *template.Resource, group *network.SecurityGroup, way network.Direction, weaker []string, protocol string,
	server target,
) network.Issue {
	key, port := way.Key(), strconv.Itoa(server.port)
	in := hop(stack.PropertyAt(endpoint, "SecurityGroupIds"), endpoint.Name+" is in "+group.Name)
	issue := network.Issue{
		Kind: closedKind, Name: group.Name, At: stack.PropertyAt(group.Resource, key), Weaker: weaker,
		Words: map[string]string{
			"endpoint": endpoint.Name, "direction": direction(endpoint), "protocol": strings.ToUpper(protocol),
			"port": port,
		},
		Related: []fact.Hop{in},
		Flow:    []fact.Hop{hop(endpoint.At, "a query comes to "+endpoint.Name), in},
		Codes:   []network.Blocker{network.GroupMismatch},
	}
	if server.rule != nil {
		forward := hop(server.at, server.rule.Name+" forwards queries to port "+port)
		issue.Related = append(issue.Related, forward)
		issue.Flow = append([]fact.Hop{forward}, issue.Flow...)
	}
	last := group.Name + " has no rule for " + strings.ToUpper(protocol) + " on port " + port
	issue.Flow = append(issue.Flow, hop(issue.At, last))
	issue.Edits = twin(group, key, protocol, server.port)
	return issue
}

// twin is the edit that adds the rule for the other protocol to the same peer: that of the first inline rule
// for the port. There is none where the rules are not written in the group.
func twin(group *network.SecurityGroup, key, protocol string, port int) []fact.Edit {
	other := map[string]string{"tcp": "udp", "udp": "tcp"}[protocol]
	stated := stack.Property(group.Resource, key)
	for _, item := range stated.List() {
		from, _ := stack.Dig(item, "FromPort").Int()
		to, _ := stack.Dig(item, "ToPort").Int()
		name, _ := stack.Dig(item, "IpProtocol").Literal()
		cidr, isBlock := stack.Dig(item, "CidrIp").Literal()
		if name != other || from > port || port > to || !isBlock || len(stack.Dig(item, "CidrIp").Via) > 0 {
			continue
		}
		return stack.Append(group.Resource, key, map[string]any{
			"IpProtocol": protocol, "FromPort": port, "ToPort": port, "CidrIp": cidr,
			"Description": "DNS over " + strings.ToUpper(protocol),
		})
	}
	return nil
}
