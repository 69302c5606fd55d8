package picture

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// drawGateways puts gateways on the edges of their VPCs, and NAT gateways into their subnets.
func (s *sketcher) drawGateways() {
	for _, gateway := range s.network.Gateways {
		if gateway.Kind == network.ToNAT {
			s.drawNAT(gateway)
			continue
		}
		made := nodeOf(gateway.Item, targetKind(gateway.Kind), gatewayWords[gateway.Kind])
		if len(gateway.VPCs) == 0 {
			made.says = append(made.says, line{text: "attached to no VPC"})
			made.isLoose = true
			s.panel.outside = append(s.panel.outside, s.remember(&made))
			continue
		}
		vpc := s.vpc(gateway.VPCs[0])
		vpc.border = append(vpc.border, s.remember(&made))
	}
}

var gatewayWords = map[network.TargetKind]string{
	network.ToInternet: "Internet gateway", network.ToEgressOnly: "Egress-only gateway",
	network.ToVPN: "Virtual private gateway", network.ToNAT: "NAT gateway", network.ToTransit: "Transit gateway",
	network.ToCore: "Core network", network.ToPeer: "Peering connection", network.ToMiddlebox: "Network appliance",
	network.ToCarrier: "Carrier or local gateway", network.ToUnknown: "Unknown target",
}

func (s *sketcher) drawNAT(gateway *network.Gateway) {
	made := nodeOf(gateway.Item, kindNAT, "NAT gateway")
	if gateway.Private != nil && gateway.Private.Answer == value.Yes {
		made.what = "Private NAT gateway"
	}
	if gateway.Subnet == nil {
		made.what = "Regional NAT gateway"
		vpc := s.vpc(first(gateway.VPCs))
		vpc.border = append(vpc.border, s.remember(&made))
		return
	}
	subnet := s.subnet(*gateway.Subnet, s.vpcOf(gateway.VPCs, *gateway.Subnet))
	subnet.chips = append(subnet.chips, s.remember(&made))
}

func first(links []stack.Link) stack.Link {
	if len(links) == 0 {
		return stack.Link{Standing: stack.External}
	}
	return links[0]
}

// vpcOf returns the VPC of something in a subnet, where it is known.
func (s *sketcher) vpcOf(vpcs []stack.Link, subnet stack.Link) *vpcBox {
	if box := s.subnets[subnet.ID]; box != nil && subnet.Standing == stack.Declared {
		return box.vpc
	}
	return s.vpc(first(vpcs))
}

var members = map[network.WorkloadKind]struct {
	kind kind
	what string
}{
	network.Instance:            {kindInstance, "Instance"},
	network.AutoScalingGroup:    {kindGroup, "Auto Scaling group"},
	network.NetworkInterface:    {kindInterface, "Network interface"},
	network.ECSService:          {kindService, "ECS service"},
	network.LambdaFunction:      {kindFunction, "Lambda function"},
	network.DBInstance:          {kindDatabase, "RDS instance"},
	network.DBCluster:           {kindDatabase, "RDS cluster"},
	network.DBProxy:             {kindDatabase, "RDS proxy"},
	network.LoadBalancer:        {kindBalancer, "Load balancer"},
	network.ClassicLoadBalancer: {kindBalancer, "Classic load balancer"},
	network.ConnectEndpoint:     {kindEndpoint, "Instance Connect"},
	network.MountTarget:         {kindStorage, "EFS mount target"},
}

// drawMembers puts what runs into all its subnets.
func (s *sketcher) drawMembers() {
	attached := s.attachedInterfaces()
	for _, member := range s.network.Members {
		looks, known := members[member.Kind]
		if member.Kind == network.InterfaceEndpoint || attached[member.ID] {
			continue // endpoints have a place of their own, and an interface is a part of its instance
		}
		if !known {
			looks.kind, looks.what = kindUnknown, strings.ReplaceAll(string(member.Kind), "-", " ")
		}
		s.drawMember(member, looks.kind, s.memberWhat(member, looks.what))
	}
}

// attachedInterfaces are the interfaces that an instance names.
func (s *sketcher) attachedInterfaces() map[string]bool {
	attached := map[string]bool{}
	for _, member := range s.network.Workloads {
		s.network.Index.Mentions(member.Resource.Properties, func(id string) {
			if named := s.network.Index.Resource(id); named != nil && named.Type == "AWS::EC2::NetworkInterface" {
				attached[id] = true
			}
		})
	}
	return attached
}

func (s *sketcher) memberWhat(member *network.Workload, what string) string {
	balancer := s.network.Balancer(member.ID)
	switch {
	case balancer != nil && member.PublicIPv4.Answer == value.Yes:
		return what + ", internet-facing"
	case balancer != nil && member.PublicIPv4.Answer == value.No:
		return what + ", internal"
	case member.PublicIPv4.Answer == value.Yes && members[member.Kind].kind == kindDatabase:
		return what + ", public"
	case member.PublicIPv4.Answer == value.Yes:
		return what + ", public IP"
	default:
		return what
	}
}

func (s *sketcher) drawMember(member *network.Workload, is kind, what string) {
	vpc := s.vpc(s.memberVPC(member))
	links := member.Subnets
	if len(links) == 0 {
		links = []stack.Link{{Standing: stack.Default}}
	}
	seen := map[*subnetBox]bool{}
	var chips []*node
	for _, link := range links {
		subnet := s.subnet(link, vpc)
		if seen[subnet] {
			continue
		}
		seen[subnet] = true
		made := nodeOf(member.Item, is, what)
		subnet.chips = append(subnet.chips, s.remember(&made))
		chips = append(chips, &made)
	}
	if len(chips) > 1 {
		for _, chip := range chips {
			chip.says = append(chip.says, line{text: "in " + plural(len(chips), "subnet")})
		}
	}
}

// memberVPC returns the VPC of a workload: that of a declared subnet, else that of its security groups.
func (s *sketcher) memberVPC(member *network.Workload) stack.Link {
	for _, link := range member.Subnets {
		if box := s.subnets[link.ID]; box != nil && box.declared != nil {
			return box.declared.VPC
		}
	}
	if len(member.Subnets) == 0 || member.VPC.ID != "" {
		return member.VPC
	}
	for _, link := range member.SecurityGroups {
		if group := s.network.SecurityGroup(link.ID); group != nil && group.VPC.ID != "" {
			return group.VPC
		}
	}
	return stack.Link{Standing: stack.External}
}

// drawEndpoints puts endpoints beside the zones, those of Gateway Load Balancers into their subnets.
func (s *sketcher) drawEndpoints() {
	for _, endpoint := range s.network.Endpoints {
		made := nodeOf(endpoint.Item, kindEndpoint, endpointWhat(endpoint))
		subnets := stack.Property(endpoint.Resource, "SubnetIds").List()
		if endpoint.Type == "GatewayLoadBalancer" && len(subnets) > 0 {
			link := s.network.Index.Link(subnets[0], "AWS::EC2::Subnet")
			subnet := s.subnet(link, s.vpcOf([]stack.Link{endpoint.VPC}, link))
			subnet.chips = append(subnet.chips, s.remember(&made))
			continue
		}
		made.says = endpointSays(endpoint.Resource, endpoint.Type)
		vpc := s.vpc(endpoint.VPC)
		vpc.side = append(vpc.side, s.remember(&made))
	}
}

func endpointWhat(endpoint *network.Endpoint) string {
	service := endpoint.Service
	if service == "" {
		service = "service not known"
	}
	switch endpoint.Type {
	case "Gateway":
		return service + ", gateway endpoint"
	case "Interface":
		return service + ", interface endpoint"
	case "GatewayLoadBalancer":
		return "Gateway Load Balancer endpoint"
	default:
		return service + ", endpoint"
	}
}

func endpointSays(endpoint *template.Resource, kind string) []line {
	word, key := "subnet", "SubnetIds"
	if kind == "Gateway" {
		word, key = "route table", "RouteTableIds"
	}
	v := stack.Property(endpoint, key)
	if v != nil && v.Kind != value.List {
		return nil
	}
	return []line{{text: "in " + plural(len(v.List()), word)}}
}
