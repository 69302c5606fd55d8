package nacl

import (
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxNumber is the highest rule number (Amazon EC2 API reference, CreateNetworkAclEntry, RuleNumber).
const maxNumber = 32766

// slot is what only one entry can have: a number in one direction of an ACL, declared or not.
type slot struct {
	acl    string
	egress value.Truth
	number int
}

// numbers finds entries whose number another entry of the direction has, or that is out of range.
func (s *survey) numbers() {
	taken := map[slot][]*template.Resource{}
	var order []slot
	for _, entry := range s.Index.OfType(entryType) {
		number, ok := stack.Property(entry, "RuleNumber").Int()
		if !ok {
			continue
		}
		if number < 1 || number > maxNumber {
			s.reportRange(entry)
			continue
		}
		key := slot{
			acl:    s.Index.Link(stack.Property(entry, "NetworkAclId"), aclType).ID,
			egress: stack.Property(entry, "Egress").Truth(), number: number,
		}
		if key.acl == "" || key.egress == value.Undecided {
			continue
		}
		taken[key] = append(taken[key], entry)
		order = append(order, key)
	}
	reported := map[slot]bool{}
	for _, key := range order {
		entries := taken[key]
		if len(entries) == 1 || reported[key] {
			continue
		}
		reported[key] = true
		next := slot{acl: key.acl, egress: key.egress, number: key.number + 1}
		if len(taken[next]) > 0 || next.number > maxNumber || len(entries) > 2 {
			next.number = 0
		}
		for _, entry := range entries[1:] {
			s.reportTaken(key, entry, entries[0], next.number)
		}
	}
}

const entryType = "AWS::EC2::NetworkAclEntry"

func (s *survey) reportRange(entry *template.Resource) {
	number := stack.Property(entry, "RuleNumber")
	text, _ := number.Literal()
	s.reportNumber(entry, entry.Exists, network.Issue{
		Variant: "range", Words: map[string]string{"number": text}, Related: fact.Steps(number),
	})
}

// reportTaken reports an entry with the number of the first, and offers the next one unless that is 0.
func (s *survey) reportTaken(key slot, entry, first *template.Resource, next int) {
	direction := network.Inbound
	if key.egress == value.Yes {
		direction = network.Outbound
	}
	acl := "its ACL"
	if declared := s.Index.Declared(stack.Property(entry, "NetworkAclId"), aclType); declared != nil {
		acl = declared.Name
	}
	issue := network.Issue{
		Words: map[string]string{
			"acl": acl, "number": strconv.Itoa(key.number), "first": first.Name, "direction": string(direction),
		},
		Related: append(
			[]fact.Hop{{At: numberOf(first), Message: first.Name + " has it first"}},
			fact.Steps(stack.Property(entry, "RuleNumber"))...),
	}
	written := entry.Origin.Node.Get("Properties").Get("RuleNumber")
	if next > 0 && written != nil && written.Value == strconv.Itoa(key.number) {
		issue.Edits = []fact.Edit{fact.Replace(numberOf(entry), next)}
	}
	s.reportNumber(entry, entry.Exists.And(first.Exists), issue)
}

func (s *survey) reportNumber(entry *template.Resource, exists value.Truth, issue network.Issue) {
	issue.Kind, issue.At, issue.Name = duplicateNumber, numberOf(entry), entry.Name
	if exists != value.Yes {
		s.diagnosis.Doubt(duplicateNumber, issue.At, "it can't be decided whether "+entry.Name+" exists")
		return
	}
	s.diagnosis.Report(issue)
}
