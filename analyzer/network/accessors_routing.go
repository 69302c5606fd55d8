package network

import (
	"net/netip"
	"strings"
	"unicode"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The blockers of routes, all explanation codes of VPC Reachability Analyzer.
const (
	RouterChecks        Blocker = "ENI_SOURCE_DEST_CHECK_RESTRICTION"
	LocalRouteOnly      Blocker = "VPC_LOCAL_ROUTE_CIDR_RESTRICTION"
	TransitUnassociated Blocker = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
)

// Prefixes are the blocks that the route is for: one, or those of a prefix list. There may be none where
// Unknown says why.
func (r *Route) Prefixes() []netip.Prefix { return r.prefixes }

// Unknown says why the route's destination is not known; empty where it is.
func (r *Route) Unknown() string { return r.unknown }

// Set holds the addresses that the route is for, as far as they are known.
func (r *Route) Set() *netipx.IPSet {
	var set netipx.IPSetBuilder
	for _, prefix := range r.prefixes {
		set.AddPrefix(prefix)
	}
	return build(&set)
}

// LeadsOut reports whether the destination, as far as it is known, holds addresses of the internet.
func (r *Route) LeadsOut() bool {
	reached := routable[r.Family]
	return reached != nil && r.Set().Overlaps(reached)
}

// Unknown says why the table may hold other routes; empty where it holds none but these.
func (t *RouteTable) Unknown() string { return t.unknown }

// Weaker are reasons why the table may hold other routes after all.
func (t *RouteTable) Weaker() []string { return t.weaker }

// Value is what the route says about its target; nil where it names none, or several.
func (t Target) Value() *value.Value { return t.value }

// Table is the declared route table that the subnet surely uses; nil for the VPC's main one, and where it
// is not known.
func (s *Subnet) Table() *RouteTable {
	if s.place.unknown != "" {
		return nil
	}
	return s.place.table
}

// TableUnknown says why it is not known which route table the subnet uses; empty where it is.
func (s *Subnet) TableUnknown() string { return s.place.unknown }

// OnMainTable reports whether the subnet surely uses the main route table of its VPC, which holds only the
// local route, but for the reasons in weaker. The hops prove it.
func (s *Subnet) OnMainTable() (is bool, weaker []string, hops []fact.Hop) {
	if s.place.unknown != "" || s.place.table != nil {
		return false, nil, nil
	}
	return true, s.place.weaker, s.place.hops
}

// Attached answers whether an internet gateway is attached to the VPC that a value names.
func (n *Network) Attached(gateway *template.Resource, vpc *value.Value) fact.Fact {
	b := &builder{Index: n.Index}
	attached, _ := b.attachment(gateway, vpc)
	return attached
}

// Interfaces are the declared network interfaces that are attached to the workload.
func (w *Workload) Interfaces() []*template.Resource { return w.launch.interfaces }

// Prefix reads a block of addresses, in canonical form. It reports false for a value that is not known and
// for a text that is no block.
func Prefix(v *value.Value) (netip.Prefix, bool) { return parsePrefix(v) }

// VPCOf is what the route table says about its VPC; nil for one that is not declared.
func VPCOf(table *RouteTable) *value.Value {
	if table.Resource == nil {
		return nil
	}
	return stack.Property(table.Resource, "VpcId")
}

// WordsOf cuts a name at what is no letter and no digit, and where a capital follows a small letter, as in PrivA. Its
// words are in lower case.
func WordsOf(name string) []string {
	var text strings.Builder
	var before rune
	for _, char := range name {
		if unicode.IsUpper(char) && (unicode.IsLower(before) || unicode.IsDigit(before)) {
			text.WriteRune(' ')
		}
		text.WriteRune(unicode.ToLower(char))
		before = char
	}
	isBreak := func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }
	return strings.FieldsFunc(text.String(), isBreak)
}
