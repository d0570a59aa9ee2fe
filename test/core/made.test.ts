import { expect, test } from 'vitest'
import { Made } from '../../src/core/made.ts'

/** Makes numbers one after the other; at those that are named it fails. */
function counting(...failing: readonly number[]): () => Promise<number> {
  let count = 0
  return async () => {
    count += 1
    if (failing.includes(count)) throw new Error(`The ${count}. failed.`)
    return count
  }
}

test('what was made is made once, for those who ask at once and later', async () => {
  const made = new Made<number>(2)
  const make = counting()

  expect(await Promise.all([made.get('a', make), made.get('a', make)])).toEqual([1, 1])
  expect([await made.get('b', make), await made.get('a', make)]).toEqual([2, 1])
})

test('what failed is told to all who wait, and made again for the next', async () => {
  const made = new Made<number>(2)
  const make = counting(1)

  const waiting = await Promise.allSettled([made.get('a', make), made.get('a', make)])

  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await made.get('a', make)).toBe(2)
})

test('what fails when it was forgotten takes nothing with it', async () => {
  const made = new Made<number>(1)
  const make = counting(1, 3)

  const first = made.get('a', make)
  await made.get('b', make)
  const third = made.get('a', make)
  await expect(first).rejects.toThrow('The 1. failed.')
  await expect(third).rejects.toThrow('The 3. failed.')

  expect(await made.get('a', make)).toBe(4)
})
