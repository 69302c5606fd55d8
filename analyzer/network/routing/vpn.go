package routing

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const vpnType = "AWS::EC2::VPNConnection"

// vpns finds VPN connections that nothing is routed by, and tunnels that accept weak cryptography.
func (x *survey) vpns() {
	static := map[string]bool{}
	var loose []*value.Value
	for _, route := range x.index.OfType("AWS::EC2::VPNConnectionRoute") {
		id := stack.Property(route, "VpnConnectionId")
		if vpn := x.index.Declared(id, vpnType); vpn != nil {
			static[vpn.ID] = true
		} else {
			loose = append(loose, id)
		}
	}
	for _, vpn := range x.index.OfType(vpnType) {
		if !exists(vpn) {
			continue
		}
		mayHave := static[vpn.ID] || slices.ContainsFunc(loose, func(id *value.Value) bool {
			return x.index.MayBe(id, vpn)
		})
		x.vpnRoutes(vpn, mayHave)
		x.tunnels(vpn)
	}
}

// vpnRoutes finds connections of virtual private gateways without routes on either side: static ones, which a
// connection without BGP needs (AWS::EC2::VPNConnectionRoute), and those of the VPC's tables.
func (x *survey) vpnRoutes(vpn *template.Resource, hasStatic bool) {
	const kind = "routing/static-vpn-without-routes"
	if stack.Property(vpn, "TransitGatewayId") != nil || stack.Property(vpn, "VpnGatewayId") == nil {
		return
	}
	issue := network.Issue{Kind: kind, At: vpn.At, Name: vpn.Name, Words: map[string]string{}}
	isStatic := stack.Property(vpn, "StaticRoutesOnly")
	gateway := x.index.Declared(stack.Property(vpn, "VpnGatewayId"), vgwType)
	switch {
	case isStatic.Truth() == value.Yes && !hasStatic:
		issue.At = property(vpn.At, "StaticRoutesOnly")
		issue.Related = fact.Steps(isStatic)
	case exists(gateway) && x.isUnrouted(gateway):
		issue.Variant, issue.At = "unrouted", property(vpn.At, "VpnGatewayId")
		issue.Words["gateway"] = gateway.Name
	default:
		return
	}
	for _, resource := range []*template.Resource{vpn, gateway} {
		if resource == nil {
			continue
		}
		unknown, weaker := x.index.Absence(resource)
		if unknown != "" {
			x.Doubt(kind, vpn.At, unknown)
			return
		}
		issue.Weaker = fact.Join(issue.Weaker, weaker)
	}
	x.Report(issue)
}

// isUnrouted reports whether nothing sends traffic to a virtual private gateway that is attached to a declared VPC.
func (x *survey) isUnrouted(gateway *template.Resource) bool {
	if len(x.routesTo[gateway.ID]) > 0 {
		return false
	}
	for _, propagation := range x.index.OfType("AWS::EC2::VPNGatewayRoutePropagation") {
		id := stack.Property(propagation, "VpnGatewayId")
		if x.index.Declared(id, vgwType) == gateway || x.index.MayBe(id, gateway) {
			return false
		}
	}
	for _, route := range x.loose {
		if x.index.MayBe(route.Target.Value(), gateway) {
			return false
		}
	}
	for _, one := range x.n.Gateways {
		if one.Resource != gateway || len(one.VPCs) == 0 {
			continue
		}
		for _, vpc := range one.VPCs {
			if x.n.VPC(vpc.ID) == nil || !x.isClosed(x.n.VPC(vpc.ID), gateway) {
				return false
			}
		}
		return true
	}
	return false
}

// isClosed reports whether no table of the VPC may hold a route to the gateway besides the declared ones.
func (x *survey) isClosed(vpc *network.VPC, gateway *template.Resource) bool {
	for _, table := range x.tablesOf[vpc.ID] {
		if table.Unknown() != "" {
			return false
		}
		for _, route := range table.Routes {
			if x.index.MayBe(route.Target.Value(), gateway) {
				return false
			}
		}
	}
	unknown, _ := x.index.Absence(vpc.Resource)
	return unknown == ""
}

// offer is what a side of a tunnel accepts of one kind.
type offer struct {
	key string
	// weak are the values that are broken or deprecated; anyWeak says that one of them is enough, else a list of
	// nothing else is weak.
	weak    []string
	anyWeak bool
	strong  []any
}

// offers are the options of a tunnel that may be weak. DH groups of 1024 and 1536 bits and SHA-1 are deprecated
// (NIST SP 800-131A), IKEv1 is historic (RFC 9395). What AWS accepts by default holds all of them (Site-to-Site VPN
// User Guide, tunnel options).
var offers = []offer{
	{key: "Phase1DHGroupNumbers", weak: []string{"2"}, anyWeak: true, strong: values(19, 20, 21)},
	{key: "Phase2DHGroupNumbers", weak: []string{"2", "5"}, anyWeak: true, strong: values(19, 20, 21)},
	{key: "Phase1IntegrityAlgorithms", weak: []string{"SHA1"}, anyWeak: true, strong: values("SHA2-256", "SHA2-384")},
	{key: "Phase2IntegrityAlgorithms", weak: []string{"SHA1"}, anyWeak: true, strong: values("SHA2-256", "SHA2-384")},
	{
		key: "Phase1EncryptionAlgorithms", weak: []string{"AES128", "AES128-GCM-16"},
		strong: values("AES256", "AES256-GCM-16"),
	},
	{
		key: "Phase2EncryptionAlgorithms", weak: []string{"AES128", "AES128-GCM-16"},
		strong: values("AES256", "AES256-GCM-16"),
	},
	{key: "IKEVersions", weak: []string{"ikev1"}, strong: values("ikev2")},
}

// values is a list of options as CloudFormation takes it.
func values(all ...any) []any {
	list := make([]any, len(all))
	for i, one := range all {
		list[i] = map[string]any{"Value": one}
	}
	return list
}

// tunnels finds tunnels that accept weak cryptography, as their options say or by default.
func (x *survey) tunnels(vpn *template.Resource) {
	specifications := stack.Property(vpn, "VpnTunnelOptionsSpecifications")
	issue := network.Issue{
		Kind: "routing/weak-vpn-tunnel", At: property(vpn.At, "VpnTunnelOptionsSpecifications"), Name: vpn.Name,
		Variant: "default",
	}
	if specifications.Is(value.Unresolved) {
		return
	}
	var accepted []string
	isSilent := len(specifications.List()) == 0
	for _, tunnel := range specifications.List() {
		for _, option := range offers {
			written := stack.Dig(tunnel, option.key)
			if written == nil {
				isSilent = true
				continue
			}
			weak := option.weakIn(written)
			if len(weak) == 0 {
				continue
			}
			accepted = append(accepted, weak...)
			issue.Related = append(issue.Related, fact.Hop{
				At: written.At, Message: option.key + " accepts " + fact.Enumerate(weak),
			})
			if isPlain(written) {
				issue.Edits = append(issue.Edits, fact.Replace(written.At, option.strong))
			}
		}
	}
	switch {
	case len(accepted) > 0:
		issue.Variant, issue.At = "", issue.Related[0].At
		issue.Related = issue.Related[1:]
		issue.Words = map[string]string{"weak": fact.Enumerate(fact.Join(accepted))}
	case !isSilent:
		return
	}
	x.Report(issue)
}

// weakIn are the weak values of a list that make it weak, named for a message.
func (o offer) weakIn(list *value.Value) []string {
	var weak []string
	others := false
	for _, item := range list.List() {
		text, ok := stack.Dig(item, "Value").Literal()
		isWeak := ok && slices.ContainsFunc(o.weak, func(one string) bool { return strings.EqualFold(one, text) })
		if !isWeak {
			others = true
			continue
		}
		if strings.HasSuffix(o.key, "DHGroupNumbers") {
			text = "DH group " + text
		}
		weak = append(weak, text)
	}
	if others && !o.anyWeak {
		return nil
	}
	return weak
}
