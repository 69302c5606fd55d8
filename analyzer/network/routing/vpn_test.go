package routing_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVPNWithoutRoutes(t *testing.T) {
	t.Parallel()
	vgw := vpc + res("Vgw", "VPNGateway", "Type: ipsec.1") +
		res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw")
	take := res("Take", "VPNGatewayRoutePropagation", "RouteTableIds: [!Ref AppTable], VpnGatewayId: !Ref Vgw")
	static := res("Vpn", "VPNConnection", "VpnGatewayId: !Ref Vgw, StaticRoutesOnly: 'true'")
	dynamic := res("Vpn", "VPNConnection", "VpnGatewayId: !Ref Vgw")
	office := res("Office", "VPNConnectionRoute", "VpnConnectionId: !Ref Vpn, DestinationCidrBlock: 192.168.0.0/16")
	const parameter = "Parameters: {P: {Type: String}}\n"
	try(t, "static-vpn-without-routes", map[string]probe{
		"no static route":          {resources: vgw + take + static, want: []string{"Vpn"}},
		"an external gateway":      {resources: res("Vpn", "VPNConnection", "VpnGatewayId: vgw-1, StaticRoutesOnly: true"), want: []string{"Vpn"}},
		"a static route":           {resources: vgw + take + static + office},
		"a static route elsewhere": {resources: vgw + take + static + "Outputs: {V: {Value: !Ref Vpn, Export: {Name: v}}}\n", want: []string{"Vpn (1 weaker)"}},
		"dynamic":                  {resources: vgw + take + dynamic},
		"a transit gateway":        {resources: res("Vpn", "VPNConnection", "TransitGatewayId: tgw-1, StaticRoutesOnly: true")},
		"not known":                {before: parameter, resources: vgw + take + res("Vpn", "VPNConnection", "VpnGatewayId: !Ref Vgw, StaticRoutesOnly: !Ref P")},
		"unrouted":                 {resources: vgw + dynamic, want: []string{"Vpn unrouted"}},
		"unrouted, static":         {resources: vgw + static + office, want: []string{"Vpn unrouted"}},
		"a route":                  {resources: vgw + dynamic + route("Out", "App", "192.168.0.0/16", "GatewayId: !Ref Vgw")},
		"not attached":             {resources: vpc + res("Vgw", "VPNGateway", "Type: ipsec.1") + dynamic},
		"an external VPC":          {before: parameter, resources: res("Vgw", "VPNGateway", "Type: ipsec.1") + res("Attach", "VPCGatewayAttachment", "VpcId: !Ref P, VpnGatewayId: !Ref Vgw") + dynamic},
		"propagated elsewhere":     {resources: vgw + dynamic + "Outputs: {V: {Value: !Ref Vgw, Export: {Name: v}}}\n", want: []string{"Vpn unrouted (1 weaker)"}},
		"a table handed to a nested stack": {
			resources: vgw + dynamic + "  More: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {T: !Ref AppTable}}}\n",
		},
	})
}

func TestWeakVPNTunnel(t *testing.T) {
	t.Parallel()
	const strong = "Phase1DHGroupNumbers: [{Value: 20}], Phase2DHGroupNumbers: [{Value: '14'}], " +
		"Phase1IntegrityAlgorithms: [{Value: SHA2-256}], Phase2IntegrityAlgorithms: [{Value: SHA2-512}], " +
		"Phase1EncryptionAlgorithms: [{Value: AES256}], Phase2EncryptionAlgorithms: [{Value: AES128}, {Value: AES256-GCM-16}]"
	vpn := func(options ...string) string {
		list := "[{" + strings.Join(options, "}, {") + "}]"
		return res("Vpn", "VPNConnection", "TransitGatewayId: tgw-1, VpnTunnelOptionsSpecifications: "+list)
	}
	const both = ", IKEVersions: [{Value: ikev1}, {Value: ikev2}]"
	try(t, "weak-vpn-tunnel", map[string]probe{
		"no options":                {resources: res("Vpn", "VPNConnection", "TransitGatewayId: tgw-1"), want: []string{"Vpn default"}},
		"a key alone":               {resources: vpn("PreSharedKey: secret"), want: []string{"Vpn default"}},
		"strong":                    {resources: vpn(strong+both, strong+both)},
		"strong but for an option":  {resources: vpn(strong), want: []string{"Vpn default"}},
		"one old group":             {resources: vpn(strong+both, "Phase1DHGroupNumbers: [{Value: '2'}, {Value: 20}]"), want: []string{"Vpn"}},
		"SHA1":                      {resources: vpn("Phase2IntegrityAlgorithms: [{Value: SHA1}]"), want: []string{"Vpn"}},
		"the short key alone":       {resources: vpn("Phase1EncryptionAlgorithms: [{Value: AES128}, {Value: AES128-GCM-16}]"), want: []string{"Vpn"}},
		"IKEv1 alone":               {resources: vpn("IKEVersions: [{Value: ikev1}]"), want: []string{"Vpn"}},
		"options that aren't known": {before: "Parameters: {P: {Type: String}}\n", resources: vpn(strong + ", IKEVersions: [{Value: !Ref P}]")},
	})
}

func TestWeakTunnelNamesEveryWeakOption(t *testing.T) {
	t.Parallel()
	issue := only(t, "weak-vpn-tunnel", res("Vpn", "VPNConnection", "TransitGatewayId: tgw-1, VpnTunnelOptionsSpecifications: "+
		"[{IKEVersions: [{Value: ikev1}]}, {Phase1DHGroupNumbers: [{Value: 2}], IKEVersions: [{Value: ikev1}]}]"))
	if diff := cmp.Diff("ikev1 and DH group 2", issue.Words["weak"]); diff != "" {
		t.Errorf("weak mismatch (-want +got):\n%s", diff)
	}
	var places []string
	for _, edit := range issue.Edits {
		places = append(places, string(edit.At))
	}
	want := []string{
		"app.yaml#/Resources/Vpn/Properties/VpnTunnelOptionsSpecifications/0/IKEVersions",
		"app.yaml#/Resources/Vpn/Properties/VpnTunnelOptionsSpecifications/1/Phase1DHGroupNumbers",
		"app.yaml#/Resources/Vpn/Properties/VpnTunnelOptionsSpecifications/1/IKEVersions",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("places mismatch (-want +got):\n%s", diff)
	}
}
