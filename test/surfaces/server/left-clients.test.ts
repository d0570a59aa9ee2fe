import { once } from 'node:events'
import * as http2 from 'node:http2'
import type { ServerResponse } from 'node:http'
import { expect } from 'vitest'
import { type AnswerReport } from '../../../src/surfaces/server.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { cassetteOf, recorded, textAt } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

/** Collects so many reports of a server. */
function reports(count: number): {
  readonly onAnswer: (report: AnswerReport) => void
  readonly all: Promise<readonly AnswerReport[]>
} {
  const taken: AnswerReport[] = []
  let done = (_all: readonly AnswerReport[]): void => {}
  const all = new Promise<readonly AnswerReport[]>((resolve) => (done = resolve))
  return { all, onAnswer: (report) => void (taken.push(report) === count && done(taken)) }
}

test('requests that wait for their turn on a connection end with it', async ({
  server,
  proxy,
  cassettePath,
}) => {
  const asked = new Promise<void>((resolve) => {
    let left = 2
    server.reply(() => void (--left === 0 && resolve()))
  })
  const { all, onAnswer } = reports(2)
  const running = await proxy({ cassette: cassettePath, onAnswer })
  const wire = new Wire(running.port)
  wire.send(`GET ${server.url}/1 HTTP/1.1`, 'Host: localhost', '', '')
  wire.send(...get(`${server.url}/2`))
  await asked
  wire.socket.destroy()

  expect((await all).map(({ isWhole }) => isWhole)).toEqual([false, false])
  expect(running.open).toBe(0)
  expect(running.counts).toMatchObject({ recorded: 0, failed: 2 })
})

test('an upgrade that is asked for before the answer to another request ends its connection alone', async ({
  server,
  proxy,
  cassettePath,
}) => {
  const asked = new Promise<void>((resolve) => server.reply(() => resolve()))
  const running = await proxy({ cassette: cassettePath, upstream: server.url })
  const wire = new Wire(running.port)
  wire.send('GET /1 HTTP/1.1', 'Host: localhost', '', '')
  await asked
  wire.send('GET /2 HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: x', '', '')
  await wire.ended()

  server.reply((_request, response) => void response.end('next'))
  expect(await textAt(running.url)).toBe('next')
})

test('a client of HTTP/2 that left before it was told to send its body harms nobody', async ({
  replay,
}) => {
  const running = await replay(cassetteOf(recorded('http://a.test/', { body: 'hi' })))
  const session = http2.connect(running.url)
  const left = Array.from({ length: 20 }, () => {
    const request = session.request({ ':method': 'POST', expect: '100-continue' })
    request.on('error', () => {}).close(http2.constants.NGHTTP2_CANCEL)
    return once(request, 'close')
  })
  await Promise.all(left)
  session.close()

  expect(await textAt(running.url)).toBe('hi')
})

test.for([
  ['large', 2_000_000, {}],
  ['small', 2, { settings: { initialWindowSize: 0 } }],
] as const)(
  'a client of HTTP/2 that leaves a %s answer without an error code is let go of, too',
  async ([, length, options], { replay }) => {
    const { all, onAnswer } = reports(1)
    const answer = recorded('http://a.test/', { body: 'x'.repeat(length) })
    const running = await replay(cassetteOf(answer), { onAnswer })
    const session = http2.connect(running.url, options)
    const request = session.request().pause()
    await once(request, 'response')
    request.close(http2.constants.NGHTTP2_NO_ERROR)

    expect((await all).map(({ isWhole }) => isWhole)).toEqual([false])
    session.close()
  },
)

test.for([{}, { tls: 'own' }] as const)(
  'a client of HTTP/2 that closes its session lets go of its upstream: %j',
  async (options, { server, proxy, cassettePath }) => {
    const answering = new Promise<ServerResponse>((resolve) => {
      server.reply((_request, response) => {
        response.write('first')
        resolve(response)
      })
    })
    const running = await proxy({ cassette: cassettePath, upstream: server.url, ...options })
    const session = http2.connect(running.url, { ca: running.certificate })
    const request = session.request({ ':path': '/endless' })
    request.on('error', () => {})
    await once(request, 'data')
    const closed = once(await answering, 'close')
    session.destroy()
    await closed
    await running.close()

    const [only] = loadCassette(cassettePath).interactions
    expect(only?.response).toMatchObject({ body: 'first', error: 'ABORT_ERR' })
  },
)

test('a request that announces trailers, and has no body, is sent without that', async ({
  server,
  proxy,
  cassettePath,
}) => {
  const running = await proxy({ cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(...get(server.url, 'Trailer: X-Sum'))

  expect(await wire.ended()).toMatch(/^HTTP\/1\.1 200 /)
})
