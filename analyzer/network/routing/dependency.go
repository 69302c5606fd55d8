package routing

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// waits knows what resources wait for when a stack is made: what they name in DependsOn, and what they refer to.
type waits struct {
	index *stack.Index
	needs map[string][]string
}

// needsOf returns the ids of what the resource waits for directly.
func (w *waits) needsOf(id string) []string {
	if needs, known := w.needs[id]; known {
		return needs
	}
	var needs []string
	if resource := w.index.Resource(id); resource != nil {
		for _, name := range resource.DependsOn {
			needs = append(needs, homeOf(resource)+name)
		}
		add := func(id string) { needs = append(needs, id) }
		w.index.Mentions(resource.Properties, add)
		w.index.Mentions(resource.Metadata, add)
	}
	w.needs[id] = needs
	return needs
}

// reaches reports whether one resource waits for the other, directly or by way of others. What is known of that
// other one so far is in seen.
func (w *waits) reaches(from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if known, found := seen[from]; found {
		return known
	}
	seen[from] = false
	for _, need := range w.needsOf(from) {
		if w.reaches(need, to, seen) {
			seen[from] = true
			return true
		}
	}
	return false
}

// user is a resource that works only once an attachment is there.
type user struct {
	resource *template.Resource
	does     string
	// also are resources that make use of it: it is enough that one of them waits.
	also []*template.Resource
}

// dependencies finds resources that need an attachment and are made without waiting for it. Both are made at
// the same time then, and the stack fails whenever the attachment comes second (AWS CloudFormation User Guide,
// DependsOn attribute).
func (x *survey) dependencies() {
	w := &waits{index: x.index, needs: map[string][]string{}}
	users := x.gatewayUsers()
	for _, attachment := range x.index.OfType(attachType) {
		gateway := x.index.Declared(stack.Property(attachment, "InternetGatewayId"), igwType)
		if gateway != nil {
			all := append(x.routesInto(gateway, "uses the gateway"), users.of(x.index, attachment)...)
			x.unawaited(w, "routing/missing-attachment-dependency", attachment, gateway.Name, all)
		}
		vpn := x.index.Declared(stack.Property(attachment, "VpnGatewayId"), vgwType)
		if vpn != nil {
			all := append(x.routesInto(vpn, "uses the gateway"), x.propagations(vpn)...)
			x.unawaited(w, "routing/missing-transit-dependency", attachment, vpn.Name, all)
		}
	}
	transit := x.transitUsers()
	for _, attachment := range x.transitAttachments() {
		key := [2]string{value.Identity(attachment.transit), attachment.vpc.ID}
		if key[0] != "" && key[1] != "" {
			name := attachment.resource.Name
			x.unawaited(w, "routing/missing-transit-dependency", attachment.resource, name, transit[key])
		}
	}
}

// unawaited reports the users of an attachment that do not wait for it, all at once.
func (x *survey) unawaited(w *waits, kind string, attachment *template.Resource, gateway string, users []user) {
	if !exists(attachment) {
		return
	}
	seen := map[string]bool{}
	isAwaited := func(resource *template.Resource) bool { return w.reaches(resource.ID, attachment.ID, seen) }
	var names []string
	issue := network.Issue{Kind: kind, Words: map[string]string{"attachment": attachment.Name, "gateway": gateway}}
	for _, user := range users {
		resource := user.resource
		if !exists(resource) || homeOf(resource) != homeOf(attachment) || slices.Contains(names, resource.Name) ||
			isAwaited(resource) || slices.ContainsFunc(user.also, isAwaited) ||
			w.reaches(attachment.ID, resource.ID, map[string]bool{}) {
			continue
		}
		if len(names) == 0 {
			issue.At, issue.Name = resource.At.Child("DependsOn"), resource.Name
		} else {
			message := resource.Name + " " + user.does + " without waiting for " + attachment.Name
			issue.Related = append(issue.Related, fact.Hop{At: resource.At, Message: message})
		}
		names = append(names, resource.Name)
		issue.Edits = append(issue.Edits, awaiting(resource, attachment.Name))
	}
	if len(names) == 0 {
		return
	}
	if len(names) > 1 {
		issue.Variant = "several"
	}
	issue.Words["who"] = fact.Enumerate(names)
	issue.Related = append(issue.Related, fact.Hop{At: attachment.At, Message: "attachment " + attachment.Name})
	x.Report(issue)
}

// awaiting has the resource wait for the one with the name, beside what it waits for already. A text stays a
// text where it was none before, and a list a list.
func awaiting(resource *template.Resource, name string) fact.Edit {
	at := resource.At.Child("DependsOn")
	if len(resource.DependsOn) == 0 {
		return fact.Add(at, name)
	}
	all := make([]any, 0, len(resource.DependsOn)+1)
	for _, other := range resource.DependsOn {
		all = append(all, other)
	}
	return fact.Replace(at, append(all, name))
}

// routesInto are the routes to a gateway.
func (x *survey) routesInto(gateway *template.Resource, does string) []user {
	var users []user
	for _, route := range x.routesTo[gateway.ID] {
		if route.isReal() {
			users = append(users, user{resource: route.Resource, does: does})
		}
	}
	return users
}

// propagations are the resources that take the routes of a virtual private gateway into tables.
func (x *survey) propagations(gateway *template.Resource) []user {
	var users []user
	for _, propagation := range x.index.OfType("AWS::EC2::VPNGatewayRoutePropagation") {
		if x.index.Declared(stack.Property(propagation, "VpnGatewayId"), vgwType) == gateway {
			users = append(users, user{resource: propagation, does: "takes the routes of the gateway"})
		}
	}
	return users
}

// transitUsers are the routes to transit gateways, by the identity of the gateway and the id of the VPC. The latter
// may be a symbol, such as that of a parameter.
func (x *survey) transitUsers() map[[2]string][]user {
	users := map[[2]string][]user{}
	for _, table := range x.n.RouteTables {
		for _, route := range table.Routes {
			one := placed{Route: route, table: table}
			if route.Target.Kind != network.ToTransit || !one.isReal() {
				continue
			}
			key := [2]string{value.Identity(route.Target.Value()), table.VPC.ID}
			users[key] = append(users[key], user{resource: route.Resource, does: "uses the transit gateway"})
		}
	}
	return users
}

// publicUsers are the resources with public addresses in declared VPCs, by the VPC's id.
type publicUsers map[string][]user

// of are those in the VPC of the attachment.
func (u publicUsers) of(index *stack.Index, attachment *template.Resource) []user {
	if vpc := index.Declared(stack.Property(attachment, "VpcId"), vpcType); vpc != nil {
		return u[vpc.ID]
	}
	return nil
}

// gatewayUsers finds what has a public address in a VPC: Elastic IP addresses that something there uses, and
// instances.
func (x *survey) gatewayUsers() publicUsers {
	users := publicUsers{}
	takers := x.takers()
	for _, address := range x.index.OfType("AWS::EC2::EIP") {
		also := takers[address.ID]
		if by := x.holder(address); by != nil {
			also = append(also, by)
		}
		for _, taker := range also {
			if vpc := x.vpcOf(taker); vpc != "" {
				users[vpc] = append(users[vpc], user{
					resource: address, does: "is a public address in the VPC", also: also,
				})
				break
			}
		}
	}
	holders := x.holders()
	for _, workload := range x.n.Workloads {
		isPublic := workload.Kind == network.Instance && workload.PublicIPv4.Answer == value.Yes &&
			!holds(holders, workload)
		if isPublic && workload.VPC.Standing == stack.Declared && x.isInPublicSubnet(workload) {
			users[workload.VPC.ID] = append(users[workload.VPC.ID], user{
				resource: workload.Resource, does: "starts with a public address",
			})
		}
	}
	return users
}

// isInPublicSubnet reports whether an internet gateway stands behind a subnet of the workload.
func (x *survey) isInPublicSubnet(workload *network.Workload) bool {
	return slices.ContainsFunc(workload.Subnets, func(link stack.Link) bool {
		subnet := x.n.Subnet(link.ID)
		return subnet != nil && subnet.Table() != nil && leadsToInternet(subnet.Table())
	})
}

// holders are the ids of the instances and network interfaces that Elastic IP addresses name. They have their
// public address from those, and do not need the gateway before.
func (x *survey) holders() map[string]bool {
	holders := map[string]bool{}
	for _, kind := range []string{"AWS::EC2::EIP", "AWS::EC2::EIPAssociation"} {
		for _, address := range x.index.OfType(kind) {
			if holder := x.holder(address); holder != nil {
				holders[holder.ID] = true
			}
		}
	}
	return holders
}

// holds reports whether a workload, or one of its network interfaces, is one of the holders.
func holds(holders map[string]bool, workload *network.Workload) bool {
	return holders[workload.ID] || slices.ContainsFunc(workload.Interfaces(), func(eni *template.Resource) bool {
		return holders[eni.ID]
	})
}

// takers are the NAT gateways and associations that use Elastic IP addresses, by the id of the address.
func (x *survey) takers() map[string][]*template.Resource {
	takers := map[string][]*template.Resource{}
	for _, kind := range []string{natType, "AWS::EC2::EIPAssociation"} {
		for _, taker := range x.index.OfType(kind) {
			for _, key := range []string{"AllocationId", "EIP"} {
				if address := x.index.Declared(stack.Property(taker, key), "AWS::EC2::EIP"); address != nil {
					takers[address.ID] = append(takers[address.ID], taker)
				}
			}
		}
	}
	return takers
}

// holder is the declared instance or network interface that an address or an association names.
func (x *survey) holder(address *template.Resource) *template.Resource {
	if instance := x.index.Declared(stack.Property(address, "InstanceId"), instanceType); instance != nil {
		return instance
	}
	return x.index.Declared(stack.Property(address, "NetworkInterfaceId"), eniType)
}

// vpcOf is the id of the declared VPC that the user of an address is in; empty where it is not known.
func (x *survey) vpcOf(taker *template.Resource) string {
	if taker.Type == "AWS::EC2::EIPAssociation" {
		if taker = x.holder(taker); taker == nil {
			return ""
		}
	}
	in := stack.Property(taker, "SubnetId")
	if in == nil {
		in = stack.Property(taker, "NetworkInterfaces")
		for _, iface := range in.List() {
			in = stack.Dig(iface, "SubnetId")
		}
	}
	subnet := x.index.Declared(in, subnetType)
	if subnet == nil {
		return ""
	}
	link := x.index.Link(stack.Property(subnet, "VpcId"), vpcType)
	if link.Standing != stack.Declared {
		return ""
	}
	return link.ID
}
