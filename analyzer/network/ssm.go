package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// SSM is how a workload's agent reaches AWS Systems Manager: over the internet or through interface
// endpoints in the VPC.
type SSM struct {
	// Intent says whether the workload is meant to be managed by Systems Manager.
	Intent Fact `json:"intent"`
	// Signs are the places that show the intent.
	Signs []Hop `json:"signs"`
	// Sessions says whether its role lets Session Manager in, which needs ssmmessages.
	Sessions Fact `json:"sessions"`
	// Path says whether the agent has a way to Systems Manager. It is "no" when the internet is surely
	// out of reach and an endpoint is surely missing.
	Path Fact `json:"path"`
	// Services are the services that the agent needs, with whether the VPC has an endpoint for them:
	// ssm and ssmmessages. The agent does without ec2messages since version 3.3.40.
	Services []Service `json:"services"`
	// Missing names the services without an endpoint, where the path is "no".
	Missing []string `json:"missing"`
	// Hops are the steps that prove that the internet is out of reach, where the path is "no".
	Hops []Hop `json:"hops"`
	// Weaker are reasons why a "no" may be wrong after all, such as an exported VPC.
	Weaker []string `json:"weaker,omitempty"`
	// Via says what else the proof rests on: values that were arrived at by a parameter's default, and
	// resources that would make a way and do not exist under the scenario.
	Via []Hop `json:"via,omitempty"`
}

// Service is an AWS service and whether a VPC has an endpoint for it.
type Service struct {
	// Name is the service's label, as in "ssm".
	Name string `json:"name"`
	// Endpoint says whether an interface endpoint serves it, in the VPC or through a private network.
	Endpoint Fact `json:"endpoint"`
}

// agentServices are the services that the SSM agent needs. ec2messages is none of them: since version
// 3.3.40.0 the agent uses ssmmessages in its place.
var agentServices = []string{"ssm", "ssmmessages"}

// proxyWords show that a script sets a proxy, for the agent or for all.
var proxyWords = []string{"http_proxy", "https_proxy", "all_proxy", "winhttp", "proxy=", "proxyserver"}

// agents answers questions about the SSM agents of workloads.
type agents struct {
	*builder

	endpoints map[endpointKey]endpointAnswer
	roles     map[*template.Resource]rights
}

type endpointKey struct {
	vpc, service string
}

type endpointAnswer struct {
	fact   Fact
	weaker []string
}

func (b *builder) newAgents() *agents {
	return &agents{
		builder: b, endpoints: map[endpointKey]endpointAnswer{}, roles: map[*template.Resource]rights{},
	}
}

// ssm answers how the workload's agent reaches Systems Manager.
func (a *agents) ssm(workload *Workload) *SSM {
	ssm := &SSM{Signs: []Hop{}, Services: []Service{}, Missing: []string{}, Hops: []Hop{}}
	a.readIntent(ssm, workload)
	internet := a.overInternet(workload)
	if internet.Answer != value.No {
		ssm.Path = internet
		return ssm
	}
	vpc := a.vpcs[workload.VPC.ID]
	if vpc == nil {
		ssm.Path = undecided("the VPC is not declared: " + workload.VPC.Reason)
		return ssm
	}
	hub := a.hub(workload)
	for _, name := range agentServices {
		answer := a.endpoint(vpc, name)
		if answer.fact.Answer == value.No && hub != "" {
			answer = endpointAnswer{fact: undecided(hub)}
		}
		ssm.add(Service{Name: name, Endpoint: answer.fact}, answer.weaker)
	}
	ssm.setPath(vpc)
	if ssm.Path.Answer == value.No {
		a.prove(ssm, workload, vpc)
	}
	return ssm
}

// add notes whether a service has an endpoint.
func (s *SSM) add(service Service, weaker []string) {
	s.Services = append(s.Services, service)
	if service.Endpoint.Answer == value.No {
		s.Missing = append(s.Missing, service.Name)
		s.Weaker = join(s.Weaker, weaker)
	}
}

// setPath sums up the services of a workload that does not reach the internet.
func (s *SSM) setPath(vpc *VPC) {
	s.Path = yes("the VPC has endpoints for " + strings.Join(agentServices, " and "))
	for _, service := range s.Services {
		if service.Endpoint.Answer == value.Undecided {
			s.Path = service.Endpoint
		}
	}
	if len(s.Missing) > 0 {
		s.Path = no(vpc.Name + " has no interface endpoint for " + strings.Join(s.Missing, " and "))
	}
}

// overInternet answers whether the agent reaches the public endpoints of Systems Manager. Those with
// IPv6 addresses need an agent that is told so, so IPv6 alone is no proof of a way.
func (a *agents) overInternet(workload *Workload) Fact {
	if workload.launch.says(proxyWords...) {
		return undecided("the user data or metadata of " + workload.Name + " may set a proxy")
	}
	ipv4, ipv6 := workload.Egress.IPv4.Internet, workload.Egress.IPv6.Internet
	switch {
	case ipv4.Answer == value.Yes:
		return yes(workload.Name + " reaches the internet")
	case ipv4.Answer == value.Undecided:
		return ipv4
	case ipv6.Answer == value.Yes:
		return undecided("the internet is reached by IPv6 alone, which the agent uses only when it is told to")
	default:
		return ipv6
	}
}

func (a *agents) endpoint(vpc *VPC, service string) endpointAnswer {
	key := endpointKey{vpc: vpc.ID, service: service}
	if answer, done := a.endpoints[key]; done {
		return answer
	}
	fact, weaker := a.endpointFor(vpc, service)
	a.endpoints[key] = endpointAnswer{fact: fact, weaker: weaker}
	return a.endpoints[key]
}

// prove gathers the evidence for a workload that has no way.
func (a *agents) prove(ssm *SSM, workload *Workload, vpc *VPC) {
	ssm.Hops = append(ssm.Hops, workload.Egress.IPv4.Hops...)
	ssm.Weaker = join(workload.Egress.IPv4.Weaker, workload.Egress.IPv6.Weaker, ssm.Weaker)
	ssm.Via = append(ssm.Via, steps(workload.launch.subnets...)...)
	for _, link := range workload.Subnets {
		ssm.Via = append(ssm.Via, subnetVia(a.subnets[link.ID])...)
	}
	for _, endpoint := range a.network.Endpoints {
		if endpoint.VPC.ID == vpc.ID {
			ssm.Via = append(ssm.Via, endpoint.Via...)
		}
	}
	ssm.Via = value.Distinct(append(ssm.Via, a.absentWays(ssm, workload, vpc)...))
}

// subnetVia is how the values were arrived at that close a subnet's way out.
func subnetVia(subnet *Subnet) []Hop {
	if subnet == nil {
		return nil
	}
	via := steps(property(subnet.resource, "MapPublicIpOnLaunch"))
	if subnet.place.table == nil {
		return via
	}
	for _, route := range subnet.place.table.Routes {
		via = append(via, route.Via...)
	}
	return via
}

// hub says why endpoints in another network may serve the workload: some route leads to a network that
// the templates do not tell about. Empty where no route does.
func (a *agents) hub(workload *Workload) string {
	for _, link := range workload.Subnets {
		subnet := a.subnets[link.ID]
		if subnet == nil || subnet.place.table == nil {
			continue
		}
		if reason := a.private(subnet.place.table, map[string]bool{}); reason != "" {
			return reason
		}
	}
	return ""
}

// private returns why some route of the table may lead to endpoints elsewhere. Tables on the way are
// looked at once.
func (a *agents) private(table *RouteTable, seen map[string]bool) string {
	if seen[table.ID] {
		return ""
	}
	seen[table.ID] = true
	for _, route := range table.Routes {
		switch route.Target.Kind {
		case ToVPN, ToTransit, ToCore, ToMiddlebox, ToCarrier, ToUnknown:
			return "endpoints behind the " + route.Target.describe() + " of " + route.Name + " may serve it"
		case ToPeer:
			if !a.barePeer(route, table.VPC) {
				return "endpoints in the VPC behind the " + route.Target.describe() + " may serve it"
			}
		case ToNAT:
			if reason := a.behindNAT(route, seen); reason != "" {
				return reason
			}
		case ToInternet, ToEgressOnly, ToLocal:
		}
	}
	return ""
}

// behindNAT looks at the table of a NAT gateway's subnet.
func (a *agents) behindNAT(route *Route, seen map[string]bool) string {
	nat := a.resource(route.Target.value, "AWS::EC2::NatGateway")
	if nat == nil {
		return "what lies behind the " + route.Target.describe() + " of " + route.Name + " is not known"
	}
	subnet := a.subnets[a.link(property(nat, "SubnetId"), "AWS::EC2::Subnet").ID]
	if subnet == nil || subnet.place.table == nil {
		return ""
	}
	return a.private(subnet.place.table, seen)
}

// barePeer reports whether the VPC on the other side of a peering connection is declared and has no
// endpoint for the agent.
func (a *agents) barePeer(route *Route, own Link) bool {
	peering := a.resource(route.Target.value, "AWS::EC2::VPCPeeringConnection")
	if peering == nil {
		return false
	}
	for _, key := range []string{"VpcId", "PeerVpcId"} {
		link := a.link(property(peering, key), "AWS::EC2::VPC")
		if link.ID == own.ID {
			continue
		}
		vpc := a.vpcs[link.ID]
		return vpc != nil && a.world.given[vpc.ID] != exported && a.isBare(vpc)
	}
	return false
}

// isBare reports whether a VPC surely has none of the endpoints that the agent needs.
func (a *agents) isBare(vpc *VPC) bool {
	for _, service := range agentServices {
		if a.endpoint(vpc, service).fact.Answer != value.No {
			return false
		}
	}
	return true
}
