package model

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// LogPointer is a resource that writes its logs to a bucket of the set.
type LogPointer struct {
	// At is where the resource names the bucket.
	At source.At `json:"at"`
	// Name is the logical id of the resource.
	Name   string    `json:"name"`
	Bucket LogBucket `json:"bucket"`
	// Service is the principal that writes the logs, as in "cloudtrail.amazonaws.com".
	Service string `json:"service"`
	// Checks says that the service makes sure of its permission when the resource is created, and can't
	// give it to itself.
	Checks bool `json:"checks"`
	// Prefixed says that the names of the logs begin with a prefix of the resource's own.
	Prefixed bool `json:"prefixed"`
	// Unseen says that the set has custom resources or nested stacks, any of which may give the bucket a
	// policy.
	Unseen bool `json:"unseen"`
}

// LogBucket is a declared bucket that logs are written to.
type LogBucket struct {
	ID string `json:"id"`
	// Name is the logical id.
	Name string    `json:"name"`
	File string    `json:"file"`
	At   source.At `json:"at"`
	// Exists is "yes", or "undecided" for a bucket under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
}

// logPointerSubject is the subject of a document with a [LogPointer], logWriterSubject that of one with a
// statement of a bucket policy that may let one of the services write logs.
const (
	logPointerSubject = "log/pointer"
	logWriterSubject  = "statement/log-writer"
)

const (
	bucketType   = "AWS::S3::Bucket"
	trailLogs    = "cloudtrail.amazonaws.com"
	balancerLogs = "logdelivery.elasticloadbalancing.amazonaws.com"
	vendedLogs   = "delivery.logs.amazonaws.com"
	accessLogs   = "logging.s3.amazonaws.com"
)

// logSource says where a resource type tells the bucket for its logs, and who writes them.
type logSource struct {
	service string
	checks  bool
	// list is the property that holds the settings as pairs of Key and Value, each under one key; it is
	// empty where they are properties.
	list string
	// path leads to the bucket, prefix to what is put before the names of the logs.
	path, prefix []string
	// toggle leads to the setting without which the logs do not go there, unless it is empty; on is what it
	// has to be.
	toggle []string
	on     string
}

// logSources are the resource types that write logs to a bucket. Vended logs get their permission from
// whoever sets them up. Source: the properties of each type in the CloudFormation Template Reference, and
// "Enabling logging from AWS services" in the CloudWatch Logs User Guide.
var logSources = map[string]logSource{
	"AWS::CloudTrail::Trail": {
		service: trailLogs, checks: true, path: []string{"S3BucketName"}, prefix: []string{"S3KeyPrefix"},
	},
	"AWS::ElasticLoadBalancing::LoadBalancer": {
		service: balancerLogs, checks: true,
		path:   []string{"AccessLoggingPolicy", "S3BucketName"},
		prefix: []string{"AccessLoggingPolicy", "S3BucketPrefix"},
		toggle: []string{"AccessLoggingPolicy", "Enabled"}, on: "true",
	},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {
		service: balancerLogs, checks: true, list: "LoadBalancerAttributes",
		path: []string{"access_logs.s3.bucket"}, prefix: []string{"access_logs.s3.prefix"},
		toggle: []string{"access_logs.s3.enabled"}, on: "true",
	},
	"AWS::EC2::FlowLog": {
		service: vendedLogs, path: []string{"LogDestination"}, toggle: []string{"LogDestinationType"}, on: "s3",
	},
	"AWS::Route53Resolver::ResolverQueryLoggingConfig": {service: vendedLogs, path: []string{"DestinationArn"}},
}

// WritesLogs reports whether resources of the types may write logs to a bucket among them.
func WritesLogs(present map[string]bool) bool {
	if !present[bucketType] {
		return false
	}
	for resourceType := range logSources {
		if present[resourceType] {
			return true
		}
	}
	return false
}

// isLogType reports whether a resource writes logs to a bucket or is one.
func isLogType(resourceType string) bool {
	_, isSource := logSources[resourceType]
	return isSource || resourceType == bucketType
}

// logPointers returns what surely exists and writes logs to a declared bucket, in the order of the files.
func logPointers(all []*template.Template) []LogPointer {
	found := []LogPointer{}
	buckets, unseen := logBuckets(all)
	if len(buckets) == 0 {
		return found
	}
	for _, read := range all {
		for _, resource := range read.Resources {
			for _, pointer := range pointersOf(resource, buckets) {
				pointer.Unseen = unseen
				found = append(found, pointer)
			}
		}
	}
	return found
}

// pointersOf returns the resource once for each bucket that it surely writes logs to.
func pointersOf(resource *template.Resource, buckets []declaredBucket) []LogPointer {
	from, isSource := logSources[resource.Type]
	if !isSource || resource.Exists != value.Yes || !from.isOn(resource) {
		return nil
	}
	var found []LogPointer
	for _, setting := range from.settings(resource, from.path) {
		for _, bucket := range named(buckets, setting.value) {
			found = append(found, LogPointer{
				At: setting.at, Name: resource.Name, Bucket: bucket.LogBucket, Service: from.service,
				Checks: from.checks, Prefixed: len(from.settings(resource, from.prefix)) > 0,
			})
		}
	}
	return found
}

// logSetting is a setting and its place.
type logSetting struct {
	at    source.At
	value *value.Value
}

// settings returns what a resource says where the path leads.
func (s logSource) settings(resource *template.Resource, path []string) []logSetting {
	at := resource.At.Child("Properties")
	if s.list == "" {
		for _, key := range path {
			at = at.Child(key)
		}
		if found := resource.Properties.Dig(path...); len(path) > 0 && found != nil {
			return []logSetting{{at, found}}
		}
		return nil
	}
	pairs := resource.Properties.Get(s.list)
	if !pairs.Is(value.List) {
		return nil
	}
	var found []logSetting
	for i, pair := range pairs.Items {
		if key, _ := pair.Get("Key").Literal(); key == path[0] {
			found = append(found, logSetting{at.Child(s.list).Item(i).Child("Value"), pair.Get("Value")})
		}
	}
	return found
}

// isOn reports whether the resource surely writes its logs to a bucket. The logs of other load balancers
// than those for applications are vended.
func (s logSource) isOn(resource *template.Resource) bool {
	if kind := resource.Properties.Get("Type"); s.list != "" && kind != nil {
		if text, _ := kind.Literal(); text != "application" {
			return false
		}
	}
	return len(s.toggle) == 0 || slices.ContainsFunc(s.settings(resource, s.toggle), func(setting logSetting) bool {
		text, _ := setting.value.Literal()
		return strings.EqualFold(text, s.on)
	})
}

// declaredBucket is a bucket with the name it is given, nil where that is left to CloudFormation.
type declaredBucket struct {
	LogBucket
	physical *value.Value
}

// logBuckets returns the declared buckets, and whether something in the set makes what can't be seen.
func logBuckets(all []*template.Template) (buckets []declaredBucket, unseen bool) {
	for _, read := range all {
		for _, resource := range read.Resources {
			switch {
			case resource.Type == bucketType:
				bucket := LogBucket{
					ID: resource.ID, Name: resource.Name, File: read.Tree.File.Name, At: resource.At,
					Exists: resource.Exists,
				}
				buckets = append(buckets, declaredBucket{bucket, resource.Properties.Get("BucketName")})
			case makesUnseen(resource.Type):
				unseen = true
			}
		}
	}
	return buckets, unseen
}

func makesUnseen(resourceType string) bool {
	return strings.HasPrefix(resourceType, "Custom::") ||
		resourceType == "AWS::CloudFormation::CustomResource" || resourceType == "AWS::CloudFormation::Stack"
}

// bucketARN is how the ARN of a bucket begins.
var bucketARN = regexp.MustCompile(`^arn:[^:]*:s3:::`)

// named returns the buckets that a name, a reference or an ARN means, perhaps with a prefix after it.
func named(buckets []declaredBucket, target *value.Value) []declaredBucket {
	id, name := referredBucket(target), ""
	if target.Is(value.String) {
		name, _, _ = strings.Cut(bucketARN.ReplaceAllString(target.Text, ""), "/")
	}
	return slices.DeleteFunc(slices.Clone(buckets), func(bucket declaredBucket) bool {
		physical, _ := bucket.physical.Literal()
		return (id == "" || bucket.ID != id) && (name == "" || physical != name)
	})
}

// referredBucket returns the id of the resource that a value is a reference to, or the ARN of; "" for none.
func referredBucket(target *value.Value) string {
	if target.Is(value.Reference) {
		return target.Resource
	}
	if !target.Is(value.Text) || len(target.Parts) < 2 || !target.Parts[1].Is(value.Reference) {
		return ""
	}
	if before, _ := target.Parts[0].Literal(); !strings.HasSuffix(before, ":s3:::") {
		return ""
	}
	if len(target.Parts) > 2 {
		if after, _ := target.Parts[2].Literal(); !strings.HasPrefix(after, "/") {
			return "" // the reference is part of a longer name
		}
	}
	return target.Parts[1].Resource
}

// mayLetWriteLogs reports whether a statement of a bucket policy may let a service that writes logs put
// objects.
func mayLetWriteLogs(statement *policy.Statement) bool {
	isWriter := func(principal policy.Principal) bool {
		return principal.Kind == policy.Service &&
			slices.Contains([]string{trailLogs, balancerLogs, vendedLogs, accessLogs}, principal.Value)
	}
	return statement.Effect == "Allow" && slices.ContainsFunc(statement.Principals, isWriter) &&
		statement.MatchesAction("s3:PutObject") != value.No
}
