package securitygroup

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// tiers finds groups of an inner tier that admit blocks of addresses, although what is to reach the tier has a
// group that could be named.
func (s *survey) tiers() {
	reported := map[*network.Peer]bool{}
	for _, balancer := range s.Balancers {
		if balancer.Type == "application" || balancer.Type == "classic" {
			s.behindBalancer(balancer, reported)
		}
	}
	s.databases(reported)
}

// tier is what is to be reached, at which port, and by what with which group.
type tier struct {
	target   *network.Workload
	port     int
	upstream stack.Link
	by       string
	variant  string
	// wide says that a rule which is open to the internet counts as well: no other rule reports it.
	wide bool
}

// behindBalancer looks at the targets of a load balancer that keeps clients' addresses to itself and has groups.
func (s *survey) behindBalancer(balancer *network.Balancer, reported map[*network.Peer]bool) {
	if len(balancer.SecurityGroups) == 0 || balancer.Exists != value.Yes {
		return
	}
	for _, listener := range balancer.Listeners {
		for _, targets := range listener.Targets {
			for _, registered := range targets.Targets {
				if registered.Workload == nil || registered.Port == 0 || s.isPassedBy(registered.Workload) {
					continue
				}
				s.tier(tier{
					target: registered.Workload, port: registered.Port, upstream: balancer.SecurityGroups[0],
					by: balancer.Name, wide: true,
				}, reported)
			}
		}
	}
}

// isPassedBy reports whether a workload is a target of a network load balancer, too, which may hand on the
// addresses of its clients.
func (s *survey) isPassedBy(workload *network.Workload) bool {
	if s.passed == nil {
		s.passed = map[string]bool{}
		for _, balancer := range s.Balancers {
			if balancer.Type != "application" && balancer.Type != "classic" {
				s.passTargets(balancer)
			}
		}
	}
	return s.passed[workload.ID]
}

func (s *survey) passTargets(balancer *network.Balancer) {
	for _, listener := range balancer.Listeners {
		for _, targets := range listener.Targets {
			for _, registered := range targets.Targets {
				if registered.Workload != nil {
					s.passed[registered.Workload.ID] = true
				}
			}
		}
	}
}

// tier reports the rules that open the port of a tier to its whole VPC, or to the internet.
func (s *survey) tier(t tier, reported map[*network.Peer]bool) {
	for _, link := range t.target.SecurityGroups {
		group := s.SecurityGroup(link.ID)
		if group == nil || group.Resource == nil || group.ID == t.upstream.ID {
			continue
		}
		for _, rule := range group.Rules {
			ports, ok := portsOf(rule)
			if !ok || rule.Protocol != "tcp" || !ports.has(t.port) || rule.Direction != network.Inbound ||
				rule.Exists != value.Yes || rule.Undecided != "" {
				continue
			}
			for _, peer := range rule.Peers {
				if !reported[peer] && s.isTooWide(t, group, rule, peer) {
					reported[peer] = true
					s.reportTier(t, group, rule, peer)
				}
			}
		}
	}
}

// isTooWide reports whether a peer holds more than the tier's clients: the internet, where no other rule says
// so, or the whole VPC, where no other network comes in from: no group stands for what is on premises, where the
// rule is for that alone.
func (s *survey) isTooWide(
	t tier, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer,
) bool {
	if peer.Any {
		return t.wide && s.openKind(group, rule) == "" && (len(peer.Union) == 0 || peer.Union[0] == peer.At)
	}
	block, err := netip.ParsePrefix(peer.CIDR)
	if peer.Kind != network.BlockPeer || err != nil || s.isConnected() {
		return false
	}
	home := s.VPCAddresses(t.target.VPC, peer.Family)
	if home.Unknown != "" || network.IsEmpty(home.Set) || s.IsForOnPremises(group.At, block, home) {
		return false
	}
	for _, own := range home.Set.Prefixes() {
		if block.Bits() > own.Bits() || !block.Contains(own.Addr()) {
			return false
		}
	}
	return true
}

// connections are the types that bring other networks into a VPC.
var connections = []string{
	"AWS::EC2::VPCPeeringConnection", "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment",
	"AWS::EC2::VPNGateway", "AWS::EC2::VPNConnection", "AWS::EC2::ClientVpnEndpoint",
	"AWS::NetworkManager::VpcAttachment",
}

// isConnected reports whether other networks may come into the VPCs of the templates: their clients have no group
// that a rule could name.
func (s *survey) isConnected() bool {
	for _, kind := range connections {
		if len(s.Index.OfType(kind)) > 0 {
			return true
		}
	}
	return false
}

func (s *survey) reportTier(t tier, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer) {
	source := peer.CIDR
	if peer.Any {
		source = anywhere(peer)
	}
	related := []fact.Hop{{At: t.target.At, Message: t.target.Name + " uses the group " + group.Name}}
	if upstream := s.SecurityGroup(t.upstream.ID); upstream != nil && upstream.Resource != nil {
		related = append(related, fact.Hop{At: upstream.At, Message: t.by + " uses the group " + upstream.Name})
	}
	s.diagnosis.Report(network.Issue{
		Kind: tierByCIDR, At: peer.At, Name: rule.Owner, Variant: t.variant,
		Words: map[string]string{
			"port": strconv.Itoa(t.port), "source": source, "target": t.target.Name, "by": t.by,
		},
		Related: append(related, rule.Via...), Edits: s.nameGroup(t, group, rule, peer),
	})
}

// nameGroup is the change of a rule that names the upstream group in place of a block. There is none where the
// text does not allow it, or where the groups would wait for each other.
func (s *survey) nameGroup(
	t tier, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer,
) []fact.Edit {
	upstream := s.SecurityGroup(t.upstream.ID)
	text, isWritten := s.writtenRule(rule)
	if !isWritten || !isFixed(text) || upstream == nil || upstream.Resource == nil {
		return nil
	}
	isOnly := len(rule.Peers) == 1 && len(peer.Union) == 0
	if !isOnly || upstream.At.File() != group.At.File() || len(s.waitsOf(upstream)) > 0 {
		return nil
	}
	return []fact.Edit{
		fact.Remove(peer.At),
		fact.Add(rule.At.Child("SourceSecurityGroupId"), idOf(upstream.Name)),
	}
}

// isFixed reports whether a rule names its block in every scenario: no function gives it in some of them alone.
func isFixed(rule written) bool {
	node := rule.fields.Origin.Node.Get("CidrIp")
	return node != nil && node.Tag != "!If" && node.Get("Fn::If") == nil
}

// idOf is the id of a group, as a template writes it: Ref gives the name of a group without a VPC.
func idOf(group string) map[string]any {
	return map[string]any{"Fn::GetAtt": []any{group, "GroupId"}}
}

// clientKinds are what opens connections to databases.
var clientKinds = []network.WorkloadKind{
	network.Instance, network.AutoScalingGroup, network.ECSService, network.LambdaFunction,
}

// databases looks at the databases of a VPC in which something else runs that has a group.
func (s *survey) databases(reported map[*network.Peer]bool) {
	clients := map[string]*network.Workload{}
	for _, member := range s.Members {
		isKnown := member.VPC.Standing == stack.Declared && member.Exists == value.Yes
		if isKnown && slices.Contains(clientKinds, member.Kind) && clients[member.VPC.ID] == nil &&
			len(s.ownGroups(member)) > 0 {
			clients[member.VPC.ID] = member
		}
	}
	for _, member := range s.Members {
		if member.Kind != network.DBInstance && member.Kind != network.DBCluster {
			continue
		}
		client := clients[member.VPC.ID]
		if client == nil || member.Exists != value.Yes || databasePort(member) == 0 {
			continue
		}
		s.tier(tier{
			target: member, port: databasePort(member), upstream: s.ownGroups(client)[0], by: client.Name,
			variant: "database",
		}, reported)
	}
}

// ownGroups are the declared groups of a workload.
func (s *survey) ownGroups(workload *network.Workload) []stack.Link {
	var own []stack.Link
	for _, link := range workload.SecurityGroups {
		if link.Standing == stack.Declared {
			own = append(own, link)
		}
	}
	return own
}

// databasePort returns the port of a database; 0 where it is not known.
func databasePort(database *network.Workload) int {
	if given := stack.Property(database.Resource, "Port"); given != nil {
		port, _ := given.Int()
		return port
	}
	engine, _ := stack.Property(database.Resource, "Engine").Literal()
	return network.EnginePort(engine)
}
