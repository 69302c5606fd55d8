package analyzer

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// fixable has two findings with a safe fix.
const fixable = `# latchkey: ignore-file[nacl/*] reason=nothing here
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, EnableDnsSupport: false}
  Zone:
    Type: AWS::Route53::HostedZone
    Properties:
      Name: corp.example.com
      VPCs: [{VPCId: !Ref Vpc, VPCRegion: !Ref AWS::Region}]
`

func TestSessionRemembersNoMoreThanItAnalyses(t *testing.T) {
	t.Parallel()
	made, err := New(rules.FS(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	in := made.Session(nil)
	other := source.New("b.yaml", []byte(fixable))
	for version := range 5 {
		text := fmt.Sprintf("# %d\n%s", version, fixable)
		files := []*source.File{source.New("a.yaml", []byte(text)), other}
		analysis, err := in.Analyze(t.Context(), files, Configuration{}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if len(analysis.Report.Findings) != 4 {
			t.Fatalf("%d findings, want 4", len(analysis.Report.Findings))
		}
		for _, found := range analysis.Report.Findings {
			if _, refusal, err := analysis.Fix(t.Context(), found); refusal != "" || err != nil {
				t.Fatalf("refusal %q, error %v", refusal, err)
			}
		}
		if fixed, err := analysis.FixAll(t.Context(), "a.yaml"); len(fixed) != 1 || err != nil {
			t.Fatalf("%d files are fixed, error %v", len(fixed), err)
		}
		if count := len(in.memory.known); count != 2 {
			t.Errorf("version %d: %d judgements of 2 files in the session", version, count)
		}
		if known, base := len(analysis.memory.known), len(analysis.memory.base); known != 0 || base != 2 {
			t.Errorf("version %d: %d and %d judgements of 2 files in the analysis", version, known, base)
		}
		if len(in.inputs) != 2 {
			t.Errorf("version %d: %d inputs of 2 files", version, len(in.inputs))
		}
	}
}

func TestFixingForgetsWhatItTried(t *testing.T) {
	t.Parallel()
	made, err := New(rules.FS(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := newFixing(made, newMemory(), made.rules, FixOptions{})
	files := []*source.File{source.New("a.yaml", []byte(fixable)), source.New("b.yaml", []byte(fixable))}
	if f.inputs, _, err = made.read(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	fixes, err := f.run(t.Context())
	if err != nil || len(fixes.Made) != 4 {
		t.Fatalf("%d fixes are made, error %v", len(fixes.Made), err)
	}
	if count := len(f.memory.known); count != 2 {
		t.Errorf("%d judgements of 2 files", count)
	}
	if len(f.reads)+len(f.rewrites) != 0 {
		t.Errorf("%d inputs and %d rewritings are kept", len(f.reads), len(f.rewrites))
	}
}

func TestFixIsTriedAmongTheFilesThatItsFindingIsJudgedBy(t *testing.T) {
	t.Parallel()
	made, err := New(rules.FS(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := func(name, text string) *source.File { return source.New(name, []byte(text)) }
	analysis, err := made.Session(nil).Analyze(t.Context(), []*source.File{
		file("a.yaml", fixable+"Outputs: {Vpc: {Value: !Ref Vpc, Export: {Name: corp-vpc}}}\n"),
		file("b.yaml", "Parameters: {Net: {Type: String}}\nResources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n"+
			"    Properties: {GroupDescription: g, VpcId: {Fn::ImportValue: !Sub '${Net}-vpc'}}\n"),
		file("c.yaml", fixable),
	}, Configuration{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"a.yaml": 3, "b.yaml": 1, "c.yaml": 1} {
		if _, inputs, _ := analysis.assemblyOf(name); len(inputs) != want {
			t.Errorf("%s is judged by %d files, want %d", name, len(inputs), want)
		}
	}
}
