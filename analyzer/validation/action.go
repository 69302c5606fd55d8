package validation

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about actions.
const (
	InvalidAction             Code = "invalid-action"
	InvalidServiceInAction    Code = "invalid-service-in-action"
	UnsupportedActionInPolicy Code = "unsupported-action-in-policy"
)

func (c *checker) checkActions(s *statement) {
	for _, name := range []string{"Action", "NotAction"} {
		for _, action := range c.literals(s.source.Get(name)) {
			c.checkAction(action)
		}
	}
}

func (c *checker) checkAction(action literal) {
	if action.text == "*" {
		return
	}
	prefix, name, found := strings.Cut(action.text, ":")
	if !found || prefix == "" || name == "" || strings.ContainsAny(action.text, " \t\n") {
		c.add(InvalidAction, action.At, quoted(action.text)).Variant = Malformed
		return
	}
	if strings.Contains(action.text, "${") {
		return // a variable where none is allowed
	}
	if c.checkOwnAction(action, prefix) {
		c.checkListed(action.Value, prefix, name)
	}
}

// checkListed finds actions that the catalogue does not hold.
func (c *checker) checkListed(action *value.Value, prefix, name string) {
	if hasWildcard(prefix) || len(name) > maxPattern {
		return
	}
	service, known := catalogue.Lookup(prefix)
	if !known {
		issue := c.add(InvalidServiceInAction, action.At, prefix)
		issue.Detail = c.suggest(InvalidServiceInAction, prefix, catalogue.NearestService)
		return
	}
	if c.isListed(service, name) {
		return
	}
	issue := c.add(InvalidAction, action.At, prefix+":"+name)
	issue.Variant = Unlisted
	if nearest := c.suggest(InvalidAction, name, service.NearestAction); nearest != "" {
		issue.Detail = prefix + ":" + nearest
	}
}

// mostPatterns bounds the names with wildcards that are held against all actions of a service, far above what
// people write. The others count as listed.
const mostPatterns = 1 << 12

// isListed reports whether the service has an action of the name, or may have one.
func (c *checker) isListed(service catalogue.Service, name string) bool {
	if _, listed := service.Action(name); listed {
		return true
	}
	if !strings.ContainsAny(name, "*?") {
		return false
	}
	c.patterns++
	return c.patterns > mostPatterns || len(service.Matching(name)) > 0
}

// ownActions are the prefixes of the actions that a policy on a resource of the service may name. Others
// are refused. Services that take what they do not know are not listed.
var ownActions = map[string][]string{
	"s3":             {"s3"},
	"sqs":            {"sqs"},
	"sns":            {"sns"},
	"kms":            {"kms"},
	"secretsmanager": {"secretsmanager"},
	"ecr":            {"ecr"},
	"sts":            {"sts"},
}

// checkOwnAction reports whether a policy of this kind may name actions with the prefix.
func (c *checker) checkOwnAction(action literal, prefix string) bool {
	isOnResource := c.use.Kind == Resource || c.use.Kind == Trust
	if c.use.File || !isOnResource || hasWildcard(prefix) {
		return true
	}
	service := c.use.Service
	if c.use.Kind == Trust {
		service = "sts"
	}
	own, listed := ownActions[service]
	if !listed || slices.Contains(own, strings.ToLower(prefix)) {
		return true
	}
	c.add(UnsupportedActionInPolicy, action.At, action.text).Detail = strings.Join(own, ", ")
	return false
}
