import { describe, expect, test } from 'vitest'
import { headOf, isBodyless, isFinal, wirePairs } from '../../src/core/head.ts'
import { headersOf } from '../../src/core/headers.ts'
import { interaction } from '../support/interactions.ts'

function played(fields: [string, string][], given: Parameters<typeof interaction>[0] = {}) {
  const response = { headers: headersOf(fields), ...given.response }
  return { ...headOf(interaction({ ...given, response })).headers }
}

test('what spoke of the connection is not played', () => {
  const fields: [string, string][] = [
    ['connection', 'keep-alive'],
    ['transfer-encoding', 'chunked'],
    ['x-kept', 'yes'],
  ]
  expect(played(fields)).toEqual({ 'X-Kept': ['yes'] })
})

describe('a Content-Length is played', () => {
  test.each([
    ['where it is that of the body', '2', {}, true],
    ['not where it is not', '3', {}, false],
    ['where the body was cut off before it', '9', { response: { error: 'ECONNRESET' } }, true],
    ['not where all of it had come', '2', { response: { error: 'ECONNRESET' } }, false],
    [
      'not where a coding was taken off what was cut off',
      '9',
      { response: { error: 'ECONNRESET', uncompressed: true } },
      false,
    ],
    ['not where it is no number', 'many', { response: { error: 'ECONNRESET' } }, false],
    ['in answers to HEAD', '300', { request: { method: 'HEAD' } }, true],
    ['in a 304', '300', { response: { code: 304 } }, true],
  ])('%s', (_name, length, given, isPlayed) => {
    expect('Content-Length' in played([['content-length', length]], given)).toBe(isPlayed)
  })
})

test('a coding that was taken off is not played, one that is still there is', () => {
  const fields: [string, string][] = [['content-encoding', 'gzip']]

  expect(played(fields, { response: { uncompressed: true } })).toEqual({})
  expect(played(fields, { response: { body: 'not gzip' } })).toEqual({
    'Content-Encoding': ['gzip'],
  })
})

test.each([
  ['200 OK', 200, 'OK'],
  ['404 Not Found', 404, 'Not Found'],
  ['204', 204, ''],
  ['Odd', 299, 'Odd'],
  ['200 A\r\nX-In: 1', 200, 'A  X-In: 1'],
])('the reason of %s', (status, code, reason) => {
  expect(headOf(interaction({ response: { status, code } })).reason).toBe(reason)
})

test.each([
  ['HEAD', 200, true],
  ['GET', 204, true],
  ['GET', 304, true],
  ['GET', 103, true],
  ['GET', 200, false],
])('%s answered with %d has no body: %s', (method, code, expected) => {
  expect(isBodyless(method, code)).toBe(expected)
})

test.each([
  [199, false],
  [200, true],
  [999, true],
  [1000, false],
])('a response may have the code %d: %s', (code, expected) => {
  expect(isFinal(code)).toBe(expected)
})

test('a value goes out as its bytes, and nothing that HTTP cannot carry', () => {
  const pairs = wirePairs(
    headersOf([
      ['a', 'plain'],
      ['b', '\xc3\xa9'],
      ['c', '\xe9'],
      ['d', 'x\r\ny'],
      ['e', ' \t around '],
      ['a blank', 'in its name'],
    ]),
  )

  expect(pairs).toEqual([
    ['A', 'plain'],
    ['B', '\xc3\xa9'],
    ['C', '\xe9'],
    ['D', 'x  y'],
    ['E', 'around'],
  ])
})
