package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/validation"
)

// issueSubject begins the subjects of a document that are issues of its policies.
const issueSubject = "policy/"

// verdictSubject begins those that are verdicts on its policies.
const verdictSubject = "verdict/"

// issues returns what is wrong with the document in the place.
func (r placeReader) issues(kind string, document *policy.Document) []validation.Issue {
	if len(r.path) == 0 {
		return []validation.Issue{} // the properties hold more than a document
	}
	return orNone(validation.Issues(document, validation.Use{
		Kind: validation.Kind(kind), Service: r.service, TypeOf: r.typeOf,
	}))
}

// typeOf returns the type of a resource of the template, "" for others.
func (r placeReader) typeOf(id string) string {
	if resource := r.template.Resource(id); resource != nil {
		return resource.Type
	}
	return ""
}

// fileIssues returns what is wrong with a document in a file of its own.
func fileIssues(document *policy.Document, facts policy.Facts) []validation.Issue {
	return orNone(validation.Issues(document, validation.Use{
		Kind: validation.Kind(facts.Kind), Service: facts.Service, File: true,
	}))
}

func orNone(issues []validation.Issue) []validation.Issue {
	if issues == nil {
		return []validation.Issue{}
	}
	return issues
}

// diagnosisSubject begins those that are what is wrong with the network, or may be.
const diagnosisSubject = "diagnosis/"

// IsDiagnosis reports whether a subject is what is wrong with a network, or may be.
func IsDiagnosis(subject string) bool { return strings.HasPrefix(subject, diagnosisSubject) }

// HoldsPolicies reports whether resources of the type hold policy documents. A policy file counts as the
// pseudo type that package assembly gives it.
func HoldsPolicies(resourceType string) bool {
	_, is := holders[resourceType]
	return is || resourceType == assembly.Policy
}

// Subjects returns what the document shows only once it is built, in the form of a resource type that a
// rule may be about: "policy/CODE" for each code among the issues of its policies, "verdict/LEVEL" for
// each verdict but "none", beside which "verdict/deployer", "verdict/data", "verdict/assumed" and
// "verdict/second" (another policy of the same resource) may stand, "kind/KIND" for each kind of policies of
// an organization, "statement/NotPrincipal" and "statement/sts:AssumeRoot" for statements with the one and
// those that may allow the other, "statement/log-writer" for those of bucket policies that may let a service
// write logs, "log/pointer" for a resource that writes its logs to a declared bucket, and "diagnosis/RULE" for
// a rule about the network that has something to say; sorted.
func (d *Document) Subjects() []string {
	found := map[string]bool{}
	if len(d.LogPointers) > 0 {
		found[logPointerSubject] = true
	}
	for i := range d.Policies {
		if kind := d.Policies[i].Kind; kind == "scp" || kind == "rcp" {
			found["kind/"+kind] = true
		}
		for s := range d.Policies[i].Statements {
			statement := &d.Policies[i].Statements[s]
			statementSubjects(statement, found)
			if d.Policies[i].Service == "s3" && mayLetWriteLogs(statement) {
				found[logWriterSubject] = true
			}
		}
		for _, issue := range d.Policies[i].Issues {
			found[issueSubject+string(issue.Code)] = true
		}
		for _, verdict := range verdicts(d.Policies[i].Lockout) {
			found[verdictSubject+verdict] = true
		}
		if len(d.Policies[i].Seconds) > 0 {
			found[secondSubject] = true
		}
	}
	for i := range d.Diagnosis.Issues {
		found[diagnosisSubject+d.Diagnosis.Issues[i].Kind] = true
	}
	for i := range d.Diagnosis.Doubts {
		found[diagnosisSubject+d.Diagnosis.Doubts[i].Kind] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// statementSubjects adds what a statement is about.
func statementSubjects(statement *policy.Statement, found map[string]bool) {
	if _, isUnresolved := statement.IsUnresolved("NotPrincipal"); isUnresolved || statement.NotPrincipals != nil {
		found["statement/NotPrincipal"] = true
	}
	if statement.Effect != "Allow" {
		return
	}
	for _, action := range statement.Actions {
		pattern := strings.ToLower(action.Value)
		if strings.HasPrefix(pattern, "sts:") && policy.Wildcard(pattern, "sts:assumeroot") {
			found["statement/sts:AssumeRoot"] = true
		}
	}
}

// verdicts returns in a word each what was proved of a policy.
func verdicts(proved *lockout.Verdict) []string {
	if proved == nil {
		return nil
	}
	var all []string
	for word, holds := range map[string]bool{
		string(proved.Level): proved.Level != lockout.None,
		"deployer":           proved.Deployer,
		"data":               proved.Data || len(proved.DataReasons) > 0,
		"assumed":            len(proved.Assumed) > 0,
	} {
		if holds {
			all = append(all, word)
		}
	}
	return all
}
