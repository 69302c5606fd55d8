package template

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxKept bounds how many readings of one resource are kept, since each holds all of its values.
const maxKept = 4

// Rereader reads one template in one scenario after the other. What these do not differ in is read once.
// It is not for several goroutines at once.
type Rereader struct {
	tree  *syntax.Tree
	begun *reader // has read what is the same in all scenarios
	kept  map[string][]keptResource
}

// NewRereader returns a reader of the tree.
func NewRereader(tree *syntax.Tree) *Rereader {
	return &Rereader{tree: tree, kept: map[string][]keptResource{}}
}

// Read is [Read] of the tree. The environments of its calls may differ in nothing but the scenario.
func (k *Rereader) Read(env Environment) *Template {
	if k.tree.Root == nil {
		return Read(k.tree, env)
	}
	if k.begun == nil || k.begun.varies {
		k.begun = newReader(k.tree, env)
		k.begun.begin()
	}
	r := k.begun.under(env.Scenario)
	if !r.varies {
		r.kept, r.met = k.kept, map[circumstance]bool{}
	}
	return r.finish()
}

// under returns a copy of a reader that has begun, to finish in a scenario.
func (r *reader) under(scenario Assignment) *reader {
	again, read := *r, *r.template
	again.env.Scenario, again.template = scenario, &read
	again.values = map[string]*value.Value{}
	again.following = map[string]bool{}
	again.conditions = &conditions{
		reader: &again, at: r.conditions.at, nodes: r.conditions.nodes,
		decided: map[string]value.Truth{}, open: map[string]bool{},
	}
	read.Problems, read.Gaps = slices.Clip(read.Problems), slices.Clip(read.Gaps)
	read.Imports, read.OpenImports = slices.Clip(read.Imports), slices.Clip(read.OpenImports)
	read.byID = map[string]*Resource{}
	return &again
}

// circumstance is something in a scenario that a value hangs on: the truth of a condition, or what a
// parameter is taken to be.
type circumstance struct {
	condition string // empty for a parameter
	truth     value.Truth
	parameter string
	choice    Choice
	chosen    bool
}

// meet notes what the resource that is being read hangs on. Before the first resource it is a loop that
// makes members of a section: then all is read anew in each scenario.
func (r *reader) meet(met circumstance) {
	if r.kept == nil {
		r.varies = true
		return
	}
	r.met[met] = true
}

// choice returns what the scenario takes a parameter to be, if it says so.
func (r *reader) choice(parameter string) (choice Choice, chosen bool) {
	choice, chosen = r.env.Scenario[parameter]
	r.meet(circumstance{parameter: parameter, choice: choice, chosen: chosen})
	return choice, chosen
}

// isSame reports whether a circumstance of another scenario is the same in this one.
func (r *reader) isSame(met circumstance) bool {
	if met.condition != "" {
		return r.conditions.answer(met.condition) == met.truth
	}
	choice, chosen := r.env.Scenario[met.parameter]
	return choice == met.choice && chosen == met.chosen
}

// keptResource is a resource as it was read in a scenario.
type keptResource struct {
	resource *Resource
	body     *value.Value
	under    []circumstance
	spent    int
}

// keptOrRead returns what readResource returned in a scenario that is the same for the resource, else what
// it returns now.
func (r *reader) keptOrRead(member syntax.Entry, at source.At) (*Resource, *value.Value) {
	name := member.Key.Value
	for _, known := range r.kept[name] {
		if r.fits(known) {
			r.spent += known.spent
			return known.resource, known.body
		}
	}
	clear(r.met)
	spent, said := r.spent, r.said()
	resource, body := r.readResource(member, at)
	if resource != nil && r.kept != nil && r.said() == said && len(r.kept[name]) < maxKept {
		r.kept[name] = append(r.kept[name], keptResource{
			resource: resource, body: body, under: slices.Collect(maps.Keys(r.met)), spent: r.spent - spent,
		})
	}
	return resource, body
}

// fits reports whether reading the resource anew would give what is kept.
func (r *reader) fits(known keptResource) bool {
	return r.spent+known.spent <= maxValues &&
		!slices.ContainsFunc(known.under, func(met circumstance) bool { return !r.isSame(met) })
}

// said counts what reading a resource may leave behind beside the resource.
func (r *reader) said() int {
	return len(r.template.Problems) + len(r.template.Gaps) + len(r.template.Imports) + len(r.template.OpenImports) +
		r.expansions + r.includes
}
