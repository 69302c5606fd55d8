package picture_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/picture"
)

// attributesOf returns the values of an attribute in a drawing, in order.
func attributesOf(t *testing.T, svg, name string) []string {
	t.Helper()
	var values []string
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		if element, ok := token.(xml.StartElement); ok {
			for _, each := range element.Attr {
				if each.Name.Local == name {
					values = append(values, each.Value)
				}
			}
		}
	}
}

func TestFiguresHaveTheirOwnIDs(t *testing.T) {
	t.Parallel()
	network := build(t, house)
	nothing := build(t, "Resources: {Topic: {Type: AWS::SNS::Topic}}")
	figures := picture.Figures([]picture.Input{
		{Title: "net.yaml", Network: network}, {Title: "topic.yaml", Network: nothing}, {Title: "net.yaml", Network: network},
	})
	if len(figures) != 2 {
		t.Fatalf("there are %d figures, want 2: nothing is drawn of a topic", len(figures))
	}
	seen := map[string]bool{}
	for _, figure := range figures {
		ids := attributesOf(t, figure.SVG, "id")
		if len(ids) < 8 {
			t.Errorf("the figure has the ids %q alone", ids)
		}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("the id %s stands twice", id)
			}
			seen[id] = true
		}
		if diff := cmp.Diff([]string{"net.yaml"}, figure.Files); diff != "" {
			t.Error(diff)
		}
		if strings.Contains(figure.SVG, "<style") {
			t.Error("the figure has a style sheet of its own")
		}
	}
}

func TestNumbersOfFiguresLinkToTheirIssues(t *testing.T) {
	t.Parallel()
	linked, plain := hostileIssue(), hostileIssue()
	linked.Link = `#f-1"><script>`
	figures := picture.Figures([]picture.Input{
		{Title: "net.yaml", Network: build(t, hostile), Issues: []picture.Issue{plain, linked}},
	})
	got := attributesOf(t, figures[0].SVG, "href")
	if len(got) == 0 {
		t.Fatal("there is no link")
	}
	for _, link := range got {
		if link != linked.Link {
			t.Errorf("a number links to %q", link)
		}
	}
	if diff := cmp.Diff([]picture.Issue{plain, linked}, figures[0].Issues); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(figures[0].SVG, "<script") || strings.Contains(figures[0].SVG, "\u202e") {
		t.Error("text of the template is not escaped")
	}
	if page := draw(t, picture.SVG, house, linked); strings.Contains(page, "href") {
		t.Error("a picture on its own has links")
	}
}
