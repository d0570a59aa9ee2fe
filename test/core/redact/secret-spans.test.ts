import { expect, test } from 'vitest'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { spansInBody, spansInField, spansInUrl } from '../../../src/core/redact/secret-spans.ts'
import type { Span } from '../../../src/core/redact/span.ts'

const rules = compileRules()
const off = compileRules(false)
const key = 'sk-' + 'abcDEF0123'.repeat(4)
const form = 'application/x-www-form-urlencoded; charset=utf-8'

function cut(text: string, spans: readonly Span[]): string[] {
  return spans.map(({ start, end }) => text.slice(start, end))
}

test.each([
  ['userinfo', 'https://ann:p@ss@h.example/a@b', ['ann:p@ss@']],
  ['userinfo without a path', 'https://ann@h.example', ['ann@']],
  ['no address in the query', 'h/p?u=https://k.example:8443&from=git@h.example', []],
  ['userinfo in the query', '/p?u=https://ann:pass@h.example', ['ann:pass']],
  ['secret parameters', '/p?a=1&api_key=b&key=c&key=&x', ['b', 'c']],
  ['parameters with encoded names', '/p?api%5Fkey=b', ['b']],
  ['parameters of a fragment', '/p?a=1#access_token=b&state=c', ['b']],
  ['a query without values', '/p?key', []],
  ['a question mark in a fragment', '/p#x?key=1', []],
  ['tokens in the path', `/p/${key}/x`, [key]],
  ['JSON in a parameter', '/p?q=%7B%22password%22%3A%22a%20b%22%7D', ['a%20b']],
  ['an encoded URL in a parameter', '/p?u=postgres%3A%2F%2Fa%3Ab%40c', ['a%3Ab']],
  ['nothing', 'https://h.example/a?page=2', []],
])('of a URL it finds %s', (_, url, expected) => {
  expect(cut(url, spansInUrl(url, rules))).toEqual(expected)
})

test.each([
  ['form fields', 'a=1&client_secret=b%20c&d', form, ['b%20c']],
  ['form fields without a type', 'user=ann&password=b', undefined, ['b']],
  ['no form fields in a text', 'x password=b', 'text/plain', []],
  [
    'XML elements',
    '<a><s:Password>b</s:Password><Key>c</Key><ClientSecret/></a>',
    'text/xml',
    ['b'],
  ],
  ['no XML elements with elements in them', '<password><a>b</a></password>', undefined, []],
  ['no empty XML elements', '<password></password>', undefined, []],
  ['no XML in other texts', 'x <password>b</password>', undefined, []],
  ['nothing in an empty body', '', form, []],
])('of a body it finds %s', (_, body, type, expected) => {
  expect(cut(body, spansInBody(body, type, rules))).toEqual(expected)
})

test.each([
  ['password', '\r\n\r\nb\r\n', ['b']],
  ['"api_key"; x=y', '\r\n\r\nb\nc\r\n', ['b\nc']],
  ['"file"', '\r\n\r\nb\r\n', []],
  ['"password"', '\r\n\r\n\r\n', []],
  ['"password"', '\r\n', []],
])('of a multipart field name=%s it finds %j', (name, rest, expected) => {
  const body = `--x\r\nContent-Disposition: form-data; name=${name}${rest}--x--\r\n`

  expect(cut(body, spansInBody(body, 'multipart/form-data; boundary=x', rules))).toEqual(expected)
})

test.each([
  [
    'with line feeds alone',
    '--x\nContent-Disposition: form-data; name=password\n\nb\n--x--\n',
    ['b'],
  ],
  ['that was cut off', '--x\r\nContent-Disposition: form-data; name=password\r\n\r\nb', ['b']],
  ['that is none', '--x', []],
])('it reads a multipart body %s', (_, body, expected) => {
  expect(cut(body, spansInBody(body, undefined, rules))).toEqual(expected)
})

test('the value of a field is a secret by its name, by its looks, or by what JSON in it says', () => {
  expect(spansInField('password', 'b', rules, rules.spansIn)).toMatchObject([{ start: 0, end: 1 }])
  expect(cut(key, spansInField('a', key, rules, rules.spansIn))).toEqual([key])
  expect(spansInField('a', '{"password":"b"}', rules, rules.spansIn)).toMatchObject([
    { start: 13, end: 14 },
  ])
  expect(spansInField('password', '', rules, rules.spansIn)).toEqual([])
})

test('redact: false finds nothing', () => {
  expect(spansInUrl('https://a:b@c/?key=d', off)).toEqual([])
  expect(spansInBody('{"password":"b"}', undefined, off)).toEqual([])
  expect(spansInField('password', 'b', off, off.spansIn)).toEqual([])
})
