package analyzer

import (
	"context"
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Access says of every policy in the files who may still change it and who may use what it is on, in the
// scenario of the values given and the defaults. Files that are neither templates nor policies are left out.
// A notice of what keeps a file from being read has Fault set.
func (a *Analyzer) Access(
	ctx context.Context, files []*source.File,
) (report access.Report, notices []finding.Notice, err error) {
	inputs, notices, err := a.accessInputs(ctx, files)
	if err != nil {
		return access.Report{}, nil, err
	}
	return access.Overview(inputs), append(notices, problems(inputs)...), nil
}

// problems says what keeps files from being read.
func problems(inputs []access.Input) []finding.Notice {
	var notices []finding.Notice
	for _, input := range inputs {
		for _, problem := range input.Problems() {
			message := fmt.Sprintf("line %d: %s", problem.Location.Start.Line, problem.Text)
			notices = append(notices, finding.Notice{File: problem.Location.File, Message: message, Fault: true})
		}
	}
	return notices
}

// GivenFile is a policy file that a question gives for a layer.
type GivenFile struct {
	Layer policy.Layer
	File  *source.File
}

// Ask answers one question about the policies in the files, in the scenario of the values given and the
// defaults. The policies in given add to those of the question. What can't be understood of the question is an
// [*access.QuestionError].
func (a *Analyzer) Ask(
	ctx context.Context, files []*source.File, question access.Question, given []GivenFile,
) (reply *access.Reply, notices []finding.Notice, err error) {
	inputs, notices, err := a.accessInputs(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	for _, problem := range problems(inputs) {
		return nil, nil, &access.QuestionError{Message: problem.File + ": " + problem.Message}
	}
	question.Account = a.options.Account
	for _, each := range given {
		input, err := a.policyInput(ctx, each)
		if err != nil {
			return nil, nil, err
		}
		question.Given = append(question.Given, access.Given{Layer: each.Layer, Input: input})
	}
	reply, err = access.Ask(inputs, question)
	return reply, notices, err
}

// policyInput reads a file that has to be a policy, on its own.
func (a *Analyzer) policyInput(ctx context.Context, given GivenFile) (access.Input, error) {
	inputs, _, err := a.accessInputs(ctx, []*source.File{given.File})
	if err != nil {
		return access.Input{}, err
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

// accessInputs reads the files and proves what there is to prove about their policies.
func (a *Analyzer) accessInputs(
	ctx context.Context, files []*source.File,
) (inputs []access.Input, notices []finding.Notice, err error) {
	read, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	env := a.environment()
	for _, linked := range assembly.Link(parsed(read), env) {
		members := assembly.NewReader(linked).Read(env, nil)
		document := model.Build(members, env, []model.Section{model.Policies})
		inputs = append(inputs, access.Input{Members: members, Document: document})
	}
	return inputs, append(notices, a.uselessParameters(read)...), nil
}
