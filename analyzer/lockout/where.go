package lockout

import (
	"slices"
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
	// Partition is never empty: it is that of the ARNs in the policy where nothing else tells, else "aws".
	Partition string `json:"partition"`
	Region    string `json:"region,omitempty"`
	Account   string `json:"account,omitempty"`
}

// whereabouts returns what is known of where a resource is.
func (t Target) whereabouts(row service, document *policy.Document, on resource) Place {
	found := Place{Partition: t.partitionOf(document)}
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

// partitionOf returns the partition that was given or that the Region is in, else the one that the
// ARNs of the policy name.
func (t Target) partitionOf(document *policy.Document) string {
	region, _ := t.Region.Literal()
	switch {
	case t.Partition != "":
		return t.Partition
	case region != "":
		return value.PartitionOf(region)
	}
	for i := range document.Statements {
		statement := &document.Statements[i]
		for _, text := range arnsOf(statement) {
			if written := writtenPartition(text.Source); written != "aws" {
				return written
			}
		}
	}
	return "aws"
}

// arnsOf returns the texts of a statement in which ARNs may stand.
func arnsOf(statement *policy.Statement) []policy.Text {
	texts := append(slices.Clone(statement.Resources), statement.NotResources...)
	for _, principal := range append(slices.Clone(statement.Principals), statement.NotPrincipals...) {
		texts = append(texts, principal.Text)
	}
	for i := range statement.Conditions {
		texts = append(texts, statement.Conditions[i].Values...)
	}
	return texts
}

// writtenPartition returns the partition in an ARN when it is one of those besides "aws", else "aws".
func writtenPartition(arn *value.Value) string {
	if fields := policy.Split(arn, ":", arnFields); len(fields) > 1 {
		if text, _ := fields[1].Literal(); strings.HasPrefix(text, "aws-") && !strings.ContainsAny(text, "*?") {
			return text
		}
	}
	return "aws"
}

// queueURL follows the endpoints of Amazon SQS.
func queueURL(where Place) string {
	domain := value.DomainOf(where.Partition)
	return "https://sqs." + where.Region + "." + domain + "/" + where.Account + "/" + where.Name
}

// inAnyPartition returns the ARN with a symbol for its partition, which matches every partition.
func inAnyPartition(arn *value.Value) *value.Value {
	fields := policy.Split(arn, ":", arnFields)
	if len(fields) < arnFields {
		return arn
	}
	parts := []*value.Value{fields[0], value.OfText(":"), symbolFor("partition")}
	for _, field := range fields[2:] {
		parts = append(parts, value.OfText(":"), field)
	}
	return value.Join(parts...)
}
