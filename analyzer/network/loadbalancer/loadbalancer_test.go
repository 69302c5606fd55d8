package loadbalancer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network/loadbalancer"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
)

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource

// parts are what the tests' templates have in common.
var parts = "Parameters:\n  Any: {Type: String}\n  Old: {Type: String, Default: ELBSecurityPolicy-2016-08}\n" +
	"  Hidden: {Type: String, NoEcho: true}\n" +
	"Conditions: {IsOpen: !Equals [a, a]}\nResources:\n" +
	res("Vpc", "EC2::VPC", "CidrBlock: 10.0.0.0/16") +
	res("Igw", "EC2::InternetGateway", "") +
	res("Att", "EC2::VPCGatewayAttachment", "VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw") +
	res("Rt", "EC2::RouteTable", "VpcId: !Ref Vpc") +
	res("Default", "EC2::Route", "RouteTableId: !Ref Rt, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw") +
	res("A", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24") +
	res("B", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24") +
	res("TieA", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref A, RouteTableId: !Ref Rt") +
	res("World", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: "+
		"[{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}, {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]")

// diagnose returns the kinds of the issues of one family of rules, and of its doubts with a question mark, with
// their places below Resources.
func diagnose(t *testing.T, resources string, kinds ...string) []string {
	t.Helper()
	found := networktest.Diagnose(t, loadbalancer.Diagnose, "eu-west-1", parts, resources)
	var lines []string
	for _, issue := range found.Issues {
		kind := strings.TrimPrefix(issue.Kind, "load-balancer/")
		if !slices.Contains(kinds, kind) {
			continue
		}
		words := []string{kind, strings.TrimPrefix(issue.At.Pointer(), "/Resources/")}
		if issue.Variant != "" {
			words = append(words, issue.Variant)
		}
		for range issue.Weaker {
			words = append(words, "milder")
		}
		for _, edit := range issue.Edits {
			words = append(words, edit.Op+" "+edit.At.Steps()[len(edit.At.Steps())-1])
		}
		lines = append(lines, strings.Join(words, " "))
	}
	for _, doubt := range found.Doubts {
		if kind := strings.TrimPrefix(doubt.Kind, "load-balancer/"); slices.Contains(kinds, kind) {
			lines = append(lines, "? "+kind)
		}
	}
	return lines
}

type test struct {
	name, resources string
	want            []string
}

func run(t *testing.T, tests []test, kinds ...string) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, diagnose(t, test.resources, kinds...)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// balancer is a load balancer in subnet A with more properties.
func balancer(more string) string {
	return res("Lb", "ElasticLoadBalancingV2::LoadBalancer", "Subnets: [!Ref A]"+more)
}

func listener(more string) string {
	return res("L", "ElasticLoadBalancingV2::Listener", "LoadBalancerArn: !Ref Lb, "+more)
}

const (
	inWorld  = ", SecurityGroups: [!Ref World]"
	forwards = ", DefaultActions: [{Type: forward, TargetGroupArn: !Ref Any}]"
)

func TestSecurityPolicies(t *testing.T) {
	t.Parallel()
	const found = "outdated-tls-policy L/Properties/SslPolicy "
	https := func(policy string) string { return listener("Port: 443, Protocol: HTTPS" + policy) }
	run(t, []test{
		{"none", https(""), []string{found + "default add SslPolicy"}},
		{"the first one", https(", SslPolicy: ELBSecurityPolicy-2016-08"), []string{found + "replace SslPolicy"}},
		{"one of TLS 1.3 that takes TLS 1.0", https(", SslPolicy: ELBSecurityPolicy-TLS13-1-0-2021-06"), []string{found + "replace SslPolicy"}},
		{"one of FIPS that takes TLS 1.1", https(", SslPolicy: ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04"), []string{found + "replace SslPolicy"}},
		{"forward secrecy with TLS 1.0", https(", SslPolicy: ELBSecurityPolicy-FS-2018-06"), []string{found + "replace SslPolicy"}},
		{"forward secrecy with TLS 1.2", https(", SslPolicy: ELBSecurityPolicy-FS-1-2-Res-2020-10"), nil},
		{"one of TLS 1.3 and 1.2", https(", SslPolicy: ELBSecurityPolicy-TLS13-1-2-Res-2021-06"), nil},
		{"one of TLS 1.3 alone", https(", SslPolicy: ELBSecurityPolicy-TLS13-1-3-2021-06"), nil},
		{"a parameter", https(", SslPolicy: !Ref Any"), nil},
		{"a parameter with a default", https(", SslPolicy: !Ref Old"), nil},
		{"a listener for TLS", listener("Port: 443, Protocol: TLS"), []string{found + "default add SslPolicy"}},
		{"a listener for HTTP", listener("Port: 80, Protocol: HTTP"), nil},
	}, "outdated-tls-policy")
}

func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	const found = "plain-http-listener L/Properties/Protocol"
	http := listener("Port: 80, Protocol: HTTP" + forwards)
	secure := res("Https", "ElasticLoadBalancingV2::Listener", "LoadBalancerArn: !Ref Lb, Port: 8443, Protocol: HTTPS"+forwards)
	rule := func(action string) string {
		return res("Rule", "ElasticLoadBalancingV2::ListenerRule", "ListenerArn: !Ref L, Priority: 1, Actions: ["+action+"]")
	}
	few := res("Few", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 203.0.113.0/24}]")
	run(t, []test{
		{"it forwards", balancer(inWorld) + http, []string{found}},
		{"it forwards beside HTTPS", balancer(inWorld) + http + secure, []string{found + " replace DefaultActions"}},
		{"a rule of it forwards", balancer(inWorld) + listener("Port: 80, Protocol: HTTP, DefaultActions: [{Type: fixed-response}]") +
			res("Tg", "ElasticLoadBalancingV2::TargetGroup", "VpcId: !Ref Vpc") + rule("{Type: forward, TargetGroupArn: !Ref Tg}"), []string{found}},
		{"it redirects", balancer(inWorld) + listener("Port: 80, Protocol: HTTP, DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]"), nil},
		{"a rule of it redirects", balancer(inWorld) + http + rule("{Type: redirect, RedirectConfig: {Protocol: HTTPS}}"), nil},
		{"it answers itself", balancer(inWorld) + listener("Port: 80, Protocol: HTTP, DefaultActions: [{Type: fixed-response}]"), nil},
		{"an internal one", balancer(inWorld+", Scheme: internal") + http, nil},
		{"a scheme that is a parameter", balancer(inWorld+", Scheme: !Ref Any") + http, nil},
		{"a group for a few", few + balancer(", SecurityGroups: [!Ref Few]") + http, nil},
		{"a group that is a parameter", balancer(", SecurityGroups: [!Ref Any]") + http, []string{found + " milder"}},
		{"a prefix list", strings.Replace(few, "CidrIp: 203.0.113.0/24", "SourcePrefixListId: pl-1", 1) +
			balancer(", SecurityGroups: [!Ref Few]") + http, nil},
		{"TCP", balancer(inWorld+", Type: network") + listener("Port: 80, Protocol: TCP"+forwards), nil},
	}, "plain-http-listener")
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	const list = "Lb/Properties/LoadBalancerAttributes"
	attributes := func(items string) string { return balancer(inWorld + ", LoadBalancerAttributes: [" + items + "]") }
	const drop, logs = "{Key: routing.http.drop_invalid_header_fields.enabled, Value: %}", "{Key: access_logs.s3.enabled, Value: %}"
	with := func(item, v string) string { return strings.Replace(item, "%", v, 1) }
	http := listener("Port: 80, Protocol: HTTP")
	run(t, []test{
		{"none", balancer(inWorld), []string{"missing-access-logs " + list, "invalid-headers-forwarded " + list + " add LoadBalancerAttributes"}},
		{"both, as texts and as booleans", attributes(with(drop, "'true'") + "," + with(logs, "true")), nil},
		{
			"both off", attributes(with(drop, "'false'") + "," + with(logs, "false")),
			[]string{"missing-access-logs " + list + "/1/Value", "invalid-headers-forwarded " + list + "/0/Value replace Value"},
		},
		{
			"others", attributes("{Key: idle_timeout.timeout_seconds, Value: '60'}"),
			[]string{"missing-access-logs " + list, "invalid-headers-forwarded " + list + " add 1"},
		},
		{"left to whoever deploys", attributes(with(drop, "!Ref Any") + "," + with(logs, "!Ref Any")), nil},
		{"a key that is not known", attributes("{Key: !Ref Any, Value: 'true'}"), nil},
		{"an internal one", balancer(inWorld + ", Scheme: internal"), []string{"invalid-headers-forwarded " + list + " add LoadBalancerAttributes"}},
		{
			"one for development", balancer(inWorld + ", Tags: [{Key: Stage, Value: Dev}]"),
			[]string{"invalid-headers-forwarded " + list + " add LoadBalancerAttributes"},
		},
		{"a network one without TLS", balancer(inWorld+", Type: network") + listener("Port: 80, Protocol: TCP"), nil},
		{
			"a network one with TLS", balancer(inWorld+", Type: network") + listener("Port: 443, Protocol: TLS"),
			[]string{"missing-access-logs " + list},
		},
		{"a gateway one", balancer(", Type: gateway"), nil},
		{
			"a classic one", res("Lb", "ElasticLoadBalancing::LoadBalancer", "Subnets: [!Ref A]"),
			[]string{"missing-access-logs Lb/Properties/AccessLoggingPolicy"},
		},
		{"a classic one with logs", res("Lb", "ElasticLoadBalancing::LoadBalancer", "Subnets: [!Ref A], AccessLoggingPolicy: {Enabled: true}"), nil},
	}, "missing-access-logs", "invalid-headers-forwarded")
	run(t, []test{
		{"no attribute of a listener", balancer(inWorld) + http, []string{"server-header L/Properties/ListenerAttributes add ListenerAttributes"}},
		{
			"a listener that tells", balancer(inWorld) + listener("Port: 80, Protocol: HTTP, ListenerAttributes: [{Key: routing.http.response.server.enabled, Value: 'true'}]"),
			[]string{"server-header L/Properties/ListenerAttributes/0/Value replace Value"},
		},
		{
			"one that does not", balancer(inWorld) + listener("Port: 80, Protocol: HTTP, ListenerAttributes: [{Key: routing.http.response.server.enabled, Value: false}]"), nil,
		},
		{"an internal listener", balancer(inWorld+", Scheme: internal") + http, nil},
		{"a listener of TCP", balancer(inWorld+", Type: network") + listener("Port: 80, Protocol: TCP"), nil},
	}, "server-header")
}

func TestPlacements(t *testing.T) {
	t.Parallel()
	const found = "internet-facing-in-private-subnet Lb/Properties/Subnets/1"
	two := res("Lb", "ElasticLoadBalancingV2::LoadBalancer", "Subnets: [!Ref A, !Ref B]"+inWorld)
	private := func(target string) string {
		return res("Own", "EC2::RouteTable", "VpcId: !Ref Vpc") +
			res("TieB", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref B, RouteTableId: !Ref Own") +
			res("Away", "EC2::Route", "RouteTableId: !Ref Own, DestinationCidrBlock: 0.0.0.0/0, "+target)
	}
	run(t, []test{
		{"a public subnet", balancer(inWorld), nil},
		{"the main route table", two, []string{found}},
		{"a NAT gateway", two + private("NatGatewayId: nat-1"), []string{found}},
		{"a peering connection", two + private("VpcPeeringConnectionId: pcx-1"), []string{found}},
		{"a firewall endpoint", two + private("VpcEndpointId: vpce-1"), nil},
		{"a network interface", two + private("NetworkInterfaceId: eni-1"), nil},
		{"a transit gateway", two + private("TransitGatewayId: tgw-1"), nil},
		{"a target that is a parameter", two + private("GatewayId: !Ref Any"), nil},
		{"a part of the internet by the gateway", two + private("NatGatewayId: nat-1") +
			res("Office", "EC2::Route", "RouteTableId: !Ref Own, DestinationCidrBlock: 52.0.0.0/8, GatewayId: !Ref Igw"), nil},
		{"a firewall in the VPC", two + res("Fw", "NetworkFirewall::Firewall", "VpcId: !Ref Vpc"), nil},
		{"an internal one", strings.Replace(two, "Subnets", "Scheme: internal, Subnets", 1), nil},
		{
			"mappings", strings.Replace(two, "Subnets: [!Ref A, !Ref B]", "SubnetMappings: [{SubnetId: !Ref A}, {SubnetId: !Ref B}]", 1),
			[]string{"internet-facing-in-private-subnet Lb/Properties/SubnetMappings/1/SubnetId"},
		},
		{"an exported VPC", two + "Outputs: {Vpc: {Value: !Ref Vpc, Export: {Name: vpc}}}\n", []string{found + " milder"}},
		{"subnets that are parameters", balancer(inWorld) + strings.Replace(two, "!Ref B", "!Ref Any", 1), nil},
	}, "internet-facing-in-private-subnet")
}

func TestClosedListeners(t *testing.T) {
	t.Parallel()
	const found = "closed-listener-port "
	group := func(rule string) string {
		return res("Own", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: ["+rule+"]") + balancer(", SecurityGroups: [!Ref Own]")
	}
	http := listener("Port: 80, Protocol: HTTP")
	run(t, []test{
		{
			"another port", group("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}") + http,
			[]string{found + "Own/Properties/SecurityGroupIngress internet add 1"},
		},
		{
			"another protocol", group("{IpProtocol: udp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}") + http,
			[]string{found + "Own/Properties/SecurityGroupIngress internet add 1"},
		},
		{
			"other chosen clients on another port", group("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 203.0.113.0/24}") + http,
			[]string{found + "Own/Properties/SecurityGroupIngress internet add 1"},
		},
		{
			"chosen clients on another listener", group("{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref World}") + http +
				res("Https", "ElasticLoadBalancingV2::Listener", "LoadBalancerArn: !Ref Lb, Port: 443, Protocol: HTTPS"),
			[]string{found + "Own/Properties/SecurityGroupIngress some add 1"},
		},
		{
			"a rule that not every deployment has", group("") + http +
				strings.Replace(res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref Own, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0"),
					"Type:", "Condition: IsOpen, Type:", 1),
			[]string{found + "Own/Properties/SecurityGroupIngress internet"},
		},
		{
			"the internet and members of a group", group("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}, "+
				"{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref World}") + http,
			[]string{found + "Own/Properties/SecurityGroupIngress internet"},
		},
		{"members of a group", group("{IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !Ref World}") + http, nil},
		{"IPv6 alone", group("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIpv6: '::/0'}") + http, nil},
		{"a rule that stands alone", group("") + http +
			res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref Own, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8"), nil},
		{"a port that is a parameter", group("") + listener("Port: !Ref Any, Protocol: HTTP"), nil},
		{"a rule that is not known", group("!Ref Any") + http, nil},
		{"a group that is a parameter", balancer(", SecurityGroups: [!Ref Any]") + http, nil},
		{"the default group at the internet", balancer("") + http, []string{found + "Lb/Properties/SecurityGroups default"}},
		{"the default group", balancer(", Scheme: internal") + http, nil},
		{"a network one without a group", balancer(", Type: network") + listener("Port: 80, Protocol: TCP"), nil},
		{
			"a network one behind an endpoint service",
			strings.Replace(group(""), "Subnets:", "Type: network, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off', Subnets:", 1) +
				listener("Port: 80, Protocol: TCP"), nil,
		},
	}, "closed-listener-port")
}

func TestTargets(t *testing.T) {
	t.Parallel()
	const closed, blocks, open = "target-closed-to-load-balancer ", "egress-blocks-target ", "bypassable-target "
	const in, out = "WebSg/Properties/SecurityGroupIngress", "LbSg/Properties/SecurityGroupEgress"
	rule := func(port, peer string) string {
		return "{IpProtocol: tcp, FromPort: " + port + ", ToPort: " + port + ", " + peer + "}"
	}
	const lb, anybody = "SourceSecurityGroupId: !Ref LbSg", "CidrIp: 0.0.0.0/0"
	group := func(name, ingress, more string) string {
		return res(name, "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: ["+ingress+"]"+more)
	}
	// chain is a load balancer with its target, and what their groups admit.
	chain := func(kind, egress, ingress, target string) string {
		return group("LbSg", rule("80", anybody), egress) + group("WebSg", ingress, "") + balancer(kind+", SecurityGroups: [!Ref LbSg]") +
			listener("Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Tg}]") +
			res("Tg", "ElasticLoadBalancingV2::TargetGroup", "VpcId: !Ref Vpc, Protocol: HTTP, Port: 8080, Targets: [{Id: !Ref Web}]"+target) +
			res("Web", "EC2::Instance", "SubnetId: !Ref A, SecurityGroupIds: [!Ref WebSg]")
	}
	none := ", SecurityGroupEgress: [{IpProtocol: '-1', CidrIp: 127.0.0.1/32}]"
	fine := rule("8080", lb)
	fargate := strings.Replace(chain("", "", rule("9000", lb), ""), "Targets: [{Id: !Ref Web}]", "TargetType: ip", 1) +
		res("Service", "ECS::Service", "LoadBalancers: [{TargetGroupArn: !Ref Tg, ContainerPort: %}], "+
			"NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A], SecurityGroups: [!Ref WebSg]}}")
	classicWith := func(check string) string {
		return group("LbSg", rule("80", anybody), "") + group("WebSg", fine, "") +
			res("Lb", "ElasticLoadBalancing::LoadBalancer", "Subnets: [!Ref A], SecurityGroups: [!Ref LbSg], Instances: [!Ref Web], "+
				"Listeners: [{LoadBalancerPort: '80', InstancePort: '8080', Protocol: HTTP}], HealthCheck: {Target: "+check+"}") +
			res("Web", "EC2::Instance", "SubnetId: !Ref A, SecurityGroupIds: [!Ref WebSg]")
	}
	run(t, []test{
		{"admitted by its group", chain("", "", fine, ""), nil},
		{
			"admitted from one of two subnets",
			strings.Replace(chain("", "", rule("8080", "CidrIp: 10.0.1.0/24"), ""), "Subnets: [!Ref A]", "Subnets: [!Ref A, !Ref B]", 1),
			[]string{closed + in + " subnet add 1"},
		},
		{
			"admitted from both subnets",
			strings.Replace(chain("", "", rule("8080", "CidrIp: 10.0.0.0/22"), ""), "Subnets: [!Ref A]", "Subnets: [!Ref A, !Ref B]", 1), nil,
		},
		{
			"UDP without the health checks by TCP", strings.NewReplacer("HTTP", "UDP", "tcp", "udp").Replace(
				chain(", Type: network", "", rule("8080", anybody), "")), []string{closed + in + " add 1"},
		},
		{"a classic one with a port of its own for health checks", classicWith("HTTP:8081/ping"), []string{closed + in + " add 1"}},
		{"a classic one with health checks on its port", classicWith("TCP:8080"), nil},
		{"a classic one with a health check that is a parameter", classicWith("!Ref Any"), nil},
		{"admitted by its addresses", chain("", "", rule("8080", "CidrIp: 10.0.1.0/24"), ""), nil},
		{"admitted on another port", chain("", "", rule("80", lb), ""), []string{closed + in + " add 1"}},
		{"another group admitted", chain("", "", rule("8080", "SourceSecurityGroupId: !Ref World"), ""), []string{closed + in + " add 1"}},
		{"a group that is a parameter admitted", chain("", "", rule("8080", "SourceSecurityGroupId: !Ref Any"), ""), nil},
		{"health checks on a port of their own", chain("", "", fine, ", HealthCheckPort: '8081'"), []string{closed + in + " add 1"}},
		{"health checks on the port of the traffic", chain("", "", fine, ", HealthCheckPort: traffic-port"), nil},
		{"health checks on a port that is a parameter", chain("", "", fine, ", HealthCheckPort: !Ref Any"), nil},
		{"egress for nothing", chain("", none, fine, ""), []string{blocks + out + " add LbSgToWebSgOut8080"}},
		{"egress to the subnet", chain("", ", SecurityGroupEgress: ["+rule("8080", "CidrIp: 10.0.0.0/16")+"]", fine, ""), nil},
		{"egress that a resource of its own adds", chain("", none, fine, "") +
			res("Out", "EC2::SecurityGroupEgress", "GroupId: !Ref LbSg, IpProtocol: tcp, FromPort: 8080, ToPort: 8080, DestinationSecurityGroupId: !Ref WebSg"), nil},
		{"open to anybody", chain("", "", rule("8080", anybody), ""), []string{open + in + "/0/CidrIp milder remove CidrIp add SourceSecurityGroupId"}},
		{
			"open to anybody with a public address", strings.Replace(chain("", "", rule("8080", anybody), ""), "SubnetId: !Ref A, SecurityGroupIds: [!Ref WebSg]",
				"NetworkInterfaces: [{DeviceIndex: '0', AssociatePublicIpAddress: true, SubnetId: !Ref A, GroupSet: [!Ref WebSg]}]", 1),
			[]string{open + in + "/0/CidrIp remove CidrIp add SourceSecurityGroupId"},
		},
		{
			"one group for both", strings.Replace(chain("", "", rule("8080", anybody), ""), "SecurityGroups: [!Ref LbSg]", "SecurityGroups: [!Ref WebSg]", 1),
			[]string{open + in + "/0/CidrIp shared milder"},
		},
		{"a network one that keeps the clients' addresses", strings.NewReplacer("HTTP", "TCP").Replace(
			chain(", Type: network", "", rule("8080", "CidrIp: 203.0.113.0/24"), "")), nil},
		{"a network one whose targets are closed to all", strings.NewReplacer("HTTP", "TCP").Replace(
			chain(", Type: network", "", rule("22", "CidrIp: 203.0.113.0/24"), "")), []string{closed + in + " add 1"}},
		{"a network one with targets open to anybody", strings.NewReplacer("HTTP", "TCP").Replace(
			chain(", Type: network", "", rule("8080", anybody), "")), nil},
		{"a service on its own port", strings.Replace(fargate, "%", "9000", 1), nil},
		{"a service on another port", strings.Replace(fargate, "%", "9001", 1), []string{closed + in + " add 1"}},
		{"a classic one by its name", res("Lb", "ElasticLoadBalancing::LoadBalancer",
			"Listeners: [{LoadBalancerPort: '80', InstancePort: '80', Protocol: HTTP}], Instances: [!Ref Web]") +
			res("Web", "EC2::Instance", "SecurityGroups: [!Ref WebSg]") + res("WebSg", "EC2::SecurityGroup", "SecurityGroupIngress: "+
			"[{IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupName: !GetAtt Lb.SourceSecurityGroup.GroupName}]"), nil},
		{
			"a custom resource", chain("", "", rule("80", lb), "") + res("Custom", "CloudFormation::CustomResource", "ServiceToken: x"),
			[]string{closed + in + " milder add 1"},
		},
	}, "target-closed-to-load-balancer", "egress-blocks-target", "bypassable-target")
}

func TestGroupsOfNetworkLoadBalancers(t *testing.T) {
	t.Parallel()
	const found = "network-lb-without-security-group Lb/Properties/SecurityGroups"
	run(t, []test{
		{"none", balancer(", Type: network"), []string{found}},
		{"an empty list", balancer(", Type: network, SecurityGroups: []"), []string{found}},
		{"one", balancer(", Type: network" + inWorld), nil},
		{"a parameter", balancer(", Type: network, SecurityGroups: !Ref Any"), nil},
		{"an application one", balancer(""), nil},
	}, "network-lb-without-security-group")
}

func TestScalingGroups(t *testing.T) {
	t.Parallel()
	const found = "group-without-elb-health-check Asg/Properties/HealthCheckType "
	group := func(more string) string {
		return res("Asg", "AutoScaling::AutoScalingGroup", "MinSize: 1, MaxSize: 2"+more)
	}
	const targets = ", TargetGroupARNs: [!Ref Any]"
	run(t, []test{
		{"the default", group(targets), []string{found + "add HealthCheckType add HealthCheckGracePeriod"}},
		{"EC2", group(targets + ", HealthCheckType: EC2, HealthCheckGracePeriod: 60"), []string{found + "replace HealthCheckType"}},
		{"ELB", group(targets + ", HealthCheckType: ELB"), nil},
		{"several", group(targets + ", HealthCheckType: 'EBS,ELB'"), nil},
		{"a parameter", group(targets + ", HealthCheckType: !Ref Any"), []string{"? group-without-elb-health-check"}},
		{"no load balancer", group(""), nil},
		{"an empty list", group(", TargetGroupARNs: []"), nil},
		{"a list that is a parameter", group(", TargetGroupARNs: !Ref Any"), nil},
		{
			"a traffic source", group(", TrafficSources: [{Identifier: !Ref Any, Type: elbv2}]"),
			[]string{found + "add HealthCheckType add HealthCheckGracePeriod"},
		},
	}, "group-without-elb-health-check")
}

func TestPrivateKeys(t *testing.T) {
	t.Parallel()
	const found = "private-key-in-template Cert/Properties/PrivateKey"
	certificate := func(key string) string {
		return res("Cert", "IAM::ServerCertificate", "CertificateBody: x, PrivateKey: "+key)
	}
	run(t, []test{
		{"a text", certificate("secret"), []string{found}},
		{"a text by a function", certificate("!Join ['', [sec, ret]]"), []string{found}},
		{"a parameter", certificate("!Ref Any"), []string{found + " parameter"}},
		{"a parameter with a default", certificate("!Ref Old"), []string{found + " parameter"}},
		{"a parameter in a text", certificate("!Sub 'begin ${Any} end'"), []string{found + " parameter"}},
		{"a parameter that is not shown", certificate("!Ref Hidden"), nil},
		{"a dynamic reference", certificate("'{{resolve:secretsmanager:key}}'"), nil},
		{"an import", certificate("!ImportValue key"), nil},
	}, "private-key-in-template")
}
