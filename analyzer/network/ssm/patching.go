package ssm

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindPatching = "ssm/patching-without-s3-path"

// patch is a workload that is to be patched, and why it does not reach Amazon S3.
type patch struct {
	workload *network.Workload
	storage  network.GatewayAnswer
	by       []fact.Hop
}

// patching finds workloads without a way to the internet that are to be patched, or to have their agent updated,
// and reach no endpoint for Amazon S3, where baselines and agents come from.
func (f *survey) patching() {
	var found groups[source.At, patch]
	for _, workload := range f.Workloads {
		vpc := f.VPC(workload.VPC.ID)
		if !isCutOff(workload) || vpc == nil {
			continue
		}
		by := f.services.Patches(workload)
		if len(by) == 0 {
			continue
		}
		storage := f.services.Named(workload, vpc, "s3")
		switch {
		case storage.Answer == value.Undecided:
			f.doubt(kindPatching, workload.At, storage.Reason)
		case storage.Answer == value.No && storage.Endpoint != nil:
			at := storage.Endpoint.At.Child("Properties").Child("RouteTableIds")
			found.add(at, patch{workload, storage, by})
		case storage.Answer == value.No:
			found.add(vpc.At, patch{workload, storage, by})
		case storage.Endpoint != nil:
			f.closedStorage(workload, storage.Endpoint)
		}
	}
	for _, at := range found.order {
		f.reportPatching(at, found.members[at])
	}
}

// closedStorage leaves undecided whether a workload is patched over a gateway endpoint that its security groups keep it
// from: packets to Amazon S3 have its public addresses (Amazon VPC User Guide, gateway endpoints, security).
func (f *survey) closedStorage(workload *network.Workload, endpoint *network.Endpoint) {
	lets := f.lets(workload, network.InternetAddresses(network.IPv4), nil)
	if lets.Answer == value.No {
		f.doubt(kindPatching, workload.At,
			"security groups keep "+workload.Name+" from gateway endpoint "+endpoint.Name+": "+lets.Reason)
	}
}

func (f *survey) reportPatching(at source.At, all []patch) {
	first := all[0]
	issue := network.Issue{
		Kind: kindPatching, At: at, Name: nameOf(at), Codes: []network.Blocker{network.MissingService},
		Flow: append(slices.Clone(first.workload.Egress.IPv4.Hops), fact.Hop{At: at, Message: first.storage.Reason}),
	}
	var workloads []*network.Workload
	var tables []*network.RouteTable
	var weaker [][]string
	for _, one := range all {
		workloads = append(workloads, one.workload)
		weaker = append(weaker, one.storage.Weaker)
		issue.Related = distinct(issue.Related, one.by)
		for _, table := range one.storage.Tables {
			if !slices.Contains(tables, table) {
				tables = append(tables, table)
			}
		}
	}
	issue.Related = distinct(issue.Related, affected(workloads))
	issue.Words, issue.Weaker = map[string]string{"workloads": count(workloads)}, weakerWhere(weaker)
	if endpoint := first.storage.Endpoint; endpoint != nil {
		issue.Variant, issue.Edits = "endpoint", leadTables(endpoint.Resource, tables)
	} else {
		issue.Edits = addStorage(f.VPC(first.workload.VPC.ID), tables)
	}
	f.d.Report(issue)
}

// leadTables gives a gateway endpoint the route tables that it leaves out.
func leadTables(endpoint *template.Resource, tables []*network.RouteTable) []fact.Edit {
	draft := newDraft(endpoint)
	if draft == nil || !isPlain(endpoint, "RouteTableIds") {
		return nil
	}
	list := stack.Property(endpoint, "RouteTableIds")
	for i, table := range tables {
		if !draft.holds(table.Resource) || list != nil && !list.Is(value.List) {
			return nil
		}
		at := endpoint.At.Child("Properties").Child("RouteTableIds")
		switch {
		case list != nil:
			draft.edits = append(draft.edits, fact.Add(at.Item(len(list.Items)+i), ref(table.Name)))
		case i == 0:
			draft.edits = append(draft.edits, fact.Add(at, refs(tables)))
		}
	}
	return draft.edits
}

// addStorage adds a gateway endpoint for Amazon S3 that the route tables lead to.
func addStorage(vpc *network.VPC, tables []*network.RouteTable) []fact.Edit {
	draft := newDraft(vpc.Resource)
	if draft == nil || len(tables) == 0 {
		return nil
	}
	for _, table := range tables {
		if !draft.holds(table.Resource) {
			return nil
		}
	}
	draft.add("S3Endpoint", "AWS::EC2::VPCEndpoint", map[string]any{
		"VpcId":           ref(vpc.Name),
		"ServiceName":     map[string]any{"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"},
		"VpcEndpointType": "Gateway",
		"RouteTableIds":   refs(tables),
	})
	return draft.edits
}

func refs(tables []*network.RouteTable) []any {
	var list []any
	for _, table := range tables {
		list = append(list, ref(table.Name))
	}
	return list
}
