package validation

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// checkGrants finds statements that allow to pass, or to make, more roles than anyone means.
func (c *checker) checkGrants(s *statement) {
	if s.Effect != "Allow" || !c.use.hasNoPrincipal() || c.use.Kind == ServiceControl || c.use.Kind == Boundary {
		return
	}
	c.checkGrant(s, grant{family: "pass-role", action: "iam:PassRole", keys: []string{
		"iam:passedtoservice", "iam:associatedresourcearn", "iam:resourcetag/*", "aws:resourcetag/*",
	}})
	c.checkGrant(s, grant{
		family: "create-slr", action: "iam:CreateServiceLinkedRole", keys: []string{"iam:awsservicename"},
	})
}

// grant is an action that has to be limited to some roles.
type grant struct {
	// family begins the codes, which go on with what is too wide, as in "pass-role-with-star-in-resource".
	family string
	action string
	// keys are those that limit the action as well as a resource does. A star at the end stands for any
	// rest.
	keys []string
}

func (c *checker) checkGrant(s *statement, g grant) {
	action, how := c.grants(s, g.action)
	if how == "" || c.mayHaveKey(s, g.keys) {
		return
	}
	// Whether a file is a policy that grants, or one that limits an account, shows in the action alone.
	if !c.use.grants() && how != "named" {
		return
	}
	code, at := c.tooWide(s, how)
	if code == "" {
		return
	}
	issue := c.add(Code(g.family+code), at, g.action)
	if how != "exclusion" {
		issue.Detail = shown(action)
	}
	if action != nil {
		issue.Related = []Place{{At: action.At, Message: "allows " + g.action}}
	}
}

// wide ends the codes of grants, by how the action is named and by the element that names the resources.
var wide = map[string]map[string]string{
	"named": {"Resource": "-with-star-in-resource", "NotResource": "-with-not-resource"},
	"pattern": {
		"Resource": "-with-star-in-action-and-resource", "NotResource": "-with-star-in-action-and-not-resource",
	},
	"exclusion": {
		"Resource": "-with-star-in-resource-and-not-action", "NotResource": "-with-not-action-and-not-resource",
	},
}

// tooWide returns the end of the code, and the place, where the resources are all roles or too many of
// them; "" where they are not.
func (c *checker) tooWide(s *statement, how string) (code string, at source.At) {
	if not := s.source.Get("NotResource"); not != nil {
		return wide[how]["NotResource"], not.At.Key()
	}
	if star := c.starIn(s.source.Get("Resource")); star != nil {
		return wide[how]["Resource"], star.At
	}
	return "", ""
}

// grants tells how the statement names an action: "named", by a "pattern", by "exclusion" in NotAction, or
// not at all. It returns the element that does.
func (c *checker) grants(s *statement, name string) (action *value.Value, how string) {
	for _, item := range c.literals(s.source.Get("Action")) {
		switch {
		case strings.EqualFold(item.text, name):
			return item.Value, "named"
		case policy.MatchAction(item.Value, name) == value.Yes:
			action, how = item.Value, "pattern"
		}
	}
	not := s.source.Get("NotAction")
	if how != "" || not == nil || !c.allLiteral(not) {
		return action, how
	}
	excluded := slices.ContainsFunc(not.List(), func(item *value.Value) bool {
		return policy.MatchAction(item, name) == value.Yes
	})
	if excluded {
		return nil, ""
	}
	return not, "exclusion"
}

// starIn returns the first resource that is any role of the account, nil for none.
func (c *checker) starIn(resources *value.Value) *value.Value {
	for _, item := range resources.List() {
		fields := policy.Split(item, ":", arnFields)
		last := c.visible(fields[len(fields)-1])
		isWhole := len(fields) == 1 && last == "*"
		isARN := len(fields) == arnFields && slices.Contains([]string{"*", "role/*", "role*"}, last)
		if isWhole || isARN {
			return item
		}
	}
	return nil
}
