package lockout

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// epoch is an instant that is surely past: nobody deploys a policy before it.
var epoch = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// instant is a moment that the document tells from others.
type instant struct {
	at time.Time
	// text says when it is; "" for all the time from the epoch on.
	text string
}

// instantsOf returns the moments after the epoch that the clauses about the keys tell apart.
func (p *proof) instantsOf(keys ...string) []instant {
	var borders []time.Time
	for _, key := range keys {
		for _, about := range p.about(key) {
			for _, text := range about.condition.Values {
				written, _ := text.Source.Literal()
				if at, is := policy.ParseDate(written); is && !at.Before(epoch) {
					borders = append(borders, at.UTC())
				}
			}
		}
	}
	slices.SortFunc(borders, time.Time.Compare)
	borders = slices.CompactFunc(borders, time.Time.Equal)
	if len(borders) == 0 {
		return []instant{{at: epoch.Add(time.Second)}}
	}
	return between(borders)
}

// between returns a moment before the first border, one between all others, one after the last, and the
// borders themselves.
func between(borders []time.Time) []instant {
	last := borders[len(borders)-1]
	all := []instant{
		{borders[0].Add(-time.Second), "before " + written(borders[0])},
		{last.Add(time.Second), "after " + written(last)},
	}
	for i := 1; i < len(borders); i++ {
		middle := borders[i-1].Add(borders[i].Sub(borders[i-1]) / 2)
		all = append(all, instant{middle, "between " + written(borders[i-1]) + " and " + written(borders[i])})
	}
	for _, border := range borders {
		all = append(all, instant{border, "exactly " + written(border)})
	}
	return all
}

func written(at time.Time) string {
	return at.Format(time.RFC3339)
}

// fact says that a request needs the moment, unless it is any.
func (i instant) facts(text string) []Fact {
	if i.text == "" {
		return nil
	}
	_, first, _ := strings.Cut(i.text, " ")
	return []Fact{{Kind: Time, Value: first, Text: text + i.text}}
}

// instants are the moments at which the request may be made.
func (p *proof) instants() []alternative {
	var all []alternative
	for _, moment := range p.instantsOf(keyCurrentTime, keyEpochTime) {
		all = append(all, alternative{
			context: policy.Context{
				keyCurrentTime: policy.PresentText(written(moment.at)),
				keyEpochTime:   policy.PresentText(strconv.FormatInt(moment.at.Unix(), 10)),
			},
			facts: moment.facts("it is "),
		})
	}
	return all
}
