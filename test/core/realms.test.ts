import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isBytes, isError, isRegExp } from '../../src/core/realms.ts'

const elsewhere = createContext()
const foreign = (code: string): unknown => runInContext(code, elsewhere)

test.each([
  ['an error of this realm', new TypeError('x'), [true, false]],
  ['an error of another realm', foreign('new TypeError("x")'), [true, false]],
  ['a subclass of Error', new (class extends Error {})(), [true, false]],
  ['a regular expression of this realm', /x/, [false, true]],
  ['a regular expression of another realm', foreign('/x/'), [false, true]],
  ['an object that looks like one', { name: 'Error', message: 'x', source: 'x' }, [false, false]],
  ['a text', 'Error', [false, false]],
  ['nothing', undefined, [false, false]],
])('%s', (_, value, expected) => {
  expect([isError(value), isRegExp(value)]).toEqual(expected)
})

test.each([
  ['bytes of this realm', new Uint8Array(1), true],
  ['bytes of another realm', foreign('new Uint8Array(1)'), true],
  ['a buffer of Node', Buffer.from('x'), true],
  ['a view of another kind', new DataView(new ArrayBuffer(1)), false],
  ['a list of numbers', [1], false],
])('%s', (_, value, expected) => {
  expect(isBytes(value)).toBe(expected)
})
