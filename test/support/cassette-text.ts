/** A canonical cassette of one interaction, with these lines among the fields of its request and its response. */
export function cassetteText(request = '', response = ''): string {
  return `---
version: 2
interactions:
- id: 0
  request:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 0
    host: a.test
${request}    url: http://a.test/
    method: GET
  response:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 2
${response}    status: 200 OK
    code: 200
    duration: 1ms
`
}

/** A text as the bytes of a file. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
