package assembly

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxRounds bounds how often the templates of an assembly are read until what they give each other
// has settled. A value passes one stack a round.
const maxRounds = 8

// maxStacks bounds the nested stacks of an assembly.
const maxStacks = 500

// Reader reads an assembly in one scenario after the other. It keeps what it has read, since most
// scenarios differ in few of the templates. It is not for several goroutines at once.
type Reader struct {
	assembly Assembly
	known    map[string]*template.Template
	alone    *template.Rereader // of the template of an assembly of one file
	// linked are those of the stacks of several files, by all that a reading depends on but the scenario.
	linked map[string]*template.Rereader
}

// NewReader returns a reader of the assembly.
func NewReader(assembly Assembly) *Reader {
	return &Reader{
		assembly: assembly, known: map[string]*template.Template{}, alone: template.NewRereader(assembly.Files[0].Tree),
		linked: map[string]*template.Rereader{},
	}
}

// Read resolves the files of the assembly in a scenario; nil is that of the values given and the defaults.
// Members are in the order of the files, with nested stacks of one template after its first.
func (r *Reader) Read(env template.Environment, scenario template.Scenario) []Member {
	reading := reading{
		reader: r, assembly: r.assembly, env: env, scenario: scenario, outputs: map[string]map[string]*value.Value{},
	}
	for range maxRounds {
		before := reading.signature
		reading.round()
		if !r.assembly.isLinked() || reading.signature == before {
			break
		}
	}
	return reading.members()
}

// Outline reads the files without resolving anything, for when nobody looks at values.
func (r *Reader) Outline() []Member {
	members := make([]Member, len(r.assembly.Files))
	for i, file := range r.assembly.Files {
		members[i] = Member{Tree: file.Tree, Kind: file.Kind, Policy: file.policy(), Problems: r.assembly.circles[i]}
		if file.Kind == Template && file.Tree.Root != nil {
			members[i].Template = template.Outline(file.Tree)
		}
	}
	return members
}

func (a Assembly) isLinked() bool {
	return len(a.Files) > 1
}

// reading is the work of reading an assembly, round by round.
type reading struct {
	reader   *Reader
	assembly Assembly
	env      template.Environment
	scenario template.Scenario
	// stacks are the templates read in this round, by file: one for each stack.
	stacks map[int][]*template.Template
	count  int
	isCut  bool // there are more nested stacks than are read
	// outputs are what stacks gave in the last round, by the path of logical ids that leads to them.
	outputs map[string]map[string]*value.Value
	imports map[string]*value.Value
	// signature is equal for rounds that gave the same.
	signature string
}

// round reads every stack once, with what the last round gave.
func (r *reading) round() {
	r.stacks, r.count = map[int][]*template.Template{}, 0
	last := r.outputs
	r.outputs = map[string]map[string]*value.Value{}
	for _, file := range r.assembly.outermost() {
		r.read(file, nil, nil, last)
	}
	r.imports = r.exports()
	r.sign()
}

// outermost returns the templates that are stacks of their own. Of templates that nest each other it
// is the first.
func (a Assembly) outermost() []int {
	inside := map[int]bool{}
	for _, child := range a.nested {
		inside[child] = true
	}
	var outermost []int
	reached := map[int]bool{}
	for _, nestedToo := range []bool{false, true} {
		for i, file := range a.Files {
			if file.Kind == Template && file.Tree.Root != nil && inside[i] == nestedToo && !reached[i] {
				outermost = append(outermost, i)
				a.reach(i, reached)
			}
		}
	}
	return outermost
}

// reach notes the templates of the stacks nested in a template, at any depth.
func (a Assembly) reach(file int, reached map[int]bool) {
	if reached[file] {
		return
	}
	reached[file] = true
	for from, child := range a.nested {
		if from.file == file {
			a.reach(child, reached)
		}
	}
}

// read reads the stack that a path of files and logical ids leads to, and the stacks nested in it.
func (r *reading) read(
	file int, above []stack, arguments map[string]*value.Value, last map[string]map[string]*value.Value,
) {
	if r.count++; r.count > maxStacks {
		r.isCut = true
		return
	}
	env := r.env
	env.Scenario = r.scenario[r.assembly.Files[file].Tree.File.Name]
	if len(above) > 0 {
		env.Parameters = nil // a nested stack has what its parent gives it
	}
	env.Arguments, env.Imports, env.Importers = arguments, r.imports, r.assembly.importers[file]
	if len(r.stacks[file]) > 0 {
		env.Instance = pathOf(above)
	}
	env.Outputs = map[string]map[string]*value.Value{}
	for nested := range r.assembly.nested {
		if nested.file == file {
			env.Outputs[nested.name] = last[pathOf(append(slices.Clip(above), nested))]
		}
	}
	read := r.reader.template(file, env)
	r.stacks[file] = append(r.stacks[file], read)
	if len(above) > 0 {
		r.outputs[pathOf(above)] = outputsOf(read)
	}
	for _, resource := range read.Resources {
		next := stack{file: file, name: resource.Name}
		child, ok := r.assembly.nested[next]
		if !ok || child == file || slices.ContainsFunc(above, func(one stack) bool { return one.file == child }) {
			continue
		}
		r.read(child, append(slices.Clip(above), next), argumentsOf(resource), last)
	}
}

// template reads a template, or returns it as it was read before with all the same.
func (r *Reader) template(file int, env template.Environment) *template.Template {
	tree := r.assembly.Files[file].Tree
	if !r.assembly.isLinked() {
		return r.alone.Read(env)
	}
	given := r.assembly.key(file, env)
	key := given + scenarioKey(env.Scenario)
	read, ok := r.known[key]
	if !ok {
		if r.linked[given] == nil {
			r.linked[given] = template.NewRereader(tree)
		}
		read = r.linked[given].Read(env)
		r.known[key] = read
	}
	return read
}

// key writes down all that a reading of the template depends on but the scenario.
func (a Assembly) key(file int, env template.Environment) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%d %s", file, env.Instance)
	writeValues(&key, env.Arguments)
	key.WriteString("\n")
	writeValues(&key, env.Imports)
	for _, name := range slices.Sorted(maps.Keys(env.Outputs)) {
		key.WriteString("\n" + name)
		writeValues(&key, env.Outputs[name])
	}
	return key.String()
}

// scenarioKey writes down the part of a scenario that a template is in.
func scenarioKey(scenario template.Assignment) string {
	var key strings.Builder
	for _, name := range slices.Sorted(maps.Keys(scenario)) {
		fmt.Fprintf(&key, "\n%s %+v", name, scenario[name])
	}
	return key.String()
}

// pathOf names a stack by the logical ids that lead to it.
func pathOf(above []stack) string {
	names := make([]string, len(above))
	for i, one := range above {
		names[i] = one.name
	}
	return strings.Join(names, "/")
}

// outputsOf returns what a stack gives to whoever made it.
func outputsOf(read *template.Template) map[string]*value.Value {
	outputs := map[string]*value.Value{}
	for _, output := range read.Outputs {
		outputs[output.Name] = output.Value
	}
	return outputs
}

// argumentsOf returns what the resource of a nested stack gives its parameters.
func argumentsOf(resource *template.Resource) map[string]*value.Value {
	arguments := map[string]*value.Value{}
	if given := resource.Properties.Get("Parameters"); given.Is(value.Map) {
		for _, field := range given.Fields {
			arguments[field.Key] = field.Value
		}
	}
	return arguments
}

// exports returns the values that stacks can import, with the place they come from.
func (r *reading) exports() map[string]*value.Value {
	imports := map[string]*value.Value{}
	for name, file := range r.assembly.exporters {
		var given []template.Export
		for _, read := range r.stacks[file] {
			for _, export := range read.Exports {
				if text, ok := export.Name.Literal(); ok && text == name {
					given = append(given, export)
				}
			}
		}
		if len(given) != 1 {
			continue
		}
		imported := *given[0].Value
		message := "exported by " + path.Base(given[0].At.File()) + " as " + name
		imported.Via = append(slices.Clip(imported.Via), value.Step{At: given[0].At, Message: message})
		imports[name] = &imported
	}
	return imports
}

// sign writes down what this round gave, as far as values can be told apart.
func (r *reading) sign() {
	var signature strings.Builder
	for _, stackPath := range slices.Sorted(maps.Keys(r.outputs)) {
		signature.WriteString("\n" + stackPath)
		writeValues(&signature, r.outputs[stackPath])
	}
	writeValues(&signature, r.imports)
	r.signature = signature.String()
}

func writeValues(signature *strings.Builder, values map[string]*value.Value) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		signature.WriteString("\n" + name + "=" + describe(values[name]))
	}
}

// describe is value.Identity for lists and mappings as well.
func describe(v *value.Value) string {
	var text strings.Builder
	writeValue(&text, v)
	return text.String()
}

func writeValue(text *strings.Builder, v *value.Value) {
	if v == nil {
		return
	}
	text.WriteString(value.Identity(v))
	for _, item := range v.Items {
		text.WriteString(",")
		writeValue(text, item)
	}
	for _, field := range v.Fields {
		text.WriteString("," + field.Key + ":")
		writeValue(text, field.Value)
	}
}

// members returns what was read, in the order of the files.
func (r *reading) members() []Member {
	var members []Member
	for i, file := range r.assembly.Files {
		member := Member{Tree: file.Tree, Kind: file.Kind, Policy: file.policy(), Problems: r.assembly.circles[i]}
		if len(r.stacks[i]) == 0 {
			members = append(members, member)
			continue
		}
		for _, read := range r.stacks[i] {
			member.Template = r.withGap(read)
			members = append(members, member)
		}
	}
	return members
}

// withGap returns the template with a gap when some of the stacks that the assembly nests are not read.
func (r *reading) withGap(read *template.Template) *template.Template {
	if !r.isCut {
		return read
	}
	partial := *read
	partial.Gaps = append(slices.Clip(read.Gaps), fmt.Sprintf("only %d of the nested stacks are read", maxStacks))
	return &partial
}

// policy returns the document of a policy file, nil for other files.
func (f File) policy() *value.Value {
	if f.Kind != Policy || f.Tree.Root == nil {
		return nil
	}
	return value.FromNode(f.Tree, nil, f.Tree.Root, source.NewAt(f.Tree.File.Name))
}

// eachScalar calls visit with the text of every scalar below a node.
func eachScalar(node *syntax.Node, visit func(text string)) {
	if node == nil {
		return
	}
	if node.Kind == syntax.Scalar {
		visit(node.Value)
	}
	for _, item := range node.Items {
		eachScalar(item, visit)
	}
	for _, entry := range node.Entries {
		eachScalar(entry.Value, visit)
	}
}
