package rule

// Texts are the parts of a rule that only a page or a report about it prints.
type Texts struct {
	ID          string      `json:"id"`
	Description string      `json:"description"`
	Remediation string      `json:"remediation"`
	References  []Reference `json:"references"`
	Bad         Example     `json:"bad,omitzero"`
	Good        Example     `json:"good,omitzero"`
}

// Texts returns the texts of the rule.
func (r Rule) Texts() Texts {
	return Texts{
		ID: r.ID, Description: r.Description, Remediation: r.Remediation, References: r.References,
		Bad: r.Bad, Good: r.Good,
	}
}

// With returns the rule with other texts.
func (r Rule) With(texts Texts) Rule {
	r.Description, r.Remediation, r.References = texts.Description, texts.Remediation, texts.References
	r.Bad, r.Good = texts.Bad, texts.Good
	return r
}
