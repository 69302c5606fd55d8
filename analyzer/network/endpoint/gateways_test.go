package endpoint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// isolated is an instance Web in a subnet whose table leads nowhere, with a role for s3, and a table Far.
func isolated(more string) string {
	return res("Rt", "EC2::RouteTable", "VpcId: !Ref Vpc") + res("Far", "EC2::RouteTable", "VpcId: !Ref Vpc") +
		res("Tie", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Zone1, RouteTableId: !Ref Rt") +
		res("Profile", "IAM::InstanceProfile", "Roles: [!Ref Role]") +
		res("Web", "EC2::Instance", "SubnetId: !Ref Zone1, IamInstanceProfile: !Ref Profile"+more)
}

// allowing is the role, with a policy for some actions.
func allowing(actions string) string {
	return res("Role", "IAM::Role", "Policies: [{PolicyName: p, PolicyDocument: "+
		"{Statement: [{Effect: Allow, Action: "+actions+", Resource: '*'}]}}]")
}

func TestRouteTablesLeftOut(t *testing.T) {
	t.Parallel()
	const leftOut = "endpoint/route-table-left-out /Resources/E/Properties/RouteTableIds"
	const added = " add /Resources/E/Properties/RouteTableIds/1"
	const doubt = "? endpoint/route-table-left-out /Resources/Web"
	far, reads := endpointFor("s3", "RouteTableIds: [!Ref Far]"), allowing("'s3:GetObject'")
	tests := []struct {
		name, resources string
		want            []string
	}{
		{"a table of an instance that reads objects", isolated("") + far + reads, []string{leftOut + added}},
		{"a role with a managed policy", isolated("") + far + res("Role", "IAM::Role",
			"ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']"), []string{leftOut + added}},
		{"a role that may do everything", isolated("") + far + allowing("'*'"), nil},
		{"a role for another service", isolated("") + far + allowing("'sqs:*'"), nil},
		{
			"a table that the endpoint names",
			isolated("") + endpointFor("s3", "RouteTableIds: [!Ref Far, !Ref Rt]") + reads, nil,
		},
		{
			"a parameter can't name a table of its own template",
			isolated("") + endpointFor("s3", "RouteTableIds: !Split [',', !Ref Flag]") + reads,
			[]string{leftOut},
		},
		{
			"a second endpoint names it",
			isolated("") + far + reads + res("Own", "EC2::VPCEndpoint",
				"VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: [!Ref Rt]"), nil,
		},
		{
			"of two tables only the one that is left out is added",
			isolated("") + endpointFor("s3", "RouteTableIds: [!Ref Far]") + reads +
				res("Tie2", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Zone2, RouteTableId: !Ref Far") +
				res("Many", "AutoScaling::AutoScalingGroup",
					"VPCZoneIdentifier: [!Ref Zone1, !Ref Zone2], LaunchTemplate: {LaunchTemplateId: !Ref Lt, Version: '1'}") +
				res("Lt", "EC2::LaunchTemplate", "LaunchTemplateData: {IamInstanceProfile: {Arn: !GetAtt Profile.Arn}}"),
			[]string{leftOut + added},
		},
		{
			"a way out over a transit gateway",
			isolated("") + far + reads + res("Out", "EC2::Route",
				"RouteTableId: !Ref Rt, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: !Ref Flag"), nil,
		},
		{
			"a route to a network that may have an endpoint",
			isolated("") + far + reads + res("Out", "EC2::Route",
				"RouteTableId: !Ref Rt, DestinationCidrBlock: 10.9.0.0/16, TransitGatewayId: !Ref Flag"),
			[]string{doubt},
		},
		{"a proxy", isolated(", UserData: 'export HTTPS_PROXY=http://10.0.0.9:3128'") + far + reads, nil},
		{
			"an endpoint that is exported",
			isolated("") + far + reads + "Outputs: {Out: {Value: !Ref E, Export: {Name: endpoint}}}\n",
			[]string{leftOut + " milder" + added},
		},
		{
			"tables under a condition can't be named",
			isolated("") + endpointFor("s3", "RouteTableIds: !If [Wanted, [!Ref Far], [!Ref Far]]") + reads,
			[]string{leftOut},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, diagnose(t, test.resources)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEgressToGatewayEndpoints(t *testing.T) {
	t.Parallel()
	const closed = "endpoint/egress-without-prefix-list /Resources/Sg/Properties/SecurityGroupEgress"
	const opened = " add /Resources/Sg/Properties/SecurityGroupEgress/1 add /Parameters/S3PrefixListId"
	served := isolated(", SecurityGroupIds: [!Ref Sg]") + endpointFor("s3", "RouteTableIds: [!Ref Rt]") + allowing("'s3:*'")
	out := func(peer string) string {
		return served + res("Sg", "EC2::SecurityGroup",
			"VpcId: !Ref Vpc, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, "+peer+"}]")
	}
	tests := []struct {
		name, resources string
		want            []string
	}{
		{"a rule for private addresses", out("CidrIp: 10.0.0.0/8"), []string{closed + opened}},
		{"a rule for another group", out("DestinationSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup"), []string{closed + opened}},
		{"a rule for everything", out("CidrIp: 0.0.0.0/0"), nil},
		{"a rule for some public addresses", out("CidrIp: 52.218.0.0/17"), nil},
		{"a prefix list by a parameter", out("DestinationPrefixListId: !Ref Flag"), nil},
		{"a literal prefix list", out("DestinationPrefixListId: pl-6da54004"), nil},
		{"addresses by a parameter", out("CidrIp: !Ref Flag"), nil},
		{"no egress rule", served + res("Sg", "EC2::SecurityGroup", "VpcId: !Ref Vpc"), nil},
		{
			"an interface endpoint beside it", out("CidrIp: 10.0.0.0/8") + res("I", "EC2::VPCEndpoint",
				"VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3, VpcEndpointType: Interface"), nil,
		},
		{
			"a hosted zone for the service", out("CidrIp: 10.0.0.0/8") + res("Z", "Route53::HostedZone",
				"Name: s3.eu-west-1.amazonaws.com, VPCs: [{VPCId: !Ref Vpc, VPCRegion: eu-west-1}]"),
			[]string{"? endpoint/egress-without-prefix-list /Resources/Sg"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, diagnose(t, test.resources)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
