import { expect, test } from 'vitest'
import { nearestTo } from '../../../../src/core/match/explain/nearest.ts'
import type { MatchOptions } from '../../../../src/core/match/matcher.ts'
import { indexOf, json, live, type Said } from '../support.ts'

const near = (
  file: readonly Said[],
  asked: Said,
  { options = {}, played = [] }: { options?: MatchOptions; played?: readonly number[] } = {},
): readonly number[] => {
  const index = indexOf(file, options)
  index.candidates(live(asked))
  return nearestTo(live(asked), index, { isPlayed: (position) => played.includes(position) }).map(
    ({ position }) => position,
  )
}
const item = (n: number): Said => ({ url: `https://api.example.com/items/${n}` })

test('the nearest comes first', () => {
  const file = [
    { url: 'https://other.example/' },
    json({ a: 1, b: 1 }),
    json({ a: 2, b: 2 }),
    { url: 'https://api.example.com/v1' },
  ]

  expect(near(file, json({ a: 1, b: 2 })).slice(0, 2)).toEqual([1, 2])
  expect(near(file, json({ a: 2, b: 3 }))[0]).toBe(2)
})

test('of two that are equally near, one that was not played comes first', () => {
  expect(near([json('1'), json('2')], json('3'), { played: [0] })).toEqual([1, 0])
})

test('of interactions that nothing tells apart, the next one is named', () => {
  const file = [json('1'), json('1'), json('1'), json('2')]

  expect(near(file, json('3'), { played: [0] })).toContain(1)
  expect(near(file, json('3'), { played: [0, 1, 2] })).toContain(0)
  expect(near(file, json('3'))).not.toContain(2)
})

test('among 1,000 URLs the most alike is found', () => {
  const file = Array.from({ length: 1_000 }, (_, n) => item(n))

  expect(near(file, item(99_500))).toContain(500)
  expect(near(file, { ...item(7), method: 'PUT' })[0]).toBe(7)
})

test('among 1,000 bodies the most alike is found', () => {
  const body = (n: number, text = 'Once upon a time'): Said =>
    json({ text, n, more: 'x'.repeat(50) })
  const file = Array.from({ length: 1_000 }, (_, n) =>
    body(n, `${'abcdefghij'[n % 10]!.repeat(20)} ${n}`),
  )

  expect(near(file, json({ text: `${'d'.repeat(20)} 323`, n: 323, more: 'y' }))[0]).toBe(323)
})

test('bodies are not looked at where none are compared', () => {
  const file = [item(1), item(2)]

  expect(
    near(file, { ...item(2), body: 'x' }, { options: { matchOn: ['method', 'url'] } }),
  ).toEqual([1, 0])
})

test('of bodies of many megabytes only some are read', () => {
  const large = (n: number): Said => json(`"${n}${'x'.repeat(1_500_000)}"`)
  const file = Array.from({ length: 8 }, (_, n) => large(n))

  const found = near(file, json(`"9${'x'.repeat(1_500_000)}"`))

  expect(found.length).toBeGreaterThan(0)
  expect(found.length).toBeLessThan(8)
})

test('what the request may not get is not near', () => {
  const index = indexOf([json('1'), json('2'), json('1'), item(3)])
  const asked = live(json('1'))
  index.candidates(asked)

  const found = nearestTo(asked, index, {
    isPlayed: () => false,
    mayGet: (position) => position === 1 || position === 2,
  })

  expect(found.map(({ position }) => position)).toEqual([2, 1])
})

test('an empty cassette has nothing near', () => {
  expect(near([], item(1))).toEqual([])
})
