import { expect, test } from 'vitest'
import { appendToCassette } from '../../../src/core/codec/append.ts'
import { joinBytes } from '../../../src/core/codec/byte-sink.ts'
import { dialectOf } from '../../../src/core/codec/dialect-of.ts'
import { emitInteraction } from '../../../src/core/codec/emit.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../support/cassette-text.ts'

const source = cassetteText('', '    body: ok\n    headers: {}\n')
const [first] = parseCassette(source).interactions as [Interaction]
const second: Interaction = { ...first, id: 1 }

function appended(before: string): string {
  const cassette = parseCassette(before)
  const dialect = dialectOf(cassette)
  const pieces = appendToCassette(cassette, [emitInteraction(second, dialect)], dialect)
  return new TextDecoder().decode(joinBytes([...pieces]))
}

const block = source.slice(source.indexOf('- id')).replace('id: 0', 'id: 1')

test.each([
  ['a cassette', source, `${source}${block}`],
  ['one without a last line feed', source.slice(0, -1), `${source}${block}`],
  ['one with a comment behind it', `${source}# end\n`, `${source}${block}# end\n`],
  [
    'one with its version below',
    `${source.replace('---\nversion: 2\n', '')}version: 2\n`,
    `${source.replace('---\nversion: 2\n', '')}${block}version: 2\n`,
  ],
  ['an empty one', 'version: 2\ninteractions: []\n', `---\nversion: 2\ninteractions:\n${block}`],
  ['one of version 1', source.replace('version: 2', 'version: 1'), `${source}${block}`],
])('%s goes on where it ended', (_, before, after) => {
  expect(appended(before)).toBe(after)
})

test('what has no lines of its own is written anew', () => {
  const json = `{"version": 2, "interactions": [{"request": {"url": "u"}, "response": {}}]}`

  const { interactions } = parseCassette(appended(json))

  expect(interactions.map(({ id, request }) => [id, request.url])).toEqual([
    [0, 'u'],
    [1, 'http://a.test/'],
  ])
})
