package ssm

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindMissing = "ssm/private-subnet-without-endpoints"

// lack is what a VPC has no endpoint for.
type lack struct {
	vpc, services string
}

// missingEndpoints finds VPCs without the endpoints that workloads without a way to the internet need.
func (f *survey) missingEndpoints() {
	var stranded groups[lack, *network.Workload]
	for _, workload := range f.Workloads {
		ssm := workload.SSM
		switch {
		case len(ssm.Missing) == 0:
			if reason := unknownWay(ssm); ssm.Intent.Answer == value.Yes && reason != "" {
				f.doubt(kindMissing, workload.At, reason)
			}
		case ssm.Intent.Answer == value.Yes:
			stranded.add(lack{vpc: workload.VPC.ID, services: strings.Join(ssm.Missing, " ")}, workload)
		case ssm.Intent.Answer == value.Undecided:
			f.doubt(kindMissing, workload.At, ssm.Intent.Reason)
		}
	}
	for _, key := range stranded.order {
		f.reportMissing(f.VPC(key.vpc), strings.Fields(key.services), stranded.members[key])
	}
}

// unknownWay says why it is not known whether the agent needs endpoints, or whether there are any.
func unknownWay(ssm *network.SSM) string {
	if ssm.Path.Answer == value.Yes {
		return "" // whatever is not known of the internet
	}
	if ssm.Internet.Answer == value.Undecided {
		return ssm.Internet.Reason
	}
	if ssm.Internet.Answer == value.No && len(ssm.Services) == 0 {
		return ssm.Path.Reason
	}
	for _, service := range ssm.Services {
		if service.Endpoint.Answer == value.Undecided {
			return service.Endpoint.Reason
		}
	}
	return ""
}

func (f *survey) reportMissing(vpc *network.VPC, services []string, workloads []*network.Workload) {
	first := workloads[0]
	issue := network.Issue{
		Kind: kindMissing, At: vpc.At, Name: vpc.Name,
		Words: map[string]string{
			"services": strings.Join(services, " and "), "missing": strings.Join(services, " "),
			"workloads": count(workloads),
		},
		Related: distinct(affected(workloads), otherWays(workloads), signs(workloads), ways(workloads)),
		Flow: append(slices.Clone(first.SSM.Hops), fact.Hop{
			At: vpc.At, Message: vpc.Name + " has no interface endpoint for " + strings.Join(services, " and "),
		}),
		Codes: []network.Blocker{network.MissingService},
		Edits: f.addEndpoints(vpc, services, workloads),
	}
	if !slices.Contains(services, "ssm") {
		issue.Variant = "messages"
		if !slices.ContainsFunc(workloads, asksSessions) {
			issue.Variant = "messages-unasked"
		}
	}
	var weaker [][]string
	for _, workload := range workloads {
		weaker = append(weaker, workload.SSM.Weaker)
		if code := workload.Egress.IPv4.Blocker; code != "" && !slices.Contains(issue.Codes, code) {
			issue.Codes = append(issue.Codes, code)
		}
	}
	slices.Sort(issue.Codes)
	issue.Weaker = weakerWhere(weaker)
	f.d.Report(issue)
}

func asksSessions(workload *network.Workload) bool { return workload.SSM.Sessions.Answer == value.Yes }

// otherWays are the steps of workloads that are cut off for another reason than the first, whose steps are the
// flow.
func otherWays(workloads []*network.Workload) []fact.Hop {
	var hops []fact.Hop
	first := workloads[0]
	for _, workload := range workloads {
		if workload.Egress.IPv4.Internet.Reason == first.Egress.IPv4.Internet.Reason {
			continue
		}
		for _, hop := range workload.SSM.Hops {
			if hop.At != workload.At && !slices.Contains(first.SSM.Hops, hop) {
				hops = append(hops, hop)
			}
		}
	}
	return hops
}

// ways is what the proof rests on besides: values that came by a default, and resources that do not exist.
func ways(workloads []*network.Workload) []fact.Hop {
	var hops []fact.Hop
	for _, workload := range workloads {
		hops = append(hops, workload.SSM.Via...)
	}
	return hops
}
