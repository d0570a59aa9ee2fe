import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { NoMatchError } from '../../../../src/core/match/explain/no-match-error.ts'

const miss = {
  request: { method: 'GET', url: 'http://localhost/', body: '' },
  cassette: 'a.yaml',
  mode: 'replay',
  counts: { interactions: 0, played: 0 },
  comparedParts: ['method'],
  nearest: [],
  origins: [],
  suggestions: [],
}

test('every part of a miss can be read from its error', () => {
  const { comparedParts: _, origins: __, ...parts } = miss

  expect(new NoMatchError(miss)).toMatchObject({ miss, ...parts })
})

test('a miss that Node prints is its message, its stack and its code', () => {
  const error = new NoMatchError(miss)

  expect(inspect(error)).toBe(`${error.stack} {\n  code: 'NO_MATCH'\n}`)
})

test('as JSON a miss is its message: test runners would show every field again', () => {
  const error = new NoMatchError(miss)

  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'NoMatchError',
    message: error.message,
    stack: error.stack,
    code: 'NO_MATCH',
  })
})
