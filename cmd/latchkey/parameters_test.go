package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestReadParameters(t *testing.T) {
	t.Parallel()
	type values = map[string]string
	tests := map[string]struct {
		name, text string
		want       values
		notices    []string
	}{
		"the AWS CLI's list": {
			"p.json", `[{"ParameterKey": "Stage", "ParameterValue": "prod"}, {"ParameterKey": "Count", "ParameterValue": 3}]`,
			values{"Stage": "prod", "Count": "3"},
			nil,
		},
		"the AWS CLI's list in YAML": {
			"p.yaml", "- ParameterKey: Stage\n  ParameterValue: prod\n",
			values{"Stage": "prod"},
			nil,
		},
		"a list of pairs": {
			"p.json", `["Stage=prod", "Query=a=b,c"]`,
			values{"Stage": "prod", "Query": "a=b,c"},
			nil,
		},
		"the list in the input of a whole command": {
			"p.json", `{"StackName": "app", "Parameters": [{"ParameterKey": "Stage", "ParameterValue": "prod"}]}`,
			values{"Stage": "prod"},
			nil,
		},
		"CodePipeline's sections": {
			"p.json", `{"Parameters": {"Stage": "prod"}, "Tags": {"Team": "ledger"}, "StackPolicy": {"Statement": []}}`,
			values{"Stage": "prod"},
			nil,
		},
		"CodePipeline's sections without parameters": {"p.json", `{"Tags": {"Team": "ledger"}}`, values{}, nil},
		"sections with nothing in them":              {"p.yaml", "Parameters:\nTags: {Team: ledger}\n", values{}, nil},
		"a git-sync deployment file": {
			"p.yaml", "template-file-path: app.yaml\nparameters:\n  Stage: prod\ntags:\n  Team: ledger\n",
			values{"Stage": "prod"},
			nil,
		},
		"a git-sync deployment file without parameters": {"p.yaml", "template-file-path: app.yaml\n", values{}, nil},
		"a plain mapping in JSON":                       {"p.json", `{"Stage": "prod", "Empty": ""}`, values{"Stage": "prod", "Empty": ""}, nil},
		"a parameter of the name of a section":          {"p.yaml", "Parameters: three\nTags: none\n", values{"Parameters": "three", "Tags": "none"}, nil},
		"values stay what they are in the text": {
			"p.yaml", "Account: 012345670123\nVersion: 3.10\nDay: 2012-10-17\nOn: Yes\nText: !!str 5\nOff: false\n",
			values{"Account": "012345670123", "Version": "3.10", "Day": "2012-10-17", "On": "Yes", "Text": "5", "Off": "false"},
			nil,
		},
		"what keeps its previous value": {
			"p.json", "[\n" + `{"ParameterKey": "Key", "UsePreviousValue": true},` + "\n" +
				`{"ParameterKey": "Stage", "ParameterValue": "prod", "UsePreviousValue": false}` + "\n]",
			values{"Stage": "prod"},
			[]string{"line 2: Key is left out: the stack's previous value is not known here"},
		},
		"a byte order mark and CR LF": {"p.json", "\ufeff{\r\n\"Stage\": \"prod\"\r\n}", values{"Stage": "prod"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read, err := readParameters(source.New(test.name, []byte(test.text)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, read.values); diff != "" {
				t.Errorf("values mismatch (-want +got):\n%s", diff)
			}
			var notices []string
			for _, notice := range read.notices {
				notices = append(notices, notice.Message)
			}
			if diff := cmp.Diff(test.notices, notices); diff != "" {
				t.Errorf("notices mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadParametersSaysWhereAFileIsWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ name, text, want string }{
		"an open quote":          {"p.yaml", "Stage: prod\nKey: \"a\n", "p.yaml:2:6: the quote that opens here is never closed"},
		"a trailing comma":       {"p.json", "{\n\"Stage\": \"prod\",\n}", "p.json:2:16: in JSON no comma may stand before a closing bracket"},
		"a repeated key":         {"p.yaml", "Stage: a\nKey: b\nStage: c\n", "p.yaml:3:1: Stage stands here again; it stands in line 1, too"},
		"a repeated item":        {"p.json", "[\"Stage=a\",\n\"Stage=b\"]", "p.json:2:1: Stage stands here again; it stands in line 1, too"},
		"an empty file":          {"p.yaml", "", "p.yaml:1:1: the file holds no parameter values"},
		"a file of comments":     {"p.yaml", "# later\n", "p.yaml:1:1: the file holds no parameter values"},
		"text":                   {"p.yaml", "prod", "p.yaml:1:1: parameter values are a mapping of names to values or a list"},
		"a section of text":      {"p.yaml", "Parameters: prod\nTags: {a: b}", "p.yaml:1:13: parameter values are a mapping"},
		"two documents":          {"p.yaml", "A: b\n---\nC: d\n", "p.yaml:3:1: a file of parameter values has one YAML document"},
		"a template":             {"p.yaml", "Parameters: {A: {Type: String}}\nResources:\n  B: {}", "p.yaml:3:3: this is a template"},
		"a declaration":          {"p.yaml", "Parameters:\n  A: {Type: String}", "p.yaml:2:6: the value of A is a mapping, want text"},
		"a list as a value":      {"p.yaml", "A: [b, c]", "p.yaml:1:4: the value of A is a list, want text; commas separate"},
		"no value":               {"p.yaml", "A:\n", `p.yaml:1:3: the value of A is missing; "" is an empty one`},
		"a null":                 {"p.json", `{"A": null}`, `p.json:1:7: the value of A is missing; "" is an empty one`},
		"a function":             {"p.yaml", "A: !Ref B", "p.yaml:1:4: the value of A has a tag"},
		"a name with a dash":     {"p.yaml", "stack-name: a", `p.yaml:1:1: "stack-name" is no name of a parameter`},
		"an item without a key":  {"p.json", `[{"ParameterValue": "a"}]`, "p.json:1:2: ParameterKey is missing"},
		"a key that is no text":  {"p.json", `[{"ParameterKey": ["a"]}]`, "p.json:1:19: ParameterKey has letters and digits only"},
		"an item without value":  {"p.json", `[{"ParameterKey": "A"}]`, "p.json:1:2: ParameterValue of A is missing"},
		"an item that is a list": {"p.json", `[["A", "b"]]`, "p.json:1:2: want ParameterKey and ParameterValue, but this is a list"},
		"an item that is text":   {"p.json", `["A"]`, "p.json:1:2: want KEY=VALUE, or ParameterKey and ParameterValue"},
		"a NUL byte":             {"p.yaml", "A: b\x00", "p.yaml:1:5: the control character U+0000 is not allowed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read, err := readParameters(source.New(test.name, []byte(test.text)))
			if err == nil {
				t.Fatalf("no error, but %v", read.values)
			}
			if strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error = %v, want %s", err, test.want)
			}
		})
	}
}

func TestReadParametersNamesTheFirstTenFaults(t *testing.T) {
	t.Parallel()
	_, err := readParameters(source.New("p.json", []byte("["+strings.Repeat("[],", 99)+"[]]")))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 11 || lines[10] != "p.json: and 90 more" {
		t.Errorf("error = %v", err)
	}
}

func TestParametersNeverRepeatAValue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	command := in(nil)
	command.Dir = dir
	for name, argument := range map[string]string{
		"a name that is none":          "Db-Password=hunter2",
		"no name":                      "=hunter2",
		"the AWS CLI's short form":     "ParameterKey=Password,ParameterValue=hunter2",
		"an alias":                     "Password: *hunter2",
		"a tag":                        "Password: !hunter2",
		"a quote":                      "Password: 'hunter2",
		"a quote with an escape":       `Password: "hunter2\q"`,
		"a brace":                      "Password: {hunter2",
		"a comma":                      `{"Password": "hunter2" "x"}`,
		"text after a quote":           "Password: 'a'hunter2",
		"a percent sign":               "Password: %hunter2",
		"a colon":                      "Password: hunter2: a",
		"an escape that ends too soon": `{"Password": "\uhunter2"}`,
		"an anchor":                    "Password: &hunter2 &hunter2 a",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
			if err := os.WriteFile(file, []byte(argument), 0o600); err != nil {
				t.Fatal(err)
			}
			given := argument
			if !strings.Contains(argument, "=") {
				given = file
			}
			_, err := command.parameters([]string{given})
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestLaterParametersWin(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"base.yaml": "Stage: base\nSize: small\nKey: a",
		"prod.json": `[{"ParameterKey": "Stage", "ParameterValue": "prod"}]`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := in(nil)
	command.Dir = dir
	read, err := command.parameters([]string{"Key=b", "base.yaml", "file://prod.json", "Size=big"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"Stage": "prod", "Size": "big", "Key": "a"}
	if diff := cmp.Diff(want, read.values); diff != "" {
		t.Errorf("values mismatch (-want +got):\n%s", diff)
	}
}
