package network_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// BenchmarkBuild reads VPCs of growing size; the time per resource should stay about the same.
func BenchmarkBuild(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprintf("%d resources", size), func(b *testing.B) {
			large := []*template.Template{read("app.yaml", crowded(size))}
			for b.Loop() {
				network.Build(large, template.Environment{})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/resource")
		})
	}
}

// crowded is a template with about the given number of resources: private subnets behind NAT, each
// with a table, a group and an instance of its own.
func crowded(size int) string {
	var text strings.Builder
	text.WriteString(isolated + public + managed)
	text.WriteString(res("Nat", "EC2::NatGateway", "SubnetId: !Ref PubSub"))
	for i := range size / 8 {
		subnet, table := fmt.Sprintf("Sub%d", i), fmt.Sprintf("Table%d", i)
		text.WriteString(res(subnet, "EC2::Subnet", "VpcId: !Ref Vpc"))
		text.WriteString(res(table, "EC2::RouteTable", "VpcId: !Ref Vpc"))
		text.WriteString(res("Tie"+subnet, "EC2::SubnetRouteTableAssociation",
			"SubnetId: !Ref "+subnet+", RouteTableId: !Ref "+table))
		text.WriteString(res("Out"+table, "EC2::Route",
			"RouteTableId: !Ref "+table+", DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat"))
		text.WriteString(res("Group"+subnet, "EC2::SecurityGroup",
			"VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8}]"))
		text.WriteString(res("In"+subnet, "EC2::SecurityGroupIngress",
			"GroupId: !Ref Group"+subnet+", IpProtocol: tcp, FromPort: 2, ToPort: 2, CidrIp: 10.0.0.0/8"))
		text.WriteString(res("Web"+subnet, "EC2::Instance",
			"SubnetId: !Ref "+subnet+", SecurityGroupIds: [!Ref Group"+subnet+"], IamInstanceProfile: !Ref Profile"))
		text.WriteString(res("Ip"+subnet, "EC2::EIP", "InstanceId: !Ref Web"+subnet))
	}
	return text.String()
}
