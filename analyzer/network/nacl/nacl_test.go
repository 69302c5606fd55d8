package nacl_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/nacl"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
)

// guarded is a VPC with a subnet behind a network ACL without entries.
const guarded = `
Parameters:
  P: {Type: String}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Sub, NetworkAclId: !Ref Acl}}
`

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource

const (
	anyone = ", CidrBlock: 0.0.0.0/0"
	all    = "Protocol: -1" + anyone
	egress = ", Egress: true"
)

// tcp is an entry for a range of TCP ports.
func tcp(from, to int) string {
	return fmt.Sprintf("Protocol: 6, PortRange: {From: %d, To: %d}", from, to)
}

// allow is an entry of the ACL.
func allow(name string, number int, properties string) string {
	return entry(name, number, "allow", properties)
}

func entry(name string, number int, action, properties string) string {
	return res(name, "EC2::NetworkAclEntry",
		fmt.Sprintf("NetworkAclId: !Ref Acl, RuleNumber: %d, RuleAction: %s, %s", number, action, properties))
}

// diagnosis diagnoses a template, made of the texts.
func diagnosis(t *testing.T, texts ...string) network.Diagnosis {
	t.Helper()
	return networktest.Diagnose(t, nacl.Diagnose, "", texts...)
}

// issues are the issues of one rule, each with its place, its words in the order of their names, and what tells
// it apart.
func issues(t *testing.T, rule string, texts ...string) []string {
	t.Helper()
	var lines []string
	for _, issue := range diagnosis(t, texts...).Issues {
		if issue.Kind != "nacl/"+rule {
			continue
		}
		place := strings.TrimPrefix(string(issue.At), "app.yaml#/Resources/")
		parts := []string{strings.Replace(place, "/Properties/", "/", 1)}
		for _, word := range []string{"direction", "ports", "way", "earlier", "first", "protocol"} {
			parts = append(parts, issue.Words[word])
		}
		parts = append(parts, issue.Variant)
		if len(issue.Weaker) > 0 {
			parts = append(parts, "weaker")
		}
		parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
		lines = append(lines, strings.Join(parts, ", "))
	}
	return lines
}

type issueCase struct {
	resources string
	want      []string
}

// check compares what one rule finds behind the ACL with what it should.
func check(t *testing.T, rule string, cases map[string]issueCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, issues(t, rule, guarded, test.resources)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEmptyDirections(t *testing.T) {
	t.Parallel()
	check(t, "empty-direction", map[string]issueCase{
		"no entries":                 {"", []string{"Acl, in or out"}},
		"nothing goes out":           {allow("In", 1, all), []string{"Acl, out"}},
		"nothing comes in":           {allow("Out", 1, all+", Egress: 'true'"), []string{"Acl, in"}},
		"both":                       {allow("In", 1, all) + allow("Out", 1, all+egress), nil},
		"a direction that is denied": {allow("In", 1, all) + entry("Out", 1, "deny", all+egress), nil},
		"a direction not known":      {allow("In", 1, all) + allow("Out", 1, all+", Egress: !Ref P"), nil},
		"an ACL that is exported":    {"Outputs:\n  A: {Value: !Ref Acl}\n", []string{"Acl, in or out, weaker"}},
		"an ACL that is handed on":   {res("N", "CloudFormation::Stack", "Parameters: {A: !Ref Acl}"), nil},
	})
}

func TestAnACLWithoutSubnetsMayBeEmpty(t *testing.T) {
	t.Parallel()
	alone := strings.Join(strings.SplitAfter(guarded, "\n")[:7], "")
	if got := issues(t, "empty-direction", alone); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
	tied := alone + res("Tie", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref P, NetworkAclId: !Ref Acl")
	if got := issues(t, "empty-direction", tied); got == nil {
		t.Error("got nothing for an ACL of a subnet that is not declared, want a finding")
	}
}

// subnetsOfClients are two more subnets, and refusing an instance behind the ACL whose group refuses everything.
var (
	subnetsOfClients = res("Two", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24") +
		res("Three", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24")
	refusing = res("Own", "EC2::SecurityGroup", "VpcId: !Ref Vpc, GroupDescription: none") +
		res("App", "EC2::Instance", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Own]")
)

func TestReplies(t *testing.T) {
	t.Parallel()
	in, out := allow("In", 1, tcp(443, 443)+anyone), allow("Out", 1, tcp(443, 443)+anyone+egress)
	check(t, "blocked-return-traffic", map[string]issueCase{
		"a service":                      {in + out, []string{"In, port 443, in", "Out, port 443, out"}},
		"services":                       {in + allow("Web", 2, tcp(80, 81)+anyone) + allow("Out", 1, tcp(25, 25)+anyone+egress) + allow("Back", 2, tcp(1024, 65535)+anyone), []string{"In, port 443 and ports 80 to 81, in"}},
		"replies to every port":          {in + allow("Out", 1, tcp(1024, 65535)+anyone+egress), nil},
		"replies to Linux":               {in + allow("Out", 1, tcp(32768, 60999)+anyone+egress), nil},
		"everything back":                {in + allow("Out", 1, all+egress), nil},
		"replies to others":              {in + allow("Out", 1, tcp(1024, 65535)+", CidrBlock: 10.0.0.0/8"+egress), nil},
		"replies to none of the clients": {allow("In", 1, tcp(443, 443)+", CidrBlock: 192.0.2.0/24") + allow("Out", 1, tcp(1024, 65535)+", CidrBlock: 10.0.0.0/8"+egress), []string{"In, port 443, in"}},
		"replies denied before":          {in + entry("No", 1, "deny", tcp(1024, 65535)+anyone+egress) + allow("Out", 2, all+egress), []string{"In, port 443, in"}},
		"replies by the other family":    {in + allow("Out", 1, "Protocol: -1, Ipv6CidrBlock: '::/0'"+egress), []string{"In, port 443, in"}},
		"a service that is denied":       {entry("No", 1, "deny", all) + allow("In", 2, tcp(443, 443)+anyone) + allow("Out", 1, tcp(25, 25)+anyone+egress), []string{"Out, port 25, out"}},
		"replies to Windows alone":       {in + allow("Out", 1, tcp(49152, 65535)+anyone+egress), []string{"In, port 443, in, ports, weaker"}},
		"replies to one of two subnets": {
			in + subnetsOfClients + allow("Out", 1, tcp(1024, 65535)+", CidrBlock: 10.0.2.0/24"+egress), []string{"In, port 443, in, clients"},
		},
		"replies to all subnets":       {in + subnetsOfClients + allow("Out", 1, tcp(1024, 65535)+", CidrBlock: 10.0.2.0/23"+egress), nil},
		"nothing that serves the port": {in + refusing + allow("Out", 1, tcp(25, 25)+anyone+egress), []string{"Out, port 25, out"}},
		"no entry back":                {in, nil},
		"an entry not known":           {in + allow("Out", 1, all+egress+", CidrBlock: !Ref P"), nil},
		"a range for replies":          {allow("In", 1, tcp(1024, 65535)+anyone) + allow("Out", 1, all+egress), nil},
	})
}

func TestRepliesAreLetThroughByTheFix(t *testing.T) {
	t.Parallel()
	found := diagnosis(t, guarded, allow("In", 100, tcp(443, 443)+anyone), allow("Out", 110, tcp(25, 25)+anyone+egress)).Issues
	want := map[string]any{
		"Type": "AWS::EC2::NetworkAclEntry",
		"Properties": map[string]any{
			"NetworkAclId": map[string]any{"Ref": "Acl"}, "RuleNumber": 120, "RuleAction": "allow", "Egress": true,
			"Protocol": 6, "CidrBlock": "0.0.0.0/0", "PortRange": map[string]any{"From": 1024, "To": 65535},
		},
	}
	if len(found) == 0 || len(found[0].Edits) != 1 {
		t.Fatalf("got %v, want an issue with one edit", found)
	}
	edit := found[0].Edits[0]
	if diff := cmp.Diff(want, edit.Value); diff != "" || edit.At != "app.yaml#/Resources/AclRepliesOut" {
		t.Error(edit.At, diff)
	}
}

func TestShadowedEntries(t *testing.T) {
	t.Parallel()
	wide := allow("All", 100, all)
	ssh := func(number int, rest string) string { return entry("Ssh", number, "deny", tcp(22, 22)+rest) }
	ping := "Protocol: 1, Icmp: {Type: 8, Code: 0}, CidrBlock: 10.0.0.0/8"
	check(t, "shadowed-entry", map[string]issueCase{
		"a denial behind everything":      {wide + ssh(200, anyone), []string{"Ssh/RuleNumber, All, 100"}},
		"a denial before everything":      {wide + ssh(90, anyone), nil},
		"a denial of the other way":       {wide + ssh(200, anyone+egress), nil},
		"a denial of the other family":    {wide + ssh(200, ", Ipv6CidrBlock: '::/0'"), nil},
		"the same again":                  {wide + allow("More", 200, tcp(80, 80)+anyone), []string{"More/RuleNumber, All, 100, same"}},
		"a wider block":                   {allow("Own", 100, "Protocol: -1, CidrBlock: 10.0.0.0/16") + ssh(200, ", CidrBlock: 10.0.0.0/8"), nil},
		"a wider range":                   {allow("Web", 100, tcp(20, 30)+anyone) + entry("No", 200, "deny", tcp(20, 40)+anyone), nil},
		"a narrower range":                {allow("Web", 100, tcp(20, 30)+anyone) + ssh(200, ", CidrBlock: 10.0.0.0/8"), []string{"Ssh/RuleNumber, Web, 100"}},
		"another protocol":                {allow("Udp", 100, "Protocol: 17, PortRange: {From: 0, To: 65535}"+anyone) + ssh(200, anyone), nil},
		"a type of ICMP behind all":       {allow("All", 100, "Protocol: 1, Icmp: {Type: -1, Code: -1}"+anyone) + entry("No", 200, "deny", ping), []string{"No/RuleNumber, All, 100"}},
		"a type of ICMP behind another":   {allow("One", 100, "Protocol: 1, Icmp: {Type: 3, Code: -1}"+anyone) + entry("No", 200, "deny", ping), nil},
		"a number that is not known":      {wide + strings.Replace(ssh(200, anyone), "200", "!Ref P", 1), nil},
		"an entry that is not known":      {strings.Replace(wide, "-1", "!Ref P", 1) + ssh(200, anyone), nil},
		"the default ACL":                 {strings.Replace(ssh(200, anyone), "!Ref Acl", "!GetAtt Vpc.DefaultNetworkAcl", 1), []string{"Ssh/RuleNumber, the default entry, 100"}},
		"the default ACL, the same":       {strings.Replace(allow("More", 200, all), "!Ref Acl", "!GetAtt Vpc.DefaultNetworkAcl", 1), nil},
		"the default ACL, in front of it": {strings.Replace(ssh(50, anyone), "!Ref Acl", "!GetAtt Vpc.DefaultNetworkAcl", 1), nil},
	})
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	check(t, "duplicate-rule-number", map[string]issueCase{
		"twice":                  {allow("A", 100, all) + allow("B", 100, tcp(80, 80)+anyone), []string{"B/RuleNumber, ingress, A"}},
		"twice, one as text":     {allow("A", 100, all) + strings.Replace(allow("B", 100, all), "100", "'100'", 1), []string{"B/RuleNumber, ingress, A"}},
		"three times":            {allow("A", 7, all) + allow("B", 7, all) + allow("C", 7, all), []string{"B/RuleNumber, ingress, A", "C/RuleNumber, ingress, A"}},
		"in both families":       {allow("A", 100, all) + allow("B", 100, "Protocol: -1, Ipv6CidrBlock: '::/0'"), []string{"B/RuleNumber, ingress, A"}},
		"in both directions":     {allow("A", 100, all) + allow("B", 100, all+egress), nil},
		"in two ACLs":            {allow("A", 100, all) + res("Other", "EC2::NetworkAcl", "VpcId: !Ref Vpc") + strings.Replace(allow("B", 100, all), "!Ref Acl", "!Ref Other", 1), nil},
		"in an ACL not declared": {strings.ReplaceAll(allow("A", 100, all)+allow("B", 100, all), "!Ref Acl", "!Ref P"), []string{"B/RuleNumber, ingress, A"}},
		"in ACLs not declared":   {strings.ReplaceAll(allow("A", 100, all), "!Ref Acl", "acl-1") + strings.ReplaceAll(allow("B", 100, all), "!Ref Acl", "acl-2"), nil},
		"beyond the last":        {allow("A", 32767, all), []string{"A/RuleNumber, range"}},
		"before the first":       {allow("A", 0, all), []string{"A/RuleNumber, range"}},
		"the last":               {allow("A", 32766, all), nil},
		"a number not yet known": {strings.Replace(allow("A", 5, all), "5", "!Ref P", 1) + allow("B", 5, all), nil},
	})
}

func TestADuplicateTakesTheNextNumber(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		resources string
		want      []any
	}{
		"the next is free":  {allow("A", 100, all) + allow("B", 100, all), []any{101}},
		"the next is taken": {allow("A", 100, all) + allow("B", 100, all) + allow("C", 101, all), nil},
		"there is no next":  {allow("A", 32766, all) + allow("B", 32766, all), nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []any
			for _, issue := range diagnosis(t, guarded, test.resources).Issues {
				if issue.Kind == "nacl/duplicate-rule-number" {
					for _, edit := range issue.Edits {
						got = append(got, edit.Value)
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPortsThatDoNotCount(t *testing.T) {
	t.Parallel()
	check(t, "ignored-ports", map[string]issueCase{
		"ports of everything":      {allow("A", 1, "Protocol: '-1', PortRange: {From: 443, To: 443}"+anyone), []string{"A/PortRange, -1"}},
		"all ports of everything":  {allow("A", 1, "Protocol: -1, PortRange: {From: '0', To: '65535'}"+anyone), nil},
		"ports of another":         {allow("A", 1, "Protocol: 50, PortRange: {From: 1, To: 2}"+anyone), []string{"A/PortRange, 50"}},
		"no ports of everything":   {allow("A", 1, all), nil},
		"TCP without ports":        {allow("A", 1, "Protocol: tcp"+anyone), []string{"A/Protocol, TCP, ports"}},
		"TCP with ports not known": {allow("A", 1, "Protocol: 6, PortRange: !Ref P"+anyone), nil},
		"ICMP without a type":      {allow("A", 1, "Protocol: 1"+anyone), []string{"A/Protocol, ICMP, icmp"}},
		"ICMP with a type":         {allow("A", 1, "Protocol: 1, Icmp: {Type: 8, Code: -1}"+anyone), nil},
		"ICMPv6 without a type":    {allow("A", 1, "Protocol: 58, Ipv6CidrBlock: '::/0'"), []string{"A/Protocol, ICMPv6, icmp"}},
		"ICMPv6 for IPv4":          {allow("A", 1, "Protocol: 58, Icmp: {Type: 128, Code: 0}"+anyone), []string{"A/Protocol, family"}},
		"a protocol not known":     {allow("A", 1, "Protocol: !Ref P"+anyone), nil},
	})
}

func TestDoubts(t *testing.T) {
	t.Parallel()
	handed := diagnosis(t, guarded, res("N", "CloudFormation::Stack", "Parameters: {A: !Ref Acl}")).Doubts
	var got []string
	for _, doubt := range handed {
		got = append(got, doubt.Kind+": "+doubt.Reason)
	}
	want := []string{"nacl/empty-direction: N (AWS::CloudFormation::Stack) is handed Acl and may add to it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoOrderOfResourcesChangesWhatIsFound(t *testing.T) {
	t.Parallel()
	entries := []string{
		allow("In", 110, tcp(443, 443)+anyone), allow("Out", 100, tcp(25, 25)+anyone+egress),
		entry("No", 120, "deny", tcp(443, 443)+anyone), allow("Two", 110, tcp(80, 80)+anyone),
	}
	count := func() int { return len(diagnosis(t, guarded, strings.Join(entries, "")).Issues) }
	forward := count()
	slices.Reverse(entries)
	if backward := count(); forward != backward || forward == 0 {
		t.Errorf("got %d issues one way, %d the other, want as many", forward, backward)
	}
}

// BenchmarkDiagnose diagnoses VPCs of growing size, with ACLs of as many entries as AWS allows; the time per
// resource should stay about the same.
func BenchmarkDiagnose(b *testing.B) {
	const most = 40
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprintf("%d resources", size), func(b *testing.B) {
			var text strings.Builder
			text.WriteString(guarded)
			for i := range size {
				acl := fmt.Sprintf("Acl%d", i/most)
				if i%most == 0 {
					subnet := fmt.Sprintf("Sub%d", i/most)
					text.WriteString(res(acl, "EC2::NetworkAcl", "VpcId: !Ref Vpc"))
					text.WriteString(res(subnet, "EC2::Subnet", "VpcId: !Ref Vpc"))
					text.WriteString(res("Tie"+subnet, "EC2::SubnetNetworkAclAssociation",
						"SubnetId: !Ref "+subnet+", NetworkAclId: !Ref "+acl))
				}
				direction := anyone
				if i%2 == 0 {
					direction += egress
				}
				text.WriteString(strings.Replace(allow(fmt.Sprintf("E%d", i), i%most+1, tcp(i%most+1, i%most+1)+direction),
					"!Ref Acl", "!Ref "+acl, 1))
			}
			built := networktest.Build(b, "", text.String())
			b.ResetTimer()
			for b.Loop() {
				nacl.Diagnose(built, &network.Diagnosis{})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/resource")
		})
	}
}
