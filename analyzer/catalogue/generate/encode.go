package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"slices"
	"strings"
)

// catalogue is what the table holds. All lists are sorted by name in lower case.
type catalogue struct {
	source, date string
	services     []service
}

type service struct {
	prefix, title string
	rcpSupported  bool
	keys          []key
	resources     []resource
	actions       []action
}

type key struct {
	name, kind string // kind is the type, as in "ArrayOfString"
}

type resource struct {
	name, arn string
	keys      []string
}

type action struct {
	name, level     string // level is a list, as in "Tagging, Write"
	resources, keys []string
}

const magic = "latchkey catalogue 1\n"

// encode returns the table: the index, and a compressed block for each service. The same catalogue
// gives the same bytes.
func (c catalogue) encode() ([]byte, error) {
	table := writer{text: []byte(magic)}
	table.writeText(c.source)
	table.writeText(c.date)
	table.number(len(c.services))
	for _, each := range c.services {
		contents, err := each.encode()
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", each.prefix, err)
		}
		table.writeText(each.prefix)
		table.writeText(each.title)
		table.flags(bit(each.rcpSupported))
		table.number(len(contents))
		table.writeText(string(deflate(contents)))
	}
	homes := c.homes()
	table.number(len(homes))
	for _, each := range homes {
		table.writeText(each[0])
		table.writeText(each[1])
	}
	return table.text, nil
}

// homes returns pairs of a prefix of keys and a service of another name that lists such keys.
func (c catalogue) homes() [][2]string {
	var pairs [][2]string
	for _, each := range c.services {
		for _, listed := range each.keys {
			prefix, _, _ := strings.Cut(strings.ToLower(listed.name), ":")
			if prefix != each.prefix && prefix != "aws" {
				pairs = append(pairs, [2]string{prefix, each.prefix})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(pairs)
}

// encode returns the block of a service before it is compressed.
func (s service) encode() ([]byte, error) {
	var names, rows writer
	keyNames := namesOf(s.keys, func(k key) string { return k.name })
	kinds := namesOf(s.resources, func(r resource) string { return r.name })
	for _, each := range s.keys {
		if err := rows.kind(each.kind); err != nil {
			return nil, fmt.Errorf("key %s: %w", each.name, err)
		}
	}
	for _, each := range s.resources {
		if err := rows.list(each.keys, keyNames); err != nil {
			return nil, fmt.Errorf("resource type %s: %w", each.name, err)
		}
	}
	for _, each := range s.actions {
		if err := rows.action(each, kinds, keyNames); err != nil {
			return nil, fmt.Errorf("action %s: %w", each.name, err)
		}
	}
	names.number(rows.listed)
	names.texts(keyNames)
	names.texts(kinds)
	names.texts(namesOf(s.resources, func(r resource) string { return r.arn }))
	names.texts(namesOf(s.actions, func(a action) string { return a.name }))
	return append(names.text, rows.text...), nil
}

func namesOf[T any](rows []T, name func(T) string) []string {
	names := make([]string, 0, len(rows))
	for _, row := range rows {
		names = append(names, name(row))
	}
	return names
}

// deflate compresses as well as the standard library can.
func deflate(contents []byte) []byte {
	var compressed bytes.Buffer
	into, err := flate.NewWriter(&compressed, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a valid one
	}
	if _, err := into.Write(contents); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := into.Close(); err != nil {
		panic(err)
	}
	return compressed.Bytes()
}
