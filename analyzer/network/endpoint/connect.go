package endpoint

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const blockedConnect = "endpoint/blocked-instance-connect"

// connectPorts are those that EC2 Instance Connect Endpoint leads to: of SSH and of RDP (Amazon EC2 User Guide,
// EC2 Instance Connect Endpoint).
var connectPorts = []int{22, 3389}

// connection is an EC2 Instance Connect Endpoint and what it may lead to.
type connection struct {
	*network.Network

	diagnosis *network.Diagnosis
	endpoint  *network.Workload
	vpc       *network.VPC
	groups    []stack.Link
	// weaker are reasons why it may lead somewhere after all.
	weaker []string
}

// connectEndpoints finds EC2 Instance Connect Endpoints from which no instance is reached, because of their own
// security groups or of those of the instances (Amazon EC2 User Guide, security groups for EC2 Instance Connect
// Endpoint).
func connectEndpoints(n *network.Network, d *network.Diagnosis) {
	for _, member := range n.Members {
		vpc := n.VPC(member.VPC.ID)
		if member.Kind != network.ConnectEndpoint || vpc == nil || !speaksIPv4(member) {
			continue
		}
		c := connection{Network: n, diagnosis: d, endpoint: member, vpc: vpc, groups: n.GroupsOf(member)}
		c.diagnose()
	}
}

// speaksIPv4 reports whether the endpoint reaches instances by IPv4 alone, as it does by default.
func speaksIPv4(endpoint *network.Workload) bool {
	stated := stack.Property(endpoint.Resource, "IpAddressType")
	text, _ := stated.Literal()
	return stated == nil || text == "ipv4"
}

// attempt is what keeps the endpoint from an instance, or lets it through, on the port that most speaks for it.
type attempt struct {
	*network.Workload

	port int
	// out is what the groups of the endpoint say, in what those of the instance say.
	out, in network.Admission
}

func (a attempt) isClosed() bool { return a.isOutClosed() || a.isInClosed() }

func (a attempt) isOutClosed() bool { return a.out.Answer == value.No }

func (a attempt) isInClosed() bool { return a.in.Answer == value.No }

// all reports whether there are attempts of which each is as asked.
func all(attempts []attempt, is func(attempt) bool) bool {
	return len(attempts) > 0 && !slices.ContainsFunc(attempts, func(one attempt) bool { return !is(one) })
}

func (c *connection) diagnose() {
	attempts, unknown := c.attempts()
	if slices.ContainsFunc(attempts, func(one attempt) bool { return !one.isClosed() }) {
		return
	}
	closed := c.outToAnybody()
	if closed.Answer != value.No && len(attempts) == 0 {
		return // the instances are elsewhere
	}
	if unknown == "" {
		unknown, c.weaker = c.Index.Absence(c.vpc.Resource)
	}
	if c.endpoint.Exists != value.Yes {
		unknown = "it can't be decided whether " + c.endpoint.Name + " exists"
	}
	switch {
	case c.endpoint.Exists == value.Yes && closed.Answer == value.No:
		c.weaker = nil // wherever the instances are
		c.reportEgress(closed, attempts)
	case unknown != "":
		c.diagnosis.Doubt(blockedConnect, c.endpoint.At, unknown)
		return
	case !all(attempts, attempt.isInClosed) || all(attempts, attempt.isOutClosed):
		c.reportEgress(firstClosed(attempts), attempts)
	}
	if unknown == "" && all(attempts, attempt.isInClosed) {
		c.reportIngress(attempts)
	}
}

// firstClosed returns what the groups of the endpoint say where they close it, at an instance that would admit it if
// there is one.
func firstClosed(attempts []attempt) network.Admission {
	var closed network.Admission
	for _, one := range attempts {
		if one.isOutClosed() && (len(closed.Hops) == 0 || !one.isInClosed()) {
			closed = one.out
		}
	}
	return closed
}

// outToAnybody answers whether the endpoint's groups let anything out on its ports.
func (c *connection) outToAnybody() network.Admission {
	anybody := network.Side{
		Groups:    []stack.Link{{Standing: stack.External, Reason: "the instance is not known"}},
		Addresses: network.UnknownAddresses(network.IPv4, "the instance is not known"),
	}
	var closed network.Admission
	for _, port := range connectPorts {
		admission := c.Admits(c.groups, network.Outbound, network.TCP(port), anybody)
		if admission.Answer != value.No {
			return admission
		}
		closed = admission
	}
	return closed
}

// attempts tries every instance of the VPC. Unknown says why there may be others.
func (c *connection) attempts() (attempts []attempt, unknown string) {
	for _, workload := range c.Workloads {
		switch {
		case workload.VPC.Standing != stack.Declared && workload.VPC.Standing != stack.Default:
			unknown = "it is not known whether " + workload.Name + " is in " + c.vpc.Name
		case workload.VPC.ID != c.vpc.ID:
		case workload.Exists != value.Yes:
			unknown = "it can't be decided whether " + workload.Name + " exists"
		default:
			attempts = append(attempts, c.try(workload))
		}
	}
	return attempts, unknown
}

// try asks the security groups on both sides. Of the ports on which something is closed, the one that the instance
// admits tells more.
func (c *connection) try(workload *network.Workload) attempt {
	groups := c.GroupsOf(workload)
	target, source := c.sideOf(workload, groups), c.sideOf(c.endpoint, c.groups)
	if stack.Property(c.endpoint.Resource, "PreserveClientIp").TruthOr(value.No) != value.No {
		source.Addresses = network.UnknownAddresses(network.IPv4, "the address of the client is not known")
	}
	var best attempt
	for _, port := range c.portsOf(workload) {
		one := attempt{
			Workload: workload, port: port,
			out: c.Admits(c.groups, network.Outbound, network.TCP(port), target),
			in:  c.Admits(groups, network.Inbound, network.TCP(port), source),
		}
		switch {
		case !one.isClosed():
			return one
		case best.Workload == nil || best.isInClosed() && !one.isInClosed():
			best = one
		}
	}
	return best
}

// sideOf is what the other side sees. A subnet of which no block is known may have any address.
func (c *connection) sideOf(workload *network.Workload, groups []stack.Link) network.Side {
	side := network.Side{Groups: groups, Addresses: c.AddressesOf(workload, network.IPv4)}
	if side.Addresses.IsNone() {
		side.Addresses = network.UnknownAddresses(network.IPv4, "no block of addresses is given")
	}
	return side
}

// reportEgress reports that the endpoint's own groups let nothing out to instances.
func (c *connection) reportEgress(closed network.Admission, attempts []attempt) {
	group := c.declared(c.groups)
	if group == nil {
		return
	}
	port := connectPorts[0]
	if len(attempts) > 0 {
		port = attempts[0].port
	}
	issue := network.Issue{
		Kind: blockedConnect, Name: c.endpoint.Name, At: stack.PropertyAt(group.Resource, "SecurityGroupEgress"),
		Variant: "egress", Words: map[string]string{"group": group.Name}, Codes: []network.Blocker{closed.Code},
		Related: append([]fact.Hop{c.stands()}, closed.Hops...), Weaker: fact.Join(closed.Weaker, c.weaker),
	}
	for _, one := range attempts {
		issue.Related = append(issue.Related, fact.Hop{At: one.At, Message: one.Name + " is out of its reach"})
	}
	if isBeside(group.Resource, c.vpc.Resource) {
		rule := network.RuleFor(network.TCP(port))
		rule["CidrIp"] = map[string]any{"Fn::GetAtt": []any{c.vpc.Name, "CidrBlock"}}
		issue.Edits = stack.Append(group.Resource, "SecurityGroupEgress", rule)
	}
	c.diagnosis.Report(issue)
}

// reportIngress reports the groups that keep the endpoint from all instances.
func (c *connection) reportIngress(attempts []attempt) {
	var byGroup groups[*network.SecurityGroup, attempt]
	for _, one := range attempts {
		if group := c.declared(c.GroupsOf(one.Workload)); group != nil {
			byGroup.add(group, one)
		}
	}
	for _, group := range byGroup.order {
		closed := byGroup.members[group]
		first := closed[0]
		var names []string
		issue := network.Issue{
			Kind: blockedConnect, Name: group.Name, At: stack.PropertyAt(group.Resource, "SecurityGroupIngress"),
			Codes: []network.Blocker{first.in.Code}, Related: []fact.Hop{c.stands()}, Weaker: c.weaker,
		}
		for _, one := range closed {
			names = append(names, one.Name)
			issue.Weaker = fact.Join(issue.Weaker, one.in.Weaker)
			issue.Related = append(append(issue.Related, one.in.Hops...), fact.Hop{
				At: one.At, Message: one.Name + " does not admit " + c.endpoint.Name,
			})
		}
		issue.Related = value.Distinct(issue.Related)
		issue.Words = map[string]string{"endpoint": c.endpoint.Name, "instances": fact.Enumerate(names)}
		// Of several instances it is not known which are to be reached.
		if own := c.declared(c.groups); own != nil && len(attempts) == 1 {
			issue.Edits = c.LetThrough(group, own, network.Inbound, network.TCP(first.port))
		}
		c.diagnosis.Report(issue)
	}
}

func (c *connection) stands() fact.Hop {
	return fact.Hop{At: c.endpoint.At, Message: c.endpoint.Name + " leads to instances of " + c.vpc.Name}
}

// declared returns the first declared group of some links.
func (c *connection) declared(links []stack.Link) *network.SecurityGroup {
	for _, link := range links {
		if group := c.SecurityGroup(link.ID); group != nil && group.Resource != nil {
			return group
		}
	}
	return nil
}

// portsOf are the ports that may be meant, the likelier one first: that of RDP where the image names Windows.
func (c *connection) portsOf(workload *network.Workload) []int {
	ports := slices.Clone(connectPorts)
	stack.EachText(stack.Property(workload.Resource, "ImageId"), func(text string) {
		if strings.Contains(strings.ToLower(text), "windows") {
			ports = []int{connectPorts[1], connectPorts[0]}
		}
	})
	return ports
}
