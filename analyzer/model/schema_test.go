package model_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/model"
)

// TestSchemaFollowsTheTypes derives the schema from the document's Go types and their comments, so that
// the published schema can't drift from what is written. UPDATE_GOLDEN=1 rewrites it.
func TestSchemaFollowsTheTypes(t *testing.T) {
	t.Parallel()
	derived := deriveSchema(t)
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile("schema/document.json", derived, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile("schema/document.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(published), string(derived)); diff != "" {
		t.Errorf("run UPDATE_GOLDEN=1 go test ./analyzer/model (-published +derived):\n%s", diff)
	}
}

func deriveSchema(t *testing.T) []byte {
	t.Helper()
	s := schemaWriter{
		comments: map[string]string{}, enums: map[string][]string{}, definitions: map[string]any{},
	}
	for _, folder := range []string{".", "../fact", "../stack", "../network", "../lockout", "../policy", "../repair", "../validation"} {
		s.readComments(t, folder)
	}
	root := s.object(reflect.TypeFor[model.Document]())
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$id"] = "https://latchkey-dev.github.io/latchkey/schema/document.json"
	root["title"] = "The document that latchkey's rules read, version " + strconv.Itoa(model.Version)
	root["definitions"] = s.definitions
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// schemaWriter turns Go types into JSON Schema.
type schemaWriter struct {
	// comments holds the comment of each type ("network.VPC") and field ("network.VPC.CIDRs").
	comments map[string]string
	// enums holds the values of each string type's constants.
	enums       map[string][]string
	definitions map[string]any
}

// readComments reads the doc comments and constants of the package in a folder.
func (s *schemaWriter) readComments(t *testing.T, folder string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if group, ok := declaration.(*ast.GenDecl); ok {
				s.readGroup(file.Name.Name, group)
			}
		}
	}
}

func (s *schemaWriter) readGroup(pkg string, group *ast.GenDecl) {
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			s.comments[pkg+"."+spec.Name.Name] = oneLine(group.Doc, spec.Doc)
			structure, ok := spec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					s.comments[pkg+"."+spec.Name.Name+"."+name.Name] = oneLine(field.Doc)
				}
			}
		case *ast.ValueSpec:
			kind, ok := spec.Type.(*ast.Ident)
			if !ok || len(spec.Values) != 1 {
				continue
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, _ := strconv.Unquote(literal.Value)
				s.enums[pkg+"."+kind.Name] = append(s.enums[pkg+"."+kind.Name], text)
			}
		}
	}
}

func oneLine(groups ...*ast.CommentGroup) string {
	for _, group := range groups {
		if group != nil {
			return strings.Join(strings.Fields(group.Text()), " ")
		}
	}
	return ""
}

// schema returns the schema of a type; structs are defined once and referred to.
func (s *schemaWriter) schema(kind reflect.Type) map[string]any {
	name := kind.String()
	switch {
	case kind.Kind() == reflect.Interface:
		return map[string]any{}
	case kind.Kind() == reflect.Pointer:
		return s.nullable(kind.Elem())
	case name == "value.Truth":
		return map[string]any{"type": "string", "enum": []string{"yes", "no", "undecided"}}
	case kind.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || kind.Kind() == reflect.String:
		if values := s.enums[name]; len(values) > 0 {
			return map[string]any{"type": "string", "enum": values}
		}
		return map[string]any{"type": "string"}
	case kind.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case kind.Kind() == reflect.Int:
		return map[string]any{"type": "integer"}
	case kind.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": s.element(kind.Elem())}
	case kind.Kind() == reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.schema(kind.Elem())}
	}
	if _, ok := s.definitions[name]; !ok {
		s.definitions[name] = nil // a type may be met again while it is described
		s.definitions[name] = s.object(kind)
	}
	return map[string]any{"$ref": "#/definitions/" + name}
}

// nullable is the schema of a pointer that is written even when it is nil.
func (s *schemaWriter) nullable(kind reflect.Type) map[string]any {
	if kind.Kind() == reflect.String {
		return map[string]any{"type": []string{"string", "null"}}
	}
	return map[string]any{"anyOf": []any{s.schema(kind), map[string]any{"type": "null"}}}
}

// element is the schema of a list's items, which are never null.
func (s *schemaWriter) element(kind reflect.Type) map[string]any {
	if kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	return s.schema(kind)
}

func (s *schemaWriter) object(kind reflect.Type) map[string]any {
	object := map[string]any{"type": "object", "additionalProperties": false}
	if comment := s.comments[kind.String()]; comment != "" {
		object["description"] = comment
	}
	properties, required := map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(kind) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || field.Anonymous && name == "" || name == "-" {
			continue
		}
		optional := strings.HasPrefix(options, "omit")
		property := s.schema(field.Type)
		if optional && field.Type.Kind() == reflect.Pointer {
			property = s.element(field.Type)
		}
		if comment := s.comments[owner(kind, field)+"."+field.Name]; comment != "" {
			if _, isRef := property["$ref"]; !isRef { // draft 7 ignores what stands beside $ref
				property["description"] = comment
			}
		}
		properties[name] = property
		if !optional {
			required = append(required, name)
		}
	}
	slices.Sort(required)
	object["properties"], object["required"] = properties, required
	return object
}

// owner returns the name of the struct that declares a field, which may be an embedded one.
func owner(kind reflect.Type, field reflect.StructField) string {
	for _, index := range field.Index[:len(field.Index)-1] {
		kind = kind.Field(index).Type
	}
	return kind.String()
}
