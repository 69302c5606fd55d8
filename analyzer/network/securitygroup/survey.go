package securitygroup

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// survey asks questions about the groups of a network. What several of them need is read once, when the
// first of them asks.
type survey struct {
	*network.Network

	diagnosis *network.Diagnosis
	doubts    map[network.Doubt]bool
	// reported are the places of issues about open rules in the list of issues.
	reported map[issueKey]int
	// users are the resources that name a group, other than groups and their rules; nil until asked for.
	users map[string][]*template.Resource
	// members are the workloads that have a group; nil until asked for.
	members map[string][]*network.Workload
	// passed are the workloads behind network load balancers; nil until asked for.
	passed map[string]bool
	// texts are the rules as they are written, by their place; nil until asked for.
	texts map[source.At]written
}

// The types of groups and of rules that stand alone.
const (
	groupType   = "AWS::EC2::SecurityGroup"
	ingressType = "AWS::EC2::SecurityGroupIngress"
	egressType  = "AWS::EC2::SecurityGroupEgress"
)

// doubt adds a question that can't be decided, once.
func (s *survey) doubt(kind string, at source.At, reason string) {
	doubt := network.Doubt{Kind: kind, At: at, Reason: reason}
	if !s.doubts[doubt] {
		s.doubts[doubt] = true
		s.diagnosis.Doubt(kind, at, reason)
	}
}

// usersOf returns the resources that name the group, other than groups and their rules.
func (s *survey) usersOf(group *network.SecurityGroup) []*template.Resource {
	if s.users == nil {
		s.users = map[string][]*template.Resource{}
		s.Index.Each(s.addUser)
	}
	return s.users[group.ID]
}

func (s *survey) addUser(resource *template.Resource) {
	switch resource.Type {
	case groupType, ingressType, egressType:
		return
	}
	seen := map[string]bool{}
	s.Index.Mentions(resource.Properties, func(id string) {
		if named := s.SecurityGroup(id); named != nil && !seen[id] {
			seen[id] = true
			s.users[id] = append(s.users[id], resource)
		}
	})
}

// membersOf returns the workloads that have the group.
func (s *survey) membersOf(group *network.SecurityGroup) []*network.Workload {
	if s.members == nil {
		s.members = map[string][]*network.Workload{}
		for _, workload := range s.Members {
			for _, link := range workload.SecurityGroups {
				if link.ID != "" {
					s.members[link.ID] = append(s.members[link.ID], workload)
				}
			}
		}
	}
	return s.members[group.ID]
}

// isUsed answers whether something has the group, as far as the templates tell. A group that others learn
// of, by an export or an output, may be used by them.
func (s *survey) isUsed(group *network.SecurityGroup) fact.Fact {
	if group.Resource == nil {
		return fact.Undecided("the group is not declared")
	}
	if len(s.usersOf(group)) > 0 {
		return fact.Yes("")
	}
	unknown, _ := s.Index.Absence(group.Resource)
	if unknown == "" && s.Index.Given(group.ID) != "" {
		unknown = group.Name + " is " + s.Index.Given(group.ID)
	}
	if unknown != "" {
		return fact.Undecided(unknown)
	}
	return fact.No("nothing in the templates uses " + group.Name)
}

// writtenRule returns a rule as it is written. It reports false where it does not stand in its place as a mapping,
// but is what a function gives.
func (s *survey) writtenRule(rule *network.GroupRule) (text written, isPlain bool) {
	if s.texts == nil {
		s.texts = map[source.At]written{}
		s.eachWritten(func(rule written) { s.texts[rule.at] = rule })
	}
	text, ok := s.texts[rule.At]
	if !ok {
		return text, false
	}
	properties := text.owner.Origin.Node.Get("Properties")
	if text.owner.Type != groupType {
		return text, properties != nil && properties == text.fields.Origin.Node
	}
	list := properties.Get("SecurityGroupIngress")
	if rule.Direction == network.Outbound {
		list = properties.Get("SecurityGroupEgress")
	}
	return text, list != nil && slices.Contains(list.Items, text.fields.Origin.Node)
}

// alone says why a group that only resources of a harmless kind use is less of a problem; empty where something
// else uses it, or may.
func (s *survey) alone(group *network.SecurityGroup, reason string, kinds ...string) []string {
	users := s.usersOf(group)
	for _, resource := range users {
		if !slices.Contains(kinds, resource.Type) {
			return nil
		}
	}
	if len(users) == 0 {
		return nil
	}
	return []string{reason}
}

// The types of load balancers.
const (
	balancerType = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	classicType  = "AWS::ElasticLoadBalancing::LoadBalancer"
)

// exposed returns a workload with the group that the internet reaches at one of the ports for administration, and
// the way there. Nil where none surely is reached in the family of addresses.
func (s *survey) exposed(
	group *network.SecurityGroup, family network.Family, open ports,
) (workload *network.Workload, way []fact.Hop) {
	for _, member := range s.membersOf(group) {
		leaves := member.Egress.IPv4
		if family == network.IPv6 {
			leaves = member.Egress.IPv6
		}
		if leaves.Class != network.InternetGateway || leaves.Internet.Answer != value.Yes {
			continue
		}
		for _, service := range administration {
			if !open.has(service.port) {
				continue
			}
			path := s.Reach(network.Internet, network.At(member), network.TCP(service.port))
			if path.Answer == value.Yes {
				return member, path.Hops
			}
		}
	}
	return nil, nil
}

// says reports whether what the group is called, or says about itself, holds one of the words. Words are in
// lower case.
func says(group *network.SecurityGroup, words ...string) bool {
	name := value.OfText(group.Name)
	if group.Resource == nil {
		return stack.SaysAny(name, words...)
	}
	return stack.SaysAny(name, words...) ||
		stack.SaysAny(stack.Property(group.Resource, "GroupDescription"), words...) ||
		stack.SaysAny(stack.Property(group.Resource, "GroupName"), words...) ||
		stack.SaysAny(stack.Property(group.Resource, "Tags"), words...)
}
