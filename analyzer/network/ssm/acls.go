package ssm

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// openACLs adds the entries that let the calls of the workloads out to the endpoints, and the answers back, for the
// block of the VPC. Each comes before the entry that denies the traffic.
func (f *survey) openACLs(issue *network.Issue, all []broken) {
	vpc := f.VPC(all[0].workload.VPC.ID)
	draft := newDraft(vpc.Resource)
	if draft == nil {
		return
	}
	entries := aclEntries{draft: draft, vpc: vpc, done: map[string]bool{}, taken: map[string]map[int]bool{}}
	for _, one := range all {
		endpoint := f.endpoints[one.service.Through]
		for _, named := range stack.Property(endpoint.Resource, "SubnetIds").List() {
			to := f.Index.Link(named, "AWS::EC2::Subnet")
			for _, from := range one.workload.Subnets {
				if from.ID != to.ID && !f.openPair(&entries, from, to) {
					return
				}
			}
		}
	}
	issue.Edits = draft.edits
}

// openPair adds what lets HTTPS pass from one subnet to another; it reports false where the text does not allow it.
func (f *survey) openPair(entries *aclEntries, from, to stack.Link) bool {
	near, far := f.SubnetAddresses(from, network.IPv4), f.SubnetAddresses(to, network.IPv4)
	for _, asked := range []struct {
		subnet    stack.Link
		direction network.Direction
		traffic   network.Traffic
		remote    network.Addresses
	}{
		{from, network.Outbound, https, far},
		{to, network.Inbound, https, near},
		{to, network.Outbound, https.Reply(), near},
		{from, network.Inbound, https.Reply(), far},
	} {
		guard := f.Guard(asked.subnet)
		passage := f.Passes(guard, asked.direction, asked.traffic, asked.remote)
		if passage.Answer == value.Yes {
			continue
		}
		if guard.ACL == nil || guard.ACL.Resource == nil || !entries.draft.holds(guard.ACL.Resource) {
			return false
		}
		if !entries.add(guard.ACL, asked.direction, asked.traffic, passage.Entries) {
			return false
		}
	}
	return true
}

// aclEntries adds entries to network ACLs, each once.
type aclEntries struct {
	draft *draft
	vpc   *network.VPC
	done  map[string]bool
	// taken are the numbers in use, by ACL and direction.
	taken map[string]map[int]bool
}

// suffixes name new entries by their direction.
var suffixes = map[network.Direction]string{network.Inbound: "In", network.Outbound: "Out"}

// firstNumber is the number of a new entry where none has to come before another.
const firstNumber = 100

// add adds an entry for the traffic before those that decide; it reports false where no number is left.
func (e *aclEntries) add(
	acl *network.ACL, direction network.Direction, traffic network.Traffic, deciding []*network.ACLEntry,
) bool {
	base := acl.Name + "Https" + suffixes[direction]
	if traffic != https {
		base = acl.Name + "Answers" + suffixes[direction]
	}
	if e.done[base] {
		return true
	}
	e.done[base] = true
	key := acl.ID + " " + string(direction)
	if e.taken[key] == nil {
		e.taken[key] = map[int]bool{}
		for _, entry := range acl.Entries {
			if entry.Direction == direction {
				e.taken[key][entry.Number] = true
			}
		}
	}
	number, step := firstNumber, 1
	if len(deciding) > 0 {
		number, step = deciding[0].Number-1, -1
	}
	for e.taken[key][number] {
		number += step
	}
	if number < 1 {
		return false
	}
	e.taken[key][number] = true
	e.draft.add(base, "AWS::EC2::NetworkAclEntry", map[string]any{
		"NetworkAclId": ref(acl.Name), "RuleNumber": number, "Egress": direction == network.Outbound,
		"Protocol": 6, "RuleAction": "allow", "CidrBlock": attribute(e.vpc.Name, "CidrBlock"),
		"PortRange": map[string]any{"From": traffic.From, "To": traffic.To},
	})
	return true
}
