import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emitInteraction } from '../../../src/core/codec/emit.ts'
import { seedDialect } from '../../../src/core/codec/dialect.ts'
import { readCanonical } from '../../../src/core/codec/scan/read.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import type { Cassette, Interaction } from '../../../src/core/model.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'

const seed = readFileSync('cassettes/simple_streaming.yaml')
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test('the seed survives load and save', () => {
  const cassette = parseCassette(seed)

  expect(text(stringifyCassette(cassette))).toBe(text(seed))
  expect(text(stringifyCassette(cassette, { reuseSource: false }))).toBe(text(seed))
})

test('an interaction is an ordinary object', () => {
  const { interactions } = parseCassette(seed)

  expect(interactions[0]?.response).toMatchObject({
    code: 200,
    status: '200 OK',
    contentLength: -1,
  })
  expect(interactions[0]?.request.headers).toEqual({
    Accept: ['application/json'],
    'Content-Type': ['application/json'],
    'User-Agent': ['Charm-Fantasy/0.12.2 (https://charm.land/fantasy)'],
  })
})

test('chunks and error are the last keys of a response', () => {
  const [interaction] = parseCassette(seed).interactions as [Interaction]
  const response = {
    ...interaction.response,
    chunks: [
      { bytes: 245, at: 0 },
      { bytes: 1662, at: 612_400_000 },
    ],
    error: 'ECONNRESET',
  }
  const emitted = text(emitInteraction({ ...interaction, response }, seedDialect))

  expect(emitted.split('\n').slice(-6)).toEqual([
    '    duration: 505.86125ms',
    '    chunks:',
    '    - {bytes: 245, at: 0s}',
    '    - {bytes: 1662, at: 612.4ms}',
    '    error: ECONNRESET',
    '',
  ])
  expect(parseCassette(`---\nversion: 2\ninteractions:\n${emitted}`).interactions[0]).toEqual({
    ...interaction,
    response,
  })
})

test('what changed is written anew, the rest as it stood', () => {
  const source = `${text(seed)}# by hand\n`
  const cassette = parseCassette(source)
  const [first] = cassette.interactions as [Interaction]
  const added: Interaction = { ...first, id: 7, request: { ...first.request, url: 'https://b/' } }
  const saved: Cassette = { ...cassette, interactions: [first, added] }

  expect(text(stringifyCassette(saved))).toBe(
    `${text(seed)}${text(emitInteraction(added, seedDialect))}# by hand\n`,
  )
})

test('a field that is set in place is written', () => {
  const cassette = parseCassette(seed)
  const { request } = cassette.interactions[0] as { request: { method: string } }
  request.method = 'PUT'

  expect(text(stringifyCassette(cassette))).toBe(text(seed).replace('method: POST', 'method: PUT'))
})

test.each(['??? a', '::: a', '?a', '-a', '.a'])(
  'the text %s is read back by the scanner',
  (value) => {
    const [first] = parseCassette(seed).interactions as [Interaction]
    const request = { ...first.request, headers: { Accept: [value] } }
    const bytes = stringifyCassette({ version: 2, interactions: [{ ...first, request }] })

    expect(readCanonical(bytes)?.interactions[0]?.request.headers['Accept']).toEqual([value])
  },
)
