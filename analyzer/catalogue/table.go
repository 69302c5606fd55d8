package catalogue

import (
	"compress/flate"
	_ "embed" // for the table
	"fmt"
	"io"
	"strings"
	"sync"
)

// table is what analyzer/catalogue/generate writes: a magic line and an index with a compressed block
// for each service. Numbers are uvarints; a text is its length and its bytes.
//
//go:embed catalogue.table
var table string

const magic = "latchkey catalogue 1\n"

// theIndex reads the index once, when it is first asked for: a run without policies pays nothing.
var theIndex = sync.OnceValue(readIndex)

type index struct {
	source, date string
	services     []*entry
	// homes say which service lists the keys of a prefix that is no service, or of another one.
	homes []home
}

// home is where keys with a prefix are listed. The prefix may have a placeholder.
type home struct {
	prefix, service string
}

func readIndex() index {
	if !strings.HasPrefix(table, magic) {
		panic("catalogue.table is not of this version: run go generate ./analyzer/catalogue")
	}
	c := cursor{rest: table[len(magic):]}
	read := index{source: c.text(), date: c.text()}
	entries := make([]entry, c.number())
	read.services = make([]*entry, len(entries))
	for i := range entries {
		entries[i].service = Service{
			Prefix: c.text(), Title: c.text(), RCPSupported: c.byte() == 1, entry: &entries[i],
		}
		entries[i].block = block{size: c.number(), compressed: c.text()}
		read.services[i] = &entries[i]
	}
	read.homes = make([]home, c.number())
	for i := range read.homes {
		read.homes[i] = home{prefix: c.text(), service: c.text()}
	}
	return read
}

// block is the compressed contents of one service, and how long they are.
type block struct {
	compressed string
	size       int
}

// decode reads a block: its keys, resource types and actions, column by column. Names come first, so
// that lists are positions among them.
func (b block) decode() contents {
	c := cursor{rest: b.inflate()}
	lists := make([]string, 0, c.number())
	list := func(names []string) []string {
		start := len(lists)
		for range c.number() {
			lists = append(lists, names[c.number()])
		}
		return lists[start:len(lists):len(lists)]
	}
	var read contents
	keys, kinds, arns, actions := c.texts(), c.texts(), c.texts(), c.texts()
	read.keys = make([]Key, len(keys))
	for i, name := range keys {
		code := c.byte()
		read.keys[i] = Key{Name: name, Type: Type(code >> 1), Multivalued: code&1 == 1}
	}
	read.resources = make([]Resource, len(kinds))
	for i, name := range kinds {
		read.resources[i] = Resource{Name: name, ARN: arns[i], Keys: list(keys)}
	}
	read.actions = make([]Action, len(actions))
	for i, name := range actions {
		read.actions[i] = Action{Name: name, Level: Level(c.byte()), Resources: list(kinds), Keys: list(keys)}
	}
	return read
}

func (b block) inflate() string {
	text := make([]byte, b.size)
	if _, err := io.ReadFull(flate.NewReader(strings.NewReader(b.compressed)), text); err != nil {
		panic(fmt.Sprintf("catalogue.table is damaged: %v", err))
	}
	return string(text)
}

// cursor reads what the generator wrote.
type cursor struct {
	rest string
}

func (c *cursor) number() int {
	value, shift := 0, 0
	for i := range len(c.rest) {
		value |= int(c.rest[i]&0x7f) << shift
		if c.rest[i] < 0x80 {
			c.rest = c.rest[i+1:]
			return value
		}
		shift += 7
	}
	panic("catalogue.table is damaged: it ends within a number")
}

func (c *cursor) byte() byte {
	first := c.rest[0]
	c.rest = c.rest[1:]
	return first
}

func (c *cursor) text() string {
	length := c.number()
	text := c.rest[:length]
	c.rest = c.rest[length:]
	return text
}

func (c *cursor) texts() []string {
	texts := make([]string, c.number())
	for i := range texts {
		texts[i] = c.text()
	}
	return texts
}
