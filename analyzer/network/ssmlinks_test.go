package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// linked are both endpoints with the group of the instance, beside its subnet.
const linked = `
  Ssm:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-west-1.ssm, PrivateDnsEnabled: true,
       SubnetIds: [!Ref Far], SecurityGroupIds: [!Ref Group]}
  Messages:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-west-1.ssmmessages,
       PrivateDnsEnabled: true, SubnetIds: [!Ref Far], SecurityGroupIds: [!Ref Group]}
  Far: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.1.0/24}]
  Web:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Sub, IamInstanceProfile: !Ref Profile}
`

const linkedRole = "  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: " +
	"['arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore']}}\n"

// gaps lists the links of the first workload that do not surely hold.
func gaps(built *network.Network) []string {
	texts := []string{}
	for _, service := range built.Workloads[0].SSM.Services {
		for _, link := range service.Links {
			if link.Holds.Answer != value.Yes {
				texts = append(texts, service.Name+" "+string(link.Kind)+" "+link.Holds.Answer.String())
			}
		}
	}
	return texts
}

func TestSSMLinks(t *testing.T) {
	t.Parallel()
	swap := func(old, with string) string { return strings.Replace(linked, old, with, 1) }
	both := func(what string) []string { return []string{"ssm " + what, "ssmmessages " + what} }
	acl := res("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc") +
		res("Behind", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref Sub, NetworkAclId: !Ref Acl")
	pass := func(name, egress, from string) string {
		return res(name, "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, RuleNumber: 100, RuleAction: allow, "+
			"Protocol: 6, Egress: "+egress+", CidrBlock: 10.0.0.0/16, PortRange: {From: "+from+", To: 65535}")
	}
	dhcp := func(servers string) string {
		return res("Options", "EC2::DHCPOptions", "DomainNameServers: ["+servers+"]") +
			res("Uses", "EC2::VPCDHCPOptionsAssociation", "VpcId: !Ref Vpc, DhcpOptionsId: !Ref Options")
	}
	policyOf := func(document string) string {
		return swap("PrivateDnsEnabled: true,", "PrivateDnsEnabled: true, PolicyDocument: "+document+",")
	}
	cases := map[string]struct {
		resources string
		want      []string
	}{
		"everything holds":    {linked, []string{}},
		"no instance profile": {swap(", IamInstanceProfile: !Ref Profile", ""), both("role undecided")},
		"private DNS off":     {swap("PrivateDnsEnabled: true", "PrivateDnsEnabled: 'false'"), []string{"ssm private-dns no"}},
		"private DNS off behind a hub": {
			swap("PrivateDnsEnabled: true", "PrivateDnsEnabled: false") +
				res("Hub", "EC2::Route", "RouteTableId: !Ref Table, DestinationCidrBlock: 10.9.0.0/16, TransitGatewayId: tgw-1"),
			[]string{"ssm private-dns undecided"},
		},
		"private DNS off beside a zone": {
			swap("PrivateDnsEnabled: true", "PrivateDnsEnabled: false") +
				res("Zone", "Route53::HostedZone", "Name: ssm.eu-west-1.amazonaws.com, VPCs: [{VPCId: !Ref Vpc}]"),
			[]string{"ssm private-dns undecided"},
		},
		"DNS servers of one's own":  {linked + dhcp("10.9.0.2"), both("private-dns undecided")},
		"the resolver of AWS":       {linked + dhcp("AmazonProvidedDNS"), []string{}},
		"a block that does not fit": {swap("10.0.1.0/24", "10.0.3.0/24"), both("endpoint-ingress no")},
		"a block that is imported":  {swap("10.0.1.0/24", "!ImportValue B"), both("endpoint-ingress undecided")},
		"a group that is imported":  {swap("[!Ref Group]", "[!ImportValue G]"), []string{"ssm endpoint-ingress undecided"}},
		"the default group of an endpoint": {
			swap(", SecurityGroupIds: [!Ref Group]", ""), []string{},
		},
		"an egress rule for another port": {
			swap("SubnetId: !Ref Sub,", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Own],") +
				res("Own", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupEgress: "+
					"[{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]"),
			both("workload-egress no"),
		},
		"an empty network ACL":             {linked + acl, both("network-acl no")},
		"a network ACL without the answer": {linked + acl + pass("Out", "true", "443"), both("network-acl no")},
		"a network ACL both ways": {
			linked + acl + pass("Out", "'true'", "443") + pass("In", "false", "1024"), []string{},
		},
		"a policy for all": {
			policyOf("{Statement: {Effect: Allow, Principal: '*', Action: '*', Resource: '*'}}"), []string{},
		},
		"a policy for something else": {
			policyOf("{Statement: {Effect: Allow, Principal: '*', Action: 'ssm:Get*', Resource: '*'}}"),
			[]string{"ssm endpoint-policy no"},
		},
		"a policy for the role": {
			policyOf("{Statement: {Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'ssm:*', Resource: '*'}}"),
			[]string{},
		},
		"a policy for what is imported": {
			policyOf("{Statement: {Effect: Allow, Principal: {AWS: !ImportValue R}, Action: 'ssm:*', Resource: '*'}}"),
			[]string{"ssm endpoint-policy undecided"},
		},
		"a policy in a text": {policyOf("'{}'"), []string{"ssm endpoint-policy undecided"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, gaps(build(t, named, test.resources, linkedRole))); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSSMRole(t *testing.T) {
	t.Parallel()
	managed := func(arns string) string { return res("Role", "IAM::Role", "ManagedPolicyArns: ["+arns+"]") }
	inline := func(statements string) string {
		return res("Role", "IAM::Role", "Policies: [{PolicyDocument: {Statement: ["+statements+"]}}]")
	}
	const all = "{Effect: Allow, Action: ['ssm:*', 'ssmmessages:*'], Resource: '*'}"
	core := "!Sub 'arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore'"
	none := []string{"ssm role no", "ssmmessages role no"}
	unknown := []string{"ssm role undecided", "ssmmessages role undecided"}
	cases := map[string]struct {
		role string
		want []string
	}{
		"the managed policy":        {managed(core), []string{}},
		"an administrator":          {managed("'arn:aws:iam::aws:policy/AdministratorAccess'"), []string{}},
		"another policy of AWS":     {managed("'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'"), none},
		"a policy of the account":   {managed("'arn:aws:iam::111122223333:policy/AmazonSSMManagedInstanceCore'"), unknown},
		"a policy that is imported": {managed("!ImportValue P"), unknown},
		"a policy with part of it":  {managed("'arn:aws:iam::aws:policy/AmazonSSMAutomationRole'"), []string{"ssmmessages role no"}},
		"no policy":                 {res("Role", "IAM::Role", "Path: /"), none},
		"both services inline":      {inline(all), []string{}},
		"ssm alone inline":          {inline("{Effect: Allow, Action: 'ssm:*', Resource: '*'}"), []string{"ssmmessages role no"}},
		"parameters alone":          {inline("{Effect: Allow, Action: 'ssm:*', Resource: 'arn:aws:ssm:*:*:parameter/*'}"), none},
		"a condition":               {inline("{Effect: Allow, Action: '*', Resource: '*', Condition: {Bool: {'aws:MultiFactorAuthPresent': true}}}"), unknown},
		"a denial":                  {inline(all + ", {Effect: Deny, Action: 'ssm:Update*', Resource: '*'}"), []string{"ssm role no"}},
		"a boundary of the account": {res("Role", "IAM::Role", "PermissionsBoundary: !ImportValue B, ManagedPolicyArns: ["+core+"]"), unknown},
		"Quick Setup":               {res("Role", "IAM::Role", "Path: /") + res("Setup", "SSMQuickSetup::ConfigurationManager", ""), unknown},
		"a policy that may be attached": {
			res("Role", "IAM::Role", "Path: /") + res("P", "IAM::Policy", "Roles: [!Select [!ImportValue N, [!Ref Role, x]]], "+
				"PolicyDocument: {Statement: ["+all+"]}"), unknown,
		},
		"a policy that names the role": {
			res("Role", "IAM::Role", "RoleName: agent") +
				res("P", "IAM::Policy", "Roles: [agent], PolicyDocument: {Statement: ["+all+"]}"), []string{},
		},
		"the old messages beside their endpoint": {
			inline("{Effect: Allow, Action: ['ssm:*', 'ec2messages:*'], Resource: '*'}") +
				endpoint("Old", "com.amazonaws.eu-west-1.ec2messages"),
			[]string{"ssmmessages role undecided"},
		},
		"a role that is not declared": {"", unknown},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, gaps(build(t, named, linked, test.role))); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestManagedPolicyName(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		arn, name string
		isOfAWS   bool
	}{
		"a policy of AWS":          {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "AmazonS3ReadOnlyAccess", true},
		"one with a path":          {"arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM", "AmazonEC2RoleforSSM", true},
		"one of another partition": {"arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess", "ReadOnlyAccess", true},
		"a policy of an account":   {"arn:aws:iam::111122223333:policy/Agent", "", false},
		"no ARN":                   {"AmazonSSMManagedInstanceCore", "", false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, isOfAWS := network.ManagedPolicyName(value.OfText(test.arn))
			if got != test.name || isOfAWS != test.isOfAWS {
				t.Errorf("got %q, %v, want %q, %v", got, isOfAWS, test.name, test.isOfAWS)
			}
		})
	}
}

func TestServicesOfAnEmptyNetwork(t *testing.T) {
	t.Parallel()
	built := network.Build([]*template.Template{read("app.yaml", named)}, template.Environment{})
	has, _ := built.Services().Endpoint(built.VPCs[0], "ssmmessages")
	if has.Answer != value.No {
		t.Errorf("endpoint: got %v, want no", has.Answer)
	}
}
