package reachability_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/network/reachability"
)

// res is a resource of the type, without "AWS::", in one line of YAML.
var res = networktest.Resource

// Parts of a network in which a web server is reached.
var (
	vpc        = res("Vpc", "EC2::VPC", "CidrBlock: 10.0.0.0/16")
	gateway    = res("Igw", "EC2::InternetGateway", "")
	attachment = res("Att", "EC2::VPCGatewayAttachment", "VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw")
	subnet     = res("Sub", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true")
	table      = res("Rt", "EC2::RouteTable", "VpcId: !Ref Vpc")
	route      = res("Default", "EC2::Route", "RouteTableId: !Ref Rt, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw")
	tie        = res("Tie", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Sub, RouteTableId: !Ref Rt")
	open       = group("FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0")
	web        = res("Web", "EC2::Instance", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Sg]")
)

const parameters = "Parameters:\n  Any: {Type: String}\nResources:\n"

func group(rules ...string) string {
	return res("Sg", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, "+
		strings.Join(rules, "}, {IpProtocol: tcp, ")+"}]")
}

// whole is the network with parts replaced, two by two.
func whole(replaced ...string) string {
	text := parameters + vpc + gateway + attachment + subnet + table + route + tie + open + web
	for i := 0; i < len(replaced); i += 2 {
		text = strings.Replace(text, replaced[i], replaced[i+1], 1)
	}
	return text
}

func TestUnreachableWebServers(t *testing.T) {
	t.Parallel()
	const (
		noRoute, noAddress = "NO_ROUTE_TO_DESTINATION", "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
		closed, refers     = "ENI_SG_RULES_MISMATCH", "SG_REFERENCES_NOT_PRESERVED"
		acl, detached      = "SUBNET_ACL_RESTRICTION", "IGW_NOT_ATTACHED"
	)
	private := strings.Replace(subnet, "MapPublicIpOnLaunch: true", "MapPublicIpOnLaunch: false", 1)
	shop := strings.Replace(web, "Web:", "Shop:", 1)
	firewall := strings.Replace(route, "GatewayId: !Ref Igw", "VpcEndpointId: vpce-1", 1)
	nat := strings.Replace(route, "GatewayId: !Ref Igw", "NatGatewayId: !Ref Nat", 1) +
		res("Nat", "EC2::NatGateway", "SubnetId: !Ref Pub, AllocationId: eipalloc-1") +
		res("Pub", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24") +
		res("PubRt", "EC2::RouteTable", "VpcId: !Ref Vpc") +
		res("PubTie", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Pub, RouteTableId: !Ref PubRt") +
		res("PubDefault", "EC2::Route", "RouteTableId: !Ref PubRt, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw")
	deny := res("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc") +
		res("AclTie", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref Sub, NetworkAclId: !Ref Acl") +
		res("In", "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, RuleNumber: 1, Protocol: '-1', RuleAction: allow, CidrBlock: 0.0.0.0/0")
	clients := res("Clients", "EC2::SecurityGroup", "VpcId: !Ref Vpc")
	ssh := group("FromPort: 22, ToPort: 22, CidrIp: 198.51.100.0/24")
	byGroup := group("FromPort: 80, ToPort: 80, SourceSecurityGroupId: !Ref Clients")
	for _, test := range []struct {
		name, template string
		want           []string
	}{
		{"one that is reached", whole(), nil},
		{"no route", whole(route, ""), []string{noRoute}},
		{"no route table", whole(tie, ""), []string{noRoute}},
		{"a gateway that is not attached", whole(attachment, ""), []string{detached}},
		{"no public address", whole(subnet, private), []string{noAddress + " fix"}},
		{"an Elastic IP address", whole(subnet, private) + res("Eip", "EC2::EIP", "InstanceId: !Ref Web"), nil},
		{"an Elastic IP address that may be its own", whole(subnet, private) + res("Eip", "EC2::EIP", ""), nil},
		{"no rule for a web port", whole(open, group("FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0")), []string{closed}},
		{"no replies", whole() + deny, []string{acl}},
		{
			"everything at once",
			whole(attachment, "", subnet, private, open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8")) + deny,
			[]string{noAddress, detached, closed, acl},
		},
		{"members of a group alone", whole(open, clients+byGroup), []string{refers}},
		{
			"members of a group that another stack may use",
			whole(open, clients+byGroup) + "Outputs: {Clients: {Value: !Ref Clients, Export: {Name: clients}}}\n", nil,
		},
		{
			"members of the group of a load balancer",
			whole(open, clients+byGroup) +
				res("Lb", "ElasticLoadBalancingV2::LoadBalancer", "Subnets: [!Ref Sub], SecurityGroups: [!Ref Clients]"), nil,
		},
		{
			"members of the group of another workload",
			whole(open, clients+byGroup) + res("Other", "EC2::Instance", "SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Clients]"), nil,
		},
		{"IPv6 clients of a server without IPv6", whole(open, group("FromPort: 80, ToPort: 80, CidrIpv6: '::/0'")), []string{closed}},
		{"an office", whole(subnet, private, open, group("FromPort: 443, ToPort: 443, CidrIp: 203.0.113.0/24")), nil},
		{"private networks", whole(route, "", open, group("FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8")), nil},
		{"another port of the web is open", whole(open, group("FromPort: 8080, ToPort: 8080, CidrIp: 0.0.0.0/0")), nil},
		{"a target by its id", whole(subnet, private) + res("Tg", "ElasticLoadBalancingV2::TargetGroup", "Targets: [{Id: !Ref Web}]"), nil},
		{
			"a target by its address",
			whole(route, "") + res("Tg", "ElasticLoadBalancingV2::TargetGroup", "Targets: [{Id: !GetAtt Web.PrivateIp}]"), nil,
		},
		{"private by the subnet's tag", whole(subnet, strings.Replace(private, "VpcId", "Tags: [{Key: Name, Value: app-private-a}], VpcId", 1)), nil},
		{"behind a firewall", whole(route, firewall), nil},
		{"routes of the gateway", whole(route, "") + res("Edge", "EC2::GatewayRouteTableAssociation", "GatewayId: !Ref Igw, RouteTableId: !Ref Rt"), nil},
		{"behind a NAT gateway", whole(subnet, private, route, nat), nil},
		{"behind a NAT gateway with a public address", whole(route, nat), []string{noRoute}},
		{"no sign of a server but an open rule", whole(web, shop, subnet, private, route, ""), nil},
		{"an open rule and a public address", whole(web, shop, route, ""), []string{noRoute}},
		{
			"user data that install a server",
			whole(subnet, private, route, "", open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8"),
				web, strings.Replace(shop, "SubnetId", `UserData: !Base64 "yum install -y httpd; service httpd start", SubnetId`, 1)),
			[]string{noAddress, noRoute, closed},
		},
		{
			"user data of the launch template",
			whole(open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8"),
				web, strings.Replace(shop, "SubnetId", "LaunchTemplate: {LaunchTemplateId: !Ref Lt, Version: '1'}, SubnetId", 1)) +
				res("Lt", "EC2::LaunchTemplate", "LaunchTemplateData: {UserData: !Base64 'apt-get install nginx'}"),
			[]string{closed},
		},
		{"a name alone, with a public address", whole(open, ssh, route, ""), []string{noRoute, closed}},
		{"a name alone, with neither address nor route", whole(subnet, private, open, ssh, route, ""), nil},
		{"another port that is open to the internet", whole(open, group("FromPort: 8443, ToPort: 8443, CidrIp: 0.0.0.0/0")), nil},
		{
			"another port that is open to the internet, without a route to it",
			whole(open, group("FromPort: 8443, ToPort: 8443, CidrIp: 0.0.0.0/0"), route, ""),
			[]string{noRoute},
		},
		{
			"a port of UDP",
			whole(open, strings.Replace(group("FromPort: 51820, ToPort: 51820, CidrIp: 0.0.0.0/0"), "tcp", "udp", 1)), nil,
		},
		{
			"another port that is open to an office",
			whole(open, group("FromPort: 8443, ToPort: 8443, CidrIp: 198.51.100.0/24")), nil,
		},
		{"a scraper of the web", whole(web, strings.Replace(web, "SubnetId", "Tags: [{Key: Name, Value: web-scraper}], SubnetId", 1), open, ssh), nil},
		{"content of the web", whole(web, strings.Replace(web, "Web:", "WebContentNfs:", 1), open, ssh), nil},
		{
			"an endpoint of an accelerator",
			whole(subnet, private) + res("Ga", "GlobalAccelerator::EndpointGroup", "EndpointConfigurations: [{EndpointId: !Ref Web}]"), nil,
		},
		{
			"user data that install clients",
			whole(subnet, private, route, "", web, strings.Replace(shop, "SubnetId", `UserData: !Base64 "yum install -y httpd-tools", SubnetId`, 1)), nil,
		},
		{"a subnet that is a parameter", whole(web, strings.Replace(web, "!Ref Sub", "!Ref Any", 1), route, ""), nil},
		{"a route that is a parameter", whole(route, strings.Replace(route, "0.0.0.0/0", "!Ref Any", 1)), nil},
		{"a group that is a parameter", whole(web, strings.Replace(web, "[!Ref Sg]", "[!Ref Any]", 1)), nil},
		{"a database of the web", whole(web, strings.Replace(web, "Web:", "WebDatabase:", 1), open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8")), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, diagnose(t, test.template)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// diagnose returns the codes of the only issue of a template, the last one with the word fix where there is one.
func diagnose(t *testing.T, text string) []string {
	t.Helper()
	found := networktest.Diagnose(t, reachability.Diagnose, "eu-west-1", text)
	if len(found.Issues) > 1 {
		t.Fatalf("got %d issues for one instance", len(found.Issues))
	}
	var codes []string
	for _, issue := range found.Issues {
		for _, code := range issue.Codes {
			codes = append(codes, string(code))
		}
		if len(issue.Edits) > 0 {
			codes[len(codes)-1] += " fix"
		}
		if len(issue.Related) <= len(issue.Codes) {
			t.Errorf("got %d related places for the sign and %d blockers", len(issue.Related), len(issue.Codes))
		}
	}
	return codes
}

func TestUserData(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]bool{
		"yum install -y httpd\nsystemctl start httpd":                         true,
		"yum -y install php httpd && service httpd start":                     true,
		"dnf install -y nginx\nsystemctl enable --now nginx.service":          true,
		"sudo apt-get update; sudo apt-get install -y apache2":                true,
		"amazon-linux-extras install nginx1 -y\nnginx":                        true,
		"yum install -y \\\n  httpd\n/etc/init.d/httpd start":                 true,
		"#cloud-config\npackages:\n- httpd\nruncmd:\n- systemctl start httpd": true,
		"yum install -y httpd":                                                false,
		"yum install -y httpd\nsystemctl enable httpd":                        false,
		"yum install -y httpd-tools\nsystemctl start httpd":                   false,
		"# apt-get install nginx":                                             false,
		"yum update -y # apt-get install nginx":                               false,
		"apt-get remove -y nginx":                                             false,
		"apt-get install -y nginx\napt-get purge nginx":                       false,
		"apt-get install -y nginx\nsystemctl disable --now nginx":             false,
		"docker build -t nginx . && docker push nginx":                        false,
		"cat > Dockerfile <<EOF\napt-get install -y nginx\nEOF":               false,
		"if [ $ROLE = web ]; then\napt-get install -y nginx\nfi":              false,
		"wget https://downloads.apache.org/httpd.tgz":                         false,
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			shop := strings.Replace(web, "Web:", "Shop:", 1)
			text := strings.ReplaceAll(strings.ReplaceAll(script, "\\", "\\\\"), "\n", "\\n")
			shop = strings.Replace(shop, "SubnetId", `UserData: !Base64 "`+text+`", SubnetId`, 1)
			found := diagnose(t, whole(web, shop, open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8")))
			if got := len(found) > 0; got != want {
				t.Errorf("got %v for the user data, want %v", got, want)
			}
		})
	}
}

func TestCfnInit(t *testing.T) {
	t.Parallel()
	const init = "Metadata: {AWS::CloudFormation::Init: {config: {packages: {yum: {httpd: []}}, " +
		"services: {sysvinit: {httpd: {enabled: true, ensureRunning: true}}}}}}, Properties: {UserData: "
	for call, want := range map[string]int{"cfn-init -s": 1, "true": 0} {
		shop := strings.Replace(web, "Web:", "Shop:", 1)
		shop = strings.Replace(shop, "Properties: {", init+call+", ", 1)
		found := diagnose(t, whole(web, shop, open, group("FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8")))
		if len(found) != want {
			t.Errorf("got %v for metadata with %s, want %d", found, call, want)
		}
	}
}
