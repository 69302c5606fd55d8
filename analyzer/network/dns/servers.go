package dns

import (
	"net/netip"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// servers finds DHCP options that name DNS servers of their own only, in VPCs where names are resolved in
// private: these servers know them only if they forward them to the resolver of the VPC.
func (a *survey) servers() {
	private := a.privateNames()
	for _, tie := range a.OfType(optionsTieType) {
		options := a.Declared(stack.Property(tie, "DhcpOptionsId"), optionsType)
		resource := a.Declared(stack.Property(tie, "VpcId"), vpcType)
		if options == nil || resource == nil || !exists(tie, options, resource) || len(private[resource.ID]) == 0 {
			continue
		}
		vpc := a.network.VPC(resource.ID)
		given := stack.Property(options, "DomainNameServers")
		if !a.areElsewhere(given, vpc) {
			continue
		}
		a.diagnosis.Report(network.Issue{
			Kind: "dns/custom-servers-hide-private-names", Name: options.Name, At: given.At,
			Words: map[string]string{"vpc": vpc.Name, "owner": private[resource.ID][0].Name},
			Related: append(append([]fact.Hop{
				hop(tie.At, tie.Name+" puts the options into force in "+vpc.Name),
			}, ownersOf(private[resource.ID])...), fact.Steps(given)...),
			Flow: append([]fact.Hop{
				hop(tie.At, "hosts of "+vpc.Name+" ask the servers of "+options.Name),
				hop(given.At, "these are not the resolver of the VPC"),
			}, ownersOf(private[resource.ID][:1])...),
			Codes: []network.Blocker{"DNS_CUSTOM_RESOLVER"},
		})
	}
}

func ownersOf(resources []*template.Resource) []fact.Hop {
	var hops []fact.Hop
	for _, resource := range resources {
		hops = append(hops, hop(resource.At, resource.Name+" has names that only the resolver of the VPC knows"))
	}
	return hops
}

// privateNames returns what has private names in each declared VPC: zones, and endpoints with private DNS.
func (a *survey) privateNames() map[string][]*template.Resource {
	private := a.zonesByVPC()
	for _, endpoint := range a.network.Endpoints {
		isPrivate := stack.Property(endpoint.Resource, "PrivateDnsEnabled").TruthOr(value.No) == value.Yes
		if isPrivate && endpoint.Exists == value.Yes {
			private[endpoint.VPC.ID] = append(private[endpoint.VPC.ID], endpoint.Resource)
		}
	}
	return private
}

// areElsewhere reports whether all of the servers are surely others than resolvers of AWS. Addresses that a
// directory or another resource gives are not: AWS Managed Microsoft AD forwards to the VPC's resolver. Nor
// are addresses in the VPC, where an inbound endpoint may answer.
func (a *survey) areElsewhere(given *value.Value, vpc *network.VPC) bool {
	servers := given.List()
	if given.Is(value.Unresolved) || len(servers) == 0 {
		return false
	}
	for _, server := range servers {
		text, ok := server.Literal()
		address, err := netip.ParseAddr(strings.TrimSpace(text))
		if !ok || err != nil || strings.EqualFold(text, amazonProvidedName) || text == resolverAddress {
			return false
		}
		for _, block := range vpc.CIDRs {
			if prefix, err := netip.ParsePrefix(block); err != nil || prefix.Contains(address) {
				return false
			}
		}
	}
	return len(vpc.CIDRs) > 0
}
