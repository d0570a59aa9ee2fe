import { describe, expect, test } from 'vitest'
import { type Pacing, checkPacing, hasBorders, timelineOf } from '../../src/core/timeline.ts'
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

test.each([
  [{ speed: 'fast' }, "speed is \"fast\". It is 'recorded', 'instant' or a number above 0."],
  [{ speed: 0 }, "speed is 0. It is 'recorded', 'instant' or a number above 0."],
  [
    { speed: undefined as never, maxWait: -1 },
    'maxWait is -1. It is a number of milliseconds, 0 or more.',
  ],
  [
    { pace: { eventsPerSecond: 0 } },
    'pace is {"eventsPerSecond":0}. Write it like { eventsPerSecond: 50 }.',
  ],
  [
    { maxWait: Symbol.iterator },
    'maxWait is Symbol(Symbol.iterator). It is a number of milliseconds, 0 or more.',
  ],
])('a wrong pacing is refused where it was passed: %o', (pacing, message) => {
  expect(() => checkPacing(pacing as Pacing)).toThrow(new TypeError(message))
})

test('a right pacing is taken', () => {
  expect(() =>
    checkPacing({ speed: 'recorded', maxWait: 0, pace: { eventsPerSecond: 1 } }),
  ).not.toThrow()
  expect(() => checkPacing({ speed: 0.5 })).not.toThrow()
})
