package catalogue

import (
	"slices"
	"testing"
)

func TestGlobalsAreSorted(t *testing.T) {
	t.Parallel()
	for i, key := range globals[1:] {
		if compareFold(globals[i].Name, key.Name) >= 0 {
			t.Errorf("%s comes before %s", globals[i].Name, key.Name)
		}
	}
}

// TestCompareFold compares with the order of names in lower case.
func TestCompareFold(t *testing.T) {
	t.Parallel()
	sorted := []string{"", "a", "A-b", "a1", "AB", "abC", "b", "s3:prefix", "S3:Prefix/", "z_"}
	if !slices.IsSortedFunc(sorted, compareFold) {
		t.Errorf("%q are not in order", sorted)
	}
	if compareFold("S3:PutObject", "s3:pUTobject") != 0 {
		t.Error("case matters")
	}
	if compareFold("@", "`") == 0 || compareFold("[", "{") == 0 {
		t.Error("other characters have a case")
	}
}

// BenchmarkDecode measures what the first look at a service costs: its block is decompressed and read.
func BenchmarkDecode(b *testing.B) {
	for _, prefix := range []string{"ec2", "s3", "iam", "sqs", "sts"} {
		service, _ := Lookup(prefix)
		b.Run(prefix, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				service.entry.block.decode()
			}
		})
	}
}

// BenchmarkIndex measures what the first look at the catalogue costs.
func BenchmarkIndex(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		readIndex()
	}
}
