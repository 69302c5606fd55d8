package endpoint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInstanceConnectEndpoints(t *testing.T) {
	t.Parallel()
	const kind = "endpoint/blocked-instance-connect /Resources/"
	const outClosed, inClosed = kind + "Eg/Properties/SecurityGroupEgress egress", kind + "Sg/Properties/SecurityGroupIngress"
	const outAdd = " add /Resources/Eg/Properties/SecurityGroupEgress/1"
	const inAdd, inNew = " add /Resources/Sg/Properties/SecurityGroupIngress", " add /Resources/EgToSgIn22"
	web := res("Web", "EC2::Instance", "SubnetId: !Ref Zone1, SecurityGroupIds: [!Ref Sg]")
	connect := func(more string) string {
		return res("C", "EC2::InstanceConnectEndpoint", "SubnetId: !Ref Zone1, SecurityGroupIds: [!Ref Eg]"+more)
	}
	group := func(name, way, rule string) string {
		rules := ""
		if rule != "" {
			rules = ", SecurityGroup" + way + ": [{IpProtocol: tcp, " + rule + "}]"
		}
		return res(name, "EC2::SecurityGroup", "VpcId: !Ref Vpc"+rules)
	}
	const ssh, https = "FromPort: 22, ToPort: 22, ", "FromPort: 443, ToPort: 443, "
	const byGroup, byVPC, byClient = "SourceSecurityGroupId: !Ref Eg", "CidrIp: 10.0.0.0/16", "CidrIp: 203.0.113.0/24"
	open := group("Eg", "", "")
	admits := group("Sg", "Ingress", ssh+byGroup)
	tests := []struct {
		name, resources string
		want            []string
	}{
		{"both groups let it pass", web + connect("") + open + admits, nil},
		{"the endpoint lets nothing out", web + connect("") + group("Eg", "Egress", https+byVPC) + admits, []string{outClosed + outAdd}},
		{"it does so for instances elsewhere", connect("") + group("Eg", "Egress", https+byVPC), []string{outClosed + outAdd}},
		{"it lets SSH out to instances elsewhere", connect("") + group("Eg", "Egress", ssh+byVPC), nil},
		{
			"it lets SSH out to another network",
			web + connect("") + group("Eg", "Egress", ssh+"CidrIp: 192.168.0.0/16") + admits,
			[]string{outClosed + outAdd},
		},
		{"a parameter says where to", web + connect("") + group("Eg", "Egress", ssh+"CidrIp: !Ref Flag") + admits, nil},
		{"the instance admits nothing", web + connect("") + open + group("Sg", "", ""), []string{inClosed + inAdd}},
		{
			"the instance's group is what the endpoint names", web + connect("") +
				group("Eg", "Egress", ssh+"DestinationSecurityGroupId: !Ref Sg") + group("Sg", "", ""), []string{inClosed + inNew},
		},
		{"the instance admits the VPC", web + connect("") + open + group("Sg", "Ingress", ssh+byVPC), nil},
		{"the instance admits clients only", web + connect("") + open + group("Sg", "Ingress", ssh+byClient), []string{inClosed + inAdd + "/1"}},
		{
			"the endpoint keeps the client's address",
			web + connect(", PreserveClientIp: true") + open + group("Sg", "Ingress", ssh+byClient), nil,
		},
		{
			"both are closed", web + connect("") + group("Eg", "Egress", https+byVPC) + group("Sg", "Ingress", https+byVPC),
			[]string{outClosed + outAdd, inClosed + inAdd + "/1"},
		},
		{
			"another instance is reached", web + connect("") + open + group("Sg", "", "") +
				res("Other", "EC2::Instance", "SubnetId: !Ref Zone2, SecurityGroupIds: [!Ref Og]") +
				group("Og", "Ingress", ssh+byGroup), nil,
		},
		{
			"an instance that may be in the VPC", web + connect("") + open + group("Sg", "", "") +
				res("Other", "EC2::Instance", "SubnetId: !Ref Flag"), []string{"? " + kind + "C"},
		},
		{"a group by a parameter", web + connect("") + open + res("Unused", "SNS::Topic", "") +
			res("Sg", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: !Ref Flag"), nil},
		{
			"the VPC is exported", web + connect("") + open + group("Sg", "", "") +
				"Outputs: {Out: {Value: !Ref Vpc, Export: {Name: vpc}}}\n", []string{inClosed + " milder" + inAdd},
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
