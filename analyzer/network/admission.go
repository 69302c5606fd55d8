package network

import (
	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// More blockers. SG_DEFAULT_EGRESS_REVOKED is our own code, the others are of VPC Reachability Analyzer.
const (
	GroupMismatch    Blocker = "ENI_SG_RULES_MISMATCH"
	GroupWithoutRule Blocker = "SG_HAS_NO_RULES" //nolint:gosec // a code, no secret
	EgressRevoked    Blocker = "SG_DEFAULT_EGRESS_REVOKED"
)

// Side is one side of a conversation as the security groups of the other side see it.
type Side struct {
	// Groups are its security groups, as the path keeps them: none for the internet and for what comes through
	// a gateway, since a reference to a group matches private addresses only (Amazon VPC User Guide).
	Groups []stack.Link
	// Addresses are what it is seen under.
	Addresses Addresses
}

// Admission is whether security groups let traffic pass.
type Admission struct {
	// Fact is "yes" where all addresses, or a group of the other side, are admitted, "no" where nothing is.
	fact.Fact
	// Code says why nothing passes, where the answer is "no".
	Code Blocker
	// Hops are the rules that admit the traffic, or the groups that do not and what revoked their egress.
	Hops []fact.Hop
	// Weaker are reasons why a "no" may be wrong after all, such as an exported group.
	Weaker []string
}

// At is the place that decides: the admitting rule, or the first group that admits nothing.
func (a Admission) At() source.At {
	if len(a.Hops) == 0 {
		return ""
	}
	return a.Hops[0].At
}

// Admits answers whether one of the security groups, which all are of one workload, lets the traffic from the
// other side in, or out to it. Replies always pass, since groups are stateful.
func (n *Network) Admits(groups []stack.Link, direction Direction, traffic Traffic, other Side) Admission {
	asked := admissionQuestion{network: n, direction: direction, traffic: traffic, other: other, empty: true}
	for _, link := range groups {
		asked.ask(link)
		if asked.admits.Answer == value.Yes {
			return asked.admits
		}
	}
	return asked.answer(groups)
}

// admissionQuestion gathers what the groups of a workload admit.
type admissionQuestion struct {
	network   *Network
	direction Direction
	traffic   Traffic
	other     Side

	admits Admission
	// part holds the addresses that rules admit for sure, hops what they are.
	part netipx.IPSetBuilder
	hops []fact.Hop
	// doubt says why more may be admitted.
	doubt  string
	closed []fact.Hop
	weaker []string
	code   Blocker
	// empty says that no group has a rule of the direction.
	empty bool
	// refers says that a rule is for the traffic of members of groups, of which the other side keeps none.
	refers bool
}

func (q *admissionQuestion) unsure(reason string) {
	if q.doubt == "" {
		q.doubt = reason
	}
}

func (q *admissionQuestion) admit(hop fact.Hop) {
	q.admits = Admission{Fact: fact.Yes(hop.Message), Hops: []fact.Hop{hop}}
}

// ask looks at the rules of one group.
func (q *admissionQuestion) ask(link stack.Link) {
	group := q.network.groups[link.ID]
	if link.ID == "" {
		group = nil
	}
	if link.Standing == stack.Default {
		q.askDefault(link, group)
	}
	if group != nil {
		for _, rule := range group.Rules {
			if rule.Direction == q.direction {
				q.empty = false
				q.askRule(group, rule)
			}
		}
	}
	switch {
	case q.admits.Answer == value.Yes, link.Standing == stack.Default:
	case link.Standing == stack.External || group == nil:
		q.unsure("a security group is not declared: " + link.Reason)
	default:
		q.askDeclared(group)
	}
}

// askDefault applies the rules that a VPC's default group comes with: all from itself, all to everywhere.
func (q *admissionQuestion) askDefault(link stack.Link, changed *SecurityGroup) {
	switch {
	case q.network.Index.Custom() != nil:
		q.unsure(q.network.Index.Custom().Name + ", a custom resource, may change the VPC's default security group")
	case link.ID == "":
		q.unsure("the VPC's default security group is not known")
	case q.direction == Inbound && isAmong(link, q.other.Groups) == value.Yes:
		q.admit(fact.Hop{Message: "the VPC's default security group admits its own members"})
	case q.direction == Inbound:
		q.closed = append(q.closed, fact.Hop{
			At: q.network.homeOf(link), Message: "the VPC's default security group admits its own members only",
		})
		q.empty = false
	case changed == nil || changed.DefaultEgress.Answer == value.Undecided && !changed.mayLoseEgress():
		q.admit(fact.Hop{Message: "the VPC's default security group lets everything out"})
	case changed.DefaultEgress.Answer == value.No:
		q.revoked(changed)
	default:
		q.unsure(changed.DefaultEgress.Reason)
	}
}

// homeOf returns the place of the VPC that a default group comes with.
func (n *Network) homeOf(link stack.Link) source.At {
	for _, vpc := range n.VPCs {
		if link.ID == DefaultGroup(vpc).ID {
			return vpc.At
		}
	}
	return ""
}

// DefaultGroup is the security group that comes with a VPC.
func DefaultGroup(vpc *VPC) stack.Link {
	return stack.Link{
		Standing: stack.Default, ID: vpc.ID + ".DefaultSecurityGroup", Reason: "it comes with the VPC",
	}
}

// mayLoseEgress reports whether some rule may revoke the default egress.
func (g *SecurityGroup) mayLoseEgress() bool {
	for _, rule := range g.Rules {
		if rule.Direction == Outbound {
			return true
		}
	}
	return false
}

// askDeclared closes the question for a declared group whose rules admit too little.
func (q *admissionQuestion) askDeclared(group *SecurityGroup) {
	if q.direction == Outbound {
		switch {
		case group.DefaultEgress.Answer == value.Yes && group.Exists == value.Yes:
			q.admit(fact.Hop{At: group.At, Message: group.Name + " lets everything out, as it has no egress rule"})
			return
		case group.DefaultEgress.Answer == value.Undecided:
			q.unsure("the egress rules of " + group.Name + " are not known: " + group.DefaultEgress.Reason)
		}
	}
	unknown, weaker := q.network.Index.Absence(group.Resource)
	switch {
	case unknown != "":
		q.unsure(unknown)
	case group.Exists != value.Yes:
		q.unsure("it can't be decided whether security group " + group.Name + " exists")
	case group.loose != "":
		q.unsure(group.loose)
	}
	q.weaker = fact.Join(q.weaker, weaker)
	message := group.Name + " has no " + string(q.direction) + " rule for " + q.traffic.String()
	q.closed = append(q.closed, fact.Hop{At: group.At, Message: message})
	if q.direction == Outbound {
		q.revoked(group)
	}
}

// revoked names the rules that took away a group's default egress, where no inline rule did.
func (q *admissionQuestion) revoked(group *SecurityGroup) {
	inline := group.Resource != nil && inlineEgress(group.Resource).Answer != value.Yes
	if inline {
		return
	}
	for _, rule := range group.Rules {
		if rule.Direction == Outbound && rule.Exists == value.Yes {
			q.code = EgressRevoked
			q.closed = append(q.closed, fact.Hop{
				At: rule.At, Message: rule.Owner + " revokes the rules that let everything out",
			})
		}
	}
}

// askRule notes what one rule admits.
func (q *admissionQuestion) askRule(group *SecurityGroup, rule *GroupRule) {
	fits := q.fits(rule)
	if fits == value.No {
		return
	}
	why := rule.doubtOf(fits, q.traffic)
	if why == "" && group.Exists != value.Yes {
		why = "it can't be decided whether security group " + group.Name + " exists"
	}
	for _, peer := range rule.Peers {
		q.askPeer(rule, peer, why)
	}
	if rule.Undecided != "" && len(rule.Peers) == 0 {
		q.unsure(why)
	}
}

// fits answers whether the rule is for the traffic.
func (q *admissionQuestion) fits(rule *GroupRule) value.Truth {
	covers := span{protocol: rule.Protocol, from: rule.From, to: rule.To}.covers(q.traffic)
	if rule.Undecided != "" && (rule.Protocol == "" || rule.From == nil || rule.To == nil) {
		if rule.Protocol == "" || covers != value.No {
			return value.Undecided
		}
	}
	return covers
}

// doubtOf says why a rule may not admit the traffic; empty where it surely does.
func (r *GroupRule) doubtOf(fits value.Truth, traffic Traffic) string {
	switch {
	case r.Undecided != "":
		return "a rule of " + r.Owner + " is not fully known: " + r.Undecided
	case r.Exists != value.Yes:
		return "it can't be decided whether a rule of " + r.Owner + " exists"
	case fits == value.Undecided:
		return "a rule of " + r.Owner + " is for a part of " + traffic.String()
	default:
		return ""
	}
}

// askPeer notes which of the other side's addresses a rule that fits admits. Why says what is not known of the
// rule.
func (q *admissionQuestion) askPeer(rule *GroupRule, peer *Peer, why string) {
	hop := fact.Hop{At: rule.At, Message: q.phrase(rule, peer)}
	family := q.other.Addresses.Family
	matches := value.No
	switch {
	case peer.Kind == UnresolvedPeer:
		q.unsure("a rule of " + rule.Owner + " is not fully known: " + peer.Reason)
		return
	case peer.Kind == GroupPeer:
		q.refers = q.refers || len(q.other.Groups) == 0
		matches = isAmong(*peer.Group, q.other.Groups)
	case peer.Kind == ListPeer && len(peer.prefixes) == 0:
		matches = value.Undecided
	case peer.Family == family && !IsEmpty(intersect(peer.set().Set, q.other.Addresses.Bounds())):
		if why == "" {
			q.admitBlocks(peer, hop)
		} else {
			q.unsure(why)
		}
		return
	}
	switch {
	case matches == value.Yes && why == "":
		q.admit(hop)
	case matches == value.Yes:
		q.unsure(why)
	case matches == value.Undecided:
		q.unsure("it can't be decided whether the peer of a rule of " + rule.Owner + " is the other side")
	}
}

// admitBlocks notes that a rule admits blocks of addresses.
func (q *admissionQuestion) admitBlocks(peer *Peer, hop fact.Hop) {
	q.hops = append(q.hops, hop)
	q.part.AddSet(peer.set().Set)
	admitted := build(q.part.Clone())
	if covers(admitted, q.other.Addresses.Bounds()) {
		q.admits = Admission{Fact: fact.Yes(hop.Message), Hops: q.hops}
	}
}

// set returns the addresses of a peer that names blocks.
func (p *Peer) set() Addresses { return AddressesOf(p.Family, p.prefixes...) }

// phrase says what a rule does.
func (q *admissionQuestion) phrase(rule *GroupRule, peer *Peer) string {
	what := peer.CIDR
	switch {
	case peer.Group != nil && peer.Group.Name != "":
		what = "members of " + peer.Group.Name
	case peer.Group != nil:
		what = "members of a security group"
	case peer.List != nil:
		what = "a prefix list"
	}
	if q.direction == Outbound {
		return rule.Owner + " lets " + q.traffic.String() + " out to " + what
	}
	return rule.Owner + " admits " + q.traffic.String() + " from " + what
}

// isAmong answers whether a security group is one of those of the other side. Two that are declared differ;
// one that is not declared may be any.
func isAmong(group stack.Link, groups []stack.Link) value.Truth {
	answer := value.No
	for _, other := range groups {
		switch {
		case group.ID != "" && group.ID == other.ID:
			return value.Yes
		case group.Standing == stack.External || other.Standing == stack.External,
			group.ID == "" || other.ID == "":
			answer = value.Undecided
		}
	}
	return answer
}

// answer sums up what all groups admit, where none admits everything.
func (q *admissionQuestion) answer(groups []stack.Link) Admission {
	switch {
	case q.doubt != "":
		return Admission{Fact: fact.Undecided(q.doubt), Hops: append(q.hops, q.closed...)}
	case len(groups) == 0:
		return Admission{Fact: fact.Undecided("the security groups are not known")}
	case len(q.hops) > 0:
		reason := "only a part of the addresses is admitted"
		if q.other.Addresses.Unknown != "" {
			reason = q.other.Addresses.Unknown
		}
		return Admission{Fact: fact.Undecided(reason), Hops: q.hops}
	}
	if len(q.closed) == 0 {
		return Admission{Fact: fact.Undecided("the rules of the security groups are not known")}
	}
	admission := Admission{Fact: fact.No(q.closed[0].Message), Code: GroupMismatch, Hops: q.closed, Weaker: q.weaker}
	switch {
	case q.code != "":
		admission.Code = q.code
	case q.empty:
		admission.Code = GroupWithoutRule
	case q.refers:
		admission.Code = ReferencesNotPreserved
	}
	return admission
}
