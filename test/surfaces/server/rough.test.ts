import { once } from 'node:events'
import * as http2 from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect } from 'vitest'
import { serverOf } from '../../../src/surfaces/server/protocols.ts'
import { eventStream } from '../../support/interactions.ts'
import { ManualClock, settled } from '../../support/manual-clock.ts'
import { cassetteOf, recorded, textAt } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

const hi = cassetteOf(recorded('http://a.test/', { body: 'hi' }))

describe('rough clients', () => {
  test('10,000 quick connections leave it as it was', { timeout: 60_000 }, async ({ replay }) => {
    const server = await replay(hi)
    for (let round = 0; round < 40; round++) {
      await Promise.all(Array.from({ length: 250 }, (_, nth) => touch(server.port, nth)))
    }

    expect(await textAt(server.url)).toBe('hi')
    expect(server.open).toBe(0)
  })

  test('an idle session of HTTP/2 is closed, as idle connections of HTTP/1 are', async () => {
    const server = serverOf(undefined, { answer: () => {} })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const [session] = (await once(server, 'session')) as [http2.ServerHttp2Session]

    session.emit('timeout')
    await once(client, 'close')

    expect(server).toMatchObject({ keepAliveTimeout: 60_000, headersTimeout: 60_000 })
    server.close()
  })

  test('a client that sends its headers bit by bit holds nobody up', async ({ replay }) => {
    const { port, url } = await replay(hi)
    const slow = Array.from({ length: 200 }, () => {
      const wire = new Wire(port)
      wire.send('GET / HTTP/1.1', 'X-')
      return wire
    })

    expect(await textAt(url)).toBe('hi')
    for (const { socket } of slow) socket.destroy()
  })

  test('headers that are too large are refused', async ({ replay }) => {
    const { port } = await replay(hi)
    const wire = new Wire(port)
    wire.send(...get('/', `X-Large: ${'x'.repeat(100_000)}`))

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('100 clients that never read cost no memory', async ({ replay }) => {
    const bytes = 1_048_576
    const chunks = Array.from({ length: 16 }, (_, index) => ({ bytes, at: index }))
    const large = recorded('http://a.test/large', {
      body: 'x'.repeat(16 * bytes),
      chunks,
      headers: {},
    })
    const { port, url } = await replay(
      cassetteOf(large, recorded('http://a.test/', { body: 'hi' })),
    )
    await textAt(`${url}/large`)
    const before = process.memoryUsage().rss
    const wires = Array.from({ length: 100 }, () => {
      const wire = new Wire(port)
      wire.socket.pause()
      wire.send(...get('/large'))
      return wire
    })
    for (let turns = 0; turns < 200; turns++) await settled()

    expect(await textAt(url)).toBe('hi')
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * bytes)
    for (const { socket } of wires) socket.destroy()
  })

  test('a request that is none is answered, and the next one, too', async ({ replay }) => {
    const { port, url } = await replay(hi)
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', 'Host: localhost', 'Content-Length: 1, 2', '', '')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 400 /)
    expect(await textAt(url)).toBe('hi')
  })

  test.for(['*', '/%ff%zz', '//evil.test/', '/?a=%', 'http://[::1/x', '/__wiretape/to/[/x'])(
    'the target %s is a miss like another',
    async (target, { replay }) => {
      const { port } = await replay(hi)
      const wire = new Wire(port)
      wire.socket.write(
        Buffer.from(get(target).join('\r\n').replace('GET *', 'OPTIONS *'), 'latin1'),
      )

      expect(await wire.ended()).toMatch(/^HTTP\/1\.1 424 /)
    },
  )

  test('an upgrade that is not ours is answered as a request', async ({ replay }) => {
    const { port } = await replay(hi)
    const wire = new Wire(port)
    wire.send(
      'GET / HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
      '',
      '',
    )

    expect(await wire.until('hi')).toMatch(/^HTTP\/1\.1 200 OK/)
    wire.socket.destroy()
  })
})

describe('memory', () => {
  test('does not grow with the requests that were answered or missed', async ({ replay }) => {
    const server = await replay(hi)
    const round = async (count: number) => {
      for (let done = 0; done < count; done += 100) {
        const asking = Array.from({ length: 100 }, (_, index) =>
          textAt(`${server.url}/${index % 2 === 0 ? '' : `miss-${done + index}`}`),
        )
        await Promise.all(asking)
      }
    }
    await round(1_000)
    await round(2_100)

    expect(server.misses).toHaveLength(1_000)
    expect(server.counts.missed).toBe(1_550)
  })
})

describe('closing', () => {
  const slow = cassetteOf(
    eventStream('data: 1\n\ndata: 2\n\n', {
      chunks: [
        { bytes: 9, at: 0 },
        { bytes: 9, at: 1_000e6 },
      ],
    }),
  )

  test('within the grace, streams end in good order, and nobody new is let in', async ({
    replay,
  }) => {
    const clock = new ManualClock()
    const server = await replay(slow, { speed: 'recorded', clock, grace: 60_000 })
    const wire = new Wire(server.port)
    wire.send(...get('/v1'))
    await waits(clock)
    await clock.wind(0)
    await wire.until('data: 1')

    const closing = server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    await clock.wind(1_000)
    await closing

    expect(await wire.ended()).toMatch(/data: 2[^]*\r\n0\r\n\r\n$/)
  })

  test('after it they are cut', async ({ replay }) => {
    const clock = new ManualClock()
    const server = await replay(slow, { speed: 'recorded', clock, grace: 50 })
    const wire = new Wire(server.port)
    wire.send(...get('/v1'))
    await waits(clock)
    await clock.wind(0)
    await wire.until('data: 1')

    await server.close()

    expect(await wire.ended()).not.toContain('data: 2')
  })
})

/** Connects and leaves: at once, in good order, or in the middle of a request. */
function touch(port: number, nth: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (nth % 3 === 0) socket.destroy()
      else if (nth % 3 === 1) socket.end()
      else socket.write('GET / HT', () => socket.resetAndDestroy())
    })
    socket.resume()
    socket.on('error', () => {})
    socket.once('close', () => resolve())
  })
}

async function waits(clock: ManualClock): Promise<void> {
  while (clock.pending === 0) await settled()
}
