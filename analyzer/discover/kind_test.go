package discover_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// topic is a small template.
const topic = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"

// texts returns the texts of testdata by name.
func texts(tb testing.TB, kind discover.Kind) map[string]string {
	tb.Helper()
	archive, err := txtar.ParseFile("testdata/" + kind.String() + ".txtar")
	if err != nil {
		tb.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range archive.Files {
		found[file.Name] = string(file.Data)
	}
	switch kind {
	case discover.Template:
		found["a byte order mark"] = "\ufeff" + topic
		found["the line ends of Windows"] = strings.ReplaceAll(topic, "\n", "\r\n")
		found["UTF-16"] = utf16le(topic)
		found["UTF-16 without a byte order mark"] = utf16le("# \u0401\n" + topic)[len("\xff\xfe"):]
		found["UTF-16, the other way around"] = utf16be(topic)
		found["UTF-16 without a mark, the other way around"] = utf16be("\t\n# \u0401\n" + topic)[len("\xfe\xff"):]
		found["a zero byte first"] = "\x00# \n" + topic
		found["a zero byte as the third"] = "# \x00x\n" + topic
		found["a zero byte at the end"] = topic + "\x00"
		found["zero bytes among white space"] = "# \t\f\x00\x00\x00\r\n" + topic
		found["many zero bytes at the end"] = topic + strings.Repeat("\x00", 512)
		found["a control character far behind a zero byte"] = "#\x00\n" + topic + strings.Repeat(" ", 8000) + "\x01"
	case discover.Policy:
		found["a file without a last line end"] = policy
	case discover.Other:
		found["blanks"] = " \n\t\r\n"
		found["a zero byte and other control characters"] = topic + "\x00\x01"
		found["an archive"] = "app.yaml" + strings.Repeat("\x00", 92) + "0000644\n" + topic
		found["four zero bytes in a row"] = "# \x00\x00\x00\x00x\n" + topic
		found["zero bytes"] = strings.Repeat("\x00", 16)
		found["a zero byte in a comment"] = "# \x00\n"
		found["a zero byte in something else"] = "kind: Pod\nname: \x00\n"
		found["numbers of 16 bits"] = "\x01\x00" + utf16le("\n" + topic)[len("\xff\xfe"):]
		found["UTF-16 of something else"] = utf16le("kind: Pod\n")
		found["half of a UTF-16 character"] = "\xff\xfe\x00"
	}
	return found
}

// utf16le returns text as Windows saves it.
func utf16le(text string) string {
	encoded := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = binary.LittleEndian.AppendUint16(encoded, unit)
	}
	return string(encoded)
}

// utf16be is utf16le in the other byte order.
func utf16be(text string) string {
	encoded := []byte(utf16le(text))
	for i := 0; i < len(encoded); i += 2 {
		encoded[i], encoded[i+1] = encoded[i+1], encoded[i]
	}
	return string(encoded)
}

// kinds are all kinds.
var kinds = []discover.Kind{discover.Template, discover.Policy, discover.Other}

// TestKindOf reads the texts of testdata.
func TestKindOf(t *testing.T) {
	t.Parallel()
	for _, want := range kinds {
		for name, text := range texts(t, want) {
			t.Run(want.String()+"/"+name, func(t *testing.T) {
				t.Parallel()
				got, reason := discover.KindOf(source.New("x", []byte(text)))
				if got != want {
					t.Errorf("KindOf = %v (%s), want %v", got, reason, want)
				}
				if reason == "" {
					t.Error("KindOf gives no reason")
				}
			})
		}
	}
}

// FuzzKindOf looks for texts that KindOf cannot take.
func FuzzKindOf(f *testing.F) {
	for _, kind := range kinds {
		for _, text := range texts(f, kind) {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		kind, reason := discover.KindOf(source.New("x", text))
		if kind < discover.Other || kind > discover.Policy || reason == "" {
			t.Errorf("KindOf = %d (%q)", kind, reason)
		}
	})
}

func scalar(text string) *syntax.Node {
	return &syntax.Node{Kind: syntax.Scalar, Style: syntax.Plain, Value: text}
}

func mapping(members ...any) *syntax.Node {
	node := &syntax.Node{Kind: syntax.Mapping}
	for i := 0; i < len(members); i += 2 {
		value, isNode := members[i+1].(*syntax.Node)
		if !isNode {
			value = scalar(members[i+1].(string))
		}
		node.Entries = append(node.Entries, syntax.Entry{Key: scalar(members[i].(string)), Value: value})
	}
	return node
}

func list(items ...*syntax.Node) *syntax.Node {
	return &syntax.Node{Kind: syntax.Sequence, Items: items}
}

// TestKindOfTree looks at parsed documents.
func TestKindOfTree(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		root *syntax.Node
		text string
		want discover.Kind
	}{
		"a version": {
			root: mapping("AWSTemplateFormatVersion", "x"),
			want: discover.Template,
		},
		"a typed resource": {
			root: mapping("Resources", mapping("X", mapping("Type", "AWS::SNS::Topic"))),
			want: discover.Template,
		},
		"a transform": {
			root: mapping("Transform", "AWS::Serverless-2016-10-31"),
			want: discover.Template,
		},
		"a list of transforms": {
			root: mapping("Transform", list(scalar("Mine"), scalar("AWS::LanguageExtensions"))),
			want: discover.Template,
		},
		"a transform with a name": {
			root: mapping("Transform", mapping("Name", "AWS::Include")),
			want: discover.Template,
		},
		"a statement": {
			root: mapping("Statement", mapping("Effect", "Deny")),
			want: discover.Policy,
		},
		"a list of statements": {
			root: mapping("Statement", list(scalar("x"), mapping("Effect", "Deny"))),
			want: discover.Policy,
		},
		"a version and no statements": {
			root: mapping("Version", "2012-10-17", "Statement", list()),
			want: discover.Policy,
		},
		"an untyped resource": {
			root: mapping("Resources", mapping("X", mapping("Kind", "x"), "Y", "x")),
			want: discover.Other,
		},
		"resources in a list": {
			root: mapping("Resources", list(mapping("Type", "AWS::SNS::Topic"))),
			want: discover.Other,
		},
		"a scalar": {
			root: scalar("AWSTemplateFormatVersion"),
			want: discover.Other,
		},
		"a text that does not parse": {
			text: topic,
			want: discover.Template,
		},
		"what only looks like a key": {
			root: mapping("a", "x\nResources:"), text: topic,
			want: discover.Other,
		},
		"the template of cookiecutter": {
			root: mapping("Transform", "AWS::X"), text: "{{cookiecutter.x}}",
			want: discover.Other,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := &syntax.Tree{File: source.New("x", []byte(test.text)), Root: test.root}
			if got, reason := discover.KindOfTree(tree); got != test.want {
				t.Errorf("KindOfTree = %v (%s), want %v", got, reason, test.want)
			}
		})
	}
}

// TestKindNames checks the words that reports use.
func TestKindNames(t *testing.T) {
	t.Parallel()
	for kind, want := range map[discover.Kind]string{
		discover.Template: "template", discover.Policy: "policy", discover.Other: "other",
	} {
		if got := kind.String(); got != want {
			t.Errorf("String = %q, want %q", got, want)
		}
	}
}
