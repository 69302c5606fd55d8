package routing

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// transitAttachment is an attachment of a VPC to a transit gateway.
type transitAttachment struct {
	resource *template.Resource
	transit  *value.Value
	vpc      stack.Link
}

// transitAttachments are the attachments of both types.
func (x *survey) transitAttachments() []transitAttachment {
	var all []transitAttachment
	for _, kind := range []string{"AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment"} {
		for _, resource := range x.index.OfType(kind) {
			all = append(all, transitAttachment{
				resource: resource, transit: x.index.Follow(stack.Property(resource, "TransitGatewayId")),
				vpc: x.index.Link(stack.Property(resource, "VpcId"), vpcType),
			})
		}
	}
	return all
}

// transitGateway is a declared transit gateway with what is tied to it.
type transitGateway struct {
	*template.Resource

	attachments []transitAttachment
	// loose is an attachment that may be to this gateway, or of any VPC; nil where there is none.
	loose *template.Resource
}

// transit finds transit gateways that VPCs route to and are not attached to, and those between which traffic goes
// one way only.
func (x *survey) transit() {
	attachments := x.transitAttachments()
	for _, resource := range x.index.OfType(tgwType) {
		if !exists(resource) {
			continue
		}
		gateway := transitGateway{Resource: resource}
		for _, one := range attachments {
			if x.index.Declared(one.transit, tgwType) == resource {
				gateway.attachments = append(gateway.attachments, one)
			} else if x.index.MayBe(one.transit, resource) {
				gateway.loose = one.resource
			}
		}
		x.unattached(gateway)
		x.oneSidedTransit(gateway)
		x.unassociated(gateway)
	}
}

// of are the attachments of the VPC.
func (g transitGateway) of(vpc string) []transitAttachment {
	var all []transitAttachment
	for _, one := range g.attachments {
		if one.vpc.ID == vpc && one.vpc.Standing == stack.Declared {
			all = append(all, one)
		}
	}
	return all
}

// mayAttach says why the VPC may be attached other than by a declared attachment; empty where it can't be.
func (x *survey) mayAttach(gateway transitGateway, vpc *network.VPC) (reason string, weaker []string) {
	if gateway.loose != nil {
		return gateway.loose.Name + " may attach " + vpc.Name, nil
	}
	for _, one := range gateway.attachments {
		if one.vpc.Standing != stack.Declared && x.index.MayBe(stack.Property(one.resource, "VpcId"), vpc.Resource) {
			return one.resource.Name + " may attach " + vpc.Name, nil
		}
	}
	for _, resource := range []*template.Resource{vpc.Resource, gateway.Resource} {
		unknown, more := x.index.Absence(resource)
		if unknown != "" {
			return unknown, nil
		}
		weaker = fact.Join(weaker, more)
	}
	return "", weaker
}

// unattached finds routes to the gateway in tables of VPCs that are not attached to it, or not in the zone of the
// table's subnets: a transit gateway takes traffic of zones where the attachment has a subnet (Amazon VPC Transit
// Gateways Guide, VPC attachments).
func (x *survey) unattached(gateway transitGateway) {
	const kind = "routing/transit-gateway-without-attachment"
	seen := map[string]bool{}
	for _, route := range x.routesTo[gateway.ID] {
		vpc := x.n.VPC(route.table.VPC.ID)
		if vpc == nil || !route.isReal() {
			continue
		}
		if attached := gateway.of(vpc.ID); len(attached) > 0 {
			x.outOfZone(kind, gateway, route, attached)
			continue
		}
		if seen[vpc.ID] {
			continue
		}
		seen[vpc.ID] = true
		reason, weaker := x.mayAttach(gateway, vpc)
		if reason != "" {
			x.Doubt(kind, property(route.At, "TransitGatewayId"), reason)
			continue
		}
		x.Report(network.Issue{
			Kind: kind, At: property(route.At, "TransitGatewayId"), Name: route.Name, Weaker: weaker,
			Words: map[string]string{"destination": route.what(), "gateway": gateway.Name, "vpc": vpc.Name},
			Codes: []network.Blocker{network.NotAttachedToTransit},
			Flow: []fact.Hop{
				route.sends("transit gateway " + gateway.Name),
				{At: vpc.At, Message: vpc.Name + " is not attached to " + gateway.Name},
			},
			Related: append(x.others(gateway, route, vpc.ID),
				x.affected(x.subnetsOn[route.table.ID], "has no way there")...),
			Edits: x.attachTransit(gateway, vpc),
		})
	}
}

// others are the other routes of the VPC to the gateway.
func (x *survey) others(gateway transitGateway, but placed, vpc string) []fact.Hop {
	var hops []fact.Hop
	for _, route := range x.routesTo[gateway.ID] {
		if route.table.VPC.ID == vpc && route.Route != but.Route {
			hops = append(hops, route.sends("transit gateway "+gateway.Name))
		}
	}
	return hops
}

// attachTransit attaches the VPC by one subnet of each zone, where all are in one file.
func (x *survey) attachTransit(gateway transitGateway, vpc *network.VPC) []fact.Edit {
	var subnets []any
	var zones []*value.Value
	for _, subnet := range x.subnetsOf[vpc.ID] {
		zone := stack.Property(subnet.Resource, "AvailabilityZone")
		isKnown := slices.ContainsFunc(zones, func(other *value.Value) bool { return !network.AreApart(zone, other) })
		if homeOf(subnet.Resource) != homeOf(gateway.Resource) || isKnown {
			continue
		}
		subnets, zones = append(subnets, ref(subnet.Resource)), append(zones, zone)
	}
	if len(subnets) == 0 || homeOf(vpc.Resource) != homeOf(gateway.Resource) {
		return nil
	}
	return []fact.Edit{x.addResource(gateway.Resource, vpc.Name+"TransitAttachment", map[string]any{
		"Type": "AWS::EC2::TransitGatewayAttachment",
		"Properties": map[string]any{
			"TransitGatewayId": ref(gateway.Resource), "VpcId": ref(vpc.Resource), "SubnetIds": subnets,
		},
	})}
}

// outOfZone finds subnets that route to the gateway from zones without a subnet of the attachment.
func (x *survey) outOfZone(kind string, gateway transitGateway, route placed, attached []transitAttachment) {
	var zones []*value.Value
	for _, one := range attached {
		ids := stack.Property(one.resource, "SubnetIds").List()
		for _, id := range ids {
			subnet := x.index.Declared(id, subnetType)
			if subnet == nil || !exists(one.resource) {
				return
			}
			zones = append(zones, stack.Property(subnet, "AvailabilityZone"))
		}
		if len(ids) == 0 {
			return
		}
	}
	for _, subnet := range x.subnetsOn[route.table.ID] {
		zone := stack.Property(subnet.Resource, "AvailabilityZone")
		if slices.ContainsFunc(zones, func(other *value.Value) bool { return !network.AreApart(zone, other) }) {
			continue
		}
		attachment := attached[0].resource
		x.Report(network.Issue{
			Kind: kind, Variant: "zone", At: property(attachment.At, "SubnetIds"), Name: attachment.Name,
			Words: map[string]string{"subnet": subnet.Name, "gateway": gateway.Name},
			Flow: []fact.Hop{
				{At: subnet.At, Message: subnet.Name + " uses route table " + route.table.Name},
				route.sends("transit gateway " + gateway.Name),
				{At: property(attachment.At, "SubnetIds"), Message: attachment.Name + " has no subnet in its zone"},
			},
			Related: x.affected([]*network.Subnet{subnet}, "has no way there"),
			Codes:   []network.Blocker{network.TransitZone},
		})
	}
}

// oneSidedTransit finds pairs of attached VPCs where one routes to the addresses of the other and nothing of that
// one leads back.
func (x *survey) oneSidedTransit(gateway transitGateway) {
	seen := map[[2]string]bool{}
	for _, route := range x.routesTo[gateway.ID] {
		from := x.n.VPC(route.table.VPC.ID)
		if from == nil || !route.isReal() || len(route.Prefixes()) != 1 || route.Prefixes()[0].Bits() == 0 ||
			len(gateway.of(from.ID)) == 0 {
			continue
		}
		for _, one := range gateway.attachments {
			to := x.n.VPC(one.vpc.ID)
			if to == nil || to == from || !exists(one.resource) || seen[[2]string{from.ID, to.ID}] ||
				!x.addressesOf(to, route.Family).Set.Overlaps(route.Set()) {
				continue
			}
			seen[[2]string{from.ID, to.ID}] = true
			x.noTransitBack(gateway, route, from, to)
		}
	}
}

func (x *survey) noTransitBack(gateway transitGateway, route placed, from, silent *network.VPC) {
	const kind = "routing/one-sided-transit"
	if x.leadsBack(from, silent, route.Family) {
		return
	}
	unknown, weaker := x.index.Absence(silent.Resource)
	if unknown != "" {
		x.Doubt(kind, route.At, unknown)
		return
	}
	issue := network.Issue{
		Kind: kind, At: property(route.At, "TransitGatewayId"), Name: route.Name, Weaker: weaker,
		Words: map[string]string{"from": from.Name, "silent": silent.Name, "gateway": gateway.Name},
		Codes: []network.Blocker{network.NoRoute},
		Flow:  []fact.Hop{route.sends("transit gateway " + gateway.Name)},
	}
	for _, table := range x.tablesOf[silent.ID] {
		hop := fact.Hop{At: table.At, Message: "route table " + table.Name + " has no route back to " + from.Name}
		issue.Flow = append(issue.Flow, hop)
		issue.Weaker = fact.Join(issue.Weaker, table.Weaker())
	}
	issue.Related = x.affected(x.subnetsOf[silent.ID], "can't answer "+from.Name)
	x.Report(issue)
}

// leadsBack reports whether a route of the silent VPC may lead to the other, by whatever way.
func (x *survey) leadsBack(to, silent *network.VPC, family network.Family) bool {
	mayLead := func(route placed) bool {
		switch route.Target.Kind {
		case network.ToInternet, network.ToNAT, network.ToEgressOnly, network.ToLocal:
			return false
		case network.ToTransit, network.ToCore, network.ToVPN, network.ToPeer, network.ToMiddlebox, network.ToCarrier,
			network.ToUnknown:
		}
		return route.Unknown() != "" || route.Family == family && x.leadsTo(route, to)
	}
	if slices.ContainsFunc(x.loose, mayLead) {
		return true
	}
	for _, subnet := range x.subnetsOf[silent.ID] {
		if subnet.TableUnknown() != "" {
			return true
		}
	}
	for _, table := range x.tablesOf[silent.ID] {
		if table.Unknown() != "" {
			return true
		}
		for _, route := range table.Routes {
			if mayLead(placed{Route: route, table: table}) {
				return true
			}
		}
	}
	return false
}

// unassociated finds attachments that no transit gateway route table takes traffic of, since the gateway has none
// by default (AWS::EC2::TransitGateway, DefaultRouteTableAssociation and DefaultRouteTablePropagation).
func (x *survey) unassociated(gateway transitGateway) {
	const kind = "routing/one-sided-transit"
	kinds := []struct {
		property, variant, message string
		code                       network.Blocker
	}{
		{
			"DefaultRouteTableAssociation", "association", " associates no attachment by itself",
			network.TransitUnassociated,
		},
		{
			"DefaultRouteTablePropagation", "propagation", " propagates the routes of no attachment by itself",
			network.NotAttachedToTransit,
		},
	}
	reported := map[*template.Resource]bool{} // an attachment once: what is not associated sends nothing either
	for _, one := range kinds {
		if text, _ := stack.Property(gateway.Resource, one.property).Literal(); text != "disable" {
			continue
		}
		var issue network.Issue
		for _, attachment := range gateway.attachments {
			resource := attachment.resource
			if !exists(resource) || reported[resource] || x.isTied(resource, one.variant) {
				continue
			}
			unknown, weaker := x.index.Absence(resource)
			if unknown != "" {
				x.Doubt(kind, resource.At, unknown)
				continue
			}
			reported[resource] = true
			if issue.Kind != "" {
				issue.Weaker = fact.Join(issue.Weaker, weaker)
				issue.Related = append(issue.Related, fact.Hop{At: resource.At, Message: "nor is " + resource.Name})
				continue
			}
			issue = network.Issue{
				Kind: kind, Variant: one.variant, At: resource.At, Name: resource.Name, Weaker: weaker,
				Words: map[string]string{"gateway": gateway.Name},
				Related: []fact.Hop{{
					At: property(gateway.At, one.property), Message: gateway.Name + one.message,
				}},
				Codes: []network.Blocker{one.code},
			}
		}
		if issue.Kind != "" {
			x.Report(issue)
		}
	}
}

// isTied reports whether something may tie an attachment to a transit gateway route table: for the association an
// association, else a propagation or a static route.
func (x *survey) isTied(attachment *template.Resource, variant string) bool {
	kinds := []string{"AWS::EC2::TransitGatewayRouteTableAssociation"}
	if variant == "propagation" {
		kinds = []string{"AWS::EC2::TransitGatewayRouteTablePropagation", "AWS::EC2::TransitGatewayRoute"}
	}
	for _, kind := range kinds {
		for _, tie := range x.index.OfType(kind) {
			id := stack.Property(tie, "TransitGatewayAttachmentId")
			if x.index.Declared(id, attachment.Type) == attachment || x.index.MayBe(id, attachment) {
				return true
			}
		}
	}
	return false
}
