package dns

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// zones finds private hosted zones of VPCs whose DNS attributes keep them from answering: both have to be
// true (Route 53 Developer Guide, considerations when working with a private hosted zone).
func (a *survey) zones() {
	const kind = "dns/private-zone-without-vpc-dns"
	zones := a.zonesByVPC()
	for _, vpc := range a.network.VPCs {
		if len(zones[vpc.ID]) == 0 || vpc.Exists != value.Yes {
			continue
		}
		var users []fact.Hop
		for _, zone := range zones[vpc.ID] {
			message := zone.Name + " is a private hosted zone of " + vpc.Name
			users = append(users, hop(stack.PropertyAt(zone, "VPCs"), message))
		}
		a.network.ReportNamesOff(a.diagnosis, vpc, network.Issue{
			Kind: kind, Words: map[string]string{"user": zones[vpc.ID][0].Name}, Related: users,
		})
	}
}

// zonesByVPC returns the private hosted zones of each declared VPC.
func (a *survey) zonesByVPC() map[string][]*template.Resource {
	zones := map[string][]*template.Resource{}
	for _, zone := range a.OfType(zoneType) {
		if !exists(zone) {
			continue
		}
		for _, member := range stack.Property(zone, "VPCs").List() {
			if vpc := a.Declared(stack.Dig(member, "VPCId"), vpcType); vpc != nil {
				zones[vpc.ID] = append(zones[vpc.ID], zone)
			}
		}
	}
	return zones
}

// owner is what answers for a name in a VPC: a private hosted zone, or an endpoint with private DNS.
type owner struct {
	resource *template.Resource
	name     string
	// names are what is known to exist below the name; the name itself for an endpoint.
	names []string
	what  string
}

// shadows finds forwarding rules that take a name away from a private hosted zone or an endpoint of the same
// VPC: for one name a rule comes before a zone, and of several names the most specific one counts (Route 53
// Developer Guide, how Resolver determines whether the domain name in a query matches rules).
func (a *survey) shadows() {
	owners := a.owners()
	for _, tie := range a.OfType(ruleTieType) {
		rule := a.Declared(stack.Property(tie, "ResolverRuleId"), ruleType)
		vpc := a.Declared(stack.Property(tie, "VPCId"), vpcType)
		if rule == nil || vpc == nil || !exists(tie, rule, vpc) {
			continue
		}
		sort, _ := stack.Property(rule, "RuleType").Literal()
		name, known := domain(stack.Property(rule, "DomainName"))
		if sort != "FORWARD" || !known || name == "" {
			continue
		}
		for _, owned := range owners[vpc.ID] {
			isTaken := slices.ContainsFunc(owned.names, func(taken string) bool { return isWithin(taken, name) })
			if !isWithin(name, owned.name) || !isTaken {
				continue
			}
			a.diagnosis.Report(network.Issue{
				Kind: "dns/rule-shadows-private-zone", Name: rule.Name, At: stack.PropertyAt(rule, "DomainName"),
				Words: map[string]string{"domain": name, "owner": owned.resource.Name, "what": owned.what},
				Related: append([]fact.Hop{
					hop(owned.resource.At, owned.resource.Name+" answers for "+owned.name),
					hop(tie.At, tie.Name+" puts the rule into force in "+vpc.Name),
				}, fact.Steps(stack.Property(rule, "DomainName"))...),
				Codes: []network.Blocker{"DNS_CUSTOM_RESOLVER"},
			})
		}
	}
}

// owners returns what answers for names in each declared VPC.
func (a *survey) owners() map[string][]owner {
	records := a.records()
	owners := map[string][]owner{}
	for vpc, zones := range a.zonesByVPC() {
		for _, zone := range zones {
			if name, known := domain(stack.Property(zone, "Name")); known && name != "" {
				names := append([]string{name}, records[zone.ID]...)
				owned := owner{resource: zone, name: name, names: names, what: "private hosted zone"}
				owners[vpc] = append(owners[vpc], owned)
			}
		}
	}
	for _, endpoint := range a.network.Endpoints {
		private := stack.Property(endpoint.Resource, "PrivateDnsEnabled").TruthOr(value.No)
		region := a.network.Environment.Region
		if endpoint.Type != "Interface" || private != value.Yes || endpoint.Exists != value.Yes || region == "" ||
			endpoint.Service == "" || !endpoint.IsOfAWS() {
			continue
		}
		name := endpoint.Service + "." + region + ".amazonaws.com"
		owners[endpoint.VPC.ID] = append(owners[endpoint.VPC.ID], owner{
			resource: endpoint.Resource, name: name, names: []string{name}, what: "endpoint",
		})
	}
	return owners
}

// records returns the names of the records in each declared zone.
func (a *survey) records() map[string][]string {
	records := map[string][]string{}
	add := func(zone, record *value.Value) {
		if declared := a.Declared(zone, zoneType); declared != nil {
			if name, known := domain(stack.Dig(record, "Name")); known {
				records[declared.ID] = append(records[declared.ID], name)
			}
		}
	}
	for _, record := range a.OfType(recordType) {
		if exists(record) {
			add(stack.Property(record, "HostedZoneId"), record.Properties)
		}
	}
	for _, group := range a.OfType(recordGroupType) {
		for _, record := range stack.Property(group, "RecordSets").List() {
			if exists(group) {
				add(stack.Property(group, "HostedZoneId"), record)
			}
		}
	}
	return records
}
