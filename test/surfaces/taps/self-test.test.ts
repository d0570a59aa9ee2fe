import { expect, test } from 'vitest'
import { testRuntime } from '../../../src/surfaces/taps/self-test.ts'

test.each([
  [{ bun: '1.4.5', node: '24.3.0' }, 'Requests of Bun 1.4.5 cannot be seen'],
  [{ deno: '2.9.6', node: '24.2.0' }, 'Requests of Deno 2.9.6 cannot be seen'],
])('where fetch is not that of Node nothing is let pass: %o', (versions, told) => {
  expect(() => testRuntime(versions)).toThrow(told)
})

test('Node is what the taps are for', () => {
  expect(() => testRuntime(process.versions)).not.toThrow()
})
