package network

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Services answers how what stands in a VPC reaches AWS services, beyond what each workload says of itself.
type Services struct {
	agents *agents
}

// Services returns what answers about AWS services.
func (n *Network) Services() *Services { return &Services{agentsOf(n.builder)} }

// Endpoint answers whether an interface endpoint of the VPC serves the service, with the reasons why one may be
// there after all.
func (s *Services) Endpoint(vpc *VPC, service string) (has fact.Fact, weaker []string) {
	answer := s.agents.endpoint(vpc, service)
	return answer.fact, answer.weaker
}

// IsCentral reports whether endpoints in another VPC are known to provide all of the services to a workload, and its
// routes lead there.
func (s *Services) IsCentral(workload *Workload, services ...string) bool {
	for _, service := range services {
		if !s.agents.isCentral(workload, service) {
			return false
		}
	}
	return true
}

// Hub says why endpoints in another network may serve a workload: some route of its subnets leads to a network
// that the templates do not tell about. Empty where no route does.
func (s *Services) Hub(workload *Workload) string { return s.agents.hub(workload) }

// HubFor says why endpoints in another network may provide a service to a workload; empty where none may, and where
// they surely do. Where endpoints in another VPC are known to provide it, it is about the routes to these.
func (s *Services) HubFor(workload *Workload, service string) string {
	return s.agents.hubFor(workload, service)
}

// KeyName returns what names the key pair of an instance, itself or in its launch template; nil where nothing
// does.
func (s *Services) KeyName(instance *Workload) *value.Value {
	data, _ := s.agents.launchTemplate(stack.Property(instance.Resource, "LaunchTemplate"))
	return first("KeyName", instance.Resource.Properties, data)
}

// GatewayAnswer is whether the route tables of a workload lead to a service.
type GatewayAnswer struct {
	fact.Fact

	// Endpoint is a gateway endpoint of the VPC: where the answer is "no", one that leaves out a table. It is nil
	// where the VPC has none, and where an interface endpoint serves the workload.
	Endpoint *Endpoint
	// Tables are the declared route tables of the workload's subnets that lead to no endpoint.
	Tables []*RouteTable
	// Weaker are reasons why a "no" may be wrong after all.
	Weaker []string
}

// Gateway answers whether a workload in a declared VPC reaches a service that has gateway endpoints, such as s3, by
// an endpoint: an interface endpoint of the VPC, or gateway endpoints that all route tables of its subnets lead to.
func (s *Services) Gateway(workload *Workload, vpc *VPC, service string) GatewayAnswer {
	return s.gateway(workload, vpc, service, s.agents.serves)
}

// Named answers the same for a client that calls the service by its usual name alone: an interface endpoint counts
// where that name leads to it, by private DNS.
func (s *Services) Named(workload *Workload, vpc *VPC, service string) GatewayAnswer {
	return s.gateway(workload, vpc, service, s.agents.servesByName)
}

// servesByName answers whether the usual name of the service leads to an endpoint that serves it.
func (a *agents) servesByName(endpoint *Endpoint, vpc *VPC, service string) fact.Fact {
	serves := a.serves(endpoint, vpc, service)
	if serves.Answer == value.Yes {
		return setting(stack.Property(endpoint.Resource, "PrivateDnsEnabled"), value.No)
	}
	return serves
}

// gateway answers for interface endpoints that the function says to serve the workload, and for gateway endpoints.
func (s *Services) gateway(
	workload *Workload, vpc *VPC, service string, asked func(*Endpoint, *VPC, string) fact.Fact,
) GatewayAnswer {
	a := s.agents
	none := vpc.Name + " has no endpoint for " + service + " that " + workload.Name + " can use"
	answer := GatewayAnswer{Fact: fact.No(none)}
	var gateways []*Endpoint
	for _, endpoint := range a.network.Endpoints {
		if endpoint.Type == "Gateway" && endpoint.Service == service {
			gateways = append(gateways, endpoint)
			if endpoint.VPC.ID == vpc.ID {
				answer.Endpoint = endpoint
			}
			continue
		}
		switch serves := asked(endpoint, vpc, service); serves.Answer {
		case value.Yes:
			return GatewayAnswer{Fact: serves}
		case value.Undecided:
			answer.Fact = serves
		case value.No:
		}
	}
	if led := answer.lead(a, gateways, workload); led.Answer != value.No && answer.Answer != value.Undecided {
		answer.Fact = led
	}
	switch {
	case answer.Answer != value.Yes && a.isCentral(workload, service):
		return GatewayAnswer{Fact: fact.Yes(central(service))}
	case answer.Answer != value.No:
		return answer
	}
	unknown, weaker := s.Elsewhere(workload, vpc, service)
	if unknown != "" {
		answer.Fact = fact.Undecided(unknown)
	}
	answer.Weaker = fact.Join(weaker, workload.Egress.IPv4.Weaker)
	return answer
}

// Elsewhere says why an endpoint that the templates do not show may serve the workload; empty where none may, but for
// the weaker reasons.
func (s *Services) Elsewhere(workload *Workload, vpc *VPC, service string) (unknown string, weaker []string) {
	unknown, weaker = s.agents.Absence(vpc.Resource)
	if unknown == "" {
		unknown = s.agents.namedElsewhere(vpc, service)
	}
	if unknown == "" {
		unknown = s.agents.hubFor(workload, service)
	}
	return unknown, weaker
}

// lead answers whether all subnets of the workload have a table that leads to one of the gateway endpoints, and
// gathers the declared tables that lead to none.
func (g *GatewayAnswer) lead(a *agents, gateways []*Endpoint, workload *Workload) fact.Fact {
	all := fact.Yes("gateway endpoints serve the route tables of " + workload.Name)
	for _, link := range workload.Subnets {
		subnet := a.subnets[link.ID]
		if subnet == nil || subnet.place.unknown != "" {
			return fact.Undecided("the route table of a subnet of " + workload.Name + " is not known")
		}
		table := subnet.place.table
		if table == nil || table.Resource == nil {
			all = fact.No("") // no template can give the main table an endpoint
			continue
		}
		switch led := a.leadsTo(gateways, table); led.Answer {
		case value.Undecided:
			return led
		case value.No:
			all = led
			if !slices.Contains(g.Tables, table) {
				g.Tables = append(g.Tables, table)
			}
		case value.Yes:
		}
	}
	return all
}

// leadsTo answers whether a table leads to one of the gateway endpoints.
func (a *agents) leadsTo(gateways []*Endpoint, table *RouteTable) fact.Fact {
	answer := fact.No("")
	for _, endpoint := range gateways {
		for _, id := range items(stack.Property(endpoint.Resource, "RouteTableIds")) {
			declared := a.Declared(id, "AWS::EC2::RouteTable")
			switch {
			case declared == table.Resource && endpoint.Exists == value.Yes:
				return fact.Yes("")
			case declared == table.Resource:
				answer = fact.Undecided("it can't be decided whether endpoint " + endpoint.Name + " exists")
			case declared == nil && a.MayBe(id, table.Resource):
				answer = fact.Undecided("the route tables of " + endpoint.Name + " are not known")
			}
		}
	}
	return answer
}

// patchDocuments are the documents whose work needs files from Amazon S3: patch baselines and newer agents
// (Systems Manager User Guide, SSM Agent communications with AWS managed S3 buckets).
var patchDocuments = []string{
	"AWS-RunPatchBaseline", "AWS-RunPatchBaselineAssociation", "AWS-RunPatchBaselineWithHooks", "AWS-UpdateSSMAgent",
}

// Patches returns where a workload is to be patched, or its agent updated: associations and tasks of maintenance
// windows that target it.
func (s *Services) Patches(workload *Workload) []fact.Hop {
	a := s.agents
	var hops []fact.Hop
	add := func(resource *template.Resource, document *value.Value, isTarget bool) {
		name := patchDocument(document)
		if name != "" && isTarget && resource.Exists == value.Yes {
			message := resource.Name + " runs " + name + " on " + workload.Name
			hops = append(hops, fact.Hop{At: resource.At, Message: message})
		}
	}
	for _, association := range a.OfType("AWS::SSM::Association") {
		add(association, stack.Property(association, "Name"), a.isTarget(association, workload))
	}
	for _, task := range a.OfType("AWS::SSM::MaintenanceWindowTask") {
		isTarget := a.isTarget(task, workload)
		for _, named := range windowTargets(task) {
			target := a.Declared(named, "AWS::SSM::MaintenanceWindowTarget")
			isTarget = isTarget || target != nil && a.isTarget(target, workload)
		}
		add(task, stack.Property(task, "TaskArn"), isTarget)
	}
	for _, own := range stack.Property(workload.Resource, "SsmAssociations").List() {
		add(workload.Resource, stack.Dig(own, "DocumentName"), true)
	}
	return hops
}

// windowTargets returns what a task says of its targets by the targets of its window.
func windowTargets(task *template.Resource) []*value.Value {
	var named []*value.Value
	for _, target := range stack.Property(task, "Targets").List() {
		if key, _ := stack.Dig(target, "Key").Literal(); key == "WindowTargetIds" {
			named = append(named, stack.Dig(target, "Values").List()...)
		}
	}
	return named
}

// patchDocument returns the name of a document that needs Amazon S3, which may be given as an ARN.
func patchDocument(document *value.Value) string {
	text, ok := document.Literal()
	if !ok && document.Is(value.Text) {
		text, _ = document.Parts[len(document.Parts)-1].Literal()
	}
	name := text[strings.LastIndex(text, "/")+1:]
	if slices.Contains(patchDocuments, name) {
		return name
	}
	return ""
}

// IsIsolated reports whether a member of a declared VPC surely reaches no public address.
func (w *Workload) IsIsolated() bool {
	return w.Egress.IPv4.Internet.Answer == value.No && w.Egress.IPv6.Internet.Answer == value.No
}
