package routing_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/network/routing"
)

// res is a resource of the type, without "AWS::EC2::", in one line of YAML.
func res(name, kind, properties string) string {
	return networktest.Resource(name, "EC2::"+kind, properties)
}

// after is a resource that waits for others.
func after(name, kind, waits, properties string) string {
	return "  " + name + ": {Type: AWS::EC2::" + kind + ", DependsOn: " + waits + ", Properties: {" + properties + "}}\n"
}

// custom is a resource with code of its own, which is handed the properties.
func custom(properties string) string {
	return "  Code: {Type: Custom::Code, Properties: {ServiceToken: arn, " + properties + "}}\n"
}

// place is a subnet with a route table of its own.
func place(name, vpc, more string) string {
	return res(name, "Subnet", "VpcId: !Ref "+vpc+more) + res(name+"Table", "RouteTable", "VpcId: !Ref "+vpc) +
		res(name+"Tie", "SubnetRouteTableAssociation", "SubnetId: !Ref "+name+", RouteTableId: !Ref "+name+"Table")
}

// route is a route in the table of a subnet that place made.
func route(name, subnet, destination, target string) string {
	return res(name, "Route", "RouteTableId: !Ref "+subnet+"Table, DestinationCidrBlock: "+destination+", "+target)
}

// vpc is a VPC with a subnet App.
var vpc = res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + place("App", "Vpc", "")

// attached is an internet gateway at the VPC.
var attached = res("Igw", "InternetGateway", "") +
	res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw")

// public is a subnet Pub with a way to the internet gateway.
var public = attached + place("Pub", "Vpc", "") + route("PubOut", "Pub", "0.0.0.0/0", "GatewayId: !GetAtt Attach.InternetGatewayId")

// build reads a template of the resources, with what stands before and behind them.
func build(t *testing.T, before, resources string) *network.Network {
	t.Helper()
	return networktest.Build(t, "", before, "Resources:\n", resources)
}

func diagnose(t *testing.T, before, resources string) network.Diagnosis {
	t.Helper()
	var diagnosis network.Diagnosis
	routing.Diagnose(build(t, before, resources), &diagnosis)
	return diagnosis
}

// found lists the issues of a kind: the offender with the variant, and how many reasons make it weaker.
func found(diagnosis network.Diagnosis, kind string) []string {
	list := []string{}
	for _, issue := range diagnosis.Issues {
		if issue.Kind != "routing/"+kind {
			continue
		}
		text := strings.TrimSuffix(issue.Name+" "+issue.Variant, " ")
		if len(issue.Weaker) > 0 {
			text += fmt.Sprintf(" (%d weaker)", len(issue.Weaker))
		}
		list = append(list, text)
	}
	for _, doubt := range diagnosis.Doubts {
		if doubt.Kind == "routing/"+kind {
			list = append(list, "? "+doubt.Reason)
		}
	}
	return list
}

// probe is a template and what of the kind is to be found in it.
type probe struct {
	before, resources string
	want              []string
}

func try(t *testing.T, kind string, probes map[string]probe) {
	t.Helper()
	for name, probe := range probes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := probe.want
			if want == nil {
				want = []string{}
			}
			if diff := cmp.Diff(want, found(diagnose(t, probe.before, probe.resources), kind)); diff != "" {
				t.Errorf("%s mismatch (-want +got):\n%s", kind, diff)
			}
		})
	}
}

func only(t *testing.T, kind, resources string) network.Issue {
	t.Helper()
	var all []network.Issue
	for _, issue := range diagnose(t, "", resources).Issues {
		if issue.Kind == "routing/"+kind {
			all = append(all, issue)
		}
	}
	if len(all) != 1 {
		t.Fatalf("there are %d issues of the kind %s, want 1", len(all), kind)
	}
	return all[0]
}

func TestEmptyNetworkHasNoIssues(t *testing.T) {
	t.Parallel()
	diagnosis := diagnose(t, "", "")
	if len(diagnosis.Issues)+len(diagnosis.Doubts) > 0 {
		t.Errorf("there are issues: %v", diagnosis)
	}
}

func TestLargeNetworkIsDiagnosedAtOnce(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString(vpc + public + res("Nat", "NatGateway", "SubnetId: !Ref App, AllocationId: a"))
	for i := range 500 {
		name := fmt.Sprintf("Sub%d", i)
		text.WriteString(place(name, "Vpc", ""))
		text.WriteString(route(name+"Out", name, "0.0.0.0/0", "NatGatewayId: !Ref Nat"))
		text.WriteString(route(name+"Partner", name, fmt.Sprintf("172.16.%d.0/24", i%256), "GatewayId: !Ref Igw"))
		text.WriteString(res(name+"Ip", "EIP", "InstanceId: !Ref "+name+"Web"))
		text.WriteString(res(name+"Web", "Instance", "SubnetId: !Ref "+name))
	}
	large := build(t, "", text.String())
	done := make(chan network.Diagnosis, 1)
	go func() {
		var diagnosis network.Diagnosis
		routing.Diagnose(large, &diagnosis)
		done <- diagnosis
	}()
	select {
	case diagnosis := <-done:
		if len(diagnosis.Issues) != 2 {
			t.Errorf("there are %d issues, want the gateway in a private subnet and one for the attachment",
				len(diagnosis.Issues))
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the diagnosis of 3000 resources takes more than 5 seconds")
	}
}

func BenchmarkDiagnose(b *testing.B) {
	var text strings.Builder
	text.WriteString("Resources:\n" + vpc + public + res("Nat", "NatGateway", "SubnetId: !Ref Pub, AllocationId: a"))
	for i := range 100 {
		name := fmt.Sprintf("Sub%d", i)
		text.WriteString(place(name, "Vpc", "") + route(name+"Out", name, "0.0.0.0/0", "NatGatewayId: !Ref Nat"))
		text.WriteString(res(name+"Web", "Instance", "SubnetId: !Ref "+name))
	}
	large := networktest.Build(b, "", text.String())
	for b.Loop() {
		var diagnosis network.Diagnosis
		routing.Diagnose(large, &diagnosis)
	}
}
