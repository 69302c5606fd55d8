package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// SSM is how a workload's agent reaches AWS Systems Manager: over the internet or through interface
// endpoints in the VPC.
type SSM struct {
	// Intent says whether the workload is meant to be managed by Systems Manager.
	Intent fact.Fact `json:"intent"`
	// Signs are the places that show the intent.
	Signs []fact.Hop `json:"signs"`
	// Sessions says whether its role lets Session Manager in, which needs ssmmessages.
	Sessions fact.Fact `json:"sessions"`
	// Internet says whether the agent reaches the public endpoints of Systems Manager.
	Internet fact.Fact `json:"internet"`
	// Path says whether the agent has a way to Systems Manager. It is "no" when the internet is surely
	// out of reach and, for a service that the agent needs, an endpoint is surely missing or a link of
	// the way to it is surely broken.
	Path fact.Fact `json:"path"`
	// Services are the services that the agent needs, with whether the VPC has an endpoint for them:
	// ssm and ssmmessages. The agent does without ec2messages since version 3.3.40. They are there where
	// the internet is out of reach and the VPC is declared.
	Services []Service `json:"services"`
	// Missing names the services without an endpoint.
	Missing []string `json:"missing"`
	// Hops are the steps that prove that the internet is out of reach, where the path is "no".
	Hops []fact.Hop `json:"hops"`
	// Weaker are reasons why a missing endpoint may be there after all, such as an exported VPC.
	Weaker []string `json:"weaker,omitempty"`
	// Via says what else the proof rests on: values that were arrived at by a parameter's default, and
	// resources that would make a way and do not exist under the scenario.
	Via []fact.Hop `json:"via,omitempty"`

	// Profile is what names the instance profile; nil where nothing does.
	Profile *value.Value `json:"-"`
	// Role is the declared role of the instance profile; nil where there is none.
	Role *template.Resource `json:"-"`
}

// Service is an AWS service and how a workload reaches it through an endpoint of its VPC.
type Service struct {
	// Name is the service's label, as in "ssm".
	Name string `json:"name"`
	// Endpoint says whether an interface endpoint serves it, in the VPC or through a private network.
	Endpoint fact.Fact `json:"endpoint"`
	// Through is the id of the VPC's endpoint that serves it, as in "net.yaml#SsmEndpoint"; empty where
	// there is none.
	Through string `json:"through,omitempty"`
	// Links are what has to hold for the workload to reach the service through that endpoint, in the
	// order in which a request meets them. Without an endpoint only that of the role is there.
	Links []ServiceLink `json:"links"`
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
	permitted map[*template.Resource]*permissions
	allowed   map[roleKey]ServiceLink
	// passages are the answers of network ACLs between two subnets, by their ids.
	passages map[[2]string]Passage
	hubs     map[hubKey]hubWay
}

// roleKey is a question about the actions of a role.
type roleKey struct {
	role    *template.Resource
	service string
}

type endpointKey struct {
	vpc, service string
}

type endpointAnswer struct {
	fact   fact.Fact
	weaker []string
	// through are the endpoints of the VPC that serve the service.
	through []*Endpoint
}

func agentsOf(b *builder) *agents {
	return &agents{
		builder: b, endpoints: map[endpointKey]endpointAnswer{}, roles: map[*template.Resource]rights{},
		permitted: map[*template.Resource]*permissions{}, allowed: map[roleKey]ServiceLink{},
		passages: map[[2]string]Passage{}, hubs: map[hubKey]hubWay{},
	}
}

// ssm answers how the workload's agent reaches Systems Manager.
func (a *agents) ssm(workload *Workload) *SSM {
	ssm := &SSM{
		Signs: []fact.Hop{}, Services: []Service{}, Missing: []string{}, Hops: []fact.Hop{},
		Profile: workload.launch.profile,
	}
	a.readIntent(ssm, workload)
	ssm.Internet = a.overInternet(workload)
	if ssm.Internet.Answer == value.Undecided && a.areCentral(workload) {
		ssm.Path = fact.Yes(central(strings.Join(agentServices, " and ")))
		return ssm
	}
	if ssm.Internet.Answer != value.No {
		ssm.Path = ssm.Internet
		return ssm
	}
	vpc := a.vpcs[workload.VPC.ID]
	if vpc == nil {
		ssm.Path = fact.Undecided("the VPC is not declared: " + workload.VPC.Reason)
		return ssm
	}
	for _, name := range agentServices {
		hub := a.hubFor(workload, name)
		answer := a.endpoint(vpc, name)
		endpoint := inForce(answer.through)
		switch {
		case !isNamed(endpoint) && a.isCentral(workload, name):
			answer, endpoint = endpointAnswer{fact: fact.Yes(central(name))}, nil
		case answer.fact.Answer == value.No && hub != "":
			answer = endpointAnswer{fact: fact.Undecided(hub)}
		}
		service := Service{Name: name, Endpoint: answer.fact}
		if endpoint != nil {
			service.Through = endpoint.ID
		}
		service.Links = a.links(attempt{
			workload: workload, ssm: ssm, vpc: vpc, endpoint: endpoint, service: name, hub: hub,
		})
		ssm.add(service, answer.weaker)
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
		s.Weaker = fact.Join(s.Weaker, weaker)
	}
}

// setPath sums up the services of a workload that does not reach the internet. What is surely broken
// decides, whatever else is not known.
func (s *SSM) setPath(vpc *VPC) {
	s.Path = fact.Yes("the VPC has endpoints for " + strings.Join(agentServices, " and "))
	broken := fact.Yes("")
	for _, service := range s.Services {
		if service.Endpoint.Answer == value.Undecided {
			s.Path = service.Endpoint
		}
		for _, link := range service.Links {
			if link.Holds.Answer == value.Undecided && s.Path.Answer == value.Yes {
				s.Path = link.Holds
			}
			if link.Holds.Answer == value.No && broken.Answer == value.Yes {
				broken = link.Holds
			}
		}
	}
	switch {
	case len(s.Missing) > 0:
		s.Path = fact.No(vpc.Name + " has no interface endpoint for " + strings.Join(s.Missing, " and "))
	case broken.Answer == value.No:
		s.Path = broken
	}
}

// overInternet answers whether the agent reaches the public endpoints of Systems Manager. Those with
// IPv6 addresses need an agent that is told so, so IPv6 alone is no proof of a way.
func (a *agents) overInternet(workload *Workload) fact.Fact {
	if workload.launch.says(proxyWords...) {
		return fact.Undecided("the user data or metadata of " + workload.Name + " may set a proxy")
	}
	ipv4, ipv6 := workload.Egress.IPv4.Internet, workload.Egress.IPv6.Internet
	switch {
	case ipv4.Answer == value.Yes:
		return fact.Yes(workload.Name + " reaches the internet")
	case ipv4.Answer == value.Undecided:
		return ipv4
	case ipv6.Answer == value.Yes:
		return fact.Undecided("the internet is reached by IPv6 alone, which the agent uses only when it is told to")
	default:
		return ipv6
	}
}

func (a *agents) endpoint(vpc *VPC, service string) endpointAnswer {
	key := endpointKey{vpc: vpc.ID, service: service}
	if answer, done := a.endpoints[key]; done {
		return answer
	}
	answer, weaker := a.endpointFor(vpc, service)
	found := endpointAnswer{fact: answer, weaker: weaker}
	if answer.Answer == value.Yes {
		for _, endpoint := range a.network.Endpoints {
			if a.serves(endpoint, vpc, service).Answer == value.Yes {
				found.through = append(found.through, endpoint)
			}
		}
	}
	a.endpoints[key] = found
	return found
}

// inForce returns the endpoint that a service's usual name leads to: the one with private DNS, of which
// a VPC takes one, else the first. It is nil where there is none.
func inForce(endpoints []*Endpoint) *Endpoint {
	for _, endpoint := range endpoints {
		if isNamed(endpoint) {
			return endpoint
		}
	}
	if len(endpoints) > 0 {
		return endpoints[0]
	}
	return nil
}

// isNamed reports whether a service's usual name may lead to the endpoint, by private DNS.
func isNamed(endpoint *Endpoint) bool {
	return endpoint != nil &&
		setting(stack.Property(endpoint.Resource, "PrivateDnsEnabled"), value.No).Answer != value.No
}

// prove gathers the evidence for a workload that has no way.
func (a *agents) prove(ssm *SSM, workload *Workload, vpc *VPC) {
	ssm.Hops = append(ssm.Hops, workload.Egress.IPv4.Hops...)
	ssm.Weaker = fact.Join(workload.Egress.IPv4.Weaker, workload.Egress.IPv6.Weaker, ssm.Weaker)
	ssm.Via = append(ssm.Via, fact.Steps(workload.launch.subnets...)...)
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
func subnetVia(subnet *Subnet) []fact.Hop {
	if subnet == nil {
		return nil
	}
	via := fact.Steps(stack.Property(subnet.Resource, "MapPublicIpOnLaunch"))
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
	nat := a.Declared(route.Target.value, "AWS::EC2::NatGateway")
	if nat == nil {
		return "what lies behind the " + route.Target.describe() + " of " + route.Name + " is not known"
	}
	subnet := a.subnets[a.Link(stack.Property(nat, "SubnetId"), "AWS::EC2::Subnet").ID]
	if subnet == nil || subnet.place.table == nil {
		return ""
	}
	return a.private(subnet.place.table, seen)
}

// barePeer reports whether the VPC on the other side of a peering connection is declared and has no
// endpoint for the agent.
func (a *agents) barePeer(route *Route, own stack.Link) bool {
	peering := a.Declared(route.Target.value, "AWS::EC2::VPCPeeringConnection")
	if peering == nil {
		return false
	}
	for _, key := range []string{"VpcId", "PeerVpcId"} {
		link := a.Link(stack.Property(peering, key), "AWS::EC2::VPC")
		if link.ID == own.ID {
			continue
		}
		vpc := a.vpcs[link.ID]
		return vpc != nil && !a.IsExported(vpc.ID) && a.isBare(vpc)
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
