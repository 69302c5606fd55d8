package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// MatchesAction answers whether the statement is about the action, as in "s3:PutObject", by its Action
// or NotAction. A statement without either is Undecided.
func (s *Statement) MatchesAction(action string) value.Truth {
	return among(s.Actions, s.NotActions, func(text Text) value.Truth {
		return MatchAction(text.Source, action)
	})
}

// MatchesResource answers whether the statement is about the resource with the ARN, by its Resource or
// NotResource; see [MatchARN]. Policy variables are looked up in the request where variables says that
// the document knows them. A statement without either element is Undecided.
func (s *Statement) MatchesResource(arn *value.Value, context Context, variables bool) value.Truth {
	with := expansion{context: context, variables: variables}
	return among(s.Resources, s.NotResources, func(text Text) value.Truth {
		pattern, complete := with.expand(text.Source)
		switch {
		case complete != value.No:
			return MatchARN(pattern, arn)
		case s.NotResources != nil:
			return value.Undecided // whether a text without a value spares everything is not documented
		default:
			return value.No
		}
	})
}

// among answers whether one of the texts listed matches, or none of those excluded.
func among(listed, excluded []Text, matches func(Text) value.Truth) value.Truth {
	switch {
	case (listed == nil) == (excluded == nil):
		return value.Undecided
	case listed != nil:
		return some(listed, matches)
	default:
		return some(excluded, matches).Not()
	}
}

func some(texts []Text, matches func(Text) value.Truth) value.Truth {
	truth := value.No
	for _, text := range texts {
		truth = truth.Or(matches(text))
		if truth == value.Yes {
			return value.Yes
		}
	}
	return truth
}
