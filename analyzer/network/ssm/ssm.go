// Package ssm finds what keeps instances and tasks from AWS Systems Manager: endpoints that are missing,
// names that lead elsewhere, layers that let nothing pass, and permissions that nobody gave.
package ssm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Diagnose reports what keeps the workloads of the network from Systems Manager.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	f := newSurvey(n, d)
	f.missingEndpoints()
	f.brokenLinks()
	f.disabledNames()
	f.closedInternet()
	f.legacyMessages()
	f.deprecatedPolicies()
	f.patching()
	f.containers()
	f.unmanaged()
}

// survey asks the questions of the family about one network.
type survey struct {
	*network.Network

	d        *network.Diagnosis
	services *network.Services
	doubted  map[network.Doubt]bool
	// endpoints are the endpoints by their ids, groupAt the declared security groups by their places.
	endpoints map[string]*network.Endpoint
	groupAt   map[source.At]*network.SecurityGroup
	// endpointAt are the places of the endpoints.
	endpointAt map[source.At]bool
	// managers are workloads whose agents work, by their VPC.
	managers map[string]*network.Workload
}

func newSurvey(n *network.Network, d *network.Diagnosis) *survey {
	f := &survey{
		Network: n, d: d, services: n.Services(), doubted: map[network.Doubt]bool{},
		endpoints: map[string]*network.Endpoint{}, groupAt: map[source.At]*network.SecurityGroup{},
		endpointAt: map[source.At]bool{},
	}
	for _, endpoint := range n.Endpoints {
		f.endpoints[endpoint.ID], f.endpointAt[endpoint.At] = endpoint, true
	}
	for _, group := range n.SecurityGroups {
		if group.Resource != nil {
			f.groupAt[group.At] = group
		}
	}
	return f
}

// doubt adds a question that can't be decided, once.
func (f *survey) doubt(kind string, at source.At, reason string) {
	doubt := network.Doubt{Kind: kind, At: at, Reason: reason}
	if !f.doubted[doubt] {
		f.doubted[doubt] = true
		f.d.Doubt(kind, at, reason)
	}
}

// isCutOff reports whether a workload that is to be managed surely does not reach the internet, so that it
// needs endpoints.
func isCutOff(workload *network.Workload) bool {
	return workload.SSM.Intent.Answer == value.Yes && workload.SSM.Internet.Answer == value.No
}

// groups are workloads by a key, in the order in which the keys came up.
type groups[K comparable, V any] struct {
	order   []K
	members map[K][]V
}

func (g *groups[K, V]) add(key K, member V) {
	if g.members == nil {
		g.members = map[K][]V{}
	}
	if g.members[key] == nil {
		g.order = append(g.order, key)
	}
	g.members[key] = append(g.members[key], member)
}

// nouns are the kinds of workloads, for one and for several.
var nouns = []struct {
	kind      network.WorkloadKind
	one, many string
}{
	{network.Instance, "instance", "instances"},
	{network.AutoScalingGroup, "Auto Scaling group", "Auto Scaling groups"},
}

// count says how many workloads there are of each kind, as in "2 instances and 1 Auto Scaling group".
func count(workloads []*network.Workload) string {
	var texts []string
	for _, noun := range nouns {
		number := 0
		for _, workload := range workloads {
			if workload.Kind == noun.kind {
				number++
			}
		}
		switch {
		case number == 1:
			texts = append(texts, "1 "+noun.one)
		case number > 1:
			texts = append(texts, strconv.Itoa(number)+" "+noun.many)
		}
	}
	return strings.Join(texts, " and ")
}

// affected are the workloads that something cuts off, with why they need what it closes.
func affected(workloads []*network.Workload) []fact.Hop {
	var hops []fact.Hop
	for _, workload := range workloads {
		hops = append(hops, fact.Hop{
			At: workload.At, Message: workload.Name + " is cut off: " + workload.Egress.IPv4.Internet.Reason,
		})
	}
	return hops
}

// signs show that the workloads are meant to be managed, each once.
func signs(workloads []*network.Workload) []fact.Hop {
	var hops []fact.Hop
	for _, workload := range workloads {
		if len(workload.SSM.Signs) > 0 {
			hops = append(hops, workload.SSM.Signs[0])
		}
	}
	return distinct(hops)
}

// distinct returns the hops of all lists, each once.
func distinct(lists ...[]fact.Hop) []fact.Hop { return once(slices.Concat(lists...)) }

// once returns the items of a list, each once.
func once[T comparable](list []T) []T {
	var kept []T
	seen := map[T]bool{}
	for _, item := range list {
		if !seen[item] {
			seen[item] = true
			kept = append(kept, item)
		}
	}
	return kept
}

// weakerWhere returns all reasons, where there are some for every member: one that is sure keeps the issue sure.
func weakerWhere(lists [][]string) []string {
	for _, list := range lists {
		if len(list) == 0 {
			return nil
		}
	}
	return fact.Join(lists...)
}

// nameOf returns the logical id of the resource that a handle is in.
func nameOf(at source.At) string {
	if steps := at.Steps(); len(steps) > 1 {
		return steps[1]
	}
	return ""
}
