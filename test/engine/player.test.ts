import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import type { Interaction } from '../../src/core/model.ts'
import { openServing } from '../../src/engine/opening.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import type { HttpRequest } from '../../src/engine/http-request.ts'
import type { RecorderOptions } from '../../src/engine/options.ts'
import type { Turn } from '../../src/engine/sessions.ts'
import { record } from '../support/drive.ts'
import { interaction } from '../support/interactions.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

const url = 'https://api.example.com/job'
const asked: HttpRequest = { method: 'GET', url, headers: {}, body: '' }

function answers(...bodies: readonly string[]): readonly Interaction[] {
  return bodies.map((body, id) => interaction({ id, request: { url }, response: { body } }))
}

async function serving(interactions: readonly Interaction[], options: RecorderOptions = {}) {
  const served = {
    cassette: { version: 2, interactions },
    name: 'served',
    onMiss: 'refuse',
  } as const
  return Recorder.over(await openServing(served, { env: {}, ...options }))
}

function played(recorder: Recorder, turn: Turn = {}): unknown {
  const outcome = recorder.handle(asked, turn)
  return outcome.kind === 'replay' ? outcome.playback.interaction.response.body : outcome.kind
}

describe('requests whose body has a coding', () => {
  const coded = (body: Uint8Array): HttpRequest => {
    const headers = { 'Content-Type': ['application/json'], 'Content-Encoding': ['gzip'] }
    return { method: 'POST', url, headers, body }
  }
  // As different programs code it.
  const [one, other] = [1, 9].map((level) => {
    return new Uint8Array(gzipSync(JSON.stringify({ a: 'a'.repeat(999) }), { level }))
  }) as [Uint8Array, Uint8Array]

  test.for(['default', 'go-vcr', 'headers'] as const)(
    'match what go-vcr has kept as it was sent (%s)',
    async (matchOn) => {
      const recorded = interaction({
        request: { ...coded(one), body: one, contentLength: one.length },
      })
      const options = {
        default: {},
        'go-vcr': { matchOn: 'go-vcr' },
        headers: { matchOn: ['headers'] },
      }
      const recorder = await serving([recorded], options[matchOn] as RecorderOptions)

      expect(one).not.toEqual(other)
      expect(recorder.handle(coded(other)).kind).toBe('replay')
    },
  )

  test('that are not what their header says match byte by byte', async () => {
    const body = Uint8Array.of(0xff, 1)
    const recorded = interaction({ request: { ...coded(body), body } })
    const recorder = await serving([recorded], { repeats: 'last' })

    expect(recorder.handle(coded(Uint8Array.of(0xff, 2))).kind).toBe('refuse')
    expect(recorder.handle(coded(body)).kind).toBe('replay')
  })
})

describe('sessions', () => {
  test('each plays the sequence from its beginning, and those without one share one', async () => {
    const recorder = await serving(answers('pending', 'done'), { repeats: 'last' })

    expect(played(recorder, { session: 'a' })).toBe('pending')
    expect(played(recorder, { session: 'b' })).toBe('pending')
    expect(played(recorder, { session: 'a' })).toBe('done')
    expect(played(recorder)).toBe('pending')
    expect(played(recorder)).toBe('done')
    expect(recorder.counts).toMatchObject({ played: 5, unused: 0 })
  })

  test('what any of them played is not unused', async () => {
    const recorder = await serving(answers('pending', 'done'))
    played(recorder, { session: 'a' })
    played(recorder, { session: 'b' })

    expect(recorder.player.unused).toHaveLength(1)
    expect([0, 1].map((position) => recorder.player.wasUsed(position))).toEqual([true, false])
  })

  test('a reset starts one of them over, or all', async () => {
    const recorder = await serving(answers('pending', 'done'))
    for (const turn of [{ session: 'a' }, { session: 'b' }, {}]) played(recorder, turn)

    recorder.player.reset('a')
    expect(played(recorder, { session: 'a' })).toBe('pending')
    expect(played(recorder, { session: 'b' })).toBe('done')
    recorder.player.reset()
    expect(played(recorder, { session: 'b' })).toBe('pending')
    expect(played(recorder)).toBe('pending')
  })

  test('beyond 10,000 the one that was idle for longest is forgotten', async () => {
    const recorder = await serving(answers('pending', 'done'))
    played(recorder, { session: 'first' })
    played(recorder, { session: 'second' })
    for (let count = 0; count < 9_998; count++) played(recorder, { session: String(count) })
    played(recorder, { session: 'first' })

    expect(played(recorder, { session: 'one too many' })).toBe('pending')
    expect(recorder.player.sessionCount).toBe(10_000)
    expect(played(recorder, { session: 'first' })).toBe('refuse')
    expect(played(recorder, { session: 'second' })).toBe('pending')
  })
})

test('a turn that keeps its place leaves the interaction to the next request', async () => {
  const recorder = await serving(answers('pending', 'done'))

  expect(played(recorder, { keepsPlace: true })).toBe('pending')
  expect(played(recorder)).toBe('pending')
  expect(played(recorder)).toBe('done')
})

describe('several cassettes', () => {
  const turn = { within: { from: 2, to: 4 } }

  test.for(['once', 'last', 'any'] as const)(
    'a request may be limited to one of them, with repeats %s',
    async (repeats) => {
      const recorder = await serving(answers('a1', 'a2', 'b1', 'b2'), { repeats })

      expect(played(recorder, turn)).toBe('b1')
      expect(played(recorder)).toBe('a1')
    },
  )

  test('others can be loaded in their place', async () => {
    const recorder = await serving(answers('old'))
    expect(played(recorder)).toBe('old')

    recorder.player.load(answers('new'))

    expect(played(recorder)).toBe('new')
  })
})

describe('what is not answered', () => {
  const served = { cassette: { version: 2, interactions: [] }, name: 'served' } as const

  test('is sent on where that was asked for', async () => {
    const recorder = Recorder.over(await openServing({ ...served, onMiss: 'send' }, { env: {} }))

    expect(recorder.handle(asked).kind).toBe('passthrough')
    expect(recorder.counts).toMatchObject({ passedThrough: 1, missed: 0 })
  })

  test('is recorded in a file of its own, and then replayed', async ({ cassettePath }) => {
    const recorder = Recorder.over(
      await openServing(
        {
          cassette: { version: 2, interactions: answers('served') },
          name: 'served',
          onMiss: 'refuse',
        },
        { env: { WIRETAPE_MODE: 'replay' }, repeats: 'last' },
        { file: cassettePath, isServed: false },
      ),
    )
    const other = { url: 'https://api.example.com/other' }
    record(recorder, other, { body: 'live' })

    expect(played(recorder)).toBe('served')
    const again = recorder.handle({ ...asked, ...other })
    expect(again.kind === 'replay' && again.playback.interaction.response.body).toBe('live')
    await recorder.stop()
    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ request }) => request.url)).toEqual([other.url])
  })
})
