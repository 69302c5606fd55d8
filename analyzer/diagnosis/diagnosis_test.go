package diagnosis_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/diagnosis"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
)

func TestEveryFamilyBelowNetworkIsAsked(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../network")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("diagnosis.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() || name == "networktest" || name == "testdata" {
			continue
		}
		if !strings.Contains(string(text), "\t"+name+".Diagnose,\n") {
			t.Errorf("the family %s is not asked", name)
		}
	}
}

func TestIssuesOfAllFamiliesStandTogether(t *testing.T) {
	t.Parallel()
	n := networktest.Build(t, "eu-west-1", "Resources:\n",
		networktest.Resource("Vpc", "EC2::VPC", "CidrBlock: 10.0.0.0/16"),
		networktest.Resource("Table", "EC2::RouteTable", "VpcId: !Ref Vpc"),
		networktest.Resource("Route", "EC2::Route", "RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, "+
			"GatewayId: !Ref Gateway"),
		networktest.Resource("Gateway", "EC2::InternetGateway", ""),
		networktest.Resource("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc"),
		networktest.Resource("All", "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: -1, "+
			"RuleAction: allow, CidrBlock: 0.0.0.0/0"),
		networktest.Resource("Never", "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, RuleNumber: 200, Protocol: -1, "+
			"RuleAction: deny, CidrBlock: 10.1.0.0/16"),
	)
	var families []string
	for _, issue := range diagnosis.Of(n).Issues {
		family, _, _ := strings.Cut(issue.Kind, "/")
		families = append(families, family)
	}
	want := []string{"nacl", "routing"} // in the order of the families
	if diff := cmp.Diff(want, slices.Compact(families)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNoNetworkHasNoIssues(t *testing.T) {
	t.Parallel()
	got := diagnosis.Of(networktest.Build(t, "", "Resources:\n", networktest.Resource("Bucket", "S3::Bucket", "")))
	if got.Issues == nil || len(got.Issues) > 0 || got.Doubts == nil || len(got.Doubts) > 0 {
		t.Errorf("got %+v, want empty lists", got)
	}
}
