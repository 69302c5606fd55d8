package reachability

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// verdict is what is known of the way from the internet to a server.
type verdict struct {
	// isInScope says that the server may be meant for all of the internet.
	isInScope bool
	// traffic is what the way is about.
	traffic network.Traffic
	path    network.Path
}

// judge asks for the way to each port that the security groups may admit somebody to. One that is open, or may be, is
// enough. Of closed ones the first is reported.
func (a *survey) judge(s server) verdict {
	if a.isBehindNAT(s) || !a.isForAll(s) {
		return verdict{}
	}
	var found verdict
	for _, traffic := range a.candidates(s) {
		path := a.network.Reach(network.Internet, network.At(s.Workload), traffic)
		if path.Answer != value.No {
			return verdict{}
		}
		if !found.isInScope {
			found = verdict{isInScope: true, traffic: traffic, path: path}
		}
	}
	return found
}

// candidates returns what the server may answer: the web ports that the security groups do not surely close, else
// other ports that they open to the internet, else the first web port, which then is what is missing.
func (a *survey) candidates(s server) []network.Traffic {
	var found []network.Traffic
	for _, port := range webPorts {
		if a.admits(s, port) != value.No {
			found = append(found, network.TCP(port))
		}
	}
	if len(found) > 0 {
		return found
	}
	for rule := range a.rules(s) {
		if rule.Any && isForService(rule) {
			found = append(found, network.Traffic{Protocol: rule.Protocol, From: *rule.From, To: *rule.From})
		}
	}
	if len(found) == 0 {
		found = append(found, network.TCP(webPorts[0]))
	}
	return found
}

// adminPorts are those of SSH and of Remote Desktop, by which a server is administered.
var adminPorts = []int{22, 3389}

// isForService reports whether a rule is for ports by which a server may serve others.
func isForService(rule *network.GroupRule) bool {
	if rule.Protocol != "tcp" && rule.Protocol != "udp" || rule.From == nil || rule.To == nil {
		return false
	}
	isAdmin := func(port int) bool {
		return *rule.From <= port && port <= *rule.To && *rule.To-*rule.From < maxPorts
	}
	return !slices.ContainsFunc(adminPorts, isAdmin)
}

// admits answers whether the security groups of a server let the internet in, by IPv4 or by IPv6.
func (a *survey) admits(s server, port int) value.Truth {
	answer := value.No
	for _, family := range []network.Family{network.IPv4, network.IPv6} {
		clients := network.Side{Addresses: network.InternetAddresses(family)}
		answer = answer.Or(a.network.Admits(s.groups, network.Inbound, network.TCP(port), clients).Answer)
	}
	return answer
}

// isBehindNAT reports whether the subnet's traffic leaves by a NAT gateway or for a peer VPC, as that of private
// subnets does. A public address tells that this one is not meant to be private.
func (a *survey) isBehindNAT(s server) bool {
	class := s.subnet.Egress.IPv4.Class
	isPrivate := class == network.PublicNAT || class == network.PrivateNAT || class == network.Peering
	return isPrivate && s.PublicIPv4.Answer != value.Yes
}

// isForAll reports whether the rules for web ports admit the internet or nobody. A server that admits a part of
// the internet, private networks or other workloads is for these alone.
func (a *survey) isForAll(s server) bool {
	isClosed := true
	for _, port := range webPorts {
		admits := a.admits(s, port)
		if admits == value.Yes {
			return true
		}
		isClosed = isClosed && admits == value.No
	}
	referenced, isOther := a.peers(s)
	if !isClosed || isOther || a.servesOthers(s) {
		return false
	}
	return len(referenced) == 0 || s.PublicIPv4.Answer == value.Yes && a.areIdle(s, referenced)
}

// servesOthers reports whether rules for other ports admit a part of the internet, private networks or members of
// groups, and none admits the internet: the server may answer there, for these alone.
func (a *survey) servesOthers(s server) bool {
	serves := false
	for rule := range a.rules(s) {
		if !isForService(rule) || mayBeForWeb(rule) {
			continue
		}
		if rule.Any {
			return false
		}
		serves = true
	}
	return serves
}

// peers returns the rules for web ports that admit members of security groups, and reports whether somebody else
// is or may be admitted.
func (a *survey) peers(s server) (referenced []*network.GroupRule, isOther bool) {
	for rule := range a.rules(s) {
		if !mayBeForWeb(rule) {
			continue
		}
		isReference := len(rule.Peers) == 1 && rule.Peers[0].Kind == network.GroupPeer
		switch {
		case isReference && rule.Exists == value.Yes && rule.Undecided == "":
			referenced = append(referenced, rule)
		case len(rule.Peers) > 0:
			isOther = true
		}
	}
	return referenced, isOther
}

// mayBeForWeb reports whether a rule is for a web port, as far as it is known.
func mayBeForWeb(rule *network.GroupRule) bool {
	switch {
	case rule.Protocol == "" || rule.Protocol == "-1":
		return true
	case rule.Protocol != "tcp":
		return false
	case rule.From == nil || rule.To == nil || *rule.From < 0:
		return true
	}
	return slices.ContainsFunc(webPorts, func(port int) bool { return *rule.From <= port && port <= *rule.To })
}

// areIdle reports whether the groups that the rules name are surely those of no other workload: then nobody is
// admitted by them. One that other stacks learn of may be that of a load balancer there.
func (a *survey) areIdle(s server, rules []*network.GroupRule) bool {
	for _, rule := range rules {
		link := rule.Peers[0].Group
		group := a.network.SecurityGroup(link.ID)
		if link.Standing != stack.Declared || group == nil {
			return false
		}
		if unknown, weaker := a.Absence(group.Resource); unknown != "" || len(weaker) > 0 {
			return false
		}
		for _, member := range a.members[link.ID] {
			if member.ID != s.ID {
				return false
			}
		}
	}
	return true
}

// groupEdits admit the internet on port 80, in a group whose rules are written in it.
func (a *survey) groupEdits(s server) []fact.Edit {
	if len(s.groups) != 1 {
		return nil
	}
	group := a.network.SecurityGroup(s.groups[0].ID)
	if group == nil || group.Resource == nil {
		return nil
	}
	const key = "SecurityGroupIngress"
	rule := map[string]any{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}
	if stack.Property(group.Resource, key) == nil {
		return stack.Set(group.Resource, []any{rule}, key)
	}
	return nil
}
