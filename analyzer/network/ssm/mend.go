package ssm

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// mend gives an issue its variant and the edits that remove it.
func (f *survey) mend(issue *network.Issue, all []broken) {
	first := all[0]
	switch {
	case issue.Kind == kindProfile:
		addProfile(issue, first.workload)
	case first.link.Kind == network.PrivateDNSLink:
		f.enablePrivateDNS(issue, first)
	case first.link.Kind == network.EndpointIngressLink:
		f.openEndpoint(issue, all)
	case first.link.Kind == network.WorkloadEgressLink:
		f.openWorkload(issue, all)
	case first.link.Kind == network.NetworkACLLink:
		f.openACLs(issue, all)
	case first.link.Kind == network.EndpointPolicyLink:
		f.widenPolicy(issue, first)
	case first.link.Kind == network.RoleLink:
		attachCore(issue, first.workload)
	}
}

// enablePrivateDNS turns on private DNS, with the attributes of the VPC that it needs.
func (f *survey) enablePrivateDNS(issue *network.Issue, one broken) {
	endpoint := f.endpoints[one.service.Through]
	if stack.Property(endpoint.Resource, "PrivateDnsEnabled") == nil {
		issue.Variant = "default"
	}
	draft := newDraft(endpoint.Resource)
	if draft == nil || !draft.set(endpoint.Resource, "PrivateDnsEnabled", true) {
		return
	}
	if vpc := f.VPC(one.workload.VPC.ID); draft.enableNames(vpc) {
		issue.Edits = draft.edits
	}
}

// openEndpoint lets the endpoint's security group admit those of the workloads. An endpoint with the default
// group gets one that admits them already: that of the endpoint for the other service.
func (f *survey) openEndpoint(issue *network.Issue, all []broken) {
	group := f.groupAt[issue.At]
	if group == nil {
		issue.Variant = "default"
		f.lendGroups(issue, all)
		return
	}
	draft := newDraft(group.Resource)
	for _, one := range all {
		client := f.firstDeclared(one.workload)
		if draft == nil || client == nil || !draft.holds(client.Resource) {
			return
		}
		f.connect(draft, network.Inbound, group, client)
	}
	issue.Edits = draft.edits
}

// lendGroups gives endpoints the security groups of another one that admits all of the workloads.
func (f *survey) lendGroups(issue *network.Issue, all []broken) {
	var workloads []*network.Workload
	var endpoints []*network.Endpoint
	for _, one := range all {
		workloads = append(workloads, one.workload)
		endpoints = append(endpoints, f.endpoints[one.service.Through])
	}
	lender := f.admittingAll(workloads)
	draft := newDraft(endpoints[0].Resource)
	if draft == nil {
		return
	}
	groups := f.groupRefs(draft, lender)
	for _, endpoint := range once(endpoints) {
		isSet := draft.holds(endpoint.Resource) && draft.set(endpoint.Resource, "SecurityGroupIds", groups)
		if len(groups) == 0 || !isSet {
			return
		}
	}
	issue.Edits = draft.edits
}

// groupRefs returns the security groups of an endpoint as another one may name them; none where it may not.
func (f *survey) groupRefs(draft *draft, lender *network.Endpoint) []any {
	if lender == nil {
		return nil
	}
	var groups []any
	for _, named := range stack.Property(lender.Resource, "SecurityGroupIds").List() {
		group := f.Index.Declared(named, "AWS::EC2::SecurityGroup")
		if group == nil || !draft.holds(group) {
			return nil
		}
		groups = append(groups, attribute(group.Name, "GroupId"))
	}
	return groups
}

// admittingAll returns an endpoint whose security groups admit all of the workloads, or nil.
func (f *survey) admittingAll(workloads []*network.Workload) *network.Endpoint {
	var found *network.Endpoint
	for _, workload := range workloads {
		admits := f.admitting(workload)
		if admits == nil || found != nil && found != admits {
			return nil
		}
		found = admits
	}
	return found
}

// admitting returns an endpoint whose security groups admit the workload, or nil.
func (f *survey) admitting(workload *network.Workload) *network.Endpoint {
	for _, service := range workload.SSM.Services {
		for _, link := range service.Links {
			if link.Kind == network.EndpointIngressLink && link.Holds.Answer == value.Yes {
				return f.endpoints[service.Through]
			}
		}
	}
	return nil
}

// firstDeclared returns the first declared security group of a workload, or nil.
func (f *survey) firstDeclared(workload *network.Workload) *network.SecurityGroup {
	for _, link := range workload.SecurityGroups {
		if group := f.SecurityGroup(link.ID); link.Standing == stack.Declared && group != nil {
			return group
		}
	}
	return nil
}

// peerKeys are the properties of rules that stand alone, by direction.
var peerKeys = map[network.Direction]struct{ kind, peer, suffix string }{
	network.Inbound:  {"AWS::EC2::SecurityGroupIngress", "SourceSecurityGroupId", "HttpsFrom"},
	network.Outbound: {"AWS::EC2::SecurityGroupEgress", "DestinationSecurityGroupId", "HttpsTo"},
}

// connect adds a rule for HTTPS between two groups, as a resource of its own: inline rules of two groups for each
// other would be a circle.
func (f *survey) connect(draft *draft, direction network.Direction, group, peer *network.SecurityGroup) {
	keys := peerKeys[direction]
	base := group.Name + keys.suffix + peer.Name
	if draft.taken[base] {
		return // once for all workloads of the group
	}
	draft.add(base, keys.kind, map[string]any{
		"GroupId": attribute(group.Name, "GroupId"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
		keys.peer: attribute(peer.Name, "GroupId"),
	})
}

// openWorkload lets the workloads' security group out to those of the endpoints.
func (f *survey) openWorkload(issue *network.Issue, all []broken) {
	if all[0].link.Blocker == network.EgressRevoked {
		issue.Variant = "revoked"
		if related := all[0].link.Related; len(related) > 0 {
			issue.Words["by"] = nameOf(related[len(related)-1].At)
		}
	}
	group := f.groupAt[issue.At]
	if group == nil {
		return
	}
	draft := newDraft(group.Resource)
	for _, one := range all {
		peer := f.endpointGroup(f.endpoints[one.service.Through])
		if draft == nil || peer == nil || !draft.holds(peer.Resource) {
			return
		}
		f.connect(draft, network.Outbound, group, peer)
	}
	issue.Edits = draft.edits
}

// endpointGroup returns the first declared security group of an endpoint, or nil.
func (f *survey) endpointGroup(endpoint *network.Endpoint) *network.SecurityGroup {
	for _, named := range stack.Property(endpoint.Resource, "SecurityGroupIds").List() {
		if group := f.Index.Declared(named, "AWS::EC2::SecurityGroup"); group != nil {
			return f.SecurityGroup(group.ID)
		}
	}
	return nil
}

// widenPolicy allows the agent's actions in a policy that leaves them out. Where a statement denies them, nobody
// but its author knows how it is to change.
func (f *survey) widenPolicy(issue *network.Issue, one broken) {
	endpoint := f.endpoints[one.service.Through]
	document := stack.Property(endpoint.Resource, "PolicyDocument")
	statements := stack.Dig(document, "Statement")
	if len(one.link.Related) > 0 || !statements.Is(value.List) {
		return
	}
	draft := newDraft(endpoint.Resource)
	if draft == nil {
		return
	}
	node := endpoint.Resource.Origin.Node.Get("Properties").Get("PolicyDocument").Get("Statement")
	if node == nil || node.Tag != "" || len(node.Entries) > 0 {
		return
	}
	draft.edits = append(draft.edits, addition(statements, map[string]any{
		"Effect": "Allow", "Principal": "*", "Action": listOf(one.link.Actions), "Resource": "*",
	}))
	issue.Edits = draft.edits
}

// attachCore attaches the managed policy for the agent to the role. It does not help where a statement denies
// something, or where a boundary does not allow it.
func attachCore(issue *network.Issue, workload *network.Workload) {
	role := workload.SSM.Role
	if role == nil || stack.Property(role, "PermissionsBoundary") != nil {
		return
	}
	for _, service := range workload.SSM.Services {
		for _, link := range service.Links {
			if link.Kind == network.RoleLink && len(link.Related) > 0 {
				return
			}
		}
	}
	draft := newDraft(role)
	if draft != nil && draft.extend(role, "ManagedPolicyArns", managedCore()) {
		issue.Edits = draft.edits
	}
}

// addProfile adds a role for the agent, an instance profile for it, and names that in the instance. Of a group
// of instances the launch template has to name it.
func addProfile(issue *network.Issue, workload *network.Workload) {
	draft := newDraft(workload.Resource)
	if draft == nil || workload.Kind != network.Instance {
		return
	}
	role := draft.add(workload.Name+"Role", "AWS::IAM::Role", map[string]any{
		"AssumeRolePolicyDocument": map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect": "Allow", "Action": "sts:AssumeRole",
				"Principal": map[string]any{"Service": "ec2.amazonaws.com"},
			}},
		},
		"ManagedPolicyArns": []any{managedCore()},
	})
	roles := map[string]any{"Roles": []any{ref(role)}}
	profile := draft.add(workload.Name+"Profile", "AWS::IAM::InstanceProfile", roles)
	if draft.set(workload.Resource, "IamInstanceProfile", ref(profile)) {
		issue.Edits = draft.edits
	}
}
