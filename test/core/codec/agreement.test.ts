import { readFileSync } from 'node:fs'
import { assert, property, sample, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import * as yaml from 'yaml'
import { copyOf, isSame } from '../../../src/core/codec/copy.ts'
import { decodeText } from '../../../src/core/codec/decode-text.ts'
import { readGeneral } from '../../../src/core/codec/general/read.ts'
import { sourceOf } from '../../../src/core/codec/origin.ts'
import { readCanonical } from '../../../src/core/codec/scan/read.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import type { Cassette } from '../../../src/core/model.ts'
import { corpusFiles } from '../../support/corpus.ts'
import { tries } from '../../support/tries.ts'
import { anyDialect, awkwardText, cassetteFrom } from '../../fuzz/generate.ts'
import { mutate, rollFrom } from '../../fuzz/mutate.ts'

function generally(bytes: Uint8Array): Cassette {
  return readGeneral(
    { text: decodeText(bytes, undefined), bytes, hasReturns: false, file: undefined },
    yaml,
  )
}

const decoder = new TextDecoder()

test('both readers read what was written, in every dialect', () => {
  assert(
    property(cassetteFrom(awkwardText), anyDialect, (cassette, dialect) => {
      const bytes = stringifyCassette(cassette, { dialect })
      const fast = readCanonical(bytes)

      expect(generally(bytes)).toEqual(cassette)
      // Whatever we write, the scanner takes.
      expect(fast && copyOf(fast)).toEqual(cassette)
    }),
    { numRuns: tries(400, 20_000), seed: 20_261_123 },
  )
}, 900_000)

const written = sample(tuple(cassetteFrom(awkwardText), anyDialect), {
  seed: 1,
  numRuns: 60,
}).map(([cassette, dialect]) => stringifyCassette(cassette, { dialect }))

// As scripts leave them that load cassettes and dump them again.
const sorted = written.map((bytes) => {
  const options = { sortMapEntries: true, indentSeq: false, singleQuote: true } as const
  return new TextEncoder().encode(yaml.stringify(yaml.parse(decoder.decode(bytes)), options))
})

const small = corpusFiles()
  .map(({ bytes }) => bytes)
  .filter(({ length }) => length < 12_000)

const laidOut = small.filter((bytes) => readCanonical(bytes) !== undefined)

// As people leave them: comments above the interactions, and lists in brackets.
const edited = [...written, ...laidOut].map((bytes) => {
  const text = decoder
    .decode(bytes)
    .replaceAll(/^( *)- (?=id:|request:)/gm, '$1# by hand\n\n  # a: [b]\n$&')
    .replaceAll(/^( +)([\w-]+:)\n +- ([\w ./;=-]+)\n(?!\1[ -])/gm, '$1$2 ["$3"]\n')
  return new TextEncoder().encode(text)
})

const sources = [
  readFileSync('cassettes/simple_streaming.yaml'),
  ...written,
  ...sorted,
  ...small,
  ...edited,
]

test('files that were edited by hand are taken by the scanner', () => {
  for (const bytes of edited) {
    const fast = readCanonical(bytes)
    expect(fast).toBeDefined()
    expectSame(fast as Cassette, bytes)
  }
})

test('both readers read the same from damaged files, whenever the scanner takes one', () => {
  const roll = rollFrom(20_261_123)
  let taken = 0
  for (let count = tries(5_000, 100_000); count > 0; count--) {
    const damaged = mutate(sources[roll(sources.length)] as Uint8Array, roll)
    const fast = readCanonical(damaged)
    if (fast === undefined) continue
    taken += 1
    expectSame(fast, damaged)
  }
  // Most damage leaves the layout, and with it the scanner.
  expect(taken).toBeGreaterThan(tries(400, 8_000))
}, 900_000)

function expectSame(fast: Cassette, bytes: Uint8Array): void {
  const text = decoder.decode(bytes)
  const general = expectReadable(bytes, text)
  const [taken, read] = [fast, general].map((it) => [copyOf(it), sourceOf(it)?.lines?.starts])
  if (isSame(taken, read)) return
  const told = [taken, read].map((it) => JSON.stringify(it)).join('\n')
  throw new Error(`The readers differ:\n${told}\n\n${text}`)
}

function expectReadable(bytes: Uint8Array, text: string): Cassette {
  try {
    return generally(bytes)
  } catch (error) {
    const told = `The general reader refuses what the scanner took: ${String(error)}`
    throw new Error(`${told}\n\n${text}`, { cause: error })
  }
}
