package analyzer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Access says of every policy in the files who may still change it and who may use what it is on, in all
// scenarios of the values given. Files that are neither templates nor policies are left out. A notice of what
// keeps a file from being read has Fault set.
func (a *Analyzer) Access(
	ctx context.Context, files []*source.File,
) (report access.Report, notices []finding.Notice, err error) {
	report = access.NewReport()
	linked, notices, err := a.linked(ctx, files)
	if err != nil {
		return access.Report{}, nil, err
	}
	for _, each := range linked {
		if err := ctx.Err(); err != nil {
			return access.Report{}, nil, fmt.Errorf("describe policies: %w", err)
		}
		scenarios, cut := a.scenarios(each, nil)
		report.Add(scenarios)
		notices = slices.Concat(notices, cut, problems(scenarios[0]))
	}
	return report, notices, nil
}

// problems says what keeps files of an input from being read.
func problems(input access.Input) []finding.Notice {
	var notices []finding.Notice
	for _, problem := range input.Problems() {
		message := fmt.Sprintf("line %d: %s", problem.Location.Start.Line, problem.Text)
		notices = append(notices, finding.Notice{File: problem.Location.File, Message: message, Fault: true})
	}
	return notices
}

// GivenFile is a policy file that a question gives for a layer.
type GivenFile struct {
	Layer policy.Layer
	File  *source.File
}

// Ask answers one question about the policies in the files, in all scenarios of the values given. The policies in
// given add to those of the question. What can't be understood of the question is an [*access.QuestionError].
func (a *Analyzer) Ask(
	ctx context.Context, files []*source.File, question access.Question, given []GivenFile,
) (reply *access.Reply, notices []finding.Notice, err error) {
	linked, notices, err := a.linked(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	assemblies, cuts := make([]access.Scenarios, len(linked)), []finding.Notice{}
	for i, each := range linked {
		scenarios, cut := a.scenarios(each, question.Names)
		for _, problem := range problems(scenarios[0]) {
			return nil, nil, &access.QuestionError{Message: problem.File + ": " + problem.Message}
		}
		assemblies[i], cuts = scenarios, append(cuts, cut...)
	}
	question.Account, question.Organization = a.ownerOf(linked)
	if len(linked) == 0 && len(given) > 0 {
		environment, _ := a.environmentOf(given[0].File.Name)
		question.Account = environment.Account
	}
	for _, each := range given {
		input, err := a.policyInput(ctx, each)
		if err != nil {
			return nil, nil, err
		}
		question.Given = append(question.Given, access.Given{Layer: each.Layer, Input: input})
	}
	all, complete := access.Combine(assemblies, template.MaxScenarios)
	if !complete {
		cuts = append(cuts, scenariosCut(linked[0].Assembly, len(all)))
	}
	reply, err = access.Ask(all, question)
	if err == nil && len(cuts) > 0 {
		reply.Assumed = append(reply.Assumed, "scenarios that were not examined are no different")
	}
	return reply, slices.Concat(notices, cuts, beside(assemblies, question, reply)), err
}

// beside says where the only file is a policy on something else than the request.
func beside(assemblies []access.Scenarios, question access.Question, reply *access.Reply) []finding.Notice {
	if !question.Alone || reply == nil || len(assemblies) != 1 {
		return nil
	}
	input := assemblies[0][0]
	if message := input.Beside(reply); message != "" {
		return []finding.Notice{{File: input.Document.Files[0].Name, Message: message}}
	}
	return nil
}

// policyInput reads a file that has to be a policy, on its own.
func (a *Analyzer) policyInput(ctx context.Context, given GivenFile) (access.Input, error) {
	linked, _, err := a.linked(ctx, []*source.File{given.File})
	if err != nil {
		return access.Input{}, err
	}
	var inputs access.Scenarios
	for _, each := range linked {
		inputs, _ = a.scenarios(each, nil)
	}
	if len(inputs) != 1 || !inputs[0].IsPolicy() {
		return access.Input{}, &access.QuestionError{
			Flag: string(given.Layer), Message: given.File.Name + " is no policy document",
		}
	}
	if isForCallers[given.Layer] && inputs[0].NamesPrincipals() {
		return access.Input{}, &access.QuestionError{
			Flag: string(given.Layer), Message: given.File.Name + " names principals, so it is on a resource",
		}
	}
	return inputs[0], nil
}

// isForCallers holds for the layers whose policies are on who asks, and so name no principals (IAM User Guide,
// AWS JSON policy elements: Principal).
var isForCallers = map[policy.Layer]bool{
	policy.LayerIdentity: true, policy.LayerBoundary: true, policy.LayerSession: true, policy.LayerSCP: true,
}

// ownerOf returns the account that all of the files are deployed to, and the organization that is known of them all: ""
// where it is not known or not one.
func (a *Analyzer) ownerOf(linked []deployed) (account, organization string) {
	account = a.options.Account
	for i, each := range linked {
		for j, file := range each.Files {
			known := each.environment.Known(file.Tree.File.Name).Organization
			if i+j == 0 {
				account, organization = each.environment.Account, known
			}
			if each.environment.Account != account {
				account = ""
			}
			if known != organization {
				organization = ""
			}
		}
	}
	return account, organization
}

// linked reads the files, with those together that belong together.
func (a *Analyzer) linked(
	ctx context.Context, files []*source.File,
) (linked []deployed, notices []finding.Notice, err error) {
	read, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	return a.link(parsed(read)), append(notices, a.uselessParameters(read)...), nil
}

// scenarios reads an assembly in all its scenarios, and proves what there is to prove about its policies. What
// resources hang on that a question names matters, besides what policies do.
func (a *Analyzer) scenarios(
	files deployed, isNamed func(resource string) bool,
) (read access.Scenarios, notices []finding.Notice) {
	sections := []model.Section{model.Policies}
	env := files.environment
	reader, builder := assembly.NewReader(files.Assembly), model.NewBuilder()
	holdsPolicies, named := model.Relevant(sections), namedTypes(reader, isNamed)
	env.Relevant = files.Relevant(func(resourceType string) bool {
		return holdsPolicies(resourceType) || strings.HasPrefix(resourceType, "AWS::IAM::") || named[resourceType]
	})
	stacks, allStacks := files.Stacks()
	found, allScenarios := template.Scenarios(stacks, env)
	for _, scenario := range found {
		members := reader.Read(env, scenario)
		read = append(read, access.Input{Members: members, Document: builder.Build(members, env, sections)})
	}
	if !allScenarios {
		notices = append(notices, scenariosCut(files.Assembly, len(found)))
	}
	if !allStacks {
		notices = append(notices, stacksCut(files.Assembly, len(stacks)))
	}
	return read, notices
}

// namedTypes returns the types of the declared resources whose logical ids are named.
func namedTypes(reader *assembly.Reader, isNamed func(resource string) bool) map[string]bool {
	types := map[string]bool{}
	if isNamed == nil {
		return types
	}
	for _, member := range reader.Outline() {
		if member.Template == nil {
			continue
		}
		for _, resource := range member.Template.Resources {
			if isNamed(resource.Name) {
				types[resource.Type] = true
			}
		}
	}
	return types
}

// scenariosCut says that not all scenarios were looked at.
func scenariosCut(files assembly.Assembly, count int) finding.Notice {
	message := fmt.Sprintf("the conditions may allow more scenarios than the %d that were examined", count)
	return finding.Notice{File: files.Files[0].Tree.File.Name, Message: message}
}

// stacksCut says that not all nested stacks were read.
func stacksCut(files assembly.Assembly, count int) finding.Notice {
	message := fmt.Sprintf("it nests more stacks than the %d that were read", count)
	return finding.Notice{File: files.Files[0].Tree.File.Name, Message: message}
}
