# METADATA
# description: What is wrong with a network
package rules.lib.diagnosis

# METADATA
# description: The issues of a kind, which is the id of the rule that reports them
# scope: document
issues(kind) := {issue | some issue in input.diagnosis.issues; issue.kind == kind}

# METADATA
# description: The questions of a kind that could not be decided, as a rule returns them
# scope: document
doubts(kind) := {{"at": doubt.at, "reason": doubt.reason} |
	some doubt in input.diagnosis.doubts
	doubt.kind == kind
}

# METADATA
# description: |
#   The finding that reports an issue. The severity is one level milder where something may yet make it no
#   issue, or makes it less of one; that is named in a note. The ports that are open are facts for machines.
# scope: document
finding(issue, severity, message) := {
	"message": message,
	"at": issue.at,
	"severity": _milder(severity, count(issue.weaker) + count(_less(issue))),
	"related": issue.related,
	"flow": issue.flow,
	"notes": array.concat(
		[{"label": "milder", "text": reason} | some reason in _less(issue)],
		[{"label": "unless", "text": reason} | some reason in issue.weaker],
	),
	"properties": object.union(
		{name: codes | some name, codes in {"explanationCodes": issue.codes}; count(codes) > 0},
		{"ports": ports | ports := issue.words.range},
	),
}

_less(issue) := object.get(issue, "milder", [])

# METADATA
# description: |
#   A member `fix` for a finding, with the edits of the issue and a title. A safe one keeps the meaning and
#   is applied by default.
# scope: document
fixed(issue, title, safe) := {"fix": {"title": title, "safe": safe, "edits": issue.edits}} if count(issue.edits) > 0

fixed(issue, _, _) := {} if count(issue.edits) == 0

_milder(severity, 0) := severity

_milder(severity, reasons) := {"critical": "high", "high": "medium", "medium": "low", "low": "low"}[severity] if {
	reasons > 0
}
