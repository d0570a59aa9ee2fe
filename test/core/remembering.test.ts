import { expect, test } from 'vitest'
import { remembering } from '../../src/core/remembering.ts'

function counted(): { readonly ask: (text: string) => number; readonly asked: string[] } {
  const asked: string[] = []
  return { ask: remembering((text) => asked.push(text)), asked }
}

test('what was asked before is answered from memory', () => {
  const { ask, asked } = counted()

  expect([ask('a'), ask('b'), ask('a')]).toEqual([1, 2, 1])
  expect(asked).toEqual(['a', 'b'])
})

test('a long text is not remembered', () => {
  const { ask } = counted()
  const long = 'x'.repeat(129)

  expect([ask(long), ask(long)]).toEqual([1, 2])
})

test('no more than 2,000 texts are remembered', () => {
  const { ask, asked } = counted()
  for (let text = 0; text < 2_001; text++) ask(String(text))

  ask('0')
  ask('2000')

  expect(asked).toHaveLength(2_002)
})
