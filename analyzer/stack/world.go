package stack

import (
	"slices"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// world is what keeps the templates from being all there is.
type world struct {
	// gap is why the stacks may hold resources that no template lists; empty where they hold none.
	gap string
	// custom is a resource whose own code may change the network; nil where there is none.
	custom *template.Resource
	// handed maps the id of a resource to one that is not understood and was handed it, such as a
	// nested stack or a custom resource.
	handed map[string]*template.Resource
	// given maps the id of a resource to how others learn of it: by an export, an output or a parameter.
	given map[string]string
	// importers maps the id of an exported resource to a file that may import it.
	importers map[string]string
	// shared are the ids of resources that another template of the set refers to.
	shared map[string]bool
	// used are the ids of Elastic IP addresses that something other than an instance uses.
	used map[string]bool
}

func (x *Index) readWorld(templates []*template.Template) world {
	w := world{
		handed: map[string]*template.Resource{}, given: map[string]string{},
		importers: map[string]string{}, shared: map[string]bool{}, used: map[string]bool{},
	}
	for _, read := range templates {
		if w.gap == "" && len(read.Gaps) > 0 {
			w.gap = read.Gaps[0]
		}
		for _, export := range read.Exports {
			x.Mentions(export.Value, func(id string) {
				w.given[id] = exported
				if w.importers[id] == "" {
					w.importers[id] = export.Importer
				}
			})
		}
		for _, output := range read.Outputs {
			x.Mentions(output.Value, func(id string) { w.give(id, "an output of its stack") })
		}
		for _, resource := range read.Resources {
			x.readHandles(&w, resource)
		}
	}
	return w
}

// exported is how others learn of a resource that a stack exports.
const exported = "exported"

// give notes how others learn of a resource. The first way counts.
func (w *world) give(id, how string) {
	if w.given[id] == "" {
		w.given[id] = how
	}
}

// readHandles notes which resources a resource names: from another template, or in a way that can't
// be followed.
func (x *Index) readHandles(w *world, resource *template.Resource) {
	opaque := IsCustom(resource.Type) || isOpaque(resource.Type)
	if w.custom == nil && IsCustom(resource.Type) {
		w.custom = resource
	}
	x.Mentions(resource.Properties, func(id string) {
		named := x.byID[id]
		if named == nil {
			return
		}
		if named.At.File() != resource.At.File() {
			w.shared[id] = true
		}
		if resource.Type == "AWS::SSM::Parameter" {
			w.give(id, "published in the parameter "+resource.Name)
		}
		w.used[id] = w.used[id] || takesAddress(resource.Type)
		if opaque && w.handed[id] == nil {
			w.handed[id] = resource
		}
	})
}

// takesAddress reports whether a resource of the type keeps the Elastic IP addresses it names.
func takesAddress(kind string) bool {
	switch kind {
	case "AWS::EC2::NatGateway", "AWS::EC2::EIPAssociation", "AWS::ElasticLoadBalancingV2::LoadBalancer":
		return true
	}
	return false
}

// IsCustom reports whether a resource runs code of its own, which may change anything.
func IsCustom(kind string) bool {
	return strings.HasPrefix(kind, "Custom::") || kind == "AWS::CloudFormation::CustomResource"
}

// isOpaque reports whether a resource creates resources that no template lists, out of what it is
// handed: nested stacks, stack sets, modules and types of third parties.
func isOpaque(kind string) bool {
	switch kind {
	case "AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet", "AWS::Serverless::Application",
		"AWS::ServiceCatalog::CloudFormationProvisionedProduct":
		return true
	}
	return strings.HasSuffix(kind, "::MODULE") || !strings.HasPrefix(kind, "AWS::") && !IsCustom(kind)
}

// Mentions calls visit with the id of every resource that the value names, in values that could not
// be resolved as well.
func (x *Index) Mentions(v *value.Value, visit func(id string)) {
	Walk(v, func(v *value.Value) {
		if v.Kind == value.Reference {
			visit(v.Resource)
		}
		if v.Kind == value.Unresolved {
			named, _ := x.named(v)
			for _, id := range named {
				visit(id)
			}
		}
	})
}

// DependsOn reports whether a resource surely waits for another one, directly or over others, by what its
// properties name. A resource depends on itself.
func (x *Index) DependsOn(resource, other *template.Resource) bool {
	seen := map[string]bool{resource.ID: true}
	pending := []*template.Resource{resource}
	for len(pending) > 0 {
		current := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		x.Mentions(current.Properties, func(id string) {
			if next := x.Resource(id); next != nil && !seen[id] {
				seen[id] = true
				pending = append(pending, next)
			}
		})
	}
	return seen[other.ID]
}

// Walk calls visit with the value and all that it is made of.
func Walk(v *value.Value, visit func(v *value.Value)) {
	if v == nil {
		return
	}
	visit(v)
	for _, item := range v.Items {
		Walk(item, visit)
	}
	for _, part := range v.Parts {
		Walk(part, visit)
	}
	for i := range v.Fields {
		Walk(v.Fields[i].Value, visit)
	}
}

// named returns the ids of the resources that the text of an unresolved value names. It reports false
// when there is no text to look at.
func (x *Index) named(v *value.Value) (ids []string, known bool) {
	if v.Origin.Node == nil {
		return nil, false
	}
	file := v.At.File()
	Words(v, func(word string) { ids = append(ids, x.written[file+"#"+word]...) })
	return ids, true
}

// Words calls visit with every run of letters and digits in the value's text, before resolution.
func Words(v *value.Value, visit func(word string)) {
	isBreak := func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }
	EachText(v, func(text string) {
		for _, word := range strings.FieldsFunc(text, isBreak) {
			visit(word)
		}
	})
}

// EachText calls visit with every scalar of the value's text, before resolution.
func EachText(v *value.Value, visit func(text string)) {
	if v == nil || v.Origin.Node == nil {
		return
	}
	pending := slices.Clone(v.Origin.Node.Items[:0])
	pending = append(pending, v.Origin.Node)
	for len(pending) > 0 {
		node := pending[len(pending)-1]
		pending = append(pending[:len(pending)-1], node.Items...)
		for _, entry := range node.Entries {
			pending = append(pending, entry.Value)
		}
		if node.Value != "" {
			visit(node.Value)
		}
	}
}

// SaysAny reports whether the text of the value, as written or as resolved, holds one of the words.
// Words are in lower case; case does not matter.
func SaysAny(v *value.Value, words ...string) bool {
	found := false
	visit := func(text string) {
		text = strings.ToLower(text)
		for _, word := range words {
			found = found || strings.Contains(text, word)
		}
	}
	EachText(v, visit)
	Walk(v, func(v *value.Value) {
		if text, ok := v.Literal(); ok {
			visit(text)
		}
	})
	return found
}

// Absence weighs a claim that something of the resource is missing. It returns a reason when the
// claim can't be made, else reasons that make it less sure.
func (x *Index) Absence(resource *template.Resource) (unknown string, weaker []string) {
	if x.world.gap != "" {
		return x.world.gap, nil
	}
	if by := x.world.handed[resource.ID]; by != nil && !x.isRead(by, resource) {
		return by.Name + " (" + by.Type + ") is handed " + resource.Name + " and may add to it", nil
	}
	if how := x.world.given[resource.ID]; how != "" && !x.world.shared[resource.ID] {
		if importer := x.world.importers[resource.ID]; importer != "" {
			return importer + " imports a value that may be " + resource.Name, nil
		}
		weaker = append(weaker, resource.Name+" is "+how+", so another stack may add to it")
	}
	if custom := x.world.custom; custom != nil {
		weaker = append(weaker, "the custom resource "+custom.Name+" may change the network")
	}
	return "", weaker
}

// isRead reports whether the nested stack that a resource is handed to is among the templates: then
// another template refers to the resource.
func (x *Index) isRead(stack, handed *template.Resource) bool {
	return stack.Type == "AWS::CloudFormation::Stack" && x.world.shared[handed.ID]
}

// Custom returns a resource whose own code may change anything; nil where there is none.
func (x *Index) Custom() *template.Resource { return x.world.custom }

// Handed returns a resource that is not understood and was handed the one with the id, such as a nested
// stack or a custom resource; nil where there is none.
func (x *Index) Handed(id string) *template.Resource { return x.world.handed[id] }

// Given says how others learn of the resource with the id, as in "exported"; empty where they do not.
func (x *Index) Given(id string) string { return x.world.given[id] }

// IsExported reports whether a stack exports the resource with the id.
func (x *Index) IsExported(id string) bool { return x.world.given[id] == exported }

// KeepsAddress reports whether something other than an instance uses the Elastic IP address with the id.
func (x *Index) KeepsAddress(id string) bool { return x.world.used[id] }
