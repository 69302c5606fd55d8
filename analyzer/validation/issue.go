package validation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Code says what is wrong.
type Code string

// Issue is one thing that AWS refuses or ignores.
type Issue struct {
	Code Code `json:"code"`
	// At is the narrowest place that is wrong.
	At source.At `json:"at"`
	// Subject is what is wrong, as written: an action, a key, a value or the name of an element.
	Subject string `json:"subject"`
	// Detail is what else a message needs: what would be right, or what the subject belongs to. Each code
	// has its own use for it; "" where it has none.
	Detail string `json:"detail"`
	// Variant tells the cases of a code apart that are not equally bad; "" for the usual one.
	Variant Variant `json:"variant"`
	// Related are other places that the issue rests on.
	Related []Place `json:"related"`
}

// Place is a place beside that of an issue.
type Place struct {
	At source.At `json:"at"`
	// Message is a phrase without a full stop.
	Message string `json:"message"`
}

// Variant is a case of a code.
type Variant string

// The variants of issues.
const (
	// Malformed issues are wrong by their form, whatever AWS adds to its services.
	Malformed Variant = "malformed"
	// Unlisted issues are about what the catalogue does not hold, which AWS may have added since.
	Unlisted Variant = "unlisted"
	// Partial issues are of a milder kind.
	Partial Variant = "partial"
)

// Use is what is known of where a document is used.
type Use struct {
	// Kind is the kind of document, [Unclear] where it can't be told.
	Kind Kind
	// Service is the service of the resource that a [Resource] policy is on, as in "s3".
	Service string
	// File says that the document stands in a file of its own: what it is for follows from its text
	// alone, and it may hold placeholders.
	File bool
	// TypeOf returns the type of a declared resource, given its handle, and "" for others. Nil knows none.
	TypeOf func(resource string) string
}

// Kind says what a document is attached to.
type Kind string

// The kinds of documents.
const (
	Unclear         Kind = ""
	Identity        Kind = "identity"
	Boundary        Kind = "boundary"
	PermissionSet   Kind = "permission-set"
	Resource        Kind = "resource"
	Trust           Kind = "trust"
	Endpoint        Kind = "endpoint"
	ServiceControl  Kind = "scp"
	ResourceControl Kind = "rcp"
)

// grants reports whether the document is sure to give permissions to a user, group or role. An identity
// policy in a file may as well be a service control policy, which gives none.
func (u Use) grants() bool {
	return !u.File && (u.Kind == Identity || u.Kind == PermissionSet)
}

// isIAM reports whether the document is sure to be one of IAM's own, without principals.
func (u Use) isIAM() bool {
	return u.grants() || !u.File && u.Kind == Boundary
}

// hasNoPrincipal reports whether documents of the kind have no principals.
func (u Use) hasNoPrincipal() bool {
	switch u.Kind {
	case Identity, Boundary, PermissionSet, ServiceControl:
		return true
	case Unclear, Resource, Trust, Endpoint, ResourceControl:
		return false
	default:
		return false
	}
}

// isOn reports whether the document is sure to be on a resource of the service.
func (u Use) isOn(service string) bool {
	return !u.File && u.Kind == Resource && u.Service == service
}

// Issues returns what is wrong with a document, in the order of the file. There are none where nothing
// is known of its statements.
func Issues(document *policy.Document, use Use) []Issue {
	if document == nil || !document.Source.Is(value.Map) {
		return nil
	}
	c := &checker{
		document: document, use: use, suggested: map[Code]int{}, said: map[string]source.At{},
		open: map[string]bool{},
	}
	c.checkDocument()
	for i, item := range document.Source.Get("Statement").List() {
		if item.Kind == value.Map && i < len(document.Statements) {
			c.checkStatement(&statement{
				Statement: &document.Statements[i], source: item, keyed: map[string]bool{},
			})
		}
	}
	return limited(c.inOrder())
}

// inOrder returns the issues by the statements that they are in, so that those of checks of whole documents
// stand among them. What is in no statement is first.
func (c *checker) inOrder() []Issue {
	position := map[source.At]int{}
	for i := range c.document.Statements {
		position[c.document.Statements[i].At] = i + 1
	}
	slices.SortStableFunc(c.issues, func(a, b Issue) int {
		return cmp.Compare(positionIn(position, a.At), positionIn(position, b.At))
	})
	return c.issues
}

// positionIn returns the position of the place or of the nearest above it that has one, 0 for none.
func positionIn(position map[source.At]int, at source.At) int {
	for {
		if found, is := position[at]; is {
			return found
		}
		slash := strings.LastIndexByte(string(at), '/')
		if slash < 0 {
			return 0
		}
		at = at[:slash]
	}
}

// mostIssues bounds the issues of one case of a code in one document: more than anyone reads one by one.
const mostIssues = 100

// limited returns the first issues of every case of a code. The last of them says where the next one would be,
// and how many there are.
func limited(issues []Issue) []Issue {
	type sort struct {
		code    Code
		variant Variant
	}
	type count struct {
		all, last int
		next      source.At
	}
	counts := map[sort]count{}
	var kept []Issue
	for _, issue := range issues {
		own := sort{issue.Code, issue.Variant}
		counted := counts[own]
		counted.all++
		if counted.all <= mostIssues {
			counted.last = len(kept)
			kept = append(kept, issue)
		} else if counted.next == "" {
			counted.next = issue.At
		}
		counts[own] = counted
	}
	for _, counted := range counts {
		if more := counted.all - mostIssues; more > 0 {
			last := &kept[counted.last]
			message := "the next of " + strconv.Itoa(more) + " more that are not reported one by one"
			last.Related = append(last.Related, Place{At: counted.next, Message: message})
		}
	}
	return kept
}

// checker gathers the issues of one document.
type checker struct {
	document *policy.Document
	use      Use
	issues   []Issue
	// suggested counts the suggestions that were looked for, by what they are for.
	suggested map[Code]int
	// patterns counts the names with wildcards that were looked up, steps the work on patterns that may cover
	// each other, carried the pairs of an action and a key that were looked at. All are bounded, since a document
	// may hold any number.
	patterns, steps, carried int
	// said holds the statements so far by what they say, whatever their Sids.
	said map[string]source.At
	// open holds whether a statement of the document may allow an action, for those asked about.
	open map[string]bool
}

// suggest returns what a name is spelled most like, "" for nothing. Beyond the issues that are kept nothing is
// looked for.
func (c *checker) suggest(code Code, name string, nearest func(string) (string, bool)) string {
	if c.suggested[code]++; c.suggested[code] > mostIssues {
		return ""
	}
	found, _ := nearest(name)
	return found
}

// statement is a statement with the value that it was read from.
type statement struct {
	*policy.Statement

	source *value.Value
	// keyed holds the answers of mayHaveKey so far, by the keys asked for, and metadata whether the statement
	// allows to read metadata alone, once that is known.
	keyed    map[string]bool
	metadata *bool
}

func (c *checker) add(code Code, at source.At, subject string) *Issue {
	return c.report(Issue{Code: code, At: at, Subject: subject})
}

func (c *checker) report(issue Issue) *Issue {
	if issue.Related == nil {
		issue.Related = []Place{}
	}
	c.issues = append(c.issues, issue)
	return &c.issues[len(c.issues)-1]
}

// has reports whether the statement has the element, whatever it holds.
func (s *statement) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return s.source.Get(name) != nil })
}
