//go:build unix

package analyzer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// BenchmarkTemplate analyses one template with a new analyzer each time, and reports the CPU time
// against parsing it with the YAML library alone.
func BenchmarkTemplate(b *testing.B) {
	benchmark(b, []string{"../fixtures/scenarios/vpc-lab"})
}

// BenchmarkCorpus does the same for the folders in LATCHKEY_CORPUS, or for all scenarios without it.
func BenchmarkCorpus(b *testing.B) {
	folders := filepath.SplitList(os.Getenv("LATCHKEY_CORPUS"))
	if len(folders) == 0 {
		folders = []string{"../fixtures/scenarios"}
	}
	benchmark(b, folders)
}

func benchmark(b *testing.B, folders []string) {
	b.Helper()
	files := readAll(b, folders)
	var ours, theirs time.Duration
	for b.Loop() {
		start := cpuTime(b)
		analysis, err := analyzer.New(rules.FS(), analyzer.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := analysis.Analyze(b.Context(), files); err != nil {
			b.Fatal(err)
		}
		middle := cpuTime(b)
		for _, file := range files {
			// JSON is YAML. Some files are neither; the time until the library says so counts all the same.
			_, _ = parser.Parse(lexer.Tokenize(string(file.Content)), parser.ParseComments)
		}
		ours += middle - start
		theirs += cpuTime(b) - middle
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x/parse")
}

// readAll reads every YAML and JSON file below the folders.
func readAll(b *testing.B, folders []string) []*source.File {
	b.Helper()
	var files []*source.File
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch filepath.Ext(path) {
			case ".yaml", ".yml", ".json", ".template":
				content, err := os.ReadFile(path)
				files = append(files, source.New(path, content))
				return err
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return files
}

// cpuTime returns the processor time that the process has used.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
