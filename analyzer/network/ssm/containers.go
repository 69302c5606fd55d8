package ssm

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindExec = "ssm/ecs-exec-without-endpoint"

// containers finds services with ECS Exec whose tasks reach neither the internet nor an endpoint for ssmmessages,
// the one service that ECS Exec needs (Amazon ECS Developer Guide, ECS Exec).
func (f *survey) containers() {
	var found groups[*network.VPC, *network.Workload]
	for _, service := range f.Members {
		vpc := f.VPC(service.VPC.ID)
		if service.Kind != network.ECSService || vpc == nil || !service.IsIsolated() {
			continue
		}
		enabled := stack.Property(service.Resource, "EnableExecuteCommand").Truth()
		if enabled == value.No || stack.Property(service.Resource, "EnableExecuteCommand") == nil {
			continue
		}
		has, _ := f.services.Endpoint(vpc, "ssmmessages")
		hub := f.services.HubFor(service, "ssmmessages")
		switch {
		case has.Answer == value.Yes, f.services.IsCentral(service, "ssmmessages"):
		case has.Answer == value.Undecided:
			f.doubt(kindExec, service.At, has.Reason)
		case hub != "":
			f.doubt(kindExec, service.At, hub)
		case enabled == value.Undecided:
			f.doubt(kindExec, service.At, "it can't be decided whether "+service.Name+" uses ECS Exec")
		default:
			found.add(vpc, service)
		}
	}
	for _, vpc := range found.order {
		f.reportExec(vpc, found.members[vpc])
	}
}

func (f *survey) reportExec(vpc *network.VPC, services []*network.Workload) {
	first := services[0]
	reason := vpc.Name + " has no interface endpoint for ssmmessages"
	issue := network.Issue{
		Kind: kindExec, At: vpc.At, Name: vpc.Name, Related: affected(services),
		Flow:  append(slices.Clone(first.Egress.IPv4.Hops), fact.Hop{At: vpc.At, Message: reason}),
		Codes: []network.Blocker{network.MissingService},
	}
	_, absent := f.services.Endpoint(vpc, "ssmmessages")
	var names []string
	var weaker [][]string
	var subnets []stack.Link
	var clients [][]stack.Link
	for _, service := range services {
		names = append(names, service.Name)
		weaker = append(weaker, fact.Join(service.Egress.IPv4.Weaker, service.Egress.IPv6.Weaker, absent))
		subnets, clients = append(subnets, service.Subnets...), append(clients, service.SecurityGroups)
		issue.Related = append(issue.Related, fact.Hop{
			At:      service.At.Child("Properties").Child("EnableExecuteCommand"),
			Message: service.Name + " has ECS Exec turned on",
		})
	}
	issue.Words, issue.Weaker = map[string]string{"services": fact.Enumerate(names)}, weakerWhere(weaker)
	if draft := newDraft(vpc.Resource); draft != nil {
		issue.Edits = f.addEndpointsFor(draft, vpc, []string{"ssmmessages"}, stand{subnets: subnets, clients: clients})
	}
	f.d.Report(issue)
}
