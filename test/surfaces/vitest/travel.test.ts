import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { packed, unpacked } from '../../../src/surfaces/vitest/travel.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(/^http:..metrics/, /(?<secret>\w+)/giu, null),
)
const options = fc
  .dictionary(
    fc.constantFrom('ignore', 'passthrough', 'redact', 'json', '$regexp'),
    fc.oneof(
      leaf,
      fc.array(leaf),
      fc.dictionary(fc.constantFrom('patterns', 'keep'), fc.array(leaf)),
    ),
  )
  .filter((made) => !Array.isArray(made['$regexp']))

test('options arrive as they were, also where the way is JSON', () => {
  fc.assert(
    fc.property(options, (given) => {
      expect(unpacked(JSON.parse(JSON.stringify(packed(given))))).toEqual(given)
    }),
  )
})

test('what is undefined is as if it were not there', () => {
  expect(packed({ mode: undefined, speed: 2 })).toEqual({ speed: 2 })
})

test.each([
  [{ beforeRecord: () => null }, 'wiretape({ beforeRecord }) is a function'],
  [{ passthrough: ['a', () => true] }, 'wiretape({ passthrough[1] }) is a function'],
  [{ clock: { now: () => 0 } }, 'wiretape({ clock.now }) is a function'],
])('a function is refused by its name: %#', (given, message) => {
  expect(() => packed(given)).toThrow(message)
})
