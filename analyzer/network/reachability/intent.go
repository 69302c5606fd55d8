package reachability

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// webPorts are the ports that web servers listen on.
var webPorts = []int{80, 443, 8080}

// intent is what shows that an instance is a web server for the internet.
type intent struct {
	// byName says that it is called one, which alone is a weak sign.
	byName, byScript, byRule bool
	// at and phrase are the strongest sign, in a sentence that starts with the name of the instance.
	at     source.At
	phrase string
}

func (i intent) isThere() bool { return i.byName || i.byScript || i.byRule }

// isStrong reports whether there is more than a name.
func (i intent) isStrong() bool { return i.byScript || i.byRule }

// intentOf looks for signs: a rule that opens a web port to the internet, user data that install and start a web
// server, and the name.
func (a *survey) intentOf(s server) intent {
	var found intent
	if named, at := isNamedWeb(s.Resource); named {
		found.byName, found.at, found.phrase = true, at, "is a web server by its name"
	}
	if script := a.serves(s.Resource); script != "" {
		found.byScript, found.at, found.phrase = true, script, "installs a web server and starts it"
	}
	for rule := range a.rules(s) {
		if opensWeb(rule) {
			found.byRule, found.at, found.phrase = true, rule.At, "is open to the internet by a rule of "+rule.Owner
		}
	}
	return found
}

// rules returns the known inbound rules of a server's security groups.
func (a *survey) rules(s server) iter.Seq[*network.GroupRule] {
	return func(yield func(*network.GroupRule) bool) {
		for _, link := range s.groups {
			group := a.network.SecurityGroup(link.ID)
			if group == nil {
				continue
			}
			for _, rule := range group.Rules {
				if rule.Direction == network.Inbound && !yield(rule) {
					return
				}
			}
		}
	}
}

// maxPorts is the number of ports of a rule that is still about a web server.
const maxPorts = 10

// opensWeb reports whether a rule opens a web port, and few others, to the internet.
func opensWeb(rule *network.GroupRule) bool {
	if rule.Direction != network.Inbound || !rule.Any || rule.Exists != value.Yes || rule.Undecided != "" ||
		rule.Protocol != "tcp" || rule.From == nil || rule.To == nil || *rule.To-*rule.From >= maxPorts {
		return false
	}
	return slices.ContainsFunc(webPorts, func(port int) bool { return *rule.From <= port && port <= *rule.To })
}

// namesOf returns the words of a resource's logical id and of its Name tag, with the places of both.
func namesOf(resource *template.Resource) (names []string, places []source.At) {
	names, places = []string{resource.Name}, []source.At{resource.At}
	for _, tag := range stack.Property(resource, "Tags").List() {
		if key, _ := stack.Dig(tag, "Key").Literal(); key != "Name" {
			continue
		}
		stack.Walk(stack.Dig(tag, "Value"), func(part *value.Value) {
			if text, ok := part.Literal(); ok {
				names, places = append(names, text), append(places, tag.At)
			}
		})
	}
	return names, places
}

// plainWords are words that do not make a web server something else, as scraper, content or database do.
var plainWords = []string{
	"web", "www", "webserver", "server", "servers", "instance", "ec2", "host", "my", "the", "public", "demo", "test",
	"dev", "prod", "stack", "linux", "amazon", "a", "b", "c", "az",
}

// isNamedWeb reports whether the logical id or the Name tag says that an instance is a web server, and no more.
func isNamedWeb(instance *template.Resource) (named bool, at source.At) {
	names, places := namesOf(instance)
	for i, name := range names {
		stems := words(name)
		for j, word := range stems {
			stems[j] = strings.TrimRight(word, "0123456789")
		}
		isOther := func(stem string) bool { return stem != "" && !slices.Contains(plainWords, stem) && stem != "ec" }
		isWeb := func(stem string) bool { return stem == "web" || stem == "www" || stem == "webserver" }
		calledWeb, calledOther := slices.ContainsFunc(stems, isWeb), slices.ContainsFunc(stems, isOther)
		switch {
		case calledWeb && !calledOther:
			named, at = true, places[i]
		case calledOther && (calledWeb || i > 0): // a Name tag tells more than the logical id
			return false, ""
		}
	}
	return named, at
}

// words cuts a name at what is no letter and no digit, and where a capital follows a small letter, as in WebServer.
func words(name string) []string {
	var text strings.Builder
	var before rune
	for _, char := range name {
		if unicode.IsUpper(char) && (unicode.IsLower(before) || unicode.IsDigit(before)) {
			text.WriteRune(' ')
		}
		text.WriteRune(unicode.ToLower(char))
		before = char
	}
	isBreak := func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }
	return strings.FieldsFunc(text.String(), isBreak)
}

// privateWords mark what is not meant for the internet.
var privateWords = []string{
	"private", "priv", "internal", "intra", "intranet", "isolated", "backend", "protected", "nat",
}

// isPrivate reports whether the logical id or a tag says that a resource is not meant for the internet.
func isPrivate(resource *template.Resource) bool {
	names, _ := namesOf(resource)
	for _, tag := range stack.Property(resource, "Tags").List() {
		if text, ok := stack.Dig(tag, "Value").Literal(); ok {
			names = append(names, text)
		}
	}
	for _, name := range names {
		for _, word := range words(name) {
			if slices.Contains(privateWords, strings.TrimRight(word, "0123456789")) {
				return true
			}
		}
	}
	return false
}
