import { expect, test } from 'vitest'
import { unknownKeys } from '../../../src/core/lint/unknown-keys.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'

const found = (lines: readonly string[]) =>
  parseCassette(['version: 2', 'interactions:', ...lines, ''].join('\n')).interactions.flatMap(
    unknownKeys,
  )

test('a key that no reader knows is found where it stands', () => {
  const lines = ['- request:', '    url: http://a', '    mood: good', '  response: {code: 200}']

  expect(found(lines)).toEqual([{ key: 'mood', line: 5, column: 5 }])
})

test('where no line says request: in the usual way, no column is taken for one of its own', () => {
  const lines = ['- "request":', '    url: http://a', '    mood: good', '  response: {code: 200}']

  expect(found(lines)).toEqual([])
})
