package main

import (
	"net/http"
	"net/url"
	"time"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
)

// interaction is go-vcr's, with every text as base64: a Go string may hold any bytes.
type interaction struct {
	ID       int      `json:"id"`
	Request  request  `json:"request"`
	Response response `json:"response"`
}

type request struct {
	Proto            []byte   `json:"proto"`
	ProtoMajor       int      `json:"protoMajor"`
	ProtoMinor       int      `json:"protoMinor"`
	ContentLength    int64    `json:"contentLength"`
	TransferEncoding [][]byte `json:"transferEncoding"`
	Trailer          values   `json:"trailer"`
	Host             []byte   `json:"host"`
	RemoteAddr       []byte   `json:"remoteAddr"`
	RequestURI       []byte   `json:"requestUri"`
	Body             []byte   `json:"body"`
	Form             values   `json:"form"`
	Headers          values   `json:"headers"`
	URL              []byte   `json:"url"`
	Method           []byte   `json:"method"`
}

type response struct {
	Proto            []byte   `json:"proto"`
	ProtoMajor       int      `json:"protoMajor"`
	ProtoMinor       int      `json:"protoMinor"`
	TransferEncoding [][]byte `json:"transferEncoding"`
	Trailer          values   `json:"trailer"`
	ContentLength    int64    `json:"contentLength"`
	Uncompressed     bool     `json:"uncompressed"`
	Body             []byte   `json:"body"`
	Headers          values   `json:"headers"`
	Status           []byte   `json:"status"`
	Code             int      `json:"code"`
	Duration         int64    `json:"duration"`
}

// values is a map of lists as pairs, in no order.
type values []entry

type entry struct {
	Key    []byte   `json:"key"`
	Values [][]byte `json:"values"`
}

func toCassette(interactions []*interaction) *cassette.Cassette {
	tape := cassette.New("interop")
	for _, i := range interactions {
		q, r := i.Request, i.Response
		tape.Interactions = append(tape.Interactions, &cassette.Interaction{
			ID: i.ID,
			Request: cassette.Request{
				Proto: string(q.Proto), ProtoMajor: q.ProtoMajor, ProtoMinor: q.ProtoMinor,
				ContentLength: q.ContentLength, TransferEncoding: texts(q.TransferEncoding),
				Trailer: http.Header(q.Trailer.toMap()), Host: string(q.Host), RemoteAddr: string(q.RemoteAddr),
				RequestURI: string(q.RequestURI), Body: string(q.Body), Form: url.Values(q.Form.toMap()),
				Headers: http.Header(q.Headers.toMap()), URL: string(q.URL), Method: string(q.Method),
			},
			Response: cassette.Response{
				Proto: string(r.Proto), ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor,
				TransferEncoding: texts(r.TransferEncoding), Trailer: http.Header(r.Trailer.toMap()),
				ContentLength: r.ContentLength, Uncompressed: r.Uncompressed, Body: string(r.Body),
				Headers: http.Header(r.Headers.toMap()), Status: string(r.Status), Code: r.Code,
				Duration: time.Duration(r.Duration),
			},
		})
	}
	return tape
}

func fromCassette(tape *cassette.Cassette) []*interaction {
	found := []*interaction{}
	for _, i := range tape.Interactions {
		q, r := i.Request, i.Response
		found = append(found, &interaction{
			ID: i.ID,
			Request: request{
				Proto: []byte(q.Proto), ProtoMajor: q.ProtoMajor, ProtoMinor: q.ProtoMinor,
				ContentLength: q.ContentLength, TransferEncoding: bytesOf(q.TransferEncoding),
				Trailer: fromMap(q.Trailer), Host: []byte(q.Host), RemoteAddr: []byte(q.RemoteAddr),
				RequestURI: []byte(q.RequestURI), Body: []byte(q.Body), Form: fromMap(q.Form),
				Headers: fromMap(q.Headers), URL: []byte(q.URL), Method: []byte(q.Method),
			},
			Response: response{
				Proto: []byte(r.Proto), ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor,
				TransferEncoding: bytesOf(r.TransferEncoding), Trailer: fromMap(r.Trailer),
				ContentLength: r.ContentLength, Uncompressed: r.Uncompressed, Body: []byte(r.Body),
				Headers: fromMap(r.Headers), Status: []byte(r.Status), Code: r.Code, Duration: int64(r.Duration),
			},
		})
	}
	return found
}

func (v values) toMap() map[string][]string {
	all := map[string][]string{}
	for _, e := range v {
		all[string(e.Key)] = texts(e.Values)
	}
	return all
}

func fromMap(all map[string][]string) values {
	found := values{}
	for key, list := range all {
		found = append(found, entry{[]byte(key), bytesOf(list)})
	}
	return found
}

func texts(list [][]byte) []string {
	var found []string
	for _, text := range list {
		found = append(found, string(text))
	}
	return found
}

func bytesOf(list []string) [][]byte {
	found := [][]byte{}
	for _, text := range list {
		found = append(found, []byte(text))
	}
	return found
}
