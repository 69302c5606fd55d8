package rules.lib.pattern_test

import data.rules.lib.pattern

test_matches[note] if {
	some note, example in {
		"a literal": ["arn:aws:s3:::b", "arn:aws:s3:::b"],
		"a star for any text": ["arn:*:iam::*:root", "arn:aws:iam::111122223333:root"],
		"a star for no text": ["root*", "root"],
		"a mark for one character": ["roo?", "root"],
		"brackets stand for themselves": ["role/[ADMIN]+(x)|{y}^$\\.", "role/[ADMIN]+(x)|{y}^$\\."],
		"a star runs over lines": ["a*b", "a\nb"],
	}

	pattern.matches(example[0], example[1])
}

test_does_not_match[note] if {
	some note, example in {
		"another text": ["root", "user"],
		"a part of the text": ["root", "rootuser"],
		"another case": ["Root", "root"],
		"a mark for no character": ["root?", "root"],
		"a full stop is no wildcard": ["a.b", "axb"],
	}

	not pattern.matches(example[0], example[1])
}

test_is_wildcard if {
	pattern.is_wildcard("a*")
	pattern.is_wildcard("a?")
	not pattern.is_wildcard("a.b")
}
