package ssm

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// agentServices are the services that the agent may use.
var agentServices = []string{"ssm", "ssmmessages", "ec2messages"}

// disabledNames finds VPCs whose attributes keep the private DNS of endpoints for the agent from working: AWS
// refuses to create such an endpoint (AWS PrivateLink guide, private DNS).
func (f *survey) disabledNames() {
	const kind = "ssm/vpc-dns-disabled"
	var named groups[*network.VPC, *network.Endpoint]
	for _, endpoint := range f.Endpoints {
		isOwn := slices.Contains(agentServices, endpoint.Service) && endpoint.Type == "Interface"
		vpc := f.VPC(endpoint.VPC.ID)
		private := stack.Property(endpoint.Resource, "PrivateDnsEnabled")
		if isOwn && vpc != nil && private.Truth() == value.Yes && endpoint.Exists == value.Yes {
			named.add(vpc, endpoint)
		}
	}
	for _, vpc := range named.order {
		f.checkNames(kind, vpc, named.members[vpc])
	}
}

func (f *survey) checkNames(kind string, vpc *network.VPC, endpoints []*network.Endpoint) {
	var names []string
	issue := network.Issue{Kind: kind}
	for _, endpoint := range endpoints {
		names = append(names, endpoint.Name)
		issue.Related = append(issue.Related, fact.Hop{
			At:      stack.PropertyAt(endpoint.Resource, "PrivateDnsEnabled"),
			Message: endpoint.Name + " has private DNS for " + endpoint.Service,
		})
	}
	for _, workload := range f.Workloads {
		if workload.VPC.ID == vpc.ID && isCutOff(workload) {
			issue.Related = append(issue.Related, affected([]*network.Workload{workload})...)
		}
	}
	issue.Flow = []fact.Hop{
		{At: endpoints[0].At, Message: endpoints[0].Name + " gives " + endpoints[0].Service + " a private name"},
		{At: vpc.At, Message: vpc.Name + " does not resolve it"},
	}
	issue.Words = map[string]string{"endpoints": fact.Enumerate(names)}
	f.ReportNamesOff(f.d, vpc, issue)
}
