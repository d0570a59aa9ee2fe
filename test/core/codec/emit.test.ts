import { expect, test } from 'vitest'
import { seedDialect } from '../../../src/core/codec/dialect.ts'
import { emitInteraction } from '../../../src/core/codec/emit.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import type { Interaction } from '../../../src/core/model.ts'

function emitted(interaction: object, writesEmpty = false): string {
  const bytes = emitInteraction(interaction as Interaction, { ...seedDialect, writesEmpty })
  return new TextDecoder().decode(bytes)
}

test('what a hand-made interaction leaves out is written as empty', () => {
  expect(emitted({ id: 3, request: { method: 'GET' }, response: {} })).toBe(`- id: 3
  request:
    proto: ""
    proto_major: 0
    proto_minor: 0
    content_length: 0
    host: ""
    url: ""
    method: GET
  response:
    proto: ""
    proto_major: 0
    proto_minor: 0
    content_length: 0
    body: ""
    headers: {}
    status: ""
    code: 0
    duration: 0s
`)
})

test('a dialect that writes every field writes those with nothing in them', () => {
  expect(emitted({ id: 3, request: {}, response: {} }, true)).toContain(`
    content_length: 0
    transfer_encoding: []
    trailer: {}
    host: ""
    remote_addr: ""
    request_uri: ""
    body: ""
    form: {}
    headers: {}
    url: ""
    method: ""
`)
})

test('bytes are base64, unless they are UTF-8 after all', () => {
  expect(emitted({ id: 0, request: {}, response: { body: Uint8Array.of(0xff) } })).toContain(
    '\n    body: !!binary /w==\n',
  )
  expect(emitted({ id: 0, request: {}, response: { body: Uint8Array.of(0x61) } })).toContain(
    '\n    body: a\n',
  )
})

test.each([
  [51, `!!binary ${'/'.repeat(68)}`],
  [52, `!!binary |\n      ${'/'.repeat(69)}w\n      ==`],
  [53, `!!binary |\n      ${'/'.repeat(70)}\n      8=`],
])('%d bytes are in lines of 70 characters', (length, written) => {
  const body = new Uint8Array(length).fill(0xff)

  expect(emitted({ id: 0, request: {}, response: { body } })).toContain(`\n    body: ${written}\n`)
})

test('lists and maps have a line for each value', () => {
  const headers = { B: [], A: ['1', 'x'], ['k'.repeat(130)]: ['v', 'w'], 'a\nb': [] }
  const request = { transferEncoding: ['chunked'], headers }

  expect(emitted({ id: 0, request, response: {} })).toContain(`
    transfer_encoding:
    - chunked
    host: ""
    headers:
      A:
      - "1"
      - x
      B: []
      ? |-
        a
        b
      : []
      ? ${'k'.repeat(130)}
      : - v
        - w
    url: ""
`)
})

test('texts that are not UTF-8 are written as go-yaml does, and read again', () => {
  const long = '\uefe9'.repeat(60)
  const request = {
    form: { [`a\n\uefe9`]: [], [long]: ['x'] },
    headers: { A: ['Zo\uefeb', 'Zoë', long] },
  }
  const text = emitted({ id: 0, request, response: { status: '200 Zo\uefeb' } })

  const lines = `!!binary |\n        ${'6enp'.repeat(17)}6e\n        np6enp6enp\n`

  expect(text).toContain(`
    form:
      ? ${lines}      : - x
      !!binary YQrp: []
`)
  expect(text).toContain(`
      A:
      - !!binary Wm/r
      - Zoë
      - ${lines}`)
  expect(text).toContain('    status: !!binary MjAwIFpv6w==\n')
  expect(parseCassette(`version: 2\ninteractions:\n${text}`).interactions[0]).toMatchObject({
    request,
    response: { status: '200 Zo\uefeb' },
  })
})

test('what was written before does not show', () => {
  const long = 'a'.repeat(2_000)
  const values = ['200', 'yes', 'plain', '\uefff', long, `${long}\uefff`, 'a: b', '']
  const responses = values.flatMap((value) => [
    { status: value, code: 200, headers: { Date: [value] }, trailer: { Date: [value] } },
    { status: value, code: 404, headers: { 'X-B': ['1'], Date: [value, value] } },
    { status: value, code: 404, headers: { Date: [value], 'X-B': [] }, body: value },
  ])
  // A dialect of its own for each: nothing was written in it before.
  const alone = responses.map((response) => emitted({ id: 0, request: {}, response }))
  const dialect = { ...seedDialect }
  const inTurn = responses.map((response) =>
    new TextDecoder().decode(
      emitInteraction({ id: 0, request: {}, response } as unknown as Interaction, dialect),
    ),
  )

  expect(inTurn).toEqual(alone)
  expect(new Set(inTurn).size).toBe(responses.length)
})
