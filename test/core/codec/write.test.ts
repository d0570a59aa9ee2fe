import { expect, test } from 'vitest'
import { joinBytes } from '../../../src/core/codec/byte-sink.ts'
import { seedDialect } from '../../../src/core/codec/dialect.ts'
import { stringifyCassette, writeCassette } from '../../../src/core/codec/write.ts'
import type { Cassette, Interaction } from '../../../src/core/model.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../support/cassette-text.ts'

const source = cassetteText('', '    body: ok\n    headers: {}\n')
const [made] = parseCassette(source).interactions as [Interaction]
const blockOf = (id: number) => source.slice(source.indexOf('- id')).replace('id: 0', `id: ${id}`)
const head = source.slice(0, source.indexOf('- id'))

function saved(cassette: Cassette): string {
  return new TextDecoder().decode(stringifyCassette(cassette))
}

function withMore(text: string): Cassette {
  const cassette = parseCassette(text)
  return { ...cassette, interactions: [...cassette.interactions, { ...made, id: 1 }] }
}

test.each([
  ['behind the last line', source],
  ['behind a last line without line feed', source.slice(0, -1)],
])('a new interaction stands %s', (_, text) => {
  expect(saved(withMore(text))).toBe(`${source}${blockOf(1)}`)
})

test('an empty cassette gets its list', () => {
  expect(saved(withMore('version: 2\ninteractions: []\n'))).toBe(`${head}${blockOf(1)}`)
})

test('a cassette that lost its interactions is written as empty', () => {
  expect(saved({ ...parseCassette(source), interactions: [] })).toBe(
    '---\nversion: 2\ninteractions: []\n',
  )
  const cassette = parseCassette(source) as { version: 2; interactions: readonly Interaction[] }
  cassette.interactions = []

  expect(saved(cassette)).toBe('---\nversion: 2\ninteractions: []\n')
})

test('a JSON file that changed is written as YAML', () => {
  const json = `{"version": 2, "interactions": [{"request": {"url": "u"}, "response": {}}]}`

  expect(saved(withMore(json))).toMatch(/^---\nversion: 2\ninteractions:\n- id: 0\n[^]+\n- id: 1\n/)
})

test('a new interaction is written anew with all others where no dialect has their column', () => {
  const far = head + blockOf(0).replaceAll(/^/gm, ' '.repeat(12)).trimEnd()

  expect(parseCassette(saved(withMore(far))).interactions).toEqual([made, { ...made, id: 1 }])
})

test('a large body is written whole, in pieces', () => {
  const body = 'x'.repeat(300_000)
  const large = { ...made, response: { ...made.response, body } }
  const pieces = [...writeCassette({ version: 2, interactions: [large, { ...large, id: 1 }] })]

  expect(pieces.length).toBeGreaterThan(2)
  expect(new TextDecoder().decode(joinBytes(pieces))).toBe(
    (source + blockOf(1)).replaceAll('body: ok', `body: ${body}`),
  )
})

test('interactions can change places', () => {
  const cassette = parseCassette(`${source}${blockOf(1)}${blockOf(2)}`)
  const [a, b, c] = cassette.interactions as [Interaction, Interaction, Interaction]

  expect(saved({ ...cassette, interactions: [c, a, b] })).toBe(
    `${head}${blockOf(2)}${blockOf(0)}${blockOf(1)}`,
  )
})

test('written anew, what was changed is as it is now, and the rest as it was', () => {
  const cassette = parseCassette(`${source}${blockOf(1)}${blockOf(2)}`)
  const [a, b, c] = cassette.interactions as [Interaction, Interaction, Interaction]
  const changed = { ...b, response: { ...b.response, code: 404 } }
  const interactions = [a, changed, c, a]

  expect(
    new TextDecoder().decode(
      stringifyCassette({ ...cassette, interactions }, { reuseSource: false }),
    ),
  ).toBe(`${source}${blockOf(1).replace('code: 200', 'code: 404')}${blockOf(2)}${blockOf(0)}`)
})

test.each([1, 10, 2.5, Number.NaN])('a dialect that indents by %d is refused', (indent) => {
  const dialect = { ...seedDialect, indent }

  expect(() => stringifyCassette(parseCassette(source), { dialect })).toThrow(
    new TypeError(`The indent of a dialect is ${indent}. It is a whole number from 2 to 9.`),
  )
})
