package source

import (
	"strconv"
	"strings"
)

// At is a symbolic handle to a node of a document: the file's name, "#" and a JSON Pointer (RFC
// 6901) to the node, as in "app.yaml#/Resources/Web/Properties". Rules receive handles, may extend
// them by child steps and return them; the host turns a handle into a span, once.
//
// Beyond RFC 6901 the last step may end in "~2", which means the key instead of its value, or in
// "~2" and a 1-based number, which means that occurrence of a repeated key. See also ProblemAt.
type At string

// escapeStep and unescapeStep follow RFC 6901 section 3 and 4.
var (
	escapeStep   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapeStep = strings.NewReplacer("~1", "/", "~0", "~")
)

// NewAt returns the handle of the node that the steps lead to from the root of the named file.
func NewAt(file string, steps ...string) At {
	at := At(fileOf(file) + "#")
	for _, step := range steps {
		at = at.Child(step)
	}
	return at
}

// Child returns the handle of the member with the given key.
func (a At) Child(key string) At {
	if strings.IndexByte(key, '/') >= 0 || strings.IndexByte(key, '~') >= 0 {
		key = escapeStep.Replace(key)
	}
	return a + "/" + At(key)
}

// Item returns the handle of the item with the 0-based index.
func (a At) Item(index int) At {
	return a + "/" + At(strconv.Itoa(index))
}

// Key returns the handle of the key under which the node stands, in place of the node itself.
func (a At) Key() At {
	return a + "~2"
}

// Occurrence returns the handle of the key's 1-based occurrence in a mapping that repeats it.
func (a At) Occurrence(number int) At {
	return a + "~2" + At(strconv.Itoa(number))
}

// ProblemAt returns the handle of the problem with the 0-based index in the named file: a place that
// need not be a node, since the text may not parse. Its only step is "~3" and the index.
func ProblemAt(file string, index int) At {
	return At(fileOf(file) + "#/~3" + strconv.Itoa(index))
}

// CommentAt returns the handle of the comment with the 0-based index in the named file. Its only step is "~4" and the
// index, as a comment is no node.
func CommentAt(file string, index int) At {
	return At(fileOf(file) + "#/~4" + strconv.Itoa(index))
}

// Problem returns the 0-based index of the problem that the handle means, if it means one.
func (a At) Problem() (index int, isProblem bool) {
	_, pointer := a.cut()
	number, isProblem := strings.CutPrefix(pointer, "/~3")
	if !isProblem {
		return 0, false
	}
	index, err := strconv.Atoi(number)
	return index, err == nil
}

// fileOf returns the name of a file as it stands in handles: a folder that ends in "#" would look like
// the start of the pointer, so its "#" is written as in a URI.
func fileOf(name string) string {
	return strings.ReplaceAll(name, "#/", "%23/")
}

// IsIn reports whether the handle is in the named file.
func (a At) IsIn(file string) bool {
	return a.File() == fileOf(file)
}

// File returns the name of the file as it stands in the handle, to compare with that of other handles;
// see IsIn for file names.
func (a At) File() string {
	file, _ := a.cut()
	return file
}

// Pointer returns the JSON Pointer, without a "~2" mark.
func (a At) Pointer() string {
	_, pointer := a.cut()
	if mark := strings.LastIndex(pointer, "~2"); mark >= 0 {
		return pointer[:mark]
	}
	return pointer
}

// Steps returns the unescaped steps of the pointer; none for the root.
func (a At) Steps() []string {
	pointer := a.Pointer()
	if pointer == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, step := range steps {
		steps[i] = unescapeStep.Replace(step)
	}
	return steps
}

// Resource returns the logical id of the resource that the handle is of or in, and whether it is in one.
func (a At) Resource() (name string, ok bool) {
	steps := a.Steps()
	if len(steps) < 2 || steps[0] != "Resources" {
		return "", false
	}
	return steps[1], true
}

// KeyMark reports whether the handle means a key, and which 1-based occurrence of it; 0 stands for
// the one in force.
func (a At) KeyMark() (occurrence int, isKey bool) {
	_, pointer := a.cut()
	mark := strings.LastIndex(pointer, "~2")
	if mark < 0 {
		return 0, false
	}
	occurrence, _ = strconv.Atoi(pointer[mark+2:])
	return occurrence, true
}

// cut splits the handle at the "#" before its pointer. Keys and the names of files may hold a "#", too,
// so the split is at the first "#/", else at a final "#".
func (a At) cut() (file, pointer string) {
	text := string(a)
	if i := strings.Index(text, "#/"); i >= 0 {
		return text[:i], text[i+1:]
	}
	return strings.TrimSuffix(text, "#"), ""
}
