package network

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Key is the property that holds the rules of a security group in the direction. With "AWS::EC2::" before it, it
// is the type of a rule that stands alone.
func (d Direction) Key() string {
	if d == Outbound {
		return "SecurityGroupEgress"
	}
	return "SecurityGroupIngress"
}

// RuleFor are the properties of a rule for the traffic, still without a peer.
func RuleFor(traffic Traffic) map[string]any {
	return map[string]any{"IpProtocol": traffic.Protocol, "FromPort": traffic.From, "ToPort": traffic.To}
}

// LetThrough are the edits that let traffic pass a security group to or from the members of another one. Ingress is
// written in the group itself, unless the other group already depends on it; egress by resources of its own, so
// that the groups never come to depend on each other. There are none where the groups can't refer to each other.
func (n *Network) LetThrough(group, peer *SecurityGroup, direction Direction, ports ...Traffic) []fact.Edit {
	if group == nil || peer == nil || group.Resource == nil || peer.Resource == nil ||
		group.Resource.At.File() != peer.Resource.At.File() || group.Exists != value.Yes || peer.Exists != value.Yes {
		return nil
	}
	key := map[Direction]string{
		Inbound: "SourceSecurityGroupId", Outbound: "DestinationSecurityGroupId",
	}[direction]
	peerID := map[string]any{"Fn::GetAtt": []any{peer.Name, "GroupId"}}
	if direction == Inbound && len(ports) == 1 && !n.Index.DependsOn(peer.Resource, group.Resource) {
		item := RuleFor(ports[0])
		item[key] = peerID
		return stack.Append(group.Resource, direction.Key(), item)
	}
	var edits []fact.Edit
	for _, traffic := range ports {
		properties := RuleFor(traffic)
		properties["GroupId"] = map[string]any{"Fn::GetAtt": []any{group.Name, "GroupId"}}
		properties[key] = peerID
		name := ruleName(group, peer, direction, traffic)
		if isTaken(group.Resource, name) {
			return nil
		}
		edits = append(edits, fact.Add(siblingAt(group.Resource, name), map[string]any{
			"Type": "AWS::EC2::" + direction.Key(), "Properties": properties,
		}))
	}
	return edits
}

// ruleName is a logical id for a rule of its own, such as AlbGroupToWebGroupOut80.
func ruleName(group, peer *SecurityGroup, direction Direction, traffic Traffic) string {
	from, to := peer.Name, group.Name
	if direction == Outbound {
		from, to = group.Name, peer.Name
	}
	what := map[Direction]string{Inbound: "In", Outbound: "Out"}[direction]
	name := from + "To" + to + what + strconv.Itoa(traffic.From)
	return strings.Map(func(char rune) rune {
		if unicode.IsLetter(char) || unicode.IsDigit(char) {
			return char
		}
		return -1
	}, name)
}

// siblingAt returns the place of a new resource beside another one.
func siblingAt(resource *template.Resource, name string) source.At {
	steps := resource.At.Steps()
	return source.NewAt(resource.At.File(), append(slices.Clone(steps[:len(steps)-1]), name)...)
}

// isTaken reports whether the template of a resource has a resource of the name, or its text is not known.
func isTaken(resource *template.Resource, name string) bool {
	tree := resource.Origin.Tree
	return tree == nil || tree.Root == nil || tree.Root.Get("Resources").Get(name) != nil
}
