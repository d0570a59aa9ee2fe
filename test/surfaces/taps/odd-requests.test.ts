import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { type RecorderOptions, withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

function ask(url: string, options: http.RequestOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => resolve(text(response)))
    request.once('error', reject).end()
  })
}

/** Connects to where a URL is, whatever a request says of its host. */
function to(url: string): http.RequestOptions {
  const { hostname, port } = new URL(url)
  return { createConnection: () => net.connect(Number(port), hostname) }
}

const odd: readonly [name: string, options: http.RequestOptions, url: string][] = [
  ['the whole of a server', { path: '*', method: 'OPTIONS' }, 'http://127.0.0.1:8/*'],
  ['a path without its slash', { path: 'one@two' }, 'http://127.0.0.1:8/one@two'],
  ['an address with a zone', { hostname: 'fe80::1%eth0' }, 'http://[fe80::1]:8/'],
  ['a host that no URL can name', { hostname: 'no host' }, 'http://unknown.invalid:8/'],
]

describe.each(odd)('a request for %s', (_name, options, url) => {
  test('is recorded and replayed, and so is the next', async ({ server, cassettePath }) => {
    server.reply((request, response) => void response.end(request.url))
    const run = () =>
      withCassette(cassettePath, { env: {} }, async () => [
        await ask('http://127.0.0.1:8/', { ...to(server.url), ...options }),
        await ask('http://127.0.0.1:8/next', to(server.url)),
      ])
    const live = await run()
    await server.stop()

    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls).toEqual([url, 'http://127.0.0.1:8/next'])
    expect(live[1]).toBe('/next')
    expect(await run()).toEqual(live)
  })
})

test('a request whose signal was aborted before is no miss of a replay', async ({
  server,
  cassettePath,
}) => {
  await withCassette(cassettePath, { env: {} }, () => ask(server.url))
  const options: RecorderOptions = { env: {}, mode: 'replay' }
  const asked = withCassette(cassettePath, options, async ({ counts }) => {
    const error = await ask(server.url, { signal: AbortSignal.abort() }).catch((e: unknown) => e)
    return { error, missed: counts.missed, played: counts.played }
  })

  const error: unknown = expect.objectContaining({ code: 'ABORT_ERR' })
  expect(await asked).toEqual({ error, missed: 0, played: 0 })
})
