package lockout

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Place is where the resource of a verdict lives, as far as it is known; what is not known is empty.
type Place struct {
	// Name is the bucket's or the queue's name.
	Name string `json:"name,omitempty"`
	// URL is a queue's URL.
	URL string `json:"url,omitempty"`
	// Partition is never empty: it is that of the ARNs in the policy where nothing else tells, the first where these
	// are of several, else "aws".
	Partition string `json:"partition"`
	Region    string `json:"region,omitempty"`
	Account   string `json:"account,omitempty"`
}

// whereabouts returns what is known of where a resource is.
func (t Target) whereabouts(row service, document *policy.Document, on resource) Place {
	found := Place{Partition: t.partition(document)}
	for _, arn := range append([]*value.Value{row.read(on.place, on.name[0])}, on.arns...) {
		if fields := policy.Split(arn, ":", arnFields); len(fields) == arnFields {
			found.Region = firstOf(found.Region, fields[3])
			found.Account = firstOf(found.Account, fields[4])
			found.Name = firstOf(found.Name, fields[5])
		}
	}
	found.Region = firstOf(found.Region, on.place.region)
	found.Account = firstOf(found.Account, on.place.account)
	if row.url != nil && found.Region != "" && found.Account != "" && found.Name != "" {
		found.URL = row.url(found)
	}
	return found
}

// firstOf returns the text that is known already, else the value's when it is a plain literal.
func firstOf(known string, v *value.Value) string {
	text, _ := v.Literal()
	if known != "" || strings.ContainsAny(text, "*?") {
		return known
	}
	return text
}

// queueURL follows the endpoints of Amazon SQS.
func queueURL(where Place) string {
	domain := value.DomainOf(where.Partition)
	return "https://sqs." + where.Region + "." + domain + "/" + where.Account + "/" + where.Name
}
