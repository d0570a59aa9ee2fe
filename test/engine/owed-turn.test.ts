import { expect, test } from 'vitest'
import { inNextTurn } from '../../src/engine/clock.ts'
import { inOwedTurn, owesTurn } from '../../src/engine/owed-turn.ts'

test('so many go at once, then one waits for the next turn, and all that come after it wait behind it', async () => {
  await new Promise<void>(inOwedTurn)
  const told: string[] = []
  const tell = (name: string): void => {
    if (owesTurn()) inOwedTurn(() => told.push(name))
    else told.push(`${name} at once`)
  }
  for (let nth = 1; nth <= 32; nth++) tell('early')
  expect(told).toEqual(Array.from({ length: 32 }, () => 'early at once'))

  told.length = 0
  tell('first')
  // Its answer makes the client ask again, while another one still waits.
  inOwedTurn(() => {
    told.push('second')
    tell('third')
  })
  inOwedTurn(() => told.push('fourth'))
  expect(told).toEqual([])
  await new Promise<void>(inNextTurn)
  expect(told).toEqual(['first', 'second', 'fourth'])
  await new Promise<void>(inNextTurn)
  expect(told).toEqual(['first', 'second', 'fourth', 'third'])

  tell('later')
  expect(told.at(-1)).toBe('later at once')
})
