import { describe, expect, test } from 'vitest'
import { type Pacing, timelineOf } from '../../src/core/timeline.ts'
import { eventStream } from '../support/interactions.ts'

const ms = 1e6
const recorded = eventStream('data: 1\n\ndata: 2\n\n', {
  duration: 500 * ms,
  chunks: [
    { bytes: 4, at: 0 },
    { bytes: 14, at: 100 * ms },
    { bytes: 0, at: 350 * ms },
  ],
}).response

function times(pacing: Pacing, response = recorded) {
  const { headAt, deliveries, endAt } = timelineOf(response, pacing)
  return [headAt, ...deliveries.map(({ at }) => at), endAt]
}

test.each([
  ['at once by default', {}, [0, 0, 0, 0]],
  ['as recorded', { speed: 'recorded' }, [500, 500, 600, 850]],
  ['twice as fast', { speed: 2 }, [250, 250, 300, 425]],
  ['with waits that are cut', { speed: 'recorded', maxWait: 120 }, [120, 120, 220, 340]],
  ['with headers at another time', { speed: 'recorded', ttft: 30 }, [30, 30, 130, 380]],
  [
    'with headers at a time that speed and cuts leave alone',
    { speed: 2, ttft: 200, maxWait: 60 },
    [200, 200, 250, 310],
  ],
  ['at once after its headers', { speed: 'instant', ttft: 30 }, [30, 30, 30, 30]],
] as const)('a response is due %s', (_name, pacing, expected) => {
  expect(times(pacing)).toEqual(expected)
})

describe('without chunks', () => {
  test('an event stream is due together with the headers', () => {
    const { response } = eventStream('data: 1\n\ndata: 2\n\n', { duration: 5 * ms })

    expect(times({ speed: 'recorded' }, response)).toEqual([5, 5, 5, 5])
  })

  test('a pace spaces the events', () => {
    const { response } = eventStream('data: 1\n\ndata: 2\n\ndata: 3\n\n')
    const pacing = { speed: 'recorded', pace: { eventsPerSecond: 50 } } as const

    expect(times(pacing, response)).toEqual([0, 0, 20, 40, 40])
  })
})

test('an empty body ends with its headers', () => {
  const { response } = eventStream('', { duration: 5 * ms })

  expect(times({ speed: 'recorded' }, response)).toEqual([5, 5])
})

describe('jitter', () => {
  const varied = (seed?: number): number[] =>
    times({ speed: 'recorded', jitter: 0.2, ...(seed !== undefined && { seed }) })

  test('varies each wait by a part of it', () => {
    for (let seed = 0; seed < 50; seed++) {
      const [headAt = 0, first = 0, second = 0] = varied(seed)
      expect(Math.abs(headAt - 500)).toBeLessThanOrEqual(100)
      expect(first).toBe(headAt)
      expect(Math.abs(second - first - 100)).toBeLessThanOrEqual(20)
    }
  })

  test('is the same for the same seed', () => {
    expect(varied(1)).toEqual(varied(1))
    expect(varied(1)).not.toEqual(varied(2))
    expect(varied()).toEqual(varied(0))
  })
})
