package engine_test

import (
	"encoding/json"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestIndexDerivesMetadata(t *testing.T) {
	t.Parallel()
	text := replaced(t, header, "#   since: 0.1.0\n", `#   since: 0.1.0
#   tags: [exposure, correctness]
#   cwe: 732
#   resources: ["AWS::SQS::QueuePolicy"]
`)
	set := ruleSet(map[string]string{
		"sqs/open-queue/open_queue.rego": text + `package rules.sqs["open-queue"]` +
			"\nimport data.rules.lib.principal\n" + body + "\nanyone if principal.is_anyone(input.region)\n",
		"sqs/open-queue/open_queue_test.rego": "this is no Rego: tests are not read",
		"sqs/.cache/x.rego":                   "nor are hidden folders",
		"lib/principal/principal.rego": "package rules.lib.principal\n" +
			"is_anyone(p) if data.rules.lib.arn.is_star(p)\n",
		"lib/arn/arn.rego":       "package rules.lib.arn\nis_star(p) if p == \"*\"\n",
		"lib/unused/unused.rego": "package rules.lib.unused\nanswer := 42\n",
	})

	got, err := engine.Index(set)
	if err != nil {
		t.Fatal(err)
	}

	want := []rule.Rule{{
		ID:          "sqs/open-queue",
		Title:       "Open queue",
		Description: "Anyone may use the queue.",
		Remediation: "Name the accounts.",
		Severity:    rule.High,
		Confidence:  rule.MediumConfidence,
		Since:       "0.1.0",
		Tags:        []string{"correctness", "exposure", "sqs"},
		CWE:         732,
		Resources:   []string{"AWS::SQS::QueuePolicy"},
		References:  []rule.Reference{{Description: "Queues", URL: "https://docs.aws.amazon.com/sqs"}},
		Libraries:   []string{"rules.lib.arn", "rules.lib.principal"},
		File:        "sqs/open-queue/open_queue.rego",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules differ (-want +got):\n%s", diff)
	}
}

func TestIndexNamesFileAndLineOfABrokenRule(t *testing.T) {
	t.Parallel()
	const file = "sqs/open-queue/open_queue.rego"
	sound := header + `package rules.sqs["open-queue"]` + "\n" + body
	tests := map[string]struct {
		text string
		want string
	}{
		"text that does not parse": {
			text: sound + "\nanswer := ]\n",
			want: file + ":21:11: unexpected ] token\n" + file +
				":21:11: unexpected ] token: expected rule value term (e.g., answer := <VALUE> { ... })",
		},
		"a package that is not the folder": {
			text: replaced(t, sound, `rules.sqs["open-queue"]`, `rules.sqs["open-queues"]`),
			want: file + `:14:1: package is rules.sqs["open-queues"]: ` +
				`want rules.sqs["open-queue"], which is the folder's name`,
		},
		"no metadata": {
			text: `package rules.sqs["open-queue"]` + "\n" + body,
			want: file + ":1:1: the package has no METADATA block right above it",
		},
		"a missing title": {
			text: replaced(t, sound, "# title: Open queue\n", ""),
			want: file + ":1:1: title is missing",
		},
		"a long title": {
			text: replaced(t, sound, "Open queue", "Open queue that anyone in the world may send to and read from"),
			want: file + ":2:1: title has 61 characters: want at most 60",
		},
		"a title in lower case": {
			text: replaced(t, sound, "Open queue", "open queue"),
			want: file + ":2:1: title starts in lower case: want sentence case",
		},
		"a title with a full stop": {
			text: replaced(t, sound, "Open queue", "Open queue."),
			want: file + ":2:1: title ends with a full stop: want a phrase",
		},
		"a severity that does not exist": {
			text: replaced(t, sound, "severity: high", "severity: huge"),
			want: file + `:10:1: severity is wrong: parse severity "huge": want critical, high, medium or low`,
		},
		"a missing confidence": {
			text: replaced(t, sound, "#   confidence: medium\n", ""),
			want: file + ":1:1: confidence is missing",
		},
		"a version that is a number": {
			text: replaced(t, sound, "since: 0.1.0", "since: 0.1"),
			want: file + ":12:1: since is not a string\n" + file + ":12:1: since is missing",
		},
		"an unknown key under custom": {
			text: replaced(t, sound, "#   since:", "#   length: 1\n#   since:"),
			want: file + ":12:1: length is no key under custom: " +
				"want one of severity, confidence, since, remediation, tags, cwe, resources",
		},
		"an unknown outer key, which OPA drops": {
			text: replaced(t, sound, "# schemas:", "# scheme: x\n# schemas:"),
			want: file + ":7:1: scheme is no key of a rule's metadata: " +
				"want one of title, description, related_resources, schemas, custom",
		},
		"tags that are no list": {
			text: replaced(t, sound, "#   since:", "#   tags: exposure\n#   since:"),
			want: file + ":12:1: tags is not a list with items",
		},
		"a weakness that is no number": {
			text: replaced(t, sound, "#   since:", "#   cwe: CWE-1\n#   since:"),
			want: file + ":12:1: cwe is CWE-1: want a positive number",
		},
		"no references": {
			text: replaced(t, sound, "# related_resources:\n"+
				"#   - description: Queues\n#     ref: https://docs.aws.amazon.com/sqs\n", ""),
			want: file + ":1:1: related_resources is missing",
		},
		"no schema": {
			text: replaced(t, sound, "# schemas:\n#   - input: schema.document\n", ""),
			want: file + `:1:1: schemas does not have the item "input: schema.document", which type-checks the rule`,
		},
		"no findings": {
			text: header + `package rules.sqs["open-queue"]` + "\n\nfinding := 1\n",
			want: file + ":14:1: the package does not define findings",
		},
		"findings that are no set": {
			text: header + `package rules.sqs["open-queue"]` + "\n\nfindings := [1]\n",
			want: file + `:16:1: findings is not a set: define it with "contains"`,
		},
		"undecided that is an object": {
			text: sound + "\nundecided[queue] := 1 if some queue in input.by_type.queues\n",
			want: file + `:21:1: undecided is not a set: define it with "contains"`,
		},
		"a nondeterministic builtin": {
			text: sound + "\nanswer := http.send({\"method\": \"get\", \"url\": \"https://example.org\"})\n",
			want: file + ":21:11: http.send is not available: " +
				"a rule gives the same result for the same document, offline",
		},
		"a nondeterministic builtin in a term": {
			text: sound + "\nanswer := [time.now_ns(), 1]\n",
			want: file + ":21:12: time.now_ns is not available: " +
				"a rule gives the same result for the same document, offline",
		},
		"another rule": {
			text: sound + "\nanswer if data.rules.sqs.other.findings\n",
			want: file + ":21:11: data.rules.sqs.other.findings is out of reach: a rule reads input, " +
				"its own package and libraries by name, as in data.rules.lib.arn",
		},
		"a library that does not exist": {
			text: replaced(t, sound, body, "\nimport data.rules.lib.arn\n"+body+
				"\nanswer if arn.is_star(input.region)\n"),
			want: file + ":16:8: there is no library rules.lib.arn: want it in lib/arn/arn.rego",
		},
		"a type error": {
			text: sound + "\nanswer if 1 + \"a\" == 2\n",
			want: file + ":21:11: plus: invalid argument(s)\n" +
				"\thave: (number, string, ???)\n\twant: (x: number, y: number, z: number)",
		},
		"a property that the document does not have": {
			text: sound + "\nanswer if input.files[0].problems[0].text\n",
			want: file + ":21:11: undefined ref: input.files[0].problems[0].text\n" +
				"\tinput.files[0].problems[0].text\n\t                           ^\n" +
				"\t                           have: \"text\"\n" +
				"\t                           want (one of): [\"at\" \"message\"]",
		},
		"an unused variable": {
			text: sound + "\nanswer if {\n\tx := 1\n\ttrue\n}\n",
			want: file + ":22:2: assigned var x unused",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := engine.Index(ruleSet(map[string]string{file: test.text}))
			if err == nil {
				t.Fatal("the rule was accepted")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIndexWantsRulesInTheirFolders(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file string
		want string
	}{
		"a file at the top": {
			file: "open_queue.rego",
			want: "open_queue.rego: want a rule's file at family/name/name.rego",
		},
		"a file too deep": {
			file: "sqs/open/queue/queue.rego",
			want: "sqs/open/queue/queue.rego: want a rule's file at family/name/name.rego",
		},
		"a file with dashes": {
			file: "sqs/open-queue/open-queue.rego",
			want: "sqs/open-queue/open-queue.rego: want the file's name to be open_queue.rego",
		},
		"a family in upper case": {
			file: "SQS/open-queue/open_queue.rego",
			want: `SQS/open-queue/open_queue.rego: the family "SQS" is not in lower case with dashes`,
		},
		"a name with underscores": {
			file: "sqs/open_queue/open_queue.rego",
			want: `sqs/open_queue/open_queue.rego: the name "open_queue" is not in lower case with dashes`,
		},
		"a library of two words": {
			file: "lib/open-queue/open_queue.rego",
			want: `lib/open-queue/open_queue.rego: the name of a library is one word: "open-queue" is not`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := engine.Index(ruleSet(map[string]string{test.file: "package x"}))
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestIndexReportsAllBrokenRulesAtOnce(t *testing.T) {
	t.Parallel()
	_, err := engine.Index(ruleSet(map[string]string{"a/b/b.rego": "package", "c/d/d.rego": "package x"}))
	want := "a/b/b.rego:1:7: unexpected eof token\n" +
		"c/d/d.rego:1:1: package is x: want rules.c.d, which is the folder's name"
	if err == nil || err.Error() != want {
		t.Errorf("got error:\n%v\nwant:\n%s", err, want)
	}
}

func TestIndexLetsUserRulesUseBuiltInLibraries(t *testing.T) {
	t.Parallel()
	builtIn := ruleSet(map[string]string{"lib/arn/arn.rego": "package rules.lib.arn\nis_star(p) if p == \"*\"\n"})
	user := oneRule("import data.rules.lib.arn\n" + body + "\nanswer if arn.is_star(input.region)\n")

	got, err := engine.Index(user, builtIn)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !cmp.Equal(got[0].Libraries, []string{"rules.lib.arn"}) {
		t.Errorf("got %+v, want one rule that needs rules.lib.arn", got)
	}
}

func TestIndexRefusesTheNamesOfBuiltIns(t *testing.T) {
	t.Parallel()
	library := map[string]string{"lib/arn/arn.rego": "package rules.lib.arn\nis_star(p) if p == \"*\"\n"}
	tests := map[string]struct {
		set  fstest.MapFS
		want string
	}{
		"a rule": {
			set:  oneRule(body),
			want: "sqs/open-queue/open_queue.rego: sqs/open-queue is the name of a built-in: choose another folder",
		},
		"a library": {
			set:  ruleSet(library),
			want: "lib/arn/arn.rego: lib/arn is the name of a built-in: choose another folder",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := engine.Index(test.set, test.set)
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	set := oneRule(body)
	fromFiles, err := engine.Load(set)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("takes the index where there is one", func(t *testing.T) {
		t.Parallel()
		indexed := fromFiles[0]
		indexed.Title = "From the index"
		text, err := json.Marshal(engine.Stored{Index: []rule.Rule{indexed}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := engine.Load(fstest.MapFS{engine.IndexFile: {Data: text}})
		if diff := cmp.Diff([]rule.Rule{indexed}, got); diff != "" || err != nil {
			t.Errorf("error %v; rules differ (-want +got):\n%s", err, diff)
		}
	})
	t.Run("gives rules their texts apart from the index", func(t *testing.T) {
		t.Parallel()
		want := fromFiles[0]
		want.Bad = rule.Example{Language: "yaml", Text: "a: 1\n"}
		index, texts, err := engine.Encode([]rule.Rule{want})
		if err != nil {
			t.Fatal(err)
		}
		set := fstest.MapFS{engine.IndexFile: {Data: index}, engine.TextsFile: {Data: texts}}
		brief, err := engine.Load(set)
		if diff := cmp.Diff([]rule.Rule{want.With(rule.Texts{})}, brief); diff != "" || err != nil {
			t.Errorf("error %v; brief rules differ (-want +got):\n%s", err, diff)
		}
		whole, err := engine.Describe(set, brief)
		if diff := cmp.Diff([]rule.Rule{want}, whole); diff != "" || err != nil {
			t.Errorf("error %v; described rules differ (-want +got):\n%s", err, diff)
		}
	})
	t.Run("leaves rules as they are where there are no texts", func(t *testing.T) {
		t.Parallel()
		got, err := engine.Describe(set, fromFiles)
		if diff := cmp.Diff(fromFiles, got); diff != "" || err != nil {
			t.Errorf("error %v; rules differ (-want +got):\n%s", err, diff)
		}
	})
	t.Run("reports broken texts", func(t *testing.T) {
		t.Parallel()
		_, err := engine.Describe(fstest.MapFS{engine.TextsFile: {Data: []byte("{")}}, fromFiles)
		if err == nil || err.Error() != "read texts.json: unexpected end of JSON input" {
			t.Errorf("got error %v", err)
		}
	})
	t.Run("reads the rules where there is no index", func(t *testing.T) {
		t.Parallel()
		want, err := engine.Index(set)
		if diff := cmp.Diff(want, fromFiles); diff != "" || err != nil {
			t.Errorf("error %v; rules differ (-want +got):\n%s", err, diff)
		}
	})
	t.Run("reports a broken index", func(t *testing.T) {
		t.Parallel()
		_, err := engine.Load(fstest.MapFS{engine.IndexFile: {Data: []byte("{")}})
		if err == nil || err.Error() != "read index.json: unexpected end of JSON input" {
			t.Errorf("got error %v", err)
		}
	})
	t.Run("reports an index that cannot be read", func(t *testing.T) {
		t.Parallel()
		_, err := engine.Load(fstest.MapFS{engine.IndexFile: {Mode: fs.ModeDir}})
		if err == nil {
			t.Error("got no error")
		}
	})
}
