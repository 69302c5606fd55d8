package syntax_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// BenchmarkParse reads templates and reports the time it takes relative to goccy/go-yaml's lexer and
// parser alone, as "x-goccy". The corpus is the YAML files of the folders in LATCHKEY_CORPUS.
func BenchmarkParse(b *testing.B) {
	b.Run("one small template", func(b *testing.B) {
		benchmark(b, []*source.File{source.New("x.yaml", template(5))})
	})
	b.Run("one large template", func(b *testing.B) {
		benchmark(b, []*source.File{source.New("x.yaml", template(1000))})
	})
	b.Run("corpus", func(b *testing.B) {
		var files []*source.File
		for _, folder := range filepath.SplitList(os.Getenv("LATCHKEY_CORPUS")) {
			err := eachFile(folder, func(name string, content []byte) {
				if filepath.Ext(name) != ".json" {
					files = append(files, source.New(name, content))
				}
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		if len(files) == 0 {
			b.Skip("LATCHKEY_CORPUS is not set")
		}
		benchmark(b, files)
	})
}

func benchmark(b *testing.B, files []*source.File) {
	b.Helper()
	size := 0
	for _, file := range files {
		size += len(file.Content)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var goccy time.Duration
	for b.Loop() {
		for _, file := range files {
			syntax.Parse(file)
		}
		b.StopTimer()
		start := time.Now() //nolint:forbidigo // a benchmark measures time
		for _, file := range files {
			_, _ = parser.Parse(lexer.Tokenize(string(file.Content)), 0, parser.AllowDuplicateMapKey())
		}
		goccy += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(goccy), "x-goccy")
}

// template returns a made-up template with the number of resources.
func template(resources int) []byte {
	var text strings.Builder
	text.WriteString("AWSTemplateFormatVersion: 2010-09-09\nResources:\n")
	for i := range resources {
		fmt.Fprintf(&text, `  Queue%d: # one of many
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${AWS::StackName}-%d"
      Tags:
        - Key: Name
          Value: !Join ['-', [!Ref Name, x]]
        - {Key: Text, Value: {Fn::Sub: a}}
  Policy%d:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue%d]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: AllowSend
            Effect: Allow
            Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::111122223333:root'}
            Action: sqs:SendMessage
            Resource: !GetAtt Queue%d.Arn
    Metadata:
      Script: !Sub |
        #!/bin/bash
        echo "${AWS::Region}"
`, i, i, i, i, i)
	}
	return []byte(text.String())
}
