// Loads and saves cassettes with go-vcr itself. A request is a line of JSON on stdin, its answer a line on stdout.
//
//	{"load": "<base64 of a file>"}                                        what go-vcr reads
//	{"save": {...}, "indent": 2, "compact": true, "width": 80}            what go-vcr writes, as base64
//	{"resave": "<base64 of a file>", "indent": 2, ...}                    both
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"

	"go.yaml.in/yaml/v4"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
)

type command struct {
	Load    []byte         `json:"load"`
	Resave  []byte         `json:"resave"`
	Save    []*interaction `json:"save"`
	Indent  int            `json:"indent"`
	Compact bool           `json:"compact"`
	Width   int            `json:"width"`
	Single  bool           `json:"single"`
}

type answer struct {
	Error        string         `json:"error,omitempty"`
	Interactions []*interaction `json:"interactions"`
	Bytes        []byte         `json:"bytes,omitempty"`
}

// memory is a file system of one file.
type memory struct{ data []byte }

func (m *memory) ReadFile(string) ([]byte, error)       { return m.data, nil }
func (m *memory) WriteFile(_ string, data []byte) error { m.data = data; return nil }
func (m *memory) IsFileExists(string) bool              { return m.data != nil }

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var c command
			if err := json.Unmarshal(line, &c); err != nil {
				panic(err)
			}
			if err := out.Encode(run(c)); err != nil {
				panic(err)
			}
		}
		if err != nil {
			return
		}
	}
}

func run(c command) answer {
	switch {
	case c.Load != nil:
		loaded, err := cassette.LoadWithFS("interop", &memory{c.Load})
		if err != nil {
			return answer{Error: err.Error()}
		}
		return answer{Interactions: fromCassette(loaded)}
	case c.Resave != nil:
		loaded, err := cassette.LoadWithFS("interop", &memory{c.Resave})
		if err != nil {
			return answer{Error: err.Error()}
		}
		return save(loaded, c)
	default:
		return save(toCassette(c.Save), c)
	}
}

func save(tape *cassette.Cassette, c command) answer {
	tape.MarshalFunc = marshaller(c)
	file := &memory{}
	if err := tape.SaveWithFS(file); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Bytes: file.data}
}

// As go-vcr's own and Charm's recorders marshal.
func marshaller(c command) cassette.MarshalFunc {
	return func(value any) ([]byte, error) {
		width := c.Width
		if width == 0 {
			width = -1
		}
		options := []yaml.Option{yaml.WithV3Defaults(), yaml.WithIndent(c.Indent), yaml.WithCompactSeqIndent(c.Compact), yaml.WithLineWidth(width)}
		if c.Single {
			options = append(options, yaml.WithQuotePreference(yaml.QuoteSingle))
		}
		var out bytes.Buffer
		dumper, err := yaml.NewDumper(&out, options...)
		if err != nil {
			return nil, err
		}
		if err := dumper.Dump(value); err != nil {
			return nil, err
		}
		return out.Bytes(), dumper.Close()
	}
}
