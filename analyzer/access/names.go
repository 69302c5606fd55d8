package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// accountSymbol is what templates call the account that they are deployed to.
const accountSymbol = "AWS::AccountId"

// The IAM types that are principals.
const (
	roleType = "AWS::IAM::Role"
	userType = "AWS::IAM::User"
)

// names gives the things that an assembly declares the same name wherever a policy mentions them, so that
// they compare as equal: `!GetAtt Admin.Arn` and an ARN with the RoleName of Admin are one principal.
type names struct {
	templates []*template.Template
	owner     *value.Value
	partition string
	// accounts maps symbols that stand for accounts to ids that no document mentions: accounts that go by
	// different names are taken for different ones.
	accounts map[string]string
}

// document returns a document with its names replaced.
func (n names) document(document *policy.Document) *policy.Document {
	if document.Source == nil {
		return document
	}
	renamed := policy.Parse(n.value(document.Source))
	renamed.Unresolved = document.Unresolved
	return renamed
}

// value returns a value with the names in it replaced.
func (n names) value(v *value.Value) *value.Value {
	changed := *v
	switch v.Kind {
	case value.Reference, value.Unresolved:
		renamed := *n.name(v)
		renamed.At, renamed.Origin, renamed.Via = v.At, v.Origin, v.Via
		return &renamed
	case value.Text:
		parts := make([]*value.Value, len(v.Parts))
		for i, part := range v.Parts {
			parts[i] = n.value(part)
		}
		changed = *value.Join(parts...)
		changed.At, changed.Origin, changed.Via = v.At, v.Origin, v.Via
	case value.List:
		changed.Items = make([]*value.Value, len(v.Items))
		for i, item := range v.Items {
			changed.Items[i] = n.value(item)
		}
	case value.Map:
		changed.Fields = make([]value.Field, len(v.Fields))
		for i, field := range v.Fields {
			changed.Fields[i] = value.Field{Key: field.Key, Value: n.value(field.Value)}
		}
	case value.Null, value.Bool, value.Number, value.String:
	}
	return &changed
}

// name returns what a reference or a symbol is called.
func (n names) name(v *value.Value) *value.Value {
	if v.Kind == value.Unresolved {
		switch id, isAccount := n.accounts[v.Symbol]; {
		case v.Symbol == accountSymbol:
			return n.owner
		case isAccount:
			return value.OfText(id)
		default:
			return v
		}
	}
	read, resource := n.resource(v.Resource)
	if resource == nil {
		return v
	}
	if v.Attribute == "Arn" && (resource.Type == roleType || resource.Type == userType) {
		return n.principal(read, resource)
	}
	if given := resource.Properties.Get(nameProperties[resource.Type]); v.Attribute == "" && given != nil {
		return given
	}
	return read.Physical(v)
}

// nameProperties are the properties that hold the name that Ref gives, by type, beyond those that templates
// know (CloudFormation Template Reference).
var nameProperties = map[string]string{
	"AWS::Events::EventBus": "Name", "AWS::OpenSearchService::Domain": "DomainName",
	"AWS::Elasticsearch::Domain": "DomainName", "AWS::Backup::BackupVault": "BackupVaultName",
	"AWS::S3::AccessPoint": "Name",
}

// resource returns the declared resource with the id, and the template that it stands in; nil for none.
func (n names) resource(id string) (*template.Template, *template.Resource) {
	for _, read := range n.templates {
		if resource := read.Resource(id); resource != nil {
			return read, resource
		}
	}
	return nil, nil
}

// principal returns the ARN of a declared role or user. A name that CloudFormation makes up stays a
// reference, and a path that is not known makes the whole name unknown.
func (n names) principal(read *template.Template, resource *template.Resource) *value.Value {
	noun := map[string]string{roleType: "role/", userType: "user/"}[resource.Type]
	folder := value.OfText("/")
	if given := resource.Properties.Get("Path"); given != nil && given.Kind != value.Null {
		folder = given
	}
	if text, isLiteral := folder.Literal(); isLiteral {
		folder = value.OfText(strings.TrimPrefix(text, "/"))
	}
	own := read.Physical(&value.Value{Kind: value.Reference, Resource: resource.ID})
	return value.Join(value.OfText("arn:"+n.partition+":iam::"), n.owner, value.OfText(":"+noun), folder, own)
}
