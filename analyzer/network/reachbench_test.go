package network_test

import (
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// BenchmarkNetwork builds a network and asks it for a path, at one size and at four times that size: the time per
// resource is about the same.
func BenchmarkNetwork(b *testing.B) {
	const size = 500
	small := []*template.Template{read("app.yaml", crowded(size))}
	large := []*template.Template{read("app.yaml", crowded(4*size))}
	var spent [2]time.Duration
	for b.Loop() {
		for i, templates := range [][]*template.Template{small, large} {
			before := b.Elapsed()
			n := network.Build(templates, template.Environment{})
			for _, member := range n.Members {
				n.Reach(network.At(member), network.Internet, network.TCP(443))
			}
			spent[i] += b.Elapsed() - before
		}
	}
	b.ReportMetric(float64(spent[0].Milliseconds())/float64(b.N), "ms/500")
	b.ReportMetric(float64(spent[1])/float64(spent[0])/4, "growth")
}
