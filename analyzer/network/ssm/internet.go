package ssm

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindInternet = "ssm/internet-egress-blocked"

// https is how the agent calls Systems Manager.
var https = network.TCP(443)

// closedInternet finds workloads whose routes lead to the internet while their security groups let nothing of the
// agent out, and that have no endpoint to call instead.
func (f *survey) closedInternet() {
	var found groups[source.At, closed]
	for _, workload := range f.Workloads {
		if workload.SSM.Intent.Answer != value.Yes || workload.SSM.Internet.Answer != value.Yes {
			continue
		}
		lets := f.lets(workload, network.InternetAddresses(network.IPv4), nil)
		if lets.Answer == value.Undecided {
			f.doubt(kindInternet, workload.At, lets.Reason)
		}
		if lets.Answer != value.No || f.services.IsCentral(workload, "ssm", "ssmmessages") {
			continue
		}
		if reason := f.otherWay(workload); reason != "" {
			f.doubt(kindInternet, workload.At, reason)
			continue
		}
		found.add(lets.At(), closed{workload, lets})
	}
	for _, at := range found.order {
		f.reportClosed(at, found.members[at])
	}
}

// closed is a workload and why its security groups let nothing out.
type closed struct {
	workload *network.Workload
	lets     network.Admission
}

// lets answers whether the workload's security groups let HTTPS out to the addresses, or to the groups.
func (f *survey) lets(workload *network.Workload, to network.Addresses, groups []stack.Link) network.Admission {
	return f.Admits(f.GroupsOf(workload), network.Outbound, https, network.Side{Groups: groups, Addresses: to})
}

// otherWay says why the agent may have another way: an endpoint in the VPC or behind one of its routes, or IPv6,
// as far as the security groups let it there. Empty where there is none.
func (f *survey) otherWay(workload *network.Workload) string {
	anywhere := network.UnknownAddresses(network.IPv4, "the address of an endpoint is not known")
	anyGroup := []stack.Link{{Standing: stack.External}}
	if f.lets(workload, anywhere, anyGroup).Answer != value.No {
		if reason := f.endpointNearby(workload); reason != "" {
			return reason
		}
	}
	if workload.Egress.IPv6.Internet.Answer != value.No &&
		f.lets(workload, network.InternetAddresses(network.IPv6), nil).Answer != value.No {
		return "its agent may use IPv6"
	}
	return ""
}

// endpointNearby says why an endpoint may serve the workload; empty where none does.
func (f *survey) endpointNearby(workload *network.Workload) string {
	vpc := f.VPC(workload.VPC.ID)
	if vpc == nil {
		return "endpoints of a VPC that is not declared are not known"
	}
	for _, service := range []string{"ssm", "ssmmessages"} {
		has, _ := f.services.Endpoint(vpc, service)
		switch has.Answer {
		case value.Yes:
			return vpc.Name + " has an endpoint for " + service
		case value.Undecided:
			return has.Reason
		case value.No:
		}
	}
	return f.services.Hub(workload)
}

func (f *survey) reportClosed(at source.At, all []closed) {
	var workloads []*network.Workload
	var weaker [][]string
	first := all[0]
	issue := network.Issue{
		Kind: kindInternet, At: at, Name: nameOf(at), Codes: []network.Blocker{first.lets.Code},
		Flow: append(slices.Clone(first.workload.Egress.IPv4.Hops), first.lets.Hops...),
	}
	for _, one := range all {
		workloads = append(workloads, one.workload)
		weaker = append(weaker, one.lets.Weaker)
		issue.Related = distinct(issue.Related, one.lets.Hops[1:], []fact.Hop{{
			At: one.workload.At, Message: one.workload.Name + " is cut off: " + one.lets.Reason,
		}})
	}
	issue.Related = distinct(issue.Related, signs(workloads))
	issue.Words, issue.Weaker = map[string]string{"workloads": count(workloads)}, weakerWhere(weaker)
	if first.lets.Code == network.EgressRevoked && len(first.lets.Hops) > 1 {
		issue.Variant, issue.Words["by"] = "revoked", nameOf(first.lets.Hops[1].At)
	}
	if group := f.groupAt[at]; group != nil {
		if draft := newDraft(group.Resource); draft != nil {
			draft.add(group.Name+"HttpsOut", "AWS::EC2::SecurityGroupEgress", map[string]any{
				"GroupId": attribute(group.Name, "GroupId"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
				"CidrIp": "0.0.0.0/0",
			})
			issue.Edits = draft.edits
		}
	}
	f.d.Report(issue)
}
