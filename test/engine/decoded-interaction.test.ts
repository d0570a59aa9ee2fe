import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { headersOf } from '../../src/core/headers.ts'
import { decodedInteraction } from '../../src/engine/decoded-interaction.ts'
import { interaction } from '../support/interactions.ts'

const coded = headersOf([
  ['content-encoding', 'gzip'],
  ['content-length', '27'],
  ['content-type', 'text/event-stream'],
])
const bytesOf = (text: string) => new Uint8Array(gzipSync(text))

test('both sides are as we would have recorded them', () => {
  const body = bytesOf('{"a":1}')
  const kept = { headers: coded, body, contentLength: body.length }

  const { request, response } = decodedInteraction(interaction({ request: kept, response: kept }))

  expect(request).toMatchObject({ body: '{"a":1}', contentLength: -1 })
  expect(response).toMatchObject({ body: '{"a":1}', contentLength: -1, uncompressed: true })
  expect(Object.keys(request.headers)).toEqual(['Content-Type'])
  expect(Object.keys(response.headers)).toEqual(['Content-Type'])
})

test('the chunks are those of the decoded body', () => {
  const parts = ['data: one\n\n', 'data: two\n\n'].map(bytesOf)
  const body = new Uint8Array(Buffer.concat(parts))
  const [first = 0, second = 0] = parts.map((part) => part.length)
  const chunks = [
    { bytes: first, at: 0 },
    { bytes: second, at: 2e9 },
    { bytes: 0, at: 3e9 },
  ]

  const { response } = decodedInteraction(
    interaction({ response: { headers: coded, body, chunks } }),
  )

  expect(response.body).toBe('data: one\n\ndata: two\n\n')
  expect(response.chunks).toEqual([
    { bytes: 11, at: 0 },
    { bytes: 11, at: 2e9 },
    { bytes: 0, at: 3e9 },
  ])
})

test('chunks that do not add up to the coded body are none of the decoded one', () => {
  const chunks = [{ bytes: 1, at: 1 }]
  const response = { headers: coded, body: bytesOf('a'), chunks }

  expect(decodedInteraction(interaction({ response })).response).not.toHaveProperty('chunks')
})

test('a body that was cut off is decoded as far as it came', () => {
  const body = bytesOf('a'.repeat(100_000)).subarray(0, -20)
  const response = { headers: coded, body, error: 'ECONNRESET' }

  expect(decodedInteraction(interaction({ response })).response.body).toMatch(/^a+$/)
})

test.each([
  ['without a coding', headersOf([]), bytesOf('a')],
  ['that is text', coded, 'a'],
  ['of another coding', coded, new Uint8Array(brotliCompressSync('a'))],
  ['of an unknown coding', headersOf([['content-encoding', 'rot13']]), bytesOf('a')],
  ['that ends too early', coded, bytesOf('a'.repeat(99)).subarray(0, -9)],
])('a body %s stays as it is', (_name, headers, body) => {
  const recorded = interaction({ request: { headers, body }, response: { headers, body } })

  expect(decodedInteraction(recorded)).toBe(recorded)
})

test('a request that is too large when decoded stays as it is', () => {
  const body = new Uint8Array(gzipSync(Buffer.alloc(65 * 2 ** 20)))
  const recorded = interaction({ request: { headers: coded, body } })

  expect(decodedInteraction(recorded)).toBe(recorded)
})
