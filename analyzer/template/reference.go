package template

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ref is the function Ref: of a pseudo parameter, a parameter or a resource.
func (r *reader) ref(function call, at source.At) *value.Value {
	name, ok := r.resolve(nil, function.argument, at).Literal()
	if !ok {
		return unresolved("Ref names something that is not known")
	}
	return r.named(name)
}

// named returns what Ref gives for a name.
func (r *reader) named(name string) *value.Value {
	if name == "AWS::NoValue" {
		return nil
	}
	if strings.HasPrefix(name, "AWS::") {
		return r.pseudo(name)
	}
	if declaration, ok := r.parameters[name]; ok {
		return r.parameter(name, declaration)
	}
	if _, ok := r.resources[name]; ok {
		return r.reference(name, "")
	}
	if implied := r.impliedReference(name); implied != nil {
		return implied
	}
	return &value.Value{
		Kind: value.Unresolved, Symbol: "name " + r.id(name),
		Reason: name + " is neither a parameter nor a resource of the template",
	}
}

// pseudo returns a pseudo parameter. Those that are not known stay symbolic and equal to
// themselves.
func (r *reader) pseudo(name string) *value.Value {
	known := r.env.pseudo(name)
	choice, isChosen := r.choice(name)
	switch {
	case isChosen && !choice.Other:
		known = choice.Text
	case name == "AWS::Partition":
		known = r.partition()
	case name == "AWS::URLSuffix":
		known = value.DomainOf(r.partition())
	}
	if known != "" {
		return value.OfText(known)
	}
	symbol := name
	if isOfStack(name) {
		symbol += " of " + r.id("")
	}
	return &value.Value{
		Kind: value.Unresolved, Symbol: symbol, Reason: name + " is not known", Alphabet: pseudoAlphabets[name],
	}
}

// partition returns the partition of the stack: what the scenario chose, else what was given, else that of the
// Region.
func (r *reader) partition() string {
	if choice, ok := r.choice("AWS::Partition"); ok && !choice.Other {
		return choice.Text
	}
	if choice, ok := r.choice("AWS::Region"); ok && r.env.Partition == "" {
		return value.PartitionOf(choice.Text)
	}
	return r.env.InPartition()
}

// InPartition returns the partition that is given, else that of the Region, which is "aws" where nothing is
// known.
func (e Environment) InPartition() string {
	if e.Partition != "" {
		return e.Partition
	}
	return value.PartitionOf(e.Region)
}

// pseudo returns the text of a pseudo parameter, "" where it is not known.
func (e Environment) pseudo(name string) string {
	switch name {
	case "AWS::Region":
		return e.Region
	case "AWS::AccountId":
		return e.Account
	case "AWS::Partition":
		return e.InPartition()
	case "AWS::URLSuffix":
		return value.DomainOf(e.InPartition())
	default:
		return ""
	}
}

// getAtt is Fn::GetAtt, with its argument as a list or as "Resource.Attribute".
func (r *reader) getAtt(function call, at source.At) *value.Value {
	var name, attribute string
	switch items, isList := function.arguments(2); {
	case isList:
		first, firstKnown := r.resolve(nil, items[0], at).Literal()
		second, secondKnown := r.resolve(nil, items[1], at).Literal()
		if !firstKnown || !secondKnown {
			return unresolved("Fn::GetAtt names something that is not known")
		}
		name, attribute = first, second
	case function.argument != nil && function.argument.Kind == syntax.Scalar:
		dotted, _ := r.resolve(nil, function.argument, at).Literal()
		var found bool
		if name, attribute, found = strings.Cut(dotted, "."); !found {
			return malformed(function)
		}
	default:
		return malformed(function)
	}
	return r.attribute(name, attribute)
}

// attribute returns an attribute of a resource. Attributes that follow from the template are
// computed, all others are references.
func (r *reader) attribute(name, attribute string) *value.Value {
	node, ok := r.resources[name]
	if implied := r.impliedReference(name); !ok && implied != nil {
		implied.Attribute = attribute
		return implied
	}
	if !ok {
		return &value.Value{
			Kind: value.Unresolved, Symbol: "attribute " + r.id(name) + "." + attribute,
			Reason: name + " is not a resource of the template",
		}
	}
	if output, ok := strings.CutPrefix(attribute, "Outputs."); ok && r.env.Outputs[name][output] != nil {
		given := *r.env.Outputs[name][output]
		return &given
	}
	kind := scalarText(node.Get("Type"))
	if form, ok := arnForms[[2]string{kind, attribute}]; ok {
		return form.arn(r, name)
	}
	if sameAsRef[[2]string{kind, attribute}] {
		attribute = ""
	}
	if kind == "AWS::EC2::VPC" && attribute == "CidrBlock" {
		if block := r.property(name, "CidrBlock"); block.Is(value.String) {
			step := value.Step{At: r.propertyAt(name, "CidrBlock"), Message: "CIDR block of " + name}
			block.Via = append(block.Via, step)
			return block
		}
	}
	return r.reference(name, attribute)
}

// property resolves a property of a declared resource for something that hangs on it. It is nil where that is
// the property itself.
func (r *reader) property(name, property string) *value.Value {
	at := r.propertyAt(name, property)
	declared := r.resources[name].Get("Properties").Get(property)
	return r.guarded(at, func() *value.Value { return r.resolve(nil, declared, at) })
}

func (r *reader) propertyAt(name, property string) source.At {
	return source.NewAt(r.file, "Resources").Child(name).Child("Properties").Child(property)
}

// Physical returns the value with references to names replaced by the names that the template
// gives, so that `!Ref Bucket` and the bucket's BucketName compare as equal. Values without such
// references come back as they are.
func (t *Template) Physical(v *value.Value) *value.Value {
	if v == nil {
		return nil
	}
	switch v.Kind {
	case value.Reference:
		return t.physicalName(v)
	case value.Text:
		parts := make([]*value.Value, len(v.Parts))
		for i, part := range v.Parts {
			parts[i] = t.Physical(part)
		}
		joined := value.Join(parts...)
		joined.At, joined.Origin, joined.Via = v.At, v.Origin, v.Via
		return joined
	case value.List:
		list := *v
		list.Items = make([]*value.Value, len(v.Items))
		for i, item := range v.Items {
			list.Items[i] = t.Physical(item)
		}
		return &list
	case value.Map:
		fields := *v
		fields.Fields = make([]value.Field, len(v.Fields))
		for i, field := range v.Fields {
			fields.Fields[i] = value.Field{Key: field.Key, Value: t.Physical(field.Value)}
		}
		return &fields
	case value.Null, value.Bool, value.Number, value.String, value.Unresolved:
		return v
	default:
		return v
	}
}

func (t *Template) physicalName(reference *value.Value) *value.Value {
	resource := t.Resource(reference.Resource)
	if resource == nil {
		return reference
	}
	property, ok := nameProperties[[2]string{resource.Type, reference.Attribute}]
	if !ok {
		return reference
	}
	name := resource.Properties.Get(property)
	if name == nil || name.Kind == value.Null {
		return reference
	}
	physical := *name
	physical.At, physical.Origin = reference.At, reference.Origin
	return &physical
}

// Resource returns the resource with the id, or nil.
func (t *Template) Resource(id string) *Resource {
	return t.byID[id]
}
