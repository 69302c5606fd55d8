// Package suppress answers findings: it reads what a template asks to leave out, in its comments and in its
// metadata, parts the findings from those that it hides, and says what is wrong with what was asked.
//
// A suppression gives its reason and covers a part of one file. One that has no reason, that names no rule or that
// is past its date hides nothing: in doubt a finding stands.
package suppress
