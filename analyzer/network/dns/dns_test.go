package dns_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network/dns"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
)

// parts are what the tests' templates have in common.
const parts = `
Parameters:
  Any: {Type: String}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
  Bare: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""]}}
  AToo: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""]}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [1, !GetAZs ""]}}
  Both:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: names
      SecurityGroupIngress:
        - {IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 192.168.0.0/16}
        - {IpProtocol: TCP, FromPort: 0, ToPort: 1023, CidrIp: 192.168.0.0/16}
  UDP:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: names
      SecurityGroupIngress: [{IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 192.168.0.0/16}]
      SecurityGroupEgress: [{IpProtocol: udp, FromPort: "53", ToPort: "53", CidrIp: 192.168.0.0/16}]
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: web, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]}
  Out:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: names
      SecurityGroupEgress:
        - {IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 192.168.0.0/16}
        - {IpProtocol: tcp, FromPort: 53, ToPort: 53, CidrIp: 192.168.0.0/16}
`

// forward is a rule that forwards to the targets.
func forward(targets string) string {
	return res("Rule", "Route53Resolver::ResolverRule",
		"ResolverEndpointId: !Ref E, RuleType: FORWARD, DomainName: corp, TargetIps: ["+targets+"]")
}

// diagnose returns the kinds of the issues of a template, and of its doubts with a question mark, with their
// places below Resources.
func diagnose(t *testing.T, resources string) []string {
	t.Helper()
	found := networktest.Diagnose(t, dns.Diagnose, "eu-west-1", parts, resources)
	var lines []string
	for _, issue := range found.Issues {
		words := []string{issue.Kind, strings.TrimPrefix(issue.At.Pointer(), "/Resources/")}
		if issue.Variant != "" {
			words = append(words, issue.Variant)
		}
		for range issue.Weaker {
			words = append(words, "milder")
		}
		for _, edit := range issue.Edits {
			words = append(words, edit.Op)
		}
		lines = append(lines, strings.Join(words, " "))
	}
	for _, doubt := range found.Doubts {
		lines = append(lines, "? "+doubt.Kind+" "+strings.TrimPrefix(doubt.At.Pointer(), "/Resources/"))
	}
	return lines
}

type test struct {
	name, resources string
	want            []string
}

func run(t *testing.T, tests []test) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, diagnose(t, test.resources)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource

func endpoint(direction, subnets, group string) string {
	return res("E", "Route53Resolver::ResolverEndpoint",
		"Direction: "+direction+", IpAddresses: ["+subnets+"], SecurityGroupIds: ["+group+"]")
}

func TestResolverEndpoints(t *testing.T) {
	t.Parallel()
	const two = "{SubnetId: !Ref A}, {SubnetId: !Ref B}"
	const single = "dns/single-resolver-address E/IpAddresses"
	const closed = "dns/resolver-endpoint-closed "
	run(t, []test{
		{"two zones", endpoint("INBOUND", two, "!Ref Both"), nil},
		{"one address", endpoint("INBOUND", "{SubnetId: !Ref A}", "!Ref Both"), []string{inE(single) + " one"}},
		{"two addresses in one zone", endpoint("INBOUND", "{SubnetId: !Ref A}, {SubnetId: !Ref AToo}", "!Ref Both"), []string{inE(single)}},
		{"subnets that are not declared", endpoint("INBOUND", "{SubnetId: !Ref Any}, {SubnetId: s-1}", "!Ref Both"), nil},
		{
			"no TCP from the other network",
			endpoint("INBOUND", two, "!Ref UDP"),
			[]string{closed + "UDP/Properties/SecurityGroupIngress add"},
		},
		{
			"a rule that stands alone",
			endpoint("INBOUND", two, "!Ref UDP") +
				res("In", "EC2::SecurityGroupIngress", "GroupId: !Ref UDP, IpProtocol: tcp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.0/8"),
			nil,
		},
		{"a second group that has it", endpoint("INBOUND", two, "!Ref UDP, !Ref Both"), nil},
		{"a group that is a parameter", endpoint("INBOUND", two, "!Ref UDP, !Ref Any"), nil},
		{
			"no TCP to the other network",
			endpoint("OUTBOUND", two, "!Ref UDP"),
			[]string{closed + "UDP/Properties/SecurityGroupEgress add"},
		},
		{"nothing on the port of DNS, and no rule", endpoint("OUTBOUND", two, "!Ref Web"), []string{"? " + closed + "E/Properties/SecurityGroupIds"}},
		{
			"another network than that of the target", endpoint("OUTBOUND", two, "!Ref Out") + forward("{Ip: 10.9.0.1}"),
			[]string{closed + "Out/Properties/SecurityGroupEgress target"},
		},
		{
			"one of two targets", endpoint("OUTBOUND", two, "!Ref Out") + forward("{Ip: 192.168.1.1}, {Ip: 10.9.0.1}"),
			[]string{closed + "Out/Properties/SecurityGroupEgress target"},
		},
		{"the network of the targets", endpoint("OUTBOUND", two, "!Ref Out") + forward("{Ip: 192.168.1.1}, {Ip: 192.168.2.1}"), nil},
		{"a target that is a parameter", endpoint("OUTBOUND", two, "!Ref Out") + forward("{Ip: !Ref Any}"), nil},
		{"egress by default", endpoint("OUTBOUND", two, "!Ref Both"), nil},
		{
			"a port of its own",
			endpoint("OUTBOUND", two, "!Ref UDP") + res("Rule", "Route53Resolver::ResolverRule",
				"ResolverEndpointId: !Ref E, RuleType: FORWARD, DomainName: corp, TargetIps: [{Ip: 192.168.1.1, Port: 5353}]"),
			[]string{closed + "UDP/Properties/SecurityGroupEgress"},
		},
		{
			"DNS over HTTPS alone",
			strings.Replace(endpoint("INBOUND", two, "!Ref UDP"), "Direction", "Protocols: [DoH], Direction", 1), nil,
		},
		{"a direction that is a parameter", endpoint("!Ref Any", two, "!Ref UDP"), nil},
	})
}

// inE puts the step Properties after the resource E.
func inE(line string) string { return strings.Replace(line, "E/", "E/Properties/", 1) }

func TestQueryLogs(t *testing.T) {
	t.Parallel()
	bucket := "  Logs: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}\n"
	toBucket := res("Config", "Route53Resolver::ResolverQueryLoggingConfig", "DestinationArn: !GetAtt Logs.Arn")
	toGroup := res("Second", "Route53Resolver::ResolverQueryLoggingConfig", "DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:q'")
	tie := res("Tie", "Route53Resolver::ResolverQueryLoggingConfigAssociation", "ResolverQueryLogConfigId: !Ref Config, ResourceId: !Ref Vpc")
	again := res("Again", "Route53Resolver::ResolverQueryLoggingConfigAssociation", "ResolverQueryLogConfigId: !GetAtt Other.Id, ResourceId: !Ref Vpc")
	other := res("Other", "Route53Resolver::ResolverQueryLoggingConfig", "DestinationArn: !Sub 'arn:${AWS::Partition}:s3:::other'")
	run(t, []test{
		{"a log of one VPC", bucket + toBucket + tie, nil},
		{"a log of none", bucket + toBucket, []string{"dns/unassociated-query-log Config"}},
		{
			"one that another stack may associate",
			bucket + toBucket + "Outputs: {Id: {Value: !Ref Config, Export: {Name: id}}}\n",
			[]string{"dns/unassociated-query-log Config milder"},
		},
		{"one that is shared", bucket + toBucket + res("Share", "RAM::ResourceShare", "Name: q, ResourceArns: [!GetAtt Config.Arn]"), nil},
		{
			"an association of something that is not known",
			bucket + toBucket + strings.Replace(tie, "!Ref Config", "!If [Nothing, !Ref Config, !Ref Any]", 1), nil,
		},
		{"two buckets for one VPC", bucket + toBucket + tie + other + again, []string{"dns/duplicate-query-log Again/Properties/ResourceId"}},
		{
			"a bucket and a log group for one VPC",
			bucket + toBucket + tie + toGroup + strings.Replace(again, "Other.Id", "Second.Id", 1), nil,
		},
		{
			"a bucket that goes with its stack",
			res("Logs", "S3::Bucket", "") + toBucket + tie,
			[]string{"dns/fragile-query-log-bucket Logs/DeletionPolicy add"},
		},
		{
			"one that says so",
			strings.Replace(bucket, "Retain", "Delete", 1) + toBucket + tie,
			[]string{"dns/fragile-query-log-bucket Logs/DeletionPolicy replace"},
		},
		{"one that stays if it was there before", strings.Replace(bucket, "Retain", "RetainExceptOnCreate", 1) + toBucket + tie, nil},
	})
}

func TestZones(t *testing.T) {
	t.Parallel()
	zone := func(vpc string) string {
		return res("Zone", "Route53::HostedZone", "Name: corp.example, VPCs: [{VPCId: !Ref "+vpc+", VPCRegion: eu-west-1}]")
	}
	rule := func(name string) string {
		return res("Rule", "Route53Resolver::ResolverRule", "RuleType: FORWARD, DomainName: "+name) +
			res("Tie", "Route53Resolver::ResolverRuleAssociation", "ResolverRuleId: !GetAtt Rule.ResolverRuleId, VPCId: !Ref Vpc")
	}
	record := res("Record", "Route53::RecordSet", "HostedZoneId: !Ref Zone, Name: db.eu.corp.example., Type: A")
	private := res("Queues", "EC2::VPCEndpoint", "VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, "+
		"ServiceName: !Sub 'com.amazonaws.${AWS::Region}.sqs'")
	const taken = "dns/rule-shadows-private-zone Rule/Properties/DomainName"
	run(t, []test{
		{"a zone of a VPC with both attributes", zone("Vpc"), nil},
		{
			"a zone of a VPC without host names",
			zone("Bare"),
			[]string{"dns/private-zone-without-vpc-dns Bare/Properties/EnableDnsHostnames default add"},
		},
		{"a rule for the zone's name", zone("Vpc") + rule("CORP.example."), []string{taken}},
		{"a rule for a name above", zone("Vpc") + rule("example"), nil},
		{"a rule for all names", zone("Vpc") + rule("."), nil},
		{"a rule for a part of the zone without records", zone("Vpc") + rule("eu.corp.example"), nil},
		{"a rule for a part of the zone with a record", zone("Vpc") + record + rule("eu.corp.example"), []string{taken}},
		{"a rule for another name that ends like it", zone("Vpc") + rule("xcorp.example"), nil},
		{"a rule that leaves the name to the resolver", zone("Vpc") + strings.Replace(rule("corp.example"), "FORWARD", "SYSTEM", 1), nil},
		{"a rule for the name of an endpoint", private + rule("sqs.eu-west-1.amazonaws.com"), []string{taken}},
		{"a rule for the names of AWS", private + rule("amazonaws.com"), nil},
	})
}

func TestServers(t *testing.T) {
	t.Parallel()
	options := func(servers string) string {
		return res("Zone", "Route53::HostedZone", "Name: corp.example, VPCs: [{VPCId: !Ref Vpc, VPCRegion: eu-west-1}]") +
			res("Options", "EC2::DHCPOptions", "DomainNameServers: "+servers) +
			res("Tie", "EC2::VPCDHCPOptionsAssociation", "DhcpOptionsId: !Ref Options, VpcId: !Ref Vpc")
	}
	run(t, []test{
		{
			"servers elsewhere",
			options("[192.168.0.53, 192.168.1.53]"),
			[]string{"dns/custom-servers-hide-private-names Options/Properties/DomainNameServers"},
		},
		{"the resolver beside them", options("[192.168.0.53, AmazonProvidedDNS]"), nil},
		{"the resolver by its address", options("[169.254.169.253]"), nil},
		{"an address of the VPC", options("[192.168.0.53, 10.0.0.2]"), nil},
		{"servers that a parameter names", options("[!Ref Any]"), nil},
		{"servers of a directory", res("AD", "DirectoryService::MicrosoftAD", "Name: x") + options("!GetAtt AD.DnsIpAddresses"), nil},
	})
}
