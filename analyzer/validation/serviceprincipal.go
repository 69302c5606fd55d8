package validation

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// The codes about services as principals.
const (
	RestrictAccessToServicePrincipal  Code = "restrict-access-to-service-principal"
	RecommendedConditionKeyForService Code = "recommended-condition-key-for-service-principal"
	UnsupportedConditionKeyForService Code = "unsupported-condition-key-for-service-principal"
)

// actingForResources are the services that act on a resource for one of any account, and say which in
// aws:SourceArn and aws:SourceAccount (IAM User Guide, the confused deputy problem, and the guides of the
// services).
var actingForResources = []string{
	"apigateway.amazonaws.com", "cloudfront.amazonaws.com", "cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com",
	"config.amazonaws.com", "delivery.logs.amazonaws.com", "events.amazonaws.com", "iot.amazonaws.com",
	"logging.s3.amazonaws.com", "s3.amazonaws.com", "ses.amazonaws.com", "sns.amazonaws.com",
}

var (
	// narrowingSources are the keys that say for whom a service acts.
	narrowingSources = []string{
		"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
	}
	// otherSources narrow a service in a way of their own.
	otherSources = []string{"kms:*", "s3:dataaccesspointaccount", "lambda:*"}
	// callers are the keys that tell of a principal with an account, which a service is not.
	callers = []string{
		"aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principaltag/*", "aws:username",
	}
)

func (c *checker) checkServicePrincipals(s *statement) {
	if c.use.File || c.use.Kind != Resource || s.Effect != "Allow" {
		return
	}
	if !c.mayHaveKey(s, narrowingSources) {
		for i := range s.Principals {
			c.checkSource(s, &s.Principals[i])
		}
	}
	c.checkCallers(s)
}

// checkSource finds a service that acts for anyone, as no condition says for whom.
func (c *checker) checkSource(s *statement, principal *policy.Principal) {
	switch {
	case principal.Type != "Service" || !slices.Contains(actingForResources, principal.Value):
	case c.mayHaveKey(s, []string{"aws:sourceowner", "aws:referer"}):
		c.add(RecommendedConditionKeyForService, principal.At, principal.Value)
	case !c.mayHaveKey(s, otherSources) && !c.mayHaveKey(s, callers):
		issue := c.add(RestrictAccessToServicePrincipal, principal.At, principal.Value)
		if c.readsMetadata(s) {
			issue.Variant = Partial
		}
	}
}

// metadata are the beginnings of actions that tell something about a resource and nothing of what is in it.
var metadata = []string{"s3:getbucket", "s3:listbucket", "kms:describe", "sns:gettopic", "sqs:getqueue"}

// readsMetadata reports whether the statement allows nothing else.
func (c *checker) readsMetadata(s *statement) bool {
	if s.metadata == nil {
		answer := c.allowsMetadata(s)
		s.metadata = &answer
	}
	return *s.metadata
}

// allowsMetadata is readsMetadata for a statement that nobody asked about before.
func (c *checker) allowsMetadata(s *statement) bool {
	actions := s.source.Get("Action")
	if actions == nil || !c.allLiteral(actions) {
		return false
	}
	for _, action := range c.literals(actions) {
		tells := func(prefix string) bool { return strings.HasPrefix(strings.ToLower(action.text), prefix) }
		if !slices.ContainsFunc(metadata, tells) {
			return false
		}
	}
	return true
}

// checkCallers finds keys that are never in a request of a service, where all principals are services.
func (c *checker) checkCallers(s *statement) {
	isOther := func(principal policy.Principal) bool { return principal.Type != "Service" }
	if len(s.Principals) == 0 || slices.ContainsFunc(s.Principals, isOther) {
		return
	}
	for i := range s.Conditions {
		condition := &s.Conditions[i]
		if isOneOf(condition.Key, callers) && demandsKey(condition) {
			issue := c.add(UnsupportedConditionKeyForService, condition.At.Key(), written(condition))
			issue.Detail = s.Principals[0].Value
		}
	}
}
