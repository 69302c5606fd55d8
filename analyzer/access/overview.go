package access

import (
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Input is an assembly in one scenario: what its files say, and the document with what is proved about it.
type Input struct {
	Members  []assembly.Member
	Document *model.Document
}

// NewReport returns a report on no policy.
func NewReport() Report {
	return Report{Version: Version, Policies: []Policy{}}
}

// Add describes all policies of an assembly.
func (r *Report) Add(scenarios Scenarios) {
	r.Policies = append(r.Policies, scenarios.policies()...)
}

// IsPolicy reports whether the input is a policy document in a file of its own, which parses.
func (i Input) IsPolicy() bool {
	files := i.Document.Files
	return len(files) == 1 && files[0].Kind == assembly.Policy && len(i.Problems()) == 0
}

// NamesPrincipals reports whether a statement of the input's policies has a Principal or NotPrincipal element.
func (i Input) NamesPrincipals() bool {
	hasPrincipal := func(statement policy.Statement) bool { return statement.HasPrincipal() }
	return slices.ContainsFunc(i.Document.Policies, func(entry model.Policy) bool {
		return slices.ContainsFunc(entry.Statements, hasPrincipal)
	})
}

// Beside says that the input's policy is on something else than the request of a reply, in which it takes no part;
// it is empty for any other input.
func (i Input) Beside(reply *Reply) string {
	takesPart := func(looked Looked) bool { return looked.File == i.Document.Files[0].Name }
	if !i.IsPolicy() || !i.NamesPrincipals() || slices.ContainsFunc(reply.Policies, takesPart) {
		return ""
	}
	describing := describer{Input: i, entry: &i.Document.Policies[0]}
	if on := describing.on(); len(on) > 0 {
		return "the policy is on " + strings.Join(on, ", ") + ", and the request is not"
	}
	return "the policy is not on what the request is on"
}

// Problems says what keeps files of the input from being read, with the place.
func (i Input) Problems() []Reason {
	var problems []Reason
	for _, file := range i.Document.Files {
		for _, problem := range file.Problems {
			if _, isOfText := problem.At.Problem(); isOfText {
				place := i.locate(problem.At)
				problems = append(problems, Reason{At: problem.At, Location: &place, Text: problem.Message})
			}
		}
	}
	return problems
}

// describer describes one policy.
type describer struct {
	Input

	entry *model.Policy
	// allowance is for all tables of the assembly.
	allowance *allowance
}

func (d describer) policy() Policy {
	described := Policy{
		Name: d.entry.Name, Noun: d.entry.Noun, Kind: d.entry.Kind, Service: d.entry.Service,
		On: d.on(), Location: d.locate(d.entry.At), Exists: d.entry.Exists, Owner: d.entry.Owner,
		Scenarios: []map[string]bool{},
		Verdict:   d.verdict(), Statements: d.statements(nil),
	}
	hasTable := d.entry.Kind == string(policy.Resource) || d.entry.Kind == string(policy.Trust)
	if tables := d.tables(); hasTable && len(tables) > 0 {
		made := compute(tables)
		if described.Verdict != nil && isLocked(described.Verdict.Level) {
			made.lock()
		}
		for _, row := range made.Rows {
			for _, cell := range row.Cells {
				d.locateReasons(cell.Reasons)
			}
		}
		described.Table = &made
	}
	return described
}

// tables returns a table for each account that may own the resource; none where the policy is on none.
func (d describer) tables() []table {
	var tables []table
	documents := []*policy.Document{d.entry.Document}
	symbols, shown := accountSymbols(documents)
	taken := append(mentioned(d.entry.Document.Source), slices.Sorted(maps.Keys(shown))...)
	row, _ := lockout.Find(d.entry.Service)
	isCrowded := len(taken) > mostOwners || isCrowded(d.entry.Document)
	candidates := taken
	if isCrowded {
		candidates = nil
	}
	possible := owners(d.entry.Owner, taken, candidates)
	if d.entry.Owner == nil {
		shown[possible[0]] = "${" + accountSymbol + "}"
	}
	for _, owner := range possible {
		known := d.names(owner)
		known.accounts = symbols
		if arn := d.arn(known); arn != nil {
			made := table{
				names: known, service: d.entry.Service, noun: d.noun(), shown: shown, originals: documents,
				documents: []*policy.Document{known.document(d.entry.Document)},
				taken:     append(slices.Clone(taken), owner),
				weight:    weight(d.entry.Document), allowance: d.allowance,
				organization: d.entry.Target.Known.Organization,
			}
			if d.entry.Owner == nil && isCrowded {
				text := "none of the accounts that the policy names owns the " + made.noun + " (--account)"
				made.assumed = []string{text}
			}
			made.columns = made.uses(row.Edit, arn)
			tables = append(tables, made)
		}
	}
	return tables
}

// noun is what a sentence calls what the policy is on.
func (d describer) noun() string {
	if d.entry.Kind == string(policy.Trust) {
		return "role"
	}
	return "resource"
}

// names returns what things are called where the account owns them.
func (i Input) names(owner string) names {
	known := names{owner: value.OfText(owner), partition: i.Document.Partition}
	for _, member := range i.Members {
		if member.Template != nil {
			known.templates = append(known.templates, member.Template)
		}
	}
	return known
}

// arn returns the ARN of what the policy is on, nil where that is not known. Where several resources share
// it, it is the first.
func (d describer) arn(known names) *value.Value {
	if d.entry.Kind == string(policy.Trust) {
		if d.entry.Resource == "" {
			name := value.OfReason("the name of the role is not known")
			return value.Join(value.OfText("arn:"+known.partition+":iam::"), known.owner, value.OfText(":role/"), name)
		}
		return known.value(&value.Value{Kind: value.Reference, Resource: d.entry.Resource, Attribute: "Arn"})
	}
	for _, arns := range d.target().ARNs(d.entry.Document) {
		return known.best(arns)
	}
	return nil
}

// best returns the ARN that says most of several for one resource.
func (n names) best(arns []*value.Value) *value.Value {
	best := n.value(arns[0])
	for _, arn := range arns[1:] {
		if renamed := n.value(arn); renamed.Known() && !best.Known() {
			best = renamed
		}
	}
	return best
}

// target returns what the policy is on, in the partition that is known of the deployment.
func (d describer) target() lockout.Target {
	target := d.entry.Target
	if target.Partition == "" {
		target.Partition = d.Document.Partition
		if verdict := d.entry.Lockout; verdict != nil && verdict.On != nil {
			target.Partition = verdict.On.Partition
		}
	}
	return target
}

// on names what the policy is on, or whom it is attached to: by logical ids, else by the ARN that the document
// shows.
func (d describer) on() []string {
	named := []string{}
	for _, id := range slices.Concat(d.entry.On, d.entry.Subjects) {
		_, name, _ := strings.Cut(id, "#")
		named = append(named, name)
	}
	if len(named) > 0 || d.entry.Kind == string(policy.Trust) {
		return named
	}
	for _, arns := range d.target().ARNs(d.entry.Document) {
		if shown := policy.Show(arns[0]); !strings.Contains(shown, "${?}") {
			named = append(named, shown)
		}
	}
	return named
}

// statements describes the statements with the handles, all of them for nil.
func (d describer) statements(chosen []source.At) []Statement {
	described := []Statement{}
	for i := range d.entry.Statements {
		statement := &d.entry.Statements[i]
		if chosen != nil && !slices.Contains(chosen, statement.At) {
			continue
		}
		described = append(described, Statement{
			Name: Name(statement), Sid: statement.Sid, Location: d.locate(statement.At),
			Effect: statement.Effect, Text: Sentence(statement),
		})
	}
	return described
}

// locate returns the place of a handle.
func (i Input) locate(at source.At) Location {
	place, found := i.Document.Locate(at)
	if !found {
		return newLocation(at.File(), at.Pointer(), source.Span{})
	}
	return newLocation(place.File, place.Path, place.Span)
}

func (i Input) locateReasons(reasons []Reason) {
	for r := range reasons {
		if reasons[r].At != "" {
			place := i.locate(reasons[r].At)
			reasons[r].Location = &place
		}
	}
}
