import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePath, pathStep } from '../../../../src/core/match/json/path.ts'

test('a path that was written is read as the same steps', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(1_000),
    fc.constantFrom('__proto__', 'a.b', "it's", '\\', '*'),
  )
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const steps = keys.map((key) =>
        typeof key === 'number' ? { kind: 'index', index: key } : { kind: 'name', name: key },
      )
      expect(parsePath(`$${keys.map(pathStep).join('')}`)).toEqual(steps)
    }),
  )
})

test.each([
  ['$', []],
  [
    '$.a..b',
    [
      { kind: 'name', name: 'a' },
      { kind: 'deep', name: 'b' },
    ],
  ],
  ['$[*][0]', [{ kind: 'all' }, { kind: 'index', index: 0 }]],
  [
    `$["a"]['']`,
    [
      { kind: 'name', name: 'a' },
      { kind: 'name', name: '' },
    ],
  ],
  [
    '$.x-id.grüße',
    [
      { kind: 'name', name: 'x-id' },
      { kind: 'name', name: 'grüße' },
    ],
  ],
])('%s', (text, steps) => {
  expect(parsePath(text)).toEqual(steps)
})

test.each([
  ['$a', 1],
  ['$.a b', 3],
  ['$...a', 1],
  ['$..', 1],
  ['$[-1]', 1],
  ['$.a[1', 3],
  ['$[a]', 1],
  ["$['a\\']", 1],
])('%s cannot be read at %i', (text, offset) => {
  expect(parsePath(text)).toMatchObject({ offset })
})
