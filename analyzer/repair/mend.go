package repair

import (
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// mending proposes to write exemptions that spare nobody as they were meant.
func (f *finder) mending(accepts func(lockout.Verdict) bool) *change {
	edits := f.improve(accepts, f.mend)
	if edits == nil {
		return nil
	}
	return &change{title: "write the exemption so that it matches the principal that was meant", edits: edits}
}

func (f *finder) mend(statement place) []edit {
	if exempted := statement.child("NotPrincipal"); exempted.value != nil {
		return f.mendPrincipals(statement, exempted)
	}
	var edits []edit
	for _, entry := range conditionsOf(statement) {
		edits = append(edits, f.mendCondition(statement, entry)...)
	}
	return edits
}

// inverting proposes to deny requests without TLS, where the policy denies all others: "true" is easily
// written where "false" is meant.
func (f *finder) inverting(accepts func(lockout.Verdict) bool) *change {
	edits := f.improve(accepts, func(statement place) []edit {
		for _, entry := range conditionsOf(statement) {
			text, _ := entry.value.Literal()
			isEncrypted := strings.EqualFold(entry.key, "aws:SecureTransport") && strings.EqualFold(text, "true")
			if entry.operator == "Bool" && isEncrypted {
				return []edit{replace(entry.place, literal("false"))}
			}
		}
		return nil
	})
	if edits == nil {
		return nil
	}
	return &change{title: "deny what is sent without TLS instead of what is sent with it", edits: edits}
}

// correction turns a text that a key never has into the one that was meant.
type correction struct {
	key     string
	wrong   *regexp.Regexp
	right   string
	pattern bool // it holds a wildcard
}

// part is a part of an ARN, which may be a name for Fn::Sub.
const part = `((?:\$\{[^}]*\}|[^:$])*)`

// corrections are the usual mistakes (IAM User Guide, global condition keys: aws:PrincipalArn of a session
// is the ARN of its role, roles of IAM Identity Center have a path, and aws:userid of a session is the id of
// its role with the name of the session).
var corrections = []correction{
	{
		key: keyPrincipalARN, wrong: regexp.MustCompile(`^arn:` + part + `:sts::` + part + `:assumed-role/([^/]+)/.+$`),
		right: "arn:${1}:iam::${2}:role/${3}",
	},
	{
		key:   keyPrincipalARN,
		wrong: regexp.MustCompile(`^arn:` + part + `:iam::` + part + `:role/(AWSReservedSSO_[^/]+)$`),
		right: "arn:${1}:iam::${2}:role/aws-reserved/sso.amazonaws.com/*${3}", pattern: true,
	},
	{
		key: "aws:userid", wrong: regexp.MustCompile(`^(AROA[A-Z0-9]+)$`), right: "${1}:*", pattern: true,
	},
	{
		key: keyPrincipalARN, wrong: regexp.MustCompile(`^(arn:.*[*?].*)$`), right: "${1}", pattern: true,
	},
	{
		key: "aws:userid", wrong: regexp.MustCompile(`^(AROA[A-Z0-9]+:.*[*?].*)$`), right: "${1}", pattern: true,
	},
}

// mendCondition corrects the values under one key, and the operator where they need wildcards.
func (f *finder) mendCondition(statement place, entry condition) []edit {
	operator, isKnown := policy.ParseOperator(entry.operator)
	if !isKnown || !operator.Negated() || operator.Qualifier != "" {
		return nil
	}
	var terms []term
	var edits []edit
	needsPattern := false
	for _, item := range entry.members() {
		text, isWritable := f.shapeOf(item.value)
		if !isWritable {
			return nil
		}
		corrected, isPattern := correct(entry.key, text.written)
		if strings.EqualFold(entry.key, keyPrincipalARN) {
			corrected = f.withPath(corrected)
		}
		needsPattern = needsPattern || isPattern
		if corrected != text.written {
			edits = append(edits, replace(item, text.as(corrected)))
		}
		terms = append(terms, text.as(corrected))
	}
	if !needsPattern || operator.Wildcards() {
		return edits
	}
	return moved(statement, entry, terms)
}

// ofPrincipal splits the ARN of a user or role before its path and name.
var ofPrincipal = regexp.MustCompile(`^(arn:` + part + `:iam::` + part + `:(role|user)/)([^*?$]+)$`)

// withPath returns the ARN with the path that the set declares the user or role with.
func (f *finder) withPath(arn string) string {
	found := ofPrincipal.FindStringSubmatch(arn)
	if found == nil {
		return arn
	}
	start, kind, name := found[1], found[4], found[5]
	for _, declared := range f.Target.Declared {
		own, isNamed := declared.Name.Literal()
		if isNamed && string(declared.Kind) == kind && lockout.WithoutPath(own) == lockout.WithoutPath(name) {
			return start + own
		}
	}
	return arn
}

// correct returns what a text under a key was meant to be, and whether it has wildcards then.
func correct(key, text string) (corrected string, isPattern bool) {
	for _, mistake := range corrections {
		if strings.EqualFold(key, mistake.key) && mistake.wrong.MatchString(text) {
			text = mistake.wrong.ReplaceAllString(text, mistake.right)
			isPattern = isPattern || mistake.pattern
		}
	}
	return text, isPattern
}

// moved puts a key with values under the operator that knows wildcards, where that does not have it yet.
func moved(statement place, entry condition, values []term) []edit {
	added := withCondition(statement, []string{"StringNotLike"}, entry.key, oneOrMore(values))
	if added == nil {
		return nil
	}
	old := statement.child(conditionElement).child(entry.operator)
	if len(old.value.Fields) > 1 {
		old = entry.place
	}
	return append([]edit{remove(old)}, added...)
}

func oneOrMore(values []term) term {
	if len(values) == 1 {
		return values[0]
	}
	return list(values...)
}
