import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { type RecorderOptions, withCassette } from '../../../src/index.ts'
import { test as base } from '../../support/test.ts'

/** A server that takes upgrades and tunnels, and sends back what comes. */
const test = base.extend<{ echo: string }>({
  // vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
  // oxlint-disable-next-line no-empty-pattern
  echo: async ({}, use) => {
    const server = http.createServer()
    const open = (head: string) => (_request: unknown, socket: Duplex) => {
      socket.on('error', () => socket.destroy())
      socket.write(head)
      socket.pipe(socket)
    }
    const switched =
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n'
    server.on('upgrade', open(switched))
    server.on('connect', open('HTTP/1.1 200 OK\r\n\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.close()
  },
})

const ways: readonly (readonly [string, (url: string) => Promise<Duplex>])[] = [
  [
    'an upgrade of node:http',
    async (url) => {
      const headers = { connection: 'Upgrade', upgrade: 'echo' }
      const asked = http.get(url, { headers })
      return ((await once(asked, 'upgrade')) as [unknown, Duplex])[1]
    },
  ],
  [
    'a tunnel of node:http',
    async (url) => {
      const asked = http.request(url, { method: 'CONNECT', path: 'a.example:443' }).end()
      return ((await once(asked, 'connect')) as [unknown, Duplex])[1]
    },
  ],
  ['an upgrade of undici', async (url) => (await undici.upgrade(url, { protocol: 'echo' })).socket],
  [
    'a tunnel of undici',
    async (url) => (await undici.connect({ origin: url, path: 'a:443' } as never)).socket,
  ],
]

describe('a connection that is no exchange is not ours', () => {
  const modes: readonly RecorderOptions[] = [{ mode: 'record' }, { mode: 'new-episodes' }]

  test.for(ways)('%s passes untouched, whatever the mode', async ([, open], { echo, folder }) => {
    for (const options of modes) {
      const path = `${folder}/${String(options.mode)}.yaml`
      const counts = await withCassette(path, { env: {}, ...options }, async (recorder) => {
        const socket = await open(echo)
        socket.write('ping')
        expect(String((await once(socket, 'data'))[0])).toBe('ping')
        socket.destroy()
        return recorder.counts
      })
      expect(counts).toMatchObject({ recorded: 0, failed: 0, missed: 0 })
    }
  })
})

/** What a resolver says that does not know a host. */
const unknownHost = (name: string, ...rest: unknown[]): void => {
  const done = rest.at(-1) as (error: Error) => void
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
  process.nextTick(done, error)
}

const lost: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
  ['node:http', async (url) => once(http.get(url, { lookup: unknownHost }), 'response')],
  [
    'undici.request',
    async (url) => {
      const dispatcher = new undici.Agent({ connect: { lookup: unknownHost } })
      return undici.request(url, { dispatcher }).finally(() => dispatcher.destroy())
    },
  ],
]

test.for(lost)('a host that nobody knows fails as ever for %s', async ([, ask], { folder }) => {
  const url = 'http://nobody.example/'
  const bare = await ask(url).catch((error: unknown) => error)
  for (const mode of ['record', 'new-episodes']) {
    await withCassette(`${folder}/${mode}.yaml`, { env: {}, mode }, async (recorder) => {
      const error = await ask(url).catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'ENOTFOUND', message: (bare as Error).message })
      expect(recorder.counts).toMatchObject({ failed: 1, recorded: 0 })
    })
  }
})
