package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// call returns the result of an intrinsic function, nil for AWS::NoValue. What can't be computed
// offline, and what is no function at all, is Unresolved.
func (r *reader) call(key *syntax.Node, function call, at source.At) *value.Value {
	switch function.name {
	case "Ref":
		return r.ref(function, at)
	case "Fn::GetAtt":
		return r.getAtt(function, at)
	case "Fn::Sub":
		return r.sub(function, at)
	case "Fn::Join":
		return r.join(function, at)
	case "Fn::Split":
		return r.split(function, at)
	case "Fn::Select":
		return r.pick(function, at)
	case "Fn::FindInMap":
		return r.findInMap(function, at)
	case "Fn::If":
		return r.branch(key, function, at)
	case "Fn::GetAZs":
		return r.zones(function, at)
	case "Fn::Cidr":
		return r.cidr(function, at)
	case "Fn::ImportValue":
		return r.importValue(function, at)
	case "Fn::Length":
		return r.length(function, at)
	case "Fn::ToJsonString":
		return r.toJSON(function, at)
	case transformName:
		return r.transform(key, function, at)
	case "Fn::RefAll":
		return r.refAll(function, at)
	case "Fn::ValueOf", "Fn::ValueOfAll":
		return unresolved("attributes of existing resources are not known")
	case "Fn::Base64":
		// Transparent: what matters about user data is what it says.
		return r.resolve(key, function.argument, at)
	default:
		return unresolved(function.name + " is not evaluated")
	}
}

func malformed(function call) *value.Value {
	return unresolved("the arguments of " + function.name + " have the wrong shape")
}

// join concatenates texts with a delimiter.
func (r *reader) join(function call, at source.At) *value.Value {
	items, ok := function.arguments(2)
	if !ok {
		return malformed(function)
	}
	delimiter := r.resolve(nil, items[0], at)
	list := r.resolve(nil, items[1], at)
	switch {
	case delimiter == nil || list == nil:
		return malformed(function)
	case list.Kind == value.Unresolved, list.Kind == value.Reference:
		return r.opaque(function.name, list, delimiter)
	case list.Kind != value.List:
		return malformed(function)
	}
	var parts []*value.Value
	for i, item := range list.Items {
		// What may not be there takes its delimiter along.
		bare := i == 0 || mayVanish(item) || i == 1 && mayVanish(list.Items[0])
		if !bare {
			parts = append(parts, delimiter)
		}
		parts = append(parts, item)
	}
	return r.concat(parts)
}

// mayVanish reports whether a list may turn out not to have the item: it hangs on a condition that
// can't be decided, and one of its branches is AWS::NoValue.
func mayVanish(item *value.Value) bool {
	return item.Kind == value.Unresolved && hasNoValue(item.Origin.Node)
}

func hasNoValue(node *syntax.Node) bool {
	function, ok := asCall(node)
	if !ok {
		return false
	}
	branches, _ := function.arguments(3)
	switch {
	case function.name == "Ref":
		return scalarText(function.argument) == "AWS::NoValue"
	case function.name == "Fn::If" && branches != nil:
		return hasNoValue(branches[1]) || hasNoValue(branches[2])
	}
	return false
}

// opaque is the unresolved result of a function of an unresolved argument, and of others where it has more.
// Equal arguments give equal results, so it has a symbol when all the arguments have an identity.
func (r *reader) opaque(name string, argument *value.Value, others ...*value.Value) *value.Value {
	v := unresolved(name + " of a value that is not known")
	if argument.Reason != "" {
		v.Reason = argument.Reason
	}
	v.Symbol = name
	for _, one := range append([]*value.Value{argument}, others...) {
		identity := value.Identity(one)
		if identity == "" {
			v.Symbol = ""
			break
		}
		v.Symbol += " " + identity
	}
	v.Via = argument.Via
	return v
}

func (r *reader) split(function call, at source.At) *value.Value {
	items, ok := function.arguments(2)
	if !ok {
		return malformed(function)
	}
	delimiter := r.resolve(nil, items[0], at)
	between, isText := delimiter.Literal()
	text := r.resolve(nil, items[1], at)
	if !isText || between == "" || text == nil {
		return malformed(function)
	}
	spelled := r.spelledOut(text, between)
	if !r.spend(occurrences(spelled, between), 0) {
		return unresolved(tooMuch)
	}
	pieces, ok := value.Split(spelled, between)
	if !ok {
		return r.opaque(function.name, text, delimiter)
	}
	return &value.Value{Kind: value.List, Items: pieces, Via: text.Via}
}

// occurrences counts how often the delimiter stands in what is known of a text.
func occurrences(v *value.Value, delimiter string) int {
	count := strings.Count(v.Text, delimiter)
	for _, part := range v.Parts {
		count += strings.Count(part.Text, delimiter)
	}
	return count
}

// pick is Fn::Select.
func (r *reader) pick(function call, at source.At) *value.Value {
	items, ok := function.arguments(2)
	if !ok {
		return malformed(function)
	}
	index, isNumber := r.resolve(nil, items[0], at).Int()
	list := r.resolve(nil, items[1], at)
	switch {
	case list == nil:
		return malformed(function)
	case !isNumber:
		return unresolved("the index of Fn::Select is not known")
	case list.Kind != value.List && (list.Kind == value.Map || list.Known()):
		return malformed(function)
	case list.Kind != value.List:
		text, _ := r.resolve(nil, items[0], at).Literal()
		item := r.opaque(function.name+" "+text, list)
		item.Alphabet = r.alphabetOfItems(items[1])
		return item
	case index < 0 || index >= len(list.Items):
		return unresolved("the index of Fn::Select is outside its list")
	}
	if slices.ContainsFunc(list.Items[:index+1], mayVanish) {
		return unresolved("the list of Fn::Select hangs on a condition that can't be decided")
	}
	chosen := *list.Items[index]
	chosen.Via = append(append([]value.Step(nil), chosen.Via...), list.Via...)
	return &chosen
}

func (r *reader) findInMap(function call, at source.At) *value.Value {
	items, ok := function.arguments(3)
	if !ok {
		return malformed(function)
	}
	keys := make([]string, 3)
	for i := range keys {
		v := r.resolve(nil, items[i], at)
		if keys[i], ok = v.Literal(); !ok {
			return unresolved("a key of Fn::FindInMap is not known")
		}
	}
	node := r.mapped(keys)
	if node == nil {
		if len(items) > 3 && items[3].Get("DefaultValue") != nil {
			return r.resolve(nil, items[3].Get("DefaultValue"), at)
		}
		return unresolved("the mapping " + strings.Join(keys, ".") + " is not declared")
	}
	entry := source.NewAt(r.file, "Mappings").Child(keys[0]).Child(keys[1]).Child(keys[2])
	resolved := r.guarded(entry, func() *value.Value { return r.resolve(nil, node, entry) })
	if resolved == nil {
		return unresolved("the mapping " + strings.Join(keys, ".") + " rests on itself")
	}
	found := *resolved
	found.Via = append([]value.Step{{At: entry, Message: "mapping " + strings.Join(keys, ".")}}, found.Via...)
	return &found
}

// branch is Fn::If. A condition that can't be decided gives a value only when both branches agree.
func (r *reader) branch(key *syntax.Node, function call, at source.At) *value.Value {
	items, ok := function.arguments(3)
	if !ok {
		return malformed(function)
	}
	name := scalarText(items[0])
	if name == "" {
		return malformed(function)
	}
	answer := r.conditions.decide(name)
	chosen := items[1]
	switch answer {
	case value.Yes:
	case value.No:
		chosen = items[2]
	case value.Undecided:
		left, right := r.resolve(key, items[1], at), r.resolve(key, items[2], at)
		if left != nil && right != nil && value.Same(left, right) == value.Yes {
			return left
		}
		return unresolved("condition " + name + " can't be decided")
	}
	v := r.resolve(key, chosen, at)
	if v == nil {
		return nil
	}
	taken := *v
	step := value.Step{
		At:      source.NewAt(r.file, "Conditions").Child(name),
		Message: "condition " + name + " is " + map[value.Truth]string{value.Yes: "true", value.No: "false"}[answer],
	}
	taken.Via = append([]value.Step{step}, taken.Via...)
	return &taken
}

// zones is Fn::GetAZs: which zones an account sees is unknown, but their order is the same all over
// a Region.
func (r *reader) zones(function call, at source.At) *value.Value {
	region := r.resolve(nil, function.argument, at)
	if text, ok := region.Literal(); region == nil || region.Kind == value.Null || ok && text == "" {
		region = r.pseudo("AWS::Region")
	}
	v := unresolved("the Availability Zones of the account are not known")
	if identity := value.Identity(region); identity != "" {
		v.Symbol = "zones of " + identity
	}
	return v
}

// importValue is a value of another stack, the same for all who import it by one name.
func (r *reader) importValue(function call, at source.At) *value.Value {
	name := r.resolve(nil, function.argument, at)
	text, isText := name.Literal()
	switch {
	case !isText:
		r.template.OpenImports = append(r.template.OpenImports, name)
	case !slices.Contains(r.template.Imports, text):
		r.template.Imports = append(r.template.Imports, text)
	}
	if imported := r.env.Imports[text]; isText && imported != nil {
		v := *imported
		return &v
	}
	v := unresolved("the value is imported from another stack")
	if identity := value.Identity(name); identity != "" {
		v.Symbol = "import " + identity
	}
	if isText {
		v.Reason = "the value is imported from another stack as " + text
	}
	return v
}
