import { expect, test } from 'vitest'
import { Recent } from '../../src/core/recent.ts'

test('what was idle for longest is dropped, whether it was asked for or put there', () => {
  const recent = new Recent<number>(3)
  for (const name of ['a', 'b', 'c']) recent.set(name, 1)
  recent.get('a')
  recent.set('b', 2)
  recent.set('d', 3)

  expect(recent.size).toBe(3)
  expect(['a', 'b', 'c', 'd'].map((name) => recent.get(name))).toEqual([1, 2, undefined, 3])
})

test('what is deleted is gone, alone or with all else', () => {
  const recent = new Recent<number>(3)
  for (const name of ['a', 'b', 'c']) recent.set(name, 1)

  recent.delete('b')
  expect([recent.get('b'), recent.size]).toEqual([undefined, 2])
  recent.clear()
  expect([recent.get('a'), recent.size]).toEqual([undefined, 0])
})
