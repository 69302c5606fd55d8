package ssm

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindUnmanaged = "ssm/no-management-path"

// unmanaged finds instances that nobody can log in to: nothing leads out of their network, nothing shows that
// Systems Manager is to manage them, and they have neither a key pair nor an open port for it nor an EC2 Instance
// Connect Endpoint.
func (f *survey) unmanaged() {
	connected := f.connectVPCs()
	for _, workload := range f.Workloads {
		vpc := f.VPC(workload.VPC.ID)
		isApart := workload.Kind == network.Instance && vpc != nil && workload.SSM.Internet.Answer == value.No &&
			f.services.Hub(workload) == ""
		if !isApart || connected[""] || connected[vpc.ID] || f.services.KeyName(workload) != nil {
			continue
		}
		login := f.admitsLogin(workload)
		intent := workload.SSM.Intent
		switch {
		case intent.Answer == value.Yes || login.Answer == value.Yes:
		case intent.Answer == value.Undecided:
			f.doubt(kindUnmanaged, workload.At, intent.Reason)
		case login.Answer == value.Undecided:
			f.doubt(kindUnmanaged, workload.At, login.Reason)
		default:
			f.d.Report(network.Issue{
				Kind: kindUnmanaged, At: workload.At, Name: workload.Name, Related: login.Hops,
				Flow:   workload.Egress.IPv4.Hops,
				Weaker: fact.Join(workload.Egress.IPv4.Weaker, workload.Egress.IPv6.Weaker, login.Weaker),
			})
		}
	}
}

// connectVPCs returns the VPCs with an EC2 Instance Connect Endpoint. One in a VPC that is not known may be in any,
// for which the empty id stands.
func (f *survey) connectVPCs() map[string]bool {
	connected := map[string]bool{}
	for _, member := range f.Members {
		switch {
		case member.Kind != network.ConnectEndpoint:
		case f.VPC(member.VPC.ID) == nil:
			connected[""] = true
		default:
			connected[member.VPC.ID] = true
		}
	}
	return connected
}

// admitsLogin answers whether somebody may open a shell or a desktop: it is "no" where no rule is for the ports,
// whoever it is for.
func (f *survey) admitsLogin(workload *network.Workload) network.Admission {
	var last network.Admission
	var hops []fact.Hop
	for _, port := range []int{22, 3389} {
		for _, family := range []network.Family{network.IPv4, network.IPv6} {
			last = f.Admits(f.GroupsOf(workload), network.Inbound, network.TCP(port), network.Side{
				Groups:    []stack.Link{{Standing: stack.External}},
				Addresses: network.UnknownAddresses(family, "a rule admits some addresses"),
			})
			if last.Answer != value.No {
				return last
			}
			hops = append(hops, last.Hops...)
		}
	}
	last.Hops = distinct(hops)
	return last
}
