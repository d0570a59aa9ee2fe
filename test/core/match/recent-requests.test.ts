import { expect, test } from 'vitest'
import type { Normalised } from '../../../src/core/match/normalise.ts'
import { RecentRequests } from '../../../src/core/match/recent-requests.ts'
import { json, live, matcherOf } from './support.ts'

function counting(size: number): { recent: RecentRequests; made: () => number } {
  let made = 0
  const { normalise } = matcherOf()
  const recent = new RecentRequests((position): Normalised => {
    made += 1
    return normalise(live(json(`"${position}${'x'.repeat(size)}"`)))
  })
  return { recent, made: () => made }
}

test('a request is made once as long as it is remembered', () => {
  const { recent, made } = counting(0)

  expect(recent.at(1)).toBe(recent.at(1))
  expect(made()).toBe(1)
})

test('no more than 256 are remembered', () => {
  const { recent, made } = counting(0)
  for (let position = 0; position <= 256; position++) recent.at(position)

  recent.at(0)

  expect(made()).toBe(258)
})

test('a large body that was read is forgotten when the next one comes', () => {
  const { recent, made } = counting(70_000)
  recent.at(0).body()
  recent.at(0).body()
  expect(made()).toBe(1)

  recent.at(1)
  recent.at(0)

  expect(made()).toBe(3)
})

test('a large body that was not read weighs nothing', () => {
  const { recent, made } = counting(70_000)
  recent.at(0)
  recent.at(1)

  recent.at(0)

  expect(made()).toBe(2)
})
