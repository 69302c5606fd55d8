package ssm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/network/ssm"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// TestFactsDecide diagnoses a template without and with a fact.
func TestFactsDecide(t *testing.T) {
	t.Parallel()
	const (
		hub = "  Hub: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.9.0.0/16, " +
			"TransitGatewayId: tgw-1}}\n"
		everywhere = "  Hub: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, " +
			"TransitGatewayId: tgw-1}}\n"
		patched = "  Patch: {Type: AWS::SSM::Association, Properties: {Name: AWS-RunPatchBaseline, Targets: " +
			"[{Key: InstanceIds, Values: [!Ref Web]}]}}\n"
		tasks = "  Tasks: {Type: AWS::ECS::Service, Properties: {EnableExecuteCommand: true, LaunchType: FARGATE, " +
			"NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref Sub], SecurityGroups: [!Ref App]}}}}\n"
	)
	missing, legacy, doubt := []string{"ssm/private-subnet-without-endpoints"}, "ssm/legacy-ec2messages", "?"
	provided := func(services ...string) template.Known { return template.Known{Endpoints: services} }
	old := template.Known{LegacyAgent: true}
	said := func(answer string) string {
		return "  Web: {Type: AWS::EC2::Instance, Metadata: {latchkey: {legacy_agent: " + answer + "}}, Properties: " +
			"{SubnetId: !Ref Sub, SecurityGroupIds: [!Ref App], IamInstanceProfile: !Ref Profile}}\n" + core
	}
	working := open + both
	const gateway = "  S3: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3, " +
		"RouteTableIds: [!Ref Table]}}\n"
	let := func(to string) string {
		return strings.Replace(managed, "SecurityGroupIds: [!Ref App]", "SecurityGroupIds: [!Ref Out]", 1) +
			"  Out: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, SecurityGroupEgress: " +
			"[{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}" + to + "]}}\n" +
			strings.Replace(working, "SourceSecurityGroupId: !Ref App", "CidrIp: 10.0.0.0/16", 1)
	}
	shut, listed := let(""), let(", {IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: pl-1}")
	tests := map[string]struct {
		resources     string
		region        string
		known         template.Known
		before, after []string // the kinds of issues, and of doubts with a question mark
	}{
		"endpoints behind a route":             {managed + hub, "", provided("ssm", "ssmmessages"), []string{doubt + missing[0]}, nil},
		"endpoints behind the default route":   {managed + everywhere, "", provided("ssm", "ssmmessages"), []string{doubt + missing[0]}, nil},
		"one of two behind a route":            {managed + hub, "", provided("ssm"), []string{doubt + missing[0]}, []string{doubt + missing[0]}},
		"endpoints that no route leads to":     {managed, "", provided("ssm", "ssmmessages"), missing, missing},
		"storage behind a route":               {managed + working + hub + patched, "", provided("s3"), []string{doubt + "ssm/patching-without-s3-path"}, nil},
		"storage that no route leads to":       {managed + working + patched, "", provided("s3"), []string{"ssm/patching-without-s3-path"}, []string{"ssm/patching-without-s3-path"}},
		"another service than storage":         {managed + working + hub + patched, "", provided("ssm"), []string{doubt + "ssm/patching-without-s3-path"}, []string{doubt + "ssm/patching-without-s3-path"}},
		"storage that groups keep from":        {shut + patched + gateway, "", template.Known{}, []string{doubt + "ssm/patching-without-s3-path"}, []string{doubt + "ssm/patching-without-s3-path"}},
		"storage by its prefix list":           {listed + patched + gateway, "", template.Known{}, nil, nil},
		"ECS Exec behind a route":              {tasks + hub, "", provided("ssmmessages"), []string{doubt + "ssm/ecs-exec-without-endpoint"}, nil},
		"ECS Exec that no route leads to":      {tasks, "", provided("ssmmessages"), []string{"ssm/ecs-exec-without-endpoint"}, []string{"ssm/ecs-exec-without-endpoint"}},
		"agents are old":                       {managed + working, "eu-west-1", old, nil, []string{legacy}},
		"agents are old where nothing is":      {managed + working, "mx-central-1", old, nil, nil},
		"an agent says that it is not old":     {said("false") + working, "eu-west-1", old, nil, nil},
		"an agent says that it is old":         {said("true") + working, "eu-west-1", template.Known{}, []string{legacy}, []string{legacy}},
		"old agents behind a route":            {managed + working + hub, "eu-west-1", old, nil, []string{doubt + legacy}},
		"old agents with their endpoint":       {managed + working + endpoint("Old", "ec2messages", private), "eu-west-1", old, nil, nil},
		"old agents whose endpoint is central": {managed + working + hub, "eu-west-1", template.Known{LegacyAgent: true, Endpoints: []string{"ec2messages"}}, nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := func(known template.Known) []string {
				env := template.Environment{Region: test.region, Facts: func(string) template.Known { return known }}
				var found network.Diagnosis
				ssm.Diagnose(networktest.BuildKnowing(t, env, isolated, test.resources), &found)
				var kinds []string
				for _, issue := range found.Issues {
					kinds = append(kinds, issue.Kind)
				}
				for _, each := range found.Doubts {
					kinds = append(kinds, doubt+each.Kind)
				}
				slices.Sort(kinds)
				return slices.Compact(kinds)
			}
			want, got := [][]string{test.before, test.after}, [][]string{said(template.Known{}), said(test.known)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}
