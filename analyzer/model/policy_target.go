package model

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// names returns what each target of a policy is known by: what the property says, and the name that
// a declared resource is given.
func (r placeReader) names() []lockout.Name {
	targets := r.resource.Properties.Get(r.targets).List()
	if r.targets == "" {
		targets = []*value.Value{{Kind: value.Reference, Resource: r.resource.ID, At: r.resource.At}}
	}
	var all []lockout.Name
	for _, target := range targets {
		name := lockout.Name{target}
		if bucket := bucketNamed(r.template, target); bucket != nil {
			name = append(name, bucket)
		}
		for _, form := range []*value.Value{target, queueName(r.template, target)} {
			if physical := r.template.Physical(form); value.Identity(physical) != value.Identity(target) {
				name = append(name, physical)
			}
		}
		if given := givenName(r.template, target); given != nil {
			name = append(name, given)
		}
		all = append(all, name)
	}
	return all
}

// givenName returns the name that the template gives a resource that a reference is to, for those whose ARN is
// made of it though neither Ref nor an attribute gives it as it is; nil for none.
func givenName(read *template.Template, target *value.Value) *value.Value {
	if !target.Is(value.Reference) {
		return nil
	}
	resource := read.Resource(target.Resource)
	if resource == nil {
		return nil
	}
	property, is := givenNames[resource.Type]
	isWhole := target.Attribute == "" || target.Attribute == "Id" || strings.HasSuffix(target.Attribute, "Arn")
	name := resource.Properties.Get(property)
	if !is || !isWhole || name == nil || name.Kind == value.Null {
		return nil
	}
	return name
}

// givenNames are the properties that hold the name within the ARN, by type (Service Authorization Reference,
// Resource types), beyond those that templates know.
var givenNames = map[string]string{
	"AWS::Backup::BackupVault":                   "BackupVaultName",
	"AWS::Backup::LogicallyAirGappedBackupVault": "BackupVaultName",
	"AWS::Elasticsearch::Domain":                 "DomainName",
	"AWS::Events::EventBus":                      "Name",
	"AWS::OpenSearchService::Domain":             "DomainName",
	"AWS::S3::AccessPoint":                       "Name",
	"AWS::SNS::Topic":                            "TopicName",
	"AWS::SecretsManager::Secret":                "Name",
}

// declaredNames returns the ids of the declared resources that the names are of, each once.
func declaredNames(names []lockout.Name) []string {
	ids := []string{}
	for _, name := range names {
		for _, form := range name {
			if id := declaredIn(form); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// declaredIn returns the id of the resource that a value refers to, or whose name is a whole segment of
// the ARN or URL that the value is; "" for none.
func declaredIn(v *value.Value) string {
	if v.Is(value.Reference) {
		return v.Resource
	}
	if !v.Is(value.Text) {
		return ""
	}
	before := ""
	for i, part := range v.Parts {
		after := ""
		if i+1 < len(v.Parts) {
			after, _ = v.Parts[i+1].Literal()
		}
		isLast := i+1 == len(v.Parts)
		if part.Kind == value.Reference && endsSegment(before) && (isLast || startsSegment(after)) {
			return part.Resource
		}
		before, _ = part.Literal()
	}
	return ""
}

func endsSegment(text string) bool {
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "/")
}

func startsSegment(text string) bool {
	return strings.HasPrefix(text, ":") || strings.HasPrefix(text, "/")
}

// bucketNamed returns a reference to the declared bucket that is given the literal name; nil for none.
func bucketNamed(read *template.Template, name *value.Value) *value.Value {
	if _, isLiteral := name.Literal(); !isLiteral {
		return nil
	}
	for _, resource := range read.Resources {
		if resource.Type != "AWS::S3::Bucket" || value.Same(resource.Properties.Get("BucketName"), name) != value.Yes {
			continue
		}
		return &value.Value{Kind: value.Reference, Resource: resource.ID}
	}
	return nil
}

// queueName returns the name of the queue to whose URL a reference is, since Ref gives the URL. Other
// values come back as they are.
func queueName(read *template.Template, target *value.Value) *value.Value {
	if !target.Is(value.Reference) || target.Attribute != "" {
		return target
	}
	if resource := read.Resource(target.Resource); resource == nil || resource.Type != "AWS::SQS::Queue" {
		return target
	}
	return &value.Value{Kind: value.Reference, Resource: target.Resource, Attribute: "QueueName"}
}

// accountOf returns the account that owns the stack, a symbol where it is not known.
func accountOf(env template.Environment) *value.Value {
	return known(env.Account, "AWS::AccountId")
}

func regionOf(env template.Environment) *value.Value {
	return known(env.Region, "AWS::Region")
}

func known(text, symbol string) *value.Value {
	if text == "" {
		return &value.Value{Kind: value.Unresolved, Symbol: symbol, Reason: symbol + " is not known"}
	}
	return value.OfText(text)
}
