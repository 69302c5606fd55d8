package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// organizations are the organizations that the account may be in, and none, or the one that it is known to be in. The
// caller and the resource are of one account, so that they are in one organization.
func (p *proof) organizations() []alternative {
	if p.target.Known.Organization != "" {
		return p.inKnownOrganization()
	}
	all, named := p.namedOrganizations()
	other := inOrganization(value.OfText("o-"+fresh), value.OfText("o-"+fresh+"/r-"+fresh+"/"))
	none := alternative{context: policy.Context{}}.because("the account is in no organization")
	switch {
	case len(named) > 0 && p.doesAsMuch(none, other):
		other = other.because("the account is not in " + strings.Join(named, " or "))
	case len(named) > 0:
		other = other.because("the account is in an organization, but not in " + strings.Join(named, " or "))
	case !p.supposesOrganization():
		other = other.because("the account is in an organization")
	}
	return append(all, other, none)
}

// inOrganization is the alternative in which the account is there.
func inOrganization(id, path *value.Value) alternative {
	paths := policy.Entry{Values: []*value.Value{path}, Multivalued: true, Presence: value.Yes}
	return alternative{context: policy.Context{
		keyOrganization: present(id), keyOwnOrganization: present(id), keyPaths: paths, keyOwnPaths: paths,
	}}
}

func (a alternative) because(text string) alternative {
	a.facts = []Fact{{Kind: Member, Text: text}}
	return a
}

// namedOrganizations are those that the document tells from others, with phrases for them.
func (p *proof) namedOrganizations() (all []alternative, named []string) {
	add := func(id, path *value.Value, what, shownAs string) {
		in := inOrganization(id, path).because("the account is in " + what + shownAs)
		in.facts[0].Value = shownAs
		all = append(all, in)
		if phrase := what + shownAs; !slices.Contains(named, phrase) {
			named = append(named, phrase)
		}
	}
	for _, key := range []string{keyOrganization, keyOwnOrganization} {
		for _, found := range p.samples(key, value.OfText("o-*")) {
			if !isOrganizationKey(found.value) {
				add(found.value, value.Join(found.value, value.OfText("/r-"+fresh+"/")), "organization ", found.shown)
			}
		}
	}
	for _, key := range []string{keyPaths, keyOwnPaths} {
		for _, found := range p.samples(key, value.OfText("o-*/*")) {
			id := policy.Split(found.value, "/", 2)[0]
			add(id, found.value, "the organizational unit ", found.shown)
		}
	}
	return all, named
}

// isOrganizationKey reports whether a value is a policy variable for the organization itself.
func isOrganizationKey(v *value.Value) bool {
	return slices.ContainsFunc(variables(v), func(key string) bool { return axes[key] == onOrganization })
}

// supposesOrganization reports whether the document compares the organization of the caller with that of the
// resource, as in "${aws:ResourceOrgID}": whoever writes that has one.
func (p *proof) supposesOrganization() bool {
	return slices.ContainsFunc(p.conditions, func(read *clause) bool {
		return axes[read.keys[0]] == onOrganization && slices.ContainsFunc(read.keys[1:], func(key string) bool {
			return axes[key] == onOrganization
		})
	})
}

// doesAsMuch reports whether one organization does all that another does.
func (p *proof) doesAsMuch(one, other alternative) bool {
	clauses := p.clausesOn([]axis{onOrganization})
	does, _, _ := p.outcome(one, clauses)
	also, _, _ := p.outcome(other, clauses)
	return also.sure.within(does.sure)
}
