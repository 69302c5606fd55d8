// Package reachability finds servers that are meant for the internet and that nobody can reach from there.
package reachability

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kind = "reachability/unreachable-web-server"

// survey holds what the questions look up.
type survey struct {
	*stack.Index

	network   *network.Network
	diagnosis *network.Diagnosis
	// registered are the ids of resources that a load balancer or the like passes requests on to.
	registered map[string]bool
	// members maps the id of a security group to the workloads in it.
	members map[string][]*network.Workload
	// inspected are the ids of VPCs with devices that traffic may be led through.
	inspected map[string]bool
}

// Diagnose reports instances that mean to serve the internet while the way from it to them is closed, each with all
// that closes it.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	a := survey{
		Index: n.Index, network: n, diagnosis: d,
		registered: map[string]bool{}, members: map[string][]*network.Workload{}, inspected: map[string]bool{},
	}
	a.readTargets()
	a.readMembers()
	a.readMiddleboxes()
	for _, workload := range n.Workloads {
		if workload.Kind == network.Instance {
			a.ask(workload)
		}
	}
}

// fronts are the types of resources that pass requests on to instances, which for that need no public address.
var fronts = []string{
	"AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::ElasticLoadBalancing::LoadBalancer",
	"AWS::GlobalAccelerator::EndpointGroup", "AWS::CloudFront::VpcOrigin", "AWS::CloudFront::Distribution",
	"AWS::VpcLattice::TargetGroup",
}

// readTargets finds what is named by something in front, by its id or by its private address.
func (a *survey) readTargets() {
	for _, kind := range fronts {
		for _, front := range a.OfType(kind) {
			a.Mentions(front.Properties, func(id string) { a.registered[id] = true })
		}
	}
}

// isBehindFront reports whether an instance or one of its network interfaces is such a target.
func (a *survey) isBehindFront(workload *network.Workload) bool {
	isTarget := a.registered[workload.ID]
	a.Mentions(workload.Resource.Properties, func(id string) {
		iface := a.Resource(id)
		isTarget = isTarget || a.registered[id] && iface != nil && iface.Type == "AWS::EC2::NetworkInterface"
	})
	return isTarget
}

func (a *survey) readMembers() {
	for _, workload := range a.network.Members {
		for _, group := range workload.SecurityGroups {
			a.members[group.ID] = append(a.members[group.ID], workload)
		}
	}
}

// readMiddleboxes finds VPCs with firewall endpoints, and with routes of a gateway, which send traffic to a device.
func (a *survey) readMiddleboxes() {
	for _, endpoint := range a.network.Endpoints {
		if endpoint.Type == "GatewayLoadBalancer" {
			a.inspected[endpoint.VPC.ID] = true
		}
	}
	for _, firewall := range a.OfType("AWS::NetworkFirewall::Firewall") {
		a.inspected[a.Link(stack.Property(firewall, "VpcId"), "AWS::EC2::VPC").ID] = true
	}
	for _, tie := range a.OfType("AWS::EC2::GatewayRouteTableAssociation") {
		table := a.Declared(stack.Property(tie, "RouteTableId"), "AWS::EC2::RouteTable")
		if table != nil {
			a.inspected[a.Link(stack.Property(table, "VpcId"), "AWS::EC2::VPC").ID] = true
		}
	}
}

// server is an instance in the one declared subnet that it stands in.
type server struct {
	*network.Workload

	subnet *network.Subnet
	groups []stack.Link
	intent intent
}

// ask reports an instance that is a web server for the internet and can't be reached.
func (a *survey) ask(workload *network.Workload) {
	s, ok := a.server(workload)
	if !ok {
		return
	}
	found := a.judge(s)
	if !found.isInScope || !isMeant(s, found.path) {
		return
	}
	a.report(s, found)
}

// server returns an instance that shows that it is a web server, and that is neither a target of a load balancer
// nor private by its name.
func (a *survey) server(workload *network.Workload) (server, bool) {
	subnets := slices.Compact(slices.Clone(workload.Subnets))
	if len(subnets) != 1 || a.isBehindFront(workload) {
		return server{}, false
	}
	subnet := a.network.Subnet(subnets[0].ID)
	if subnet == nil || subnet.VPC.Standing != stack.Declared || a.inspected[subnet.VPC.ID] {
		return server{}, false
	}
	if isPrivate(workload.Resource) || isPrivate(subnet.Resource) {
		return server{}, false
	}
	s := server{Workload: workload, subnet: subnet, groups: a.network.GroupsOf(workload)}
	s.intent = a.intentOf(s)
	return s, s.intent.isThere()
}

// isMeant reports whether the instance is meant for the internet. A rule that is open to it proves that only
// beside a public address or a route to an internet gateway: such rules are written for private instances, too. A
// name proves it only beside either, and where nothing may yet open the way.
func isMeant(s server, path network.Path) bool {
	hasNoRoute := func(met network.Obstacle) bool { return codeOf(met) == network.NoRoute }
	isPublic := s.PublicIPv4.Answer == value.Yes || !slices.ContainsFunc(path.Blockers, hasNoRoute)
	if s.intent.isStrong() {
		return s.intent.byScript || isPublic
	}
	return isPublic && len(path.Weaker) == 0
}

// codeOf returns the code of a blocker. That no route table is associated is one way to have no route.
func codeOf(met network.Obstacle) network.Blocker {
	if met.Code == network.MainTableOnly {
		return network.NoRoute
	}
	return met.Code
}

func (a *survey) report(s server, found verdict) {
	var codes []network.Blocker
	var reasons []string
	related := []fact.Hop{{At: s.intent.at, Message: s.Name + " " + s.intent.phrase}}
	for _, met := range found.path.Blockers {
		if code := codeOf(met); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		reasons = append(reasons, a.reasonOf(s, met))
		related = append(related, met.Hop)
	}
	weaker := found.path.Weaker
	if custom := a.Custom(); custom != nil && slices.Contains(codes, network.NoPrivateAddress) {
		weaker = fact.Join(weaker, []string{"the custom resource " + custom.Name + " may change the network"})
	}
	severity := "high"
	if !s.intent.isStrong() {
		severity = "medium"
	}
	a.diagnosis.Report(network.Issue{
		Kind: kind, Name: s.Name, At: s.At, Codes: codes, Weaker: weaker, Edits: a.edits(s, found, codes),
		Words: map[string]string{
			"reasons": strings.Join(fact.Join(reasons), "; "), "traffic": found.traffic.String(),
			"severity": severity,
		},
		Related: related, Flow: found.path.Hops,
	})
}

// reasonOf words a blocker. Rules for members of security groups are no rules for the internet, which the author
// may not know.
func (a *survey) reasonOf(s server, met network.Obstacle) string {
	if met.Code != network.ReferencesNotPreserved {
		return met.Message
	}
	var names []string
	rules, _ := a.peers(s)
	for _, rule := range rules {
		names = append(names, rule.Peers[0].Group.Name)
	}
	return "only members of " + fact.Enumerate(fact.Join(names)) + " are admitted, and clients on the internet are none"
}

// edits are the change that opens the way, where one thing alone closes it.
func (a *survey) edits(s server, found verdict, codes []network.Blocker) []fact.Edit {
	if len(codes) != 1 || len(found.path.Blockers) != 1 {
		return nil
	}
	switch code := codes[0]; {
	case code == network.GroupMismatch || code == network.GroupWithoutRule:
		return a.groupEdits(s)
	case code == network.NoPrivateAddress && stack.Property(s.Resource, "NetworkInterfaces") == nil:
		return stack.Set(s.subnet.Resource, true, "MapPublicIpOnLaunch")
	default:
		return nil
	}
}
