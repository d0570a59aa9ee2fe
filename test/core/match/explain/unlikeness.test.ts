import { expect, test } from 'vitest'
import type { Body } from '../../../../src/core/body.ts'
import { unlikenessOf } from '../../../../src/core/match/explain/unlikeness.ts'

const long = 'x'.repeat(20_000)

test.each<
  [what: string, one: Body | undefined, other: Body | undefined, least: number, most: number]
>([
  ['the same', 'hello', 'hello', 0, 0],
  ['nothing', '', '', 0, 0],
  ['one unknown', undefined, 'x', 0, 0],
  ['the other unknown', 'x', undefined, 0, 0],
  ['bytes', new Uint8Array(1), new Uint8Array(2), 2, 2],
  ['bytes and text', new Uint8Array(1), 'x', 4, 4],
  ['text and bytes', 'x', new Uint8Array(1), 4, 4],
  ['nothing alike', 'aaaa', 'bbbb', 4, 4],
  ['half alike', 'aabb', 'aacc', 2, 2],
  ['both ends alike', 'a1b', 'a2b', 1, 2],
  ['one within the other', 'aa', 'aaaa', 0, 2],
  ['long and alike at both ends', `${long}1${long}`, `${long}2${long}`, 0, 0],
])('%s', (_, one, other, least, most) => {
  expect(unlikenessOf(one, other)).toBeGreaterThanOrEqual(least)
  expect(unlikenessOf(one, other)).toBeLessThanOrEqual(most)
})
