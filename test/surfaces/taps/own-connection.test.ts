import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

/** A request that brings its connection, and so asks no agent for one; at once, or a turn later. */
function ask(
  url: string,
  body: string,
  { isLate = false, ...more }: http.RequestOptions & { isLate?: boolean } = {},
): Promise<string> {
  const { hostname, port } = new URL(url)
  const connect = (_options: unknown, connected: (error: null, socket: net.Socket) => void) => {
    if (!isLate) return net.connect(Number(port), hostname)
    setImmediate(() => connected(null, net.connect(Number(port), hostname)))
    return undefined
  }
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', createConnection: connect, ...more } as http.RequestOptions
    const request = http.request(url, options, (response) => resolve(text(response)))
    request.once('error', reject)
    if (more.headers === undefined) request.end(body)
    else request.once('continue', () => request.end(body))
  })
}

test.for([
  ['at once', {}],
  ['with leave', { headers: { expect: '100-continue' } }],
] as const)(
  'a request with a connection of its own is recorded and replayed, sent %s',
  async ([, more], { server, cassettePath }) => {
    server.reply((request, response) => void request.pipe(response))
    const run = () => withCassette(cassettePath, { env: {} }, () => ask(server.url, 'own', more))
    expect(await run()).toBe('own')
    await server.stop()

    const { request } = loadCassette(cassettePath).interactions[0]!
    expect([request.url, request.body]).toEqual([`${server.url}/`, 'own'])
    expect(await run()).toBe('own')
  },
)

test('one whose connection comes late is refused, not let through', async ({
  server,
  cassettePath,
}) => {
  const run = withCassette(cassettePath, { env: {} }, () =>
    ask(server.url, 'own', { isLate: true }),
  )

  await expect(run).rejects.toMatchObject({ code: 'TAP_FAILED' })
  expect(server.seen).toEqual([])
})
