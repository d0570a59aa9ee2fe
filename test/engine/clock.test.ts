import { describe, expect, test, vi } from 'vitest'
import { globalClock, inNextTurn, processClock } from '../../src/engine/clock.ts'

function rung(clock: typeof processClock, delays: readonly number[]): Promise<number[]> {
  return new Promise((resolve) => {
    const order: number[] = []
    const start = clock.now()
    for (const delay of delays) {
      clock.at(start + delay, () => {
        order.push(delay)
        if (order.length === delays.length) resolve(order)
      })
    }
  })
}

describe('alarms ring in the order of their deadlines', () => {
  test.each([
    ['given in order', [1, 2, 3]],
    ['given the other way round', [9, 6, 3, 0]],
    ['given at random', [7, 3, 9, 1, 5, 2, 8, 4, 6, 0]],
  ])('%s', async (_name, delays) => {
    expect(await rung(processClock, delays)).toEqual(delays.toSorted((a, b) => a - b))
  })

  test('those of one deadline in the order in which they were set', async () => {
    const order: string[] = []
    const deadline = processClock.now() + 2
    await new Promise<void>((resolve) => {
      for (const name of ['a', 'b', 'c']) processClock.at(deadline, () => order.push(name))
      processClock.at(deadline, resolve)
    })

    expect(order).toEqual(['a', 'b', 'c'])
  })
})

test('none rings before its time', async () => {
  const deadline = processClock.now() + 12.5
  const at = await new Promise<number>((resolve) =>
    processClock.at(deadline, () => resolve(processClock.now())),
  )

  expect(at).toBeGreaterThan(deadline - 0.5)
})

test('what is cancelled does not ring, and what stands behind it does', async () => {
  const order: string[] = []
  const start = processClock.now()
  const first = processClock.at(start + 1, () => order.push('cancelled'))
  const done = new Promise<void>((resolve) => processClock.at(start + 3, resolve))
  const middle = processClock.at(start + 2, () => order.push('cancelled'))
  first.cancel()
  middle.cancel()
  await done

  expect(order).toEqual([])
})

test('an alarm set while another rings is not lost', async () => {
  const start = processClock.now()
  const rang = await new Promise<string>((resolve) =>
    processClock.at(start, () => processClock.at(start + 1, () => resolve('both'))),
  )

  expect(rang).toBe('both')
})

test('a long slice of work lets the event loop have its turn', async () => {
  let turns = 0
  let isOver = false
  const count = (): void => {
    turns += 1
    if (!isOver) inNextTurn(count)
  }
  inNextTurn(count)
  const start = processClock.now()
  await new Promise<void>((resolve) => {
    for (let index = 0; index < 5; index++) processClock.at(start, () => busy(2))
    processClock.at(start, resolve)
  })
  isOver = true

  expect(turns).toBeGreaterThan(3)
})

test('fake timers do not stop the real clock, and drive the global one', async () => {
  vi.useFakeTimers()
  try {
    await new Promise<void>((resolve) => processClock.at(processClock.now() + 1, resolve))
    let hasRung = false
    globalClock.at(globalClock.now() + 1_000, () => (hasRung = true))
    const cancelled = globalClock.at(globalClock.now() + 1_000, () => expect.unreachable())
    cancelled.cancel()
    vi.advanceTimersByTime(999)
    expect(hasRung).toBe(false)
    vi.advanceTimersByTime(1)
    expect(hasRung).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

function busy(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
