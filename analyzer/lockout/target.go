package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Target is what a policy is attached to, and what is known of the deployment.
type Target struct {
	// Service is the name of a service of the table, as in "s3" and "s3-access-point"; see [Services].
	Service string
	// Resources are the resources that share the policy. When there are none, the resource is the
	// one that the document's own Resource elements name.
	Resources []Name
	// Account is the account that owns the resources: an id, or the symbol for AWS::AccountId. Nil
	// means unknown; then the account in a queue's ARN is taken.
	Account *value.Value
	// Region is the Region of the resources, nil where unknown. Partition is empty where it was not
	// given; then ARNs of all partitions compare as equal, since a policy lives in one.
	Region    *value.Value
	Partition string
	// supposed is the partition that the policy is taken to be in, where none was given.
	supposed string
	// Bypass is Yes where whoever puts the policy tells the service not to make sure that it does not lock them
	// out, as with BypassPolicyLockoutSafetyCheck; anything else means no.
	Bypass value.Truth
	// Declared are the users and roles that the analysed set declares in the owning account.
	Declared []Declared
	// Known is what is known of the account and stands in no document.
	Known Known
	// Allowance is for all verdicts that share it; nil gives this one an allowance of its own.
	Allowance *Allowance
}

// Name is everything that one resource is known by: what the policy's property says (a bucket's
// name, a queue's URL, a reference, an ARN) and, where the resource is declared with a literal name,
// that name as well.
type Name []*value.Value

// Declared is an IAM principal of the analysed set.
type Declared struct {
	// Resource is its handle, as in "app.yaml#Admin".
	Resource string
	// Kind is [policy.User] or [policy.Role].
	Kind policy.PrincipalKind
	// Name is the literal name that the principal is given, after its path without the first "/";
	// nil for one that CloudFormation names.
	Name *value.Value
	// Exists is not Yes for a principal under a condition that can't be decided.
	Exists value.Truth
	// Bounded says whether it has a permissions boundary, with which Deny and NotPrincipal never
	// spare it (IAM User Guide, NotPrincipal).
	Bounded value.Truth
}

// Group is the kind of a declared group, which is never a principal.
const Group policy.PrincipalKind = "group"

// resource is one resource under all its ARNs.
type resource struct {
	// name are the forms of the name, as the target has them.
	name  Name
	arns  []*value.Value
	place place
}

// symbolFor stands for a part of an ARN that is not known: equal to itself, and to nothing else for sure.
func symbolFor(part string) *value.Value {
	return value.OfSymbol(part, "the "+part+" is not known")
}

// resources returns what the proof is about; none when neither target nor document names it.
func (t Target) resources(row service, document *policy.Document) []resource {
	names := t.Resources
	if len(names) == 0 {
		facts := policy.Recognise(document)
		if facts.Service != t.Service || facts.Name == nil {
			return nil
		}
		names = []Name{{facts.Name}}
	}
	resources := make([]resource, 0, len(names))
	for _, name := range names {
		where := t.place()
		if t.Account == nil {
			where.account = accountIn(row.arns(where, name))
		}
		arns := row.arns(where, name)
		if t.Partition == "" {
			for i := range arns {
				arns[i] = inAnyPartition(arns[i])
			}
		}
		resources = append(resources, resource{name: name, arns: arns, place: where})
	}
	return resources
}

// place returns what is known of the deployment, with symbols for what is not.
func (t Target) place() place {
	where := place{partition: symbolFor("partition"), region: t.Region, account: t.Account}
	if t.Partition != "" {
		where.partition = value.OfText(t.Partition)
	}
	if where.region == nil {
		region := *symbolFor("Region")
		region.Alphabet = value.Words
		where.region = &region
	}
	if where.account == nil {
		where.account = symbolFor("account")
	}
	return where
}

// accountIn returns the account id in an ARN, a symbol where there is none.
func accountIn(arns []*value.Value) *value.Value {
	for _, arn := range arns {
		if fields := policy.Split(arn, ":", arnFields); len(fields) == arnFields {
			if text, ok := fields[4].Literal(); ok && policy.IsAccountID(text) {
				return fields[4]
			}
		}
	}
	return symbolFor("account")
}

// declared returns the declared principal that a reference is to, or that has the name, and whether
// there is one.
func (t Target) declared(principal *policy.Principal) (Declared, bool) {
	for _, declared := range t.Declared {
		switch {
		case principal.Kind == policy.Declared && declared.Resource == principal.Name.Resource,
			principal.Kind == declared.Kind && value.Same(principal.Name, declared.Name) == value.Yes:
			return declared, true
		case principal.Kind == policy.Session && declared.Kind == policy.Role:
			role := roleName(principal)
			if isOf(role, declared) || value.Same(role, declared.shortName()) == value.Yes {
				return declared, true
			}
		}
	}
	return Declared{}, false
}

// shortName is the name without its path; nil for a principal that CloudFormation names.
func (d Declared) shortName() *value.Value {
	if d.Name == nil {
		return nil
	}
	segments := policy.Segments(d.Name)
	return segments[len(segments)-1]
}

// isOf reports whether a value refers to the declared principal.
func isOf(v *value.Value, declared Declared) bool {
	return v.Is(value.Reference) && v.Resource == declared.Resource
}
