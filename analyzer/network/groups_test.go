package network_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// rule returns the first rule of a group with one ingress rule.
func rule(t *testing.T, properties string) *network.GroupRule {
	t.Helper()
	groups := build(t, "Resources:\n  Group: {Type: AWS::EC2::SecurityGroup, "+
		"Properties: {SecurityGroupIngress: [{"+properties+"}]}}\n").SecurityGroups
	if len(groups) != 1 || len(groups[0].Rules) != 1 {
		t.Fatalf("want one group with one rule, got %v", groups)
	}
	return groups[0].Rules[0]
}

func TestRuleProtocol(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		properties, want string
	}{
		"a name":             {"IpProtocol: icmp, FromPort: 8, ToPort: -1", "icmp 8/-1"},
		"an upper-case name": {"IpProtocol: ICMP, FromPort: 8, ToPort: -1", "icmp 8/-1"},
		"a number":           {"IpProtocol: 1, FromPort: 8, ToPort: 0", "icmp 8/0"},
		"a number as text":   {"IpProtocol: '1', FromPort: '-1', ToPort: '-1'", "icmp -1/-1"},
		"ICMPv6 by number":   {"IpProtocol: 58, FromPort: 128, ToPort: 0", "icmpv6 128/0"},
		"ICMPv6 without a type is for all of them": {"IpProtocol: icmpv6", "icmpv6 -1/-1"},
		"ICMP without a type is not known":         {"IpProtocol: icmp", "icmp"},
		"ICMP without a code is not known":         {"IpProtocol: icmp, FromPort: -1", "icmp"},
		"ICMP of a type that is not known": {
			"IpProtocol: icmp, FromPort: !ImportValue T, ToPort: -1", "icmp ?",
		},
		"TCP by number":                {"IpProtocol: 6, FromPort: 0, ToPort: 65535", "tcp"},
		"everything":                   {"IpProtocol: -1", "-1"},
		"everything, as text":          {"IpProtocol: '-1', FromPort: 443, ToPort: 443", "-1"},
		"another number":               {"IpProtocol: 50", "50"},
		"a protocol that is not known": {"IpProtocol: !ImportValue P", " ?"},
		"no protocol":                  {"FromPort: 1", " ?"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rule(t, test.properties)
			text := got.Protocol
			if got.ICMP != nil {
				text += fmt.Sprintf(" %d/%d", got.ICMP.Type, got.ICMP.Code)
			}
			if got.Undecided != "" {
				text += " ?"
			}
			if text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
		})
	}
}

func TestRulesOfTheWrongShape(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		key, written, want string
	}{
		"a text for the list":  {"Ingress", "hello", "a text stands where a list of rules belongs"},
		"a text for a rule":    {"Ingress", "[hello]", "a text stands where a rule belongs"},
		"a text for the other": {"Egress", "hello", "a text stands where a list of rules belongs"},
		"an import":            {"Ingress", "!ImportValue Rules", "the value is imported from another stack as Rules"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			groups := build(t, "Resources:\n", res("G", groupKind, "SecurityGroup"+test.key+": "+test.written)).SecurityGroups
			got := groups[0].Rules[0]
			if got.Exists.String() != "undecided" || got.Undecided != test.want {
				t.Errorf("got %v, %q, want undecided, %q", got.Exists, got.Undecided, test.want)
			}
			if egress := groups[0].DefaultEgress.Answer.String(); test.key == "Egress" && egress != "undecided" {
				t.Errorf("default egress: got %s, want undecided", egress)
			}
		})
	}
}

const groupKind = "EC2::SecurityGroup"

func TestRuleNamesTheEntriesThatOpenIt(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		entries string
		want    []string
	}{
		"one is everything": {
			"[{Cidr: 10.0.0.0/8}, {Cidr: 0.0.0.0/0}]", []string{"app.yaml#/Resources/List/Properties/Entries/1/Cidr"},
		},
		"two are everything": {"[{Cidr: 0.0.0.0/1}, {Cidr: 10.0.0.0/8}, {Cidr: 128.0.0.0/1}]", []string{
			"app.yaml#/Resources/List/Properties/Entries/0/Cidr", "app.yaml#/Resources/List/Properties/Entries/2/Cidr",
		}},
		"a parameter gives one": {"[{Cidr: !Ref All}]", []string{
			"app.yaml#/Resources/List/Properties/Entries/0/Cidr", "app.yaml#/Parameters/All/Default",
		}},
		"none is the internet": {"[{Cidr: 10.0.0.0/8}]", nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			groups := build(t, "Parameters: {All: {Type: String, Default: 0.0.0.0/0}}\nResources:\n",
				res("List", "EC2::PrefixList", "AddressFamily: IPv4, Entries: "+test.entries),
				res("G", groupKind, "SecurityGroupIngress: [{IpProtocol: -1, SourcePrefixListId: !Ref List}]")).SecurityGroups
			var got []string
			for _, hop := range groups[0].Rules[0].Via {
				got = append(got, string(hop.At))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("via (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulePeers(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		properties string
		want       []string
	}{
		"a block":                     {"CidrIp: 10.1.2.3/8", []string{"cidr 10.0.0.0/8 ipv4 false"}},
		"everything":                  {"CidrIp: 0.0.0.0/0", []string{"cidr 0.0.0.0/0 ipv4 true"}},
		"everything, not canonical":   {"CidrIp: 1.2.3.4/0", []string{"cidr 0.0.0.0/0 ipv4 true"}},
		"everything in IPv6":          {"CidrIpv6: '::/0'", []string{"cidr ::/0 ipv6 true"}},
		"everything in IPv6, in full": {"CidrIpv6: '0:0:0:0:0:0:0:0/0'", []string{"cidr ::/0 ipv6 true"}},
		"all of global unicast":       {"CidrIpv6: 2000::/3", []string{"cidr 2000::/3 ipv6 true"}},
		"both families": {
			"CidrIp: 0.0.0.0/0, CidrIpv6: '::/0'", []string{"cidr 0.0.0.0/0 ipv4 true", "cidr ::/0 ipv6 true"},
		},
		"half of it":                {"CidrIp: 0.0.0.0/1", []string{"cidr 0.0.0.0/1 ipv4 false"}},
		"a block that is not known": {"CidrIp: !ImportValue Cidr", []string{"unresolved   false"}},
		"a block that is none":      {"CidrIp: 10.0.0.1", []string{"unresolved   false"}},
		"the VPC's block":           {"CidrIp: !GetAtt Vpc.CidrBlock", []string{"cidr 10.0.0.0/16 ipv4 false"}},
		"a declared prefix list":    {"SourcePrefixListId: !Ref List", []string{"prefix-list  ipv4 true"}},
		"a prefix list of others":   {"SourcePrefixListId: pl-1", []string{"prefix-list   false"}},
		"a group":                   {"SourceSecurityGroupId: !Ref Group", []string{"security-group   false"}},
		"a group by name":           {"SourceSecurityGroupName: default", []string{"security-group   false"}},
		"no peer":                   {"Description: none", nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			group := build(t, `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  List: {Type: AWS::EC2::PrefixList, Properties: {Entries: [{Cidr: 0.0.0.0/1}, {Cidr: 128.0.0.0/1}]}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, `+test.properties+`}]}
`).SecurityGroups[0]
			var got []string
			anywhere := false
			for _, peer := range group.Rules[0].Peers {
				got = append(got, fmt.Sprintf("%s %s %s %v", peer.Kind, peer.CIDR, peer.Family, peer.Any))
				anywhere = anywhere || peer.Any
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("peers (-want +got):\n%s", diff)
			}
			if group.Rules[0].Any != anywhere {
				t.Errorf("any: got %v, want %v", group.Rules[0].Any, anywhere)
			}
		})
	}
}

func TestUnionOfRules(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		first, second string
		want          bool
	}{
		"two halves": {
			"IpProtocol: icmp, CidrIp: 0.0.0.0/1", "IpProtocol: 1, CidrIp: 128.0.0.0/1", true,
		},
		"two halves of IPv6": {
			"IpProtocol: icmpv6, CidrIpv6: '2000::/4'", "IpProtocol: icmpv6, CidrIpv6: '3000::/4'", true,
		},
		"two halves of different types": {
			"IpProtocol: icmp, FromPort: 3, CidrIp: 0.0.0.0/1", "IpProtocol: icmp, CidrIp: 128.0.0.0/1", false,
		},
		"two halves of two protocols": {
			"IpProtocol: icmp, CidrIp: 0.0.0.0/1", "IpProtocol: tcp, CidrIp: 128.0.0.0/1", false,
		},
		"two halves of two families": {
			"IpProtocol: icmp, CidrIp: 0.0.0.0/1", "IpProtocol: icmp, CidrIpv6: '3000::/4'", false,
		},
		"a half and a quarter": {
			"IpProtocol: icmp, CidrIp: 0.0.0.0/1", "IpProtocol: icmp, CidrIp: 128.0.0.0/2", false,
		},
		"a half and one that is not known": {
			"IpProtocol: icmp, CidrIp: 0.0.0.0/1", "IpProtocol: icmp, CidrIp: !ImportValue C", false,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := build(t, "Resources:\n  Group: {Type: AWS::EC2::SecurityGroup, Properties: "+
				"{SecurityGroupIngress: [{"+test.first+"}]}}\n"+
				"  More: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Group, "+test.second+"}}\n",
			).SecurityGroups[0].Rules
			if rules[0].Any != test.want || rules[1].Any != test.want {
				t.Errorf("any: got %v and %v, want %v", rules[0].Any, rules[1].Any, test.want)
			}
			var union []source.At
			if test.want {
				union = []source.At{rules[0].Peers[0].At, rules[1].Peers[0].At}
			}
			for _, rule := range rules {
				if diff := cmp.Diff(union, rule.Peers[0].Union); diff != "" {
					t.Errorf("union (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestUnionIsNotNamedBesideTheWhole(t *testing.T) {
	t.Parallel()
	rules := build(t, `
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
      - {IpProtocol: icmp, CidrIp: 0.0.0.0/1}
      - {IpProtocol: icmp, CidrIp: 128.0.0.0/1}
      - {IpProtocol: icmp, CidrIp: 0.0.0.0/0}
`).SecurityGroups[0].Rules
	var got []bool
	for _, rule := range rules {
		got = append(got, rule.Any)
	}
	if diff := cmp.Diff([]bool{false, false, true}, got); diff != "" {
		t.Errorf("any (-want +got):\n%s", diff)
	}
}

func TestRulesAreMergedByGroup(t *testing.T) {
	t.Parallel()
	groups := build(t, `
Resources:
  One:
    Type: AWS::EC2::SecurityGroup
    Properties: {SecurityGroupIngress: {IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8}}
  ByRef:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref One, IpProtocol: tcp, FromPort: 2, ToPort: 2}
  ByID:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: {GroupId: !GetAtt One.GroupId, IpProtocol: tcp, FromPort: 3, ToPort: 3}
  Other: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, FromPort: 4, ToPort: 4}}
  Again: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, FromPort: 5, ToPort: 5}}
  Default:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: tcp, FromPort: 6, ToPort: 6}
  Vpc: {Type: AWS::EC2::VPC}
`).SecurityGroups
	var got []string
	for _, group := range groups {
		got = append(got, string(group.Standing)+" "+group.Name)
		for _, rule := range group.Rules {
			got = append(got, fmt.Sprintf("%s %s %d", rule.Owner, rule.Direction, *rule.From))
		}
	}
	want := []string{
		"declared One", "One ingress 1", "ByRef ingress 2", "ByID egress 3",
		"external sg-1", "Other ingress 4", "Again ingress 5",
		"default app.yaml#Vpc.DefaultSecurityGroup", "Default ingress 6",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestDefaultEgress(t *testing.T) {
	t.Parallel()
	standalone := res("Out", "EC2::SecurityGroupEgress", "GroupId: !Ref Group, IpProtocol: tcp")
	cases := map[string]struct {
		properties, more, want string
	}{
		"no egress rule":           {"GroupDescription: x", "", "yes"},
		"an empty list":            {"SecurityGroupEgress: []", "", "yes"},
		"a rule of its own":        {"SecurityGroupEgress: [{IpProtocol: '-1', CidrIp: 0.0.0.0/0}]", "", "no"},
		"a rule that stands alone": {"GroupDescription: x", standalone, "no"},
		"a list that is not known": {"SecurityGroupEgress: !ImportValue Rules", "", "undecided"},
		"a rule that may not exist": {
			"GroupDescription: x", strings.Replace(standalone, "Egress,", "Egress, Condition: Maybe,", 1) +
				"Conditions: {Maybe: !Equals [!ImportValue Kind, web]}\n", "undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			group := res("Group", "EC2::SecurityGroup", test.properties)
			groups := build(t, "Resources:\n", group, test.more).SecurityGroups
			if got := groups[0].DefaultEgress.Answer.String(); got != test.want {
				t.Errorf("default egress: got %s, want %s", got, test.want)
			}
		})
	}
}

func TestRuleAsRulesReadIt(t *testing.T) {
	t.Parallel()
	rules := build(t, `
Parameters: {Cidr: {Type: String, Default: 0.0.0.0/0}}
Conditions: {Maybe: !Equals [!ImportValue Kind, web]}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
      - !If [Maybe, {IpProtocol: tcp}, {IpProtocol: udp}]
      - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: !Ref Cidr}
`).SecurityGroups[0].Rules
	text, err := json.MarshalIndent(rules, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `[
 {
  "at": "app.yaml#/Resources/Group/Properties/SecurityGroupIngress/0",
  "owner": "Group",
  "exists": "undecided",
  "direction": "ingress",
  "peers": [],
  "any": false,
  "undecided": "condition Maybe can't be decided"
 },
 {
  "at": "app.yaml#/Resources/Group/Properties/SecurityGroupIngress/1",
  "owner": "Group",
  "exists": "yes",
  "direction": "ingress",
  "protocol": "icmp",
  "from": -1,
  "to": -1,
  "icmp": {
   "type": -1,
   "code": -1
  },
  "peers": [
   {
    "kind": "cidr",
    "at": "app.yaml#/Resources/Group/Properties/SecurityGroupIngress/1/CidrIp",
    "cidr": "0.0.0.0/0",
    "family": "ipv4",
    "any": true
   }
  ],
  "any": true,
  "via": [
   {
    "at": "app.yaml#/Parameters/Cidr/Default",
    "message": "default of parameter Cidr"
   }
  ]
 }
]`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
