package ssm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/ssm"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// BenchmarkDiagnose asks the questions about VPCs of growing size in which every instance is cut off; the time per
// resource should stay about the same.
func BenchmarkDiagnose(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprintf("%d resources", size), func(b *testing.B) {
			var text strings.Builder
			text.WriteString(isolated + core + closed + both)
			for i := range size / 2 {
				group := fmt.Sprintf("Group%d", i)
				text.WriteString("  " + group + ": {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}\n")
				instance := strings.Replace(web("IamInstanceProfile: !Ref Profile"), "!Ref App", "!Ref "+group, 1)
				text.WriteString(strings.Replace(instance, "Web:", fmt.Sprintf("Web%d:", i), 1))
			}
			parsed := syntax.Parse(source.New("app.yaml", []byte(text.String())))
			templates := []*template.Template{template.Read(parsed, template.Environment{})}
			for b.Loop() {
				var found network.Diagnosis
				ssm.Diagnose(network.Build(templates, template.Environment{}), &found)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/resource")
		})
	}
}
