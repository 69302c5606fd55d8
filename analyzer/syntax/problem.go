package syntax

// fault is what is wrong with a text, and where: from start up to, but without, end. Inside the
// package it travels as an error; Parse turns it into a Problem.
type fault struct {
	message    string
	start, end int
}

// Error returns the message without its place.
func (f *fault) Error() string {
	return f.message
}

// maxDepth is how deep mappings and lists may be nested.
const maxDepth = 500

// maxValues is how many values a JSON file, and how many words and marks a YAML file may hold. The
// largest templates have a quarter of it; more would only cost memory.
const maxValues = 400_000

// tooMany returns the fault for a file with too many values, noticed at pos.
func tooMany(pos int) error {
	return &fault{"the file holds more than 400,000 values, which no template or policy does", pos, pos}
}

// tooDeep returns the fault for a collection at pos that is nested too deeply.
func tooDeep(pos int) error {
	return &fault{"mappings and lists are nested more than 500 levels deep", pos, pos + 1}
}

// misplacedTab returns the fault for a tab at pos in the indentation of a line.
func misplacedTab(pos int) error {
	return &fault{"a tab cannot indent YAML, only spaces can", pos, pos + 1}
}

// placeholder returns the fault for the braces at pos, which other tools give a meaning.
func placeholder(pos int) error {
	const message = "an unquoted {{ or {% is no text in YAML: put a dynamic reference into quotes, " +
		"and render the placeholders of another tool first"
	return &fault{message, pos, pos + 2}
}
