package access

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// hypothesis is an account that may own the resource, and what follows.
type hypothesis struct {
	owner    string
	isOwn    value.Truth
	request  policy.Request
	policies policy.Policies
	decision policy.Decision
}

// hypotheses evaluates the request for each account that may own the resource. The account of the caller
// comes first, one that nothing mentions last.
func (r request) hypotheses() []hypothesis {
	stacks, owners := r.accounts()
	var all []hypothesis
	for i, owner := range owners {
		known := r.names(stacks[i])
		made := hypothesis{owner: owner, policies: policies(r.policies, known)}
		made.request = policy.Request{
			Caller: r.asker.in(known), Action: r.question.Action, Resource: r.thing.in(known),
			Context: contextOf(r.question.Action, r.documents(), r.question.Context),
		}
		if made.request.Resource != nil {
			made.request.Owner = value.OfText(owner)
			if owner == r.question.Account {
				made.request.Organization = r.question.Organization
			}
		}
		made.isOwn = value.Same(made.request.Caller.Account, value.OfText(owner))
		made.decision = policy.Evaluate(made.request, made.policies)
		all = append(all, made)
	}
	return all
}

// accounts returns the accounts that may own the resource, each with the one that the stacks are in then.
func (r request) accounts() (stacks, owners []string) {
	caller := accountIn(r.asker.caller)
	known := r.question.Account
	if known == "" {
		known = r.thing.account()
	}
	isStack := r.asker.caller.ARN == nil && r.thing.declared == nil
	switch {
	case r.question.Account != "" && isStack:
		return []string{r.question.Account}, []string{known}
	case known != "" && isStack:
		other := unused([]string{known})
		return []string{known, other}, []string{known, known}
	case known != "":
		return []string{known}, []string{known}
	}
	mention := slices.DeleteFunc(r.mentioned(), func(id string) bool { return id == caller })
	fresh := unused(append(slices.Clone(mention), caller))
	if len(mention) > mostMentioned {
		mention = nil
	}
	if r.thing.arn == nil && r.thing.declared == nil {
		return []string{first(caller, fresh)}, []string{first(caller, fresh)}
	}
	if isStack { // the caller's account is that of the stack, and the resource may be another's
		return []string{fresh, fresh}, []string{fresh, unused(append(mention, fresh))}
	}
	if caller != "" {
		owners = append(owners, caller)
	}
	owners = append(append(owners, mention...), fresh)
	return owners, owners
}

// mostMentioned bounds the accounts that are tried as the owner of the resource besides that of the caller.
const mostMentioned = 64

// mentioned returns the account ids that the policies hold, sorted.
func (r request) mentioned() []string {
	var all []string
	for _, document := range r.documents() {
		all = append(all, mentioned(document.Source)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// names returns what things are called where the stacks are in an account.
func (r request) names(stack string) names {
	known := names{owner: value.OfText(stack), partition: "aws"}
	for _, each := range r.policies {
		if each.entry != nil {
			known.templates = append(known.templates, each.names(stack).templates...)
		}
	}
	for _, each := range []*found{r.asker.declared, r.thing.declared} {
		if each != nil {
			known.templates = append(known.templates, each.names(stack).templates...)
			known.partition = each.Document.Partition
		}
	}
	return known
}
