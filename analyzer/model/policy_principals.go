package model

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// principals are the users, roles and groups of an assembly, with the policies that they name.
type principals struct {
	declared []lockout.Declared
	// attached maps the id of a managed policy to those that name it among their policies, bounded to
	// those that name it as their boundary.
	attached, bounded map[string][]string
	// named maps the type and the literal name of a principal to its id.
	named map[[2]string]string
	// referenced maps the literal name of a managed policy to the permission sets that name it: in the
	// accounts they are assigned to, the policy has that name.
	referenced map[string][]string
	// allowance is for the verdicts on all policies of the assembly.
	allowance *lockout.Allowance
}

// principalTypes are the kinds of principals, with the property that names them, by type.
var principalTypes = map[string]struct {
	kind policy.PrincipalKind
	name string
}{
	roleType:  {policy.Role, "RoleName"},
	userType:  {policy.User, "UserName"},
	groupType: {lockout.Group, "GroupName"},
}

const (
	roleType  = "AWS::IAM::Role"
	userType  = "AWS::IAM::User"
	groupType = "AWS::IAM::Group"
	setType   = "AWS::SSO::PermissionSet"
)

func newPrincipals(members []assembly.Member) *principals {
	known := &principals{
		attached: map[string][]string{}, bounded: map[string][]string{}, named: map[[2]string]string{},
		referenced: map[string][]string{},
	}
	for _, read := range templates(members) {
		for _, resource := range read.Resources {
			if form, isPrincipal := principalTypes[resource.Type]; isPrincipal {
				known.add(resource, form.kind, form.name)
			}
			if resource.Type == setType {
				known.addSet(resource)
			}
		}
	}
	return known
}

// add notes a user, role or group; name is the property that names it.
func (p *principals) add(resource *template.Resource, kind policy.PrincipalKind, name string) {
	p.declared = append(p.declared, declaredPrincipal(resource, kind, name))
	if text, isLiteral := resource.Properties.Get(name).Literal(); isLiteral {
		p.named[[2]string{resource.Type, text}] = resource.ID
	}
	for _, managed := range resource.Properties.Get("ManagedPolicyArns").List() {
		if managed.Kind == value.Reference {
			p.attached[managed.Resource] = append(p.attached[managed.Resource], resource.ID)
		}
	}
	if boundary := resource.Properties.Get("PermissionsBoundary"); boundary.Is(value.Reference) {
		p.bounded[boundary.Resource] = append(p.bounded[boundary.Resource], resource.ID)
	}
}

// addSet notes a permission set.
func (p *principals) addSet(resource *template.Resource) {
	for _, reference := range resource.Properties.Get("CustomerManagedPolicyReferences").List() {
		if name, isLiteral := reference.Get("Name").Literal(); isLiteral {
			p.referenced[name] = append(p.referenced[name], resource.ID)
		}
	}
}

// attachments are the properties by which a policy names those it is attached to, each with their type.
var attachments = map[string]string{
	"Roles": roleType, "RoleName": roleType, "Users": userType, "UserName": userType,
	"Groups": groupType, "GroupName": groupType,
}

// subjects returns the ids of the principals that the policies of a resource are about: the resource
// itself when it is one, else those that it names and that name it, sorted.
func (p *principals) subjects(resource *template.Resource) []string {
	if _, isPrincipal := principalTypes[resource.Type]; isPrincipal || resource.Type == setType {
		return []string{resource.ID}
	}
	found := append([]string{}, p.attached[resource.ID]...)
	if name, isLiteral := resource.Properties.Get("ManagedPolicyName").Literal(); isLiteral {
		found = append(found, p.referenced[name]...)
	}
	for property, kind := range attachments {
		for _, item := range resource.Properties.Get(property).List() {
			if item.Kind == value.Reference {
				found = append(found, item.Resource)
			} else if text, isLiteral := item.Literal(); isLiteral && p.named[[2]string{kind, text}] != "" {
				found = append(found, p.named[[2]string{kind, text}])
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
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
