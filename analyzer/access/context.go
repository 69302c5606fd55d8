package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// tlsVersion is what current clients and endpoints agree on.
const tlsVersion = "1.3"

// contextOf returns the context of the request: that of a direct call over HTTPS, with what was given. A
// key without values is absent, and so are keys that documents ask for and the action never carries.
func contextOf(action string, documents []*policy.Document, given map[string][]string) policy.Context {
	context := policy.Direct()
	addUncarried(context, action, documents)
	context["s3:tlsversion"] = policy.PresentText(tlsVersion)
	for key, values := range given {
		key = strings.ToLower(key)
		entry := policy.Entry{Presence: value.TruthOf(len(values) > 0), Multivalued: policy.IsMultivalued(key)}
		for _, text := range values {
			entry.Values = append(entry.Values, value.OfText(text))
		}
		context[key] = entry
	}
	return context
}

// addUncarried adds the keys of the action's service that the action does not carry, as absent ones (Service
// Authorization Reference). Keys that the service does not list are left open.
func addUncarried(context policy.Context, name string, documents []*policy.Document) {
	prefix, name, _ := strings.Cut(name, ":")
	service, _ := catalogue.Lookup(prefix)
	action, known := service.Action(name)
	if !known {
		return
	}
	for _, document := range documents {
		for i := range document.Statements {
			for _, condition := range document.Statements[i].Conditions {
				_, isListed := service.Key(condition.Key)
				isOwn := strings.HasPrefix(condition.Key, strings.ToLower(prefix)+":")
				if isOwn && isListed && !service.Carries(action, condition.Key) {
					context[condition.Key] = policy.Entry{Presence: value.No}
				}
			}
		}
	}
}
