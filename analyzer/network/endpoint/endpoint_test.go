package endpoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network/endpoint"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
)

// parts are what the tests' templates have in common.
const parts = `
Parameters:
  Flag: {Type: String}
Conditions:
  Wanted: !Equals [!Ref Flag, "yes"]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Zone1:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""], CidrBlock: 10.0.1.0/24}
  Zone1Again: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""]}}
  Zone2: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [1, !GetAZs ""]}}
`

// diagnose returns the kinds of the issues of a template, and of its doubts with a question mark, with their
// places below Resources.
func diagnose(t *testing.T, resources string) []string {
	t.Helper()
	found := networktest.Diagnose(t, endpoint.Diagnose, "", parts, resources)
	var lines []string
	for _, issue := range found.Issues {
		words := []string{issue.Kind, issue.At.Pointer()}
		if issue.Variant != "" {
			words = append(words, issue.Variant)
		}
		for range issue.Weaker {
			words = append(words, "milder")
		}
		for _, edit := range issue.Edits {
			words = append(words, edit.Op, edit.At.Pointer())
		}
		lines = append(lines, strings.Join(words, " "))
	}
	for _, doubt := range found.Doubts {
		lines = append(lines, "? "+doubt.Kind+" "+doubt.At.Pointer())
	}
	return lines
}

func TestDiagnose(t *testing.T) {
	t.Parallel()
	const gatewayType = "endpoint/gateway-type-for-interface-service /Resources/E/Properties/"
	const unused = "endpoint/gateway-without-route-table /Resources/E/Properties/RouteTableIds"
	const oneZone = "endpoint/two-subnets-in-one-zone /Resources/E/Properties/SubnetIds/1"
	const closed = "endpoint/vpc-dns-disabled /Resources/Own/Properties/"
	const open = "endpoint/service-open-to-everyone /Resources/S/Properties/AcceptanceRequired"
	tests := []struct {
		name, resources string
		want            []string
	}{
		{"a gateway endpoint for sqs by default", endpointFor("sqs", ""), []string{gatewayType + "ServiceName"}},
		{
			"one that is written and has subnets can be made an interface endpoint",
			endpointFor("sqs", "VpcEndpointType: Gateway, SubnetIds: [!Ref Zone1]"),
			[]string{gatewayType + "VpcEndpointType written replace /Resources/E/Properties/VpcEndpointType"},
		},
		{
			"a type that a condition chooses is not overwritten",
			endpointFor("sqs", "VpcEndpointType: !If [Wanted, Gateway, Gateway], SubnetIds: [!Ref Zone1]"),
			[]string{gatewayType + "VpcEndpointType written"},
		},
		{"an interface endpoint for sqs", endpointFor("sqs", "VpcEndpointType: Interface"), nil},
		{"a type that is a parameter", endpointFor("sqs", "VpcEndpointType: !Ref Flag"), nil},
		{
			"the service of a partner",
			res("E", "EC2::VPCEndpoint", "VpcId: !Ref Vpc, ServiceName: com.amazonaws.vpce.eu-west-1.vpce-svc-1"), nil,
		},
		{"a gateway endpoint without route tables", endpointFor("s3", ""), []string{unused}},
		{"one whose list is empty", endpointFor("dynamodb", "RouteTableIds: []"), []string{unused}},
		{"one whose list is a parameter", endpointFor("s3", "RouteTableIds: !Ref Flag"), nil},
		{"one with a route table", endpointFor("s3", "RouteTableIds: [rtb-1]"), nil},
		{
			"one that is exported may get a route table elsewhere",
			endpointFor("s3", "") + "Outputs: {Out: {Value: !Ref E, Export: {Name: endpoint}}}\n",
			[]string{unused + " milder"},
		},
		{
			"one that a custom resource is handed",
			endpointFor("s3", "") + res("Fix", "CloudFormation::CustomResource", "ServiceToken: arn, Id: !Ref E"),
			[]string{"? endpoint/gateway-without-route-table /Resources/E"},
		},
		{
			"two subnets of one zone",
			endpointFor("sqs", "VpcEndpointType: Interface, SubnetIds: [!Ref Zone1, !Ref Zone1Again]"),
			[]string{oneZone},
		},
		{
			"a subnet in the zone of another one",
			endpointFor("sqs", "VpcEndpointType: Interface, SubnetIds: [!Ref Zone1, !Ref Same]") +
				res("Same", "EC2::Subnet", "VpcId: !Ref Vpc, AvailabilityZone: !GetAtt Zone1.AvailabilityZone"),
			[]string{oneZone},
		},
		{
			"two subnets of two zones",
			endpointFor("sqs", "VpcEndpointType: Interface, SubnetIds: [!Ref Zone1, !Ref Zone2]"), nil,
		},
		{
			"private names without host names",
			vpc("") + ownEndpoint,
			[]string{closed + "EnableDnsHostnames default add /Resources/Own/Properties/EnableDnsHostnames"},
		},
		{
			"private names without the resolver",
			vpc(", EnableDnsHostnames: true, EnableDnsSupport: 'false'") + ownEndpoint,
			[]string{closed + "EnableDnsSupport replace /Resources/Own/Properties/EnableDnsSupport"},
		},
		{
			"private names without either are one issue",
			vpc(", EnableDnsSupport: false") + ownEndpoint,
			[]string{closed + "EnableDnsSupport replace /Resources/Own/Properties/EnableDnsSupport" +
				" add /Resources/Own/Properties/EnableDnsHostnames"},
		},
		{
			"a custom resource may turn the attributes on",
			vpc("") + ownEndpoint + res("Fix", "CloudFormation::CustomResource", "ServiceToken: arn, Id: !Ref Own"),
			[]string{"? endpoint/vpc-dns-disabled /Resources/Own"},
		},
		{"private names with both", vpc(", EnableDnsHostnames: 'true'") + ownEndpoint, nil},
		{
			"host names that a parameter decides",
			vpc(", EnableDnsHostnames: !Ref Flag") + ownEndpoint,
			[]string{"? endpoint/vpc-dns-disabled /Resources/Own/Properties/EnableDnsHostnames"},
		},
		{"a service that takes everybody", service("false", "'*'"), []string{open + " replace " + open[len("endpoint/service-open-to-everyone "):]}},
		{"one that accepts connections by hand", service("true", "'*'"), nil},
		{"one for an account", service("false", "arn:aws:iam::111122223333:root"), nil},
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

const ownEndpoint = "  E: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Own, VpcEndpointType: Interface, " +
	"ServiceName: !Sub 'com.amazonaws.${AWS::Region}.sqs', PrivateDnsEnabled: true}}\n"

// endpointFor is an endpoint E for a service of AWS.
func endpointFor(service, properties string) string {
	return res("E", "EC2::VPCEndpoint",
		"VpcId: !Ref Vpc, ServiceName: !Sub 'com.amazonaws.${AWS::Region}."+service+"', "+properties)
}

// vpc is a VPC called Own.
func vpc(properties string) string {
	return res("Own", "EC2::VPC", "CidrBlock: 10.1.0.0/16"+properties)
}

// service is an endpoint service that a principal may use.
func service(acceptance, principal string) string {
	return res("S", "EC2::VPCEndpointService", "AcceptanceRequired: "+acceptance) +
		res("P", "EC2::VPCEndpointServicePermissions", "ServiceId: !Ref S, AllowedPrincipals: ["+principal+"]")
}

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource
