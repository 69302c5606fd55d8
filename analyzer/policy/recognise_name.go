package policy

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// resourceName returns the ARN of the one resource that the document's ARNs agree on.
// Patterns such as "arn:aws:s3:::logs-*" count only where no ARN without a wildcard stands.
func resourceName(document *Document, service string) *value.Value {
	exact, patterns := map[string]*value.Value{}, map[string]*value.Value{}
	for i := range document.Statements {
		statement := &document.Statements[i]
		for _, resource := range append(slices.Clone(statement.Resources), statement.NotResources...) {
			name := ownName(resource.Source, service)
			switch {
			case name == nil:
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

// ownForm is how the ARN of what a policy is on ends: before stands before the name, and separator
// between the name and what lies within the resource.
type ownForm struct {
	before, separator string
}

// ownForms are the services whose resource policies name what they are on. Source: the resource types of
// each service in the Service Authorization Reference.
var ownForms = map[string]ownForm{
	"s3":                {separator: "/"},
	accessPoint:         {before: "accesspoint/", separator: "/"},
	"sqs":               {separator: "/"},
	"sns":               {separator: ":"},
	"kms":               {before: "key/", separator: "/"},
	"ecr":               {before: "repository/", separator: ":"}, // names of repositories hold slashes
	"secretsmanager":    {before: "secret:", separator: ":"},
	"dynamodb":          {before: "table/", separator: "/"},
	"kinesis":           {before: "stream/", separator: "/"},
	"elasticfilesystem": {before: "file-system/", separator: "/"},
	"backup":            {before: "backup-vault:", separator: ":"},
	"events":            {before: "event-bus/", separator: "/"},
	"es":                {before: "domain/", separator: "/"},
	"glacier":           {before: "vaults/", separator: "/"},
	"s3express":         {before: "bucket/", separator: "/"},
}

// ownName returns the ARN of the resource that an ARN is of, or of something within; nil for one that is
// no such ARN, or a pattern that says nothing about it. ARNs of buckets have neither Region nor account,
// unlike those of access points.
func ownName(arn *value.Value, service string) *value.Value {
	form, known := ownForms[service]
	fields := Split(arn, ":", arnFields)
	if !known || len(fields) < arnFields {
		return nil
	}
	if region, _ := fields[regionField].Literal(); service == "s3" && region != "" {
		return nil
	}
	name, isOwn := cutPrefix(fields[resourceField], form.before)
	if !isOwn {
		return nil
	}
	name = Split(name, form.separator, 2)[0]
	if text, isLiteral := name.Literal(); isLiteral && strings.Trim(text, "*") == "" || value.Identity(name) == "" {
		return nil
	}
	parts := make([]*value.Value, 0, 2*arnFields)
	for _, field := range fields[:resourceField] {
		parts = append(parts, field, value.OfText(":"))
	}
	return value.Join(append(parts, value.OfText(form.before), name)...)
}

// cutPrefix returns the value without the literal text that it starts with.
func cutPrefix(v *value.Value, prefix string) (*value.Value, bool) {
	parts := v.Pieces()
	text, isLiteral := parts[0].Literal()
	if !isLiteral {
		return v, prefix == ""
	}
	rest, found := strings.CutPrefix(text, prefix)
	return value.Join(append([]*value.Value{value.OfText(rest)}, parts[1:]...)...), found
}
