package network_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// isolated is a VPC with a subnet whose route table has no route. Tests add resources to it.
const isolated = `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Table}}
`

// attached is an internet gateway at the VPC.
const attached = `
  Igw: {Type: AWS::EC2::InternetGateway}
  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
`

// public is a second subnet, with a route to the internet gateway.
const public = attached + `
  PubSub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  PubTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  PubTie:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref PubSub, RouteTableId: !Ref PubTable}
  PubRoute:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PubTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
`

// res is a resource of the type, without "AWS::", in one line of YAML.
func res(name, kind, properties string) string {
	return "  " + name + ": {Type: AWS::" + kind + ", Properties: {" + properties + "}}\n"
}

// read returns the template with the text, as the file of the name.
func read(name, text string) *template.Template {
	return template.Read(syntax.Parse(source.New(name, []byte(text))), template.Environment{})
}

// build reads one template, made of the texts.
func build(t *testing.T, texts ...string) *network.Network {
	t.Helper()
	read := read("app.yaml", strings.Join(texts, ""))
	for _, problem := range read.Tree.Problems {
		t.Fatalf("the test's template does not parse: %s", problem.Message)
	}
	return network.Build([]*template.Template{read}, template.Environment{})
}

func messages(hops []fact.Hop) []string {
	texts := make([]string, len(hops))
	for i, hop := range hops {
		texts[i] = hop.Message
	}
	return texts
}

func TestEmptyNetworkHasEmptyLists(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(network.Build(nil, template.Environment{}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"vpcs":[],"subnets":[],"route_tables":[],"gateways":[],"endpoints":[],` +
		`"security_groups":[],"workloads":[]}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestVPC(t *testing.T) {
	t.Parallel()
	built := build(t, isolated, `
  More: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, CidrBlock: 100.64.9.9/16}}
  Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
`)
	text, err := json.Marshal(built.VPCs)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"id":"app.yaml#Vpc","name":"Vpc","at":"app.yaml#/Resources/Vpc","exists":"yes",` +
		`"cidrs":["10.0.0.0/16","100.64.0.0/16"],` +
		`"dns_support":{"answer":"yes","reason":"it is so by default"},` +
		`"dns_hostnames":{"answer":"no","reason":"it is so by default"}}]`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("vpcs (-want +got):\n%s", diff)
	}
}

func TestGateways(t *testing.T) {
	t.Parallel()
	built := build(t, isolated, public, `
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref PubSub, AllocationId: eipalloc-1}}
  Regional: {Type: AWS::EC2::NatGateway, Properties: {VpcId: !Ref Vpc, AvailabilityMode: regional}}
  Vgw: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  Vpn: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw}}
`)
	var got []string
	for _, gateway := range built.Gateways {
		subnet := "no subnet"
		if gateway.Subnet != nil {
			subnet = gateway.Subnet.Name
		}
		got = append(got, gateway.Name+" "+string(gateway.Kind)+" in "+gateway.VPCs[0].Name+", "+subnet)
	}
	want := []string{
		"Igw internet-gateway in Vpc, no subnet",
		"Vgw virtual-private-gateway in Vpc, no subnet",
		"Nat nat-gateway in Vpc, PubSub",
		"Regional nat-gateway in Vpc, no subnet",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("gateways (-want +got):\n%s", diff)
	}
}
