package model

import (
	"path"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Policy is a policy document with what is proved about it.
type Policy struct {
	At source.At `json:"at"`
	// Name is the logical id of the resource that holds the document, or the base name of its file.
	Name string `json:"name"`
	// Resource is the id of the resource that holds the document, "" for a file of its own.
	Resource string `json:"resource"`
	// Noun is what a person calls it, as in "bucket policy".
	Noun string `json:"noun"`
	// Kind is "resource", "identity", "trust", "endpoint", "rcp", or "" where it can't be told.
	Kind string `json:"kind"`
	// Service is the prefix of the actions of the service that a resource policy is on, as in "s3".
	Service string `json:"service"`
	// Owner is the account that owns the resource, null where it is not known.
	Owner *string `json:"owner"`
	// Exists is "yes", or "undecided" for a resource under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
	// Statements are in the order of the file.
	Statements []policy.Statement `json:"statements"`
	// Lockout says who could still change the policy; null for policies that can't lock anyone out
	// of managing them, and for services that are not analysed.
	Lockout *lockout.Verdict `json:"lockout"`
}

// holder says where a resource type keeps a policy document.
type holder struct {
	// property holds the document; items is the list property whose members hold it, "" for none.
	items, property string
	// targets is the property that names what a resource policy is on: one or a list.
	targets             string
	kind, service, noun string
}

// holders are the resource types that hold policy documents, each with its places for them.
var holders = map[string][]holder{
	"AWS::S3::BucketPolicy": {
		{property: "PolicyDocument", targets: "Bucket", kind: "resource", service: "s3", noun: "bucket policy"},
	},
	"AWS::SQS::QueuePolicy": {
		{property: "PolicyDocument", targets: "Queues", kind: "resource", service: "sqs", noun: "queue policy"},
	},
	"AWS::SQS::QueueInlinePolicy": {
		{property: "PolicyDocument", targets: "Queue", kind: "resource", service: "sqs", noun: "queue policy"},
	},
	"AWS::IAM::Role": {
		{property: "AssumeRolePolicyDocument", kind: "trust", service: "sts", noun: "trust policy"},
		{items: "Policies", property: "PolicyDocument", kind: "identity", noun: "role policy"},
	},
	"AWS::IAM::User": {
		{items: "Policies", property: "PolicyDocument", kind: "identity", noun: "user policy"},
	},
	"AWS::IAM::Group": {
		{items: "Policies", property: "PolicyDocument", kind: "identity", noun: "group policy"},
	},
	"AWS::IAM::Policy":        {{property: "PolicyDocument", kind: "identity", noun: "policy"}},
	"AWS::IAM::RolePolicy":    {{property: "PolicyDocument", kind: "identity", noun: "role policy"}},
	"AWS::IAM::UserPolicy":    {{property: "PolicyDocument", kind: "identity", noun: "user policy"}},
	"AWS::IAM::GroupPolicy":   {{property: "PolicyDocument", kind: "identity", noun: "group policy"}},
	"AWS::IAM::ManagedPolicy": {{property: "PolicyDocument", kind: "identity", noun: "managed policy"}},
	"AWS::EC2::VPCEndpoint":   {{property: "PolicyDocument", kind: "endpoint", noun: "endpoint policy"}},
}

// policies reads every policy document of the assembly, in the order of the files.
func policies(members []assembly.Member, env template.Environment) []Policy {
	var found []Policy
	declared := declaredPrincipals(members)
	for _, member := range members {
		if member.Policy != nil {
			found = append(found, filePolicy(member, env, declared))
		}
		if member.Template == nil {
			continue
		}
		for _, resource := range member.Template.Resources {
			for _, place := range holders[resource.Type] {
				found = append(found, place.read(member.Template, resource, env, declared)...)
			}
		}
	}
	return found
}

func declaredPrincipals(members []assembly.Member) []lockout.Declared {
	var declared []lockout.Declared
	for _, read := range templates(members) {
		for _, resource := range read.Resources {
			switch resource.Type {
			case "AWS::IAM::Role":
				declared = append(declared, declaredPrincipal(resource, policy.Role, "RoleName"))
			case "AWS::IAM::User":
				declared = append(declared, declaredPrincipal(resource, policy.User, "UserName"))
			case "AWS::IAM::Group":
				declared = append(declared, declaredPrincipal(resource, lockout.Group, "GroupName"))
			}
		}
	}
	return declared
}

// declaredPrincipal reads a user, role or group; name is the property that names it.
func declaredPrincipal(resource *template.Resource, kind policy.PrincipalKind, name string) lockout.Declared {
	declared := lockout.Declared{Resource: resource.ID, Kind: kind, Exists: resource.Exists, Bounded: value.Yes}
	switch boundary := resource.Properties.Get("PermissionsBoundary"); {
	case boundary == nil || boundary.Kind == value.Null:
		declared.Bounded = value.No
	case boundary.Kind == value.Unresolved:
		declared.Bounded = value.Undecided // it may turn out to be absent
	}
	if text, isLiteral := resource.Properties.Get(name).Literal(); isLiteral {
		folder, known := "/", true
		if given := resource.Properties.Get("Path"); given != nil {
			folder, known = given.Literal()
		}
		if known {
			declared.Name = &value.Value{Kind: value.String, Text: strings.TrimPrefix(folder, "/") + text}
		}
	}
	return declared
}

// read returns the documents that the resource holds in this place.
func (h holder) read(
	read *template.Template, resource *template.Resource, env template.Environment, declared []lockout.Declared,
) []Policy {
	containers := []*value.Value{resource.Properties}
	if h.items != "" {
		containers = resource.Properties.Get(h.items).List()
	}
	var found []Policy
	for _, container := range containers {
		text := container.Get(h.property)
		if text == nil || text.Kind == value.Null {
			continue
		}
		document := policy.Parse(text)
		entry := Policy{
			At: document.At, Name: resource.Name, Resource: resource.ID, Noun: h.noun, Kind: h.kind, Service: h.service,
			Owner: optional(env.Account), Exists: resource.Exists, Statements: document.Statements,
		}
		if h.kind == "resource" && lockout.Analysed(h.service) {
			verdict := lockout.Decide(document, lockout.Target{
				Service: h.service, Resources: names(read, resource.Properties.Get(h.targets)),
				Account: accountOf(env), Region: regionOf(env), Partition: env.Partition, Declared: declared,
			})
			entry.settle(&verdict)
		}
		found = append(found, entry)
	}
	return found
}

// names returns what each target of a policy is known by: what the property says, and the name that
// a declared resource is given.
func names(read *template.Template, targets *value.Value) []lockout.Name {
	var all []lockout.Name
	for _, target := range targets.List() {
		name := lockout.Name{target}
		if bucket := bucketNamed(read, target); bucket != nil {
			name = append(name, bucket)
		}
		for _, form := range []*value.Value{target, queueName(read, target)} {
			if physical := read.Physical(form); value.Identity(physical) != value.Identity(target) {
				name = append(name, physical)
			}
		}
		all = append(all, name)
	}
	return all
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
	return &value.Value{Kind: value.String, Text: text}
}

// nouns are what people call resource policies, by service.
var nouns = map[string]string{"s3": "bucket policy", "sqs": "queue policy"}

// filePolicy reads a policy that is a file of its own. What it is for follows from its text.
func filePolicy(member assembly.Member, env template.Environment, declared []lockout.Declared) Policy {
	document := policy.ParseFile(member.Policy)
	facts := policy.Recognise(document)
	entry := Policy{
		At: document.At, Name: path.Base(member.Tree.File.Name), Noun: "policy", Kind: string(facts.Kind),
		Service: facts.Service, Owner: optional(env.Account), Exists: value.Yes, Statements: document.Statements,
	}
	if noun, ok := nouns[facts.Service]; ok && facts.Kind == policy.Resource {
		entry.Noun = noun
	}
	mayBeAttached := facts.Kind == policy.Resource || facts.Kind == policy.Control
	if !mayBeAttached || !lockout.Analysed(facts.Service) {
		return entry // what may be attached to a resource that it does not name stays undecided
	}
	target := lockout.Target{Service: facts.Service, Partition: env.Partition, Declared: declared}
	if env.Account != "" {
		target.Account = accountOf(env)
	}
	if env.Region != "" {
		target.Region = regionOf(env)
	}
	verdict := lockout.Decide(document, target)
	entry.settle(&verdict)
	return entry
}

// settle takes over a verdict, with the owner where that is known from the resource's ARN alone.
func (p *Policy) settle(verdict *lockout.Verdict) {
	p.Lockout = verdict
	if p.Owner == nil && verdict.On != nil {
		p.Owner = optional(verdict.On.Account)
	}
}
