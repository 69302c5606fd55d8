package securitygroup

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// peerNames are the properties that name the other side of a rule, in either direction.
var peerNames = []string{
	"CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId", "SourceSecurityGroupId",
	"DestinationSecurityGroupId", "SourceSecurityGroupName",
}

// written is a rule as a template states it.
type written struct {
	fields    *value.Value
	owner     *template.Resource
	direction network.Direction
	at        source.At
}

// eachWritten calls visit with every rule of a group or of a resource of its own.
func (s *survey) eachWritten(visit func(written)) {
	inline := []struct {
		key       string
		direction network.Direction
	}{{"SecurityGroupIngress", network.Inbound}, {"SecurityGroupEgress", network.Outbound}}
	for _, group := range s.Index.OfType(groupType) {
		for _, list := range inline {
			for _, fields := range stack.Property(group, list.key).List() {
				visit(written{fields: fields, owner: group, direction: list.direction, at: fields.At})
			}
		}
	}
	for _, rule := range s.Index.OfType(ingressType) {
		visit(written{rule.Properties, rule, network.Inbound, rule.At.Child("Properties")})
	}
	for _, rule := range s.Index.OfType(egressType) {
		visit(written{rule.Properties, rule, network.Outbound, rule.At.Child("Properties")})
	}
}

// peerless finds rules that name no other side. CloudFormation makes the stack and leaves such a rule out
// (AWS::EC2::SecurityGroupIngress, CidrIp).
func (s *survey) peerless() {
	s.eachWritten(func(rule written) {
		if !rule.fields.Is(value.Map) || namesPeer(rule.fields) {
			return
		}
		if rule.owner.Exists != value.Yes {
			s.doubt(withoutPeer, rule.at, "it can't be decided whether "+rule.owner.Name+" exists")
			return
		}
		peer := "source"
		if rule.direction == network.Outbound {
			peer = "destination"
		}
		s.diagnosis.Report(network.Issue{
			Kind: withoutPeer, At: rule.at, Name: rule.owner.Name,
			Words: map[string]string{"direction": string(rule.direction), "peer": peer},
		})
	})
}

// namesPeer reports whether a rule names its other side, or would in another scenario: what a function
// leaves out under a condition is meant to be there otherwise.
func namesPeer(fields *value.Value) bool {
	for _, name := range peerNames {
		if fields.Get(name) != nil {
			return true
		}
	}
	if fields.Origin.Node == nil {
		return false
	}
	node := fields.Origin.Node
	if node.Get("Fn::If") != nil || node.Get("Fn::Transform") != nil {
		return true
	}
	for _, name := range peerNames {
		if node.Get(name) != nil {
			return true
		}
	}
	return false
}
