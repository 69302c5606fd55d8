package main

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/lsp"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// backendIn returns the backend of `latchkey lsp` for a folder.
func backendIn(t *testing.T, dir string) *editorBackend {
	t.Helper()
	from := &check{Command: in(nil), minSeverity: rule.Low, failOn: threshold(rule.Medium)}
	from.Dir, from.Now = dir, func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
	command := &cobra.Command{}
	from.rules.bind(command.Flags())
	from.stack.bind(command.Flags())
	from.config.bind(command.Flags())
	options, _, err := from.stackOptions(command, from.stack)
	if err != nil {
		t.Fatal(err)
	}
	options.Texts = true
	made, err := from.analyzer(command, from.rules, options)
	if err != nil {
		t.Fatal(err)
	}
	return newEditorBackend(from, command, made, options)
}

// Code actions go on with an earlier analysis while later ones read configurations and documents;
// the race detector looks on.
func TestEarlierAnalysisIsAskedBesideLaterOnes(t *testing.T) {
	t.Parallel()
	text := "# latchkey: ignore-file[nacl/*] reason=nothing here\n" + unsupported
	good := "suppressions: [{rule: open-icmp, path: '*.yaml', reason: why}]\n"
	dir, _ := workspace(t, map[string]string{"app.yaml": text, ".latchkey.yaml": good})
	backend := backendIn(t, dir)
	configuration := filepath.Join(dir, ".latchkey.yaml")
	analyze := func(held string) lsp.Analysis {
		made, err := backend.Analyze(t.Context(), lsp.Workspace{
			Dir: dir, Folders: []string{dir}, Changed: []string{configuration},
			Open: []*source.File{source.New("more.yaml", []byte(held))},
		})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	earlier := analyze("Topic: {Type: 'AWS::SNS::Topic'}\n")
	var ours []finding.Finding
	for _, found := range earlier.Report().Findings {
		if found.Location.File == "app.yaml" && found.Fix != nil {
			ours = append(ours, found)
		}
	}
	if len(ours) == 0 {
		t.Fatal("no finding has a fix")
	}
	var asking sync.WaitGroup
	done := make(chan struct{})
	asking.Go(func() {
		for {
			for _, found := range ours {
				if _, refusal, err := earlier.Fix(t.Context(), found); refusal != "" || err != nil {
					t.Errorf("%s: refusal %q, error %v", found.Rule, refusal, err)
				}
			}
			if _, err := backend.open.read("more.yaml"); err != nil {
				t.Error(err)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for i := range 20 {
		write(t, configuration, good+fmt.Sprintf("nothing%d: 1\n", i))
		later := analyze(fmt.Sprintf("Topic%d: {Type: 'AWS::SNS::Topic'}\n", i))
		if len(later.Problems()) == 0 {
			t.Error("the configuration is understood")
		}
	}
	close(done)
	asking.Wait()
}
