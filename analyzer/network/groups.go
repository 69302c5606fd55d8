package network

import (
	"net/netip"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// SecurityGroup is a declared security group, or another one to which the templates add rules.
type SecurityGroup struct {
	Item

	// Standing is "declared", "default" or "external".
	Standing stack.Standing `json:"standing"`
	// VPC is the VPC the group is for; its standing is default for a group that names none.
	VPC stack.Link `json:"vpc"`
	// AlsoIn are the VPCs that the group is associated with besides its own.
	AlsoIn []stack.Link `json:"-"`
	// DefaultEgress says whether the rules that let everything out are in force: they are as long as
	// neither the group nor a resource of its own adds an egress rule.
	DefaultEgress fact.Fact `json:"default_egress"`
	// Rules are the rules of the group, inline ones first.
	Rules []*GroupRule `json:"rules"`

	// loose says why the group may have rules that could not be given to any group.
	loose string
}

// Direction is the way traffic takes through a security group.
type Direction string

// The directions.
const (
	Inbound  Direction = "ingress"
	Outbound Direction = "egress"
)

// GroupRule is a rule of a security group, normalised.
type GroupRule struct {
	// At is the handle of the mapping that holds the rule's properties: a list item of the group, or
	// the Properties of a resource of its own. IpProtocol, FromPort and ToPort stand below it.
	At source.At `json:"at"`
	// Owner is the logical id of the resource that states the rule.
	Owner string `json:"owner"`
	// Exists is "yes", or "undecided" for a rule that may be absent.
	Exists value.Truth `json:"exists"`
	// Direction is "ingress" or "egress".
	Direction Direction `json:"direction"`
	// Protocol is "tcp", "udp", "icmp", "icmpv6", "-1" for all, or another protocol's number in
	// decimal, for which ports do not count. Empty when it is not known.
	Protocol string `json:"protocol,omitempty"`
	// From is FromPort as given; absent when it is not given or not known.
	From *int `json:"from,omitempty"`
	// To is ToPort as given; absent when it is not given or not known.
	To *int `json:"to,omitempty"`
	// ICMP is there for the protocols icmp and icmpv6 when type and code are known.
	ICMP *ICMP `json:"icmp,omitempty"`
	// Peers are the sources of an ingress rule, or the destinations of an egress rule.
	Peers []*Peer `json:"peers"`
	// Any says that some peer covers the whole internet of its family.
	Any bool `json:"any"`
	// Via says how the rule's values were arrived at, such as by a parameter's default, and which entries
	// of a prefix list make it open to the internet.
	Via []fact.Hop `json:"via,omitempty"`
	// Undecided says what about the rule is not known, in a phrase without a full stop.
	Undecided string `json:"undecided,omitempty"`
}

// ICMP is the kind of messages an ICMP rule is for. CloudFormation gives the type as FromPort and the
// code as ToPort.
type ICMP struct {
	// Type is -1 for all types.
	Type int `json:"type"`
	// Code is -1 for all codes.
	Code int `json:"code"`
}

// Peer is the other side of a rule.
type Peer struct {
	// Kind is "cidr", "security-group", "prefix-list" or "unresolved".
	Kind PeerKind `json:"kind"`
	// At is the handle of the property that names the peer.
	At source.At `json:"at"`
	// CIDR is the canonical block of a peer of the kind cidr.
	CIDR string `json:"cidr,omitempty"`
	// Family is "ipv4" or "ipv6" for a block and for a prefix list that is declared.
	Family Family `json:"family,omitempty"`
	// Group is the security group of a peer of that kind.
	Group *stack.Link `json:"group,omitempty"`
	// List is the prefix list of a peer of that kind.
	List *stack.Link `json:"list,omitempty"`
	// Any says that the peer covers the whole internet of its family, alone or in a union.
	Any bool `json:"any"`
	// Union lists the handles of the peers that cover the internet only together, in order, this one
	// included. Their rules differ in nothing else.
	Union []source.At `json:"union,omitempty"`
	// Reason says why a peer is unresolved, in a phrase without a full stop.
	Reason string `json:"reason,omitempty"`

	prefixes []netip.Prefix
	// entries are the places of the prefixes of a prefix list, in the same order.
	entries [][]fact.Hop
}

// PeerKind tells the sorts of peers apart.
type PeerKind string

// The kinds of peers.
const (
	BlockPeer      PeerKind = "cidr"
	GroupPeer      PeerKind = "security-group"
	ListPeer       PeerKind = "prefix-list"
	UnresolvedPeer PeerKind = "unresolved"
)

const groupType = "AWS::EC2::SecurityGroup"

// readGroups reads security groups with their inline rules, adds rules that stand alone to the group
// they name, and finds the rules that are open to the internet.
func (b *builder) readGroups() {
	for _, resource := range b.OfType(groupType) {
		group := &SecurityGroup{
			Item: item(resource), Standing: stack.Declared, Rules: []*GroupRule{},
			VPC: b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"), DefaultEgress: inlineEgress(resource),
		}
		group.Rules = append(group.Rules, b.inlineRules(resource, Inbound, "SecurityGroupIngress")...)
		group.Rules = append(group.Rules, b.inlineRules(resource, Outbound, "SecurityGroupEgress")...)
		b.network.SecurityGroups = append(b.network.SecurityGroups, group)
		b.groups[group.ID] = group
	}
	for _, resource := range b.OfType("AWS::EC2::SecurityGroupIngress") {
		b.standaloneRule(resource, Inbound)
	}
	for _, resource := range b.OfType("AWS::EC2::SecurityGroupEgress") {
		b.standaloneRule(resource, Outbound)
	}
	for _, group := range b.network.SecurityGroups {
		group.markAny()
	}
	b.doubtGroups()
}

// inlineEgress answers whether a group keeps its default egress, as far as it says itself. An empty
// list adds no rule.
func inlineEgress(group *template.Resource) fact.Fact {
	rules := stack.Property(group, "SecurityGroupEgress")
	switch {
	case isLiteral(rules):
		return fact.Undecided(notAList)
	case rules.Is(value.Unresolved):
		return fact.Undecided(reasonOf(rules))
	case len(rules.List()) == 0:
		return fact.Yes("the group has no egress rule")
	default:
		return fact.No("the group has egress rules of its own")
	}
}

// notAList is why rules are not known where something else than a list is written.
const notAList = "a text stands where a list of rules belongs"

func isLiteral(v *value.Value) bool {
	_, ok := v.Literal()
	return ok
}

func (b *builder) inlineRules(group *template.Resource, direction Direction, key string) []*GroupRule {
	var rules []*GroupRule
	stated := stack.Property(group, key)
	for _, fields := range stated.List() {
		rule := b.groupRule(fields, group, direction)
		if isLiteral(stated) {
			rule.Undecided = notAList
		}
		rules = append(rules, rule)
	}
	return rules
}

// standaloneRule adds a rule to the group that it names.
func (b *builder) standaloneRule(resource *template.Resource, direction Direction) {
	groupID := stack.Property(resource, "GroupId")
	if groupID == nil {
		groupID = stack.Property(resource, "GroupName")
	}
	link := b.Link(groupID, groupType)
	group := b.groups[link.ID]
	if group == nil || link.ID == "" {
		group = &SecurityGroup{
			Item: Item{ID: link.ID, Name: link.ID, Exists: value.Yes}, Standing: link.Standing, Rules: []*GroupRule{},
			VPC:           stack.Link{Standing: stack.External, Reason: link.Reason},
			DefaultEgress: fact.Undecided("the group is not declared"),
		}
		b.network.SecurityGroups = append(b.network.SecurityGroups, group)
		b.groups[link.ID] = group
	}
	group.Rules = append(group.Rules, b.groupRule(resource.Properties, resource, direction))
	if direction == Outbound && group.DefaultEgress.Answer != value.No {
		group.DefaultEgress = fact.No(resource.Name + " adds an egress rule, which revokes the default")
		if resource.Exists != value.Yes {
			group.DefaultEgress = fact.Undecided("it can't be decided whether " + resource.Name + " exists")
		}
	}
}

// equality is what two rules have in common that differ in their peers alone.
type equality struct {
	direction Direction
	protocol  string
	from, to  int
	family    Family
}

// absentPort stands for a port that is not given, in comparisons.
const absentPort = -2

func (r *GroupRule) equality(family Family) equality {
	key := equality{direction: r.Direction, protocol: r.Protocol, from: absentPort, to: absentPort, family: family}
	if r.From != nil {
		key.from = *r.From
	}
	if r.To != nil {
		key.to = *r.To
	}
	return key
}

// markAny finds the peers that cover the internet, alone or in a union over equal rules.
func (g *SecurityGroup) markAny() {
	unions := map[equality][]netip.Prefix{}
	var order []equality
	for _, rule := range g.Rules {
		for _, peer := range rule.Peers {
			key := rule.equality(peer.Family)
			switch {
			case coversInternet(peer.Family, peer.prefixes):
				peer.Any, rule.Any = true, true
				rule.Via = append(rule.Via, peer.openEntries()...)
			case rule.Exists == value.Yes && rule.Undecided == "":
				order = append(order, key)
				unions[key] = append(unions[key], peer.prefixes...)
			}
		}
	}
	for _, key := range order {
		if coversInternet(key.family, unions[key]) && !g.isCovered(key) {
			g.markUnion(key)
		}
	}
}

// members calls visit with the rules that are equal but for their peers, and their peers.
func (g *SecurityGroup) members(key equality, visit func(rule *GroupRule, peer *Peer)) {
	for _, rule := range g.Rules {
		for _, peer := range rule.Peers {
			if rule.equality(peer.Family) == key && len(peer.prefixes) > 0 && rule.Exists == value.Yes {
				visit(rule, peer)
			}
		}
	}
}

// isCovered reports whether the internet is covered already, by one peer or by a union.
func (g *SecurityGroup) isCovered(key equality) bool {
	covered := false
	g.members(key, func(_ *GroupRule, peer *Peer) { covered = covered || peer.Any })
	return covered
}

// markUnion marks the peers that cover the internet together.
func (g *SecurityGroup) markUnion(key equality) {
	var union []source.At
	g.members(key, func(_ *GroupRule, peer *Peer) { union = append(union, peer.At) })
	g.members(key, func(rule *GroupRule, peer *Peer) {
		peer.Any, rule.Any, peer.Union = true, true, union
		rule.Via = append(rule.Via, peer.openEntries()...)
	})
}

// openEntries are the entries of a prefix list that make it the internet, or a part of it: one that is all
// of it, else all that are not of private addresses.
func (p *Peer) openEntries() []fact.Hop {
	var open []fact.Hop
	for i, entry := range p.entries {
		if p.prefixes[i].Bits() == 0 {
			return entry
		}
		if internet[p.Family].OverlapsPrefix(p.prefixes[i]) {
			open = append(open, entry...)
		}
	}
	return open
}

// doubtGroups finds the declared groups that may have rules of which it is not known whose they are.
func (b *builder) doubtGroups() {
	for _, kind := range []string{"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"} {
		for _, rule := range b.OfType(kind) {
			groupID := stack.Property(rule, "GroupId")
			if b.Declared(groupID, groupType) != nil || !mayTurnOut(b.Follow(groupID)) {
				continue
			}
			for _, group := range b.network.SecurityGroups {
				if group.Resource != nil && group.loose == "" && b.MayBe(groupID, group.Resource) {
					group.loose = "the rule " + rule.Name + " may be of security group " + group.Name
				}
			}
		}
	}
}

// mayTurnOut reports whether a value may turn out to be any resource, so that it has to be asked of each.
func mayTurnOut(v *value.Value) bool { return v.Is(value.Unresolved) || v.Is(value.Text) }
