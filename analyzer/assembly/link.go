package assembly

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Link puts files that belong together into assemblies, in the order of the files. What links is
// certain: a name that exactly one file exports, a local template that a nested stack names, the
// name of a bucket or queue that one template gives and a policy file is about. What two files could
// mean links nothing.
func Link(files []File, env template.Environment) []Assembly {
	linker := linker{
		files: files, parents: make([]int, len(files)), exporters: map[string]int{}, nested: map[stack]int{},
		templates: make([]*template.Template, len(files)),
	}
	for i, file := range files {
		linker.parents[i] = i
		if file.Kind == Template && MayLink(file) {
			linker.templates[i] = template.Read(file.Tree, forLinking(env, file))
		}
	}
	linker.linkExports()
	linker.linkStacks()
	linker.linkPolicies()
	linker.findCircles()
	return linker.assemblies()
}

// forLinking returns the environment to read a file in for what links it alone, in any scenario. An import
// may stand in any resource, all else only in a few.
func forLinking(env template.Environment, file File) template.Environment {
	env.AnyScenario = true
	if !bytes.Contains(file.Tree.File.Content, []byte("ImportValue")) {
		env.Relevant = links
	}
	return env
}

// links reports whether resources of a type say what another file belongs to.
func links(resourceType string) bool {
	switch resourceType {
	case "AWS::CloudFormation::Stack", "AWS::S3::Bucket", "AWS::SQS::Queue":
		return true
	}
	return false
}

// MayLink reports whether a template can say what it is linked to: only one that uses some words can. Of any other Link
// looks at the name and nothing else, which spares most templates a reading.
func MayLink(file File) bool {
	for _, word := range []string{"ImportValue", "Export", "AWS::CloudFormation::Stack", "BucketName", "QueueName"} {
		if bytes.Contains(file.Tree.File.Content, []byte(word)) {
			return true
		}
	}
	return false
}

// linker finds which files belong together: parents is a forest in which linked files have one root.
type linker struct {
	files     []File
	templates []*template.Template // nil for files that link nothing
	parents   []int
	exporters map[string]int
	nested    map[stack]int
	// certain are the nested stacks that are there in any case and whose templates are named by path.
	certain []link
	// circles are the nested stacks that hold themselves, by file.
	circles map[int][]template.Problem
}

func (l *linker) root(i int) int {
	for l.parents[i] != i {
		l.parents[i] = l.parents[l.parents[i]]
		i = l.parents[i]
	}
	return i
}

func (l *linker) join(a, b int) {
	if a, b = l.root(a), l.root(b); a != b {
		l.parents[max(a, b)] = min(a, b)
	}
}

// ambiguous stands for a file where several would do.
const ambiguous = -1

func (l *linker) linkExports() {
	for i, read := range l.templates {
		if read == nil {
			continue
		}
		for _, export := range read.Exports {
			if name, ok := export.Name.Literal(); ok {
				claim(l.exporters, name, i)
			}
		}
	}
	for i, read := range l.templates {
		if read == nil {
			continue
		}
		for _, name := range read.Imports {
			if exporter, ok := l.exporters[name]; ok && exporter != ambiguous {
				l.join(i, exporter)
			}
		}
	}
}

// maxPairs bounds how many names of imports and exports of two files are compared.
const maxPairs = 10_000

// importers returns the imports of other files that may mean an export of the file without being linked
// to it: the name of one or the other is not known, or several files export it.
func (l *linker) importers(exporter int) []template.Importer {
	var found []template.Importer
	exports := l.templates[exporter].Exports
	for i, read := range l.templates {
		if read == nil || i == exporter {
			continue
		}
		file, names := path.Base(read.Tree.File.Name), l.unlinked(read)
		if len(names)*len(exports) > maxPairs {
			unknown := &value.Value{Kind: value.Unresolved, Reason: "the exports are too many to compare"}
			found = append(found, template.Importer{File: file, Import: unknown})
			continue
		}
		for _, name := range names {
			isMeant := func(export template.Export) bool { return value.Same(name, export.Name) != value.No }
			if slices.ContainsFunc(exports, isMeant) {
				found = append(found, template.Importer{File: file, Import: name})
			}
		}
	}
	return found
}

// unlinked returns the names of a template's imports that lead to no file.
func (l *linker) unlinked(read *template.Template) []*value.Value {
	names := slices.Clone(read.OpenImports)
	for _, text := range read.Imports {
		if exporter, isClaimed := l.exporters[text]; !isClaimed || exporter == ambiguous {
			names = append(names, value.OfText(text))
		}
	}
	return names
}

// claim notes that a file gives a name. A name that two files give is nobody's.
func claim(owners map[string]int, name string, file int) {
	if owner, taken := owners[name]; taken && owner != file {
		file = ambiguous
	}
	owners[name] = file
}

func (l *linker) linkStacks() {
	byName, byBase := map[string]int{}, map[string]int{}
	for i, file := range l.files {
		if file.Kind == Template {
			byName[file.Tree.File.Name] = i
			claim(byBase, path.Base(file.Tree.File.Name), i)
		}
	}
	for i, read := range l.templates {
		if read == nil {
			continue
		}
		for _, resource := range read.Resources {
			if resource.Type != "AWS::CloudFormation::Stack" {
				continue
			}
			from := stack{file: i, name: resource.Name}
			location := locationOf(resource.Properties.Get("TemplateURL"))
			child, ok := byName[path.Join(path.Dir(read.Tree.File.Name), location)]
			switch {
			case ok && location != "" && resource.Condition == "":
				l.certain = append(l.certain, link{from: from, child: child, at: resource.At})
			case !ok && isURL(location):
				child, ok = byBase[path.Base(location)]
			}
			if ok && location != "" && child != ambiguous && child != i {
				l.nested[from] = child
				l.join(i, child)
			}
		}
	}
}

// locationOf returns where a TemplateURL leads, as far as it is literal: of a text with other parts
// what follows the last of them, as a URL.
func locationOf(v *value.Value) string {
	if text, ok := v.Literal(); ok {
		return text
	}
	if v.Is(value.Text) {
		if text, ok := v.Parts[len(v.Parts)-1].Literal(); ok {
			return "https://" + text
		}
	}
	return ""
}

// isURL reports whether a location is that of a packaged template, of which only the file's name says
// something about where it came from.
func isURL(location string) bool {
	return strings.Contains(location, "://")
}

// linkPolicies links policy files to the template that gives a bucket or queue the name in them.
func (l *linker) linkPolicies() {
	names := l.names()
	if len(names) == 0 {
		return
	}
	for i, file := range l.files {
		if file.Kind != Policy {
			continue
		}
		eachScalar(file.Tree.Root, func(text string) {
			if owner, ok := names[resourceOf(text)]; ok && owner != ambiguous {
				l.join(i, owner)
			}
		})
	}
}

// names returns which file gives a bucket or a queue its name, by the end of the ARN.
func (l *linker) names() map[string]int {
	names := map[string]int{}
	for i, read := range l.templates {
		if read == nil {
			continue
		}
		for _, resource := range read.Resources {
			if name, ok := resource.Properties.Get("BucketName").Literal(); ok && resource.Type == "AWS::S3::Bucket" {
				claim(names, ":s3:::"+name, i)
			}
			if name, ok := resource.Properties.Get("QueueName").Literal(); ok && resource.Type == "AWS::SQS::Queue" {
				claim(names, ":"+name, i)
			}
		}
	}
	return names
}

// resourceOf returns the end of an ARN that names a bucket or a queue: ":s3:::bucket" or ":queue".
func resourceOf(text string) string {
	fields := strings.SplitN(text, ":", 6)
	if len(fields) < 6 || fields[0] != "arn" {
		return ""
	}
	name, _, _ := strings.Cut(fields[5], "/")
	switch fields[2] {
	case "s3":
		return ":s3:::" + name
	case "sqs":
		return ":" + name
	default:
		return ""
	}
}

// assemblies groups the files by their roots.
func (l *linker) assemblies() []Assembly {
	var assemblies []Assembly
	place := map[int]int{}             // from a root to its assembly
	index := make([]int, len(l.files)) // from a file to its place in its assembly
	for i, file := range l.files {
		root := l.root(i)
		at, ok := place[root]
		if !ok {
			at = len(assemblies)
			place[root] = at
			assemblies = append(assemblies, Assembly{
				nested: map[stack]int{}, exporters: map[string]int{},
				importers: map[int][]template.Importer{}, circles: map[int][]template.Problem{},
			})
		}
		index[i] = len(assemblies[at].Files)
		assemblies[at].Files = append(assemblies[at].Files, file)
		if read := l.templates[i]; read != nil && len(read.Exports) > 0 {
			assemblies[at].importers[index[i]] = l.importers(i)
		}
	}
	for from, child := range l.nested {
		own := assemblies[place[l.root(child)]]
		own.nested[stack{file: index[from.file], name: from.name}] = index[child]
	}
	for file, problems := range l.circles {
		assemblies[place[l.root(file)]].circles[index[file]] = problems
	}
	for name, exporter := range l.exporters {
		if exporter != ambiguous {
			assemblies[place[l.root(exporter)]].exporters[name] = index[exporter]
		}
	}
	return assemblies
}
