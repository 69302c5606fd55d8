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
	// Identity is a policy without principals, such as one on a user, a group, a role or a permission
	// set. A service control policy that does not show that it is one counts as Identity, too: the text
	// alone does not tell these apart.
	Identity Kind = "identity"
	// Trust says who may assume a role.
	Trust Kind = "trust"
	// ServiceControl is a service control policy of an organization.
	ServiceControl Kind = "scp"
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
	// Name is the ARN of the one resource that a Resource policy is on, a pattern where the document
	// holds nothing better. It is nil when the document does not tell which resource it is on, when it
	// may as well be the policy of something else, and for services whose ARNs are not known here.
	Name *value.Value
	// Unnamed says that the policy is on one resource, though it does not tell on which: policies of the
	// service have "*" in its place.
	Unnamed bool
}

// Recognise tells what a document in a file of its own is meant for. Resource control policies look
// like bucket policies (Principal "*", Effect "Deny") but name no bucket, so a policy counts as one
// on a bucket only when it names exactly one. The policy of a VPC endpoint looks like one, too, but
// usually has a statement on all resources beside those that name a bucket. Where the kind of a
// document can't be told from these, it is a Resource policy without a name.
//
// A service control policy shows itself by what it is made of: denials that look at who the caller is,
// which a policy attached to one caller need not, and nothing that is allowed.
func Recognise(document *Document) Facts {
	switch {
	case len(document.Statements) == 0:
		return Facts{}
	case !slices.ContainsFunc(document.Statements, hasPrincipal):
		return Facts{Kind: withoutPrincipal(document)}
	case every(document, isTrust):
		return Facts{Kind: Trust, Service: "sts"}
	}
	service := resourceService(document)
	if service == "s3" && resourceName(document, service) == nil && resourceName(document, accessPoint) != nil {
		service = accessPoint
	}
	if isUnnamed(document, service) {
		return Facts{Kind: Resource, Service: service, Unnamed: true}
	}
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

// accessPoint is the service of policies on access points, which S3 governs apart from their buckets. Their
// ARNs have a Region, unlike those of buckets.
const accessPoint = "s3-access-point"

// withoutPrincipal tells a service control policy from one that is attached to a principal.
func withoutPrincipal(document *Document) Kind {
	if every(document, isDenial) && slices.ContainsFunc(document.Statements, looksAtCaller) {
		return ServiceControl
	}
	return Identity
}

func isDenial(statement *Statement) bool {
	return statement.Effect == "Deny"
}

// callerKeys are the keys that tell callers apart. Policies on a single principal know it without them.
var callerKeys = []string{"aws:principalarn", "aws:principalaccount", "aws:assumedroot"}

func looksAtCaller(statement Statement) bool {
	return slices.ContainsFunc(statement.Conditions, func(condition Condition) bool {
		return slices.Contains(callerKeys, condition.Key)
	})
}

// unnamedServices are those whose policies have "*" for their resource in AWS's own examples, or no
// Resource at all (KMS, Secrets Manager and ECR developer guides). Resource control policies that deny
// the actions of one of them look the same, but they allow nothing, and hardly ever deny without a
// condition. The policies of endpoints for these services look the same, too, but usually allow something
// to everyone.
var unnamedServices = []string{"kms", "secretsmanager", "ecr"}

// isUnnamed reports whether the document is the policy of one key, secret or repository that it does not
// name.
func isUnnamed(document *Document, service string) bool {
	if !slices.Contains(unnamedServices, service) {
		return false
	}
	if !every(document, isAnywhere) {
		return false
	}
	if every(document, isDenial) {
		return service != "kms" && every(document, isUnconditional)
	}
	return every(document, func(statement *Statement) bool { return !isOpen(statement) })
}

// isAnywhere reports whether a statement tells nothing of the resource that it is on.
func isAnywhere(statement *Statement) bool {
	return statement.NotResources == nil && (statement.Resources == nil || isStar(statement.Resources))
}

func isUnconditional(statement *Statement) bool {
	return len(statement.Conditions) == 0
}

// isOpen holds for what the policies of endpoints consist of: what everyone may do, unconditionally.
func isOpen(statement *Statement) bool {
	return !isDenial(statement) && isUnconditional(statement) &&
		slices.ContainsFunc(statement.Principals, func(principal Principal) bool { return principal.Kind == Anyone })
}

func isStar(texts []Text) bool {
	return len(texts) == 1 && texts[0].Value == "*"
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
// more than one resource, of actions whose service is named (Organizations User Guide, RCP syntax).
func isControl(statement *Statement) bool {
	isEvery := func(action Text) bool { return action.Value == "*" }
	if slices.ContainsFunc(statement.Actions, isEvery) {
		return false
	}
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
