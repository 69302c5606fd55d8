package network

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

func (b *builder) readWorld(templates []*template.Template) world {
	w := world{
		handed: map[string]*template.Resource{}, given: map[string]string{},
		importers: map[string]string{}, shared: map[string]bool{}, used: map[string]bool{},
	}
	for _, read := range templates {
		if w.gap == "" && len(read.Gaps) > 0 {
			w.gap = read.Gaps[0]
		}
		for _, export := range read.Exports {
			b.mentions(export.Value, func(id string) {
				w.given[id] = exported
				if w.importers[id] == "" {
					w.importers[id] = export.Importer
				}
			})
		}
		for _, output := range read.Outputs {
			b.mentions(output.Value, func(id string) { w.give(id, "an output of its stack") })
		}
		for _, resource := range read.Resources {
			b.readHandles(&w, resource)
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
func (b *builder) readHandles(w *world, resource *template.Resource) {
	opaque := isCustom(resource.Type) || isOpaque(resource.Type)
	if w.custom == nil && isCustom(resource.Type) {
		w.custom = resource
	}
	b.mentions(resource.Properties, func(id string) {
		named := b.resources[id]
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

// isCustom reports whether a resource runs code of its own, which may change anything.
func isCustom(kind string) bool {
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
	return strings.HasSuffix(kind, "::MODULE") || !strings.HasPrefix(kind, "AWS::") && !isCustom(kind)
}

// mentions calls visit with the id of every resource that the value names, in values that could not
// be resolved as well.
func (b *builder) mentions(v *value.Value, visit func(id string)) {
	walk(v, func(v *value.Value) {
		if v.Kind == value.Reference {
			visit(v.Resource)
		}
		if v.Kind == value.Unresolved {
			named, _ := b.named(v)
			for _, id := range named {
				visit(id)
			}
		}
	})
}

// walk calls visit with the value and all that it is made of.
func walk(v *value.Value, visit func(v *value.Value)) {
	if v == nil {
		return
	}
	visit(v)
	for _, item := range v.Items {
		walk(item, visit)
	}
	for _, part := range v.Parts {
		walk(part, visit)
	}
	for i := range v.Fields {
		walk(v.Fields[i].Value, visit)
	}
}

// named returns the ids of the resources that the text of an unresolved value names. It reports false
// when there is no text to look at.
func (b *builder) named(v *value.Value) (ids []string, known bool) {
	if v.Origin.Node == nil {
		return nil, false
	}
	file := v.At.File()
	words(v, func(word string) { ids = append(ids, b.written[file+"#"+word]...) })
	return ids, true
}

// words calls visit with every run of letters and digits in the value's text, before resolution.
func words(v *value.Value, visit func(word string)) {
	isBreak := func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }
	eachText(v, func(text string) {
		for _, word := range strings.FieldsFunc(text, isBreak) {
			visit(word)
		}
	})
}

// eachText calls visit with every scalar of the value's text, before resolution.
func eachText(v *value.Value, visit func(text string)) {
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

// saysAny reports whether the text of the value, as written or as resolved, holds one of the words.
// Words are in lower case; case does not matter.
func saysAny(v *value.Value, words ...string) bool {
	found := false
	visit := func(text string) {
		text = strings.ToLower(text)
		for _, word := range words {
			found = found || strings.Contains(text, word)
		}
	}
	eachText(v, visit)
	walk(v, func(v *value.Value) {
		if text, ok := v.Literal(); ok {
			visit(text)
		}
	})
	return found
}

// absence weighs a claim that something of the resource is missing. It returns a reason when the
// claim can't be made, else reasons that make it less sure.
func (b *builder) absence(resource *template.Resource) (unknown string, weaker []string) {
	if b.world.gap != "" {
		return b.world.gap, nil
	}
	if by := b.world.handed[resource.ID]; by != nil && !b.isRead(by, resource) {
		return by.Name + " (" + by.Type + ") is handed " + resource.Name + " and may add to it", nil
	}
	if how := b.world.given[resource.ID]; how != "" && !b.world.shared[resource.ID] {
		if importer := b.world.importers[resource.ID]; importer != "" {
			return importer + " imports a value that may be " + resource.Name, nil
		}
		weaker = append(weaker, resource.Name+" is "+how+", so another stack may add to it")
	}
	if custom := b.world.custom; custom != nil {
		weaker = append(weaker, "the custom resource "+custom.Name+" may change the network")
	}
	return "", weaker
}

// isRead reports whether the nested stack that a resource is handed to is among the templates: then
// another template refers to the resource.
func (b *builder) isRead(stack, handed *template.Resource) bool {
	return stack.Type == "AWS::CloudFormation::Stack" && b.world.shared[handed.ID]
}
