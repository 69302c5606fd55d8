package validation

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about operators and keys of conditions.
const (
	InvalidConditionOperator      Code = "invalid-condition-operator"
	NullWithIfExists              Code = "null-with-if-exists"
	NullWithQualifier             Code = "null-with-qualifier"
	InvalidConditionKeyFormat     Code = "invalid-condition-key-format"
	DuplicateKeysDifferentCase    Code = "duplicate-keys-with-different-case"
	MissingTagKeyInCondition      Code = "missing-tag-key-in-condition"
	InvalidGlobalConditionKey     Code = "invalid-global-condition-key"
	InvalidServiceConditionKey    Code = "invalid-service-condition-key"
	InvalidService                Code = "invalid-service"
	DeprecatedGlobalConditionKey  Code = "deprecated-global-condition-key"
	UnsupportedGlobalConditionKey Code = "unsupported-global-condition-key"
	MissingQualifier              Code = "missing-qualifier"
	ForAllValuesWithSingleValued  Code = "forallvalues-with-single-valued-key"
	MissingPairedConditionKeys    Code = "missing-paired-condition-keys"
	IrrelevantConditionKey        Code = "irrelevant-condition-key-in-policy"
	EmptyObjectCondition          Code = "empty-object-condition"
)

// condition is one key under an operator.
type condition struct {
	operator policy.Operator
	// written is the operator as it stands in the document.
	written string
	// key is in lower case, name as it stands in the document.
	key, name string
	values    *value.Value
	effect    string
}

func (c *checker) checkConditions(s *statement) {
	block := s.source.Get("Condition")
	if !block.Is(value.Map) || isGenerated(block) {
		return
	}
	if len(block.Fields) == 0 {
		c.add(EmptyObjectCondition, block.At, "Condition")
	}
	for _, field := range block.Fields {
		operator, valid := c.checkOperator(field)
		if !field.Value.Is(value.Map) {
			c.checkOperand(field)
			continue
		}
		if len(field.Value.Fields) == 0 {
			c.add(EmptyObjectCondition, field.Value.At, field.Key)
		}
		c.checkCase(field.Value)
		for _, entry := range field.Value.Fields {
			key := condition{
				operator: operator, written: field.Key, key: strings.ToLower(entry.Key), name: entry.Key,
				values: entry.Value, effect: s.Effect,
			}
			if c.checkKey(key) && valid {
				c.checkKeyUse(key)
				c.checkValues(key)
			}
		}
	}
	c.checkPairs(s)
}

// checkOperand finds operators that hold no object of keys.
func (c *checker) checkOperand(field value.Field) {
	switch field.Value.Kind {
	case value.Null, value.Bool, value.Number, value.String, value.List:
		c.mismatch(field.Value, field.Key, "an object")
	case value.Map, value.Reference, value.Text, value.Unresolved:
	}
}

func (c *checker) checkOperator(field value.Field) (policy.Operator, bool) {
	operator, ok := policy.ParseOperator(field.Key)
	isDraft := c.use.File && isUnfilled(field.Key)
	switch lower := strings.ToLower(field.Key); {
	case ok && operator.Base == "Null" && operator.Qualifier != policy.Unqualified:
		c.add(NullWithQualifier, field.Value.At.Key(), field.Key)
	case ok, isDraft:
	case strings.HasSuffix(lower, "nullifexists"):
		c.add(NullWithIfExists, field.Value.At.Key(), field.Key)
	default:
		c.add(InvalidConditionOperator, field.Value.At.Key(), quoted(field.Key))
	}
	return operator, ok
}

// checkCase finds keys that are spelled in two ways under one operator: keys are compared without regard
// to case.
func (c *checker) checkCase(keys *value.Value) {
	first := map[string]value.Field{}
	for _, field := range keys.Fields {
		lower := strings.ToLower(field.Key)
		if other, twice := first[lower]; twice {
			issue := c.add(DuplicateKeysDifferentCase, field.Value.At.Key(), field.Key)
			issue.Detail = other.Key
			issue.Related = []Place{{At: other.Value.At.Key(), Message: "the same key"}}
			continue
		}
		first[lower] = field
	}
}

// checkKey checks the name of a key, and reports whether it is one.
func (c *checker) checkKey(key condition) bool {
	if strings.Contains(key.key, "${") || c.use.File && isUnfilled(key.key) {
		return false
	}
	at := key.values.At.Key()
	prefix, name, found := strings.Cut(key.key, ":")
	switch {
	case !found || prefix == "" || name == "" || strings.ContainsAny(prefix, " \t"):
		c.add(InvalidConditionKeyFormat, at, quoted(key.name))
		return false
	case isTagFamily(name):
		c.add(MissingTagKeyInCondition, at, key.name).Detail = strings.TrimSuffix(key.name, "/")
		return false
	case key.key == "aws:arn":
		c.add(c.oldKey(), at, key.name).Detail = "aws:PrincipalArn"
		return false
	}
	c.checkListedKey(key)
	return true
}

// oldKey returns the code for aws:ARN. In the policy of a resource it could mean the caller as well as the
// resource on whose behalf a service calls, and is not supported at all.
func (c *checker) oldKey() Code {
	if !c.use.File && (c.use.Kind == Resource || c.use.Kind == Trust) {
		return UnsupportedGlobalConditionKey
	}
	return DeprecatedGlobalConditionKey
}

// isTagFamily reports whether a key's name stands for a family of keys, one for each tag, without a tag.
func isTagFamily(name string) bool {
	switch strings.TrimSuffix(name, "/") {
	case "resourcetag", "principaltag", "requesttag", "existingobjecttag", "requestobjecttag":
		return true
	default:
		return false
	}
}

// checkListedKey finds keys that the catalogue does not hold. Keys of identity providers begin with a
// host name, and there is no list of these.
func (c *checker) checkListedKey(key condition) {
	prefix, _, _ := strings.Cut(key.key, ":")
	if _, listed := catalogue.FindKey(key.key); listed || strings.ContainsAny(prefix, "./") {
		return
	}
	_, known := catalogue.Lookup(prefix)
	code, detail := InvalidService, ""
	switch {
	case prefix == "aws":
		code = InvalidGlobalConditionKey
	case known:
		code = InvalidServiceConditionKey
	default:
		detail = c.suggest(code, prefix, catalogue.NearestService)
	}
	issue := c.add(code, key.values.At.Key(), key.name)
	issue.Detail, issue.Variant = detail, Unlisted
	if code != InvalidService {
		issue.Detail = c.suggest(code, key.key, catalogue.NearestKey)
	}
}

// checkKeyUse finds operators that do not fit the number of values that requests carry for a key. It looks
// at global keys alone, of which that is sure.
func (c *checker) checkKeyUse(key condition) {
	found, known := catalogue.GlobalKey(key.key)
	at := key.values.At.Key()
	switch {
	case !known || key.operator.Base == "Null":
	case found.Multivalued && key.operator.Qualifier == policy.Unqualified:
		c.add(MissingQualifier, at, key.name).Detail = key.written
	case !found.Multivalued && key.operator.Qualifier == policy.ForAllValues && key.effect == "Allow":
		c.add(ForAllValuesWithSingleValued, at, key.name).Detail = key.written
	}
	if c.use.isOn("s3") && key.key == "s3:resourceaccount" {
		c.add(IrrelevantConditionKey, at, key.name).Detail = "bucket policy"
	}
}

// written returns the key of a condition as it stands in the document.
func written(read *policy.Condition) string {
	steps := read.At.Steps()
	return steps[len(steps)-1]
}

// pairs holds what makes a key mean one thing: private addresses are the same in every VPC.
var pairs = map[string][]string{"aws:vpcsourceip": {"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"}}

func (c *checker) checkPairs(s *statement) {
	for i := range s.Conditions {
		wanted, is := pairs[s.Conditions[i].Key]
		if !is || c.mayHaveKey(s, wanted) {
			continue
		}
		issue := c.add(MissingPairedConditionKeys, s.Conditions[i].At.Key(), "aws:VpcSourceIp")
		issue.Detail = "aws:SourceVpc or aws:SourceVpce"
	}
}

// mayHaveKey reports whether a condition of the statement is on one of the keys, or may be, since not all
// of its keys are known.
func (c *checker) mayHaveKey(s *statement, keys []string) bool {
	question := strings.Join(keys, " ")
	answer, known := s.keyed[question]
	if !known {
		answer = slices.ContainsFunc(s.Conditions, func(read policy.Condition) bool {
			return read.Key == "" || isOneOf(read.Key, keys)
		})
		s.keyed[question] = answer
	}
	return answer
}

// isOneOf reports whether a key is one of several. Those that end in "*" stand for all that begin so.
func isOneOf(key string, keys []string) bool {
	return slices.ContainsFunc(keys, func(wanted string) bool {
		prefix, isFamily := strings.CutSuffix(wanted, "*")
		return key == wanted || isFamily && strings.HasPrefix(key, prefix)
	})
}
