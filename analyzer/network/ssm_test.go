package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// managed is an instance in the isolated subnet whose role runs the SSM agent.
const managed = `
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, IamInstanceProfile: !Ref Profile}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties: {ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore']}
`

// in are the subnets of an endpoint.
const in = ", SubnetIds: [!Ref Sub]"

// named is the isolated subnet in a VPC that has the names of endpoints.
var named = strings.Replace(isolated, "10.0.0.0/16}", "10.0.0.0/16, EnableDnsHostnames: true}", 1)

// endpoint is an interface endpoint of the VPC.
func endpoint(name, service string) string {
	return "  " + name + ": {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, VpcEndpointType: Interface, " +
		"ServiceName: " + service + ", PrivateDnsEnabled: true" + in + "}}\n"
}

const (
	ssmName      = "!Sub 'com.amazonaws.${AWS::Region}.ssm'"
	messagesName = "!Join ['.', [com.amazonaws, !Ref AWS::Region, ssmmessages]]"
)

func TestSSMPath(t *testing.T) {
	t.Parallel()
	both := endpoint("Ssm", ssmName) + endpoint("Messages", messagesName)
	hub := "  Hub: {Type: AWS::EC2::Route, Properties: " +
		"{RouteTableId: !Ref Table, DestinationCidrBlock: 10.100.0.0/16, TransitGatewayId: tgw-1}}\n"
	peering := res("Pcx", "EC2::VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer") +
		res("Peer", "EC2::VPC", "CidrBlock: 10.9.0.0/16") + route("VpcPeeringConnectionId: !Ref Pcx")
	cases := map[string]struct {
		resources, path string
		missing         []string
	}{
		"no endpoint and no way out": {"", "no", []string{"ssm", "ssmmessages"}},
		"both endpoints":             {both, "yes", []string{}},
		"endpoints of a literal Region": {
			endpoint("A", "com.amazonaws.eu-west-1.ssm") + endpoint("B", "com.amazonaws.eu-west-1.ssmmessages"), "yes",
			[]string{},
		},
		"ec2messages is not needed": {both + endpoint("Old", "com.amazonaws.eu-west-1.ec2messages"), "yes", []string{}},
		"ec2messages is no ssmmessages": {
			endpoint("Ssm", ssmName) + endpoint("Old", "com.amazonaws.eu-west-1.ec2messages"), "no",
			[]string{"ssmmessages"},
		},
		"only sessions lack an endpoint": {endpoint("Ssm", ssmName), "no", []string{"ssmmessages"}},
		"an endpoint's service is not known": {
			endpoint("Ssm", ssmName) + endpoint("Other", "!ImportValue Service"), "undecided", []string{},
		},
		"an endpoint's service is not known at its end": {
			endpoint("Other", "!Sub ['com.amazonaws.eu-west-1.${S}', {S: !ImportValue Service}]"), "undecided",
			[]string{},
		},
		"an endpoint is of the type Gateway by default": {
			endpoint("Ssm", ssmName) +
				res("M", "EC2::VPCEndpoint", "VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.ssmmessages"),
			"undecided",
			[]string{},
		},
		"an endpoint leads to another Region": {
			endpoint("Ssm", ssmName) + endpoint("M", messagesName+", ServiceRegion: us-east-1"), "undecided",
			[]string{},
		},
		"an endpoint of FIPS names": {
			endpoint("Ssm", "com.amazonaws.eu-west-1.ssm-fips") + endpoint("M", messagesName), "undecided", []string{},
		},
		"an endpoint may not exist": {
			endpoint("Ssm", ssmName) + "  M: {Type: AWS::EC2::VPCEndpoint, Condition: Maybe, " +
				"Properties: {VpcId: !Ref Vpc, " +
				"VpcEndpointType: Interface, ServiceName: com.amazonaws.x.ssmmessages}}\n" +
				"Conditions: {Maybe: !Equals [!ImportValue Kind, web]}\n", "undecided", []string{},
		},
		"endpoints of another VPC do not serve": {
			strings.ReplaceAll(strings.ReplaceAll(both, "!Ref Vpc,", "vpc-1,"), in, ""), "no", []string{"ssm", "ssmmessages"},
		},
		"an endpoint names the VPC by a subnet": {
			endpoint("Ssm", ssmName) +
				strings.ReplaceAll(endpoint("M", messagesName), "!Ref Vpc,", "!ImportValue V,"),
			"yes",
			[]string{},
		},
		"a default route to a transit gateway": {route("TransitGatewayId: tgw-1"), "undecided", []string{}},
		"a route to a hub beside none":         {hub, "undecided", []string{}},
		"a peer that is declared and has none": {peering, "no", []string{"ssm", "ssmmessages"}},
		"a peer that is not declared":          {route("VpcPeeringConnectionId: pcx-1"), "undecided", []string{}},
		"a peer that may have endpoints": {
			peering + strings.ReplaceAll(endpoint("X", "!ImportValue Service"), "!Ref Vpc", "!Ref Peer"), "undecided",
			[]string{},
		},
		"a peer that has the endpoints": {
			peering + strings.ReplaceAll(both, "!Ref Vpc,", "!Ref Peer,"), "undecided", []string{},
		},
		"a NAT gateway that leads nowhere": {
			res("Nat", "EC2::NatGateway", "SubnetId: !Ref Sub") + route("NatGatewayId: !Ref Nat"), "no",
			[]string{"ssm", "ssmmessages"},
		},
		"a NAT gateway that works": {
			public + res("Nat", "EC2::NatGateway", "SubnetId: !Ref PubSub") + route("NatGatewayId: !Ref Nat"), "yes",
			[]string{},
		},
		"a nested stack that is handed the VPC": {
			res("Child", "CloudFormation::Stack", "Parameters: {V: !Ref Vpc}"), "undecided", []string{},
		},
		"a stack set that is handed the VPC": {
			res("Child", "CloudFormation::StackSet", "Parameters: [{ParameterKey: V, ParameterValue: !Ref Vpc}]"),
			"undecided",
			[]string{},
		},
		"a module of a third party with the VPC": {
			"  Child: {Type: Acme::Net::Endpoints::MODULE, Properties: {V: !Ref Vpc}}\n", "undecided", []string{},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, named, managed, test.resources).Workloads[0].SSM
			if ssm.Path.Answer.String() != test.path {
				t.Errorf("path: got %v (%s), want %s", ssm.Path.Answer, ssm.Path.Reason, test.path)
			}
			if diff := cmp.Diff(test.missing, ssm.Missing); diff != "" {
				t.Errorf("missing services (-want +got):\n%s", diff)
			}
			if ssm.Intent.Answer.String() != "yes" {
				t.Errorf("intent: got %v, want yes", ssm.Intent.Answer)
			}
		})
	}
}

func TestSSMThroughOwnNames(t *testing.T) {
	t.Parallel()
	zone := func(name string) string {
		return res("Zone", "Route53::HostedZone", "Name: "+name+", VPCs: [{VPCId: !Ref Vpc, VPCRegion: eu-west-1}]")
	}
	rule := func(domain string) string {
		return res("Rule", "Route53Resolver::ResolverRule", "DomainName: "+domain+", RuleType: FORWARD") +
			res("Use", "Route53Resolver::ResolverRuleAssociation", "ResolverRuleId: !Ref Rule, VPCId: !Ref Vpc")
	}
	cases := map[string]struct {
		resources string
		missing   []string
	}{
		"a zone for ssm": {zone("ssm.eu-west-1.amazonaws.com"), []string{"ssmmessages"}},
		"a zone for ssm of this Region": {
			zone("!Sub 'ssm.${AWS::Region}.amazonaws.com.'"), []string{"ssmmessages"},
		},
		"a zone for the Region":              {zone("eu-west-1.amazonaws.com"), []string{}},
		"a zone for all of AWS":              {zone("amazonaws.com"), []string{}},
		"a zone of a name that is not known": {zone("!ImportValue Zone"), []string{}},
		"a zone for another service":         {zone("s3.eu-west-1.amazonaws.com"), []string{"ssm", "ssmmessages"}},
		"a zone of one's own":                {zone("corp.example"), []string{"ssm", "ssmmessages"}},
		"a zone of one's own with a part": {
			zone("!Sub '${AWS::StackName}.corp.example'"), []string{"ssm", "ssmmessages"},
		},
		"a public zone": {
			res("Zone", "Route53::HostedZone", "Name: amazonaws.com"), []string{"ssm", "ssmmessages"},
		},
		"a zone of another VPC": {
			strings.Replace(zone("amazonaws.com"), "!Ref Vpc", "vpc-1", 1), []string{},
		},
		"a profile": {
			res("P", "Route53Profiles::ProfileAssociation", "ResourceId: !Ref Vpc, ProfileId: rp-1"), []string{},
		},
		"a resolver rule for a parent":      {rule("com"), []string{}},
		"a resolver rule for everything":    {rule("."), []string{}},
		"a resolver rule of one's own name": {rule("corp.example"), []string{"ssm", "ssmmessages"}},
		"a resolver rule of others": {
			res("Use", "Route53Resolver::ResolverRuleAssociation", "ResolverRuleId: rslvr-rr-1, VPCId: !Ref Vpc"),
			[]string{},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, isolated, managed, test.resources).Workloads[0].SSM
			if diff := cmp.Diff(test.missing, ssm.Missing); diff != "" {
				t.Errorf("missing services (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSSMIntent(t *testing.T) {
	t.Parallel()
	bare := res("Web", "EC2::Instance", "SubnetId: !Ref Sub, Tags: [{Key: Role, Value: web}]")
	role := func(properties string) string {
		return `
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, IamInstanceProfile: !Ref Profile}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role: {Type: AWS::IAM::Role, Properties: {` + properties + `}}
`
	}
	inline := func(actions string) string {
		return role("Policies: [{PolicyDocument: {Statement: {Effect: Allow, Action: " + actions + "}}}]")
	}
	cases := map[string]struct {
		resources, intent, sessions string
	}{
		"no profile": {bare, "no", "no"},
		"a managed policy": {
			role("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']"), "yes", "yes",
		},
		"the older managed policy": {
			role("ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM']"), "yes", "yes",
		},
		"an unrelated managed policy": {
			role("ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy']"), "no", "no",
		},
		"a managed policy not known": {role("ManagedPolicyArns: [!ImportValue Policy]"), "undecided", "undecided"},
		"all of ssm inline":          {inline("'ssm:*'"), "yes", "no"},
		"all of ssm for parameters":  {inline("'ssm:*', Resource: 'arn:aws:ssm:*:*:parameter/app/*'"), "no", "no"},
		"all of ssm for parameters of the account": {
			inline("'ssm:*', Resource: !Sub 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/*'"), "no", "no",
		},
		"all of ssm for parameters and instances": {
			inline("'ssm:*', Resource: ['arn:aws:ssm:*:*:parameter/*', 'arn:aws:ec2:*:*:instance/*']"), "yes", "no",
		},
		"all of ssm for managed instances": {inline("'ssm:*', Resource: 'arn:aws:ssm:*:*:managed-*'"), "yes", "no"},
		"all of ssm for everything of ssm": {inline("'ssm:*', Resource: 'arn:aws:ssm:*'"), "yes", "no"},
		"all of ssm for buckets":           {inline("'ssm:*', Resource: 'arn:aws:s3:::*'"), "no", "no"},
		"all of ssm but for parameters":    {inline("'ssm:*', NotResource: 'arn:aws:ssm:*:*:parameter/*'"), "yes", "no"},
		"all of ssm for what is imported":  {inline("'ssm:*', Resource: !ImportValue Arn"), "undecided", "no"},
		"all of ssm for a kind that is imported": {
			inline("'ssm:*', Resource: !Sub ['arn:aws:ssm:*:*:${K}/*', {K: !ImportValue K}]"), "undecided", "no",
		},
		"the agent's heartbeat inline":  {inline("['ssm:UpdateInstanceInformation', 's3:GetObject']"), "yes", "no"},
		"session channels inline":       {inline("'SSMMessages:*'"), "yes", "yes"},
		"reading parameters is no sign": {inline("'ssm:GetParameter*'"), "no", "no"},
		"an administrator is no sign":   {inline("'*'"), "no", "no"},
		"an action that is not known":   {inline("!ImportValue Action"), "undecided", "undecided"},
		"a policy resource": {
			role("Path: /") + "  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " +
				"PolicyDocument: {Statement: [{Effect: Allow, Action: ['ssm:*', 'ssmmessages:*'], Resource: '*'}]}}}\n",
			"yes",
			"yes",
		},
		"a policy that denies": {
			role("Path: /") + "  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " +
				"PolicyDocument: {Statement: [{Effect: Deny, Action: 'ssm:*', Resource: '*'}]}}}\n", "no", "no",
		},
		"a declared managed policy": {
			role("ManagedPolicyArns: [!Ref P]") + "  P: {Type: AWS::IAM::ManagedPolicy, Properties: {" +
				"PolicyDocument: {Statement: [{Effect: Allow, Action: 'ec2messages:*', Resource: '*'}]}}}\n", "yes",
			"no",
		},
		"a profile that is not declared": {
			res("Web", "EC2::Instance", "SubnetId: !Ref Sub, IamInstanceProfile: managed"), "undecided", "undecided",
		},
		"a profile by its name": {
			strings.ReplaceAll(managed, "IamInstanceProfile: !Ref Profile", "IamInstanceProfile: web") +
				res("Named", "IAM::InstanceProfile", "InstanceProfileName: web, Roles: [!Ref Role]"), "yes", "yes",
		},
		"a profile by a launch template": {`
  Web:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      VPCZoneIdentifier: [!Ref Sub]
      MixedInstancesPolicy: {LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: !Ref Launch}}}
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {IamInstanceProfile: {Arn: !GetAtt Profile.Arn}}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}
`, "yes", "yes"},
		"an endpoint for messages": {bare + endpoint("M", messagesName), "yes", "no"},
		"an endpoint for messages beside ECS Exec": {
			bare + endpoint("M", messagesName) + res("S", "ECS::Service", "EnableExecuteCommand: true"), "no", "no",
		},
		"an endpoint for messages beside what may be ECS Exec": {
			bare + endpoint("M", messagesName) + res("S", "ECS::Service", "EnableExecuteCommand: !ImportValue E"),
			"no", "no",
		},
		"an endpoint for messages beside a service without ECS Exec": {
			bare + endpoint("M", messagesName) + res("S", "ECS::Service", "LaunchType: EC2"), "yes", "no",
		},
		"an endpoint for messages beside ECS Exec and an agent's role": {
			managed + endpoint("M", messagesName) + res("S", "ECS::Service", "EnableExecuteCommand: true"), "yes", "yes",
		},
		"an endpoint for the old messages": {
			bare + endpoint("M", "com.amazonaws.eu-west-1.ec2messages"), "yes", "no",
		},
		"an endpoint for ssm alone may be for Parameter Store": {bare + endpoint("S", ssmName), "no", "no"},
		"an association that names the instance": {
			bare + res("A", "SSM::Association", "Name: Doc, Targets: [{Key: InstanceIds, Values: [!Ref Web]}]"), "yes",
			"no",
		},
		"an association with all instances": {
			bare + res("A", "SSM::Association", "Name: Doc, Targets: [{Key: InstanceIds, Values: ['*']}]"), "yes", "no",
		},
		"an association with its tag": {
			bare + res("A", "SSM::Association", "Name: Doc, Targets: [{Key: 'tag:Role', Values: [web]}]"), "yes", "no",
		},
		"an association with another tag": {
			bare + res("A", "SSM::Association", "Name: Doc, Targets: [{Key: 'tag:Role', Values: [db]}]"), "no", "no",
		},
		"an association of its own": {
			res("Web", "EC2::Instance", "SubnetId: !Ref Sub, SsmAssociations: [{DocumentName: Doc}]"), "yes", "no",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, isolated, test.resources).Workloads[0].SSM
			got := []string{ssm.Intent.Answer.String(), ssm.Sessions.Answer.String()}
			if diff := cmp.Diff([]string{test.intent, test.sessions}, got); diff != "" {
				t.Errorf("intent and sessions (-want +got):\n%s%s", diff, ssm.Intent.Reason)
			}
			if signs := len(ssm.Signs) > 0; signs != (test.intent == "yes") {
				t.Errorf("signs: %v", ssm.Signs)
			}
		})
	}
}

func TestSSMDoubts(t *testing.T) {
	t.Parallel()
	script := `UserData: {"Fn::Base64": "export https_proxy=http://p:3128"}, IamInstanceProfile`
	proxy := strings.Replace(managed, "IamInstanceProfile", script, 1)
	six := `
  Six: {Type: AWS::EC2::SubnetCidrBlock, Properties: {SubnetId: !Ref Sub, Ipv6CidrBlock: '2600::/64'}}
  Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Eigw}
`
	cases := map[string]struct {
		templates []string
		path      string
	}{
		"user data sets a proxy": {[]string{isolated, proxy}, "undecided"},
		"the subnet is a parameter": {
			[]string{strings.ReplaceAll("Resources:"+managed, "!Ref Sub", "!ImportValue S")}, "undecided",
		},
		"a macro may add endpoints":         {[]string{"Transform: Endpoints", isolated, managed}, "undecided"},
		"IPv6 without an address is no way": {[]string{isolated, managed, six}, "no"},
		"IPv6 needs an agent that is told so": {
			[]string{isolated, strings.Replace(managed, "!Ref Sub,", "!Ref Sub, Ipv6AddressCount: 1,", 1), six},
			"undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, test.templates...).Workloads[0].SSM
			if ssm.Path.Answer.String() != test.path {
				t.Errorf("path: got %v (%s), want %s", ssm.Path.Answer, ssm.Path.Reason, test.path)
			}
		})
	}
}

func TestSSMEvidence(t *testing.T) {
	t.Parallel()
	ssm := build(t, "Parameters: {Block: {Type: String, Default: 10.8.0.0/16}}", isolated, managed, `
  Side:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: !Ref Block, VpcPeeringConnectionId: !Ref Pcx}
  Pcx: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Peer}}
  Peer: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.8.0.0/16}}
Outputs: {V: {Value: !Ref Vpc, Export: {Name: vpc}}}
`).Workloads[0].SSM
	want := []fact.Hop{
		{At: "app.yaml#/Resources/Web", Message: "Web starts in subnet Sub"},
		{At: "app.yaml#/Resources/Tie", Message: "Tie ties subnet Sub to route table Table"},
		{At: "app.yaml#/Resources/Table", Message: "route table Table has no route to the internet"},
	}
	if diff := cmp.Diff(want, ssm.Hops); diff != "" {
		t.Errorf("hops (-want +got):\n%s", diff)
	}
	via := []fact.Hop{{At: "app.yaml#/Parameters/Block/Default", Message: "default of parameter Block"}}
	if diff := cmp.Diff(via, ssm.Via); diff != "" {
		t.Errorf("via (-want +got):\n%s", diff)
	}
	weaker := []string{"Vpc is exported, so another stack may add to it"}
	if diff := cmp.Diff(weaker, ssm.Weaker); diff != "" {
		t.Errorf("weaker (-want +got):\n%s", diff)
	}
}

func TestSSMAcrossTemplates(t *testing.T) {
	t.Parallel()
	base := read("net.yaml", isolated+managed)
	other := read("endpoints.yaml", "Resources:\n"+
		strings.ReplaceAll(endpoint("Ssm", ssmName)+endpoint("M", messagesName), "!Ref Vpc,", "!ImportValue vpc,"))
	built := network.Build([]*template.Template{base, other}, template.Environment{})
	if path := built.Workloads[0].SSM.Path; path.Answer.String() != "undecided" {
		t.Errorf("endpoints of an imported VPC: got %v (%s), want undecided", path.Answer, path.Reason)
	}
}
