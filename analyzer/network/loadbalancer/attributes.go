package loadbalancer

import (
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// balancerAttributes and listenerAttributes are the properties that hold attributes by key.
const (
	balancerAttributes = "LoadBalancerAttributes"
	listenerAttributes = "ListenerAttributes"
)

// attribute is what a resource says by one of its attributes.
type attribute struct {
	// value is what is given; nil where the attribute is absent, which leaves the default.
	value *value.Value
	// at is its place, or that of the attributes.
	at source.At
	// unknown says why it is not known whether the attribute is given.
	unknown string
}

// attributeOf reads an attribute of a load balancer or a listener. The items of a list that are not known may
// give any of them.
func attributeOf(resource *template.Resource, list, key string) attribute {
	given := stack.Property(resource, list)
	found := attribute{at: stack.PropertyAt(resource, list)}
	for _, item := range given.List() {
		named := stack.Dig(item, "Key")
		if literal, ok := named.Literal(); ok {
			if strings.EqualFold(literal, key) {
				found.value, found.at = stack.Dig(item, "Value"), item.At.Child("Value")
			}
			continue
		}
		found.unknown = "an attribute of " + resource.Name + " is not known"
	}
	return found
}

// isOn answers whether the attribute is true. One that a function chooses is left to whoever deploys.
func (a attribute) isOn(byDefault value.Truth) fact.Fact {
	switch {
	case a.value == nil && a.unknown != "":
		return fact.Undecided(a.unknown)
	case isChosen(a.value):
		return fact.Undecided("the attribute is chosen at deployment")
	}
	return fact.Fact{Answer: a.value.TruthOr(byDefault)}
}

// setAttribute returns the edit that gives an attribute a value: none where a function gives the list.
func setAttribute(resource *template.Resource, list, key, to string, found attribute) []fact.Edit {
	item := map[string]any{"Key": key, "Value": to}
	given := stack.Property(resource, list)
	switch {
	case found.value != nil:
		return []fact.Edit{fact.Replace(found.at, to)}
	case given == nil:
		return stack.Set(resource, []any{item}, list)
	}
	return stack.Append(resource, list, item)
}

// attributes asks every load balancer what it says about itself.
func (a *survey) attributes() {
	for _, balancer := range a.network.Balancers {
		if !exists(balancer.Item) {
			continue
		}
		a.accessLogs(balancer)
		a.invalidHeaders(balancer)
		a.serverHeaders(balancer)
		a.withoutGroup(balancer)
	}
}

// accessLogs finds load balancers that keep no access logs, which is the default (Elastic Load Balancing, access
// logs). A Network Load Balancer logs the requests to its TLS listeners alone.
func (a *survey) accessLogs(balancer *network.Balancer) {
	const kind = "load-balancer/missing-access-logs"
	if balancer.Internet.Answer != value.Yes || isForDevelopment(balancer.Resource) {
		return
	}
	var found attribute
	switch {
	case balancer.Type == application, balancer.Type == networkLB && hasTLS(balancer):
		found = attributeOf(balancer.Resource, balancerAttributes, "access_logs.s3.enabled")
	case balancer.Type == classic:
		found = classicLogs(balancer.Resource)
	default:
		return
	}
	if found.isOn(value.No).Answer == value.No {
		a.diagnosis.Report(network.Issue{Kind: kind, Name: balancer.Name, At: found.at})
	}
}

// classicLogs reads the setting of a Classic Load Balancer as an attribute.
func classicLogs(balancer *template.Resource) attribute {
	const key = "AccessLoggingPolicy"
	policy := stack.Property(balancer, key)
	found := attribute{value: stack.Dig(policy, "Enabled"), at: stack.PropertyAt(balancer, key)}
	if !stack.IsPlain(balancer, key) {
		found.value = nil
		found.unknown = "the access logs of " + balancer.Name + " are not known"
	}
	return found
}

func hasTLS(balancer *network.Balancer) bool {
	for _, listener := range balancer.Listeners {
		if listener.Protocol == "TLS" {
			return true
		}
	}
	return false
}

// developmentWords mark what is not for production, in tags and names.
var developmentWords = map[string]bool{
	"dev": true, "develop": true, "development": true, "test": true, "testing": true, "sandbox": true, "lab": true,
	"demo": true, "internal": true,
}

// isForDevelopment reports whether the tags or the name of a resource say that it is for development, or for
// internal use.
func isForDevelopment(resource *template.Resource) bool {
	values := []*value.Value{stack.Property(resource, "Name"), stack.Property(resource, "LoadBalancerName")}
	for _, tag := range stack.Property(resource, "Tags").List() {
		values = append(values, stack.Dig(tag, "Value"))
	}
	for _, v := range values {
		for _, word := range strings.FieldsFunc(strings.ToLower(text(v)), isBreak) {
			if developmentWords[word] {
				return true
			}
		}
	}
	return false
}

func isBreak(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }

// invalidHeaders finds Application Load Balancers that pass header fields on that RFC 7230 does not allow, which is
// the default (Elastic Load Balancing API reference, LoadBalancerAttribute).
func (a *survey) invalidHeaders(balancer *network.Balancer) {
	const key = "routing.http.drop_invalid_header_fields.enabled"
	if balancer.Type != application {
		return
	}
	found := attributeOf(balancer.Resource, balancerAttributes, key)
	if found.isOn(value.No).Answer == value.No {
		a.diagnosis.Report(network.Issue{
			Kind: "load-balancer/invalid-headers-forwarded", Name: balancer.Name, At: found.at,
			Edits: setAttribute(balancer.Resource, balancerAttributes, key, "true", found),
		})
	}
}

// serverHeaders finds listeners that tell clients by what server they are answered, which is the default (Elastic
// Load Balancing API reference, ListenerAttribute).
func (a *survey) serverHeaders(balancer *network.Balancer) {
	const key = "routing.http.response.server.enabled"
	if balancer.Type != application || balancer.Internet.Answer != value.Yes {
		return
	}
	for _, listener := range balancer.Listeners {
		if !exists(listener.Item) || listener.Protocol != "HTTP" && listener.Protocol != "HTTPS" {
			continue
		}
		found := attributeOf(listener.Resource, listenerAttributes, key)
		if found.isOn(value.Yes).Answer != value.Yes {
			continue
		}
		a.diagnosis.Report(network.Issue{
			Kind: "load-balancer/server-header", Name: listener.Name, At: found.at,
			Words:   map[string]string{"balancer": balancer.Name},
			Related: []fact.Hop{hop(balancer.At, balancer.Name+" faces the internet")},
			Edits:   setAttribute(listener.Resource, listenerAttributes, key, "false", found),
		})
	}
}

// withoutGroup finds Network Load Balancers without security groups: one that is made without can never get any
// (Network Load Balancers guide, security groups).
func (a *survey) withoutGroup(balancer *network.Balancer) {
	groups := stack.Property(balancer.Resource, "SecurityGroups")
	if balancer.Type != networkLB || groups.Is(value.Unresolved) || len(groups.List()) > 0 {
		return
	}
	a.diagnosis.Report(network.Issue{
		Kind: "load-balancer/network-lb-without-security-group", Name: balancer.Name,
		At: stack.PropertyAt(balancer.Resource, "SecurityGroups"),
	})
}
