import { expect, test } from 'vitest'
import { KeyMap } from '../../../src/core/match/key-map.ts'

test('a value is found by all its keys, and by no other', () => {
  const map = new KeyMap<string>()
  map.set(['GET', '/a', 1], 'one')
  map.set(['GET', '/a', '1'], 'other')
  map.set(['GET', '/b', 1], 'third')

  expect(map.get(['GET', '/a', 1])).toBe('one')
  expect(map.get(['GET', '/a', '1'])).toBe('other')
  expect(map.get(['GET', '/b', 1])).toBe('third')
  expect(map.get(['GET', '/b', 2])).toBeUndefined()
  expect(map.get(['PUT', '/a', 1])).toBeUndefined()
})

test('one key is enough', () => {
  const map = new KeyMap<number>()
  map.set([''], 1)

  expect(map.get([''])).toBe(1)
  expect(map.get(['x'])).toBeUndefined()
})
