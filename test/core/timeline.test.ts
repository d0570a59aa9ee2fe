import { describe, expect, test } from 'vitest'
import { type Pacing, hasBorders, timelineOf } from '../../src/core/timeline.ts'
import { headersOf } from '../../src/core/headers.ts'
import { eventStream, interaction } from '../support/interactions.ts'

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

function texts(response = recorded): string[] {
  const { deliveries } = timelineOf(response, {})
  return deliveries.map(({ bytes }) => new TextDecoder().decode(bytes))
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

test('chunks have the borders of the recording', () => {
  expect(texts()).toEqual(['data', ': 1\n\ndata: 2\n\n'])
})

describe('without chunks', () => {
  test('an event stream is played an event a chunk, together with the headers', () => {
    const { response } = eventStream('data: 1\n\ndata: 2\n\n', { duration: 5 * ms })

    expect(texts(response)).toEqual(['data: 1\n\n', 'data: 2\n\n'])
    expect(times({ speed: 'recorded' }, response)).toEqual([5, 5, 5, 5])
  })

  test('a pace spaces the events', () => {
    const { response } = eventStream('data: 1\n\ndata: 2\n\ndata: 3\n\n')
    const pacing = { speed: 'recorded', pace: { eventsPerSecond: 50 } } as const

    expect(times(pacing, response)).toEqual([0, 0, 20, 40, 40])
  })

  test('ndjson is played a line a chunk', () => {
    const headers = headersOf([['content-type', 'application/x-ndjson']])
    const { response } = interaction({ response: { headers, body: '{}\n[]\n' } })

    expect(texts(response)).toEqual(['{}\n', '[]\n'])
    expect(hasBorders(response)).toBe(true)
  })

  test('anything else is one chunk, and an empty body none', () => {
    expect(texts(interaction().response)).toEqual(['{}'])
    expect(texts(interaction({ response: { body: '' } }).response)).toEqual([])
    expect(hasBorders(interaction().response)).toBe(false)
  })
})

test('sizes that do not add up are not believed', () => {
  const chunks = [{ bytes: 3, at: 0 }]

  expect(texts(eventStream('data: 1\n\ndata: 2\n\n', { chunks }).response)).toHaveLength(2)
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
