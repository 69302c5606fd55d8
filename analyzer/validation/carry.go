package validation

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// The codes about conditions on keys that requests for an action do not carry.
const (
	UnsupportedActionForConditionKey Code = "unsupported-action-for-condition-key"
	DenyWithUnsupportedTag           Code = "deny-with-unsupported-tag-condition-key-for-service"
	DenyNotActionWithUnsupportedTag  Code = "deny-notaction-with-unsupported-tag-condition-key-for-service"
	AllowWithUnsupportedTag          Code = "allow-with-unsupported-tag-condition-key-for-service"
	AllowNotActionWithUnsupportedTag Code = "allow-notaction-with-unsupported-tag-condition-key-for-service"
)

const resourceTag = "aws:resourcetag/"

// tagCodes holds the codes about tags of resources, by the effect and the element that names the actions.
var tagCodes = map[string]map[string]Code{
	"Allow": {"Action": AllowWithUnsupportedTag, "NotAction": AllowNotActionWithUnsupportedTag},
	"Deny":  {"Action": DenyWithUnsupportedTag, "NotAction": DenyNotActionWithUnsupportedTag},
}

// checkCarried finds conditions that can't hold for some of the actions, since requests for these do not
// carry the key.
func (c *checker) checkCarried(s *statement) {
	codes := tagCodes[s.Effect]
	if codes == nil {
		return
	}
	not := s.source.Get("NotAction")
	for i := range s.Conditions {
		read := &s.Conditions[i]
		isTag := strings.HasPrefix(read.Key, resourceTag)
		switch {
		case !demandsKey(read):
		case isTag && not != nil:
			issue := c.add(codes["NotAction"], read.At.Key(), written(read))
			issue.Related = []Place{{At: not.At.Key(), Message: "all actions but these"}}
		case isTag:
			c.checkCarriers(codes["Action"], s, read)
		default:
			c.checkCarriers(UnsupportedActionForConditionKey, s, read)
		}
	}
}

// demandsKey reports whether a request without the key fails the condition. Negated operators, IfExists and
// Null have an answer for such requests.
func demandsKey(read *policy.Condition) bool {
	operator, ok := policy.ParseOperator(read.Operator)
	return ok && !operator.Negated() && !operator.IfExists && operator.Base != "Null" &&
		operator.Qualifier != policy.ForAllValues
}

// mostCarried bounds the pairs of an action and a key that are looked at, far above what people write.
const mostCarried = 1 << 17

// checkCarriers finds the listed actions that do not carry a key. Wildcards may mean those that do.
func (c *checker) checkCarriers(code Code, s *statement, read *policy.Condition) {
	actions := s.source.Get("Action")
	if c.carried += len(actions.List()); c.carried > mostCarried {
		return
	}
	var lacking []literal
	for _, action := range c.literals(actions) {
		if lacksKey(action.text, read.Key) {
			lacking = append(lacking, action)
		}
	}
	if len(lacking) == 0 {
		return
	}
	issue := c.add(code, lacking[0].At, listed(lacking))
	issue.Detail = written(read)
	issue.Related = []Place{{At: read.At.Key(), Message: "the condition"}}
}

// lacksKey reports whether an action is sure not to carry a key of its own service, or one for the tags of
// its resource.
func lacksKey(action, key string) bool {
	prefix, name, _ := strings.Cut(action, ":")
	service, known := catalogue.Lookup(prefix)
	found, isListed := service.Action(name)
	if !known || !isListed {
		return false
	}
	owner, _, _ := strings.Cut(key, ":")
	_, isOwn := service.Key(key)
	isAbout := strings.HasPrefix(key, resourceTag) || isOwn && strings.EqualFold(prefix, owner)
	return isAbout && !service.Carries(found, key)
}

// mostNamed bounds the actions that one issue names.
const mostNamed = 100

// listed names the actions, once each, in the order of the file. Of very many it counts the rest.
func listed(actions []literal) string {
	var texts []string
	seen := map[string]bool{}
	for _, action := range actions {
		if !seen[action.text] && len(texts) < mostNamed {
			texts = append(texts, action.text)
		}
		seen[action.text] = true
	}
	if more := len(seen) - len(texts); more > 0 {
		texts = append(texts, strconv.Itoa(more)+" more")
	}
	return strings.Join(texts, ", ")
}
