package discover

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Kind says what a file is for.
type Kind uint8

// The kinds of files.
const (
	// Other is a file that the analyzer has nothing to say about.
	Other Kind = iota + 1
	// Template is a CloudFormation template, SAM included.
	Template
	// Policy is an AWS policy document in a file of its own.
	Policy
)

// String returns "template", "policy" or "other".
func (k Kind) String() string {
	switch k {
	case Template:
		return "template"
	case Policy:
		return "policy"
	case Other:
		return "other"
	default:
		return "unknown"
	}
}

// KindOf says from the text at the file's top level what the file is, and why, in a few words that
// complete "it has" or "it is". The text need not parse: a template with a mistake in it is a
// template.
func KindOf(file *source.File) (Kind, string) {
	text := bytes.TrimPrefix(fromUTF16(file.Content), []byte("\ufeff"))
	if hasZero(text) {
		return kindWithZeros(text)
	}
	start := skipPreamble(text)
	if len(start) == 0 {
		return Other, "empty"
	}
	seen := lookAt(text, start)
	if seen.generated { // what looks like a placeholder may be plain text in a document that is whole
		if tree := syntax.Parse(file); isWhole(tree) {
			seen = lookAtTree(tree)
		}
	}
	return seen.kind()
}

// kindWithZeros is KindOf for a text with zero bytes in it. One that is a template but for them has to reach the
// parser, which says where they are.
func kindWithZeros(text []byte) (Kind, string) {
	if isSprinkled(text) {
		rest := bytes.ReplaceAll(text, []byte{0}, nil)
		start := skipPreamble(rest)
		if len(start) == 0 {
			return Other, "empty"
		}
		if kind, reason := lookAt(rest, start).kind(); kind != Other {
			return kind, reason
		}
	}
	return Other, "binary"
}

// KindOfTree says what a file is from its first document, which no oddity of the text can hide. For
// a file that does not parse it is KindOf.
func KindOfTree(tree *syntax.Tree) (Kind, string) {
	if isWhole(tree) {
		return lookAtTree(tree).kind()
	}
	return KindOf(tree.File)
}

func isWhole(tree *syntax.Tree) bool {
	return tree.Root != nil && len(tree.Problems) == 0
}

// lookAt looks at a text, of which start is the part from its first key or bracket on.
func lookAt(text, start []byte) *look {
	if start[0] == '{' || start[0] == '[' {
		return lookAtJSON(start)
	}
	return lookAtYAML(text)
}

// look is what there is at the top level of a text.
type look struct {
	keys []string
	// version is the value of Version.
	version string
	// macro says that Transform names a macro of AWS.
	macro bool
	// typed says that Resources has a member with a Type such as AWS::S3::Bucket.
	typed bool
	// effect says that Statement, or one of its items, has an Effect.
	effect bool
	// generated says that placeholders of a text generator stand where a document has its own
	// punctuation.
	generated bool
	// prose says that the text is not made of keys and values.
	prose bool
}

// foreignKeys are top-level keys of languages that look like CloudFormation's: Alibaba Cloud ROS and
// OpenStack Heat.
var foreignKeys = []string{"ROSTemplateFormatVersion", "HeatTemplateFormatVersion", "heat_template_version"}

// foreignVersions are the policy versions of other clouds that share the words Statement and
// Effect: Alibaba Cloud has "1", Huawei Cloud "1.1" and "5.0".
var foreignVersions = []string{"1", "1.1", "5.0"}

// typeName is the name of a resource type: AWS::S3::Bucket, Datadog::Monitors::Monitor,
// My::Own::Module::MODULE, Custom::Thing.
var typeName = regexp.MustCompile(`^(Custom::[\w@-]+|[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3})$`)

// awsVersion is the version of a policy document. There are two: 2008-10-17 and 2012-10-17.
var awsVersion = regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)

func (l *look) has(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(l.keys, key) })
}

// kind judges what was seen.
func (l *look) kind() (Kind, string) {
	switch {
	case l.prose:
		return Other, "without keys"
	case l.generated:
		return Other, "the source of a text generator, with placeholders like {{ name }}"
	case l.has(foreignKeys...):
		return Other, "a template for another cloud"
	case l.has("AWSTemplateFormatVersion"):
		return Template, "AWSTemplateFormatVersion"
	case l.typed:
		return Template, "Resources with a Type"
	case l.macro:
		return Template, "a Transform of AWS"
	case !l.has("Statement"):
		return Other, "without the sections of a template or a policy"
	case slices.Contains(foreignVersions, l.version):
		return Other, "a policy for another cloud"
	case l.effect:
		return Policy, "a Statement with an Effect"
	case awsVersion.MatchString(l.version):
		return Policy, "a Statement and a policy's Version"
	default:
		return Other, "without the sections of a template or a policy"
	}
}

// note adds what the text of a scalar says, when it stands under the key at the top level.
func (l *look) note(key, text string) {
	switch key {
	case "Version":
		l.version = text
	case "Transform":
		l.macro = l.macro || strings.Contains(text, "AWS::")
	}
}
