package ssm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/network/ssm"
)

// isolated is a subnet that nothing leads out of, in a VPC with the names of endpoints.
const isolated = `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Far: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Table}}
  App: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
`

const (
	closed = "  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}\n"
	open   = "  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, SecurityGroupIngress: " +
		"[{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref App}]}}\n"
	core = "  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: " +
		"['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}}\n"
	gateway = `
  Igw: {Type: AWS::EC2::InternetGateway}
  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
`
)

// web is an instance in the subnet.
func web(properties string) string {
	return "  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, SecurityGroupIds: [!Ref App], " +
		properties + "}}\n"
}

var managed = web("IamInstanceProfile: !Ref Profile") + core

// endpoint is an interface endpoint in the other subnet.
func endpoint(name, service, properties string) string {
	return "  " + name + ": {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, VpcEndpointType: Interface, " +
		"ServiceName: !Sub 'com.amazonaws.${AWS::Region}." + service + "', SubnetIds: [!Ref Far], " + properties + "}}\n"
}

const private = "PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Group]"

var both = endpoint("Ssm", "ssm", private) + endpoint("Messages", "ssmmessages", private)

// diagnose returns what the family says about one template, made of the texts.
func diagnose(t *testing.T, texts ...string) network.Diagnosis {
	t.Helper()
	return networktest.Diagnose(t, ssm.Diagnose, "", texts...)
}

// summary tells issues in short: kind, place and codes.
func summary(found network.Diagnosis) []string {
	texts := []string{}
	for _, issue := range found.Issues {
		words := []string{strings.TrimPrefix(issue.Kind, "ssm/"), strings.TrimPrefix(issue.At.Pointer(), "/Resources/")}
		for _, code := range issue.Codes {
			words = append(words, string(code))
		}
		text := strings.Join(words, " ")
		if len(issue.Weaker) > 0 {
			text += ", weaker"
		}
		texts = append(texts, text)
	}
	return texts
}

func TestIssuesOfTheWayThroughEndpoints(t *testing.T) {
	t.Parallel()
	acl := "  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}\n" +
		"  Behind: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Far, NetworkAclId: !Ref Acl}}\n"
	s3 := strings.Replace(core, "AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess", 1)
	other := "  Other: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, SecurityGroupIds: [!Ref App]}}\n"
	cases := map[string]struct {
		resources string
		want      []string
	}{
		"everything holds": {managed + open + both, []string{}},
		"no endpoint": {managed, []string{
			"private-subnet-without-endpoints Vpc NO_ROUTE_TO_DESTINATION VPCE_MISSING_SERVICE",
		}},
		"one endpoint and no permissions for either": {
			web("IamInstanceProfile: !Ref Profile") + s3 + open + endpoint("Messages", "ssmmessages", private),
			[]string{
				"private-subnet-without-endpoints Vpc NO_ROUTE_TO_DESTINATION VPCE_MISSING_SERVICE",
				"role-without-permissions Role IAM_MISSING_PERMISSION",
			},
		},
		"private DNS is off": {
			managed + open + endpoint("Ssm", "ssm", private) +
				endpoint("Messages", "ssmmessages", "SecurityGroupIds: [!Ref Group]"),
			[]string{"endpoint-without-private-dns Messages/Properties/PrivateDnsEnabled DNS_PRIVATE_DNS_DISABLED"},
		},
		"private DNS is off and the VPC is exported": {
			managed + open + endpoint("Ssm", "ssm", private) +
				endpoint("Messages", "ssmmessages", "SecurityGroupIds: [!Ref Group]") +
				"Outputs: {V: {Value: !Ref Vpc, Export: {Name: v}}}\n",
			[]string{
				"endpoint-without-private-dns Messages/Properties/PrivateDnsEnabled DNS_PRIVATE_DNS_DISABLED, weaker",
			},
		},
		"private DNS is off and the user data names an endpoint": {
			web("IamInstanceProfile: !Ref Profile, UserData: 'echo vpce-1.ssm.eu-west-1.vpce.amazonaws.com'") + core +
				open + endpoint("Ssm", "ssm", "SecurityGroupIds: [!Ref Group]") +
				endpoint("Messages", "ssmmessages", private),
			[]string{},
		},
		"one closed group of both endpoints": {
			managed + closed + both, []string{"endpoint-closed-to-instance Group SG_HAS_NO_RULES"},
		},
		"an endpoint with the default group": {
			managed + open + endpoint("Ssm", "ssm", "PrivateDnsEnabled: true") + endpoint("Messages", "ssmmessages", private),
			[]string{"endpoint-closed-to-instance Ssm/Properties/SecurityGroupIds ENI_SG_RULES_MISMATCH"},
		},
		"two endpoints with the default group": {
			managed + endpoint("Ssm", "ssm", "PrivateDnsEnabled: true") + endpoint("Messages", "ssmmessages", "PrivateDnsEnabled: true"),
			[]string{"endpoint-closed-to-instance Ssm/Properties/SecurityGroupIds ENI_SG_RULES_MISMATCH"},
		},
		"revoked egress": {
			managed + open + both + "  Db: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref App, " +
				"IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16}}\n",
			[]string{"instance-egress-blocked App SG_DEFAULT_EGRESS_REVOKED"},
		},
		"an empty network ACL": {
			managed + open + both + acl, []string{"endpoint-blocked-by-nacl Acl SUBNET_ACL_RESTRICTION"},
		},
		"the policy of an endpoint": {
			managed + open + endpoint("Messages", "ssmmessages", private) + endpoint("Ssm", "ssm", private+
				", PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 'ssm:Update*', Resource: '*'}, "+
				"{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}]}"),
			[]string{"endpoint-policy-denies-agent Ssm/Properties/PolicyDocument VPCE_POLICY_RESTRICTION"},
		},
		"a role without permissions": {
			web("IamInstanceProfile: !Ref Profile") + s3 + open + both,
			[]string{"role-without-permissions Role IAM_MISSING_PERMISSION"},
		},
		"a role with a boundary": {
			web("IamInstanceProfile: !Ref Profile") + open + both +
				strings.Replace(core, "{ManagedPolicyArns", "{PermissionsBoundary: !Ref Limit, ManagedPolicyArns", 1) +
				"  Limit: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: " +
				"{Effect: Allow, Action: 's3:*', Resource: '*'}}}}\n",
			[]string{"role-without-permissions Role IAM_MISSING_PERMISSION"},
		},
		"no profile": {
			web("ImageId: ami-1") + open + both,
			[]string{"instance-without-profile Web/Properties/IamInstanceProfile IAM_MISSING_PERMISSION"},
		},
		"no profile beside an instance with one": {
			managed + other + open + both,
			[]string{"instance-without-profile Other/Properties/IamInstanceProfile IAM_MISSING_PERMISSION, weaker"},
		},
		"several things at once": {
			managed + closed + endpoint("Messages", "ssmmessages", private) +
				endpoint("Ssm", "ssm", "SecurityGroupIds: [!Ref Group]") + acl,
			[]string{
				"endpoint-without-private-dns Ssm/Properties/PrivateDnsEnabled DNS_PRIVATE_DNS_DISABLED",
				"endpoint-blocked-by-nacl Acl SUBNET_ACL_RESTRICTION",
				"endpoint-closed-to-instance Group SG_HAS_NO_RULES",
			},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, summary(diagnose(t, isolated, test.resources))); diff != "" {
				t.Errorf("issues (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIssuesBesideTheWay(t *testing.T) {
	t.Parallel()
	egress := strings.Replace(isolated, "App: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}",
		"App: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, SecurityGroupEgress: "+
			"[{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]}}", 1)
	unnamed := strings.Replace(isolated, ", EnableDnsHostnames: true", "", 1)
	public := strings.Replace(web("IamInstanceProfile: !Ref Profile"), "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref App]",
		"NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Sub, GroupSet: [!Ref App], AssociatePublicIpAddress: true}]", 1)
	service := "  Api: {Type: AWS::ECS::Service, Properties: {EnableExecuteCommand: true, NetworkConfiguration: " +
		"{AwsvpcConfiguration: {Subnets: [!Ref Sub], SecurityGroups: [!Ref App]}}}}\n"
	patch := "  Patch: {Type: AWS::SSM::Association, Properties: {Name: AWS-UpdateSSMAgent, " +
		"Targets: [{Key: InstanceIds, Values: ['*']}]}}\n"
	s3 := "  S3: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, " +
		"ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: [%]}}\n"
	cases := map[string]struct {
		base, resources string
		want            []string
	}{
		"a VPC without names": {
			unnamed, managed + open + both,
			[]string{"vpc-dns-disabled Vpc/Properties/EnableDnsHostnames DNS_VPC_ATTRIBUTE_DISABLED"},
		},
		"a group that keeps a public instance in": {
			egress, public + core + gateway, []string{"internet-egress-blocked App ENI_SG_RULES_MISMATCH"},
		},
		"a group that lets a public instance out":        {isolated, public + core + gateway, []string{}},
		"a group that keeps in an instance nobody meant": {egress, web("ImageId: ami-1") + gateway, []string{"no-management-path Web"}},
		"ECS Exec": {isolated, service, []string{"ecs-exec-without-endpoint Vpc VPCE_MISSING_SERVICE"}},
		"ECS Exec with its endpoint": {
			isolated, service + open + endpoint("Messages", "ssmmessages", private), []string{},
		},
		"patching": {
			isolated, managed + open + both + patch,
			[]string{"patching-without-s3-path Vpc VPCE_MISSING_SERVICE"},
		},
		"patching with an endpoint for another table": {
			isolated, managed + open + both + patch + strings.Replace(s3, "%", "", 1),
			[]string{"patching-without-s3-path S3/Properties/RouteTableIds VPCE_MISSING_SERVICE"},
		},
		"patching with an endpoint": {
			isolated, managed + open + both + patch + strings.Replace(s3, "%", "!Ref Table", 1), []string{},
		},
		"patching with an interface endpoint": {
			isolated, managed + open + both + patch + endpoint("Storage", "s3", private), []string{},
		},
		"patching with an interface endpoint without private DNS": {
			isolated, managed + open + both + patch + endpoint("Storage", "s3", "PrivateDnsEnabled: false"),
			[]string{"patching-without-s3-path Vpc VPCE_MISSING_SERVICE"},
		},
		"patching with an interface endpoint beside a gateway": {
			isolated, managed + open + both + patch + endpoint("Storage", "s3", "PrivateDnsEnabled: false") +
				strings.Replace(s3, "%", "!Ref Table", 1),
			[]string{},
		},
		"patching with an endpoint for tables that are not known": {
			isolated, managed + open + both + patch + strings.Replace(s3, "%", "!Select [!ImportValue N, [!Ref Table, x]]", 1),
			[]string{},
		},
		"an endpoint that its Region does not have": {
			isolated, open + strings.Replace(endpoint("Old", "ec2messages", private), "${AWS::Region}", "mx-central-1", 1),
			[]string{"legacy-ec2messages Old/Properties/ServiceName"},
		},
		"a deprecated policy": {
			isolated, strings.Replace(core, "AmazonSSMManagedInstanceCore", "service-role/AmazonEC2RoleforSSM", 1),
			[]string{"deprecated-managed-policy Role/Properties/ManagedPolicyArns/0"},
		},
		"nobody can log in": {isolated, web("ImageId: ami-1"), []string{"no-management-path Web"}},
		"a key pair":        {isolated, web("KeyName: admin"), []string{}},
		"a launch template that is not known": {
			isolated, web("LaunchTemplate: {LaunchTemplateId: lt-1, Version: 1}"), []string{},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, summary(diagnose(t, test.base, test.resources))); diff != "" {
				t.Errorf("issues (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneIssueGathersAllItCutsOff(t *testing.T) {
	t.Parallel()
	second := strings.Replace(web("IamInstanceProfile: !Ref Profile"), "Web:", "Api:", 1)
	found := diagnose(t, isolated, managed, second, closed, both)
	if len(found.Issues) != 1 {
		t.Fatalf("issues: got %v, want one", summary(found))
	}
	issue := found.Issues[0]
	if got, want := issue.Words["workloads"], "2 instances"; got != want {
		t.Errorf("workloads: got %q, want %q", got, want)
	}
	if got, want := issue.Words["services"], "ssm and ssmmessages"; got != want {
		t.Errorf("services: got %q, want %q", got, want)
	}
	for _, name := range []string{"Web", "Api"} {
		isNamed := func(hop fact.Hop) bool { return strings.HasPrefix(hop.Message, name+" is cut off") }
		if !slices.ContainsFunc(issue.Related, isNamed) {
			t.Errorf("%s is not among the related places %v", name, issue.Related)
		}
	}
	if len(issue.Flow) == 0 || issue.Flow[len(issue.Flow)-1].At != issue.At {
		t.Errorf("the path %v does not end at the issue", issue.Flow)
	}
}

func TestWhatIsNotKnownIsADoubt(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ resources, kind string }{
		"a route to elsewhere": {
			managed + "  R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, " +
				"DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-1}}\n",
			"ssm/private-subnet-without-endpoints",
		},
		"a group that is imported": {
			managed + strings.ReplaceAll(both, "!Ref Group", "!ImportValue G"), "ssm/endpoint-closed-to-instance",
		},
		"private DNS that is imported": {
			managed + open + strings.ReplaceAll(both, "PrivateDnsEnabled: true", "PrivateDnsEnabled: !ImportValue P"),
			"ssm/endpoint-without-private-dns",
		},
		"a managed policy that is imported": {
			web("IamInstanceProfile: !Ref Profile") + open + both +
				"  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!ImportValue P]}}\n",
			"ssm/role-without-permissions",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := diagnose(t, isolated, test.resources)
			if diff := cmp.Diff([]string{}, summary(found)); diff != "" {
				t.Errorf("issues (-want +got):\n%s", diff)
			}
			isOfKind := func(doubt network.Doubt) bool { return doubt.Kind == test.kind && doubt.Reason != "" }
			if !slices.ContainsFunc(found.Doubts, isOfKind) {
				t.Errorf("doubts: got %v, want one of %s", found.Doubts, test.kind)
			}
		})
	}
}

// edits tells edits in short: operation and place.
func edits(issue network.Issue) []string {
	texts := []string{}
	for _, edit := range issue.Edits {
		texts = append(texts, edit.Op+" "+strings.TrimPrefix(edit.At.Pointer(), "/Resources/"))
	}
	return texts
}

func TestEdits(t *testing.T) {
	t.Parallel()
	unnamed := strings.Replace(isolated, ", EnableDnsHostnames: true", ", EnableDnsHostnames: false", 1)
	ssmOnly := endpoint("Ssm", "ssm", private)
	revoked := "  Db: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref App, " +
		"IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16}}\n"
	cases := map[string]struct {
		base, resources string
		want            []string
	}{
		"endpoints with a group": {
			isolated, managed, []string{"add EndpointSecurityGroup", "add SsmEndpoint", "add SsmMessagesEndpoint"},
		},
		"endpoints in a VPC without names": {
			unnamed, managed, []string{
				"replace Vpc/Properties/EnableDnsHostnames", "add EndpointSecurityGroup", "add SsmEndpoint",
				"add SsmMessagesEndpoint",
			},
		},
		"an endpoint beside one that admits the instance": {
			isolated, managed + open + ssmOnly, []string{"add SsmMessagesEndpoint"},
		},
		"endpoints where names are taken": {
			isolated, managed + "  SsmEndpoint: {Type: AWS::SNS::Topic}\n" +
				"Parameters: {EndpointSecurityGroup: {Type: String}}\n",
			[]string{"add EndpointSecurityGroup2", "add SsmEndpoint2", "add SsmMessagesEndpoint"},
		},
		"private DNS by a parameter": {
			isolated, managed + open + ssmOnly + endpoint("Messages", "ssmmessages",
				"PrivateDnsEnabled: !Ref P, SecurityGroupIds: [!Ref Group]") +
				"Parameters: {P: {Type: String, Default: 'false'}}\n", []string{},
		},
		"a closed group": {isolated, managed + closed + both, []string{"add GroupHttpsFromApp"}},
		"revoked egress": {isolated, managed + open + both + revoked, []string{"add AppHttpsToGroup"}},
		"no profile": {
			isolated, web("ImageId: ami-1") + open + both,
			[]string{"add WebRole", "add WebProfile", "add Web/Properties/IamInstanceProfile"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := diagnose(t, test.base, test.resources)
			if len(found.Issues) == 0 {
				t.Fatal("there is no issue")
			}
			if diff := cmp.Diff(test.want, edits(found.Issues[0])); diff != "" {
				t.Errorf("edits (-want +got):\n%s", diff)
			}
		})
	}
}
