package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// layered is a policy that takes part in a decision.
type layered struct {
	Input

	layer policy.Layer
	// entry is the policy; nil for one that is known to exist, and not what it says.
	entry *model.Policy
	// gap says why nothing is known of the policy.
	gap string
	// isTaken says that nobody gave the policy to the principal: it is taken to be one of theirs.
	isTaken bool
}

// in returns the document in the names of an owner.
func (l layered) in(known names) *policy.Document {
	if l.entry == nil {
		return &policy.Document{Unresolved: l.gap}
	}
	return known.document(l.entry.Document)
}

// name is what a person calls the policy.
func (l layered) name() string {
	return l.entry.Noun + " " + l.entry.Name
}

// gatherer collects the policies that take part in the decision on a question.
type gatherer struct {
	inputs   []Input
	question Question
	asker    asker
	thing    thing

	found []layered
}

// gather returns all policies that take part.
func (g *gatherer) gather() []layered {
	g.given()
	g.ofFile()
	g.ofPrincipal()
	g.ofResource()
	for _, input := range g.inputs {
		g.files(input)
	}
	return g.found
}

// add adds a policy, but a file once for a layer, however often it is given.
func (g *gatherer) add(layer policy.Layer, input Input, entry *model.Policy) {
	isKnown := func(known layered) bool {
		return known.layer == layer && known.entry != nil && known.entry.Resource == "" && known.entry.At == entry.At
	}
	if entry.Resource == "" && slices.ContainsFunc(g.found, isKnown) {
		return
	}
	g.found = append(g.found, layered{Input: input, layer: layer, entry: entry})
}

func (g *gatherer) missing(layer policy.Layer, reason string) {
	g.found = append(g.found, layered{layer: layer, gap: reason})
}

// given adds what is given for a layer.
func (g *gatherer) given() {
	for _, given := range g.question.Given {
		for i := range given.Input.Document.Policies {
			g.add(given.Layer, given.Input, &given.Input.Document.Policies[i])
		}
	}
}

// ofFile adds the identity policy that the only file is, unless that is given for what it is.
func (g *gatherer) ofFile() {
	entry := g.question.identityOf(g.inputs)
	isGiven := func(known layered) bool { return known.entry != nil && known.entry.At == entry.At }
	if entry == nil || !g.asker.hasIdentity() || slices.ContainsFunc(g.found, isGiven) {
		return
	}
	g.found = append(g.found, layered{
		Input: g.inputs[0], layer: policy.LayerIdentity, entry: entry, isTaken: true,
	})
}

// ofPrincipal adds the policies that a template gives to the principal. Without a template and without
// identity policies given, they are not known.
func (g *gatherer) ofPrincipal() {
	declared := g.asker.declared
	isIdentity := func(known layered) bool { return known.layer == policy.LayerIdentity }
	isGiven := slices.ContainsFunc(g.found, isIdentity)
	if declared == nil {
		if g.asker.hasIdentity() && !isGiven && !g.question.NoIdentity {
			g.missing(policy.LayerIdentity, notGiven(g.inputs))
		}
		return
	}
	g.attached(*declared, groupsOf(*declared))
	for _, arn := range declared.resource.Properties.Get("ManagedPolicyArns").List() {
		if arn.Kind != value.Reference && !isGiven {
			g.missing(policy.LayerIdentity,
				"what the managed policy "+policy.Show(arn)+" allows is not known (--identity FILE)")
		}
	}
	g.boundary(*declared)
}

// attached adds the identity policies of the declared principal and of its groups.
func (g *gatherer) attached(declared found, groups []string) {
	subjects := append([]string{declared.resource.ID}, groups...)
	for i := range declared.Document.Policies {
		entry := &declared.Document.Policies[i]
		isAttached := slices.ContainsFunc(entry.Subjects, func(id string) bool { return slices.Contains(subjects, id) })
		if entry.Kind == string(policy.Identity) && isAttached {
			g.add(policy.LayerIdentity, declared.Input, entry)
		}
	}
}

// boundary adds the permissions boundary of the declared principal.
func (g *gatherer) boundary(declared found) {
	boundary := declared.resource.Properties.Get("PermissionsBoundary")
	if boundary == nil || boundary.Kind == value.Null || g.question.has(policy.LayerBoundary) {
		return
	}
	for i := range declared.Document.Policies {
		entry := &declared.Document.Policies[i]
		if boundary.Kind == value.Reference && entry.Resource == boundary.Resource {
			g.add(policy.LayerBoundary, declared.Input, entry)
			return
		}
	}
	g.missing(policy.LayerBoundary,
		"what the permissions boundary "+policy.Show(boundary)+" allows is not known (--boundary FILE)")
}

// groupsOf returns the ids of the declared groups that a declared user is in.
func groupsOf(user found) []string {
	var ids []string
	note := func(v *value.Value) {
		for _, item := range v.List() {
			if item.Kind == value.Reference {
				ids = append(ids, item.Resource)
			}
		}
	}
	note(user.resource.Properties.Get("Groups"))
	for _, read := range user.names("").templates {
		for _, resource := range read.Resources {
			if resource.Type == "AWS::IAM::UserToGroupAddition" && lists(resource, user.resource) {
				note(resource.Properties.Get("GroupName"))
			}
		}
	}
	return ids
}

// lists reports whether the resource names the user among its Users.
func lists(addition, user *template.Resource) bool {
	return slices.ContainsFunc(addition.Properties.Get("Users").List(), func(item *value.Value) bool {
		given := user.Properties.Get("UserName")
		return item.Kind == value.Reference && item.Resource == user.ID ||
			given != nil && value.Same(item, given) == value.Yes
	})
}

// ofResource adds the policies of the resource that templates hold.
func (g *gatherer) ofResource() {
	for _, input := range g.inputs {
		for i := range input.Document.Policies {
			entry := &input.Document.Policies[i]
			if entry.Resource == "" {
				continue
			}
			switch g.thing.isGoverned(input, entry) {
			case value.Yes:
				g.add(policy.LayerResource, input, entry)
			case value.Undecided:
				g.missing(policy.LayerResource, "whether "+entry.Noun+" "+entry.Name+
					" is on this resource can't be told: ask with the logical id as --resource")
			case value.No:
			}
		}
	}
}

// notGiven says that the identity policies are not, and how they are.
func notGiven(inputs []Input) string {
	if slices.ContainsFunc(inputs, hasIdentityFile) {
		return "it is not given whose the identity policies in the files are (--identity FILE, or --identity none)"
	}
	return "the identity policies of the principal are not given (--identity FILE, or --identity none)"
}

// files adds the policies that are files of their own, by their kind. Identity policies do not say whose they
// are.
func (g *gatherer) files(input Input) {
	for i := range input.Document.Policies {
		entry := &input.Document.Policies[i]
		if entry.Resource != "" {
			continue
		}
		switch policy.Kind(entry.Kind) {
		case policy.Identity:
		case policy.ServiceControl:
			g.add(policy.LayerSCP, input, entry)
		case policy.Control:
			g.add(policy.LayerRCP, input, entry)
		case policy.Resource, policy.Trust:
			if g.thing.isGoverned(input, entry) != value.No {
				g.add(policy.LayerResource, input, entry)
			}
		}
	}
}

func hasIdentityFile(input Input) bool {
	return slices.ContainsFunc(input.Document.Policies, isIdentityFile)
}

func isIdentityFile(entry model.Policy) bool {
	return entry.Resource == "" && entry.Kind == string(policy.Identity)
}

// identityOf returns the identity policy that the only file of the question is; nil for none.
func (q Question) identityOf(inputs []Input) *model.Policy {
	if !q.Alone || len(inputs) != 1 || !inputs[0].IsPolicy() || !hasIdentityFile(inputs[0]) {
		return nil
	}
	return &inputs[0].Document.Policies[0]
}

// checkNone refuses a principal that has no identity policies beside one. The error is a [*QuestionError].
func (r request) checkNone() error {
	if !r.question.NoIdentity {
		return nil
	}
	for _, each := range r.policies {
		const none = "none says that there are no identity policies, and "
		switch {
		case each.layer != policy.LayerIdentity:
		case each.entry == nil:
			return misunderstood("identity", none+"the template gives the principal some")
		case each.isTaken:
			return misunderstood("identity", none+"%s is one", each.locate(each.entry.At).File)
		default:
			return misunderstood("identity", none+"%s is one", each.name())
		}
	}
	return nil
}

// policies returns the documents by layer, in the names of an owner.
func policies(all []layered, known names) policy.Policies {
	var sorted policy.Policies
	for _, each := range all {
		document := each.in(known)
		switch each.layer {
		case policy.LayerIdentity:
			sorted.Identity = append(sorted.Identity, document)
		case policy.LayerBoundary:
			sorted.Boundary = append(sorted.Boundary, document)
		case policy.LayerSession:
			sorted.Session = append(sorted.Session, document)
		case policy.LayerResource:
			sorted.Resource = append(sorted.Resource, document)
		case policy.LayerRCP:
			sorted.RCPs = append(sorted.RCPs, document)
		case policy.LayerEndpoint:
			sorted.Endpoint = append(sorted.Endpoint, document)
		case policy.LayerSCP:
			sorted.SCPs = append(sorted.SCPs, level(document))
		case policy.LayerService:
		}
	}
	return sorted
}

// level returns the policies of a level. One that only denies stands beside FullAWSAccess, which AWS attaches
// everywhere: on its own it would leave nothing that anyone may do.
func level(document *policy.Document) []*policy.Document {
	if document.Unresolved == "" && !slices.ContainsFunc(document.Statements, mayAllow) {
		return []*policy.Document{document, everything}
	}
	return []*policy.Document{document}
}

func mayAllow(statement policy.Statement) bool {
	return statement.Effect != "Deny"
}

// statement returns the statement that a handle is of or in; nil for none.
func (l layered) statement(at source.At) *policy.Statement {
	if l.entry == nil {
		return nil
	}
	for i := range l.entry.Statements {
		statement := &l.entry.Statements[i]
		if at == statement.At || strings.HasPrefix(string(at), string(statement.At)+"/") {
			return statement
		}
	}
	return nil
}
