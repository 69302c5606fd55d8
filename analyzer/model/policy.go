package model

import (
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/repair"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/validation"
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
	// Kind is "resource", "identity", "trust", "endpoint", "scp", "rcp", "boundary" (a managed policy that
	// bounds a declared user or role and is attached to none), "permission-set", or "" where it can't be
	// told.
	Kind string `json:"kind"`
	// Service is the prefix of the actions of the service that a resource policy is on, as in "s3". What a
	// service governs apart from that has a name of its own, as in "s3-access-point".
	Service string `json:"service"`
	// Version is the version as written; "" when it is absent, which means 2008-10-17.
	Version string `json:"version"`
	// Owner is the account that owns the resource, null where it is not known.
	Owner *string `json:"owner"`
	// Exists is "yes", or "undecided" for a resource under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
	// Subjects are the ids of the declared users, roles, groups and permission sets that an identity
	// policy is attached to, of the role that a trust policy is on, and of those that a boundary bounds.
	Subjects []string `json:"subjects"`
	// On are the ids of the declared resources that a resource policy is on.
	On []string `json:"on"`
	// Embedded says that the document is JSON within a text: nothing in it has a place of its own, so that
	// a fix can't edit it.
	Embedded bool `json:"embedded"`
	// Statements are in the order of the file.
	Statements []policy.Statement `json:"statements"`
	// Issues are what AWS refuses or ignores in the document, in the order of the file.
	Issues []validation.Issue `json:"issues"`
	// Lockout says who could still change the policy, and whether its resource is of use to anyone; null
	// for policies on principals and organizations, and for services that are not analysed.
	Lockout *lockout.Verdict `json:"lockout"`
	// Repair is a change that was proved to give a way back, and DeployerRepair one that gives CloudFormation
	// one; absent where none is needed or known.
	Repair         *repair.Repair `json:"repair,omitempty"`
	DeployerRepair *repair.Repair `json:"deployer_repair,omitempty"`
	// PrincipalRepairs are changes of statements with NotPrincipal, by their handles, that were proved to leave
	// the policy as open as before or more; absent where none is needed or known.
	PrincipalRepairs map[source.At]*repair.Repair `json:"principal_repairs,omitempty"`
	// Seconds are the resources that the policy is on though another one before it is as well, and which can
	// have one policy only; absent where there are none.
	Seconds []Second `json:"seconds,omitempty"`

	// Document is the document itself, and Target what it is on as far as a proof needs to know. Rules
	// read neither.
	Document *policy.Document `json:"-"`
	Target   lockout.Target   `json:"-"`
}

// policies reads every policy document of the assembly, in the order of the files.
func (b *Builder) policies(members []assembly.Member, env template.Environment) []Policy {
	var found []Policy
	var stacked []stackedPolicy
	known := newPrincipals(members)
	known.allowance = b.allowance
	principals := b.principalsIn(members)
	for stack, member := range members {
		if member.Policy != nil {
			key := keptKey{tree: member.Tree, around: principals}
			found = append(found, b.keep(key, func() []Policy { return []Policy{filePolicy(member, env, known)} })...)
		}
		if member.Template == nil {
			continue
		}
		around := b.around(member.Template) + "in " + principals
		for _, resource := range member.Template.Resources {
			if len(holders[resource.Type]) == 0 {
				continue
			}
			key := keptKey{tree: member.Tree, resource: resource, around: around}
			for _, entry := range b.keep(key, func() []Policy {
				return resourcePolicies(member.Template, resource, env, known)
			}) {
				stacked = append(stacked, stackedPolicy{index: len(found), resource: resource, stack: stack})
				found = append(found, entry)
			}
		}
	}
	addSeconds(members, found, stacked)
	return found
}

// resourcePolicies returns the policies that a resource holds.
func resourcePolicies(
	read *template.Template, resource *template.Resource, env template.Environment, known *principals,
) []Policy {
	var found []Policy
	for _, place := range holders[resource.Type] {
		found = append(found, placeReader{place, read, resource, env, known}.read()...)
	}
	return found
}

// placeReader reads the documents that a resource holds in one place.
type placeReader struct {
	holder
	template *template.Template
	resource *template.Resource
	env      template.Environment
	known    *principals
}

// read returns the documents in the place, none where the resource leaves it empty.
func (r placeReader) read() []Policy {
	containers := []*value.Value{r.resource.Properties}
	if r.items != "" {
		containers = r.resource.Properties.Get(r.items).List()
	}
	var found []Policy
	for _, container := range containers {
		text := container.Dig(r.path...)
		kind, holdsPolicy := r.kindOf()
		isEmpty := text == nil || text.Kind == value.Null || len(r.path) == 0 && text.Get("Statement") == nil
		if isEmpty || !holdsPolicy {
			continue
		}
		entry := r.policy(kind, policy.Parse(embedded(text)))
		entry.Embedded = text.Kind == value.String || text.Kind == value.Text
		if !entry.Embedded {
			entry.repair()
		}
		found = append(found, entry)
	}
	return found
}

// policy returns the entry for a document.
func (r placeReader) policy(kind string, document *policy.Document) Policy {
	entry := Policy{
		At: document.At, Name: r.resource.Name, Resource: r.resource.ID, Noun: r.noun, Kind: kind, Service: r.service,
		Version: document.Version, Owner: optional(r.env.Account), Exists: r.resource.Exists,
		Subjects: []string{}, On: []string{}, Statements: document.Statements, Issues: r.issues(kind, document),
		Document: document,
	}
	switch kind {
	case "resource":
		entry.On = declaredNames(r.names())
	case boundaryKind:
		entry.Subjects = append(entry.Subjects, r.known.bounded[r.resource.ID]...)
	default:
		entry.Subjects = append(entry.Subjects, r.known.subjects(r.resource)...)
	}
	if lockout.Analysed(r.service) {
		entry.decide(document, r.target())
	}
	return entry
}

// target returns what the policy is on, for a proof.
func (r placeReader) target() lockout.Target {
	return lockout.Target{
		Service: r.service, Resources: r.names(), Account: accountOf(r.env), Region: regionOf(r.env),
		Partition: r.env.Partition, Known: knownOf(r.env, r.resource.At), Bypass: r.bypass(),
		Declared: r.known.declared, Allowance: r.known.allowance,
	}
}

// bypass answers whether the service is told not to make sure that the policy leaves a way back.
func (r placeReader) bypass() value.Truth {
	answer := value.No
	for _, property := range []string{"BypassPolicyLockoutSafetyCheck", "BypassPolicyLockoutCheck"} {
		answer = answer.Or(r.resource.Properties.Get(property).Truth())
	}
	return answer
}

// kindOf returns what the document in the place is for, and whether it is a policy at all: an
// organization has policies of other languages as well.
func (r placeReader) kindOf() (kind string, isPolicy bool) {
	switch r.resource.Type {
	case "AWS::IAM::ManagedPolicy":
		if len(r.known.bounded[r.resource.ID]) > 0 && len(r.known.subjects(r.resource)) == 0 {
			return boundaryKind, true
		}
	case "AWS::Organizations::Policy":
		text, _ := r.resource.Properties.Get("Type").Literal()
		kind, isPolicy = organizationKinds[text]
		return kind, isPolicy
	}
	return r.kind, true
}

// organizationKinds are the kinds of an organization's policies that are written in the language of IAM,
// by their type.
var organizationKinds = map[string]string{
	"SERVICE_CONTROL_POLICY":  string(policy.ServiceControl),
	"RESOURCE_CONTROL_POLICY": string(policy.Control),
}

// decide asks for the verdict, and takes over the owner where that is known from the resource's ARN
// alone.
func (p *Policy) decide(document *policy.Document, target lockout.Target) {
	verdict := lockout.Decide(document, target)
	p.Lockout, p.Target = &verdict, target
	if p.Owner == nil && verdict.On != nil {
		p.Owner = optional(verdict.On.Account)
	}
}

// repair looks for changes that give a way back to those who have none.
func (p *Policy) repair() {
	if p.Lockout == nil {
		return
	}
	decided := repair.Policy{
		Document: p.Document, Target: p.Target, Verdict: *p.Lockout, Template: p.Resource != "",
	}
	p.Repair, p.DeployerRepair = repair.Find(decided), repair.ForDeployer(decided)
	p.PrincipalRepairs = repair.ForNotPrincipal(decided)
}
