package securitygroup

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func sortedKeys[T any](table map[string]T) []string { return slices.Sorted(maps.Keys(table)) }

// references finds rules that name a group of a VPC which is not connected to the rule's own.
func (s *survey) references() {
	for _, group := range s.SecurityGroups {
		if group.Resource == nil || group.VPC.Standing != stack.Declared {
			continue
		}
		for _, rule := range group.Rules {
			for _, peer := range rule.Peers {
				if peer.Group == nil || peer.Group.Standing != stack.Declared {
					continue
				}
				other := s.SecurityGroup(peer.Group.ID)
				if other != nil && other.VPC.Standing == stack.Declared && other.VPC.ID != group.VPC.ID {
					s.foreign(group, other, rule, peer)
				}
			}
		}
	}
}

// foreign reports a reference to a group of another VPC unless the two VPCs are connected in a way that
// carries references.
func (s *survey) foreign(group, other *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer) {
	if s.isShared(group) || s.isShared(other) {
		return
	}
	own, foreign := s.VPC(group.VPC.ID), s.VPC(other.VPC.ID)
	if own == nil || foreign == nil {
		return
	}
	issue := network.Issue{
		Kind: unreachable, At: peer.At, Name: rule.Owner, Codes: []network.Blocker{network.DisconnectedVPCs},
		Words: map[string]string{"group": other.Name, "vpc": own.Name, "other": foreign.Name},
		Related: []fact.Hop{
			{At: group.At.Child("Properties").Child("VpcId"), Message: group.Name + " is for " + own.Name},
			{At: other.At.Child("Properties").Child("VpcId"), Message: other.Name + " is for " + foreign.Name},
		},
	}
	connected := s.connection(own, foreign, rule.Direction)
	areThere := rule.Exists == value.Yes && own.Exists == value.Yes && foreign.Exists == value.Yes
	if connected.fact.Answer == value.No && areThere {
		issue.Variant, issue.Weaker = connected.variant, connected.weaker
		if connected.variant == overTransit {
			issue.Codes = []network.Blocker{network.ReferencingSupport}
		}
		issue.Related = append(issue.Related, connected.hops...)
		s.diagnosis.Report(issue)
		return
	}
	if connected.fact.Answer != value.Yes {
		s.doubt(unreachable, peer.At, "it can't be decided whether "+own.Name+" and "+foreign.Name+" are connected")
	}
}

// link is whether two VPCs are connected so that rules of one may name groups of the other.
type link struct {
	fact    fact.Fact
	variant string
	hops    []fact.Hop
	weaker  []string
}

// connection answers whether rules of the one VPC may name groups of the other: over a peering connection in
// one Region, or inbound over a transit gateway that is told to (Amazon VPC Peering Guide, security groups;
// AWS Transit Gateways, security group referencing).
func (s *survey) connection(own, foreign *network.VPC, direction network.Direction) link {
	if peered := s.peered(own, foreign); peered.Answer != value.No {
		return link{fact: peered}
	}
	connected := s.transit(own, foreign)
	if connected.fact.Answer == value.Yes && direction == network.Outbound {
		return link{fact: fact.Undecided("a transit gateway carries references of inbound rules alone")}
	}
	if connected.fact.Answer != value.No {
		return connected
	}
	for _, vpc := range []*network.VPC{own, foreign} {
		unknown, weaker := s.Index.Absence(vpc.Resource)
		if unknown != "" {
			return link{fact: fact.Undecided(unknown)}
		}
		connected.weaker = fact.Join(connected.weaker, weaker)
	}
	return connected
}

// peered answers whether a peering connection ties the VPCs.
func (s *survey) peered(own, foreign *network.VPC) fact.Fact {
	answer := fact.No("")
	for _, peering := range s.Index.OfType("AWS::EC2::VPCPeeringConnection") {
		ends := []*value.Value{stack.Property(peering, "VpcId"), stack.Property(peering, "PeerVpcId")}
		switch {
		case s.isBetween(ends, own, foreign):
			region := stack.Property(peering, "PeerRegion")
			if region == nil || peering.Exists != value.Yes || value.Identity(region) == "?AWS::Region" {
				return fact.Yes("")
			}
			return fact.Undecided("the VPCs may be in two Regions")
		case s.mayBeBetween(ends, own, foreign):
			answer = fact.Undecided(peering.Name + " may connect the VPCs")
		}
	}
	return answer
}

func (s *survey) isBetween(ends []*value.Value, own, foreign *network.VPC) bool {
	from, to := s.Index.Declared(ends[0], "AWS::EC2::VPC"), s.Index.Declared(ends[1], "AWS::EC2::VPC")
	return from == own.Resource && to == foreign.Resource || from == foreign.Resource && to == own.Resource
}

// mayBeBetween reports whether each VPC is, or may be, an end of its own.
func (s *survey) mayBeBetween(ends []*value.Value, own, foreign *network.VPC) bool {
	may := func(end *value.Value, vpc *network.VPC) bool {
		return s.Index.Declared(end, "AWS::EC2::VPC") == vpc.Resource || s.Index.MayBe(end, vpc.Resource)
	}
	return may(ends[0], own) && may(ends[1], foreign) || may(ends[0], foreign) && may(ends[1], own)
}

// transit answers whether a transit gateway that both VPCs are attached to carries references. By default it does
// not (AWS::EC2::TransitGateway, SecurityGroupReferencingSupport).
func (s *survey) transit(own, foreign *network.VPC) link {
	there, back := s.attachments(own), s.attachments(foreign)
	if len(there) == 0 || len(back) == 0 {
		return link{fact: fact.No("")}
	}
	for _, one := range there {
		gateway := s.Index.Declared(stack.Property(one, "TransitGatewayId"), transitType)
		for _, other := range back {
			if gateway == nil || s.Index.Declared(stack.Property(other, "TransitGatewayId"), transitType) != gateway {
				return link{fact: fact.Undecided("what connects the VPCs is not declared")}
			}
		}
	}
	gateway := s.Index.Declared(stack.Property(there[0], "TransitGatewayId"), transitType)
	support := stack.Property(gateway, "SecurityGroupReferencingSupport")
	if text, ok := support.Literal(); support != nil && (!ok || text == "enable") {
		return link{fact: fact.Yes("")}
	}
	return link{fact: fact.No(""), variant: overTransit, hops: []fact.Hop{{
		At: gateway.At, Message: gateway.Name + " does not carry references to security groups",
	}}}
}

// overTransit tells VPCs apart that a transit gateway connects.
const overTransit = "transit"

const transitType = "AWS::EC2::TransitGateway"

// attachments returns what attaches a VPC to transit gateways or to a core network.
func (s *survey) attachments(vpc *network.VPC) []*template.Resource {
	var found []*template.Resource
	for _, kind := range []string{
		"AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment",
		"AWS::NetworkManager::VpcAttachment",
	} {
		for _, attachment := range s.Index.OfType(kind) {
			named := stack.Property(attachment, "VpcId")
			if named == nil {
				named = stack.Property(attachment, "VpcArn")
			}
			if s.Index.Declared(named, "AWS::EC2::VPC") == vpc.Resource || s.Index.MayBe(named, vpc.Resource) {
				found = append(found, attachment)
			}
		}
	}
	return found
}
