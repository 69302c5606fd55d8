package validation

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about trust policies.
const (
	TrustNotPrincipal             Code = "role-trust-policy-syntax-error-notprincipal"
	TrustResource                 Code = "role-trust-policy-syntax-error-resource"
	TrustWildcard                 Code = "role-trust-policy-unsupported-wildcard-in-principal"
	InvalidFederatedPrincipal     Code = "invalid-federated-principal-syntax-in-role-trust-policy"
	MismatchedActionForPrincipal  Code = "mismatched-action-for-principal"
	MissingActionForConditionKey  Code = "missing-action-for-condition-key"
	MissingActionForRolesAnywhere Code = "missing-action-for-roles-anywhere-trust-policy"
	MissingConditionKeyForOIDC    Code = "missing-condition-key-for-oidc-principal"
	MissingGitHubRepoConditionKey Code = "missing-github-repo-condition-key"
	SpecificGitHubRepoAndBranch   Code = "specific-github-repo-and-branch-recommended"
	gitHubIssuer                       = "token.actions.githubusercontent.com"
	rolesAnywhere                      = "rolesanywhere.amazonaws.com"
	assumeRole                         = "sts:AssumeRole"
	assumeRoleWithSAML                 = "sts:AssumeRoleWithSAML"
	assumeRoleWithWebIdentity          = "sts:AssumeRoleWithWebIdentity"
)

func (c *checker) checkTrust(s *statement) {
	if c.use.Kind != Trust {
		return
	}
	if not := s.source.Get("NotPrincipal"); not != nil {
		c.add(TrustNotPrincipal, not.At.Key(), "NotPrincipal")
	}
	for _, name := range []string{"Resource", "NotResource"} {
		if element := s.source.Get(name); element != nil {
			c.add(TrustResource, element.At.Key(), name)
		}
	}
	if text, ok := c.literal(s.source.Get("Principal")); ok && text == "*" {
		c.add(TrustWildcard, s.source.Get("Principal").At, "*")
	}
	if s.Effect != "Allow" {
		return
	}
	c.checkFederatedActions(s)
	c.checkSettableKeys(s)
	c.checkRolesAnywhere(s)
	c.checkIssuer(s)
}

// domain matches the name of a provider of web identities, and the URL of one without its scheme.
var domain = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/.*)?$`)

// providerARN matches the ARNs of providers that an account has.
var providerARN = regexp.MustCompile(`^arn:[^:]+:iam::[0-9]{12}:(saml-provider|oidc-provider)/(.+)$`)

func isProvider(text string) bool {
	return domain.MatchString(text) || providerARN.MatchString(text)
}

// principalSort is what the action that assumes a role depends on.
type principalSort string

const (
	samlSort  principalSort = "a SAML provider"
	oidcSort  principalSort = "a provider of web identities"
	otherSort principalSort = "a principal that is not federated"
	openSort  principalSort = ""
)

// sortOf returns what sort of principal one is, openSort where that can't be told.
func sortOf(principal policy.Principal) principalSort {
	if principal.Type != "Federated" {
		return otherSort
	}
	text := policy.Show(principal.Source)
	switch {
	case strings.Contains(text, ":saml-provider/"):
		return samlSort
	case strings.Contains(text, ":oidc-provider/"), domain.MatchString(text):
		return oidcSort
	default:
		return openSort
	}
}

// sorts holds the principals that go with an action.
var sorts = map[string]principalSort{
	strings.ToLower(assumeRole): otherSort, strings.ToLower(assumeRoleWithSAML): samlSort,
	strings.ToLower(assumeRoleWithWebIdentity): oidcSort,
}

// checkFederatedActions finds actions with which none of the principals can assume the role.
func (c *checker) checkFederatedActions(s *statement) {
	var first principalSort
	present := map[principalSort]bool{}
	for i, principal := range s.Principals {
		sort := sortOf(principal)
		if present[sort] = true; i == 0 {
			first = sort
		}
	}
	if len(present) == 0 || present[openSort] {
		return
	}
	for _, action := range c.literals(s.source.Get("Action")) {
		wanted, is := sorts[strings.ToLower(action.text)]
		if is && !present[wanted] {
			issue := c.add(MismatchedActionForPrincipal, action.At, action.text)
			issue.Detail = string(first)
			issue.Related = []Place{{At: s.source.Get("Principal").At.Key(), Message: "names " + string(first)}}
		}
	}
}

// allowed reports whether a statement of the document may allow the action.
func (c *checker) allowed(action string) bool {
	answer, known := c.open[action]
	if !known {
		answer = c.mayAllow(action)
		c.open[action] = answer
	}
	return answer
}

// mayAllow is allowed for an action that nobody asked about before.
func (c *checker) mayAllow(action string) bool {
	for i := range c.document.Statements {
		other := &c.document.Statements[i]
		if _, unclear := other.IsUnresolved("Action"); unclear || other.NotActions != nil {
			return true
		}
		for _, text := range other.Actions {
			if other.Effect != "Deny" && policy.MatchAction(text.Source, action) != value.No {
				return true
			}
		}
	}
	return false
}

// settable holds the actions without which nobody can set the value of a key.
var settable = map[string]string{
	"sts:sourceidentity": "sts:SetSourceIdentity", "aws:tagkeys": "sts:TagSession", "aws:requesttag/": "sts:TagSession",
}

func (c *checker) checkSettableKeys(s *statement) {
	for i := range s.Conditions {
		key := s.Conditions[i].Key
		family, _, _ := strings.Cut(key, "/")
		if family != key {
			family += "/"
		}
		action, is := settable[family]
		if is && demandsKey(&s.Conditions[i]) && !c.allowed(action) {
			c.add(MissingActionForConditionKey, s.Conditions[i].At.Key(), written(&s.Conditions[i])).Detail = action
		}
	}
}

// checkRolesAnywhere finds roles for IAM Roles Anywhere that it can't assume.
func (c *checker) checkRolesAnywhere(s *statement) {
	for _, principal := range s.Principals {
		if principal.Type != "Service" || principal.Value != rolesAnywhere {
			continue
		}
		var missing []string
		for _, action := range []string{assumeRole, "sts:SetSourceIdentity", "sts:TagSession"} {
			if !c.allowed(action) {
				missing = append(missing, action)
			}
		}
		if len(missing) > 0 {
			c.add(MissingActionForRolesAnywhere, principal.At, rolesAnywhere).Detail = strings.Join(missing, " and ")
		}
	}
}

// checkIssuer finds trust in everyone whom a provider of web identities knows.
func (c *checker) checkIssuer(s *statement) {
	if !slices.ContainsFunc(s.Actions, isWebIdentity) {
		return
	}
	var github []policy.Principal
	for _, principal := range s.Principals {
		issuer := issuerOf(principal)
		if issuer == "" {
			continue
		}
		prefix := strings.ToLower(issuer) + ":"
		if !c.mayHaveKey(s, []string{prefix + "*"}) {
			c.add(MissingConditionKeyForOIDC, principal.At, issuer)
		}
		if strings.EqualFold(issuer, gitHubIssuer) {
			github = append(github, principal)
		}
	}
	c.checkGitHub(s, github)
}

func isWebIdentity(action policy.Text) bool {
	return policy.MatchAction(action.Source, assumeRoleWithWebIdentity) == value.Yes
}

// issuerOf returns the URL of a provider of web identities, without its scheme; "" for other principals
// and where it is not known.
func issuerOf(principal policy.Principal) string {
	if principal.Type != "Federated" {
		return ""
	}
	if domain.MatchString(principal.Value) {
		return principal.Value
	}
	fields := policy.Split(principal.Source, ":", arnFields)
	resource, isLiteral := fields[len(fields)-1].Literal()
	issuer, isProvider := strings.CutPrefix(resource, "oidc-provider/")
	if !isLiteral || !isProvider || len(fields) < arnFields || policy.Unfilled(issuer) {
		return ""
	}
	return issuer
}

// narrowing are the claims of GitHub's tokens that name a repository, or something in one.
var narrowing = []string{
	"sub", "repository", "repository_id", "repository_owner", "repository_owner_id", "job_workflow_ref", "environment",
}

// checkGitHub finds trust in more of GitHub than anyone means.
func (c *checker) checkGitHub(s *statement, principals []policy.Principal) {
	if len(principals) == 0 {
		return
	}
	keys := make([]string, len(narrowing))
	for i, claim := range narrowing {
		keys[i] = gitHubIssuer + ":" + claim
	}
	if !c.mayHaveKey(s, keys) {
		for i := range principals {
			c.add(MissingGitHubRepoConditionKey, principals[i].At, gitHubIssuer)
		}
		return
	}
	for i := range s.Conditions {
		condition := &s.Conditions[i]
		operator, _ := policy.ParseOperator(condition.Operator)
		if condition.Key != gitHubIssuer+":sub" || !operator.Wildcards() || operator.Negated() {
			continue
		}
		for _, text := range condition.Values {
			c.checkSubject(text)
		}
	}
}

// checkSubject finds subjects that stand for more than one repository, or for all of it.
func (c *checker) checkSubject(text policy.Text) {
	subject, ok := c.literal(text.Source)
	if !ok || !hasWildcard(subject) {
		return
	}
	issue := c.add(SpecificGitHubRepoAndBranch, text.At, subject)
	if kind, repository, rest := cutSubject(subject); kind == "repo" && rest != "" && !hasWildcard(repository) {
		issue.Variant, issue.Detail = Partial, repository
	}
}

// cutSubject cuts a subject such as "repo:octo/app:ref:refs/heads/main".
func cutSubject(subject string) (kind, repository, rest string) {
	kind, rest, _ = strings.Cut(subject, ":")
	repository, rest, _ = strings.Cut(rest, ":")
	return kind, repository, rest
}
