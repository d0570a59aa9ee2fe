import { describe, expect, test } from 'vitest'
import type { Pacing } from '../../src/core/timeline.ts'
import type { Interaction } from '../../src/core/model.ts'
import { type Patience, Playback, type PlaybackSink } from '../../src/engine/playback.ts'
import { eventStream, interaction } from '../support/interactions.ts'
import { ManualClock, settled } from '../support/manual-clock.ts'

const ms = 1e6
const streamed = eventStream('data: 1\n\ndata: 2\n\n', {
  duration: 500 * ms,
  chunks: [
    { bytes: 9, at: 0 },
    { bytes: 9, at: 100 * ms },
    { bytes: 0, at: 300 * ms },
  ],
})

/** Plays into a list of what came, and when. */
function play(
  given: Interaction,
  pacing: Pacing,
  takes: () => boolean = () => true,
  slower = 1,
  patience?: Patience,
) {
  const clock = new ManualClock()
  const playback = new Playback(given, pacing, clock, clock.now()).slowed(slower)
  const came: string[] = []
  const note = (what: string) => void came.push(`${clock.now()} ${what}`)
  const sink: PlaybackSink = {
    head: ({ code }) => note(`head ${code}`),
    chunk(bytes) {
      note(Buffer.from(bytes).toString().trim())
      return takes()
    },
    end: () => note('end'),
    fail: (error) => note('code' in error ? String(error.code) : error.message),
  }
  playback.start(sink, patience)
  return { clock, playback, came }
}

test('head, chunks and end come at their recorded times', async () => {
  const { clock, came } = play(streamed, { speed: 'recorded' })
  await clock.wind(1_000)

  expect(came).toEqual(['500 head 200', '500 data: 1', '600 data: 2', '800 end'])
})

test.each([
  [{ speed: 'recorded' }, ['5000 head 200', '5000 data: 1', '6000 data: 2', '8000 end']],
  [{ speed: 2, ttft: 100 }, ['1000 head 200', '1000 data: 1', '1500 data: 2', '2500 end']],
  [{ speed: 'instant' }, ['0 head 200', '0 data: 1', '0 data: 2', '0 end']],
] as const)('slowed ten times, all of %o takes ten times as long', async (pacing, expected) => {
  const { clock, came } = play(streamed, pacing, undefined, 10)
  await clock.wind(10_000)

  expect(came).toEqual(expected)
})

test.each([
  [{ headMs: 499, bodyMs: 1 }, ['499 head']],
  [{ headMs: 500, bodyMs: 99 }, ['500 head 200', '500 data: 1', '599 body']],
  [{ headMs: 500, bodyMs: 199 }, ['500 head 200', '500 data: 1', '600 data: 2', '799 body']],
  [{ headMs: Infinity, bodyMs: 200 }, ['500 head 200', '500 data: 1', '600 data: 2', '800 end']],
])('a client with the patience %o gives up in time', async (limits, expected) => {
  const patience = { ...limits, giveUp: (on: string) => new Error(on) }
  const { clock, came } = play(streamed, { speed: 'recorded' }, undefined, 1, patience)
  await clock.wind(1_000)

  expect(came).toEqual(expected)
})

test('at instant speed all comes at once, but never inside start()', async () => {
  const { came } = play(streamed, {})

  expect(came).toEqual([])
  await settled()
  expect(came).toEqual(['0 head 200', '0 data: 1', '0 data: 2', '0 end'])
})

test('a slow reader holds the rest back, and gets what is late at once', async () => {
  const { clock, playback, came } = play(streamed, { speed: 'recorded' }, () => false)
  await clock.wind(2_000)
  expect(came).toEqual(['500 head 200', '500 data: 1'])

  playback.resume()
  await clock.wind(1)
  expect(came.slice(2)).toEqual(['2000 data: 2'])
})

test('resuming what is not paused changes nothing', async () => {
  const { clock, playback, came } = play(streamed, { speed: 'recorded' })
  playback.resume()
  await clock.wind(500)

  expect(came).toHaveLength(2)
})

test('an abort ends it at once and leaves no alarm', async () => {
  const { clock, playback, came } = play(streamed, { speed: 'recorded' })
  await clock.wind(550)

  expect(playback.abort()).toBe(true)
  expect(playback.abort()).toBe(false)
  expect(clock.pending).toBe(0)
  await clock.wind(1_000)
  expect(came).toHaveLength(2)
})

describe('a body that was cut off', () => {
  test('fails after what came, in a later turn', async () => {
    const { clock, came } = play(eventStream('data: 1\n\n', { error: 'ECONNRESET' }), {})
    await settled()
    expect(came).toEqual(['0 head 200', '0 data: 1'])

    await clock.wind(0)
    expect(came).toEqual(['0 head 200', '0 data: 1', '0 ECONNRESET'])
  })

  test('and one that was too large says so', async () => {
    const { clock, came } = play(
      interaction({ response: { body: '', error: 'BODY_NOT_KEPT' } }),
      {},
    )
    await clock.wind(0)

    expect(came.at(-1)).toBe('0 BODY_NOT_KEPT')
  })
})

describe('the whole body at once', () => {
  test.each([
    ['is given where it is one piece', interaction(), {}, '{}'],
    ['not where it has events', eventStream('data: 1\n\n'), {}, undefined],
    ['not where it has chunks', streamed, {}, undefined],
    ['not where it takes its time', interaction(), { speed: 'recorded' }, undefined],
    ['not where it was cut off', interaction({ response: { error: 'X' } }), {}, undefined],
  ] as const)('%s', (_name, given, pacing, expected) => {
    expect(new Playback(given, pacing, new ManualClock(), 0).wholeBody).toBe(expected)
  })
})
