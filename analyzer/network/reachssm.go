package network

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// https is what the agent of Systems Manager sends.
var https = TCP(443)

// reachSSM answers whether the agent on a workload reaches Systems Manager: each service it needs by an endpoint in
// the VPC whose private names lead to it, else over the internet. And its role has to let it in.
func (n *Network) reachSSM(workload *Workload) Path {
	w := n.walk(https, IPv4)
	agents := agentsOf(n.builder)
	if workload.launch.says(proxyWords...) {
		w.aside(workload.At, "the user data or metadata of "+workload.Name+" may set a proxy")
	}
	internet := n.agentOnline(workload)
	for _, service := range agentServices {
		way := n.service(agents, workload, service, internet)
		w.add(&walk{path: way})
	}
	w.path.Hops = value.Distinct(w.path.Hops)
	w.permission(agents, workload)
	return w.result()
}

// agentOnline answers whether the agent reaches the internet. It uses IPv6 only where it is told to, so IPv6 alone
// proves no way.
func (n *Network) agentOnline(workload *Workload) Path {
	online, has := n.reachBy(At(workload), Internet, https, IPv4)
	if !has {
		online = n.Reach(At(workload), Internet, https)
	}
	if has && online.Answer != value.No {
		return online
	}
	if byIPv6, has := n.reachBy(At(workload), Internet, https, IPv6); has && byIPv6.Answer != value.No {
		w := n.walk(https, IPv6)
		w.doubt(ExternalUnknown, workload.At,
			"the internet is reached by IPv6 alone, which the agent uses only when it is told to")
		return w.result()
	}
	return online
}

// service answers whether a workload reaches one service.
func (n *Network) service(agents *agents, workload *Workload, service string, internet Path) Path {
	vpc := n.vpcs[workload.VPC.ID]
	hub := agents.toHub(workload, service)
	switch {
	case vpc != nil:
	case internet.Answer != value.Yes && hub.Answer == value.Yes:
		return n.overHub(workload, hub, service)
	case internet.Answer == value.No:
		return n.undecided(workload.At, "endpoints of a VPC that is not declared are not known")
	default:
		return internet
	}
	missing, isElsewhere := "", hub.Answer == value.Yes
	for _, endpoint := range n.Endpoints {
		if n.builder.serves(endpoint, vpc, service).Answer != value.Yes || isElsewhere && !isNamed(endpoint) {
			continue
		}
		region := n.builder.otherRegion(endpoint)
		if region == "" {
			path := n.overEndpoint(workload, vpc, endpoint, internet)
			if path.Answer == value.No && !isNamed(endpoint) && hub.Answer == value.Undecided {
				return n.undecided(workload.At, hub.Reason)
			}
			return path
		}
		missing = vpc.Name + " has no interface endpoint for " + service + " of " + n.builder.env.Region + ": " +
			endpoint.Name + " is for that of " + region
	}
	if internet.Answer == value.Yes {
		return internet
	}
	if isElsewhere {
		return n.overHub(workload, hub, service)
	}
	return n.withoutEndpoint(agents, workload, service, internet, missing)
}

// withoutEndpoint answers for a service that no endpoint of the VPC surely serves. Missing says which one does not.
func (n *Network) withoutEndpoint(
	agents *agents, workload *Workload, service string, internet Path, missing string,
) Path {
	vpc := n.vpcs[workload.VPC.ID]
	w := n.walk(https, IPv4)
	w.add(&walk{path: internet.by(OverInternet)})
	answer, weaker := n.builder.endpointFor(vpc, service)
	if missing != "" {
		answer = fact.No(missing)
	}
	if hub := agents.hubFor(workload, service); answer.Answer == value.No && hub != "" {
		answer = fact.Undecided(hub)
	}
	w.path.Weaker = fact.Join(w.path.Weaker, weaker)
	if answer.Answer == value.Undecided {
		w.path.Blockers = nil
		w.doubt(MissingService, vpc.At, answer.Reason)
		return w.result()
	}
	if internet.Answer == value.No {
		w.blocked(Obstacle{
			Code: MissingService, Hop: fact.Hop{At: vpc.At, Message: answer.Reason}, Way: ByEndpoints,
		})
	}
	return w.result()
}

// undecided is a path of which nothing is known.
func (n *Network) undecided(at source.At, reason string) Path {
	w := n.walk(https, IPv4)
	w.doubt(ExternalUnknown, at, reason)
	return w.result()
}

// otherRegion returns the Region of an endpoint's service, where its name tells that it is not that of the
// deployment: private names of the own Region do not lead there.
func (b *builder) otherRegion(endpoint *Endpoint) string {
	text, _ := stack.Property(endpoint.Resource, "ServiceName").Literal()
	labels := strings.Split(text, ".")
	if len(labels) < 2 || b.env.Region == "" || !endpoint.IsOfAWS() {
		return ""
	}
	region := labels[len(labels)-2]
	if region == b.env.Region || strings.Count(region, "-") < 2 {
		return ""
	}
	return region
}

// overEndpoint goes to an endpoint where the service's public name leads there, which takes private DNS and both DNS
// attributes of the VPC (AWS PrivateLink guide). Else the name leads to the internet.
func (n *Network) overEndpoint(workload *Workload, vpc *VPC, endpoint *Endpoint, internet Path) Path {
	names := n.walk(https, IPv4)
	private := setting(stack.Property(endpoint.Resource, "PrivateDnsEnabled"), value.No)
	names.require(private, PrivateDNSDisabled, endpoint.At, endpoint.Name+" has no private DNS name")
	names.require(vpc.DNSSupport, VPCDNSDisabled, vpc.At, vpc.Name+" has DNS support turned off")
	names.require(vpc.DNSHostnames, VPCDNSDisabled, vpc.At, vpc.Name+" does not give DNS host names")
	if resolution := n.Resolution(workload.VPC); resolution.Custom.Answer != value.No {
		reason := "whether the DNS servers of the VPC forward to the resolver of AWS is not known"
		names.doubt(CustomResolver, resolution.At.At, reason)
	}
	if elsewhere := n.builder.namedElsewhere(vpc, endpoint.Service); elsewhere != "" {
		names.weaken(vpc.At, elsewhere)
	}
	isNamed := len(names.path.Blockers) == 0
	if !isNamed && internet.Answer == value.Yes {
		return internet
	}
	if !isNamed && internet.Answer == value.Undecided {
		names.path.Blockers = nil
		names.add(&walk{path: internet})
		return names.result()
	}
	isSure := isNamed && len(names.path.Doubts) == 0
	if isNamed {
		names.pass(endpoint.At, "the name of "+endpoint.Service+" leads to "+endpoint.Name)
	}
	names.add(&walk{path: n.Reach(At(workload), At(n.members[endpoint.ID]), https)})
	names.require(endpointAllows(endpoint), EndpointPolicyCode,
		endpoint.At.Child("Properties").Child("PolicyDocument"),
		"the policy of "+endpoint.Name+" allows nothing of what the agent calls")
	switch {
	case isSure:
		return names.result() // the name leads nowhere else, so there is no other way
	case internet.Answer != value.No:
		names.weaken(endpoint.At, "whether the name of "+endpoint.Service+" leads to "+endpoint.Name+" is not known")
		return names.result()
	case names.isBlocked():
	default:
		return names.result()
	}
	both := n.walk(https, IPv4)
	both.add(&walk{path: internet.by(OverInternet)})
	both.add(&walk{path: names.path.by(ByEndpoints), open: names.open})
	return both.result()
}

// endpointAllows answers whether the policy of an endpoint lets the agent's calls through. None lets everything
// through; of conditions and denials nothing is decided.
func endpointAllows(endpoint *Endpoint) fact.Fact {
	document := stack.Property(endpoint.Resource, "PolicyDocument")
	if document == nil {
		return fact.Yes("")
	}
	if document.Is(value.Unresolved) {
		return fact.Undecided(reasonOf(document))
	}
	answer := fact.No("")
	for _, statement := range stack.Dig(document, "Statement").List() {
		effect, known := stack.Dig(statement, "Effect").Literal()
		isPlain := known && stack.Dig(statement, "Condition") == nil && stack.Dig(statement, "NotAction") == nil
		if known && effect == "Deny" {
			return fact.Undecided("the policy of " + endpoint.Name + " denies something")
		}
		allows := calls(stack.Dig(statement, "Action"))
		if !isPlain && allows != value.No || stack.Dig(statement, "NotAction") != nil {
			allows = value.Undecided
		}
		answer = answer.Or(fact.Fact{Answer: allows, Reason: "the policy of " + endpoint.Name + " is not fully known"})
	}
	return answer
}

// calls answers whether the actions of a statement hold one that the agent calls.
func calls(actions *value.Value) value.Truth {
	answer := value.No
	for _, action := range actions.List() {
		text, ok := action.Literal()
		if !ok {
			answer = answer.Or(value.Undecided)
			continue
		}
		pattern := strings.ToLower(text)
		if slices.ContainsFunc(agentActions, func(name string) bool { return matchesAny(pattern, name) }) {
			return value.Yes
		}
	}
	return answer
}

// permission asks whether the workload's role lets its agent in. Without a role the account's Default Host Management
// Configuration may (Systems Manager User Guide).
func (w *walk) permission(agents *agents, workload *Workload) {
	profile := workload.launch.profile
	if profile == nil {
		w.doubt(MissingPermission, workload.At, workload.Name+
			" has no instance profile, so it depends on a setting of the account whether its agent is let in")
		return
	}
	granted := agents.profileRights(profile)
	if granted.agent == value.Yes {
		w.pass(granted.sign.At, granted.sign.Message)
		return
	}
	if granted.agent == value.Undecided {
		w.doubt(MissingPermission, profile.At, "the permissions of the role of "+workload.Name+" are not fully known")
		return
	}
	role := agents.soleRole(profile)
	if role == nil || agents.mayAllow(role) {
		w.doubt(MissingPermission, profile.At, "the permissions of the role of "+workload.Name+" are not fully known")
		return
	}
	w.block(MissingPermission, role.At, role.Name+" does not let the agent of Systems Manager in")
}

// soleRole returns the one declared role of an instance profile, or nil.
func (a *agents) soleRole(profile *value.Value) *template.Resource {
	declared := a.Declared(profile, "AWS::IAM::InstanceProfile")
	if declared == nil {
		declared = a.profileNamed(profile)
	}
	if declared == nil {
		return nil
	}
	roles := stack.Property(declared, "Roles").List()
	if len(roles) != 1 {
		return nil
	}
	return a.Declared(roles[0], "AWS::IAM::Role")
}

// wideWords are in the names of policies of AWS that may hold the agent's permissions.
var wideWords = []string{"Admin", "PowerUser", "SSM", "SystemsManager", "Cloud9", "FullAccess", "Managed"}

// mayAllow reports whether a role may have the agent's permissions in a way that shows no intent: by a statement for
// every action, by a managed policy whose content is not known, or from outside of the templates.
func (a *agents) mayAllow(role *template.Resource) bool {
	if unknown, weaker := a.Absence(role); unknown != "" || len(weaker) > 0 {
		return true
	}
	for _, arn := range stack.Property(role, "ManagedPolicyArns").List() {
		text := spelling(arn)
		if !strings.Contains(text, ":iam::aws:policy/") {
			return true
		}
		if slices.ContainsFunc(wideWords, func(word string) bool { return strings.Contains(text, word) }) {
			return true
		}
	}
	if isWide(role.Properties) {
		return true
	}
	for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"} {
		for _, policy := range a.OfType(kind) {
			if a.attaches(policy, role) && (policy.Exists != value.Yes || isWide(policy.Properties)) {
				return true
			}
		}
	}
	return false
}

// isWide reports whether some statement is for actions of every service, or for all but some.
func isWide(properties *value.Value) bool {
	wide := false
	stack.Walk(properties, func(v *value.Value) {
		if !v.Is(value.Map) {
			return
		}
		wide = wide || v.Get("NotAction") != nil
		for _, action := range v.Get("Action").List() {
			text, ok := action.Literal()
			service, _, _ := strings.Cut(text, ":")
			wide = wide || !ok || strings.ContainsAny(service, "*?")
		}
	})
	return wide
}

// spelling returns the literal text of a value, with nothing in place of what is not known.
func spelling(v *value.Value) string {
	parts := []*value.Value{v}
	if v.Is(value.Text) {
		parts = v.Parts
	}
	var text strings.Builder
	for _, part := range parts {
		literal, _ := part.Literal()
		text.WriteString(literal)
	}
	return text.String()
}
