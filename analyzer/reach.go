package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ReachQuestion asks whether one end reaches another. An end is a logical id, perhaps behind its file and "#",
// "internet", a block or an address; To may be "ssm", and end in a colon and traffic, as in "Web:80/tcp".
type ReachQuestion struct {
	From, To string
}

// ReachError says what can't be understood of a question.
type ReachError struct {
	// Flag is "from" or "to".
	Flag    string
	Message string
}

// Error names the end, and says what is wrong with it.
func (e *ReachError) Error() string { return fmt.Sprintf("--%s: %s", e.Flag, e.Message) }

// ReachReply is whether one end reaches another, and how.
type ReachReply struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Traffic string `json:"traffic"`
	// Answer is "yes", "no" or "undecided"; undecided, too, where it depends on conditions.
	Answer value.Truth `json:"answer"`
	// Cases are the answers, one for each that differs by the conditions of the templates. Most often it is one.
	Cases []ReachCase `json:"cases"`
}

// ReachCase is an answer, and when it is the answer.
type ReachCase struct {
	// Conditions are the truth of the conditions that tell the case from the others; empty where it is the only one.
	Conditions map[string]bool `json:"conditions"`
	Answer     value.Truth     `json:"answer"`
	Reason     string          `json:"reason"`
	// Hops are the steps of the path, in order, as far as it leads.
	Hops []ReachStep `json:"hops"`
	// Blockers are all that keep the traffic back, each on its own.
	Blockers []ReachStep `json:"blockers"`
	// Doubts are what is not known of the way.
	Doubts []ReachStep `json:"doubts"`
	// Weaker are reasons why a "no" may be wrong after all.
	Weaker []string `json:"weaker"`
}

// ReachStep is a place with what happens there.
type ReachStep struct {
	// Code is as VPC Reachability Analyzer names what keeps traffic back; empty for hops.
	Code network.Blocker `json:"code,omitempty"`
	Text string          `json:"text"`
	// Way is "internet" or "endpoints" for blockers of one of these ways, of which either would do.
	Way string `json:"way,omitempty"`
	// File and Line are empty for what stands in no file.
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	// Path is the JSON Pointer of the node.
	Path string `json:"path,omitempty"`

	location finding.Location
}

// Step returns the step as findings have it; false for what stands in no file.
func (s ReachStep) Step() (finding.Step, bool) {
	return finding.Step{Location: s.location, Message: s.Text}, s.File != ""
}

// Reach answers whether one end reaches another, in every scenario that the conditions of the templates allow. What
// can't be understood of the question is a [*ReachError].
func (a *Analyzer) Reach(
	ctx context.Context, files []*source.File, question ReachQuestion,
) (reply *ReachReply, notices []finding.Notice, err error) {
	read, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	notices = append(notices, broken(read)...)
	ends, err := readEnds(question)
	if err != nil {
		return nil, notices, err
	}
	search := &reachSearch{ends: ends, names: map[string]bool{}}
	for _, linked := range a.link(parsed(read)) {
		if err := ctx.Err(); err != nil {
			return nil, nil, err //nolint:wrapcheck // the caller's own
		}
		a.reachIn(search, linked)
	}
	if len(search.found) != 1 || len(search.several) > 0 {
		return nil, notices, search.missing()
	}
	return search.reply(), append(notices, a.uselessParameters(read)...), nil
}

// broken says what keeps files from being read whole, so that what they do not seem to declare is no riddle.
func broken(inputs []*input) []finding.Notice {
	var notices []finding.Notice
	for _, in := range inputs {
		for _, problem := range in.tree.Problems {
			message := fmt.Sprintf("line %d: %s", problem.Span.Start.Line, problem.Message)
			notices = append(notices, finding.Notice{File: in.file.Name, Message: message, Fault: true})
		}
	}
	return notices
}

// reachIn looks for both ends in files that belong together, and follows the path in each scenario.
func (a *Analyzer) reachIn(search *reachSearch, linked deployed) {
	env := linked.environment
	env.Relevant = linked.Relevant(model.Relevant([]model.Section{model.Network}))
	stacks, _ := linked.Stacks()
	scenarios, _ := template.Scenarios(stacks, env)
	reader := assembly.NewReader(linked.Assembly)
	var outcomes []reachOutcome
	isHere := false
	for _, scenario := range scenarios {
		members := reader.Read(env, scenario)
		document := model.Build(members, env, nil)
		var templates []*template.Template
		for _, member := range members {
			if member.Template != nil {
				templates = append(templates, member.Template)
			}
		}
		built := network.Build(templates, env)
		outcome, has := search.follow(built, document)
		isHere = isHere || has
		outcomes = append(outcomes, outcome)
	}
	if isHere {
		search.found = append(search.found, outcomes)
	}
}

// end is one end of a question.
type end struct {
	flag, name string
	party      network.Party
	// isMember says that the name is that of a workload.
	isMember bool
}

// readEnds reads the two ends of a question, and the traffic where it is given.
func readEnds(question ReachQuestion) (ends reachEnds, err error) {
	name, traffic, isGiven := cutTraffic(question.To)
	if isGiven {
		if ends.traffic, err = network.ParseTraffic(traffic); err != nil {
			return ends, &ReachError{Flag: "to", Message: err.Error()}
		}
	}
	ends.from, ends.to = readEnd("from", question.From), readEnd("to", name)
	switch {
	case ends.from.party.SSM:
		return ends, &ReachError{Flag: "from", Message: "Systems Manager starts no connections; ask what reaches it"}
	case ends.to.party.SSM && isGiven && ends.traffic != network.TCP(agentPort):
		message := "the agent of Systems Manager sends 443/tcp alone; ask for ssm"
		return ends, &ReachError{Flag: "to", Message: message}
	case !ends.from.isMember && !ends.to.isMember:
		return ends, &ReachError{Flag: "to", Message: "one of the two has to be a workload in the templates"}
	}
	return ends, nil
}

// agentPort is what Systems Manager listens on.
const agentPort = 443

type reachEnds struct {
	from, to end
	traffic  network.Traffic
}

// trafficForm is what may stand behind the last colon of an end.
var trafficForm = regexp.MustCompile(`^(-?\d[\d-]*(/\w+)?|icmp|icmpv6|ping|all)$`)

// cutTraffic cuts the traffic off an end. An address of IPv6 has colons of its own.
func cutTraffic(text string) (name, traffic string, isGiven bool) {
	colon := strings.LastIndex(text, ":")
	if _, ok := parseBlock(text); ok || colon < 0 || !trafficForm.MatchString(strings.ToLower(text[colon+1:])) {
		return text, "", false
	}
	return strings.Trim(text[:colon], "[]"), text[colon+1:], true
}

func parseBlock(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Masked(), true
	}
	if address, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	return netip.Prefix{}, false
}

func readEnd(flag, name string) end {
	read := end{flag: flag, name: name}
	block, isBlock := parseBlock(name)
	switch {
	case strings.EqualFold(name, "internet"):
		read.party = network.Internet
	case strings.EqualFold(name, "ssm"):
		read.party = network.Party{SSM: true}
	case isBlock:
		read.party = network.In(block)
	default:
		read.isMember = true
	}
	return read
}

// in finds the end in a network.
func (e end) in(built *network.Network) []network.Party {
	if !e.isMember {
		return []network.Party{e.party}
	}
	var parties []network.Party
	for _, member := range built.Members {
		if member.Name == e.name || member.ID == e.name || strings.HasSuffix(member.ID, "/"+e.name) {
			parties = append(parties, network.At(member))
		}
	}
	return parties
}

// reachOutcome is the path in one scenario.
type reachOutcome struct {
	outcome
	answer  ReachCase
	traffic network.Traffic
	// hasBoth says that both ends exist; scenarios in which one does not say nothing of the way.
	hasBoth bool
}

// reachSearch gathers what is found of a question.
type reachSearch struct {
	ends  reachEnds
	found [][]reachOutcome
	// names are the names of all workloads, and seen the ends that were found in some file.
	names map[string]bool
	// ids are those of the workloads that the ends may mean, and several says which ends mean more than one of
	// them in files that belong together.
	ids     [2][]string
	several []string
}

// follow follows the path in one scenario. It reports false where one of the ends is not in the network.
func (s *reachSearch) follow(built *network.Network, document *model.Document) (outcome reachOutcome, has bool) {
	outcome.conditions = document.Conditions()
	for _, member := range built.Members {
		s.names[member.Name] = true
	}
	from, to := s.ends.from.in(built), s.ends.to.in(built)
	for i, parties := range [][]network.Party{from, to} {
		for _, party := range parties {
			if party.Workload != nil && !slices.Contains(s.ids[i], party.Workload.ID) {
				s.ids[i] = append(s.ids[i], party.Workload.ID)
			}
		}
		if len(parties) > 1 {
			s.several = s.ids[i]
		}
	}
	if len(from) != 1 || len(to) != 1 {
		return outcome, false
	}
	outcome.traffic = s.ends.traffic
	if outcome.traffic == (network.Traffic{}) {
		outcome.traffic = built.UsualTrafficBetween(from[0], to[0])
	}
	path := built.Reach(from[0], to[0], outcome.traffic)
	outcome.answer, outcome.hasBoth = reachCase(path, document), true
	return outcome, true
}

// reachCase places what was met on a path.
func reachCase(path network.Path, document *model.Document) ReachCase {
	answer := ReachCase{Answer: path.Answer, Reason: path.Reason, Weaker: path.Weaker}
	for _, hop := range path.Hops {
		answer.Hops = append(answer.Hops, reachStep(network.Obstacle{Hop: hop}, document))
	}
	for _, met := range path.Blockers {
		answer.Blockers = append(answer.Blockers, reachStep(met, document))
	}
	if path.Answer == value.Undecided {
		for _, met := range path.Doubts {
			answer.Doubts = append(answer.Doubts, reachStep(met, document))
		}
	}
	return answer.filled()
}

// filled makes lists of what is nil.
func (c ReachCase) filled() ReachCase {
	c.Conditions = map[string]bool{}
	c.Hops, c.Blockers, c.Doubts = listed(c.Hops), listed(c.Blockers), listed(c.Doubts)
	c.Weaker = listed(c.Weaker)
	return c
}

func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func reachStep(met network.Obstacle, document *model.Document) ReachStep {
	step := ReachStep{Code: met.Code, Text: met.Message, Way: met.Way}
	place, ok := document.Locate(met.At)
	if met.At == "" || !ok {
		return step
	}
	step.File, step.Path = place.File, place.Path
	step.Line, step.Column = place.Span.Start.Line, place.Span.Start.Column
	step.location = finding.Location{File: place.File, Path: place.Path, Span: place.Span}
	return step
}

// reply puts the scenarios together: those with the same answer, for the same reasons, are one case.
func (s *reachSearch) reply() *ReachReply {
	outcomes := slices.Clone(s.found[0])
	outcomes = slices.DeleteFunc(outcomes, func(one reachOutcome) bool { return !one.hasBoth })
	reply := &ReachReply{From: s.ends.from.name, To: s.ends.to.name}
	held := map[string][]int{}
	var order []string
	for i, one := range outcomes {
		if one.traffic != (network.Traffic{}) && reply.Traffic == "" {
			reply.Traffic = one.traffic.String()
		}
		key := one.answer.identity()
		if held[key] == nil {
			order = append(order, key)
		}
		held[key] = append(held[key], i)
	}
	all := make([]outcome, len(outcomes))
	for i, one := range outcomes {
		all[i] = one.outcome
	}
	naming := naming{outcomes: all, known: map[string]map[string]bool{}}
	for i, key := range order {
		answer := outcomes[held[key][0]].answer
		if conditions := naming.scenario(held[key]); conditions != nil {
			answer.Conditions = conditions
		}
		reply.Cases = append(reply.Cases, answer)
		if i == 0 {
			reply.Answer = answer.Answer
		} else if reply.Answer != answer.Answer {
			reply.Answer = value.Undecided
		}
	}
	slices.SortStableFunc(reply.Cases, func(a, b ReachCase) int { return cmp.Compare(rank(a.Answer), rank(b.Answer)) })
	return reply
}

// rank puts what is reached before what is not, and that before what is not known.
func rank(answer value.Truth) int {
	return slices.Index([]value.Truth{value.Yes, value.No, value.Undecided}, answer)
}

// identity is equal for answers that are one and the same to people.
func (c ReachCase) identity() string {
	text := []string{c.Answer.String()}
	for _, step := range slices.Concat(c.Blockers, c.Doubts) {
		text = append(text, string(step.Code), step.Way, step.Text, step.Path)
	}
	return strings.Join(text, "\x00")
}

// missing says why there is no one path to follow.
func (s *reachSearch) missing() error {
	sides := []end{s.ends.from, s.ends.to}
	for i, side := range sides {
		if len(s.ids[i]) == 0 && side.isMember {
			return &ReachError{Flag: side.flag, Message: s.unknown(side.name)}
		}
	}
	for i, side := range sides {
		if len(s.ids[i]) > 1 && (len(s.found) > 1 || len(s.several) > 0) {
			return &ReachError{Flag: side.flag, Message: "several have the logical id " + side.name +
				"; give one with its file, as in " + strings.Join(s.ids[i], " or ")}
		}
	}
	return &ReachError{Flag: "to", Message: fmt.Sprintf(
		"no template has both %s and %s, and nothing links those that have one", s.ends.from.name, s.ends.to.name)}
}

// maxSuggested bounds how many names are listed for a name that is not known.
const maxSuggested = 8

// unknown says that a name is not known, and what may be meant.
func (s *reachSearch) unknown(name string) string {
	names := make([]string, 0, len(s.names))
	for known := range s.names {
		names = append(names, known)
	}
	off := func(known string) int { return rule.Distance(strings.ToLower(name), strings.ToLower(known)) }
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(off(a), off(b)), cmp.Compare(a, b))
	})
	message := fmt.Sprintf("nothing that sends or receives traffic has the logical id %q", name)
	switch {
	case len(names) == 0:
		return message + "; the files declare no such resource"
	case off(names[0]) <= max(2, len(name)/3):
		return message + "; did you mean " + names[0] + "?"
	case len(names) > maxSuggested:
		return message + "; there are " + strings.Join(names[:maxSuggested], ", ") + " and others"
	default:
		return message + "; there are " + strings.Join(names, ", ")
	}
}
