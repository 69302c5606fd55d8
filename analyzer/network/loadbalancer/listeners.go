package loadbalancer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// defaultPolicy is the security policy of listeners that name none, but for those made in the console (Application
// Load Balancers guide, security policies).
const defaultPolicy = "ELBSecurityPolicy-2016-08"

// modernPolicy takes TLS 1.2 and 1.3.
const modernPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"

// listeners asks every listener by what protocol it speaks.
func (a *survey) listeners() {
	for _, listener := range a.OfType(listenerType) {
		a.outdatedPolicy(listener)
	}
	redirects := a.redirects()
	for _, balancer := range a.network.Balancers {
		for _, listener := range balancer.Listeners {
			isPlain := balancer.Type == application && listener.Protocol == "HTTP" && !redirects[listener.ID]
			if isPlain && balancer.Internet.Answer == value.Yes && !a.isCutOff(balancer) {
				a.plainHTTP(balancer, listener)
			}
		}
	}
}

// outdatedPolicy finds HTTPS and TLS listeners whose security policy takes TLS 1.0 or 1.1.
func (a *survey) outdatedPolicy(listener *template.Resource) {
	const kind = "load-balancer/outdated-tls-policy"
	if protocol := text(stack.Property(listener, "Protocol")); protocol != "HTTPS" && protocol != "TLS" {
		return
	}
	given := stack.Property(listener, "SslPolicy")
	name := defaultPolicy
	if given != nil {
		if name = text(given); name == "" || isAssumed(given) {
			return // whoever deploys chooses
		}
	}
	version := oldestVersion(name)
	if version == "" {
		return
	}
	place := stack.PropertyAt(listener, "SslPolicy")
	if listener.Exists != value.Yes {
		a.diagnosis.Doubt(kind, place, perhaps(listener.Name))
		return
	}
	issue := network.Issue{
		Kind: kind, Name: listener.Name, At: place, Words: map[string]string{"policy": name, "version": version},
		Related: fact.Steps(given), Edits: stack.Set(listener, modernPolicy, "SslPolicy"),
	}
	if given == nil {
		issue.Variant = "default"
	}
	a.diagnosis.Report(issue)
}

// outdatedPolicies are those whose names do not tell the oldest version of TLS that they take (Application Load
// Balancers guide, security policies; Network Load Balancers guide, TLS listeners).
var outdatedPolicies = map[string]string{
	"ELBSecurityPolicy-2015-05":        "1.0",
	"ELBSecurityPolicy-2016-08":        "1.0",
	"ELBSecurityPolicy-FS-2018-06":     "1.0",
	"ELBSecurityPolicy-FS-1-1-2019-08": "1.1",
}

// oldestVersion returns the version of TLS that a policy still takes though it is outdated; empty for none.
func oldestVersion(policy string) string {
	for _, mark := range []struct{ prefix, version string }{
		{"ELBSecurityPolicy-TLS-1-0-", "1.0"},
		{"ELBSecurityPolicy-TLS-1-1-", "1.1"},
		{"ELBSecurityPolicy-TLS13-1-0-", "1.0"},
		{"ELBSecurityPolicy-TLS13-1-1-", "1.1"},
	} {
		if strings.HasPrefix(policy, mark.prefix) {
			return mark.version
		}
	}
	return outdatedPolicies[policy]
}

// redirects returns the ids of listeners that redirect to HTTPS, by an action of their own or of a rule.
func (a *survey) redirects() map[string]bool {
	found := map[string]bool{}
	for _, listener := range a.OfType(listenerType) {
		if toHTTPS(stack.Property(listener, "DefaultActions")) {
			found[listener.ID] = true
		}
	}
	for _, rule := range a.OfType(ruleType) {
		arn := stack.Property(rule, "ListenerArn")
		if arn.Is(value.Reference) && toHTTPS(stack.Property(rule, "Actions")) {
			found[arn.Resource] = true
		}
	}
	return found
}

func toHTTPS(actions *value.Value) bool {
	for _, action := range actions.List() {
		protocol := stack.Dig(action, "RedirectConfig", "Protocol")
		if text(protocol) == "HTTPS" || protocol.Is(value.Unresolved) {
			return true
		}
	}
	return false
}

// plainHTTP finds HTTP listeners of load balancers at the internet that forward requests instead of redirecting
// them to HTTPS.
func (a *survey) plainHTTP(balancer *network.Balancer, listener *network.Listener) {
	const kind = "load-balancer/plain-http-listener"
	if listener.Port == 0 || !forwards(listener) {
		return
	}
	place := stack.PropertyAt(listener.Resource, "Protocol")
	if !exists(balancer.Item, listener.Item) {
		a.diagnosis.Doubt(kind, place, perhaps(listener.Name))
		return
	}
	groups := a.network.GroupsOf(balancer.Workload)
	admits := a.network.Admits(groups, network.Inbound, network.TCP(listener.Port), network.Side{
		Addresses: network.InternetAddresses(network.IPv4),
	})
	issue := network.Issue{
		Kind: kind, Name: listener.Name, At: place,
		Words:   map[string]string{"balancer": balancer.Name, "port": strconv.Itoa(listener.Port)},
		Related: append([]fact.Hop{hop(balancer.At, balancer.Name+" faces the internet")}, admits.Hops...),
		Flow: append([]fact.Hop{hop(balancer.At, "a client of the internet comes to "+balancer.Name)}, append(
			slices.Clone(admits.Hops), hop(listener.At, listener.Name+" forwards plain HTTP"))...),
		Edits: a.redirected(balancer, listener),
	}
	switch {
	case admits.Answer == value.Yes:
	case isForeign(groups):
		reason := "the security groups of " + balancer.Name + " are not declared, and may admit CloudFront alone"
		issue.Weaker = []string{reason}
	default:
		return // a part of the internet, such as CloudFront
	}
	a.diagnosis.Report(issue)
}

// isForeign reports whether the templates do not tell the rules of a security group, or which groups there are.
func isForeign(groups []stack.Link) bool {
	return len(groups) == 0 || slices.ContainsFunc(groups, func(group stack.Link) bool {
		return group.Standing == stack.External
	})
}

// forwards reports whether the listener surely forwards what it receives to targets.
func forwards(listener *network.Listener) bool {
	if len(listener.Targets) > 0 {
		return true
	}
	for _, action := range stack.Property(listener.Resource, "DefaultActions").List() {
		if text(stack.Dig(action, "Type")) == "forward" {
			return true
		}
	}
	return false
}

// redirected is the edit that redirects to the load balancer's HTTPS listener; none where it has none.
func (a *survey) redirected(balancer *network.Balancer, plain *network.Listener) []fact.Edit {
	for _, listener := range balancer.Listeners {
		if listener.Protocol == "HTTPS" && listener.Port != 0 && exists(listener.Item) {
			return stack.Set(plain.Resource, []any{map[string]any{
				"Type": "redirect",
				"RedirectConfig": map[string]any{
					"Protocol": "HTTPS", "Port": strconv.Itoa(listener.Port), "StatusCode": "HTTP_301",
				},
			}}, "DefaultActions")
		}
	}
	return nil
}
