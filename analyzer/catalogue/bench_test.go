package catalogue_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

// BenchmarkAction measures a question about a service that was asked for before.
func BenchmarkAction(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		service, _ := catalogue.Lookup("s3")
		if _, found := service.Action("putobject"); !found {
			b.Fatal("s3:PutObject is unknown")
		}
	}
}

func BenchmarkMatching(b *testing.B) {
	service, _ := catalogue.Lookup("ec2")
	b.ReportAllocs()
	for b.Loop() {
		service.Matching("Describe*Instance*")
	}
}

func BenchmarkNearestAction(b *testing.B) {
	service, _ := catalogue.Lookup("ec2")
	b.ReportAllocs()
	for b.Loop() {
		service.NearestAction("DescribeInstnaces")
	}
}
