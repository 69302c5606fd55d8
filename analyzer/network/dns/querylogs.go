package dns

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// queryLogs asks about the logs of the queries that VPCs make.
func (a *survey) queryLogs() {
	tied := a.queryLogTies()
	for _, config := range a.OfType(queryLogType) {
		if !exists(config) {
			continue
		}
		a.unassociated(config, tied)
		a.fragileBucket(config)
	}
	a.duplicates()
}

// queryLogTies returns the configurations that an association names, or may name.
func (a *survey) queryLogTies() map[string]bool {
	tied := map[string]bool{}
	var open []*value.Value
	for _, tie := range a.OfType(queryLogTieType) {
		id := stack.Property(tie, "ResolverQueryLogConfigId")
		if config := a.Declared(id, queryLogType); config != nil {
			tied[config.ID] = true
		} else {
			open = append(open, id)
		}
	}
	for _, share := range a.OfType("AWS::RAM::ResourceShare") {
		a.Mentions(share.Properties, func(id string) { tied[id] = true }) // other accounts associate it
	}
	for _, config := range a.OfType(queryLogType) {
		for _, id := range open {
			tied[config.ID] = tied[config.ID] || a.MayBe(id, config)
		}
	}
	return tied
}

// unassociated finds configurations that log the queries of no VPC.
func (a *survey) unassociated(config *template.Resource, tied map[string]bool) {
	const kind = "dns/unassociated-query-log"
	if tied[config.ID] {
		return
	}
	unknown, weaker := a.Absence(config)
	if unknown != "" {
		a.diagnosis.Doubt(kind, config.At, unknown)
		return
	}
	a.diagnosis.Report(network.Issue{Kind: kind, Name: config.Name, At: config.At, Weaker: weaker})
}

// fragileBucket finds buckets of query logs that go with their stack: the association fails from then on,
// and so do others that log to the bucket.
func (a *survey) fragileBucket(config *template.Resource) {
	bucket := a.bucketOf(stack.Property(config, "DestinationArn"))
	if bucket == nil || !exists(bucket) || bucket.Origin.Node == nil {
		return
	}
	written := bucket.Origin.Node.Get("DeletionPolicy")
	place := bucket.At.Child("DeletionPolicy")
	edit := fact.Add(place, "Retain")
	if written != nil {
		if !strings.EqualFold(written.Value, "Delete") || written.Tag != "" {
			return
		}
		edit.Op = "replace"
	}
	a.diagnosis.Report(network.Issue{
		Kind: "dns/fragile-query-log-bucket", Name: bucket.Name, At: place,
		Words: map[string]string{"config": config.Name},
		Related: []fact.Hop{
			hop(stack.PropertyAt(config, "DestinationArn"), config.Name+" logs queries to "+bucket.Name),
		},
		Edits: []fact.Edit{edit},
	})
}

// bucketOf returns the declared bucket that an ARN is of, as a whole or with the name of a folder behind it;
// nil for others.
func (a *survey) bucketOf(arn *value.Value) *template.Resource {
	if !arn.Is(value.Text) {
		return a.Declared(arn, bucketType)
	}
	for _, part := range arn.Parts {
		if bucket := a.Declared(part, bucketType); bucket != nil {
			return bucket
		}
	}
	return nil
}

// destination is where a VPC logs its queries to, by the sort of destination.
type destination struct {
	vpc, sort string
}

// duplicates finds VPCs with two associations to destinations of one sort, the second of which AWS refuses
// (RSLVR-01306).
func (a *survey) duplicates() {
	first := map[destination]*template.Resource{}
	for _, tie := range a.OfType(queryLogTieType) {
		config := a.Declared(stack.Property(tie, "ResolverQueryLogConfigId"), queryLogType)
		vpc := value.Identity(a.Follow(stack.Property(tie, "ResourceId")))
		if config == nil || vpc == "" || !exists(tie, config) {
			continue
		}
		key := destination{vpc: vpc, sort: a.sortOf(stack.Property(config, "DestinationArn"))}
		other := first[key]
		if key.sort == "" || other == nil {
			first[key] = tie
			continue
		}
		a.diagnosis.Report(network.Issue{
			Kind: "dns/duplicate-query-log", Name: tie.Name, At: stack.PropertyAt(tie, "ResourceId"),
			Words:   map[string]string{"other": other.Name, "sort": key.sort},
			Related: []fact.Hop{hop(stack.PropertyAt(other, "ResourceId"), other.Name+" associates the same VPC")},
		})
	}
}

// sortOf tells the sort of a destination by its ARN or by the resource that it is of; empty where that is not
// known.
func (a *survey) sortOf(arn *value.Value) string {
	if a.bucketOf(arn) != nil {
		return "bucket"
	}
	if arn.Is(value.Reference) {
		if resource := a.Resource(arn.Resource); resource != nil {
			return map[string]string{
				"AWS::Logs::LogGroup": "log group", "AWS::KinesisFirehose::DeliveryStream": "Firehose stream",
			}[resource.Type]
		}
		return ""
	}
	text, ok := arn.Literal()
	if !ok && arn.Is(value.Text) {
		text, _ = arn.Parts[0].Literal()
		if text == "arn:" && len(arn.Parts) > 2 {
			rest, _ := arn.Parts[2].Literal()
			text += "aws" + rest
		}
	}
	fields := strings.Split(text, ":")
	if len(fields) < 4 {
		return ""
	}
	return map[string]string{"s3": "bucket", "logs": "log group", "firehose": "Firehose stream"}[fields[2]]
}
