package analyzer_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

const (
	brokenFixtures = "../fixtures/broken"
	// goodLine is what the concise report says of the good file beside a broken one.
	goodLine = "good.yaml:2:5: high[lockout/root-only-recovery]: good.yaml lets no IAM principal edit or remove " +
		"this bucket policy again\n"
	// openGroup is a resource with a finding.
	openGroup = "  Open:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n" +
		"        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n"
)

// TestBrokenFixtures analyses every broken or odd file in fixtures/broken and compares what is said of
// it with the file <name>.want: findings and questions as the concise report has them, then notices.
// A good file beside it keeps its finding.
//
// UPDATE_GOLDEN=1 rewrites what is wanted. A file of which nothing is said fails even then.
func TestBrokenFixtures(t *testing.T) {
	t.Parallel()
	subject := brokenSubject(t)
	entries, err := os.ReadDir(brokenFixtures)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".yaml", ".json", ".template":
			t.Run(entry.Name(), func(t *testing.T) {
				t.Parallel()
				checkBroken(t, subject, filepath.Join(brokenFixtures, entry.Name()))
			})
		}
	}
}

func brokenSubject(tb testing.TB) *analyzer.Analyzer {
	tb.Helper()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return subject
}

func checkBroken(t *testing.T, subject *analyzer.Analyzer, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := saidOf(t, subject, filepath.Base(file), string(text))
	if got == "" {
		t.Fatalf("nothing is said of %s", file)
	}
	compareGolden(t, file+".want", []byte(got))
}

// saidOf analyses a file beside a good one and returns what is said of it; what only -v shows is a
// detail. It checks that the good one has its finding.
func saidOf(tb testing.TB, subject *analyzer.Analyzer, name, text string) string {
	tb.Helper()
	files := []*source.File{source.New(name, []byte(text)), source.New("good.yaml", []byte(locked))}
	result, err := subject.Analyze(tb.Context(), files)
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Write(&out, "concise", result, report.Options{ShowUndecided: true}); err != nil {
		tb.Fatal(err)
	}
	before, after, isKept := strings.Cut(out.String(), goodLine)
	if !isKept {
		tb.Error("the good file beside it has lost its finding")
	}
	out.Reset()
	out.WriteString(before + after)
	for _, notice := range result.Notices {
		word := "notice"
		if notice.Detail {
			word = "detail"
		}
		fmt.Fprintf(&out, "%s: %s: %s\n", notice.File, word, notice.Message)
	}
	return out.String()
}

// hostile are files too large or too odd to keep, and the beginning of what is said of them first.
var hostile = map[string]struct {
	name string
	text func() string
	want string
}{
	"10,000 flow sequences": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      Tags: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	}, "a.yaml:7:509: high[syntax/invalid-document]: a.yaml is not valid: mappings and lists are nested more than 500"},
	"10,000 flow mappings": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      Tags: " + strings.Repeat("{a: ", 10_000) + strings.Repeat("}", 10_000)
	}, "a.yaml:7:1997: high[syntax/invalid-document]: a.yaml is not valid: mappings and lists are nested more than 500"},
	"10,000 block sequences": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      Tags:\n      " + strings.Repeat("- ", 10_000) + "a"
	}, "a.yaml:8:1001: high[syntax/invalid-document]: a.yaml is not valid: mappings and lists are nested more than 500"},
	"1,300 block mappings": {"a.yaml", func() string {
		var text strings.Builder
		text.WriteString("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n")
		for i := range 1300 {
			text.WriteString(strings.Repeat(" ", 6+i) + "a:\n")
		}
		return text.String()
	}, "a.yaml:502:505: high[syntax/invalid-document]: a.yaml is not valid: mappings and lists are nested more than 500"},
	"10,000 JSON arrays": {"a.json", func() string {
		return `{"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": ` +
			strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "}}}"
	}, "a.json:1:560: high[syntax/invalid-document]: a.json is not valid: mappings and lists are nested more than 500"},
	"10,000 JSON objects": {"a.json", func() string {
		return `{"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": ` +
			strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000) + "}}}"
	}, "a.json:1:2548: high[syntax/invalid-document]: a.json is not valid: mappings and lists are nested more than 500"},
	"200 nested functions": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      GroupDescription: " +
			strings.Repeat("!If [C, ", 200) + "x" + strings.Repeat(", y]", 200)
	}, "a.yaml:6:40: medium[security-group/open-icmp]: Open"},
	"4 MB of YAML": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + strings.Repeat("# a line that says nothing\n", 4<<20/27)
	}, "a.yaml:1:1: high[syntax/invalid-document]: a.yaml is not valid: the file is larger than"},
	"more than 4 MB of JSON": {"a.json", func() string {
		return `{"Resources": {"A": {"Type": "AWS::SQS::Queue"}}}` + strings.Repeat(" ", 4<<20)
	}, "a.json:1:1: high[syntax/invalid-document]: a.json is not valid: the file is larger than"},
	"a line of 1 MB": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      GroupDescription: '" + strings.Repeat("x", 1_000_000) + "'\n"
	}, "a.yaml:6:40: medium[security-group/open-icmp]: Open"},
	"250,000 variables in one text": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + "      GroupDescription: !Sub '" + strings.Repeat("${A}", 250_000) + "'\n"
	}, "a.yaml:6:40: medium[security-group/open-icmp]: Open"},
	"an alias bomb": {"a.yaml", func() string {
		var text strings.Builder
		text.WriteString("Resources:\n" + openGroup + "Metadata:\n  a0: &a0 {k: x}\n")
		for i := range 40 {
			fmt.Fprintf(&text, "  a%d: &a%[1]d {l: *a%d, r: *a%[2]d}\n", i+1, i)
		}
		return text.String()
	}, "a.yaml:22:17: high[syntax/invalid-document]: a.yaml is not valid: the aliases of the file stand for more than"},
	"a bomb of merges": {"a.yaml", func() string {
		var text strings.Builder
		text.WriteString("Resources:\n" + openGroup + "Metadata:\n  a0: &a0 {" + strings.Repeat("k: 1, ", 300) + "}\n")
		for i := range 60 {
			fmt.Fprintf(&text, "  a%d: &a%[1]d {<<: [%s]}\n", i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 300))
		}
		return text.String()
	}, "a.yaml:9:681: high[syntax/invalid-document]: a.yaml is not valid: the aliases of the file stand for more than"},
	"64 independent conditions": {"a.yaml", func() string {
		var parameters, conditions, resources strings.Builder
		for i := range 64 {
			fmt.Fprintf(&parameters, "  P%d: {Type: String}\n", i)
			fmt.Fprintf(&conditions, "  C%d: !Equals [!Ref P%[1]d, 'yes']\n", i)
			group := strings.Replace(openGroup, "Open:\n", fmt.Sprintf("Open%d:\n    Condition: C%[1]d\n", i), 1)
			resources.WriteString(group)
		}
		return "Parameters:\n" + parameters.String() + "Conditions:\n" + conditions.String() + "Resources:\n" + resources.String()
	}, "a.yaml:137:40: medium[security-group/open-icmp]: Open0 "},
	"28,000 JSON resources on one line": {"a.json", func() string {
		var text strings.Builder
		text.WriteString(`{"Resources": {`)
		for i := range 28_000 {
			fmt.Fprintf(&text, `"Q%d":{"Type":"AWS::SQS::Queue"},`, i)
		}
		text.WriteString(`"Open":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupIngress":` +
			`[{"IpProtocol":"icmp","FromPort":-1,"ToPort":-1,"CidrIp":"0.0.0.0/0"}]}}}}`)
		return text.String()
	}, "a.json:1:997017: medium[security-group/open-icmp]: Open "},
	"100,000 YAML resources": {"a.yaml", func() string {
		var text strings.Builder
		text.WriteString("Resources:\n")
		for i := range 100_000 {
			fmt.Fprintf(&text, "  Q%d: {Type: AWS::SQS::Queue}\n", i)
		}
		return text.String()
	}, "a.yaml:1:1: high[syntax/invalid-document]: a.yaml is not valid: the file is larger than"},
	"a loop of 9,000,000 turns": {"a.yaml", func() string {
		list := "[" + strings.Repeat("a,", 3000) + "]"
		return "Transform: AWS::LanguageExtensions\nResources:\n" + openGroup + "  Fn::ForEach::A:\n    - x\n    - " + list +
			"\n    - Fn::ForEach::B:\n        - y\n        - " + list + "\n        - 'Q${x}${y}': {Type: AWS::SQS::Queue}\n"
	}, "a.yaml:1:1: high[syntax/invalid-document]: a.yaml is not valid: the template's loops make more members than are read\n" +
		"a.yaml:7:40: medium[security-group/open-icmp]: Open "},
	"wildcards that backtrack": {"a.json", func() string {
		return `{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "s3:` + strings.Repeat("*a", 30_000) +
			`"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::` + strings.Repeat("*?", 30_000) + `"]}],
			"Version": "2012-10-17"}`
	}, "a.json:1:17: high[lockout/root-only-recovery]: a.json "},
	"NUL after the first bytes": {"a.yaml", func() string {
		return "Resources:\n" + openGroup + strings.Repeat("# a line that says nothing\n", 10_000) + "Description: 'a\x00'\n"
	}, "a.yaml:10007:16: high[syntax/invalid-document]: a.yaml is not valid: the control character U+0000"},
	"escape sequences": {"\x1b[31m\u202e.yaml", func() string {
		return strings.Replace("Resources:\n"+openGroup, "Open:", `"\e]0;owned\a\u009b2J":`, 1)
	}, `\x1b[31m\u202e.yaml:6:40: medium[security-group/open-icmp]: \x1b]0;owned\a\u009b2J admits`},
}

func TestHostileInputIsAnsweredAndTheRestAnalysed(t *testing.T) {
	t.Parallel()
	subject := brokenSubject(t)
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now() //nolint:forbidigo // that it ends in time is what is tested
			said := saidOf(t, subject, test.name, test.text())
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
			if !strings.HasPrefix(said, test.want) {
				t.Errorf("said = %.300s\nwant %s", said, test.want)
			}
			if strings.ContainsAny(said, "\x1b\u009b\u202e\a") {
				t.Errorf("an escape sequence is said: %q", said)
			}
		})
	}
}

// BenchmarkHostile reports the time and the most memory in use, which design keeps to 2 s and 500 MB.
func BenchmarkHostile(b *testing.B) {
	subject := brokenSubject(b)
	for name, test := range hostile {
		b.Run(name, func(b *testing.B) {
			text := test.text()
			b.ReportAllocs()
			stop, peak := make(chan struct{}), make(chan uint64)
			go watchHeap(stop, peak)
			for b.Loop() {
				saidOf(b, subject, test.name, text)
			}
			close(stop)
			b.ReportMetric(float64(<-peak)/1e6, "peak-MB")
		})
	}
}

// watchHeap sends the largest size of the heap that it saw until it is told to stop.
func watchHeap(stop <-chan struct{}, peak chan<- uint64) {
	var most uint64
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for tick := time.Tick(time.Millisecond); ; {
		select {
		case <-stop:
			peak <- most
			return
		case <-tick:
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
		}
	}
}
