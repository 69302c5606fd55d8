package securitygroup

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// egress looks at what lets traffic out of a group. While no egress rule is added, a group has one that lets
// everything out; the first rule added takes its place, even one of a resource of its own (AWS::EC2::SecurityGroup,
// SecurityGroupEgress; aws-cloudformation/cloudformation-coverage-roadmap and aws-cdk issue 987).
func (s *survey) egress(group *network.SecurityGroup) {
	var alone []*network.GroupRule
	inline := false
	for _, rule := range group.Rules {
		switch {
		case rule.Direction != network.Outbound:
		case len(rule.Peers) == 0 && rule.Undecided == "": // it is never added
		case group.Resource != nil && rule.Owner == group.Name:
			inline = true
		default:
			alone = append(alone, rule)
		}
	}
	if !inline && len(alone) > 0 {
		s.revokedDefault(group, alone)
	}
	if len(alone) == 0 {
		s.emptyList(group)
	}
}

// revokedDefault finds a group whose default egress goes away with the first rule that stands alone, unless
// one of these lets everything out again.
func (s *survey) revokedDefault(group *network.SecurityGroup, alone []*network.GroupRule) {
	var sure []*network.GroupRule
	if group.Loose() != "" {
		s.doubt(revokedEgress, alone[0].At, group.Loose())
		return
	}
	for _, rule := range alone {
		if rule.Undecided != "" || rule.Protocol == everything && (rule.Any || hasUnknown(rule)) {
			return
		}
		if rule.Exists == value.Yes {
			sure = append(sure, rule)
		}
	}
	if len(sure) == 0 {
		s.doubt(revokedEgress, alone[0].At, "it can't be decided whether "+alone[0].Owner+" exists")
		return
	}
	first := sure[0]
	issue := network.Issue{
		Kind: revokedEgress, At: first.At.Child("GroupId"), Name: first.Owner,
		Words: map[string]string{"group": group.Name}, Codes: []network.Blocker{network.EgressRevoked},
	}
	if group.Resource == nil {
		issue.Variant, issue.Words["group"] = "external", ""
		issue.Weaker = append(issue.Weaker, "the group has egress rules already, which the templates do not show")
	} else if !s.ownEgress(&issue, group) {
		return
	}
	issue.Milder = append(s.alone(group, onlyTargets, balancerType, classicType), s.enough(group, sure)...)
	for _, rule := range sure[1:] {
		issue.Related = append(issue.Related, fact.Hop{At: rule.At, Message: rule.Owner + " lets out a little more"})
	}
	issue.Related = append(issue.Related, s.affected(group)...)
	s.diagnosis.Report(issue)
}

// onlyTargets is why a load balancer does without the default egress.
const onlyTargets = "only load balancers use the group, and they open connections to their targets alone"

// enough says why a group does without the default egress: its rules lead to interface endpoints, and what has the
// group never had a way to the internet. Empty where that is not known.
func (s *survey) enough(group *network.SecurityGroup, rules []*network.GroupRule) []string {
	for _, rule := range rules {
		for _, peer := range rule.Peers {
			if peer.Group == nil || !s.isForEndpoints(s.SecurityGroup(peer.Group.ID)) {
				return nil
			}
		}
	}
	members := s.membersOf(group)
	for _, member := range members {
		if member.Egress.IPv4.Internet.Answer != value.No || member.Egress.IPv6.Internet.Answer != value.No {
			return nil
		}
	}
	if len(members) == 0 {
		return nil
	}
	return []string{"what has the group has no way to the internet, and is let out to the endpoints of its VPC"}
}

// isForEndpoints reports whether interface endpoints alone use a declared group.
func (s *survey) isForEndpoints(group *network.SecurityGroup) bool {
	if group == nil || group.Resource == nil {
		return false
	}
	return len(s.alone(group, "endpoints", "AWS::EC2::VPCEndpoint")) > 0
}

// ownEgress looks at a declared group for egress rules of its own, and reports whether it surely has none.
func (s *survey) ownEgress(issue *network.Issue, group *network.SecurityGroup) bool {
	stated := stack.Property(group.Resource, "SecurityGroupEgress")
	if stated != nil && (!stated.Is(value.List) || len(stated.Items) > 0) {
		return false
	}
	bare := fact.Hop{At: group.At, Message: group.Name + " has no egress rule of its own"}
	issue.Related = append(issue.Related, bare)
	if stated == nil && writesProperties(group) {
		place := group.At.Child("Properties").Child("SecurityGroupEgress")
		issue.Edits = []fact.Edit{fact.Add(place, nothingOut())}
	}
	return true
}

// hasUnknown reports whether a peer of the rule may turn out to be the internet.
func hasUnknown(rule *network.GroupRule) bool {
	return slices.ContainsFunc(rule.Peers, isUnknown)
}

// nothingOut is the list of egress rules that lets nothing out: the group itself as the only destination
// (AWS::EC2::SecurityGroup, remove the default egress rule).
func nothingOut() []any {
	return []any{map[string]any{"CidrIp": "127.0.0.1/32", "IpProtocol": "-1"}}
}

// writesProperties reports whether the properties of the group are written in its template as a mapping, and
// not by a function.
func writesProperties(group *network.SecurityGroup) bool {
	node := group.Resource.Origin.Node.Get("Properties")
	return node != nil && len(node.Entries) > 0 && node.Get("Fn::If") == nil && node.Get("Fn::Transform") == nil
}

// emptyList finds an empty list of egress rules, which adds no rule and so keeps the default.
func (s *survey) emptyList(group *network.SecurityGroup) {
	if group.Resource == nil {
		return
	}
	stated := stack.Property(group.Resource, "SecurityGroupEgress")
	if !stated.Is(value.List) || len(stated.Items) > 0 || !isEmptyText(stated) {
		return
	}
	place := group.At.Child("Properties").Child("SecurityGroupEgress")
	if group.Exists != value.Yes {
		s.doubt(emptyEgress, place, "it can't be decided whether "+group.Name+" exists")
		return
	}
	issue := network.Issue{Kind: emptyEgress, At: place, Name: group.Name, Related: s.affected(group)}
	if group.Resource.Origin.Node.Get("Properties").Get("SecurityGroupEgress") == stated.Origin.Node {
		issue.Edits = []fact.Edit{fact.Replace(place, nothingOut())}
	}
	s.diagnosis.Report(issue)
}

// isEmptyText reports whether a list is written without items, and is not left without them by a function.
func isEmptyText(list *value.Value) bool {
	node := list.Origin.Node
	return node != nil && len(node.Items) == 0 && len(node.Entries) == 0
}
