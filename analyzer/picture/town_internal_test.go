package picture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// read returns the network of a template.
func read(t *testing.T, text string) *network.Network {
	t.Helper()
	tree := syntax.Parse(source.New("net.yaml", []byte(text)))
	for _, problem := range tree.Problems {
		t.Fatalf("the test's template does not parse: %s\n%s", problem.Message, text)
	}
	return network.Build([]*template.Template{template.Read(tree, template.Environment{})}, template.Environment{})
}

// town makes up a template with about the given number of resources.
type town struct {
	pen

	dice  *rand.Rand
	count int
}

func newTown(seed uint64) *town {
	return &town{dice: rand.New(rand.NewPCG(seed, 2))}
}

func (b *town) add(name, kind, properties string) string {
	b.put("  %s: {Type: AWS::%s, Properties: {%s}}\n", name, kind, properties)
	b.count++
	return name
}

// chance is true once in so many times.
func (b *town) chance(times int) bool { return b.dice.IntN(times) == 0 }

// name makes a name of random length, as people choose them.
func (b *town) name(prefix string) string {
	endings := []string{"", "Main", "ForTheApplicationServersOfTheShop", "X", "NumberTwo", "WithAVeryLongNameThatNobodyWouldReadToItsEnd"}
	return fmt.Sprintf("%s%s%d", prefix, endings[b.dice.IntN(len(endings))], b.count)
}

// townOf returns the text of a template.
func townOf(seed uint64, size int) string {
	b := newTown(seed)
	b.WriteString("Parameters:\n  Ext: {Type: String}\n  Zone: {Type: String}\nResources:\n")
	var vpcs []string
	if b.chance(2) {
		b.add("Hub", "EC2::TransitGateway", "")
	} else {
		b.add("Hub", "EC2::InternetGateway", "") // a target of the wrong kind
	}
	for b.count < size {
		vpcs = append(vpcs, b.vpc(vpcs, size))
	}
	return b.String()
}

func (b *town) vpc(others []string, size int) string {
	vpc := b.add(b.name("Vpc"), "EC2::VPC", fmt.Sprintf("CidrBlock: 10.%d.0.0/16", len(others)))
	igw := b.add(b.name("Igw"), "EC2::InternetGateway", "")
	if !b.chance(5) {
		b.add(b.name("Attach"), "EC2::VPCGatewayAttachment", "VpcId: !Ref "+vpc+", InternetGatewayId: !Ref "+igw)
	}
	targets := []string{"GatewayId: !Ref " + igw, "TransitGatewayId: !Ref Hub", "NatGatewayId: !Ref Ext", "GatewayId: !Ref Ext"}
	if b.chance(2) {
		vgw := b.add(b.name("Vgw"), "EC2::VPNGateway", "Type: ipsec.1")
		b.add(b.name("VgwAttach"), "EC2::VPCGatewayAttachment", "VpcId: !Ref "+vpc+", VpnGatewayId: !Ref "+vgw)
		targets = append(targets, "GatewayId: !Ref "+vgw)
	}
	if b.chance(2) {
		targets = append(targets, "EgressOnlyInternetGatewayId: !Ref "+
			b.add(b.name("Eigw"), "EC2::EgressOnlyInternetGateway", "VpcId: !Ref "+vpc))
	}
	if len(others) > 0 {
		other := others[b.dice.IntN(len(others))]
		targets = append(targets, "VpcPeeringConnectionId: !Ref "+
			b.add(b.name("Peer"), "EC2::VPCPeeringConnection", "VpcId: !Ref "+vpc+", PeerVpcId: !Ref "+other))
	}
	if b.chance(3) {
		b.add(b.name("PeerOut"), "EC2::VPCPeeringConnection", "VpcId: !Ref "+vpc+", PeerVpcId: vpc-12345678")
		b.add(b.name("Tie"), "EC2::TransitGatewayAttachment", "VpcId: !Ref "+vpc+", TransitGatewayId: !Ref Hub, SubnetIds: []")
	}
	for range b.dice.IntN(6) {
		b.add(b.name("Endpoint"), "EC2::VPCEndpoint", "VpcId: !Ref "+vpc+", ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: []")
	}
	b.subnets(vpc, targets, min(size, b.count+10+b.dice.IntN(90)))
	return vpc
}

func (b *town) subnets(vpc string, targets []string, until int) {
	var made []string
	for b.count < until {
		zone := ", AvailabilityZone: eu-west-1" + string("abc"[b.dice.IntN(3)])
		if b.chance(4) {
			zone = []string{"", ", AvailabilityZone: !Ref Zone", ", AvailabilityZone: !Select [1, !GetAZs '']"}[b.dice.IntN(3)]
		}
		subnet := b.add(b.name("Subnet"), "EC2::Subnet", fmt.Sprintf("VpcId: !Ref %s, CidrBlock: 10.0.%d.0/24%s", vpc, len(made), zone))
		made = append(made, subnet)
		if b.chance(3) {
			targets = append(targets, "NatGatewayId: !Ref "+
				b.add(b.name("Nat"), "EC2::NatGateway", "SubnetId: !Ref "+subnet+", AllocationId: eipalloc-1"))
		}
		if !b.chance(5) {
			b.routes(vpc, subnet, targets)
		}
		for range b.dice.IntN(7) {
			b.add(b.name("Server"), "EC2::Instance", "SubnetId: !Ref "+subnet)
		}
		if b.chance(8) {
			targets = append(targets, "InstanceId: !Ref "+b.add(b.name("Box"), "EC2::Instance", "SubnetId: !Ref "+subnet))
		}
		if b.chance(3) {
			b.add(b.name("Group"), "AutoScaling::AutoScalingGroup", "MinSize: 1, MaxSize: 2, VPCZoneIdentifier: [!Ref "+strings.Join(made, ", !Ref ")+"]")
		}
		if b.chance(6) {
			b.add(b.name("Stray"), "EC2::Instance", []string{"SubnetId: !Ref Ext", "ImageId: ami-1"}[b.dice.IntN(2)])
		}
	}
}

func (b *town) routes(vpc, subnet string, targets []string) {
	table := b.add(b.name("Table"), "EC2::RouteTable", "VpcId: !Ref "+vpc)
	b.add(b.name("Assoc"), "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref "+subnet+", RouteTableId: !Ref "+table)
	for i := range b.dice.IntN(5) {
		destination := []string{"DestinationCidrBlock: 0.0.0.0/0", "DestinationIpv6CidrBlock: '::/0'", "DestinationCidrBlock: 192.168.0.0/16", "DestinationCidrBlock: !Ref Ext"}[i%4]
		b.add(b.name("Route"), "EC2::Route", "RouteTableId: !Ref "+table+", "+destination+", "+targets[b.dice.IntN(len(targets))])
	}
}

// issuesOf makes up issues for every third resource of the template.
func issuesOf(text string) []Issue {
	var issues []Issue
	for i, row := range strings.Split(text, "\n") {
		name, _, isResource := strings.Cut(strings.TrimSpace(row), ": {Type: AWS::")
		if isResource && i%5 == 0 {
			issues = append(issues, Issue{
				Rule: "routing/made-up-for-a-test", Severity: "high", Message: name + " is made up to be wrong in some way or other",
				Place: fmt.Sprintf("net.yaml:%d", i), Closes: i%2 == 0, At: Resource{File: "net.yaml", Name: name},
				Related: []Resource{{File: "net.yaml", Name: "Hub"}},
			})
		}
	}
	return issues
}
