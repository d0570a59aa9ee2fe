import { expect, test } from 'vitest'
import { randomFrom } from '../../src/core/random.ts'

function numbers(seed: number, count: number): number[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, random)
}

test('the same seed gives the same numbers, a neighbour others', () => {
  expect(numbers(1, 5)).toEqual(numbers(1, 5))
  expect(numbers(2, 5)).not.toEqual(numbers(1, 5))
})

test('they lie from 0 up to 1, evenly', () => {
  const many = numbers(42, 10_000)

  expect(many.every((number) => number >= 0 && number < 1)).toBe(true)
  for (let tenth = 0; tenth < 10; tenth++) {
    const inside = many.filter((number) => Math.floor(number * 10) === tenth)
    expect(Math.abs(inside.length - 1_000)).toBeLessThan(150)
  }
})
