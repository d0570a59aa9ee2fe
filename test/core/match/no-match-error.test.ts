import { expect, test } from 'vitest'
import { NoMatchError } from '../../../src/core/match/no-match-error.ts'

test('as JSON a miss is its message: test runners would show every field again', () => {
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
  const error = new NoMatchError(miss)

  expect(error).toMatchObject({ miss, cassette: 'a.yaml' })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'NoMatchError',
    message: error.message,
    stack: error.stack,
    code: 'NO_MATCH',
  })
})
