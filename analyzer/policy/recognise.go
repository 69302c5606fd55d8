package policy

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Kind says what a policy document is attached to.
type Kind string

// The kinds of policy documents that a document shows by itself.
const (
	// Resource is a policy on one resource, such as a bucket.
	Resource Kind = "resource"
	// Identity is a policy without principals: on a user, group or role, or a service control
	// policy. The text alone does not tell these apart.
	Identity Kind = "identity"
	// Trust says who may assume a role.
	Trust Kind = "trust"
	// Control is a resource control policy of an organization.
	Control Kind = "rcp"
)

// Facts are what a document in a file of its own shows of its use.
type Facts struct {
	// Kind is empty for a document that fits no kind.
	Kind Kind
	// Service is the service of the resource that a Resource policy is on, as in "s3", or of all that
	// a Control policy is about; empty where the document does not name one.
	Service string
	// Name is the ARN of the one bucket or queue that an S3 or SQS policy is on, a pattern where the
	// document holds nothing better. It is nil for other services, when the document does not tell
	// which resource it is on, and when it may as well be the policy of something else.
	Name *value.Value
}

// Recognise tells what a document in a file of its own is meant for. Resource control policies look
// like bucket policies (Principal "*", Effect "Deny") but name no bucket, so a policy counts as one
// on a bucket only when it names exactly one. The policy of a VPC endpoint looks like one, too, but
// usually has a statement on all resources beside those that name a bucket. Where the kind of a
// document can't be told from these, it is a Resource policy without a name.
func Recognise(document *Document) Facts {
	switch {
	case len(document.Statements) == 0:
		return Facts{}
	case !slices.ContainsFunc(document.Statements, hasPrincipal):
		return Facts{Kind: Identity}
	case every(document, isTrust):
		return Facts{Kind: Trust, Service: "sts"}
	}
	service := resourceService(document)
	name := resourceName(document, service)
	control := every(document, isControl)
	switch {
	case name == nil && control:
		return Facts{Kind: Control, Service: service}
	case control && hasWildcard(name), slices.ContainsFunc(document.Statements, isOnEverything):
		name = nil
	}
	return Facts{Kind: Resource, Service: service, Name: name}
}

// isOnEverything reports whether a statement names all resources, or all of a service.
func isOnEverything(statement Statement) bool {
	return slices.ContainsFunc(statement.Resources, func(text Text) bool {
		fields := Split(text.Source, ":", arnFields)
		last, isLiteral := fields[len(fields)-1].Literal()
		return isLiteral && last != "" && strings.Trim(last, "*/") == ""
	})
}

func hasPrincipal(statement Statement) bool {
	return statement.HasPrincipal()
}

func every(document *Document, holds func(*Statement) bool) bool {
	for i := range document.Statements {
		if !holds(&document.Statements[i]) {
			return false
		}
	}
	return true
}

// isTrust holds for a statement that is about actions of STS alone and has no Resource, which trust
// policies must not have.
func isTrust(statement *Statement) bool {
	if statement.Resources != nil || statement.NotResources != nil || len(statement.Actions) == 0 {
		return false
	}
	for _, action := range statement.Actions {
		if !strings.HasPrefix(strings.ToLower(action.Value), "sts:") {
			return false
		}
	}
	return true
}

// isControl holds for what resource control policies consist of: denials for every principal, on
// more than one resource.
func isControl(statement *Statement) bool {
	for _, resource := range statement.Resources {
		if !hasWildcard(resource.Source) {
			return false
		}
	}
	return statement.Effect == "Deny" && len(statement.Principals) == 1 && statement.Principals[0].Kind == Anyone
}

// resourceService returns the one service that the ARNs of the document name, else the one service
// of its actions, else "".
func resourceService(document *Document) string {
	var named, acting []string
	for i := range document.Statements {
		statement := &document.Statements[i]
		for _, resource := range append(slices.Clone(statement.Resources), statement.NotResources...) {
			if fields := Split(resource.Source, ":", arnFields); len(fields) > serviceField+1 {
				service, _ := fields[serviceField].Literal()
				named = append(named, service)
			}
		}
		for _, action := range append(slices.Clone(statement.Actions), statement.NotActions...) {
			service, _, found := strings.Cut(action.Value, ":")
			if found {
				acting = append(acting, strings.ToLower(service))
			}
		}
	}
	if len(named) > 0 {
		return only(named)
	}
	return only(acting)
}

// only returns the text that all texts are, and "" when they differ or there are none.
func only(texts []string) string {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	if len(texts) != 1 || strings.ContainsAny(texts[0], "*?") {
		return ""
	}
	return texts[0]
}

// resourceName returns the ARN of the one bucket or queue that the document's ARNs agree on.
// Patterns such as "arn:aws:s3:::logs-*" count only where no ARN without a wildcard stands.
func resourceName(document *Document, service string) *value.Value {
	exact, patterns := map[string]*value.Value{}, map[string]*value.Value{}
	for i := range document.Statements {
		statement := &document.Statements[i]
		for _, resource := range append(slices.Clone(statement.Resources), statement.NotResources...) {
			name := Split(resource.Source, "/", 2)[0]
			switch {
			case !isOn(name, service):
			case hasWildcard(name):
				add(patterns, name)
			default:
				add(exact, name)
			}
		}
	}
	if len(exact) == 0 {
		exact = patterns
	}
	if len(exact) != 1 {
		return nil
	}
	for _, name := range exact {
		return name
	}
	return nil
}

// add keeps the first of several names that are equal.
func add(names map[string]*value.Value, name *value.Value) {
	if id := value.Identity(name); names[id] == nil {
		names[id] = name
	}
}

// isOn reports whether the ARN, without what follows its first "/", is that of a bucket or a queue,
// or a pattern that says something about one. ARNs of buckets have neither Region nor account, unlike those
// of access points.
func isOn(name *value.Value, service string) bool {
	fields := Split(name, ":", arnFields)
	if len(fields) < arnFields || value.Identity(name) == "" {
		return false
	}
	region, _ := fields[regionField].Literal()
	resource, isLiteral := fields[resourceField].Literal()
	if isLiteral && strings.Trim(resource, "*") == "" {
		return false
	}
	return service == "sqs" || service == "s3" && region == ""
}
