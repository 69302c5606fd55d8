package endpoint

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// usedServices are the services with gateway endpoints of which a role tells that they are used.
var usedServices = []string{"s3", "dynamodb"}

// clientKinds are the workloads whose programs call services.
var clientKinds = []network.WorkloadKind{
	network.Instance, network.AutoScalingGroup, network.LambdaFunction, network.ECSService,
}

// clients looks at the workloads that use a service for which their VPC has a gateway endpoint.
type clients struct {
	*network.Network

	diagnosis *network.Diagnosis
	services  *network.Services
}

// client is a workload that uses a service.
type client struct {
	*network.Workload

	vpc     *network.VPC
	service string
	// sign is where its role names the service.
	sign fact.Hop
}

// gatewayClients finds workloads that don't reach a service although their VPC has a gateway endpoint for it.
func gatewayClients(n *network.Network, d *network.Diagnosis) {
	c := clients{Network: n, diagnosis: d, services: n.Services()}
	for _, service := range usedServices {
		offered := map[string]bool{}
		for _, endpoint := range n.Endpoints {
			if endpoint.Type == "Gateway" && endpoint.Service == service {
				offered[endpoint.VPC.ID] = true
			}
		}
		var all []client
		for _, member := range n.Members {
			vpc := n.VPC(member.VPC.ID)
			if vpc == nil || !offered[vpc.ID] || !slices.Contains(clientKinds, member.Kind) || member.MayProxy() {
				continue
			}
			if sign, uses := c.services.Grants(member, service); uses {
				all = append(all, client{Workload: member, vpc: vpc, service: service, sign: sign})
			}
		}
		c.leftOut(all)
		c.closedEgress(all)
	}
}

// groups gathers what belongs to one key, in the order in which the keys come up.
type groups[K comparable, V any] struct {
	order   []K
	members map[K][]V
}

func (g *groups[K, V]) add(key K, member V) {
	if g.members == nil {
		g.members = map[K][]V{}
	}
	if _, known := g.members[key]; !known {
		g.order = append(g.order, key)
	}
	g.members[key] = append(g.members[key], member)
}

// stray is a client whose route tables lead to no endpoint.
type stray struct {
	client
	answer network.GatewayAnswer
}

// leftOut finds gateway endpoints that leave out the route table of a client without another way: AWS adds the
// route to the service to the tables that the endpoint names alone (AWS PrivateLink guide, gateway endpoints).
func (c *clients) leftOut(all []client) {
	const kind = "endpoint/route-table-left-out"
	var found groups[*network.Endpoint, stray]
	for _, one := range all {
		if !one.IsIsolated() {
			continue
		}
		answer := c.services.Gateway(one.Workload, one.vpc, one.service)
		endpoint := answer.Endpoint
		switch {
		case answer.Answer == value.Undecided:
			c.diagnosis.Doubt(kind, one.At, answer.Reason)
		case answer.Answer == value.Yes || endpoint == nil || len(answer.Tables) == 0 || !namesTable(endpoint):
		case endpoint.Exists != value.Yes:
			c.diagnosis.Doubt(kind, endpoint.At, "it can't be decided whether "+endpoint.Name+" exists")
		default:
			found.add(endpoint, stray{client: one, answer: answer})
		}
	}
	for _, endpoint := range found.order {
		c.reportLeftOut(kind, endpoint, found.members[endpoint])
	}
}

// namesTable reports whether a gateway endpoint serves any route table.
func namesTable(endpoint *network.Endpoint) bool {
	return len(stack.Property(endpoint.Resource, "RouteTableIds").List()) > 0
}

func (c *clients) reportLeftOut(kind string, endpoint *network.Endpoint, strays []stray) {
	unknown, weaker := c.Index.Absence(endpoint.Resource)
	if unknown != "" {
		c.diagnosis.Doubt(kind, endpoint.At, unknown)
		return
	}
	issue := network.Issue{
		Kind: kind, Name: endpoint.Name, At: at(endpoint, "RouteTableIds"), Weaker: weaker,
		Codes: []network.Blocker{network.NoRoute}, Flow: strays[0].Egress.IPv4.Hops,
	}
	var tables []*network.RouteTable
	for _, one := range strays {
		for _, table := range one.answer.Tables {
			if !slices.Contains(tables, table) {
				tables = append(tables, table)
			}
		}
		issue.Weaker = fact.Join(issue.Weaker, one.answer.Weaker)
		issue.Related = append(issue.Related, one.sign)
	}
	var names []string
	for _, table := range tables {
		_, exported := c.Index.Absence(table.Resource)
		issue.Weaker = fact.Join(issue.Weaker, exported)
		missing := fact.Hop{At: table.At, Message: endpoint.Name + " does not name " + table.Name}
		issue.Related = append(issue.Related, missing)
		names = append(names, table.Name)
	}
	issue.Related = value.Distinct(issue.Related)
	issue.Words = map[string]string{
		"service": endpoint.Service, "tables": fact.Enumerate(names), "clients": namesOf(strays),
	}
	issue.Edits = addTables(endpoint.Resource, tables)
	c.diagnosis.Report(issue)
}

// addTables are the edits that give a gateway endpoint further route tables: none where it can't refer to all.
func addTables(endpoint *template.Resource, tables []*network.RouteTable) []fact.Edit {
	var references []any
	for _, table := range tables {
		if !isBeside(endpoint, table.Resource) {
			return nil
		}
		references = append(references, map[string]any{"Ref": table.Name})
	}
	return stack.Append(endpoint, "RouteTableIds", references...)
}

func namesOf(strays []stray) string {
	var names []string
	for _, one := range strays {
		names = append(names, one.Name)
	}
	return fact.Enumerate(names)
}

// isBeside reports whether a resource can refer to another one: it stands in the same template and exists wherever
// the first does.
func isBeside(resource, other *template.Resource) bool {
	return resource.At.File() == other.At.File() && (other.Condition == "" || other.Condition == resource.Condition)
}

// closedClient is a client whose security groups keep it from the service.
type closedClient struct {
	client
	endpoint  *network.Endpoint
	admission network.Admission
}

// closedEgress finds security groups that keep clients from the gateway endpoint that their route tables lead to:
// packets to the service have its public addresses, which rules for private ones do not admit (Amazon VPC User
// Guide, gateway endpoints, security).
func (c *clients) closedEgress(all []client) {
	const kind = "endpoint/egress-without-prefix-list"
	var found groups[string, closedClient]
	for _, one := range all {
		endpoint := c.servedBy(one)
		if endpoint == nil {
			continue
		}
		// Rules whose peers are not known may well be for the prefix list.
		admission, group := c.outToPublic(one), c.firstDeclared(one.Workload)
		if admission.Answer != value.No || group == nil || c.services.IsCentral(one.Workload, one.service) {
			continue
		}
		unknown, weaker := c.services.Elsewhere(one.Workload, one.vpc, one.service)
		if unknown != "" {
			c.diagnosis.Doubt(kind, group.At, unknown)
			continue
		}
		admission.Weaker = fact.Join(admission.Weaker, weaker)
		found.add(group.ID, closedClient{client: one, endpoint: endpoint, admission: admission})
	}
	for _, id := range found.order {
		c.reportClosedEgress(kind, c.SecurityGroup(id), found.members[id])
	}
}

// servedBy returns a gateway endpoint of a client whose subnets surely all have a route to one; nil where there is
// none.
func (c *clients) servedBy(one client) *network.Endpoint {
	answer := c.services.Gateway(one.Workload, one.vpc, one.service)
	if answer.Answer != value.Yes || one.Exists != value.Yes {
		return nil
	}
	return answer.Endpoint
}

// outToPublic answers whether the groups of a client let anything out to public addresses by HTTPS, or by the HTTP
// that some programs fetch packages with.
func (c *clients) outToPublic(one client) network.Admission {
	links := c.GroupsOf(one.Workload)
	var closed network.Admission
	for _, family := range []network.Family{network.IPv6, network.IPv4} {
		side := network.Side{Addresses: network.InternetAddresses(family)}
		for _, port := range []int{80, 443} {
			closed = c.Admits(links, network.Outbound, network.TCP(port), side)
			if closed.Answer != value.No {
				return closed
			}
		}
	}
	return closed
}

// firstDeclared returns the first group of a workload that the templates declare.
func (c *clients) firstDeclared(workload *network.Workload) *network.SecurityGroup {
	for _, link := range workload.SecurityGroups {
		if group := c.SecurityGroup(link.ID); group != nil && group.Resource != nil {
			return group
		}
	}
	return nil
}

func (c *clients) reportClosedEgress(kind string, group *network.SecurityGroup, all []closedClient) {
	first := all[0]
	issue := network.Issue{
		Kind: kind, Name: group.Name, At: stack.PropertyAt(group.Resource, "SecurityGroupEgress"),
		Codes: []network.Blocker{first.admission.Code}, Related: slices.Clone(first.admission.Hops),
		Words: map[string]string{"service": first.service, "endpoint": first.endpoint.Name, "client": first.Name},
		Edits: openToList(group.Resource, first.service),
	}
	for _, one := range all {
		issue.Weaker = fact.Join(issue.Weaker, one.admission.Weaker)
		issue.Related = append(issue.Related, one.sign)
	}
	serves := first.endpoint.Name + " serves the route tables of " + first.Name
	issue.Related = value.Distinct(append(issue.Related, fact.Hop{
		At: at(first.endpoint, "RouteTableIds"), Message: serves,
	}))
	c.diagnosis.Report(issue)
}

// listNames are the parameters that edits add for the prefix lists of services, whose ids differ by Region and which
// no attribute gives.
var listNames = map[string]string{"s3": "S3PrefixListId", "dynamodb": "DynamoDBPrefixListId"}

// openToList are the edits that let HTTPS out to the prefix list of a service, which a new parameter names.
func openToList(group *template.Resource, service string) []fact.Edit {
	tree, name := group.Origin.Tree, listNames[service]
	rule := map[string]any{
		"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "DestinationPrefixListId": map[string]any{"Ref": name},
	}
	edits := stack.Append(group, "SecurityGroupEgress", rule)
	if edits == nil || tree == nil || tree.Root == nil {
		return nil
	}
	parameter := map[string]any{
		"Type": "String", "Description": "Prefix list of " + service + " in this Region, by describe-prefix-lists",
	}
	file := group.At.File()
	switch section := tree.Root.Get("Parameters"); {
	case section == nil:
		return append(edits, fact.Add(source.NewAt(file, "Parameters"), map[string]any{name: parameter}))
	case section.Get(name) != nil || tree.Root.Get("Resources").Get(name) != nil:
		return nil
	default:
		return append(edits, fact.Add(source.NewAt(file, "Parameters", name), parameter))
	}
}
