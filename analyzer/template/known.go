package template

import (
	"net/netip"
	"slices"
)

// Known is what is known of the surroundings of a deployment and stands in no template. The zero Known knows nothing.
type Known struct {
	// BreakGlass are patterns of the ARNs of users and roles that are kept for emergencies: in every account that fits
	// there is one for each pattern, without a permissions boundary. "*" stands for any text, "?" for any character.
	BreakGlass []string
	// Organization is the id of the organization that the account is in; empty where it is not known.
	Organization string
	// OnPremises are the blocks of addresses of networks that routes out of the VPCs lead to. Requests to AWS come from
	// the public ones among them.
	OnPremises []netip.Prefix
	// LegacyAgent says that the agents of Systems Manager on instances are older than version 3.3.40, unless the
	// metadata of an instance says otherwise.
	LegacyAgent bool
	// Endpoints are the services, by labels such as "ssm", that endpoints in another VPC provide under their usual
	// names.
	Endpoints []string
}

// Known returns what is known of what a file declares, and stands in no template.
func (e Environment) Known(file string) Known {
	if e.Facts == nil {
		return Known{}
	}
	return e.Facts(file)
}

// Provides reports whether a service is provided by endpoints in another VPC.
func (k Known) Provides(service string) bool {
	return slices.Contains(k.Endpoints, service)
}
