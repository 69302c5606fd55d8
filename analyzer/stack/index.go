package stack

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Index finds the resources of templates that belong together.
type Index struct {
	// Absent are the resources that do not exist under the scenario. Nothing of them is resolved.
	Absent []*template.Resource

	// byID and byType hold all resources of all templates.
	byID   map[string]*template.Resource
	byType map[string][]*template.Resource
	// written are the ids of resources by their file, "#" and logical id: several where a template makes
	// several stacks.
	written map[string][]string
	world   world
}

// NewIndex indexes the resources of templates that belong together.
func NewIndex(templates []*template.Template) *Index {
	x := &Index{
		byID: map[string]*template.Resource{}, byType: map[string][]*template.Resource{},
		written: map[string][]string{},
	}
	for _, read := range templates {
		for _, resource := range read.Resources {
			if resource.Exists == value.No {
				continue
			}
			x.byID[resource.ID] = resource
			x.byType[resource.Type] = append(x.byType[resource.Type], resource)
			key := resource.At.File() + "#" + resource.Name
			x.written[key] = append(x.written[key], resource.ID)
		}
		x.Absent = append(x.Absent, read.Absent...)
	}
	x.world = x.readWorld(templates)
	return x
}

// OfType returns the resources of a type that exist or may exist, in the order of the templates.
func (x *Index) OfType(resourceType string) []*template.Resource {
	return x.byType[resourceType]
}

// Resource returns the resource with the id, as in "net.yaml#Vpc"; nil for one that does not exist.
func (x *Index) Resource(id string) *template.Resource {
	return x.byID[id]
}

// Property returns what a resource's properties hold under the keys: nil where there is nothing, and
// Unresolved where it can't be known whether there is something.
func Property(resource *template.Resource, keys ...string) *value.Value {
	return Dig(resource.Properties, keys...)
}

// Dig follows keys from member to member. Other than [value.Value.Dig] it does not take a member of
// an unresolved value for an absent one.
func Dig(v *value.Value, keys ...string) *value.Value {
	for _, key := range keys {
		if v == nil || v.Kind == value.Null {
			return nil
		}
		if v.Kind == value.Unresolved {
			return v
		}
		if v.Kind != value.Map {
			return &value.Value{
				Kind: value.Unresolved, Reason: "the value is not a mapping", At: v.At, Origin: v.Origin,
			}
		}
		v = v.Get(key)
	}
	if v.Is(value.Null) {
		return nil
	}
	return v
}

// idAttributes are the attributes that give the id of the resource itself, as Ref does for most.
var idAttributes = []string{
	"", "Id", "Arn", "VpcId", "SubnetId", "RouteTableId", "GroupId", "InternetGatewayId", "NatGatewayId",
	"VPNGatewayId", "TransitGatewayId", "AllocationId", "PublicIp", "InstanceId", "LaunchTemplateId", "PolicyArn",
	"CarrierGatewayId", "CoreNetworkArn", "HostedZoneId", "PrefixListId", "ResolverRuleId",
}

// linkAttributes are the attributes that repeat a property which names another resource or a block of
// addresses.
var linkAttributes = []string{
	"VpcId", "InternetGatewayId", "VpnGatewayId", "SubnetId", "RouteTableId", "CidrBlock", "Ipv6CidrBlock",
}

// maxFollow bounds chains of attributes that repeat properties.
const maxFollow = 8

// Follow returns what an attribute stands for when it only repeats a property of its resource, as in
// `!GetAtt Attachment.InternetGatewayId`, else the value itself.
func (x *Index) Follow(v *value.Value) *value.Value {
	for range maxFollow {
		if !v.Is(value.Reference) || !slices.Contains(linkAttributes, v.Attribute) {
			return v
		}
		resource := x.byID[v.Resource]
		if resource == nil {
			return v
		}
		repeated := Property(resource, v.Attribute)
		if repeated == nil {
			return v
		}
		v = repeated
	}
	return v
}

// Declared returns the declared resource of one of the types that the value refers to, or nil.
func (x *Index) Declared(v *value.Value, types ...string) *template.Resource {
	v = x.Follow(v)
	if !v.Is(value.Reference) || !slices.Contains(idAttributes, v.Attribute) {
		return nil
	}
	resource := x.byID[v.Resource]
	if resource == nil || !slices.Contains(types, resource.Type) {
		return nil
	}
	return resource
}

// Link describes the container that the value refers to. An absent value stands for the default one.
func (x *Index) Link(v *value.Value, types ...string) Link {
	v = x.Follow(v)
	if v == nil {
		return Link{Standing: Default, Reason: "none is named"}
	}
	if resource := x.Declared(v, types...); resource != nil {
		return Link{Standing: Declared, ID: resource.ID, Name: resource.Name}
	}
	switch v.Kind {
	case value.Reference:
		id := v.Resource + "." + v.Attribute
		if v.Attribute == "DefaultSecurityGroup" || v.Attribute == "DefaultNetworkAcl" {
			return Link{Standing: Default, ID: id, Reason: "it comes with the VPC"}
		}
		return Link{Standing: External, ID: id, Reason: "it is what " + x.Describe(v.Resource) + " gives"}
	case value.Unresolved:
		return Link{Standing: External, ID: v.Symbol, Reason: v.Reason}
	case value.Bool, value.Number, value.String:
		return Link{Standing: External, ID: v.Text, Reason: v.Text + " is not declared in the templates"}
	case value.Null, value.List, value.Map, value.Text:
		return Link{Standing: External, ID: value.Identity(v), Reason: "the value is not fully known"}
	default:
		return Link{Standing: External, Reason: "the value is not known"}
	}
}

// Describe names a resource by its logical id and type, as far as it is known.
func (x *Index) Describe(id string) string {
	if resource := x.byID[id]; resource != nil {
		return resource.Name + " (" + resource.Type + ")"
	}
	return "a resource that does not exist under these conditions"
}

// MayBe answers whether a value that names no declared resource may turn out to be this one: the
// value was not resolved, and nothing proves that it is older than the resource or another one.
func (x *Index) MayBe(v *value.Value, resource *template.Resource) bool {
	v = x.Follow(v)
	if v == nil || v.Kind != value.Unresolved && v.Kind != value.Text {
		return false
	}
	if v.At.File() != resource.At.File() {
		return true // a parameter or an import of one template may be filled from another
	}
	named, known := x.named(v)
	if v.Symbol != "" {
		known = true // a parameter or an import, which had its value before, or a function of what the text names
	}
	return !known || slices.Contains(named, resource.ID)
}
