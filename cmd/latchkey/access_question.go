package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// noIdentity is the value of --identity for a principal without identity policies.
const noIdentity = "none"

// questionFlags ask about one request.
type questionFlags struct {
	principal, action, resource string
	context                     []string
	given                       []givenFlag
}

// givenFlag is a flag that gives policies of a layer.
type givenFlag struct {
	layer policy.Layer
	// most is how many files it takes, 0 for any number.
	most  int
	paths []string
}

func (f *questionFlags) bind(flags *pflag.FlagSet) {
	flags.StringVar(&f.principal, "principal", "",
		"who calls, `ARN|ID`: an ARN of IAM or STS, an account id for its root user, a service such as "+
			"s3.amazonaws.com, anonymous, or the logical id of a role or user in the files")
	flags.StringVar(&f.action, "action", "", "the `ACTION`, as in s3:GetObject")
	flags.StringVar(&f.resource, "resource", "",
		"what it is on, `ARN|ID`: an ARN, a logical id in the files, perhaps with a name within, as in "+
			"Logs/a.txt, or * for an action that is on no resource; one thing, so no other wildcard")
	flags.StringArrayVar(&f.context, "context", nil,
		"a condition key of the request, `KEY=VALUE`; again for more values and keys, KEY= for a key that the "+
			"request lacks")
	f.given = []givenFlag{
		{layer: policy.LayerIdentity},
		{layer: policy.LayerBoundary, most: 1},
		{layer: policy.LayerSession},
		{layer: policy.LayerSCP},
		{layer: policy.LayerRCP},
		{layer: policy.LayerEndpoint, most: 1},
	}
	usages := map[policy.Layer]string{
		policy.LayerIdentity: "an identity policy of the principal or its groups, or none where there is none: " +
			"`FILE` (repeatable)",
		policy.LayerBoundary: "the permissions boundary of the principal: `FILE`",
		policy.LayerSession:  "a session policy: `FILE` (repeatable)",
		policy.LayerSCP: "a service control policy: `FILE` (repeatable); one with an Allow is a level of its own, " +
			"one that only denies stands beside FullAWSAccess",
		policy.LayerRCP:      "a resource control policy: `FILE` (repeatable)",
		policy.LayerEndpoint: "the policy of the VPC endpoint that the request goes through: `FILE`",
	}
	for i := range f.given {
		flags.StringArrayVar(&f.given[i].paths, string(f.given[i].layer), nil, usages[f.given[i].layer])
	}
}

// files returns the paths that are given for layers.
func (f *questionFlags) files() []string {
	var paths []string
	for _, given := range f.given {
		paths = append(paths, given.files()...)
	}
	return paths
}

// files returns the paths that lead to files.
func (f givenFlag) files() []string {
	return slices.DeleteFunc(slices.Clone(f.paths), func(path string) bool {
		return f.layer == policy.LayerIdentity && path == noIdentity
	})
}

// check refuses what the flag does not take.
func (f givenFlag) check() error {
	files := f.files()
	switch {
	case len(files) < len(f.paths) && len(files) > 0:
		return fmt.Errorf("--%s: none says that there are no identity policies, and %s is one", f.layer, files[0])
	case slices.Contains(files, noIdentity):
		return fmt.Errorf("--%s none: leave the flag out where there is no %s; a file of that name is ./%s",
			f.layer, nouns[f.layer], noIdentity)
	case f.most > 0 && len(files) > f.most:
		return fmt.Errorf("--%s: a request has at most one", f.layer)
	default:
		return nil
	}
}

// nouns are what a person calls the policies of a layer that need not be said to be none.
var nouns = map[policy.Layer]string{
	policy.LayerBoundary: "permissions boundary", policy.LayerSession: "session policy",
	policy.LayerSCP: "service control policy", policy.LayerRCP: "resource control policy",
	policy.LayerEndpoint: "VPC endpoint",
}

// isAsked reports whether any of the flags is there.
func (f *questionFlags) isAsked() bool {
	isGiven := slices.ContainsFunc(f.given, func(given givenFlag) bool { return len(given.paths) > 0 })
	return f.principal != "" || f.action != "" || f.resource != "" || len(f.context) > 0 || isGiven
}

// read returns the question; nil where none is asked.
func (f *questionFlags) read() (*access.Question, error) {
	if !f.isAsked() {
		return nil, nil // no question is not an error
	}
	if f.principal == "" || f.action == "" {
		return nil, errors.New("a request needs --principal, --action and --resource")
	}
	question := &access.Question{Principal: f.principal, Action: f.action, Resource: f.resource}
	if f.resource == "" {
		on := resourcesOf(f.action)
		if len(on) > 0 {
			return nil, fmt.Errorf("--resource is missing: %s is on %s", f.action, strings.Join(on, " or "))
		}
		question.Resource = "*"
	}
	var err error
	if question.Context, err = readContext(f.context); err != nil {
		return nil, err
	}
	for _, given := range f.given {
		if err := given.check(); err != nil {
			return nil, err
		}
		question.NoIdentity = question.NoIdentity || len(given.files()) < len(given.paths)
	}
	return question, nil
}

// readContext reads the values of --context.
func readContext(given []string) (map[string][]string, error) {
	context := map[string][]string{}
	for _, argument := range given {
		key, text, found := strings.Cut(argument, "=")
		prefix, name, _ := strings.Cut(key, ":")
		if !found || prefix == "" || name == "" || strings.Contains(key, " ") {
			return nil, fmt.Errorf("--context %q: want KEY=VALUE, as in aws:SourceIp=192.0.2.7%s", argument, meant(key))
		}
		key = strings.ToLower(key)
		values, isKnown := context[key]
		if isKnown && (text == "" || len(values) == 0) {
			return nil, fmt.Errorf("--context %q: the request has the key, or it lacks it", argument)
		}
		context[key] = []string{}
		if text != "" {
			context[key] = append(values, text)
		}
	}
	return context, nil
}

// meant asks for the condition key that a malformed one may be meant as.
func meant(key string) string {
	for _, candidate := range []string{strings.TrimSpace(key), "aws:" + strings.TrimSpace(key)} {
		if known, isKey := catalogue.FindKey(candidate); isKey && !strings.Contains(known.Name, "$") {
			return "; did you mean " + known.Name + "?"
		}
		if nearest, isNear := catalogue.NearestKey(candidate); isNear {
			return "; did you mean " + nearest + "?"
		}
	}
	return ""
}

// resourcesOf returns the forms of what an action is on, none for one that is not known or on nothing.
func resourcesOf(action string) []string {
	prefix, name, _ := strings.Cut(action, ":")
	service, _ := catalogue.Lookup(prefix)
	known, _ := service.Action(name)
	var forms []string
	for _, kind := range known.Resources {
		if resource, found := service.Resource(kind); found {
			forms = append(forms, resource.ARN)
		}
	}
	return forms
}

// givenFiles reads the files that are given for layers.
func (c *accessRun) givenFiles(command *cobra.Command) ([]analyzer.GivenFile, error) {
	var read []analyzer.GivenFile
	for _, given := range c.question.given {
		for _, path := range given.files() {
			found, err := c.find(command, inputFlags{}, []string{path})
			if err != nil {
				return nil, err
			}
			c.complain(found.Unread)
			if len(found.Files) != 1 {
				return nil, misused(command, fmt.Errorf("--%s %s: want one file", given.layer, path))
			}
			read = append(read, analyzer.GivenFile{Layer: given.layer, File: found.Files[0]})
		}
	}
	return read, nil
}

// sources returns all files by their names.
func sources(files []*source.File, given []analyzer.GivenFile) map[string]*source.File {
	all := map[string]*source.File{}
	for _, file := range files {
		all[file.Name] = file
	}
	for _, each := range given {
		all[each.File.Name] = each.File
	}
	return all
}

// hint says what looks misspelt in a question: what no table knows may well exist, and some actions are on
// nothing as well as on something.
func (c *accessRun) hint(question access.Question) {
	prefix, name, _ := strings.Cut(question.Action, ":")
	service, isService := catalogue.Lookup(prefix)
	if _, isAction := service.Action(name); !isAction {
		nearest, has := service.NearestAction(name)
		if !isService {
			prefix, has = catalogue.NearestService(prefix)
			nearest = name
		}
		c.sayUnknown("action", question.Action, prefix+":"+nearest, has)
	}
	if on := resourcesOf(question.Action); question.Resource == "*" && len(on) > 0 {
		c.say("--resource * is for an action that is on nothing, and %s is on %s",
			question.Action, strings.Join(on, " or "))
	}
	for _, key := range slices.Sorted(maps.Keys(question.Context)) {
		if _, isKey := catalogue.FindKey(key); !isKey {
			nearest, has := catalogue.NearestKey(key)
			c.sayUnknown("condition key", key, nearest, has)
		}
	}
}

// sayUnknown says that a name is not known, and what may be meant where meant is given.
func (c *accessRun) sayUnknown(noun, name, meant string, isNear bool) { //nolint:revive // from a lookup
	if isNear {
		c.say("the %s %s is not known; did you mean %s?", noun, name, meant)
		return
	}
	c.say("the %s %s is not known", noun, name)
}
