import { expect, test } from 'vitest'
import { appendToCassette } from '../../../src/core/codec/append.ts'
import { joinBytes } from '../../../src/core/codec/byte-sink.ts'
import { dialectOf } from '../../../src/core/codec/dialect-of.ts'
import { emitInteraction } from '../../../src/core/codec/emit.ts'
import { withoutReturns, withReturns } from '../../../src/core/codec/line-ends.ts'
import { sourceOf } from '../../../src/core/codec/origin.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { redactCassette } from '../../../src/core/redact/redact-cassette.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../support/cassette-text.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

// The lines of a literal end with LF, whatever those of the file end with.
const plain = cassetteText(
  '    body: |\n      a\n\n      b\n',
  '    body: |\n      {"password":\n        "hunter-22"}\n    headers: {}\n',
)
const file = plain.replaceAll('\n', '\r\n')
const item = plain.slice(plain.indexOf('- id'))

test.each([
  ['a canonical file', plain, true],
  ['any other', `${plain}# by hand\nx: 1\n`, false],
])(
  '%s that git checked out on Windows is read as fast, and means the same',
  (_, text, isCanonical) => {
    const cassette = parseCassette(text.replaceAll('\n', '\r\n'))

    expect(cassette).toEqual(parseCassette(text))
    expect(sourceOf(cassette)).toMatchObject({ hasReturns: true, isCanonical })
    expect(dialectOf(cassette)).toEqual(dialectOf(parseCassette(text)))
  },
)

test('it is saved as it was, and what is written anew ends its lines alike', () => {
  const cassette = parseCassette(file)
  expect(decoder.decode(stringifyCassette(cassette))).toBe(file)

  const [first] = cassette.interactions as [Interaction]
  const more = { ...cassette, interactions: [first, { ...first, id: 1 }] }

  const saved = decoder.decode(stringifyCassette(more))
  expect(saved).toBe(`${plain}${item.replace('id: 0', 'id: 1')}`.replaceAll('\n', '\r\n'))
  expect(parseCassette(saved)).toEqual(more)
})

test('what is recorded behind it ends its lines alike', () => {
  const cassette = parseCassette(file)
  const dialect = dialectOf(cassette)
  const [first] = cassette.interactions as [Interaction]

  const pieces = appendToCassette(
    cassette,
    [emitInteraction({ ...first, id: 1 }, dialect)],
    dialect,
  )

  const appended = `${plain}${item.replace('id: 0', 'id: 1')}`.replaceAll('\n', '\r\n')
  expect(decoder.decode(joinBytes([...pieces]))).toBe(appended)
})

test('a secret is cut out of it, and all else stays', () => {
  const redacted = redactCassette(parseCassette(file), compileRules(), parseCassette)

  expect(decoder.decode(redacted)).toBe(file.replace('hunter-22', '[REDACTED:1]'))
})

test.each(['', 'a', '\n', 'a\nb', 'a\r\nb\n', 'a\nb\r\n', 'a\r\nb\rc\r\n', 'a\r\n\r', '\r\r\n'])(
  '%j does not end its lines with CR LF alone',
  (text) => {
    expect(withoutReturns(encoder.encode(text))).toBeUndefined()
  },
)

test.each(['\r\n', 'a\r\n\r\nb', 'é\r\n'])('of %j nothing is lost', (text) => {
  const bytes = withoutReturns(encoder.encode(text))

  expect(decoder.decode(bytes)).toBe(text.replaceAll('\r\n', '\n'))
  expect(decoder.decode(withReturns(bytes as Uint8Array))).toBe(text)
})
