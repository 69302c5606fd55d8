package config_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// TestSchemaFollowsTheTypes derives the schema from the Go types and their comments. UPDATE_GOLDEN=1 rewrites it.
func TestSchemaFollowsTheTypes(t *testing.T) {
	t.Parallel()
	writer := schemaWriter{comments: comments(t)}
	root := writer.schema(reflect.TypeFor[config.Configuration]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://github.com/latchkey-dev/latchkey/raw/main/analyzer/config/schema/config.json"
	root["title"] = "latchkey configuration"
	var derived bytes.Buffer
	encoder := json.NewEncoder(&derived)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile("schema/config.json", derived.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile("schema/config.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(published), derived.String()); diff != "" {
		t.Errorf("run UPDATE_GOLDEN=1 go test ./analyzer/config (-published +derived):\n%s", diff)
	}
}

// schemaWriter turns Go types into JSON Schema.
type schemaWriter struct {
	comments map[string]string // of types and of fields, as in "Settings.Region"
}

// texts are the schemas of the checked texts.
var texts = map[reflect.Type]map[string]any{
	reflect.TypeFor[config.Selector]():  {"minLength": 1},
	reflect.TypeFor[config.Pattern]():   {"minLength": 1},
	reflect.TypeFor[config.Account]():   {"pattern": `^\d{12}$`},
	reflect.TypeFor[config.Region]():    {"pattern": `^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$`},
	reflect.TypeFor[config.Partition](): {"pattern": `^aws(-[a-z]+)*$`},
	reflect.TypeFor[config.PrincipalPattern](): {
		"pattern": `^arn:(\*|aws(-[a-z]+)*):iam::(\*|\d{12}):(role|user)/[\w+=,.@/*?-]+$`,
	},
	reflect.TypeFor[config.Organization](): {"pattern": `^o-[a-z0-9]{10,32}$`},
	reflect.TypeFor[config.Network]():      {"pattern": `^[0-9a-fA-F.:]+/[1-9]\d{0,2}$`},
	reflect.TypeFor[config.Service]():      {"pattern": `^[a-z0-9]+([.-][a-z0-9]+)*$`},
	reflect.TypeFor[config.Switch]():       {"type": "boolean"},
	reflect.TypeFor[config.FileName]():     {"minLength": 1, "pattern": `[^/\\]$`},
	reflect.TypeFor[config.Date]():         {"format": "date", "pattern": `^\d{4}-\d{2}-\d{2}$`},
	reflect.TypeFor[config.Threshold]():    {"enum": []string{"low", "medium", "high", "critical", "none"}},
	reflect.TypeFor[rule.Severity]():       {"enum": []string{"low", "medium", "high", "critical"}},
}

func (w schemaWriter) schema(of reflect.Type) map[string]any {
	made := map[string]any{}
	if known, ok := texts[of]; ok || of.Kind() == reflect.String {
		made["type"] = "string"
		maps.Copy(made, known)
		return made
	}
	switch of.Kind() { //nolint:exhaustive // the others are structs
	case reflect.Slice:
		made["type"], made["items"] = []string{"array", "null"}, w.schema(of.Elem())
	case reflect.Map:
		made["type"], made["additionalProperties"] = []string{"object", "null"}, w.schema(of.Elem())
		if of.Elem().Kind() == reflect.String {
			made["additionalProperties"] = map[string]any{"type": []string{"string", "number", "boolean"}}
		}
	default:
		properties := map[string]any{}
		for _, field := range reflect.VisibleFields(of) {
			key := field.Tag.Get("json")
			if key == "" || key == "-" {
				continue
			}
			property := w.schema(field.Type)
			owner := of
			for _, index := range field.Index[:len(field.Index)-1] {
				owner = owner.Field(index).Type
			}
			property["description"] = w.comments[owner.Name()+"."+field.Name]
			properties[key] = property
		}
		made["type"], made["additionalProperties"], made["properties"] = "object", false, properties
		made["description"] = w.comments[of.Name()]
		if of == reflect.TypeFor[config.Known]() {
			made["type"] = []string{"object", "null"}
		}
		if of == reflect.TypeFor[config.Override]() {
			made["required"] = []string{"paths"}
		}
		if of == reflect.TypeFor[config.Suppression]() {
			made["required"] = []string{"rule", "reason"}
		}
	}
	return made
}

// comments returns the comments of the types and of their fields.
func comments(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range []string{"config.go", "known.go"} {
		addComments(t, found, name)
	}
	return found
}

func addComments(t *testing.T, found map[string]string, name string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		group, isGroup := node.(*ast.GenDecl)
		if !isGroup {
			return true
		}
		for _, spec := range group.Specs {
			named, isType := spec.(*ast.TypeSpec)
			if !isType {
				continue
			}
			found[named.Name.Name] = strings.Join(strings.Fields(group.Doc.Text()), " ")
			structure, isStruct := named.Type.(*ast.StructType)
			if !isStruct {
				continue
			}
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					found[named.Name.Name+"."+name.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
				}
			}
		}
		return true
	})
}

// TestTheTemplateIsAConfiguration takes its comments away: what then stands there is what the reader and the schema
// understand, and it has every key.
func TestTheTemplateIsAConfiguration(t *testing.T) {
	t.Parallel()
	everything := func(string) (bool, string) { return true, "" }
	if _, err := config.Read(source.New(config.Name, config.Template), everything); err != nil {
		t.Errorf("as it is written: %v", err)
	}
	text := regexp.MustCompile(`(?m)^# ((?:  )*(?:- )?[a-zA-Z-]+(?:/[a-z-]+)?:.*)$`).
		ReplaceAllString(strings.SplitN(string(config.Template), "\n\n", 2)[1], "$1")
	text = regexp.MustCompile(`(?m)^#.*$`).ReplaceAllString(text, "")
	if _, err := config.Read(source.New(config.Name, []byte(text)), everything); err != nil {
		t.Fatalf("without its comments: %v\n%s", err, text)
	}
	var content map[string]any
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(text, "2027-01-31", `"2027-01-31"`)), &content); err != nil {
		t.Fatal(err)
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[config.Configuration]()) {
		if key := field.Tag.Get("json"); key != "" && content[key] == nil {
			t.Errorf("the template does not show %s", key)
		}
	}
	overrides, _ := content["overrides"].([]any)
	if !slices.ContainsFunc(overrides, func(override any) bool {
		keys, _ := override.(map[string]any)
		return keys["known"] != nil
	}) {
		t.Error("the template shows no facts in an override")
	}
	const columns = 80
	for i, line := range strings.Split(string(config.Template), "\n")[1:] { // the first is an address
		if len(line) > columns {
			t.Errorf("line %d has %d columns, more than %d", i+2, len(line), columns)
		}
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("config.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(content); err != nil {
		t.Errorf("the schema refuses the template: %v", err)
	}
	if compiled.Validate(map[string]any{"selct": []any{}}) == nil {
		t.Error("the schema takes an unknown key")
	}
}
