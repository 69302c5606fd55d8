package validation

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func (c *checker) checkStatement(s *statement) {
	if isGenerated(s.source) {
		return
	}
	c.checkElements(s.source, statementElements)
	c.checkTypes(s)
	c.checkSid(s)
	c.checkEffect(s)
	c.checkRequired(s)
	c.checkCombinations(s)
	c.checkPrincipals(s)
	c.checkActions(s)
	c.checkResources(s)
	c.checkConditions(s)
	c.checkCarried(s)
	c.checkGrants(s)
	c.checkServicePrincipals(s)
	c.checkControl(s)
	c.checkTrust(s)
	c.checkVariables(s)
	c.checkEmpty(s)
	c.checkRedundancy(s)
}

// listElements hold a text or a list of texts.
var listElements = []string{"Action", "NotAction", "Resource", "NotResource"}

// checkTypes finds elements of which the JSON type is not that of the grammar.
func (c *checker) checkTypes(s *statement) {
	for _, name := range []string{"Sid", "Effect"} {
		if v := s.source.Get(name); v.Is(value.List) || v.Is(value.Map) {
			c.mismatch(v, name, "a string")
		}
	}
	for _, name := range listElements {
		for _, item := range s.source.Get(name).List() {
			switch item.Kind {
			case value.Map, value.List, value.Null, value.Bool:
				c.mismatch(item, name, "a string or a list of strings")
			case value.Number, value.String, value.Reference, value.Text, value.Unresolved:
			}
		}
	}
	switch v := s.source.Get("Condition"); {
	case v.Is(value.List), v.Is(value.String), v.Is(value.Number), v.Is(value.Bool):
		c.mismatch(v, "Condition", "an object")
	}
}

// checkSid finds names that IAM refuses. Other services allow more characters.
func (c *checker) checkSid(s *statement) {
	sid := s.source.Get("Sid")
	text, ok := c.literal(sid)
	switch {
	case !ok:
	case text == "":
		c.add(EmptySidValue, sid.At, "")
	case c.use.isIAM() && strings.ContainsFunc(text, isSpecial):
		c.add(UnsupportedSid, sid.At, text)
	}
}

// isSpecial reports whether a character is no ASCII letter or digit.
func isSpecial(r rune) bool {
	isLetter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !isLetter && (r < '0' || '9' < r)
}

func (c *checker) checkEffect(s *statement) {
	effect := s.source.Get("Effect")
	text, ok := c.literal(effect)
	switch {
	case effect == nil:
		c.add(MissingEffect, s.At, "")
	case ok && text != "Allow" && text != "Deny":
		c.add(InvalidEffect, effect.At, quoted(text))
	}
}

// checkRequired finds elements that have to be there. Where a trust policy is concerned that is the
// principal; repository policies of ECR and some others go without a resource.
func (c *checker) checkRequired(s *statement) {
	if !s.has("Action", "NotAction") {
		c.add(MissingAction, s.At, "")
	}
	needsResource := c.use.hasNoPrincipal() || c.use.isOn("s3") || !c.use.File && c.use.Kind == Endpoint
	if needsResource && !s.has("Resource", "NotResource") {
		c.add(MissingResource, s.At, "")
	}
	switch c.use.Kind {
	case Resource, Trust, Endpoint, ResourceControl:
		if !s.has("Principal", "NotPrincipal") {
			c.add(MissingPrincipal, s.At, "")
		}
	case Unclear, Identity, Boundary, PermissionSet, ServiceControl:
	}
}

func (c *checker) checkCombinations(s *statement) {
	for _, name := range []string{"Principal", "Action", "Resource"} {
		other := s.source.Get("Not" + name)
		if s.has(name) && other != nil {
			issue := c.add(UnsupportedElementCombination, other.At.Key(), "Not"+name)
			issue.Detail = name
			issue.Related = []Place{{At: s.source.Get(name).At.Key(), Message: "the element it contradicts"}}
		}
	}
}
