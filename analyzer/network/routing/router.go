package routing

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const checkProperty = "SourceDestCheck"

// routers finds instances and network interfaces that routes lead to and that drop what is not addressed to them:
// they do so unless SourceDestCheck is false (AWS::EC2::Instance and AWS::EC2::NetworkInterface).
func (x *survey) routers() {
	owners := x.interfaceOwners()
	for _, kind := range []string{instanceType, eniType} {
		for _, resource := range x.index.OfType(kind) {
			if routes := x.routesTo[resource.ID]; len(routes) > 0 {
				x.router(resource, owners[resource.ID], routes)
			}
		}
	}
}

// router reports a router that checks. Where a router is an instance with a network interface of its own, either
// may be where the check is turned off.
func (x *survey) router(resource *template.Resource, others []*template.Resource, routes []placed) {
	const kind = "routing/source-dest-check-on-router"
	checks := stack.Property(resource, checkProperty).TruthOr(value.Yes)
	for _, other := range others {
		if stack.Property(other, checkProperty).TruthOr(value.Yes) != value.Yes {
			return
		}
	}
	sure := slices.DeleteFunc(slices.Clone(routes), func(route placed) bool { return !route.isReal() })
	switch {
	case checks == value.No || x.mayTurnOff(resource, others):
		return
	case checks == value.Undecided || !exists(resource) || len(sure) == 0:
		x.Doubt(kind, property(resource.At, checkProperty), "it can't be decided whether "+resource.Name+
			" checks addresses")
		return
	}
	first := sure[0]
	issue := network.Issue{
		Kind: kind, At: property(resource.At, checkProperty), Name: resource.Name,
		Words: map[string]string{"route": first.Name, "destination": first.what()},
		Flow:  []fact.Hop{first.sends(resource.Name)},
		Codes: []network.Blocker{network.RouterChecks}, Edits: turnOff(resource),
	}
	if custom := x.index.Custom(); custom != nil {
		issue.Weaker = []string{"the custom resource " + custom.Name + " may change the network"}
	}
	for _, route := range sure[1:] {
		issue.Related = append(issue.Related, route.sends(resource.Name))
	}
	for _, route := range sure {
		subnets := x.subnetsOn[route.table.ID]
		issue.Related = append(issue.Related, x.affected(without(subnets, resource, x), "has no way there")...)
	}
	issue.Related = unique(issue.Related)
	x.Report(issue)
}

// without are the subnets in which the router is not the only workload.
func without(subnets []*network.Subnet, router *template.Resource, x *survey) []*network.Subnet {
	var rest []*network.Subnet
	for _, subnet := range subnets {
		in := x.workloadsIn[subnet.ID]
		if len(in) != 1 || in[0].Resource != router {
			rest = append(rest, subnet)
		}
	}
	return rest
}

// interfaceOwners ties instances and their declared network interfaces to each other, by id.
func (x *survey) interfaceOwners() map[string][]*template.Resource {
	owners := map[string][]*template.Resource{}
	for _, workload := range x.n.Workloads {
		for _, eni := range workload.Interfaces() {
			owners[workload.ID] = append(owners[workload.ID], eni)
			owners[eni.ID] = append(owners[eni.ID], workload.Resource)
		}
	}
	return owners
}

// words by which the AWS CLI, the SDKs and user data turn the check off.
var turnOffWords = []string{"source-dest-check", "sourcedestcheck", "source_dest_check"}

// mayTurnOff reports whether a script of the router or a custom resource that is handed it may turn the check off, or
// whether what is attached to it is not known.
func (x *survey) mayTurnOff(resource *template.Resource, others []*template.Resource) bool {
	for _, one := range append([]*template.Resource{resource}, others...) {
		if by := x.index.Handed(one.ID); by != nil && stack.IsCustom(by.Type) {
			return true
		}
		script := stack.Property(one, "UserData")
		if stack.SaysAny(script, turnOffWords...) || stack.SaysAny(one.Metadata, turnOffWords...) {
			return true
		}
	}
	for _, iface := range stack.Property(resource, "NetworkInterfaces").List() {
		id := stack.Dig(iface, "NetworkInterfaceId")
		if id != nil && x.index.Declared(id, eniType) == nil {
			return true
		}
	}
	return false
}

// turnOff turns the check off. Where an instance brings network interfaces of its own, the check is theirs.
func turnOff(resource *template.Resource) []fact.Edit {
	if resource.Type == instanceType && len(stack.Property(resource, "NetworkInterfaces").List()) > 1 {
		return nil
	}
	at := property(resource.At, checkProperty)
	if written := stack.Property(resource, checkProperty); written != nil {
		if len(written.Via) > 0 {
			return nil
		}
		return []fact.Edit{fact.Replace(at, false)}
	}
	return []fact.Edit{fact.Add(at, false)}
}
