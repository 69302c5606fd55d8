package ssm

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// kinds are the rules that report a link which does not hold. That of the VPC's attributes is reported by
// disabledNames, whether or not there are workloads.
var kinds = map[network.LinkKind]string{
	network.PrivateDNSLink:      "ssm/endpoint-without-private-dns",
	network.WorkloadEgressLink:  "ssm/instance-egress-blocked",
	network.NetworkACLLink:      "ssm/endpoint-blocked-by-nacl",
	network.EndpointIngressLink: "ssm/endpoint-closed-to-instance",
	network.EndpointPolicyLink:  "ssm/endpoint-policy-denies-agent",
	network.RoleLink:            "ssm/role-without-permissions",
}

const kindProfile = "ssm/instance-without-profile"

// broken is one link of a workload that does not hold.
type broken struct {
	workload *network.Workload
	service  network.Service
	link     network.ServiceLink
}

// defect is the place of something that is wrong.
type defect struct {
	kind string
	at   source.At
	// vpc is set in place of the place where it is the default security group of a VPC.
	vpc string
}

// brokenLinks finds the links on the way through endpoints that do not hold, and gathers them by the place that
// is wrong.
func (f *survey) brokenLinks() {
	var found groups[defect, broken]
	for _, workload := range f.Workloads {
		if workload.SSM.Internet.Answer != value.No || workload.SSM.Intent.Answer == value.No {
			continue
		}
		for _, service := range workload.SSM.Services {
			for _, link := range service.Links {
				if f.isBroken(workload, link) {
					found.add(f.defectOf(workload, link), broken{workload, service, link})
				}
			}
		}
	}
	for _, key := range found.order {
		f.reportBroken(key, found.members[key])
	}
}

// defectOf returns what is wrong: for an endpoint with the default security group that group, which all endpoints have
// that name none.
func (f *survey) defectOf(workload *network.Workload, link network.ServiceLink) defect {
	kind := kindOf(workload, link)
	if link.Kind == network.EndpointIngressLink && f.groupAt[link.At] == nil && workload.VPC.ID != "" {
		return defect{kind: kind, vpc: workload.VPC.ID}
	}
	return defect{kind: kind, at: link.At}
}

// isBroken reports whether a link surely does not hold for a workload that is to be managed. What can't be decided
// becomes a doubt.
func (f *survey) isBroken(workload *network.Workload, link network.ServiceLink) bool {
	kind := kindOf(workload, link)
	switch {
	case kind == "" || link.Holds.Answer == value.Yes || kind == kindProfile && !hasEndpoint(workload.SSM):
	case !isCutOff(workload):
		if link.Blocker != "" {
			f.doubt(kind, link.At, workload.SSM.Intent.Reason)
		}
	case link.Blocker == "":
		f.doubt(kind, link.At, link.Holds.Reason)
	default:
		return true
	}
	return false
}

// kindOf returns the rule that reports a link; empty for one that another question is about.
func kindOf(workload *network.Workload, link network.ServiceLink) string {
	if link.Kind == network.RoleLink && workload.SSM.Profile == nil {
		return kindProfile
	}
	return kinds[link.Kind]
}

// hasEndpoint reports whether some endpoint serves the agent.
func hasEndpoint(ssm *network.SSM) bool {
	return slices.ContainsFunc(ssm.Services, func(service network.Service) bool { return service.Through != "" })
}

// reportBroken reports one thing that is wrong, with all workloads that it cuts off.
func (f *survey) reportBroken(key defect, all []broken) {
	var workloads []*network.Workload
	var services, through, actions []string
	var proofs []fact.Hop
	var weaker [][]string
	for _, one := range all {
		workloads, services = append(workloads, one.workload), append(services, one.service.Name)
		if endpoint := f.endpoints[one.service.Through]; endpoint != nil {
			through = append(through, endpoint.Name)
		}
		actions, proofs = append(actions, one.link.Actions...), append(proofs, one.link.Related...)
		weaker = append(weaker, f.doubts(one))
	}
	first := all[0]
	key.at = first.link.At
	workloads = once(workloads)
	issue := network.Issue{
		Kind: key.kind, At: key.at, Name: nameOf(key.at),
		Words: map[string]string{
			"services": strings.Join(once(services), " and "), "workloads": count(workloads),
			"endpoints": fact.Enumerate(once(through)), "actions": fact.Enumerate(once(actions)),
			"groups": groupNames(workloads), "reason": first.link.Holds.Reason,
		},
		Codes: []network.Blocker{first.link.Blocker}, Weaker: weakerWhere(weaker),
	}
	if first.link.Kind == network.RoleLink {
		agents := agentsOf(workloads)
		issue.Related = distinct(proofs, agents, signs(workloads))
		if len(agents) > 0 {
			issue.Flow = []fact.Hop{agents[0], {At: key.at, Message: first.link.Holds.Reason}}
		}
	} else {
		issue.Related = distinct(proofs, affected(workloads), signs(workloads))
		end := fact.Hop{At: key.at, Message: first.link.Holds.Reason}
		issue.Flow = append(slices.Clone(first.workload.SSM.Hops), end)
	}
	f.mend(&issue, all)
	f.d.Report(issue)
}

// doubts are the reasons why a link may hold after all, or why it may not matter. What a role lacks does not
// hang on the way to the internet, but the endpoints may be there for others.
func (f *survey) doubts(one broken) []string {
	if one.link.Kind == network.RoleLink {
		return fact.Join(one.link.Weaker, f.forOthers(one.workload))
	}
	egress := one.workload.Egress
	return fact.Join(egress.IPv4.Weaker, egress.IPv6.Weaker, one.link.Weaker)
}

// forOthers names a workload of the VPC whose role lets its agent work, where nothing but endpoints shows that this
// one is to be managed.
func (f *survey) forOthers(workload *network.Workload) []string {
	for _, sign := range workload.SSM.Signs {
		if !f.endpointAt[sign.At] {
			return nil
		}
	}
	if other := f.manager(workload.VPC.ID); other != nil {
		return []string{"the endpoints are there for others than " + workload.Name + ", such as " + other.Name}
	}
	return nil
}

// manager returns the first workload of the VPC whose role lets its agent work, or nil.
func (f *survey) manager(vpc string) *network.Workload {
	if f.managers == nil {
		f.managers = map[string]*network.Workload{}
		for _, workload := range f.Workloads {
			if f.managers[workload.VPC.ID] == nil && isPermitted(workload.SSM) {
				f.managers[workload.VPC.ID] = workload
			}
		}
	}
	return f.managers[vpc]
}

// isPermitted reports whether the role of an agent allows all that it calls.
func isPermitted(ssm *network.SSM) bool {
	for _, service := range ssm.Services {
		for _, link := range service.Links {
			if link.Kind == network.RoleLink && link.Holds.Answer != value.Yes {
				return false
			}
		}
	}
	return len(ssm.Services) > 0
}

// agentsOf are the workloads whose agents run under a role.
func agentsOf(workloads []*network.Workload) []fact.Hop {
	var hops []fact.Hop
	for _, workload := range workloads {
		if role := workload.SSM.Role; role != nil {
			message := workload.Name + " runs its agent under role " + role.Name
			hops = append(hops, fact.Hop{At: workload.At, Message: message})
		}
	}
	return hops
}

// groupNames names the security groups of the workloads; where none is declared, it counts the workloads.
func groupNames(workloads []*network.Workload) string {
	var names []string
	for _, workload := range workloads {
		if len(workload.SecurityGroups) == 0 {
			names = append(names, "the default security group")
		}
		for _, group := range workload.SecurityGroups {
			if group.Name != "" {
				names = append(names, group.Name)
			}
		}
	}
	if len(names) == 0 {
		return count(workloads)
	}
	return fact.Enumerate(fact.Join(names))
}
