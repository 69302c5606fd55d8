package ssm

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const kindLegacy = "ssm/legacy-ec2messages"

// youngRegions are the Regions that were launched in 2024 or later, in which ec2messages does not exist (Systems
// Manager User Guide, reference for ec2messages and other API operations).
var youngRegions = []string{"ap-east-2", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "mx-central-1"}

// legacyMessages finds endpoints for ec2messages where that service does not exist, and agents that are declared
// to be too old to do without it.
func (f *survey) legacyMessages() {
	for _, endpoint := range f.Endpoints {
		region := f.regionOf(endpoint)
		if endpoint.Service != "ec2messages" || !slices.Contains(youngRegions, region) {
			continue
		}
		if endpoint.Exists != value.Yes {
			f.doubt(kindLegacy, endpoint.At, "it can't be decided whether "+endpoint.Name+" exists")
			continue
		}
		issue := network.Issue{
			Kind: kindLegacy, At: endpoint.At.Child("Properties").Child("ServiceName"), Name: endpoint.Name,
			Variant: "unsupported", Words: map[string]string{"region": region}, Related: endpoint.Via,
		}
		if !f.isMentioned(endpoint.Resource) {
			issue.Edits = []fact.Edit{fact.Remove(endpoint.At)}
		}
		f.d.Report(issue)
	}
	for _, workload := range f.Workloads {
		if f.isLegacy(workload) && isCutOff(workload) {
			f.missingMessages(workload)
		}
	}
}

// regionOf returns the Region in an endpoint's service name, or that of the stack; empty where neither is known.
func (f *survey) regionOf(endpoint *network.Endpoint) string {
	name := stack.Property(endpoint.Resource, "ServiceName")
	text, ok := name.Literal()
	if !ok {
		return f.Environment.Region
	}
	labels := strings.Split(text, ".")
	if len(labels) < 3 {
		return ""
	}
	return labels[len(labels)-2]
}

// isMentioned reports whether another resource refers to this one, or an output does.
func (f *survey) isMentioned(resource *template.Resource) bool {
	if f.Index.Given(resource.ID) != "" || f.Index.Handed(resource.ID) != nil {
		return true
	}
	for _, endpoint := range f.Endpoints {
		if slices.Contains(endpoint.Resource.DependsOn, resource.Name) {
			return true
		}
	}
	for _, workload := range f.Workloads {
		if slices.Contains(workload.Resource.DependsOn, resource.Name) {
			return true
		}
	}
	return false
}

// isLegacy reports whether the agent of a workload is older than version 3.3.40, which needs ec2messages: its metadata
// says so, or says nothing and agents are known to be.
func (f *survey) isLegacy(workload *network.Workload) bool {
	said := workload.Resource.Metadata.Dig("latchkey", "legacy_agent")
	if said == nil {
		return f.Environment.Known(workload.At.File()).LegacyAgent
	}
	return said.Truth() == value.Yes
}

func (f *survey) missingMessages(workload *network.Workload) {
	vpc := f.VPC(workload.VPC.ID)
	if vpc == nil || slices.Contains(youngRegions, f.Environment.Region) ||
		f.services.IsCentral(workload, "ec2messages") {
		return
	}
	has, weaker := f.services.Endpoint(vpc, "ec2messages")
	hub := f.services.HubFor(workload, "ec2messages")
	switch {
	case has.Answer == value.Yes:
	case has.Answer == value.Undecided:
		f.doubt(kindLegacy, workload.At, has.Reason)
	case hub != "":
		f.doubt(kindLegacy, workload.At, hub)
	default:
		f.d.Report(network.Issue{
			Kind: kindLegacy, At: vpc.At, Name: vpc.Name, Variant: "missing",
			Words: map[string]string{"workload": workload.Name}, Weaker: weaker,
			Related: affected([]*network.Workload{workload}), Flow: workload.Egress.IPv4.Hops,
			Codes: []network.Blocker{network.MissingService},
		})
	}
}
