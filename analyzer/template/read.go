package template

import (
	"fmt"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// reader holds what resolution needs to look up.
type reader struct {
	tree       *syntax.Tree
	root       *syntax.Node
	file       string
	env        Environment
	parameters map[string]*syntax.Node
	values     map[string]*value.Value // of parameters in the scenario, made on first use
	resources  map[string]*syntax.Node
	members    []syntax.Entry // of the section Resources, with loops unrolled
	conditions *conditions
	template   *Template
	depth      int
	expansions int
	traces     traces // see binding
	includes   int
	included   int                     // how many files joined the template as a whole
	spent      int                     // see spend
	mappings   map[string]*syntax.Node // by name, nil until they are looked at
	following  map[string]bool         // what is being looked up now, to stop at a cycle
	serverless bool                    // the template is one of AWS SAM
	makers     []string                // see impliedReference; nil until they are asked for
	comparing  int                     // above 0 while a condition compares values
	outline    bool
	varies     bool                      // see meet
	kept       map[string][]keptResource // by name; nil when nothing is kept
	met        map[circumstance]bool     // see meet
}

// newReader returns a reader with the sections that resolution looks things up in, nil for a tree
// without a root.
func newReader(tree *syntax.Tree, env Environment) *reader {
	if tree.Root == nil {
		return nil
	}
	r := &reader{
		tree: tree, root: tree.Root, file: tree.File.Name, env: env,
		template: &Template{Tree: tree, Scenario: map[string]value.Truth{}, byID: map[string]*Resource{}},
		values:   map[string]*value.Value{}, following: map[string]bool{},
	}
	r.root = r.withIncluded(tree.Root)
	r.serverless = isServerless(r.root.Get("Transform"))
	r.parameters = byName(r.section("Parameters"))
	r.readConditions()
	r.members = r.section("Resources")
	r.resources = byName(r.members)
	return r
}

// Read resolves the template that the tree's first document holds, in the scenario that parameter
// values and defaults make. A tree without a root gives a template without resources. What is
// wrongly shaped is a Problem of the template; the rest is read all the same.
func Read(tree *syntax.Tree, env Environment) *Template {
	r := newReader(tree, env)
	if r == nil {
		return &Template{Tree: tree, Body: bodyOf(tree)}
	}
	r.begin()
	return r.finish()
}

// begin reads what is the same in all scenarios.
func (r *reader) begin() {
	r.checkShapes()
	r.readTransforms()
	r.template.Implied = r.implied()
	r.checkCircles()
	r.checkUses()
	r.readMappings()
}

// finish reads what hangs on the scenario, and completes the template.
func (r *reader) finish() *Template {
	r.template.Body = bodyOf(r.tree)
	r.template.Scenario = r.conditions.decideAll()
	r.template.Body.Fields = append(r.template.Body.Fields, value.Field{Key: "Resources", Value: r.readResources()})
	r.readOutputs()
	return r.template
}

// bodyOf returns an empty body at the place of the tree's root.
func bodyOf(tree *syntax.Tree) *value.Value {
	return &value.Value{
		Kind: value.Map, At: source.NewAt(tree.File.Name), Origin: value.Origin{Tree: tree, Node: tree.Root},
	}
}

// Outline reads the shape of the template and resolves nothing: its problems are those of Read, its
// resources have no properties. It is for when nobody looks at values.
func Outline(tree *syntax.Tree) *Template {
	r := newReader(tree, Environment{})
	if r == nil {
		return &Template{Tree: tree}
	}
	r.outline = true
	r.checkShapes()
	r.readTransforms()
	r.checkCircles()
	r.checkUses()
	r.readResources()
	return r.template
}

// section returns the members of a top-level section, none for one that is no mapping.
func (r *reader) section(name string) []syntax.Entry {
	node := r.root.Get(name)
	if node == nil {
		return nil
	}
	if function, isCall := asCall(node); isCall && function.name != transformName {
		r.sectionGap(name, function.name+" stands for the section "+name)
		return nil
	}
	if node.Kind != syntax.Mapping {
		return nil // see checkShapes
	}
	members, unknown := r.unroll(node)
	if unknown != "" {
		r.sectionGap(name, unknown)
	}
	return members
}

// sectionGap notes that a section may have more members. What can't be listed of others stays undecided
// wherever it is used.
func (r *reader) sectionGap(section, reason string) {
	switch section {
	case "Resources":
		r.gap("%s", reason)
	case "Conditions":
		r.conditions.partial = true
	}
}

func byName(members []syntax.Entry) map[string]*syntax.Node {
	nodes := make(map[string]*syntax.Node, len(members))
	for _, member := range members {
		nodes[member.Key.Value] = member.Value
	}
	return nodes
}

func (r *reader) problem(at source.At, format string, details ...any) {
	r.template.Problems = append(r.template.Problems, Problem{At: at, Message: fmt.Sprintf(format, details...)})
}

// offlineTransforms are the macros of which it is known what they leave alone: they keep every
// resource that the template declares.
var offlineTransforms = map[string]bool{
	samTransform:                     true,
	"AWS::LanguageExtensions":        true,
	"AWS::CodeStar":                  true,
	"AWS::SecretsManager-2020-07-23": true,
	"AWS::SecretsManager-2024-09-16": true,
	"AWS::CodeDeployBlueGreen":       true,
	"AWS::ServiceCatalog":            true,
}

func (r *reader) readTransforms() {
	var all []*value.Value
	for _, key := range []string{"Transform", transformName} {
		if node := r.root.Get(key); node != nil {
			all = append(all, r.resolve(nil, node, source.NewAt(r.file, key)).List()...)
		}
	}
	for _, transform := range all {
		name, ok := transform.Literal()
		if !ok {
			name, ok = transform.Get("Name").Literal()
		}
		if !ok {
			name = "of a name that is not known"
		}
		r.template.Transforms = append(r.template.Transforms, name)
		switch {
		case name == includeMacro && r.included > 0:
			r.included--
		case !offlineTransforms[name]:
			r.gap("the macro %s may add resources", name)
		}
	}
}

func (r *reader) gap(format string, details ...any) {
	r.template.Gaps = append(r.template.Gaps, fmt.Sprintf(format, details...))
}

// readResources resolves the members of the section Resources and returns its part of the body.
func (r *reader) readResources() *value.Value {
	at := source.NewAt(r.file, "Resources")
	entry := r.root.Entry("Resources")
	section := &value.Value{Kind: value.Map, At: at}
	if entry == nil || entry.Value.IsNull() {
		if len(r.template.Transforms) == 0 && r.root.Kind == syntax.Mapping {
			r.problem(source.NewAt(r.file), "the template declares no Resources")
		}
		return section
	}
	section.Origin = value.Origin{Tree: r.tree, Key: entry.Key, Node: entry.Value}
	for _, member := range r.members {
		if resource, body := r.keptOrRead(member, at.Child(member.Key.Value)); resource != nil {
			r.template.Resources = append(r.template.Resources, resource)
			r.template.byID[resource.ID] = resource
			section.Fields = append(section.Fields, value.Field{Key: resource.Name, Value: body})
		}
	}
	return section
}

// readResource resolves one member of Resources. It returns nothing for a member that is no
// resource and for a resource that does not exist under the scenario.
func (r *reader) readResource(member syntax.Entry, at source.At) (*Resource, *value.Value) {
	name, node := member.Key.Value, member.Value
	if strings.HasPrefix(name, "Fn::") {
		r.gap("%s stands for resources", name)
		return nil, nil
	}
	if function, isCall := asCall(node); isCall && function.name == transformName {
		var reason string
		if node, reason = r.include(function.argument); reason != "" {
			r.gap("resource %s is not known: %s", name, reason)
			return nil, nil
		}
	}
	if node.Kind != syntax.Mapping {
		r.problem(at, "resource %s is not a mapping", name)
		return nil, nil
	}
	kind := r.typeOf(name, node, at)
	if kind == "" {
		return nil, nil
	}
	node = r.withGlobals(kind, node)
	resource := &Resource{
		ID: r.id(name), Name: name, Type: kind, At: at, Exists: value.Yes,
		Origin: value.Origin{Tree: r.tree, Key: member.Key, Node: node},
	}
	if resource.Condition = scalarText(node.Get("Condition")); resource.Condition != "" {
		resource.Exists = r.conditions.decide(resource.Condition)
	}
	if resource.Exists == value.No {
		r.template.Absent = append(r.template.Absent, resource)
		return nil, nil
	}
	return resource, r.readAttributes(resource, node)
}

// readAttributes fills in what stands below the resource and returns its part of the body.
func (r *reader) readAttributes(resource *Resource, node *syntax.Node) *value.Value {
	if r.outline || !r.isRelevant(resource.Type) {
		at := resource.At.Child("Properties")
		resource.Properties = &value.Value{Kind: value.Unresolved, Reason: "nobody looks at it", At: at}
		r.checkProperties(resource, node.Get("Properties"))
		return &value.Value{Kind: value.Map, At: resource.At, Origin: resource.Origin}
	}
	body := &value.Value{Kind: value.Map, At: resource.At, Origin: resource.Origin}
	entries, unknown := r.unroll(node)
	for _, entry := range entries {
		key := entry.Key.Value
		attribute := r.resolve(entry.Key, entry.Value, resource.At.Child(key))
		if attribute == nil {
			continue
		}
		body.Fields = append(body.Fields, value.Field{Key: key, Value: attribute})
		switch key {
		case "Properties":
			resource.Properties = attribute
		case "Metadata":
			resource.Metadata = attribute
		case "DependsOn":
			for _, item := range attribute.List() {
				if target, ok := item.Literal(); ok {
					resource.DependsOn = append(resource.DependsOn, target)
				}
			}
		}
	}
	r.checkProperties(resource, node.Get("Properties"))
	if unknown != "" {
		resource.Properties = &value.Value{Kind: value.Unresolved, Reason: unknown, At: resource.At.Child("Properties")}
	}
	if !resource.Properties.Is(value.Map) && !resource.Properties.Is(value.Unresolved) {
		resource.Properties = &value.Value{Kind: value.Map, At: resource.At.Child("Properties")}
	}
	return body
}

// isRelevant reports whether anybody looks at the properties of resources of a type.
func (r *reader) isRelevant(resourceType string) bool {
	return r.env.Relevant == nil || r.env.Relevant(resourceType)
}

// checkProperties says when the properties of a resource are neither absent nor a mapping nor a
// function that may give one.
func (r *reader) checkProperties(resource *Resource, node *syntax.Node) {
	if node == nil || isCall(node) || node.IsNull() || node.Kind == syntax.Mapping {
		return
	}
	at := resource.At.Child("Properties")
	r.problem(at, "the Properties of %s are not a mapping", resource.Name)
	resource.Properties = &value.Value{Kind: value.Unresolved, Reason: "the properties are not a mapping", At: at}
}

// readOutputs reads what the stack gives to others.
func (r *reader) readOutputs() {
	for _, member := range r.section("Outputs") {
		at := source.NewAt(r.file, "Outputs").Child(member.Key.Value)
		if r.conditions.decide(scalarText(member.Value.Get("Condition"))) == value.No {
			continue
		}
		output := member.Value.Entry("Value")
		if output == nil {
			continue
		}
		given := r.resolve(output.Key, output.Value, at.Child("Value"))
		if given == nil {
			continue
		}
		r.template.Outputs = append(r.template.Outputs, Output{Name: member.Key.Value, Value: given})
		if name := member.Value.Get("Export").Entry("Name"); name != nil {
			exported := r.resolve(name.Key, name.Value, at.Child("Export").Child("Name"))
			export := Export{At: at, Name: exported, Value: given, Importer: r.importer(exported)}
			r.template.Exports = append(r.template.Exports, export)
		}
	}
}

// importer returns the first file that may import an export by its name, "" for none.
func (r *reader) importer(exported *value.Value) string {
	for _, importer := range r.env.Importers {
		if value.Same(importer.Import, exported) != value.No {
			return importer.File
		}
	}
	return ""
}

// id returns the handle by which references name a resource of this template.
func (r *reader) id(name string) string {
	if r.env.Instance != "" {
		return r.file + "[" + r.env.Instance + "]#" + name
	}
	return r.file + "#" + name
}

// scalarText returns the text of a scalar that is neither null nor a function, else "".
func scalarText(node *syntax.Node) string {
	if node == nil || node.Kind != syntax.Scalar || node.IsNull() || isShortForm(node) {
		return ""
	}
	return node.Value
}

// orEmpty lets absent and wrongly shaped sections be walked like empty ones.
func orEmpty(node *syntax.Node) *syntax.Node {
	if node == nil || node.Kind != syntax.Mapping {
		return &syntax.Node{Kind: syntax.Mapping}
	}
	return node
}
