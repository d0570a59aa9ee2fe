import { expect, test } from 'vitest'
import { percentDecode, percentDecodePath } from '../../../src/core/match/percent.ts'

test.each([
  ['plain', 'plain', 'plain'],
  ['%61%2Fb', 'a/b', 'a%2Fb'],
  ['%2f%2F', '//', '%2F%2F'],
  ['%2561', '%61', '%2561'],
  ['gr%C3%BC%c3%9fe', 'grüße', 'grüße'],
  ['%', '%', '%'],
  ['%4', '%4', '%4'],
  ['100%zz', '100%zz', '100%zz'],
  ['%41%FF', 'A\udcff', 'A\udcff'],
])('%j decodes to %j, in a path to %j', (text, plain, path) => {
  expect(percentDecode(text)).toBe(plain)
  expect(percentDecodePath(text)).toBe(path)
})
