package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// page writes a page and returns its lines.
func page(options report.Options, write func(*report.Page)) []string {
	made := report.NewPage(options)
	write(made)
	return strings.Split(strings.TrimSuffix(made.String(), "\n"), "\n")
}

func TestPages(t *testing.T) {
	t.Parallel()
	file := source.New("p.json", []byte("{\n  \"Sid\": \"A\",\n  \"Effect\": \"Deny\"\n}\n"))
	files := map[string]*source.File{file.Name: file}
	at := func(start, end int) finding.Location {
		return finding.Location{File: file.Name, Path: "/Statement/0", Span: file.Span(start, end)}
	}
	cases := map[string]struct {
		write func(*report.Page)
		want  []string
	}{
		"a heading is wrapped": {
			func(p *report.Page) { p.Heading(report.Bad, "denied", "a long sentence that does not fit the line") },
			[]string{"denied: a long sentence that does not", "    fit the line"},
		},
		"a title and its place": {
			func(p *report.Page) { p.Title("bucket policy B"); p.Place(at(4, 14)); p.Blank() },
			[]string{"bucket policy B", " --> p.json:2:3   Statement[0]", ""},
		},
		"an excerpt of the first place and others": {
			func(p *report.Page) {
				p.Excerpt(report.Good, []finding.Step{
					{Location: at(4, 14), Message: "this one"}, {Location: at(18, 34), Message: "and that"},
				}, files)
			},
			[]string{
				" --> p.json:2:3   Statement[0]", "  |", `2 |   "Sid": "A",`, "  |   ^^^^^^^^^^ this one",
				`3 |   "Effect": "Deny"`, "  |   ---------------- and that", "  |",
			},
		},
		"an excerpt of a file that is not there": {
			func(p *report.Page) { p.Excerpt(report.Good, []finding.Step{{Location: at(4, 14)}}, nil) },
			[]string{" --> p.json:2:3   Statement[0]"},
		},
		"an excerpt of nothing": {
			func(p *report.Page) { p.Excerpt(report.Good, nil, files) }, []string{""},
		},
		"terms stand one under the other": {
			func(p *report.Page) {
				p.Term(report.Neutral, "way back", "the root user of the account alone")
				p.Term(report.Neutral, "", "nobody else")
			},
			[]string{"  way back   the root user of the", "             account alone", "             nobody else"},
		},
		"notes, texts and items are wrapped": {
			func(p *report.Page) {
				p.Note("assumed", "nothing that anybody would not assume")
				p.Text("a paragraph that takes more than one line")
				p.Item("[1]", "aws:SourceVpce is vpce-0a1b2c3d or absent")
			},
			[]string{
				"  = assumed: nothing that anybody would", "             not assume",
				"  a paragraph that takes more than one", "  line", "  [1] aws:SourceVpce is vpce-0a1b2c3d or", "      absent",
			},
		},
		"a table has aligned columns": {
			func(p *report.Page) {
				p.Table([]string{"who", "read", "write"}, [][]report.Entry{
					{{Text: "the account's root user"}, {report.Good, "yes"}, {report.Bad, "no"}},
					{{Text: "somebody with a very long name"}, {report.Doubtful, "if [1]"}, {Text: "no"}},
				})
			},
			[]string{
				"  who                      read    write", "  the account's root user  yes     no",
				"  somebody with a very", "  long name                if [1]  no",
			},
		},
		"a name that is too long for its column is broken": {
			func(p *report.Page) {
				p.Table([]string{"who", "read"}, [][]report.Entry{
					{{Text: "role/somewhere/deep/within/TheRoleOfTheTeam"}, {report.Good, "yes"}},
					{{Text: strings.Repeat("79a5", 10)}, {report.Bad, "no"}},
				})
			},
			[]string{
				"  who                               read", "  role/somewhere/deep/within/",
				"  TheRoleOfTheTeam                  yes", "  79a579a579a579a579a579a579a579a5",
				"  79a579a5                          no",
			},
		},
		"what could steer a terminal is written out": {
			func(p *report.Page) {
				p.Title("x\x1b[2J")
				p.Table([]string{"who", "a\u202eb"}, [][]report.Entry{{{Text: "y\n"}, {Text: "z"}}})
			},
			[]string{`x\x1b[2J`, `  who  a\u202eb`, `  y\n  z`},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, page(report.Options{Width: 40}, tc.write)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPagesHaveColours(t *testing.T) {
	t.Parallel()
	got := page(report.Options{Color: true}, func(p *report.Page) {
		p.Heading(report.Good, "allowed", "yes")
		p.Table([]string{"who"}, nil)
		p.Term(report.Doubtful, "verdict", "undecided")
	})
	want := []string{
		"\x1b[1;32mallowed:\x1b[0m\x1b[1m yes\x1b[0m", "  \x1b[1mwho\x1b[0m",
		"  \x1b[1mverdict    \x1b[0m\x1b[1;33mundecided\x1b[0m",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
