import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { randomFrom } from '../../../src/core/random.ts'
import type { RunningServer } from '../../../src/surfaces/server.ts'
import { type Target, askWell, goRogue } from '../../fuzz/rogues.ts'
import { type Loopback, stream } from '../../support/loopback.ts'
import { eventStream } from '../../support/interactions.ts'
import { tries } from '../../support/tries.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'

const many = cassetteOf(
  recorded('http://a.test/', { body: 'hi' }),
  recorded('http://a.test/large', { body: 'x'.repeat(2_000_000) }),
  eventStream('data: 1\n\ndata: 2\n\n', {
    chunks: [
      { bytes: 9, at: 0 },
      { bytes: 9, at: 5e6 },
    ],
  }),
)

// Over TLS alone in the proof: of a client that resets its connection Node 20 learns nothing now and then, and the answer
// that waits for its request stays open.
const secured: readonly { readonly tls?: 'own' }[] = tries(0, 1) === 0 ? [{}] : [{}, { tls: 'own' }]

/** Lets rogues at a server, some at once, with good clients among them. */
async function besiege(seed: number, target: Target, good: string): Promise<void> {
  const rolls = Array.from({ length: 12 }, (_, index) => randomFrom(seed * 1_000 + index))
  const count = tries(20, 100)
  await Promise.all(
    rolls.map(async (roll) => {
      for (let done = 0; done < count; done++) {
        if (roll() < 0.15) expect(await askWell(roll, target, good)).toBe('hi')
        else await goRogue(roll, target)
      }
    }),
  )
}

/** What keeps the process busy, besides timers. */
const handles = (): number =>
  process.getActiveResourcesInfo().filter((name) => /TCP|TLS|HTTP/.test(name)).length

async function expectCalm(server: RunningServer, before: number): Promise<void> {
  const isCalm = (): boolean => server.open === 0 && handles() <= before
  for (let waits = 0; !isCalm() && waits < 300; waits++) await delay(10)
  expect(server.open).toBe(0)
  // What a test before has left may have ended since.
  expect(handles()).toBeLessThanOrEqual(before)
}

const seeds = secured.flatMap((tls) =>
  Array.from({ length: tries(1, 3) }, (_, seed) => ({ ...tls, seed })),
)

test.for(seeds)(
  'a replay server outlives rogues: seed $seed, tls $tls',
  { timeout: 300_000 },
  async ({ seed, ...options }, { replay }) => {
    const server = await replay(many, { ...options, speed: 'recorded' })
    const before = handles()
    const paths = ['/', '/', '/large', '/v1', '/miss']
    await besiege(seed, { port: server.port, ca: server.certificate, paths }, '/')

    await expectCalm(server, before)
    await expect(server.close()).rejects.toMatchObject({ code: 'NO_MATCH' })
  },
)

function answerRogues(server: Loopback): void {
  server.reply((request, response) => {
    if (request.url === '/') return void response.end('hi')
    if (request.url === '/large') return void response.end('x'.repeat(2_000_000))
    if (request.url === '/cut') return void response.write('some', () => response.destroy())
    if (request.url === '/reset') return void request.socket.resetAndDestroy()
    stream(['data: 1\n\n', 'data: 2\n\n'])(request, response)
  })
}

test.for(seeds)(
  'a recording proxy outlives rogues: seed $seed, tls $tls',
  { timeout: 300_000 },
  async ({ seed, ...options }, { server, proxy, cassettePath }) => {
    answerRogues(server)
    const before = handles()
    const running = await proxy({ cassette: cassettePath, upstream: server.url, ...options })
    const paths = ['/', '/', '/large', '/v1', '/cut', '/reset']
    await besiege(seed, { port: running.port, ca: running.certificate, paths }, '/')

    await running.close()
    await expectCalm(running, before)
  },
)
