package securitygroup_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/network/securitygroup"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// vpc is a VPC with a private subnet, and another VPC.
const vpc = `
Parameters:
  P: {Type: String}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Hub: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  HubSub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Hub, CidrBlock: 10.1.1.0/24}}
`

// public is a subnet from which the internet is reached.
const public = `
  Igw: {Type: AWS::EC2::InternetGateway}
  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Pub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, MapPublicIpOnLaunch: true}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Pub, RouteTableId: !Ref Table}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
`

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource

// group is a security group of the VPC with ingress rules.
func group(name string, rules ...string) string {
	for i := range rules {
		rules[i] = "{" + rules[i] + "}"
	}
	return res(name, "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: ["+strings.Join(rules, ", ")+"]")
}

// host is an instance with a group.
func host(name, subnet, group string) string {
	return res(name, "EC2::Instance", "SubnetId: !Ref "+subnet+", SecurityGroupIds: [!Ref "+group+"]")
}

const anyone = ", CidrIp: 0.0.0.0/0"

func port(number string) string {
	return "IpProtocol: tcp, FromPort: " + number + ", ToPort: " + number
}

// diagnosis diagnoses a template, made of the texts.
func diagnosis(t *testing.T, texts ...string) network.Diagnosis {
	t.Helper()
	return networktest.Diagnose(t, securitygroup.Diagnose, "", texts...)
}

// issues are the issues of a template, each with its rule, its place, and what tells it apart.
func issues(t *testing.T, texts ...string) []string {
	t.Helper()
	var lines []string
	for _, issue := range diagnosis(t, append([]string{vpc}, texts...)...).Issues {
		rule := strings.TrimPrefix(issue.Kind, "security-group/")
		place := strings.TrimPrefix(string(issue.At), "app.yaml#/Resources/")
		parts := []string{
			rule + " " + strings.Replace(place, "/Properties/", "/", 1),
			issue.Variant, issue.Words["services"], issue.Words["workload"],
		}
		if len(issue.Weaker) > 0 {
			parts = append(parts, "weaker")
		}
		if len(issue.Milder) > 0 {
			parts = append(parts, "milder")
		}
		parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
		lines = append(lines, strings.Join(parts, ", "))
	}
	return lines
}

// check compares what is found in templates with what should be.
func check(t *testing.T, cases map[string]issueCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, issues(t, test.resources)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type issueCase struct {
	resources string
	want      []string
}

func TestAnOpenRuleIsReportedOnce(t *testing.T) {
	t.Parallel()
	used := func(rule string) string { return group("Web", rule) + host("Host", "Sub", "Web") }
	at := func(rule, property, more string) []string {
		return []string{rule + " Web/SecurityGroupIngress/0/" + property + more}
	}
	check(t, map[string]issueCase{
		"all traffic":                    {used("IpProtocol: -1" + anyone), at("open-all-traffic", "IpProtocol", "")},
		"all traffic, with ports":        {used("IpProtocol: '-1', FromPort: 22, ToPort: 22" + anyone), at("open-all-traffic", "IpProtocol", "")},
		"all traffic, by IPv6":           {used("IpProtocol: -1, CidrIpv6: '0::0/0'"), at("open-all-traffic", "IpProtocol", "")},
		"another protocol":               {used("IpProtocol: 50" + anyone), nil},
		"every port":                     {used("IpProtocol: tcp, FromPort: 0, ToPort: 65535" + anyone), at("wide-port-range", "FromPort", ", all, SSH (22) and RDP (3389)")},
		"a wide range":                   {used("IpProtocol: udp, FromPort: 4000, ToPort: 5000" + anyone), at("wide-port-range", "FromPort", "")},
		"a range that is not wide":       {used("IpProtocol: tcp, FromPort: 8000, ToPort: 8999" + anyone), nil},
		"SSH":                            {used(port("22") + anyone), at("open-remote-admin", "CidrIp", ", SSH (22)")},
		"SSH by number and text":         {used("IpProtocol: '6', FromPort: '22', ToPort: '22'" + anyone), at("open-remote-admin", "CidrIp", ", SSH (22)")},
		"SSH by UDP":                     {used("IpProtocol: udp, FromPort: 22, ToPort: 22" + anyone), nil},
		"SSH from one network":           {used(port("22") + ", CidrIp: 198.51.100.0/24"), nil},
		"RDP and databases":              {used("IpProtocol: tcp, FromPort: 3300, ToPort: 3400" + anyone), at("open-remote-admin", "CidrIp", ", RDP (3389) and MySQL (3306)")},
		"a database":                     {used(port("5432") + anyone), at("open-database-port", "CidrIp", ", PostgreSQL (5432)")},
		"several databases":              {used("IpProtocol: tcp, FromPort: 5400, ToPort: 6400" + ", CidrIpv6: '::/0'"), at("wide-port-range", "FromPort", "")},
		"a cache by UDP":                 {used("IpProtocol: udp, FromPort: 11211, ToPort: 11211" + anyone), at("open-database-port", "CidrIp", ", Memcached (11211)")},
		"DNS":                            {used("IpProtocol: udp, FromPort: 53, ToPort: 53" + anyone), []string{"open-dns-resolver Web/SecurityGroupIngress/0/CidrIp", "dns-on-one-protocol Web/SecurityGroupIngress/0/IpProtocol"}},
		"a port that nobody knows":       {used(port("!Ref P") + anyone), nil},
		"a source that nobody knows":     {used(port("22") + ", CidrIp: !Ref P"), nil},
		"two halves of the internet":     {group("Web", port("22")+", CidrIp: 0.0.0.0/1", port("22")+", CidrIp: 128.0.0.0/1") + host("Host", "Sub", "Web"), at("open-remote-admin", "CidrIp", ", SSH (22)")},
		"ports that make no range":       {used("IpProtocol: tcp, FromPort: 30, ToPort: 20" + anyone), nil},
		"passive FTP":                    {group("Web", port("21")+anyone, "IpProtocol: tcp, FromPort: 1024, ToPort: 65535"+anyone), nil},
		"high ports without FTP":         {group("Web", port("80")+anyone, "IpProtocol: tcp, FromPort: 1024, ToPort: 65535"+anyone), []string{"wide-port-range Web/SecurityGroupIngress/1/FromPort, RDP (3389)"}},
		"low ports are not those of FTP": {group("Web", port("21")+anyone, "IpProtocol: tcp, FromPort: 1, ToPort: 65535"+anyone), []string{"wide-port-range Web/SecurityGroupIngress/1/FromPort, all, SSH (22) and RDP (3389)"}},
	})
}

func TestRemoteAdministrationIsGradedByWhatIsReached(t *testing.T) {
	t.Parallel()
	ssh, open := group("Web", port("22")+anyone), "open-remote-admin Web/SecurityGroupIngress/0/CidrIp, SSH (22)"
	balancer := func(listener string) string {
		return res("Front", "ElasticLoadBalancing::LoadBalancer",
			"Subnets: [!Ref Pub], SecurityGroups: [!Ref Web], Listeners: [{Protocol: TCP, LoadBalancerPort: "+listener+
				", InstancePort: 22}]")
	}
	check(t, map[string]issueCase{
		"an instance on the internet": {public + ssh + host("Host", "Pub", "Web"), []string{open + ", Host"}},
		"an ACL that keeps it back": {
			public + ssh + host("Host", "Pub", "Web") + res("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc") +
				res("AclTie", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref Pub, NetworkAclId: !Ref Acl"),
			[]string{open},
		},
		"an instance that is private":  {public + ssh + host("Host", "Sub", "Web"), []string{open}},
		"a subnet that is not known":   {ssh + res("Host", "EC2::Instance", "SubnetId: subnet-1, SecurityGroupIds: [!Ref Web]"), []string{open}},
		"another family":               {public + group("Web", port("22")+", CidrIpv6: '::/0'") + host("Host", "Pub", "Web"), []string{"open-remote-admin Web/SecurityGroupIngress/0/CidrIpv6, SSH (22)"}},
		"a load balancer on the port":  {public + ssh + balancer("22"), []string{open + ", Front"}},
		"a load balancer on another":   {public + ssh + balancer("443"), []string{open}},
		"nothing at all":               {ssh, nil},
		"another group names it":       {ssh + group("App", port("80")+", SourceSecurityGroupId: !Ref Web"), nil},
		"an output gives it away":      {ssh + "Outputs:\n  G: {Value: !Ref Web}\n", []string{open}},
		"a nested stack is handed it":  {ssh + res("Nested", "CloudFormation::Stack", "TemplateURL: 'https://a/b', Parameters: {G: !Ref Web}"), []string{open}},
		"the group is not declared":    {res("In", "EC2::SecurityGroupIngress", "GroupId: sg-1, "+port("22")+anyone), []string{"open-remote-admin In/CidrIp, SSH (22)"}},
		"a wide range on the internet": {public + group("Web", "IpProtocol: tcp, FromPort: 1, ToPort: 2000"+anyone) + host("Host", "Pub", "Web"), []string{"wide-port-range Web/SecurityGroupIngress/0/FromPort, SSH (22), Host"}},
	})
}

func TestTheWayOfTheInternetIsShown(t *testing.T) {
	t.Parallel()
	found := diagnosis(t, vpc, public, group("Web", port("22")+anyone), host("Host", "Pub", "Web")).Issues
	if len(found) != 1 {
		t.Fatalf("got %d issues, want 1", len(found))
	}
	var way []string
	for _, hop := range found[0].Flow {
		way = append(way, hop.Message)
	}
	want := []string{
		"Tie ties subnet Pub to route table Table",
		"Out sends 0.0.0.0/0 to internet gateway Igw",
		"Attach attaches Igw to the VPC",
		"Web admits 22/tcp from 0.0.0.0/0",
	}
	if diff := cmp.Diff(want, way); diff != "" {
		t.Error(diff)
	}
}

func TestWhoHasAGroupMakesAWideRuleMilder(t *testing.T) {
	t.Parallel()
	alb := func(scheme string) string {
		return res("Front", "ElasticLoadBalancingV2::LoadBalancer", "Subnets: [!Ref Sub], SecurityGroups: [!Ref Web]"+scheme)
	}
	all, data := group("Web", "IpProtocol: -1"+anyone), group("Web", port("3306")+anyone)
	check(t, map[string]issueCase{
		"a load balancer alone":                        {all + alb(""), []string{"open-all-traffic Web/SecurityGroupIngress/0/IpProtocol, milder"}},
		"an instance, too":                             {all + alb("") + host("Host", "Sub", "Web"), []string{"open-all-traffic Web/SecurityGroupIngress/0/IpProtocol"}},
		"a database port of an internal load balancer": {data + alb(", Scheme: internal"), nil},
		"a database port of one on the internet":       {data + alb(""), []string{"open-database-port Web/SecurityGroupIngress/0/CidrIp, MySQL (3306)"}},
		"a database port of one, and an instance":      {data + alb(", Scheme: internal") + host("Host", "Sub", "Web"), []string{"open-database-port Web/SecurityGroupIngress/0/CidrIp, MySQL (3306)"}},
	})
}

func TestICMP(t *testing.T) {
	t.Parallel()
	icmp := func(from, to, peer string) string {
		return group("Web", "IpProtocol: icmp, FromPort: "+from+", ToPort: "+to+peer)
	}
	const first = "Web/SecurityGroupIngress/0/"
	check(t, map[string]issueCase{
		"every type":                  {icmp("-1", "-1", anyone), []string{"open-icmp " + first + "FromPort"}},
		"every type for IPv6":         {group("Web", "IpProtocol: icmpv6, CidrIpv6: '::/0'"), []string{"open-icmp " + first + "IpProtocol"}},
		"every type from one network": {icmp("-1", "-1", ", CidrIp: 10.0.0.0/8"), nil},
		"pings":                       {icmp("8", "-1", anyone), []string{"open-ping " + first + "CidrIp"}},
		"pings with a code":           {icmp("8", "0", anyone), []string{"open-ping " + first + "CidrIp"}},
		"an answer to a ping":         {icmp("0", "-1", anyone), nil},
		"path MTU discovery":          {icmp("3", "4", anyone), nil},
		"the range of the console":    {icmp("0", "65535", anyone), []string{"invalid-icmp-type " + first + "ToPort"}},
		"every type with one code":    {icmp("-1", "4", anyone), []string{"invalid-icmp-type " + first + "ToPort"}},
		"a type beyond the last":      {icmp("256", "0", ", CidrIp: 10.0.0.0/8"), []string{"invalid-icmp-type " + first + "FromPort"}},
		"a code beyond the last":      {icmp("8", "256", ", CidrIp: 10.0.0.0/8"), []string{"invalid-icmp-type " + first + "ToPort"}},
		"the highest of both":         {icmp("255", "255", anyone), nil},
		"pings beside every type": {
			group("Web", "IpProtocol: icmp, FromPort: 8, ToPort: -1"+anyone, "IpProtocol: 1, FromPort: -1, ToPort: -1"+anyone),
			[]string{"open-icmp Web/SecurityGroupIngress/1/FromPort"},
		},
		"pings beside every type from one network": {
			group("Web", "IpProtocol: icmp, FromPort: 8, ToPort: -1"+anyone, "IpProtocol: 1, FromPort: -1, ToPort: -1, CidrIp: 10.0.0.0/8"),
			[]string{"open-ping " + first + "CidrIp"},
		},
	})
}

func TestDNS(t *testing.T) {
	t.Parallel()
	rule := func(protocol, peer string) string {
		return "IpProtocol: " + protocol + ", FromPort: 53, ToPort: 53, " + peer
	}
	const own, wide, all = "CidrIp: 10.0.0.0/16", "CidrIp: 10.0.0.0/8", "CidrIp: 0.0.0.0/0"
	server := func(data string) string {
		return res("Host", "EC2::Instance", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Dns], UserData: '"+data+"'")
	}
	open := group("Dns", rule("udp", all), rule("tcp", all))
	udp := []string{"dns-on-one-protocol Dns/SecurityGroupIngress/0/IpProtocol"}
	check(t, map[string]issueCase{
		"UDP alone":                     {group("Dns", rule("udp", own)), udp},
		"TCP alone":                     {group("Dns", rule("tcp", own)), udp},
		"both":                          {group("Dns", rule("udp", own), rule("tcp", own)), nil},
		"TCP from a wider block":        {group("Dns", rule("udp", own), rule("tcp", wide)), nil},
		"TCP from a narrower block":     {group("Dns", rule("udp", wide), rule("tcp", own)), udp},
		"TCP from a group":              {group("Dns", rule("udp", own), rule("tcp", "SourceSecurityGroupId: !Ref App")) + group("App"), udp},
		"UDP from a group in the block": {group("Dns", rule("udp", "SourceSecurityGroupId: !Ref App"), rule("tcp", own)) + group("App"), nil},
		"TCP from what is not known":    {group("Dns", rule("udp", own), rule("tcp", "CidrIp: !Ref P")), nil},
		"everything from the block":     {group("Dns", rule("udp", own), "IpProtocol: -1, "+wide), nil},
		"a rule for TCP elsewhere":      {group("Dns", rule("udp", own)) + res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref Dns, "+rule("tcp", own)), nil},
		"a range around the port":       {group("Dns", "IpProtocol: udp, FromPort: 50, ToPort: 60, "+own), nil},
		"an exported group":             {group("Dns", rule("udp", own)) + "Outputs:\n  G: {Value: !Ref Dns}\n", []string{udp[0] + ", weaker"}},
		"the internet":                  {open, []string{"open-dns-resolver Dns/SecurityGroupIngress/0/CidrIp"}},
		"a resolver for anybody":        {open + server("recursion yes; allow-query { any; };"), []string{"open-dns-resolver Dns/SecurityGroupIngress/0/CidrIp, recursive"}},
		"a resolver for its own":        {open + server("recursion yes; allow-query { localnets; };"), []string{"open-dns-resolver Dns/SecurityGroupIngress/0/CidrIp"}},
		"a server for its own zones":    {open + server("recursion no; allow-query { any; };"), nil},
		"a group that says so": {
			strings.ReplaceAll(open, "VpcId", "GroupDescription: authoritative servers, VpcId"), nil,
		},
		"a Resolver endpoint": {
			open + res("Resolver", "Route53Resolver::ResolverEndpoint", "SecurityGroupIds: [!Ref Dns]"),
			[]string{"open-dns-resolver Dns/SecurityGroupIngress/0/CidrIp, milder"},
		},
	})
}

func TestEgress(t *testing.T) {
	t.Parallel()
	bare := group("App")
	out := func(name, rest string) string {
		return res(name, "EC2::SecurityGroupEgress", "GroupId: !Ref App, "+rest)
	}
	toDB := out("ToDb", port("5432")+", CidrIp: 10.0.0.0/8")
	stated := func(rules string) string {
		return res("App", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupEgress: "+rules)
	}
	revoked := []string{"revoked-default-egress ToDb/GroupId"}
	// endpoints are what the group of an instance without a way out is let out to.
	endpoints := group("Ends") + res("Sub", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24") +
		res("Ssm", "EC2::VPCEndpoint", "VpcId: !Ref Vpc, VpcEndpointType: Interface, SecurityGroupIds: [!Ref Ends]") +
		res("Host", "EC2::Instance", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref App]")
	check(t, map[string]issueCase{
		"a separate rule":                {bare + toDB, revoked},
		"two separate rules":             {bare + toDB + out("ToCache", port("6379")+", CidrIp: 10.0.0.0/8"), revoked},
		"a separate rule for everything": {bare + toDB + out("ToAll", "IpProtocol: -1"+anyone), nil},
		"a rule of the group":            {stated("[{IpProtocol: -1, CidrIp: 127.0.0.1/32}]") + toDB, nil},
		"an empty list and a rule":       {stated("[]") + toDB, revoked},
		"an empty list":                  {stated("[]"), []string{"empty-egress-list App/SecurityGroupEgress"}},
		"a list that is not known":       {stated("!Ref P") + toDB, nil},
		"a group that is not declared":   {res("ToDb", "EC2::SecurityGroupEgress", "GroupId: !Ref P, "+port("5432")+", CidrIp: 10.0.0.0/8"), []string{"revoked-default-egress ToDb/GroupId, external, weaker"}},
		"what has no way out but to endpoints": {
			bare + endpoints + out("ToDb", port("443")+", DestinationSecurityGroupId: !Ref Ends"), []string{revoked[0] + ", milder"},
		},
		"what has no way out but to others": {
			bare + endpoints + res("Db", "RDS::DBInstance", "VPCSecurityGroups: [!Ref Ends]") +
				out("ToDb", port("443")+", DestinationSecurityGroupId: !Ref Ends"), revoked,
		},
		"a load balancer": {
			bare + toDB + res("Front", "ElasticLoadBalancingV2::LoadBalancer", "SecurityGroups: [!Ref App]"),
			[]string{revoked[0] + ", milder"},
		},
	})
}

func TestRulesWithoutPeer(t *testing.T) {
	t.Parallel()
	check(t, map[string]issueCase{
		"no source":            {group("Web", port("80")), []string{"rule-without-peer Web/SecurityGroupIngress/0"}},
		"no destination":       {res("Out", "EC2::SecurityGroupEgress", "GroupId: sg-1, IpProtocol: -1"), []string{"rule-without-peer Out/Properties"}},
		"a block":              {group("Web", port("80")+", CidrIp: !Ref P"), nil},
		"a prefix list":        {group("Web", port("80")+", SourcePrefixListId: pl-1"), nil},
		"a group by its name":  {group("Web", port("80")+", SourceSecurityGroupName: other"), nil},
		"a rule not yet known": {res("Web", "EC2::SecurityGroup", "SecurityGroupIngress: !Ref P"), nil},
	})
}

func TestCircles(t *testing.T) {
	t.Parallel()
	from := func(name string) string { return port("80") + ", SourceSecurityGroupId: !Ref " + name }
	check(t, map[string]issueCase{
		"two groups":          {group("A", from("B")) + group("B", from("A")), []string{"circular-reference A/SecurityGroupIngress/0/SourceSecurityGroupId"}},
		"two rules of a pair": {group("A", from("B"), from("B")) + group("B", from("A")), []string{"circular-reference A/SecurityGroupIngress/0/SourceSecurityGroupId"}},
		"a group itself":      {group("A", from("A")), []string{"circular-reference A/SecurityGroupIngress/0/SourceSecurityGroupId, itself"}},
		"three groups":        {group("A", from("B")) + group("B", from("C")) + group("C", from("A")), []string{"circular-reference A/SecurityGroupIngress/0/SourceSecurityGroupId"}},
		"a circle off the way": {
			group("A", from("B")) + group("B", from("C")) + group("C", from("B")),
			[]string{"circular-reference B/SecurityGroupIngress/0/SourceSecurityGroupId"},
		},
		"a chain": {group("A", from("B"), from("C")) + group("B", from("C")) + group("C"), nil},
		"two rules apart": {
			group("A", from("B")) + group("B") + res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref B, "+from("A")), nil,
		},
	})
}

func TestReferencesToOtherVPCs(t *testing.T) {
	t.Parallel()
	pair := res("App", "EC2::SecurityGroup", "VpcId: !Ref Hub") + group("Web", port("80")+", SourceSecurityGroupId: !Ref App")
	transit := func(support string) string {
		return res("Tgw", "EC2::TransitGateway", "Description: x"+support) +
			res("One", "EC2::TransitGatewayAttachment", "VpcId: !Ref Vpc, TransitGatewayId: !Ref Tgw") +
			res("Two", "EC2::TransitGatewayVpcAttachment", "VpcId: !GetAtt Hub.VpcId, TransitGatewayId: !Ref Tgw")
	}
	peer := func(rest string) string {
		return res("Peer", "EC2::VPCPeeringConnection", "VpcId: !Ref Hub, PeerVpcId: !Ref Vpc"+rest)
	}
	const at = "unreachable-group-reference Web/SecurityGroupIngress/0/SourceSecurityGroupId"
	check(t, map[string]issueCase{
		"no connection":                     {pair, []string{at}},
		"a VPC that is exported":            {pair + "Outputs:\n  V: {Value: !Ref Hub}\n", []string{at + ", weaker"}},
		"a peering connection":              {pair + peer(""), nil},
		"a peering connection with Region":  {pair + peer(", PeerRegion: eu-west-1"), nil},
		"a transit gateway":                 {pair + transit(""), []string{at + ", transit"}},
		"a transit gateway told to":         {pair + transit(", SecurityGroupReferencingSupport: enable"), nil},
		"transit gateways of others":        {pair + strings.ReplaceAll(transit(""), "!Ref Tgw", "tgw-1"), nil},
		"a nested stack that knows the VPC": {pair + res("N", "CloudFormation::Stack", "Parameters: {V: !Ref Hub}"), nil},
		"an association with the VPC":       {pair + res("S", "EC2::SecurityGroupVpcAssociation", "GroupId: !Ref App, VpcId: !Ref Vpc"), nil},
		"the same VPC":                      {group("App") + group("Web", port("80")+", SourceSecurityGroupId: !Ref App"), nil},
		"a VPC that is not declared":        {strings.ReplaceAll(pair, "!Ref Hub", "!Ref P"), nil},
	})
}

func TestGroupsOfOtherVPCs(t *testing.T) {
	t.Parallel()
	hub := res("Web", "EC2::SecurityGroup", "VpcId: !Ref Hub")
	none := res("Web", "EC2::SecurityGroup", "GroupDescription: x")
	mapped := "SubnetMappings: [{SubnetId: !Ref Sub}], SecurityGroups: [!Ref Web]"
	check(t, map[string]issueCase{
		"an instance":              {hub + host("Host", "Sub", "Web"), []string{"wrong-vpc Host/SecurityGroupIds/0"}},
		"a group without a VPC":    {none + host("Host", "Sub", "Web"), []string{"wrong-vpc Host/SecurityGroupIds/0, default"}},
		"the right VPC":            {hub + host("Host", "HubSub", "Web"), nil},
		"a subnet not declared":    {none + res("Host", "EC2::Instance", "SubnetId: !Ref P, SecurityGroupIds: [!Ref Web]"), nil},
		"an interface":             {hub + res("Host", "EC2::Instance", "NetworkInterfaces: [{SubnetId: !Ref Sub, GroupSet: [!Ref Web]}]"), []string{"wrong-vpc Host/NetworkInterfaces/0/GroupSet/0"}},
		"a load balancer":          {hub + res("Front", "ElasticLoadBalancingV2::LoadBalancer", mapped), []string{"wrong-vpc Front/SecurityGroups/0"}},
		"a function":               {hub + res("F", "Lambda::Function", "VpcConfig: {SubnetIds: [!Ref Sub], SecurityGroupIds: [!GetAtt Web.GroupId]}"), []string{"wrong-vpc F/VpcConfig/SecurityGroupIds/0"}},
		"a service":                {hub + res("S", "ECS::Service", "NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref Sub], SecurityGroups: [!Ref Web]}}"), []string{"wrong-vpc S/NetworkConfiguration/AwsvpcConfiguration/SecurityGroups/0"}},
		"an association elsewhere": {hub + host("Host", "Sub", "Web") + res("S", "EC2::SecurityGroupVpcAssociation", "GroupId: !Ref Web, VpcId: !Ref Vpc"), nil},
	})
}

func TestTiers(t *testing.T) {
	t.Parallel()
	front := group("Front", port("443")+anyone)
	behind := func(kind string) string {
		return res("Alb", "ElasticLoadBalancingV2::LoadBalancer", "Type: "+kind+", Subnets: [!Ref Sub], SecurityGroups: [!Ref Front]") +
			res("Listener", "ElasticLoadBalancingV2::Listener", "LoadBalancerArn: !Ref Alb, Port: 443, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]") +
			res("Group", "ElasticLoadBalancingV2::TargetGroup", "Port: 8080, VpcId: !Ref Vpc, Targets: [{Id: !Ref Host}]") + host("Host", "Sub", "App")
	}
	app := func(peer string) string { return front + group("App", port("8080")+peer) }
	db := func(rule string) string {
		return group("App") + host("Host", "Sub", "App") + group("Data", rule) +
			res("Subs", "RDS::DBSubnetGroup", "SubnetIds: [!Ref Sub]") +
			res("Db", "RDS::DBInstance", "Engine: aurora-postgresql, DBSubnetGroupName: !Ref Subs, VPCSecurityGroups: [!Ref Data]")
	}
	const at = "tier-open-by-cidr App/SecurityGroupIngress/0/CidrIp"
	const data = "tier-open-by-cidr Data/SecurityGroupIngress/0/CidrIp, database"
	check(t, map[string]issueCase{
		"the internet":                 {app(anyone) + behind("application"), []string{at}},
		"the VPC":                      {app(", CidrIp: 10.0.0.0/16") + behind("application"), []string{at}},
		"a subnet":                     {app(", CidrIp: 10.0.1.0/24") + behind("application"), nil},
		"the load balancer's group":    {app(", SourceSecurityGroupId: !Ref Front") + behind("application"), nil},
		"a network load balancer":      {app(anyone) + behind("network"), nil},
		"the VPC, with a peer":         {app(", CidrIp: 10.0.0.0/16") + behind("application") + res("Peer", "EC2::VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Hub"), nil},
		"a database in the VPC":        {db(port("5432") + ", CidrIp: 10.0.0.0/8"), []string{data}},
		"a database by two addresses":  {db(port("5432") + ", CidrIp: 10.0.1.0/31"), nil},
		"another port of the database": {db(port("443") + ", CidrIp: 10.0.0.0/8"), nil},
		"a database on the internet":   {db(port("5432") + anyone), []string{"open-database-port Data/SecurityGroupIngress/0/CidrIp, PostgreSQL (5432)"}},
	})
}

// TestTiersOpenToNetworksOnPremises asks for the rules of a database that admit its VPC and more.
func TestTiersOpenToNetworksOnPremises(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rule       string
		onPremises []string
		want       bool
	}{
		"nothing is known":               {"10.0.0.0/8", nil, true},
		"all of the rule is on premises": {"10.0.0.0/8", []string{"10.0.0.0/8"}, false},
		"in two halves":                  {"10.0.0.0/8", []string{"10.0.0.0/9", "10.128.0.0/9"}, false},
		"a part of the rule is":          {"10.0.0.0/8", []string{"10.200.0.0/16"}, true},
		"a part of the VPC is":           {"10.0.0.0/16", []string{"10.0.7.0/24"}, true},
		"the rule is for the VPC":        {"10.0.0.0/16", []string{"10.0.0.0/8"}, true},
		"another network is":             {"10.0.0.0/8", []string{"192.168.0.0/16"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var known template.Known
			for _, block := range test.onPremises {
				known.OnPremises = append(known.OnPremises, netip.MustParsePrefix(block))
			}
			env := template.Environment{Facts: func(string) template.Known { return known }}
			var found network.Diagnosis
			securitygroup.Diagnose(networktest.BuildKnowing(t, env, vpc+group("App")+host("Host", "Sub", "App")+
				group("Data", port("5432")+", CidrIp: "+test.rule)+res("Subs", "RDS::DBSubnetGroup", "SubnetIds: [!Ref Sub]")+
				res("Db", "RDS::DBInstance", "Engine: postgres, DBSubnetGroupName: !Ref Subs, VPCSecurityGroups: [!Ref Data]")), &found)
			isOpen := slices.ContainsFunc(found.Issues, func(issue network.Issue) bool {
				return issue.Kind == "security-group/tier-open-by-cidr"
			})
			if isOpen != test.want {
				t.Errorf("reported: %t, want %t", isOpen, test.want)
			}
		})
	}
}

func TestDoubts(t *testing.T) {
	t.Parallel()
	const condition = "Conditions:\n  C: !Equals [!ImportValue X, a]\n"
	cases := map[string]struct {
		resources string
		want      []string
	}{
		"a source that is not known":     {group("Web", port("22")+", CidrIp: !Ref P") + host("Host", "Sub", "Web"), []string{"open-remote-admin: Web has a rule whose source is not known"}},
		"a port that is not known":       {group("Web", port("!Ref P")+anyone), []string{"open-remote-admin: Web has a rule that is not fully known: a port is not known: parameter P has no default"}},
		"a group that nothing uses":      {group("Web", port("22")+", CidrIp: !Ref P"), nil},
		"a harmless port":                {group("Web", port("80")+", CidrIp: !Ref P"), nil},
		"a rule that may not be there":   {condition + strings.Replace(res("In", "EC2::SecurityGroupIngress", "GroupId: sg-1, IpProtocol: -1"+anyone), "{Type", "{Condition: C, Type", 1), nil},
		"a source of ICMP not known":     {group("Web", "IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: !Ref P"), []string{"open-icmp: Web has a rule for ICMP whose source is not known"}},
		"egress to what is not known":    {res("Web", "EC2::SecurityGroup", "SecurityGroupEgress: [{IpProtocol: -1, CidrIp: !Ref P}]"), nil},
		"a group that others may add to": {group("Dns", "IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.0/8") + res("N", "CloudFormation::Stack", "Parameters: {G: !Ref Dns}"), []string{"dns-on-one-protocol: N (AWS::CloudFormation::Stack) is handed Dns and may add to it"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, doubt := range diagnosis(t, vpc, test.resources).Doubts {
				got = append(got, strings.TrimPrefix(doubt.Kind, "security-group/")+": "+doubt.Reason)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoOrderOfResourcesChangesWhatIsFound(t *testing.T) {
	t.Parallel()
	resources := []string{
		group("Web", port("22")+anyone), host("Host", "Pub", "Web"),
		group("A", port("80")+", SourceSecurityGroupId: !Ref B"), group("B", port("80")+", SourceSecurityGroupId: !Ref C"),
		group("C"), res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref C, "+port("3306")+anyone),
	}
	forward := issues(t, public, strings.Join(resources, ""))
	slices.Reverse(resources)
	backward := issues(t, strings.Join(resources, ""), public)
	slices.Sort(forward)
	slices.Sort(backward)
	if diff := cmp.Diff(forward, backward); diff != "" || len(forward) == 0 {
		t.Error(diff)
	}
}

// BenchmarkDiagnose diagnoses VPCs of growing size; the time per resource should stay about the same.
func BenchmarkDiagnose(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprintf("%d resources", size), func(b *testing.B) {
			var text strings.Builder
			text.WriteString(vpc + public)
			for i := range size / 3 {
				name, before := fmt.Sprintf("G%d", i), fmt.Sprintf("G%d", max(i-1, 0))
				text.WriteString(group(name, port("22")+anyone, port("80")+", SourceSecurityGroupId: !Ref "+before))
				text.WriteString(host("H"+name, "Pub", name))
				text.WriteString(res("In"+name, "EC2::SecurityGroupIngress", "GroupId: !Ref "+name+", "+port("53")+anyone))
			}
			built := networktest.Build(b, "", text.String())
			b.ResetTimer()
			for b.Loop() {
				securitygroup.Diagnose(built, &network.Diagnosis{})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/resource")
		})
	}
}

func TestATemplateOfTwoStacksIsReportedOnce(t *testing.T) {
	t.Parallel()
	child := template.Read(syntax.Parse(source.New("child.yaml", []byte("Resources:\n"+
		res("Web", "EC2::SecurityGroup", "SecurityGroupIngress: [{"+port("22")+anyone+"}]")+
		res("Host", "EC2::Instance", "SecurityGroupIds: [!Ref Web]")))), template.Environment{})
	var found network.Diagnosis
	built := network.Build([]*template.Template{child, child}, template.Environment{})
	securitygroup.Diagnose(built, &found)
	if len(found.Issues) != 1 {
		t.Errorf("got %d issues, want 1", len(found.Issues))
	}
}
