import { expect, test } from 'vitest'
import {
  canonicalName,
  headerPairs,
  headersOf,
  headersOfRaw,
  headerValue,
  headerValues,
  withoutHeaders,
} from '../../src/core/headers.ts'

test.each([
  ['content-type', 'Content-Type'],
  ['CONTENT-TYPE', 'Content-Type'],
  ['eTag', 'Etag'],
  ['x-1a-b', 'X-1a-B'],
  ['www-authenticate', 'Www-Authenticate'],
  ["x!#$%&'*+.^_`|~", "X!#$%&'*+.^_`|~"],
  ['--a', '--A'],
  ['', ''],
  ['has blank', 'has blank'],
  ['umläut', 'umläut'],
  ['a:b', 'a:b'],
  [`x-${'long-'.repeat(20)}`, `X-${'Long-'.repeat(20)}`],
])('Go writes %j as %j', (name, canonical) => {
  expect(canonicalName(name)).toBe(canonical)
  expect(canonicalName(name)).toBe(canonical)
})

test('a thousand names are remembered, and more are still read', () => {
  for (let n = 0; n < 1_100; n++) expect(canonicalName(`x-${n}`)).toBe(`X-${n}`)
})

test('values of one name are collected in their order, whatever its case', () => {
  const pairs = [
    ['accept', 'a'],
    ['Set-Cookie', '1'],
    ['ACCEPT', 'b'],
  ] as const

  expect({ ...headersOf(pairs) }).toEqual({ Accept: ['a', 'b'], 'Set-Cookie': ['1'] })
  expect({ ...headersOfRaw(pairs.flat()) }).toEqual({ Accept: ['a', 'b'], 'Set-Cookie': ['1'] })
})

test('a name without a value at the end of a raw list is left', () => {
  expect({ ...headersOfRaw(['a', '1', 'b']) }).toEqual({ A: ['1'] })
})

test('__proto__ is an ordinary name', () => {
  const headers = headersOf([['__proto__', 'x']])

  expect(Object.keys(headers)).toEqual(['__proto__'])
  expect(headerValue(headers, '__PROTO__')).toBe('x')
  expect(Object.getPrototypeOf(headers)).toBeNull()
})

test('all fields come as pairs', () => {
  const pairs = [
    ['A', '1'],
    ['A', '2'],
    ['B', '3'],
  ] as const

  expect([...headerPairs(headersOf(pairs))]).toEqual(pairs)
})

test('a value is found whatever the case of the name, in the map too', () => {
  const headers = { 'content-TYPE': ['text/plain'], Accept: ['a', 'b'], Empty: [] }

  expect(headerValue(headers, 'Content-Type')).toBe('text/plain')
  expect(headerValues(headers, 'accept')).toEqual(['a', 'b'])
  expect(headerValue(headers, 'empty')).toBeUndefined()
  expect(headerValue(headers, 'missing')).toBeUndefined()
  expect(headerValues(headers, 'missing')).toEqual([])
})

test('fields are left out whatever the case of their names', () => {
  const headers = headersOf([
    ['Accept', 'a'],
    ['Content-Length', '1'],
    ['__proto__', 'x'],
  ])

  const kept = withoutHeaders(headers, new Set(['content-length']))

  expect(Object.keys(kept)).toEqual(['Accept', '__proto__'])
  expect(kept['Accept']).toEqual(['a'])
})

test('where no field is left out, the same object comes back', () => {
  const headers = headersOf([['accept', 'a']])

  expect(withoutHeaders(headers, new Set(['content-length']))).toBe(headers)
})
