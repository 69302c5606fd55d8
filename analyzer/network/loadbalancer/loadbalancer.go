// Package loadbalancer finds what is wrong with load balancers: with what they say to clients, whom they admit,
// and whether their targets are reached through them, and through them alone.
package loadbalancer

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The types of resources that the questions are about.
const (
	listenerType    = "AWS::ElasticLoadBalancingV2::Listener"
	ruleType        = "AWS::ElasticLoadBalancingV2::ListenerRule"
	balancerType    = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	scalingType     = "AWS::AutoScaling::AutoScalingGroup"
	certificateType = "AWS::IAM::ServerCertificate"
	groupType       = "AWS::EC2::SecurityGroup"
)

// The types of load balancers that are told apart.
const (
	application = "application"
	networkLB   = "network"
	gateway     = "gateway"
	classic     = "classic"
)

// survey holds what the questions look up.
type survey struct {
	*stack.Index

	network   *network.Network
	diagnosis *network.Diagnosis
	// inspected are the ids of VPCs with firewall endpoints.
	inspected map[string]bool
}

// Diagnose reports what is wrong with the load balancers of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	a := survey{Index: n.Index, network: n, diagnosis: d, inspected: inspectedVPCs(n)}
	a.listeners()
	a.attributes()
	a.placements()
	a.closedListeners()
	a.targets()
	a.scalingGroups()
	a.certificates()
}

func hop(place source.At, message string) fact.Hop { return fact.Hop{At: place, Message: message} }

// exists reports whether all of the items surely exist.
func exists(items ...network.Item) bool {
	for _, item := range items {
		if item.Exists != value.Yes {
			return false
		}
	}
	return true
}

// perhaps is why nothing can be said about what may not exist.
func perhaps(name string) string { return "it can't be decided whether " + name + " exists" }

// isChosen reports whether a function gives the value, so that the template leaves it to the deployment.
func isChosen(v *value.Value) bool {
	if v == nil {
		return false
	}
	return len(v.Via) > 0 || isFunction(v)
}

// isFunction reports whether the text of a value that is no list and no mapping is a function.
func isFunction(v *value.Value) bool {
	node := v.Origin.Node
	if node == nil {
		return false
	}
	isTagged := strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!")
	return isTagged || len(node.Entries) > 0 || len(node.Items) > 0
}

// isAssumed reports whether the value may be another one at deployment, as the default of a parameter may.
func isAssumed(v *value.Value) bool {
	for _, step := range v.Via {
		if step.Assumed {
			return true
		}
	}
	return false
}

// text returns a literal in the spelling that it has.
func text(v *value.Value) string {
	literal, _ := v.Literal()
	return strings.TrimSpace(literal)
}
